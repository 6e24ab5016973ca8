"""The language of the page, told to the browser: the server named it in its HTML, a viewer may have chosen another since."""

from typing import Final

import streamlit as st

from components.widgets.inline_script import script_element

SCRIPT: Final = "document.documentElement.lang = document.currentScript.dataset.lang;"


def set_page_language(lang: str) -> None:
    """Let the page say that it is in ``lang``; the words of the framework follow."""
    st.html(script_element(SCRIPT, lang=lang), unsafe_allow_javascript=True)
