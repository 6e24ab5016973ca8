"""Draw a figure with its sentence, the switch between chart and table, and the source line; configure Plotly for it."""

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.exports.pictures.picture import PictureWords, headed
from components.session.viewer import dataset, selection, theme, today
from components.widgets.links import with_remark
from components.widgets.table import table_of
from components.words.phrases import as_of_text
from components.words.texts import Texts
from data.cache import ByteCache, cached
from data.city import CITY
from data.dataset import Dataset

#: URL from which the browser fetches borders: our own server (static/topojson), never a third party's.
TOPOJSON_URL: Final = "/app/static/topojson/"

#: Largest number of figures in memory.
_KEPT: Final = 96

#: German translations of Plotly's own words, which Plotly looks up by the language in its configuration.
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


@cached
def _figures(facts: Dataset) -> ByteCache[go.Figure]:
    """Return the last figures of pages; at an event many viewers look at the same few views."""
    return ByteCache(_KEPT, _KEPT, size=lambda figure: 1)


def picture_words(sentence: str, source: str, texts: Texts) -> PictureWords:
    """Return what a saved picture says of itself: ``sentence`` as its title, ``source`` and as of when the data are."""
    return headed([sentence], f"{source} {as_of_text(dataset(), texts)}.".strip())


def chart_config(texts: Texts, name: str, menu: bool = True, words: PictureWords | None = None) -> dict[str, Any]:
    """Return Plotly's configuration: words and numbers in the language and, if ``menu``, a button that saves the picture ``name``.

    The picture has the title and the source of ``words`` (``serving/scripts/picture_menu.js``); Plotly itself leaves them alone.
    """
    number = {"decimal": ",", "thousands": "."} if texts.lang == "de" else {"decimal": ".", "thousands": ","}
    months = texts.locale.months["format"]
    calendar = {
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [texts.locale.months["stand-alone"]["abbreviated"][month] for month in range(1, 13)],
    }
    said = {"title": words.title, "source": words.source} if words else {}
    locales = {texts.lang: {"dictionary": _GERMAN if texts.lang == "de" else {}, "format": number | calendar}}
    return {
        "topojsonURL": TOPOJSON_URL,
        "locale": texts.lang,
        "locales": locales,
        "displaylogo": False,
        "displayModeBar": "hover" if menu else False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": f"{CITY.slug}-{name}", "scale": 2} | said,
        "scrollZoom": False,
    }


def wants_table(key: str, figure: str, texts: Texts) -> bool:
    """Draw the switch between a figure (``figure`` is ``chart`` or ``map``) and its table; return whether the table is chosen.

    It is a switch, not two tabs, because the framework searches everything below a tab for focusable elements, including every part of a
    drawn chart. That takes about 10 % of the time of a click.
    """
    shown = st.segmented_control(
        texts.t("shown.label"),
        (figure, "table"),
        default=figure,
        required=True,
        format_func=lambda option: texts.t(f"shown.{option}"),
        key=f"{key}-shown",
        label_visibility="collapsed",
    )
    return shown == "table"


def figure_head(key: str, sentence: str, figure: str, texts: Texts) -> bool:
    """Draw the sentence of a figure and, beside it, the switch to its table; return whether the table is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header(sentence, anchor=False, width="stretch")
        return wants_table(key, figure, texts)


def chart_panel(
    key: str,
    sentence: str,
    draw: Callable[[], go.Figure],
    table: Callable[[], pd.DataFrame],
    texts: Texts,
    name: str,
    source: str,
    on_point: Callable[[], None] | None = None,
    alt: str = "",
) -> None:
    """Draw a chart or its table below its sentence; only the one shown is computed.

    Args:
        key: unique key of the figure on its page.
        sentence: what the figure shows, in one sentence: heading, text alternative and caption of the table.
        draw: makes the chart from nothing but the dataset, the selection, the theme and the date.
        table: makes the table of the same numbers, with headings and words in the language.
        texts: interface texts in the viewer's language.
        name: file name of the picture without its ending.
        source: where the facts are from, for the picture.
        on_point: called after a click on a point.
        alt: text alternative of the chart and caption of its table if they say more than the sentence.
    """
    if figure_head(key, sentence, "chart", texts):
        table_of(table(), alt or sentence)
        return
    st.plotly_chart(
        _figures(dataset()).made((key, selection(), theme(), today()), draw),
        theme=None,
        key=key,
        on_select=on_point or "ignore",
        selection_mode="points",
        config=chart_config(texts, name, words=picture_words(sentence, source, texts)),
        alt=alt or sentence,
    )


def figure_panel(
    key: str, sentence: str, draw: Callable[[], go.Figure], table: Callable[[], pd.DataFrame], source: str, texts: Texts, name: str
) -> None:
    """Draw a chart or its table with :func:`chart_panel`, and its ``source`` line below, with the link *Something wrong?*."""
    chart_panel(key, sentence, draw, table, texts, name, source)
    st.caption(with_remark(source, name, texts))
