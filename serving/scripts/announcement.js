// What has changed, told to whoever listens instead of looks: headings and found numbers that were not there before, once the page has
// stood still for a second. While the years of the map play, nothing is told until they stop.
(() => {
  const place = Object.assign(document.createElement("div"), { id: "announcement", className: "said-aloud" });
  place.setAttribute("role", "status");
  document.body.append(place);
  const told = "[data-testid=stMain] :is(h1, h2), .st-key-found [data-testid=stText]";
  // Not innerText: it is empty while the first view stands in front of the page.
  const sentences = () => [...document.querySelectorAll(told)].map((one) => one.textContent.trim()).filter(Boolean);
  const rests = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "running";
  let before = [], due = 0;
  const tell = () => {
    due = 0;
    if (!rests()) return later();
    const now = sentences(), fresh = now.filter((one) => !before.includes(one));
    if (before.length && fresh.length) place.textContent = fresh.slice(0, 3).join(" · ");
    before = now;
  };
  // What stands there at first is nothing new: it is noted soon, so that the first click of a quick hand is told too.
  const later = () => { clearTimeout(due); due = setTimeout(tell, before.length ? 1000 : 200); };
  new MutationObserver(later).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  // A run that begins and ends within one frame is never shown as running, and a hand may be quicker than the first note.
  const acted = () => {
    if (!before.length) before = sentences();
    if (!due) later();
  };
  for (const kind of ["click", "keydown", "popstate"]) addEventListener(kind, acted, true);
})();
