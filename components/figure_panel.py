"""A figure as a whole: its sentence, the chart and its table behind two tabs, the source line."""

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.texts import Texts

#: Where the browser fetches the borders: from us (static/topojson), never from a foreign server.
TOPOJSON_URL: Final = "/app/static/topojson/"

#: Plotly's own words, which it looks up in the language of its configuration.
_GERMAN: Final = {
    "Download plot as a PNG": "Bild als PNG speichern",
    "Download plot": "Bild speichern",
    "Preparing image - this may take a few seconds": "Das Bild wird vorbereitet",
    "Image download succeeded": "Bild gespeichert",
    "Sorry, there was a problem downloading your image!": "Das Bild ließ sich nicht speichern.",
    "Double-click on legend to isolate one trace": "Doppelklick auf die Legende zeigt nur diese Reihe",
    "Double-click to zoom back out": "Doppelklick zeigt wieder alles",
    "Reset axes": "Ansicht zurücksetzen",
}


def chart_config(texts: Texts, name: str, menu: bool = True) -> dict[str, Any]:
    """Return Plotly's configuration: German words and numbers, one menu button that saves the picture as ``name``."""
    number = {"decimal": ",", "thousands": "."} if texts.lang == "de" else {"decimal": ".", "thousands": ","}
    months = texts.locale.months["format"]
    calendar = {
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [texts.locale.months["stand-alone"]["abbreviated"][month] for month in range(1, 13)],
    }
    words = _GERMAN if texts.lang == "de" else {}
    locales = {texts.lang: {"dictionary": words, "format": number | calendar}}
    return {
        "topojsonURL": TOPOJSON_URL,
        "locale": texts.lang,
        "locales": locales,
        "displaylogo": False,
        "displayModeBar": "hover" if menu else False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
        "scrollZoom": False,
    }


def figure_panel(
    key: str, sentence: str, draw: Callable[[], go.Figure | None], table: Callable[[], pd.DataFrame], source: str, texts: Texts, name: str
) -> None:
    """Draw one figure; only the tab in sight is computed.

    Args:
        key: unique key of the figure on its page.
        sentence: what the figure shows, in one sentence: heading, text alternative and caption of the table.
        draw: makes the chart.
        table: makes the table over the same numbers, in words of the language.
        source: the source line below.
        texts: language.
        name: file name of the picture without its ending.
    """
    st.header(sentence, anchor=False)
    as_chart, as_table = st.tabs([texts.t("tab.chart"), texts.t("tab.table")], key=f"{key}-tabs", on_change="rerun")
    if as_chart.open:
        with as_chart:
            st.plotly_chart(draw(), theme=None, key=key, config=chart_config(texts, name), alt=sentence)
    if as_table.open:
        with as_table:
            st.table(table(), hide_index=True, border="horizontal", alt=sentence)
    st.caption(source)
