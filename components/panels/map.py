"""Draw the parts of the map page: map or table, legend, key figures, list of partners."""

import pandas as pd
import streamlit as st

from components.exhibits.map import map_figure
from components.figures.palette import KIND_SYMBOLS
from components.figures.world_map import RESTING, WEIGHTS
from components.session.viewer import adopt, choose, dataset, mirror, selection, texts, theme
from components.widgets.figure import chart_config, wants_table
from components.widgets.links import with_remark
from components.widgets.map_picture import map_picture_buttons
from components.widgets.symbols import with_symbol
from components.widgets.table import table_of
from components.words.phrases import escaped, name_with_status
from components.words.texts import Texts
from data.queries import KeyFigures
from data.vocabulary import VIEWS


def _open_city() -> None:
    points = st.session_state["map"]["selection"]["points"]
    cities = [point["customdata"] for point in points if point.get("customdata")]
    if cities:
        city = cities[0]
        choose(city=city[0] if isinstance(city, list) else city)


def _relation_table(shown: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Return ``shown`` (from ``queries.relations``) in the words of the language, one row per partner; cells are Markdown."""
    columns = {
        "table.partner": shown["name"],
        "table.country": shown["country"].map(texts.country),
        "table.relation": shown["kind"].map(lambda kind: with_symbol(kind, texts.label("relation", kind))),
        "table.status": shown["status"].map(lambda status: texts.label("status", status)),
        "table.since": shown["since"].map(lambda since: escaped(texts.date(since)) if since else texts.t("table.unknown")),
        "table.distance": shown["distance_km"].map(lambda km: texts.t("table.km", km=texts.number(km))),
    }
    if dataset().has_exchange:
        columns |= {
            "table.exchanges": shown["exchanges"].map(texts.number),
            "table.latest": shown["latest"].map(lambda date: escaped(texts.date(date)) if date else texts.t("table.none")),
        }
    return pd.DataFrame({texts.t(heading): values for heading, values in columns.items()})


def map_or_table(shown: pd.DataFrame, sentence: str) -> None:
    """Draw the map with the choice of its three views or, if the viewer switches to it, the same figures as a table."""
    t, chosen = texts(), selection()
    with st.container(horizontal=True, gap="medium"):
        as_table = wants_table("map", "map", t)
        if not as_table:
            mirror("view", chosen.view)
            st.segmented_control(
                t.t("view.label"),
                VIEWS,
                required=True,
                format_func=lambda view: t.label("view", view),
                key="view",
                label_visibility="collapsed",
                on_change=adopt,
                args=("view", "view"),
            )
    if as_table:
        table_of(_relation_table(shown, t), sentence)
        return
    with st.container(key="map-frame"):
        st.plotly_chart(
            map_figure(dataset(), chosen, theme()),
            theme=None,
            key="map",
            on_select=_open_city,
            selection_mode="points",
            config=chart_config(t, "weltkarte", menu=False),
            alt=sentence,
        )


def legend(shown: pd.DataFrame) -> None:
    """Draw the meaning of symbols, lines and line weights, the source line of the map, and the buttons that save it."""
    t = texts()
    kinds, statuses = set(shown["kind"]), set(shown["status"])
    symbols = [with_symbol(kind, t.label("relation", kind)) for kind in KIND_SYMBOLS if kind in kinds]
    if resting := [t.label("status", status) for status in RESTING if status in statuses]:
        symbols.append(t.t("legend.resting", statuses=", ".join(resting)))
    if dataset().has_exchange:
        classes = [least for least, _ in reversed(WEIGHTS) if least]
        symbols.append(t.t("legend.weight", classes=", ".join(t.number(least) for least in classes)))
    # No-break spaces keep a symbol and its word on one line.
    st.caption("\u2003 ".join(symbol.replace(" ", "\u00a0") for symbol in symbols))
    st.caption(with_remark(t.t("map.source"), "map", t))
    map_picture_buttons("map")


def key_figures_panel(figures: KeyFigures) -> None:
    """Draw the key figures and one note on what all of them cover."""
    t = texts()
    with st.container(key="key-figures"):
        st.metric(t.t("figure.active"), t.number(figures.active))
        st.metric(t.t("figure.countries"), t.number(figures.countries))
        if dataset().has_exchange:
            st.metric(t.t("figure.exchanges"), t.number(figures.exchanges))
            st.metric(t.t("figure.first_year"), figures.first_year or t.t("table.none"))
        else:
            st.metric(t.t("figure.first_contact"), dataset().years[0])
    st.caption(t.t("figure.coverage" if dataset().has_exchange else "figure.coverage_partners"))


def partner_list(shown: pd.DataFrame) -> None:
    """Draw the list of partners, those with most exchange first; choosing one opens its card."""
    t, chosen = texts(), selection()
    facts, ids = dataset(), shown["id"].tolist()
    counts = dict(zip(ids, shown["exchanges"].tolist(), strict=True))
    names = {partner: name_with_status(facts, partner, t, status) for partner, status in zip(ids, shown["status"].tolist(), strict=True)}
    mirror("city", chosen.city if chosen.city in counts else None)
    st.radio(
        t.t("list.label" if facts.has_exchange else "list.label_partners"),
        list(counts),
        index=None,
        format_func=lambda partner: f"{names[partner]} · {t.number(counts[partner])}" if facts.has_exchange else names[partner],
        key="city",
        on_change=adopt,
        args=("city", "city"),
    )
