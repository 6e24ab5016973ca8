"""Draw the parts of the chronicle page: search and filters, the chart of entries per year, the list of entries, a single entry."""

from itertools import groupby
from math import ceil
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.figures.density import density_strip
from components.session.viewer import adopt, choose, dataset, mirror, selection, texts, theme
from components.widgets.choice import choice
from components.widgets.figure import chart_config, picture_words
from components.widgets.links import base_address, with_remark
from components.widgets.symbols import sector_with_icon
from components.words.chronicle import who
from components.words.phrases import escaped, source_link
from data.records import records
from data.selection import QUERY_LENGTH
from data.vocabulary import ACTIVITY_KINDS, CONFIDENCES, ORDERS, SOURCE_GRADES, SUMMABLE_KINDS

ENTRIES_A_PAGE: Final = 20


def _adopt_query() -> None:
    # Characters that cannot be printed, such as a pasted soft hyphen, are replaced, because the URL parser drops a query with them.
    typed = "".join(letter if letter.isprintable() else " " for letter in st.session_state["chronicle-query"])
    choose(query=typed.strip()[:QUERY_LENGTH])


def _adopt_year() -> None:
    points = st.session_state["strip"]["selection"]["points"]
    if points:
        year = int(points[0]["x"])
        choose(first_year=year, last_year=year)


def controls() -> None:
    """Draw the search field and the filters that only the chronicle has."""
    t, chosen = texts(), selection()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        mirror("chronicle-query", chosen.query)
        st.text_input(
            t.t("chronicle.search"),
            key="chronicle-query",
            max_chars=QUERY_LENGTH,
            placeholder=t.t("chronicle.placeholder"),
            on_change=_adopt_query,
            width=380,
        )
        mirror("chronicle-kinds", list(chosen.kinds))
        st.multiselect(
            t.t("chronicle.kinds"),
            ACTIVITY_KINDS,
            format_func=lambda kind: t.label("kind", kind),
            placeholder=t.t("filters.all"),
            key="chronicle-kinds",
            on_change=adopt,
            args=("chronicle-kinds", "kinds"),
            width=280,
        )
        for field, options, family in (("confidence", CONFIDENCES, "confidence"), ("grade", SOURCE_GRADES, "grade")):
            mirror(f"chronicle-{field}", getattr(chosen, field) or None)
            st.selectbox(
                t.t(f"chronicle.{field}"),
                options,
                index=None,
                format_func=lambda option, family=family: t.label(family, option),
                placeholder=t.t("filters.all"),
                key=f"chronicle-{field}",
                on_change=adopt,
                args=(f"chronicle-{field}", field),
                width=190,
            )
        choice("order", ORDERS, "order")
        if dataset().has_exchange:
            mirror("chronicle-counted", chosen.counted)
            st.toggle(t.t("chronicle.counted"), key="chronicle-counted", on_change=adopt, args=("chronicle-counted", "counted"))


def strip(rows: pd.DataFrame) -> None:
    """Draw the number of entries per year as a chart; a click on a year selects that year only."""
    t, chosen = texts(), selection()
    years = t.years(chosen.first_year, chosen.last_year)
    words = picture_words(t.t("chronicle.strip_title", years=years), t.t("stage.timeline_source"), t)
    counts = rows["year"].value_counts().sort_index()
    st.plotly_chart(
        density_strip(counts, (chosen.first_year, chosen.last_year), t, theme()),
        theme=None,
        key="strip",
        on_select=_adopt_year,
        selection_mode="points",
        config=chart_config(t, "chronik", words=words),
        alt=t.t("chronicle.strip", years=years),
    )


def _badges(row: Any) -> str:
    t, badges = texts(), []
    if row.status != "held":
        badges.append(t.label("held", row.status))
    if row.confidence == "medium":
        badges.append(t.label("confidence", "medium"))
    return " ".join(f":gray-badge[{escaped(badge)}]" for badge in badges)


def _entry(row: Any) -> str:
    """Return an entry as a paragraph of Markdown."""
    t = texts()
    when = f"{t.date(row.date)} – {t.date(row.end_date)}" if row.end_date else t.date(row.date)
    people = ""
    if not pd.isna(row.participants):
        family = "chronicle.exchanged" if row.kind in SUMMABLE_KINDS else "chronicle.participants"
        people = f" · {t.n(family, int(row.participants))}"
    link = "chronicle?" + urlencode({"entry": row.id} | ({"lang": t.lang} if t.lang != "de" else {}))
    page = f"{base_address()}/{link}"
    source = with_remark(f"{t.t('source.label')}: {source_link(row, t)}", f"{row.id} ({row.source})", t, page)
    facts = f"{sector_with_icon(row.sector, t)} · {t.label('kind', row.kind)}{people}"
    return (
        f"**{escaped(when)}** · {escaped(who(row, dataset(), t))}  \n{escaped(row.title)} {_badges(row)}  \n"
        f":small[{facts} · {source} · [{t.t('chronicle.link')}]({link})]"
    )


def entry_list(rows: pd.DataFrame) -> None:
    """Draw the entries in pages of ``ENTRIES_A_PAGE``, grouped by decade; a changed list starts on its first page."""
    t, listed = texts(), tuple(rows["id"])
    pages = max(1, ceil(len(rows) / ENTRIES_A_PAGE))
    if st.session_state.get("chronicle-listed") != listed:
        st.session_state["chronicle-page"] = 1
    st.session_state["chronicle-listed"] = listed
    page = st.session_state.get("chronicle-page", 1)
    shown = records(rows.iloc[(page - 1) * ENTRIES_A_PAGE : page * ENTRIES_A_PAGE])
    for decade, own in groupby(shown, key=lambda row: row.year // 10 * 10):
        st.header(t.t("chronicle.decade", first=decade, last=decade + 9), anchor=False)
        # One element for all entries: each costs time on every click, in the server and in the browser.
        st.markdown("\n\n".join(map(_entry, own)))
    if pages > 1:
        st.pagination(pages, key="chronicle-page")


def single_entry(rows: pd.DataFrame) -> None:
    """Draw the entry that a link opened, and the button that shows all entries."""
    t = texts()
    with st.container(border=True, key="single-entry"):
        st.markdown("\n\n".join(map(_entry, records(rows))))
    st.button(t.t("chronicle.show_all"), icon=":material/list:", on_click=choose, kwargs={"entry": ""})
