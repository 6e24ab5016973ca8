// A change of page is one step of the browser's history. The framework makes two: the path alone, then the path with the parameters of the
// view. "Back" would first lead to a page that nobody has seen, without filters and in German. The second takes the place of the first,
// unless the viewer has done something in between.
(() => {
  const push = history.pushState;
  let bare = "";
  history.pushState = function (state, title, address) {
    const next = new URL(address ?? "", document.baseURI), completes = bare === location.href && next.pathname === location.pathname;
    bare = next.pathname !== location.pathname && !next.search ? next.href : "";
    (completes ? history.replaceState : push).call(this, state, title, address);
  };
  for (const act of ["pointerdown", "keydown", "popstate"]) addEventListener(act, () => { bare = ""; }, true);
})();
