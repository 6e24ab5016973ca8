// No skeleton without a word. If nothing of the page has been drawn after 15 seconds, a message says what happened, what to ask the
// network's administrator for, and where data and imprint are found without a session; it goes as soon as the page is drawn. A session needs a
// WebSocket, which proxies refuse or swallow, some of them only with more than 8 kB of cookies; ordinary requests pass then.
(() => {
  const catalogue = JSON.parse(document.getElementById("page-words").textContent);
  const drawn = "[data-testid=stElementContainer] [data-testid]:not([data-testid=stAppSkeleton])";
  const isDrawn = () => document.querySelector(drawn) !== null;
  const put = (kind, text, more = {}) => Object.assign(document.createElement(kind), { textContent: text, ...more });
  const tell = async () => {
    if (isDrawn()) return;
    const answers = await fetch("/_stcore/health", { cache: "no-store", signal: AbortSignal.timeout(5000) }).then(() => true, () => false);
    if (isDrawn()) return;
    const words = catalogue[document.documentElement.dataset.lang].connection, box = put("div", "", { id: "no-connection" });
    box.setAttribute("role", "alert");
    box.append(put("strong", words.title));
    for (const line of answers ? words.refused : words.silent)
      box.append(put("p", line.replace("#", `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/_stcore/stream`)));
    const links = put("p", "");
    for (const [label, href] of words.links) links.append(put("a", label, { href }), " ");
    box.append(links);
    (document.getElementById("first-view") ?? document.body).prepend(box);
    const watch = new MutationObserver(() => {
      if (!isDrawn()) return;
      watch.disconnect();
      box.remove();
    });
    watch.observe(document.body, { subtree: true, childList: true });
  };
  setTimeout(tell, 15000);
})();
