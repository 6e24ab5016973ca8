"""Draw the parts of the data page: tables, sources, completeness, doubts, licences and, with ``panels/upkeep``, the data's upkeep."""

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.panels.upkeep import upkeep
from components.session.viewer import adopt, choose, dataset, mirror, selection, texts
from components.widgets.choice import choice
from components.widgets.table import table_of
from components.words.phrases import escaped, names_with_status, sector_names, source_link
from data import overview
from data.dataset import table_file
from data.queries import with_sources
from data.records import records
from data.schema import TABLES
from data.selection import QUERY_LENGTH
from data.vocabulary import LANGUAGES, SECTORS

ROWS_A_PAGE: Final = 25
#: Where a row of a table is shown: the page, the parameter of its URL, and the column that holds the parameter's value.
_SHOWN_ON: Final = {
    "activities": ("chronicle", "entry", "id"),
    "partners": ("partner", "city", "id"),
    "networks": ("networks", "network", "id"),
    "institutions": ("chronicle", "q", "name_de"),
}
#: Cells are cut to this many characters on the page; the file has them in full.
_LONGEST_CELL: Final = 160


# Tables


def _adopt_query() -> None:
    typed = "".join(letter if letter.isprintable() else " " for letter in st.session_state["data-query"])
    choose(query=typed.strip()[:QUERY_LENGTH])


def _search() -> None:
    mirror("data-query", selection().query)
    st.text_input(
        texts().t("data.search"),
        key="data-query",
        max_chars=QUERY_LENGTH,
        placeholder=texts().t("data.placeholder"),
        on_change=_adopt_query,
        width=380,
    )


