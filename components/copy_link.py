"""The button that copies the address of the present view: the one thing Python cannot do for the browser."""

import json
from html import escape

import streamlit as st

from components.texts import Texts

# The clipboard interface is missing on plain http, where the older way still works.
_SCRIPT = """
(() => {
  const button = document.getElementById("copy-link"), said = document.getElementById("copy-link-said");
  const words = WORDS;
  const copyTheOldWay = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    button.focus();
    return copied;
  };
  button.onclick = async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(window.location.href);
    } catch {
      copied = copyTheOldWay(window.location.href);
    }
    said.textContent = button.textContent = copied ? words.copied : words.failed;
    setTimeout(() => { button.textContent = words.label; said.textContent = ""; }, 2500);
  };
})();
"""


def copy_link(texts: Texts) -> None:
    """Draw the button; it copies the address bar, which holds the whole selection, and says so aloud."""
    words = {name: texts.t(f"link.{name}") for name in ("label", "copied", "failed")}
    script = _SCRIPT.replace("WORDS", json.dumps(words).replace("<", "\\u003c"))
    st.html(
        f'<button id="copy-link" type="button">{escape(words["label"])}</button>'
        f'<span id="copy-link-said" role="status"></span><script>{script}</script>',
        width="content",
        unsafe_allow_javascript=True,
    )
