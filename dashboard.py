"""The frame around every page: language, navigation, filters, footer."""

import logging

import streamlit as st

from components.footer import footer
from components.page_language import speak
from components.session import adopt_url, dataset, selection, texts, theme
from components.stage.telling import left_to
from components.style import apply_style
from components.time_control import stop
from components.turns import turn
from components.upkeep_panel import preview_banner
from components.view import view
from data.validation import BrokenTables
from screens import SCREENS

st.set_page_config(page_title="Karlsruhe weltweit vernetzt", page_icon="🌍", layout="wide")

try:
    dataset()
except BrokenTables as error:
    logging.getLogger(__name__).critical("%s", error)
    st.error("Die Daten sind fehlerhaft; Einzelheiten stehen im Protokoll. / The data are faulty; the log says where.")
    st.stop()

with turn():
    adopt_url()
    t = texts()
    pages = {
        path: st.Page(
            f"screens/{module}.py",
            title=t.t(f"page.{path}"),
            url_path=path,
            icon=f":material/{icon}:" if icon else None,
            default=path == "map",
            visibility="visible" if icon else "hidden",
        )
        for path, (module, icon, _) in SCREENS.items()
    }
    st.logo(f"/app/static/wordmark-{theme()}.svg", size="large")
    path = st.navigation(list(pages.values()), position="top").url_path or "map"
    if selection().story and path != "stage":
        st.switch_page(pages["stage"])
    if left := left_to():
        st.switch_page(pages[left])
    if path != "map":
        stop()
    apply_style()
    preview_banner()
    if path == "embed":
        SCREENS[path].draw()
    else:
        view(pages[path].url_path, SCREENS[path].draw)
        if not selection().story:
            footer(pages["about"])
    speak(t.lang)
