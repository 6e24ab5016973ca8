"""Draw buttons that copy the URL or a text to the clipboard by a script in the browser, because Python cannot reach the clipboard."""

from html import escape
from typing import Final
from urllib.parse import quote

import streamlit as st

from components.widgets.inline_script import script_element
from components.words.texts import Texts

# ``navigator.clipboard`` is missing on plain http, where the older ``execCommand`` still works.
SCRIPT: Final = """
(() => {
  const words = document.currentScript.dataset;
  const button = document.getElementById(words.key), said = document.getElementById(`${words.key}-said`);
  const copyTheOldWay = (content) => {
    const area = document.createElement("textarea");
    area.value = content;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    button.focus();
    return copied;
  };
  button.onclick = async () => {
    const content = words.text === undefined ? window.location.href : decodeURIComponent(words.text);
    let copied = true;
    try {
      await navigator.clipboard.writeText(content);
    } catch {
      copied = copyTheOldWay(content);
    }
    said.textContent = button.textContent = copied ? words.copied : words.failed;
    setTimeout(() => { button.textContent = words.label; said.textContent = ""; }, 2500);
  };
})();
"""


def _button(key: str, words: dict[str, str], **text: str) -> None:
    st.html(
        f'<button id="{key}" class="copy-button" type="button">{escape(words["label"])}</button>'
        f'<span id="{key}-said" class="said-aloud" role="status"></span>{script_element(SCRIPT, key=key, **words, **text)}',
        width="content",
        unsafe_allow_javascript=True,
    )


def copy_link(texts: Texts) -> None:
    """Draw the button that copies the URL, which holds the whole selection, and announces this to screen readers."""
    _button("copy-link", {name: texts.t(f"link.{name}") for name in ("label", "copied", "failed")})


def copy_text(key: str, text: str, texts: Texts, label: str = "") -> None:
    """Draw a button that copies ``text`` and announces this to screen readers.

    ``key`` must be unique on the page. ``label`` is the button's label, by default *copy*.
    """
    words = {name: texts.t(f"copy.{name}") for name in ("label", "copied", "failed")}
    _button(key, words | ({"label": label} if label else {}), text=quote(text))
