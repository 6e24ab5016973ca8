"""Draw the frame around every page (navigation, style, footer) and the current page in it; this is Streamlit's entry script."""

import logging

import streamlit as st

from components.exports.wordmark import wordmark
from components.frame.footer import footer
from components.frame.language import set_page_language
from components.frame.style import apply_style
from components.frame.view import view
from components.panels.map_years import stop
from components.panels.upkeep import preview_banner
from components.session.script_lock import script_lock
from components.session.viewer import adopt_url, dataset, selection, texts, theme
from components.stage import speaker_sync
from components.stage.presentation import left_to
from data.city import CITY
from data.validation import BrokenTables
from pages import PAGES
from serving.page import PageShell, complete_in_session

st.set_page_config(page_title=CITY.title, page_icon="🌍", layout="wide")

try:
    dataset()
except BrokenTables as error:
    logging.getLogger(__name__).critical("%s", error)
    st.error("Die Daten sind fehlerhaft; Einzelheiten stehen im Protokoll. / The data are faulty; the log says where.")
    st.stop()

with script_lock():
    adopt_url()
    t = texts()
    pages = {
        path: st.Page(
            f"pages/{path}.py",
            title=t.t(f"page.{path}"),
            url_path=path,
            icon=f":material/{icon}:" if icon else None,
            default=path == "map",
            visibility="visible" if icon else "hidden",
        )
        for path, (icon, _) in PAGES.items()
    }
    st.logo(f"/app/static/wordmark-{theme()}.svg" if PageShell.is_used else wordmark(theme()), size="large")
    path = st.navigation(list(pages.values()), position="top").url_path or "map"
    if selection().story and path != "stage":
        st.switch_page(pages["stage"])
    if left := left_to():
        st.switch_page(pages[left])
    if path != "map":
        stop()
    if path != "stage":
        speaker_sync.close()
    complete_in_session(t.lang)
    apply_style()
    preview_banner()
    if path == "embed":
        PAGES[path].draw()
    else:
        view(pages[path].url_path, PAGES[path].draw)
        if not selection().story:
            footer(pages["about"])
    set_page_language(t.lang)
