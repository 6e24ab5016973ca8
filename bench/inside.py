"""Measure without a browser: filter changes over a million activities, the search of the chronicle, making downloads.

The pages cache their results per view. Here every result is computed anew, because the first viewer of a view waits for it. Figures are
left out: drawing one takes ten times as long as counting, whatever the size of the table, and would hide how counting scales.
"""

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from inspect import unwrap
from statistics import median
from typing import Final

import numpy as np
import pandas as pd

from components.exhibits.slides import exhibit as picture_of
from components.exhibits.slides import figure_slide
from components.exports.decks.deck import partner_deck, view_deck
from components.exports.dossier import partner_dossier
from components.exports.pictures.picture import PictureWords, picture
from components.exports.sheets import all_sheets
from components.exports.spreadsheets import workbook
from components.words.texts import Texts
from data import chronicle, queries, timelines
from data.dataset import Dataset, load
from data.selection import Options, Selection
from data.vocabulary import EXCHANGE_KINDS, SECTORS

#: Number of copies of every activity that make about a million.
MILLION: Final = 1000
ROUNDS: Final = 4
SEARCH_ROUNDS: Final = 3

#: Queries as officials type them, with typing errors and umlauts.
QUERIES: Final = (
    *("Nancy", "Temesvar", "Winniza", "Universitaet", "Universität", "universitat", "Strassburg", "Straßburg", "Partnerschaft"),
    *("Staedtepartnerschaft", "Schueleraustausch", "Schüleraustausch", "Gymnasuim", "Helmholtz Gymnasium"),
    *("Klima-Bündnis", "Klimabuendnis", "Medienkunst", "media art", "Feuerwehr", "fire brigade", "Orchester", "Orchestr"),
    *("Hilfstransport", "Hilfstransprot", "Daegu", "Suseong-gu", "Los Bancos", "2014", "Krasnodar 2017", "xyzzyxyzzy"),
)

Question = Callable[[Dataset, Selection], object]


@dataclass
class Growth:
    """Milliseconds of filter changes with a million activities and with the real table, one entry per change."""

    million: list[float] = field(default_factory=list)
    real: list[float] = field(default_factory=list)


def _map(facts: Dataset, chosen: Selection) -> None:
    unwrap(queries.connections)(facts, chosen)


def _map_with_card(facts: Dataset, chosen: Selection) -> None:
    """Run the queries of the map with a partner card."""
    _map(facts, chosen)
    found, city = queries.tally(facts, chosen), facts.partner_ids[0]
    own = found[found["partner"] == city]
    queries.count_events(own)
    queries.sector_counts(own)
    queries.latest_activities(facts, replace(chosen, partners=(city,)))


def _counted_forms(facts: Dataset, chosen: Selection) -> None:
    """Run the queries of the three counting forms of the exchange page."""
    found = queries.tally(facts, chosen)
    queries.count_events(found)
    timelines.counts(found, chosen.interval, "sector")
    timelines.counts(found, chosen.interval, "partner")
    timelines.cumulative(found, chosen.first_year, chosen.last_year)


def _programmes(facts: Dataset, chosen: Selection) -> None:
    timelines.programmes(facts, chosen)


#: Queries measured on a million copies, by the name of their row.
QUESTIONS: Final[dict[str, Question]] = {
    "map": _map,
    "map with card": _map_with_card,
    "counted forms": _counted_forms,
    "programmes": _programmes,
}
#: Queries measured on a million different activities as well: those on the tally, whose size depends on how much activities differ.
OF_THE_TALLY: Final = ("map", "counted forms")


def copied(facts: Dataset) -> Dataset:
    """Return ``facts`` with every activity a thousand times; each copy is a separate activity or part of a separate event."""
    several = pd.concat([facts.activities] * MILLION, ignore_index=True)
    copy = pd.Series(range(MILLION)).repeat(len(facts.activities)).astype(str).reset_index(drop=True)
    event = (several["event"] + "-" + copy).where(several["event"] != "", "")
    several = several.assign(id=several["id"] + "-" + copy, event=event).sort_values(["date", "id"], ignore_index=True)
    return replace(facts, activities=several)


