// Where the keyboard is: a menu opened by key takes the focus, and a page drawn anew does not lose it. The framework appends the content
// of a menu to the end of the page, where whoever walks by keyboard would look for it last; and now and then it replaces the very element
// that has the focus.
(() => {
  const reachable = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex='0']";
  const stops = (menu) => [...menu.querySelectorAll(reachable)].filter((one) => one.checkVisibility());
  let opener = null;
  const enter = (until) => {
    const menu = document.querySelector("[data-testid=stPopoverBody]"), first = menu && stops(menu)[0];
    if (first) setTimeout(() => stops(menu)[0]?.focus(), 150);
    else if (performance.now() < until) requestAnimationFrame(() => enter(until));
  };
  addEventListener("keydown", (event) => {
    const button = event.target.closest?.("[data-testid=stPopoverButton]"), menu = event.target.closest?.("[data-testid=stPopoverBody]");
    if (button && (event.key === "Enter" || event.key === " ") && button.getAttribute("aria-expanded") !== "true") {
      opener = button;
      requestAnimationFrame(() => enter(performance.now() + 3000));
    }
    if (menu && opener?.isConnected && event.key === "Tab") {
      const all = stops(menu), edge = event.shiftKey ? all[0] : all[all.length - 1];
      if (event.target !== edge && !edge?.contains(event.target)) return;
      opener.focus();
      if (event.shiftKey) event.preventDefault();
    }
  }, true);
  // What has the focus is known by its widget, its role and its words, so that its successor can be found.
  const words = (one) => (one.ariaLabel ?? one.innerText ?? "").trim(), root = document.documentElement;
  const widget = (one) => [...(one.closest("[class*=st-key-]")?.classList ?? [])].find((name) => name.startsWith("st-key-"));
  let held = null;
  addEventListener("focusin", ({ target }) => {
    held = { one: target, widget: widget(target), tag: target.tagName, role: target.getAttribute("role"), words: words(target) };
  });
  addEventListener("pointerdown", () => { held = null; }, true);
  const keep = () => {
    // In the browser's own bar the page has no focus to keep.
    if (!held || !document.hasFocus() || document.activeElement !== document.body || document.querySelector("[role=dialog]")) return;
    if (held.one.isConnected && held.one.checkVisibility()) return held.one.focus({ preventScroll: true });
    const around = (held.widget && document.getElementsByClassName(held.widget)[0]) ?? root;
    const kin = [...around.getElementsByTagName(held.tag)].filter((one) => one.getAttribute("role") === held.role && one.checkVisibility());
    const heir = kin.find((one) => words(one) === held.words) ?? (held.widget && around !== root ? kin[0] : null);
    (heir ?? document.querySelector("[data-testid=stMain]"))?.focus({ preventScroll: true });
  };
  new MutationObserver(() => setTimeout(keep, 60)).observe(document.body, {
    subtree: true, attributes: true, attributeFilter: ["data-test-script-state"]
  });
})();
