// A chart on paper: it is as wide as it was drawn for the screen, and the style makes it smaller as a whole until it fits (components/frame/style.py).
// Drawing it again would come too late: the browser prints at once. What holds the names of a map for its width is held with it.
(() => {
  const measured = new Map();
  const holder = (chart) => {
    const own = chart.closest("[data-testid=stElementContainer]");
    for (let one = own; one && one.dataset.testid !== "stMain"; one = one.parentElement)
      if (getComputedStyle(one).containerType !== "normal") return one;
    return own;
  };
  addEventListener("beforeprint", () => {
    const address = new URL(location.href);
    for (const own of ["room", "speaker"]) address.searchParams.delete(own);
    document.documentElement.style.setProperty("--address", JSON.stringify(address.href));
    for (const chart of document.querySelectorAll("[data-testid=stPlotlyChart]")) {
      const slide = chart.closest(".st-key-stage"), place = slide ? chart.querySelector(".js-plotly-plot") : holder(chart);
      if (place && !measured.has(place)) measured.set(place, { width: place.offsetWidth, slide });
    }
    // Only when all are measured, for after a change the browser would lay out the page for each.
    for (const [place, { width, slide }] of measured) {
      place.style.setProperty("--drawn", `${width}px`);
      if (!slide) place.dataset.paper = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const place of measured.keys()) {
      place.style.removeProperty("--drawn");
      delete place.dataset.paper;
    }
    measured.clear();
  });
})();
