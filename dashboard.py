"""The frame around every page: language, navigation, filters, footer."""

import logging

import streamlit as st

from components.filters import filter_bar
from components.footer import footer
from components.page_language import speak
from components.session import adopt_url, dataset, selection, texts, theme
from components.stage.telling import PATHS, left_to
from components.style import apply_style
from components.time_control import stop
from components.turns import turn
from components.upkeep_panel import preview_banner
from data.validation import BrokenTables

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
    about = st.Page("screens/about.py", title=t.t("page.about"), url_path="about", icon=":material/info:")
    stage = st.Page("screens/stage.py", title=t.t("page.stage"), url_path="stage", icon=":material/slideshow:")
    data = st.Page("screens/data.py", title=t.t("page.data"), url_path="data", icon=":material/database:")
    embed = st.Page("screens/embed.py", title=t.t("page.embed"), url_path="embed", visibility="hidden")
    pages = [
        st.Page("screens/world_map.py", title=t.t("page.map"), url_path="map", icon=":material/public:", default=True),
        st.Page("screens/exchange.py", title=t.t("page.exchange"), url_path="exchange", icon=":material/timeline:"),
        st.Page("screens/partner.py", title=t.t("page.partner"), url_path="partner", icon=":material/location_city:"),
        st.Page("screens/chronicle.py", title=t.t("page.chronicle"), url_path="chronicle", icon=":material/history:"),
        st.Page("screens/comparison.py", title=t.t("page.comparison"), url_path="comparison", icon=":material/compare_arrows:"),
        st.Page("screens/networks.py", title=t.t("page.networks"), url_path="networks", icon=":material/hub:"),
        st.Page("screens/anniversaries.py", title=t.t("page.anniversaries"), url_path="anniversaries", icon=":material/celebration:"),
        stage,
        data,
        about,
        embed,
    ]
    st.logo(f"/app/static/wordmark-{theme()}.svg", size="large")
    page = st.navigation(pages, position="top")
    if selection().story and page is not stage:
        st.switch_page(stage)
    if left := left_to():
        st.switch_page(next(each for each in pages if each.url_path == PATHS[left]))
    if page is not pages[0]:
        stop()
    apply_style()
    preview_banner()
    if selection().story or page is embed:
        page.run()
    else:
        filter_bar(page.url_path)
        page.run()
        footer(about)
    speak(t.lang)
