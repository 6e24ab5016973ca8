// The framework's own words in the language and the words of the dashboard, wherever they come up: names that are read aloud, hints in
// empty fields, the messages about a page that is not there and a server that does not answer.
//
// Text changes in place and what stood there is remembered, so that the framework goes on finding its elements and another language is
// possible midway. Symbols beside words, and tips that repeat a button's name for the eye, say nothing of their own: they are not read
// aloud. A place for files is a group, not a button around a button; a table wider than its place is scrolled by key, and says which it
// is. All this waits a moment, so that charts are drawn first.
(() => {
  const catalogue = JSON.parse(document.getElementById("page-words").textContent);
  for (const words of Object.values(catalogue))
    words.framework = words.framework.map(([from, to]) => {
      const [before, after] = from.split("#");
      return { before, after, to };
    });
  const was = new WeakMap(), names = ["aria-label", "placeholder", "title"];
  const places = "[role=dialog], [role=alertdialog], [role=listbox], [data-testid^=stFileUploader], " +
    "[data-testid=stStatusWidget], [data-testid=stDownloadButtonError], [data-testid=InputInstructions], [data-testid=stSkipToContent], [data-testid=stTopNavSection]";
  const put = (text) => {
    for (const { before, after, to } of catalogue[document.documentElement.dataset.lang].framework) {
      if (after === undefined ? text === before : text.length > before.length + after.length && text.startsWith(before) &&
          (after ? text.includes(after) : true))
        return to.replace("#", after ? text.slice(before.length, text.indexOf(after)) : text.slice(before.length));
    }
    return text;
  };
  const mend = (holder, name, shown, show) => {
    const known = was.get(holder) ?? {}, first = known[name]?.shown === shown ? known[name].first : shown, now = put(first);
    if (now === shown) return;
    was.set(holder, { ...known, [name]: { first, shown: now } });
    show(now);
  };
  let due = 0;
  const look = () => {
    due = 0;
    for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join()))
      for (const name of names)
        if (element.hasAttribute(name))
          mend(element, name, element.getAttribute(name), (now) => element.setAttribute(name, now));
    for (const place of document.querySelectorAll(places)) {
      if (place.dataset.testid === "stDownloadButtonError") place.setAttribute("role", "alert");
      if (place.dataset.testid === "stFileUploaderDropzone") place.setAttribute("role", "group");
      for (const code of place.matches("[role=dialog]") ? place.querySelectorAll("[data-testid=stCode]") : []) code.remove();
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode;
        mend(text, "data", text.data, (now) => { text.data = now; });
      }
    }
    for (const symbol of document.querySelectorAll("[data-testid=stIconMaterial][aria-label], span[role=img][aria-label$=' icon']"))
      if (!symbol.ariaHidden) symbol.ariaHidden = "true";
    for (const table of document.querySelectorAll(".table > table")) {
      const place = table.parentElement, wide = place.scrollWidth > place.clientWidth;
      if (wide === (place.tabIndex === 0)) continue;
      place.tabIndex = wide ? 0 : -1;
      wide ? place.setAttribute("role", "group") : place.removeAttribute("role");
      wide ? place.setAttribute("aria-label", table.ariaLabel ?? "") : place.removeAttribute("aria-label");
    }
    for (const tip of document.querySelectorAll("[role=tooltip]"))
      if (!tip.parentElement.ariaHidden) tip.parentElement.ariaHidden = "true";
  };
  const soon = () => { due ||= setTimeout(look, 150); };
  addEventListener("resize", soon);
  new MutationObserver(soon).observe(
    document.body, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: names });
  new MutationObserver(soon).observe(document.documentElement, { attributes: true, attributeFilter: ["data-lang"] });
})();