def _page_of(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the rows of the current page; a changed list of rows starts on its first page."""
    listed = (key, selection().query, selection().table)
    if st.session_state.get(f"{key}-listed") != listed:
        st.session_state[f"{key}-page"] = 1
    st.session_state[f"{key}-listed"] = listed
    page = st.session_state.get(f"{key}-page", 1)
    return rows.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]


def _pages(rows: pd.DataFrame, key: str) -> None:
    if len(rows) > ROWS_A_PAGE:
        st.pagination(ceil(len(rows) / ROWS_A_PAGE), key=f"{key}-page")


def _cell(value: Any) -> str:
    if value is True or value is False:
        return texts().t("data.yes" if value else "data.no")
    return "" if pd.isna(value) else escaped(str(value)[:_LONGEST_CELL])


def _link(word: str, page: str, **params: str) -> str:
    """Return ``word`` as a Markdown link to ``page`` with ``params``, in the viewer's language; empty if ``word`` is."""
    query = urlencode(params | ({"lang": texts().lang} if texts().lang != LANGUAGES[0] else {}))
    return f"[{escaped(word)}]({page}?{query})" if word else ""


def _linked(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return ``rows`` as Markdown cells, with ids linked to where the row is shown and sources linked to the list of sources."""
    shown = rows.map(_cell)
    if "source" in rows:
        shown["source"] = [_link(source, "data", part="sources", q=source) for source in rows["source"]]
    if table in _SHOWN_ON:
        page, parameter, column = _SHOWN_ON[table]
        shown["id"] = [_link(word, page, **{parameter: str(value)}) for word, value in zip(rows["id"], rows[column], strict=True)]
    if table == "indicators":
        shown["id"] = [_link(word, "data", table="observations", q=word) for word in rows["id"]]
    if table == "sources":
        shown["id"] = [_link(word, "data", part="sources", q=word) for word in rows["id"]]
    return shown


def tables() -> None:
    """Draw the chosen table with its search field, its CSV file and the descriptions of its columns."""
    t = texts()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        mirror("data-table", selection().table)
        st.selectbox(
            t.t("data.table"),
            list(TABLES),
            format_func=lambda name: t.label("table_name", name),
            key="data-table",
            on_change=adopt,
            args=("data-table", "table"),
            kwargs={"query": ""},
            width=380,
        )
        _search()
        table = selection().table
        st.download_button(
            t.t("data.file", name=f"{table}.csv"),
            partial(table_file, dataset().cells[table]),
            file_name=f"{table}.csv",
            mime="text/csv",
            key="data-file",
            icon=":material/download:",
            on_click="ignore",
        )
    rows = overview.found_rows(overview.shown_table(dataset(), table), selection().query)
    sentence = t.n("data.rows", len(rows), name=t.label("table_name", table))
    st.header(sentence, anchor=False)
    st.caption(t.t("data.row_is", row=t.label("table_row", table)))
    if len(rows):
        shown = _page_of(rows, "data")
        with st.container(key="data-table-frame"):
            table_of(_linked(shown, table), sentence)
        _pages(rows, "data")
    with st.expander(t.t("data.columns"), key="data-columns"):
        described = [
            {t.t("data.column"): f"`{field.name}`", t.t("data.meaning"): escaped(t.t(f"column.{table}.{field.name}"))}
            for field in TABLES[table].fields
        ]
        table_of(pd.DataFrame(described), t.t("data.columns"))


# Sources


def sources() -> None:
    """Draw how many sources have each grade and are cited, and the list of sources with its search field."""
    t, facts = texts(), dataset()
    graded = overview.sources_by_grade(facts)
    official = graded.loc[graded["grade"] == "official"].iloc[0]
    st.header(t.t("data.official", n=t.number(int(official["n"])), cited=t.number(int(official["cited"]))), anchor=False)
    table = pd.DataFrame(
        {
            t.t("data.grade"): [t.label("grade", grade) if grade else t.t("data.ungraded") for grade in graded["grade"]],
            t.t("data.number"): graded["n"].map(t.number),
            t.t("data.cited"): graded["cited"].map(t.number),
        }
    )
    table_of(table, t.t("data.grades"), narrow=True)
    missing = overview.lacking(facts)
    table = pd.DataFrame(
        {
            t.t("data.lacking"): [t.label("lacking", column) for column in missing],
            t.t("data.number"): [t.number(n) for n in missing.values()],
        }
    )
    table_of(table, t.t("data.lacking_of", n=t.number(len(facts.sources))), narrow=True)
    st.caption(t.t("data.lacking_note"))
    _search()
    cited = overview.citations(facts)
    rows = facts.sources.assign(source=facts.sources["id"], cited=facts.sources["id"].map(cited))
    rows = overview.found_rows(rows[["source", "publisher", "title", "published", "cited"]], selection().query)
    rows = rows.sort_values(["cited", "publisher"], ascending=[False, True], kind="stable")
    sentence = t.n("data.sources_found", len(rows))
    st.header(sentence, anchor=False)
    if rows.empty:
        return
    shown = with_sources(facts, _page_of(rows, "data-sources")[["source", "cited"]])
    listed = [
        {
            t.t("source.label"): source_link(row, t),
            t.t("data.title"): escaped(str(row.title)[:_LONGEST_CELL]),
            t.t("data.cited"): t.number(row.cited),
        }
        for row in records(shown.assign(title=shown["source"].map(facts.sources.set_index("id")["title"])))
    ]
    table_of(pd.DataFrame(listed), sentence)
    _pages(rows, "data-sources")


# Completeness


def _decades(group: str, head: str, names: dict[str, str], alt: str) -> None:
    t = texts()
    counts = overview.by_decade(dataset(), group)
    order = [one for one in names if one in counts.index]
    table = counts.loc[order].map(lambda n: t.number(n) if n else "–")
    table.columns = [t.t("data.decade", decade=decade) for decade in table.columns]
    page, parameter = ("partner", "city") if group == "partner" else ("exchange", "sector")
    table.insert(0, head, [_link(names[one], page, **{parameter: one}) for one in order])
    with st.container(key=f"data-{group}"):
        table_of(table, alt)


def completeness() -> None:
    """Draw how well exchange is documented: per partner, and per decade by partner and by sector."""
    t = texts()
    names = names_with_status(dataset(), t)
    rows = overview.completeness(dataset())
    undocumented = rows[rows["n"] == 0]["partner"].map(names).to_list()
    heading = t.t("data.undocumented", partners=t.listing(undocumented)) if undocumented else t.t("data.completeness_note")
    st.header(heading, anchor=False)
    table = pd.DataFrame(
        {
            t.t("table.partner"): [_link(names[partner], "partner", city=partner) for partner in rows["partner"]],
            t.t("table.exchanges"): rows["n"].map(t.number),
            t.t("data.first"): rows["first"].map(lambda year: str(year) if year else "–"),
            t.t("data.last"): rows["last"].map(lambda year: str(year) if year else "–"),
            t.t("data.dated"): rows["dated"].map(_percent),
            t.t("data.official_share"): rows["official"].map(_percent),
            t.t("data.number"): rows["sources"].map(t.number),
        }
    )
    with st.container(key="data-completeness"):
        table_of(table, t.t("data.completeness"))
    st.caption(t.t("timeline.source"))
    st.header(t.t("data.by_partner"), anchor=False)
    _decades("partner", t.t("table.partner"), names, t.t("data.by_partner"))
    st.header(t.t("data.by_sector"), anchor=False)
    _decades("sector", t.t("table.sector"), {sector: sector_names(t)[sector] for sector in SECTORS}, t.t("data.by_sector"))
    st.caption(t.t("data.decades_note"))


def _percent(share: float) -> str:
    return texts().t("data.percent", n=texts().number(100 * share))


# Doubts


def doubts() -> None:
    """Draw what is uncertain and how often, and the remarks on where sources disagree."""
    t, facts = texts(), dataset()
    st.header(t.t("data.gaps"), anchor=False)
    counted = overview.doubts(facts)
    st.markdown("\n".join(f"- {t.n(f'doubt.{name}', n)}" for name, n in counted.items() if n))
    st.header(t.t("data.remarks"), anchor=False)
    names = names_with_status(facts, t)
    rows = with_sources(facts, overview.remarks(facts, t.lang))
    listed = [
        {
            t.t("table.partner"): escaped(names[row.partner]) if row.partner else t.t("chronicle.all_partners"),
            t.t("data.subject"): escaped(t.t("calendar.occasion", date=t.date(row.date), title=row.subject))
            if row.about == "step"
            else t.label("about_remark", row.about),
            t.t("data.remark"): escaped(row.remark),
            t.t("source.label"): source_link(row, t),
        }
        for row in records(rows)
    ]
    with st.container(key="data-remarks"):
        table_of(pd.DataFrame(listed), t.t("data.remarks"))


# Licences


def licences() -> None:
    """Draw the terms under which the data may be reused, and how many sources have each licence."""
    t = texts()
    st.header(t.t("data.licence_note"), anchor=False)
    st.markdown(t.t("data.licence_text"))
    rows = overview.licences(dataset())
    table = pd.DataFrame(
        {
            t.t("data.licence"): [escaped(licence) if licence else t.t("data.no_licence") for licence in rows["licence"]],
            t.t("data.number"): rows["n"].map(t.number),
        }
    )
    table_of(table, t.t("data.licence"))
    st.caption(t.t("data.licence_words"))


PARTS: Final[dict[str, Callable[[], None]]] = {
    "tables": tables,
    "sources": sources,
    "completeness": completeness,
    "doubts": doubts,
    "licences": licences,
    "upkeep": upkeep,
}


def part() -> None:
    """Draw the choice of the page's parts and the part chosen."""
    choice("part", tuple(PARTS), "part")
    PARTS[selection().part]()
