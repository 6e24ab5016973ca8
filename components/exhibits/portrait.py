"""Say first what matters of one partner, for its page and for the stage: names, relation and status, facts, sentences, the way there."""

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.ground_map import ground_map
from components.figures.palette import Theme
from components.words.partner import partner_sentences
from components.words.phrases import in_sectors, relation_since
from components.words.texts import Texts
from data import queries
from data.anniversaries import next_anniversary
from data.cache import cached_views
from data.dataset import Dataset
from data.geodesy import bearing, distance_km
from data.selection import COUNTED, Selection
from data.vocabulary import STOPS

#: Kinds of steps that the short status lane leaves out, because the relation was the same before and after them.
_BESIDE: Final = ("decision", "renewal", "report")
_COMPASS_POINTS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True)
class Step:
    """A step in the short status lane: its year and kind in words, and whether contacts rest from then on."""

    when: str
    what: str
    rests: bool = False


@dataclass(frozen=True)
class Portrait:
    """One partner in the words of one language, as plain text.

    ``own_name`` is its name in its own script with its language, empty if it is the same; ``greeting`` a word with its language.
    ``relation`` says country, kind of relation and since when, ``status`` that contacts rest; it is empty if the relation is active.
    ``facts`` are values with their labels, ``latest`` the day and title of the latest exchange, ``sources`` the ids of what they are from.
    ``lane`` has the steps of the relation up to today, and none if its beginning is not dated.
    """

    name: str
    own_name: tuple[str, str]
    greeting: tuple[str, str]
    relation: str
    status: str
    facts: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    latest: tuple[str, str]
    lane: tuple[Step, ...]
    sources: frozenset[str]
    way: str


def direction(row: dict[str, Any], texts: Texts) -> str:
    """Return the direction in which the partner ``row`` lies from the city, in words."""
    return texts.label("wind", _COMPASS_POINTS[round(bearing(row["lat"], row["lon"]) / 45) % 8])


def of_partner(chosen: Selection, city: str) -> Selection:
    """Return ``chosen`` narrowed to the partner ``city``, whatever its kind and status."""
    return replace(chosen, partners=(city,), relations=(), ended=True)


def plain(chosen: Selection, city: str) -> Selection:
    """Return the part of ``chosen`` on which the activities of the partner ``city`` depend, so that equal views are computed once."""
    return of_partner(chosen.only("sectors", "lang"), city)


@cached_views(8, needs=COUNTED)
def exchange_of(facts: Dataset, chosen: Selection) -> pd.DataFrame:
    """Return ``queries.exchanges`` of ``chosen`` (see :func:`plain`), which several parts of a page read; treat the frame as read-only."""
    return queries.exchanges(facts, chosen)


def portrait(facts: Dataset, city: str, chosen: Selection, today: str) -> Portrait:
    """Return the portrait of the partner ``city``; its activities are those of ``chosen``, its anniversary the next after ``today``."""
    return _portrait(facts, city, plain(chosen, city), today)


@cached_views(64)
def _portrait(facts: Dataset, city: str, chosen: Selection, today: str) -> Portrait:
    t, row = Texts(chosen.lang), facts.partner(city)
    found = exchange_of(facts, chosen)
    date, title, source = (found[name].iloc[-1] for name in ("date", f"title_{t.lang}", "source")) if len(found) else ("", "", "")
    return Portrait(
        name=str(row[f"name_{t.lang}"]),
        own_name=(str(row["name_local"]), str(row["language"])) if not _same(row["name_local"], row[f"name_{t.lang}"]) else ("", ""),
        greeting=(str(row["greeting"]), str(row["language"])),
        relation=f"{t.country(row['country'])}, {relation_since(row['kind'], row['since'], t, within=True)}",
        status="" if row["status"] == "active" else t.label("resting", row["status"]),
        facts=tuple(_facts(facts, row, found, chosen, today, t)),
        sentences=partner_sentences(facts, city, found, t),
        latest=(t.date(date), title),
        lane=_lane(facts, city, t.lang),
        sources=frozenset(one for one in (row["population_source"], source) if one),
        way=t.t(
            "profile.map",
            name=row[f"name_{t.lang}"],
            km=t.number(distance_km(row["lat"], row["lon"])),
            direction=direction(row, t),
        ),
    )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _facts(facts: Dataset, row: dict[str, Any], found: pd.DataFrame, chosen: Selection, today: str, t: Texts) -> list[tuple[str, str]]:
    told = [(t.number(round(distance_km(row["lat"], row["lon"]))) + "\N{NO-BREAK SPACE}km", t.t("stage.distance"))]
    if pd.notna(row["population"]):
        year = "" if pd.isna(row["population_year"]) else t.t("stage.in_year", year=row["population_year"])
        told.append((t.number(int(row["population"])), t.t("stage.population") + year))
    if len(found):
        count, first, last = queries.count_events(found), int(found["year"].iloc[0]), int(found["year"].iloc[-1])
        about = f" {in_sectors(chosen, t)}" if chosen.sectors else ""
        ends = chosen.last_year < facts.years[1]
        years = t.years(first, last) if ends else t.t("stage.since", year=first)
        told.append((t.number(count), t.n("stage.documented", count, about=about, years=years)))
    upcoming = next_anniversary(facts, row["id"], today)
    if upcoming:
        words = t.t("stage.coming", kind=t.label("relation", upcoming.kind), date=t.date(upcoming.on))
        told.append((t.n("stage.years", upcoming.years), words))
    return told


@cached_views(64)
def _lane(facts: Dataset, city: str, lang: str) -> tuple[Step, ...]:
    t, row, steps = Texts(lang), facts.partner(city), queries.status_history(facts, city, lang)
    named = steps[~steps["kind"].isin(_BESIDE)].drop_duplicates("kind")
    if named.empty:
        return ()
    years = list(named["date"].str[:4])
    # Steps of one year are told apart by their months.
    days = [date[:7] if years.count(year) > 1 else year for date, year in zip(named["date"], years, strict=True)]
    lane = [Step(t.date(day), t.label("step", kind), kind in STOPS) for day, kind in zip(days, named["kind"], strict=True)]
    return *lane, Step(t.t("portrait.today"), t.label("status", row["status"]), row["status"] != "active")


def portrait_globe(facts: Dataset, city: str, theme: Theme) -> go.Figure:
    """Return the globe with the way from the city to the partner ``city``."""
    _, shown, _ = queries.connections(facts, of_partner(Selection(*facts.years), city))
    return ground_map(shown, theme, on_green=False)
