"""Set the language of the HTML page in the browser, because the viewer may have changed the one that the server wrote into the HTML."""

from typing import Final

import streamlit as st

from components.widgets.inline_script import script_element

#: Tells translators as well that the page has its languages itself. They overwrite ``lang``, so that our scripts read ``data-lang``.
SCRIPT: Final = """{
  const page = document.documentElement;
  page.lang = page.dataset.lang = document.currentScript.dataset.lang;
  page.translate = false;
  page.classList.add("notranslate");
}"""


def set_page_language(lang: str) -> None:
    """Set the ``lang`` attribute of the page to ``lang``; the framework's own words follow it."""
    st.html(script_element(SCRIPT, lang=lang), unsafe_allow_javascript=True)
