"""Slides on one partner: title, portrait, history, sectors and latest activities."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from components.exhibits.exhibit import LINES_AT_MOST, Exhibit, Make, Maker, dated_lines, dated_rows
from components.exhibits.portrait import of_partner, portrait, portrait_globe
from components.figures.ground_map import ground_map
from components.figures.palette import PALETTES
from components.figures.partner import count_bars, status_lane
from components.words.partner import began_sentence, latest_sentence, sectors_sentence
from components.words.phrases import as_of_text, relation_since, sector_names, source_note
from components.words.texts import Texts
from data import queries
from data.selection import Selection


def _title(maker: Maker, selection: Selection, title: str) -> Exhibit:
    t, facts, chosen = maker.texts, maker.facts, Selection(*maker.facts.years)
    own = of_partner(chosen, selection.city) if selection.city else chosen
    globe = ground_map(queries.connections(facts, own)[1], maker.theme, on_green=True)
    as_of = as_of_text(maker.facts, t)
    if not selection.city:
        return Exhibit((title,), globe, "title", lines=(t.t("stage.subtitle"), as_of))
    row = maker.facts.partner(selection.city)
    return Exhibit((title,), globe, "title", lines=(_relation(row, t), as_of), greeting=(row["greeting"], row["language"]))


def _relation(row: Mapping[str, Any], t: Texts) -> str:
    """Return the kind of relation, since when, and its status unless it is active."""
    since = relation_since(row["kind"], row["since"], t)
    return since if row["status"] == "active" else t.t("stage.resting", relation=since, status=t.label("status", row["status"]))


def _portrait(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, city = maker.facts, maker.texts, selection.city
    row = facts.partner(city)
    shown = portrait(facts, city, Selection(*facts.years, lang=t.lang), maker.today)
    day, latest = shown.latest
    return Exhibit(
        tuple(str(row[f"name_{words.lang}"]) for words, _ in maker.words(selection)),
        portrait_globe(facts, city, maker.theme),
        "portrait",
        lines=(shown.relation,),
        name=shown.own_name,
        status=shown.status,
        facts=shown.facts,
        latest=t.t("stage.latest_one", date=day, title=latest) if latest else "",
        source=t.t("stage.sources", sources=source_note(facts, set(shown.sources), t)) if shown.sources else t.t("stage.timeline_source"),
    )


def _sectors(maker: Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    own = replace(selection, partners=(selection.city,), relations=(), ended=True)
    found = queries.exchanges(maker.facts, own)
    counts = queries.sector_counts(found)
    if not counts:
        return _latest(maker, selection, title)
    headline = tuple(sectors_sentence(maker.facts, selection.city, found, words) for words, _ in maker.words(selection))
    figure = count_bars(counts, sector_names(t), dict(PALETTES[maker.theme].sectors), t, maker.theme, maker.height)
    return Exhibit(headline, figure, source=maker.reports(own))


def _history(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    steps = queries.status_history(facts, selection.city, selection.lang)
    if steps.empty:
        return _latest(maker, selection, title)
    few = steps[steps["kind"] != "report"]  # which changed nothing
    # On a large time axis a few marks are lost; their titles say more.
    in_words = maker.height is not None and 0 < len(few) <= LINES_AT_MOST
    steps = few if in_words else steps
    headline = tuple(began_sentence(facts, selection.city, steps, words) for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(steps["source"]), t))
    if in_words:
        rows = dated_rows(steps, t)
        return Exhibit(headline, lines=dated_lines(rows, t), rows=rows, source=source)
    return Exhibit(headline, status_lane(steps, facts.years[1], t, maker.theme), source=source)


def _latest(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    own = replace(selection, partners=(selection.city,), relations=(), ended=True)
    latest = queries.latest_activities(facts, own, LINES_AT_MOST)
    headline = tuple(latest_sentence(facts, selection.city, latest, words) for words, _ in maker.words(selection))
    if latest.empty:
        return Exhibit(headline, lines=(t.t("summary.nothing"),))
    rows = dated_rows(latest, t)
    return Exhibit(
        headline, lines=dated_lines(rows, t), rows=rows, source=t.t("stage.sources", sources=source_note(facts, set(latest["source"]), t))
    )


#: The slides of one partner by the id of their figure.
MAKERS: Final[dict[str, Make]] = {
    "title": _title,
    "portrait": _portrait,
    "sectors": _sectors,
    "history": _history,
    "latest": _latest,
}
