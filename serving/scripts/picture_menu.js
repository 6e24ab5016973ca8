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
  // Under streamlit run a script in which a tag stands is taken away.
  const newline = "\x3cbr>";
  // Text in lines no wider than the picture, which has letters of the system instead of ours.
  const lines = (text, font, width) => {
    const pen = document.createElement("canvas").getContext("2d"), wrapped = [""];
    pen.font = font;
    for (const word of text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").split(" ")) {
      const longer = `${wrapped.at(-1)} ${word}`.trim();
      if (!wrapped.at(-1) || pen.measureText(longer).width <= width) wrapped[wrapped.length - 1] = longer;
      else wrapped.push(word);
    }
    return wrapped;
  };
  // What the picture shows stands above it, where that is from and as of when below; the chart itself keeps its size. Letters of the
  // system are a little wider.
  const worded = ({ _fullLayout: full, _context: context, layout }) => {
    const { title, source } = context.toImageButtonOptions, { l, r, t, b } = full._size, gap = 12;
    if (!title) return {};
    const family = full.font.family.replace(/^[^,]*,/, ""), { width } = full;
    const above = lines(title, `600 18px ${family}`, width), below = lines(source, `12px ${family}`, width);
    const head = above.length * 24 + 2 * gap, foot = below.length * 16 + 2 * gap;
    const text = { xref: "paper", yref: "paper", x: 0, xanchor: "left", xshift: -l, align: "left", showarrow: false, borderpad: 0 };
    return {
      size: { width: width + 2 * gap, height: full.height + head + foot },
      layout: {
        margin: { ...layout.margin, l: l + gap, r: r + gap, t: t + head, b: b + foot },
        annotations: [
          ...layout.annotations ?? [],
          { ...text, y: 1, yanchor: "top", yshift: t + head - gap, text: above.join(newline), font: { size: 18, weight: 600 } },
          { ...text, y: 0, yanchor: "bottom", yshift: gap - b - foot, text: below.join(newline), font: { size: 12 } },
        ],
      },
    };
  };
  // Plotly copies data and layout while the click is handled.
  addEventListener("click", (event) => {
    const chart = event.target.closest?.(".modebar-btn:not(.svg-button)")?.closest(".js-plotly-plot");
    if (!chart) return;
    const { layout, _context: { toImageButtonOptions: options } } = chart, words = worded(chart);
    const { paper_bgcolor, margin, annotations } = layout;
    const left = unseen(chart).map((trace) => [trace, { ...trace }]);
    Object.assign(options, words.size);
    Object.assign(layout, words.layout);
    layout.paper_bgcolor = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
    for (const [trace] of left) for (const place of ["x", "y", "lat", "lon"]) if (place in trace) trace[place] = [null];
    setTimeout(() => {
      Object.assign(layout, { paper_bgcolor, margin, annotations });
      for (const name of Object.keys(words.size ?? {})) delete options[name];
      for (const [trace, whole] of left) Object.assign(trace, whole);
    });
  }, true);
  // Not by thumb: the new button would slip under it, and the tap meant for the old one save the other format.
  addEventListener("pointerover", (event) => event.pointerType !== "touch" && offer(event));
  addEventListener("focusin", (event) => event.target.matches(":focus-visible") && offer(event));
})();
