// The first view, which the server has put into the page, is in front until the framework has drawn the same: the figure it names, or, if
// there is none, whatever its script has drawn when it ends. Until then the framework's page is hidden, also from screen readers, so that
// a heading is there once at any time. It does not give way to a page that was never drawn.
(() => {
  const first = document.getElementById("first-view"), root = document.getElementById("root");
  if (!first) return;
  const element = "[data-testid=stElementContainer] [data-testid]:not([data-testid=stAppSkeleton])";
  const charts = () => [...root.querySelectorAll("[data-testid=stPlotlyChart]")];
  const rests = () => root.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "running";
  // A skeleton is a control whose code has not arrived: what is below it would move.
  const isDrawn = () =>
    root.querySelector("[data-testid=stSkeleton]") === null &&
    ((first.dataset.drawn !== "" && root.querySelector(first.dataset.drawn) !== null) ||
      (root.querySelector(element) !== null && rests() && charts().every((chart) => chart.querySelector(".main-svg"))));
  const look = () => {
    if (!isDrawn()) return;
    watch.disconnect();
    first.remove();
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"] });
})();
