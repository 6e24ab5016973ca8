"""What is measured without a browser: a filter change over a million activities, and the search of the chronicle."""

import time
from dataclasses import replace
from typing import Final

import pandas as pd

from components.figures.timelines import activity_bars
from components.figures.world_map import world_map
from components.texts import Texts
from data import queries, timelines
from data.chronicle import search
from data.dataset import Dataset, load
from data.selection import Scope, Selection
from data.vocabulary import SECTORS

#: How many copies of every activity make about a million.
MILLION: Final = 1000
ROUNDS: Final = 9

#: What officials type, typing errors and umlauts among it.
QUERIES: Final = (
    *("Nancy", "Temesvar", "Winniza", "Universitaet", "Universität", "universitat", "Strassburg", "Straßburg", "Partnerschaft"),
    *(
        "Staedtepartnerschaft",
        "Schueleraustausch",
        "Schüleraustausch",
        "Gymnasuim",
        "Helmholtz Gymnasium",
        "Klima-Bündnis",
        "Klimabuendnis",
    ),
    *("Medienkunst", "media art", "Feuerwehr", "fire brigade", "Orchester", "Orchestr", "Hilfstransport", "Hilfstransprot", "Daegu"),
    *("Suseong-gu", "Los Bancos", "2014", "Krasnodar 2017", "xyzzyxyzzy"),
)


def _copied(facts: Dataset) -> Dataset:
    """Return ``facts`` with every activity a thousand times, each copy an activity or part of an event of its own."""
    several = pd.concat([facts.activities] * MILLION, ignore_index=True)
    copy = pd.Series(range(MILLION)).repeat(len(facts.activities)).astype(str).reset_index(drop=True)
    event = (several["event"] + "-" + copy).where(several["event"] != "", "")
    several = several.assign(id=several["id"] + "-" + copy, event=event).sort_values(["date", "id"], ignore_index=True)
    return replace(facts, activities=several)


def _change(facts: Dataset, chosen: Selection, texts: Texts) -> float:
    """Return the milliseconds from a selection to the figures of the map and of exchange over time."""
    begun = time.perf_counter()
    found = queries.tally(facts, chosen)
    shown = queries.relations(facts, chosen, found)
    queries.key_figures(shown, found)
    world_map(shown, chosen.view, chosen.sector, texts, "light")
    counts = timelines.counts(found, chosen.interval, "sector")
    signed = timelines.signings(facts, list(facts.partner_ids), texts.lang)
    activity_bars(
        counts, chosen.interval, (chosen.first_year, chosen.last_year), True, signed, dict.fromkeys(facts.partner_ids, ""), texts, "light"
    )
    return 1000 * (time.perf_counter() - begun)


def filter_changes() -> tuple[list[float], list[float]]:
    """Return the milliseconds of filter changes with the copied and with the real table, taking turns."""
    real, texts = load(), Texts("de")
    copied = _copied(real)
    default = Selection.default(Scope(partners=real.partner_ids, years=real.years))
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for sector in SECTORS:
            for facts, column in zip((copied, real), took, strict=True):
                milliseconds = _change(facts, replace(default, sectors=(sector,)), texts)
                if number:  # the first round folds the tables and fills the caches
                    column.append(milliseconds)
    return took


def searches() -> list[float]:
    """Return the milliseconds of CPU of each of ``QUERIES``, the index being made already."""
    facts = load()
    search(facts, "Nancy")
    took = []
    for query in QUERIES:
        begun = time.process_time()
        search(facts, query)
        took.append(1000 * (time.process_time() - begun))
    return took
