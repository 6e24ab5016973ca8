"""The button that copies the address of the present view: the one thing Python cannot do for the browser."""

import streamlit as st

from components.texts import Texts

_HTML = '<button type="button" class="copy"></button><span class="said" role="status"></span>'

_CSS = """
.copy {
  font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: transparent; border: 0; cursor: pointer;
  min-height: 2.5rem; padding: 0.25rem 0.5rem; border-radius: 999px; white-space: nowrap;
}
.copy:hover { color: var(--st-primary-color); }
.copy:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""

_JS = """
function copyWithoutClipboard(text) {
  // The clipboard interface is missing on plain http; this older way still works there.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector(".copy");
  const said = parentElement.querySelector(".said");
  button.textContent = data.label;
  button.onclick = async () => {
    let copied;
    try {
      await navigator.clipboard.writeText(window.location.href);
      copied = true;
    } catch {
      copied = copyWithoutClipboard(window.location.href);
    }
    said.textContent = copied ? data.copied : data.failed;
    button.textContent = said.textContent;
    setTimeout(() => { button.textContent = data.label; said.textContent = ""; }, 2500);
  };
}
"""


_component = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)


def copy_link(texts: Texts) -> None:
    """Draw the button; it copies the address bar, which holds the whole selection, and says so aloud."""
    words = {name: texts.t(f"link.{name}") for name in ("label", "copied", "failed")}
    _component(key="copy-link", data=words, width="content", height="content")
