// On a phone the names of a world map cannot be read, and most partners are in Europe. So a visit that asks for nothing begins with the map of
// Europe. The address says so: its link shows the same everywhere. Who then chooses the world keeps it, also when the page is loaded again.
(() => {
  const address = new URL(location.href), asked = [...address.searchParams.keys()].filter((key) => key !== "lang");
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (!arrived || asked.length || !address.pathname.endsWith("/") || !matchMedia("(max-width: 599px)").matches) return;
  address.searchParams.set("view", "europe");
  history.replaceState(history.state, "", address);
})();
