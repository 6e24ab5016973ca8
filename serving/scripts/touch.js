// A thumb on a chart scrolls the page. The chart would take every touch for the beginning of a drag and stop the page; no axis of ours can
// be dragged. What remains of a tap is the click that the browser makes of it.
addEventListener("touchstart", (event) => {
  if (event.target.closest?.(".draglayer")) event.stopPropagation();
}, { capture: true, passive: true });
