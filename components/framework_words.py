"""The framework's own words, which are English and speak of the framework, in the language and the words of the dashboard.

It has no catalogue of its own. So a script puts its words right wherever they come up: names that are read aloud, hints in empty fields,
the messages about a page that is not there and a server that does not answer. It does the same for a few roles.
"""

import json
from functools import cache
from typing import Final

import streamlit as st

from components.inline_script import script_element
from components.texts import Texts

#: The framework's words, ``#`` being what varies, and the message that stands for each.
WORDS: Final = {
    "App pages": "framework.pages",
    "Skip to main content": "framework.skip",
    "Navigate to home page": "framework.home",
    "Link to heading": "framework.heading",
    "Main menu": "framework.menu",
    "Open": "framework.open",
    "Close": "framework.close",
    "Clear value": "framework.clear",
    "Clear all": "framework.clear_all",
    "Clear entry": "framework.clear",
    "Remove #": "framework.remove",
    "Selected values": "framework.selected",
    "Choose an option": "framework.choose",
    "Choose options": "framework.choose",
    "No options to select": "framework.no_results",
    "No options to select.": "framework.no_results",
    "No results": "framework.no_results",
    "Press Enter to apply": "framework.enter",
    "Pagination": "framework.pagination",
    "Previous page": "framework.previous",
    "Next page": "framework.next",
    "Page #": "framework.page",
    "Scroll tabs left": "framework.tabs_left",
    "Scroll tabs right": "framework.tabs_right",
    "# — start": "framework.from",
    "# — end": "framework.to",
    "Running...": "framework.running",
    "Stop script": "framework.stop",
    "Connecting": "framework.connecting",
    "Connecting to Streamlit server": "framework.connecting",
    "Error": "framework.lost",
    "Unable to connect to Streamlit server": "framework.lost",
    "Connection error": "framework.lost",
    "Streamlit server is not responding. Are you connected to the internet?": "framework.lost_why",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "framework.lost_why",
    "Page not found": "framework.not_found",
    "The page that you have requested does not seem to exist. Running the app's main page.": "framework.not_found_why",
    "Upload": "upload.choose",
    "#MB per file": "upload.limit",
}

#: Text changes in place and what stood there is remembered, so that the framework goes on finding its elements and another language is
#: possible midway. Symbols beside words, and tips that repeat a button's name for the eye, say nothing of their own: they are not read
#: aloud. A place for files is a group, not a button around a button; a table wider than its place is scrolled by key, and says which it
#: is. All this waits a moment, so that charts are drawn first. The server has named the language of the page in its HTML; a viewer may
#: have chosen another since.
SCRIPT: Final = """
document.documentElement.lang = document.currentScript.dataset.lang;
window.frameworkWords = JSON.parse(document.currentScript.dataset.words).map(([from, to]) => {
  const [before, after] = from.split("#");
  return { before, after, to };
});
if (!window.frameworkWatch) {
  const was = new WeakMap(), names = ["aria-label", "placeholder", "title"];
  const places = "[role=dialog], [role=alertdialog], [role=listbox], [data-testid^=stFileUploader], " +
    "[data-testid=stStatusWidget], [data-testid=InputInstructions], [data-testid=stSkipToContent]";
  const put = (text) => {
    for (const { before, after, to } of window.frameworkWords) {
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
  const look = () => {
    window.frameworkDue = 0;
    for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join()))
      for (const name of names)
        if (element.hasAttribute(name))
          mend(element, name, element.getAttribute(name), (now) => element.setAttribute(name, now));
    for (const place of document.querySelectorAll(places)) {
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
    for (const table of document.querySelectorAll("[data-testid=stTable] table")) {
      const place = table.parentElement, wide = place.scrollWidth > place.clientWidth;
      if (wide === (place.tabIndex === 0)) continue;
      place.tabIndex = wide ? 0 : -1;
      wide ? place.setAttribute("role", "group") : place.removeAttribute("role");
      wide ? place.setAttribute("aria-label", table.ariaLabel ?? "") : place.removeAttribute("aria-label");
    }
    for (const tip of document.querySelectorAll("[role=tooltip]"))
      if (!tip.parentElement.ariaHidden) tip.parentElement.ariaHidden = "true";
  };
  window.frameworkLook = () => { window.frameworkDue ||= setTimeout(look, 150); };
  addEventListener("resize", window.frameworkLook);
  window.frameworkWatch = new MutationObserver(window.frameworkLook);
  window.frameworkWatch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: names });
}
window.frameworkLook();
"""


@cache
def _element(lang: str) -> str:
    whole_first = sorted(WORDS, key=lambda said: "#" in said)
    words = [[said, Texts(lang).t(WORDS[said])] for said in whole_first]
    return script_element(SCRIPT, lang=lang, words=json.dumps(words, ensure_ascii=False))


def put_right(lang: str) -> None:
    """Let the framework speak ``lang`` from now on, and the page say that it does."""
    st.html(_element(lang), unsafe_allow_javascript=True)
