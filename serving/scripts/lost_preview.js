// A preview of a workbook lives as long as its session. If the connection breaks, or the page is loaded again, the next click may show the
// published data: then a message says so and how to go on. After a break the page is asked for anew at once, so that it shows either the
// preview or the message. A preview that ends without such a break was ended on purpose.
(() => {
  const catalogue = JSON.parse(document.getElementById("page-words").textContent), key = "preview";
  const shows = () => document.querySelector(".st-key-preview-banner"), app = () => document.querySelector("[data-testid=stApp]");
  let broken = Boolean(sessionStorage.getItem(key)), asked = false, answered = false;
  const put = (kind, text, more = {}) => Object.assign(document.createElement(kind), { textContent: text, ...more });
  const tell = () => {
    const { lang } = document.documentElement.dataset, [title, why, again, close] = catalogue[lang].preview;
    const box = put("div", "", { id: "lost-preview" }), away = put("button", close, { type: "button", className: "copy-button" });
    away.addEventListener("click", () => box.remove());
    box.setAttribute("role", "alert");
    box.append(put("strong", title), put("p", why), put("a", again, { href: `/data?part=upkeep&lang=${lang}` }), away);
    document.body.append(box);
  };
  const look = () => {
    const { testConnectionState: connection, testScriptState: script } = app()?.dataset ?? {};
    if (shows()) sessionStorage.setItem(key, "on");
    if (!sessionStorage.getItem(key)) return;
    if (connection !== "CONNECTED") { broken = true; asked = answered = false; return; }
    if (script === "running" || !document.querySelector(".st-key-footer, .st-key-stage")) return;
    if (broken && shows() && !asked) {
      asked = true;
      setTimeout(() => dispatchEvent(new PopStateEvent("popstate")), 300);
    }
    if (shows()) { broken &&= !answered; return; }
    sessionStorage.removeItem(key);
    if (broken) tell();
    broken = false;
  };
  let due = 0;
  new MutationObserver(() => {
    answered ||= asked && app()?.dataset.testScriptState === "running";
    due ||= setTimeout(() => { due = 0; look(); }, 300); }).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state", "data-test-connection-state"]
  });
})();
