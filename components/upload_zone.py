"""The place where a file is dropped, put right: the framework gives it a role that hides its name, and English words."""

from typing import Final

import streamlit as st

from components.inline_script import script_element
from components.texts import Texts

#: Changes text in place, so that the framework goes on finding its own elements.
SCRIPT: Final = """
window.uploadWords = { ...document.currentScript.dataset };
if (!window.uploadZones) {
  const mend = () => {
    for (const zone of document.querySelectorAll("[data-testid=stFileUploaderDropzone]")) {
      if (zone.getAttribute("role") !== "group") zone.setAttribute("role", "group");
      const texts = document.createTreeWalker(zone, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode, limit = /^(\\d+)MB per file/.exec(text.data);
        if (text.data === "Upload") text.data = window.uploadWords.choose;
        if (limit) text.data = window.uploadWords.limit.replace("#", limit[1]);
      }
    }
  };
  window.uploadZones = new MutationObserver(mend);
  window.uploadZones.observe(document.body, { childList: true, subtree: true });
  mend();
}
"""


def put_right(texts: Texts) -> None:
    """Let every place for files on the page have a role, a name and words in the language of ``texts``."""
    st.html(script_element(SCRIPT, choose=texts.t("upload.choose"), limit=texts.t("upload.limit")), unsafe_allow_javascript=True)