def varied(facts: Dataset, million: Dataset) -> Dataset:
    """Return ``million`` with partner, sector, kind and year of every activity drawn at random; those of shared events stay unchanged.

    Copies are equal and aggregate best. This is the opposite case: exchange spread evenly over all possible values.
    """
    chance = np.random.default_rng(0)
    activities = million.activities
    single = (activities["event"] == "") & activities["exchange"] & (activities["scope"] == "partner")
    number = int(single.sum())
    drawn = activities[single]
    year = chance.integers(facts.years[0], facts.years[1], size=number)  # never the last year, so that none is after the last day
    drawn = drawn.assign(
        partner=chance.choice(np.array(facts.partner_ids, dtype=object), size=number),
        sector=chance.choice(np.array(SECTORS, dtype=object), size=number),
        kind=chance.choice(np.array(EXCHANGE_KINDS, dtype=object), size=number),
        year=year,
        date=pd.Series(year, index=drawn.index).astype(str) + drawn["date"].str[4:],
    )
    spread = pd.concat([activities[~single], drawn]).sort_values(["date", "id"], ignore_index=True)
    return replace(facts, activities=spread)


def _milliseconds(question: Question, facts: Dataset, chosen: Selection) -> float:
    begun = time.perf_counter()
    question(facts, chosen)
    return 1000 * (time.perf_counter() - begun)


def _growth(question: Question, million: Dataset, real: Dataset) -> Growth:
    """Run ``question`` after every change of the sector, on both tables in turn."""
    default = Selection.default(Options(partners=real.partner_ids, years=real.years))
    took = Growth()
    turns = [(million, took.million), (real, took.real)]
    for number in range(1 + ROUNDS):
        for sector in ("", *SECTORS):
            chosen = replace(default, sectors=(sector,) if sector else ())
            for facts, column in turns:
                milliseconds = _milliseconds(question, facts, chosen)
                if number:  # the first round fills what is computed once per table
                    column.append(milliseconds)
            turns.reverse()
    return took


def filter_changes() -> tuple[dict[str, Growth], dict[str, Growth]]:
    """Return the growth of each of ``QUESTIONS`` with copied activities, and of ``OF_THE_TALLY`` with varied ones."""
    real = load()
    million = copied(real)
    alike = {name: _growth(question, million, real) for name, question in QUESTIONS.items()}
    spread = varied(real, million)
    return alike, {name: _growth(QUESTIONS[name], spread, real) for name in OF_THE_TALLY}


def searches() -> tuple[list[float], list[float]]:
    """Return the milliseconds of CPU of each of ``QUERIES``: for the search alone, and for the list of entries that it finds.

    Each is a median over a few rounds. What is computed once per dataset, such as the index, is computed before.
    """
    facts = load()
    default = Selection.default(Options(partners=facts.partner_ids, years=facts.years))
    listed = inspect.unwrap(chronicle.entries)  # not from the cache
    listed(facts, replace(default, query=QUERIES[0]))

    def cpu(ask: Callable[[str], object], query: str) -> float:
        took = []
        for _ in range(SEARCH_ROUNDS):
            begun = time.process_time()
            ask(query)
            took.append(1000 * (time.process_time() - begun))
        return median(took)

    return (
        [cpu(lambda words: chronicle.search(facts, words), query) for query in QUERIES],
        [cpu(lambda words: listed(facts, replace(default, query=words)), query) for query in QUERIES],
    )


def exports() -> dict[str, list[float]]:
    """Return the milliseconds of CPU per file, by kind of file; what is computed once per process is computed before."""
    facts, t, today, address = load(), Texts("de"), "2026-01-01", "https://example.org/"
    default = Selection.default(Options(partners=facts.partner_ids, years=facts.years))
    figures = [
        picture_of(figure_slide(name), default, "", facts, ("de",), "light", today).figure for name in ("map", "activities", "matrix")
    ]
    words = PictureWords("Title", "Source", "Alternative")
    made: dict[str, list[Callable[[], object]]] = {
        "deck": [partial(view_deck, facts, default, t, today, address), partial(partner_deck, facts, "nancy", default, t, today, address)],
        "dossier": [partial(partner_dossier, facts, city, default, t, today, address) for city in facts.partner_ids],
        "picture": [partial(picture, figure, words, shape, "png") for figure in figures if figure for shape in ("16:9", "1:1")],
        "workbook": [lambda: workbook(all_sheets(facts, default, t, address), "Title", today)],
    }
    took: dict[str, list[float]] = {}
    for kind, calls in made.items():
        calls[0]()
        took[kind] = []
        for call in calls:
            begun = time.process_time()
            call()
            took[kind].append(1000 * (time.process_time() - begun))
    return took
