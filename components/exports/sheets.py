"""Build the tables of the current selection, in words of a language, for spreadsheets, CSV files and slides."""

from dataclasses import dataclass, replace

import pandas as pd

from components.words.phrases import as_of_text, name_with_status, partner_names
from components.words.texts import Texts
from data import chronicle, queries
from data.dataset import Dataset
from data.selection import Selection


@dataclass(frozen=True)
class Sheet:
    """A sheet: ``name`` of its tab, ``frame`` with headers in words, ``source_ids`` of the sources of its rows."""

    name: str
    frame: pd.DataFrame
    source_ids: tuple[str, ...] = ()


def partners_sheet(facts: Dataset, chosen: Selection, texts: Texts) -> Sheet:
    """Return the partners shown on the map, one row per partner."""
    _, shown, _ = queries.connections(facts, chosen)
    t = texts
    frame = pd.DataFrame(
        {
            t.t("data.column"): shown["id"],
            t.t("table.partner"): shown["name"],
            t.t("table.country"): shown["country"].map(t.country),
            t.t("table.relation"): shown["kind"].map(lambda kind: t.label("relation", kind)),
            t.t("table.since"): shown["since"],
            t.t("table.status"): shown["status"].map(lambda status: t.label("status", status)),
            t.t("table.exchanges"): shown["exchanges"].astype(int),
            t.t("sheet.lat"): shown["lat"].astype(float),
            t.t("sheet.lon"): shown["lon"].astype(float),
        }
    )
    frame = frame.rename(columns={t.t("data.column"): "id"})
    sources = facts.partner_sources[facts.partner_sources["partner"].isin(shown["id"])]["source"]
    return Sheet(t.label("table_name", "partners"), frame.reset_index(drop=True), tuple(sources))


def activities_sheet(facts: Dataset, chosen: Selection, texts: Texts) -> Sheet:
    """Return every row that counts as exchange in the selection; an event with several partners has one row per partner."""
    t, names = texts, partner_names(facts, texts)
    rows = queries.with_sources(facts, queries.exchanges(facts, chosen))
    frame = pd.DataFrame(
        {
            "id": rows["id"],
            t.t("sheet.begin"): rows["date"],
            t.t("sheet.end"): rows["end_date"],
            t.t("table.partner"): rows["partner"].map(names),
            t.t("table.sector"): rows["sector"].map(lambda sector: t.label("sector", sector)),
            t.t("sheet.kind"): rows["kind"].map(lambda kind: t.label("kind", kind)),
            t.t("data.title"): rows[f"title_{t.lang}"],
            t.t("sheet.participants"): rows["participants"],
            t.t("sheet.event"): rows["event"],
            t.t("source.label"): rows["publisher"],
            t.t("sheet.link"): rows["link"],
        }
    )
    return Sheet(t.label("table_name", "activities"), frame.reset_index(drop=True), tuple(rows["source"]))


def chronicle_sheet(facts: Dataset, chosen: Selection, texts: Texts) -> Sheet:
    """Return the entries that the chronicle shows for the selection and its search, one row per event."""
    t, names = texts, partner_names(facts, texts)
    rows = chronicle.entries(facts, chosen)
    frame = pd.DataFrame(
        {
            "id": rows["id"],
            t.t("sheet.begin"): rows["date"],
            t.t("sheet.end"): rows["end_date"],
            t.t("table.partner"): [", ".join(names[one] for one in ids) for ids in rows["partners"]],
            t.t("table.sector"): rows["sector"].map(lambda sector: t.label("sector", sector)),
            t.t("sheet.kind"): rows["kind"].map(lambda kind: t.label("kind", kind)),
            t.t("data.title"): rows["title"],
            t.t("sheet.participants"): rows["participants"],
            t.t("table.status"): rows["status"].map(lambda status: t.label("held", status) if status != "held" else ""),
            t.t("source.label"): rows["publisher"],
            t.t("sheet.link"): rows["link"],
        }
    )
    return Sheet(t.t("page.chronicle"), frame.reset_index(drop=True), tuple(rows["source"]))


