// A second button in the menu of every chart: the same picture as SVG, for Plotly's own menu saves in one format only. It appears as its
// neighbour does, by pointer or by keyboard, and lends that neighbour's work another format. Either picture has the ground of the page, for
// on the page a chart is transparent, and letters of the dark theme could not be read on white paper.
(() => {
  const words = JSON.parse(document.getElementById("page-words").textContent);
  const offer = (event) => {
    const chart = event.target.closest?.(".js-plotly-plot");
    const png = chart?.querySelector(".modebar-btn");
    if (!png || chart.querySelector(".svg-button")) return;
    const svg = png.cloneNode(false);
    svg.classList.add("svg-button");
    svg.dataset.title = svg.ariaLabel = words[document.documentElement.dataset.lang].svg;
    svg.textContent = "SVG";
    svg.addEventListener("click", () => {
      const options = chart._context.toImageButtonOptions, before = { ...options };
      Object.assign(options, { format: "svg", scale: 1 });
      png.click();
      Object.assign(options, before);
    });
    png.after(svg);
  };
  // Style shows one of two sets of words, for narrow or for wide places; the picture is drawn without style and would have both.
  // Their places are emptied instead of the marks hidden, because the legend may be theirs.
  const unseen = (chart) => [...chart.querySelectorAll(".trace")]
    .filter((mark) => getComputedStyle(mark).display === "none")
    .map((mark) => chart.data[mark.__data__?.[0]?.trace.index])
    .filter(Boolean);
  // Plotly copies data and layout while the click is handled.
  addEventListener("click", (event) => {
    const chart = event.target.closest?.(".modebar-btn:not(.svg-button)")?.closest(".js-plotly-plot");
    if (!chart) return;
    const { layout } = chart, before = layout.paper_bgcolor;
    const left = unseen(chart).map((trace) => [trace, { ...trace }]);
    layout.paper_bgcolor = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
    for (const [trace] of left) for (const place of ["x", "y", "lat", "lon"]) if (place in trace) trace[place] = [null];
    setTimeout(() => {
      layout.paper_bgcolor = before;
      for (const [trace, whole] of left) Object.assign(trace, whole);
    });
  }, true);
  // Not by thumb: the new button would slip under it, and the tap meant for the old one save the other format.
  addEventListener("pointerover", (event) => event.pointerType !== "touch" && offer(event));
  addEventListener("focusin", (event) => event.target.matches(":focus-visible") && offer(event));
})();
