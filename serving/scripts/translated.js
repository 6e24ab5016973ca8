// The page says that it is not to be translated, for it has two languages. A translator that does so all the same, like any extension that
// rewrites texts, takes nodes away from the framework, which then draws half of a click or fails. Such a page is covered by a message with a
// button that loads it again; a click that the framework can draw in full shows its page.
(() => {
  const catalogue = JSON.parse(document.getElementById("page-words").textContent), node = Node.prototype;
  const { removeChild, insertBefore } = node, value = Object.getOwnPropertyDescriptor(node, "nodeValue");
  const put = (kind, text, more = {}) => Object.assign(document.createElement(kind), { textContent: text, ...more });
  const tell = () => {
    if (document.getElementById("page-changed")) return;
    const box = put("div", "", { id: "page-changed" }), words = Object.entries(catalogue);
    box.setAttribute("role", "alert");
    for (const [lang, { changed: [title, line] }] of words) box.append(put("strong", title, { lang }), put("p", line, { lang }));
    const again = put("button", words.map(([, { changed }]) => changed[2]).join(" / "), { type: "button", className: "copy-button" });
    again.addEventListener("click", () => location.reload());
    box.append(again);
    document.body.append(box);
    document.getElementById("root").inert = true;
    again.focus();
  };
  const ofPage = (parent) => document.getElementById("root").contains(parent);
  node.removeChild = function (child) {
    if (child?.parentNode === this || !ofPage(this)) return removeChild.call(this, child);
    tell();
    return child;
  };
  node.insertBefore = function (fresh, before) {
    if (!before || before.parentNode === this || !ofPage(this)) return insertBefore.call(this, fresh, before);
    tell();
    return insertBefore.call(this, fresh, null);
  };
  // A text that the framework holds and the page no longer does.
  const isTaken = (text) => text.nodeType === Node.TEXT_NODE && !text.parentNode && Object.keys(text).some((key) => key.startsWith("__react"));
  Object.defineProperty(node, "nodeValue", {
    ...value,
    set(text) {
      if (isTaken(this)) tell();
      value.set.call(this, text);
    },
  });
})();