def observations_sheet(facts: Dataset, chosen: Selection, texts: Texts) -> Sheet:
    """Return the statistical values for the partners, their countries and the city in the years of the selection."""
    t, names = texts, partner_names(facts, texts)
    indicators = facts.indicators.set_index("id")
    rows = queries.with_sources(facts, queries.observations_of(facts, chosen))
    told = rows["indicator"]
    frame = pd.DataFrame(
        {
            t.t("sheet.indicator"): told.map(indicators[f"label_{t.lang}"]),
            t.t("sheet.level"): rows["geography"].map(lambda level: t.label("geography", level)),
            t.t("table.partner"): rows["partner"].map(lambda partner: names.get(partner, "")),
            t.t("table.country"): rows["country"].map(lambda code: t.country(code) if code else ""),
            t.t("sheet.from"): rows["from_place"],
            t.t("sheet.to"): rows["to_place"],
            t.t("table.year"): rows["year"].astype(int),
            t.t("sheet.value"): rows["value"].astype(float),
            t.t("sheet.unit"): told.map(indicators[f"unit_{t.lang}"]),
            t.t("sheet.provisional"): rows["provisional"].map(lambda yes: t.t("data.yes") if yes else ""),
            t.t("sheet.caveat"): told.map(indicators[f"caveat_{t.lang}"]),
            t.t("source.label"): rows["publisher"],
        }
    )
    return Sheet(t.label("table_name", "observations"), frame.reset_index(drop=True), tuple(rows["source"]))


def sources_sheet(facts: Dataset, ids: set[str], texts: Texts) -> Sheet:
    """Return the sources ``ids`` with publisher, title, date, grade, licence and, if it may be linked, URL."""
    t = texts
    rows = facts.sources[facts.sources["id"].isin(ids)]
    frame = pd.DataFrame(
        {
            "id": rows["id"],
            t.t("sheet.publisher"): rows["publisher"],
            t.t("data.title"): rows["title"],
            t.t("sheet.published"): rows["published"],
            t.t("data.grade"): rows["grade"].map(lambda grade: t.label("grade", grade) if grade else t.t("data.ungraded")),
            t.t("data.licence"): rows["licence"],
            t.t("sheet.link"): rows["url"].where(rows["linkable"], ""),
        }
    )
    return Sheet(t.label("table_name", "sources"), frame.reset_index(drop=True))


def selection_in_words(facts: Dataset, chosen: Selection, texts: Texts) -> str:
    """Return the selection in one line: years, sectors, partners, kinds of relation."""
    t = texts
    parts = [t.years(chosen.first_year, chosen.last_year)]
    if chosen.sectors:
        parts.append(t.listing([t.label("sector", sector) for sector in chosen.sectors]))
    if chosen.partners:
        parts.append(t.listing([name_with_status(facts, partner, t) for partner in chosen.partners]))
    if chosen.relations:
        parts.append(t.listing([t.label("relation", kind) for kind in chosen.relations]))
    return "; ".join(parts)


def notes_sheet(facts: Dataset, chosen: Selection, texts: Texts, address: str) -> Sheet:
    """Return what a reader must know about the data: selection, URL, date, coverage, licence."""
    t = texts
    rows = [
        (t.t("sheet.selection"), selection_in_words(facts, replace(chosen), texts)),
        (t.t("sheet.address"), address),
        (t.t("sheet.as_of"), as_of_text(facts, t)),
        (t.t("sheet.coverage"), t.t("timeline.source")),
        (t.t("data.licence"), t.t("data.licence_text")),
    ]
    return Sheet(t.t("sheet.notes"), pd.DataFrame(rows, columns=[t.t("sheet.topic"), t.t("sheet.remark")]))


def all_sheets(facts: Dataset, chosen: Selection, texts: Texts, address: str, of_chronicle: bool = False) -> list[Sheet]:
    """Return the sheets of the selection with their sources and notes, in the order of the workbook.

    If ``of_chronicle`` is true, the first sheet holds the entries that the chronicle shows.
    """
    makers = [partners_sheet, activities_sheet, observations_sheet]
    sheets = [make(facts, chosen, texts) for make in ([chronicle_sheet, *makers] if of_chronicle else makers)]
    ids = {source for sheet in sheets for source in sheet.source_ids}
    return [*sheets, sources_sheet(facts, ids, texts), notes_sheet(facts, chosen, texts, address)]
