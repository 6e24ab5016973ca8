"""Prepare exchange by sector on one axis of years: documented activities and, on the same years, one official series per sector."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import pandas as pd

from data import statistics
from data.cache import cached, cached_views
from data.city import CITY
from data.dataset import Dataset
from data.queries import events, listed, partners_chosen, segments, tally, without_city_list
from data.records import records
from data.selection import COUNTED, Selection
from data.vocabulary import BAND_SECTORS, HOME_COUNTRY, SECTORS

#: Share of the documented activities that the axis of years must hold.
SHARE_ON_AXIS: Final = 0.9


class Value(NamedTuple):
    """The value of an official series in one year; ``segment`` numbers the parts that a line may connect, ``sources`` are ids."""

    year: int
    value: float
    provisional: bool
    segment: int
    sources: frozenset[str]


@dataclass(frozen=True)
class Official:
    """The official series of a band in order of year: the sum over ``countries``, or the city's own value if there are none."""

    indicator: str
    countries: tuple[str, ...]
    values: tuple[Value, ...]


class Count(NamedTuple):
    """The activities of a year: ``n`` events, ``unlisted`` the same without the city's complete list, ``partners`` their ids."""

    year: int
    n: int
    unlisted: int
    partners: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """One sector: its activities and its official series, if there is one for the chosen partners and years.

    ``counts`` are the years of the axis that have activities, in order, ``early`` those before it. ``partners`` is the number of partners
    with documented exchange, ``since`` the first year of it, 0 if there is none.
    """

    sector: str
    counts: tuple[Count, ...]
    early: tuple[Count, ...]
    partners: int
    since: int
    official: Official | None

    @property
    def listed(self) -> bool:
        """Return whether the city's complete list alone names some of the activities."""
        return any(count.n > count.unlisted for count in self.counts)


@dataclass(frozen=True)
class Bands:
    """The bands of a selection. The axis runs from ``start`` to ``end``; ``first`` is the first year of its compressed part before it.

    ``partners`` is the number of partners with documented exchange in any of the bands. ``others`` are the sectors without a band that
    have activities in the selection, ``elsewhere`` is the number of their events; there are none if the viewer has chosen sectors.
    """

    bands: tuple[Band, ...]
    first: int
    start: int
    end: int
    partners: int
    others: tuple[str, ...]
    elsewhere: int


def sectors_shown(selection: Selection) -> tuple[str, ...]:
    """Return the sectors that have a band: the chosen ones, else culture, economy and education."""
    return selection.sectors or BAND_SECTORS


@cached
def _picture_start(dataset: Dataset) -> int:
    """Return the latest year that has at least nine tenths of all documented activities in it or after it.

    The city's complete lists do not count, because they would decide (counting rule 1). Without any activity it is the first year.
    """
    yearly = events(without_city_list(dataset.tally)).groupby("year")["weight"].sum()
    before = yearly.cumsum() - yearly
    if yearly.empty:
        return dataset.years[0]
    return int(before[before <= (1 - SHARE_ON_AXIS) * yearly.sum()].index.max())


def axis_start(dataset: Dataset, selection: Selection) -> int:
    """Return the first year of the axis: that from which on the documentation carries a picture, or the first chosen year if it is later.

    The rule counts all sectors and partners, so that their filters do not move the axis. If all chosen years are earlier, the axis has
    them all.
    """
    start = _picture_start(dataset)
    return selection.first_year if selection.last_year <= start else max(start, selection.first_year)


class _Row(NamedTuple):
    """A row of :func:`~data.queries.tally`; lists of them take a tenth of the time of frames."""

    event: str
    year: int
    partner: str
    collection: str
    weight: int


def bands(dataset: Dataset, selection: Selection) -> Bands:
    """Return the bands of ``selection``; bands without any activity or value are there too, because that is what they say."""
    found = listed(tally(dataset, selection), selection)
    by_sector = defaultdict[str, list[_Row]](list)
    for sector, *row in zip(found["sector"].tolist(), *(found[name].tolist() for name in _Row._fields), strict=True):
        by_sector[sector].append(_Row(*row))
    start, shown = axis_start(dataset, selection), sectors_shown(selection)
    on_axis = replace(selection, first_year=start)
    made = tuple(_band(sector, by_sector[sector], start, official(dataset, on_axis, sector)) for sector in shown)
    others = tuple(sector for sector in SECTORS if by_sector[sector] and sector not in shown)
    return Bands(
        made,
        first=min((band.early[0].year for band in made if band.early), default=start),
        start=start,
        end=selection.last_year,
        partners=len({row.partner for sector in shown for row in by_sector[sector]}),
        others=others,
        elsewhere=sum(_by_year(row for sector in others for row in by_sector[sector]).values()),
    )


def _by_year(rows: Iterable[_Row]) -> dict[int, int]:
    """Return the number of events of each year; an event counts once, in the year of its first row."""
    sums, counted = defaultdict[int, int](int), set[str]()
    for row in rows:
        if not row.event or row.event not in counted:
            counted.add(row.event)
            sums[row.year] += row.weight
    return sums


def _band(sector: str, rows: Sequence[_Row], start: int, series: Official | None) -> Band:
    numbers, unlisted = _by_year(rows), _by_year(row for row in rows if not row.collection)
    partners = defaultdict[int, dict[str, None]](dict)
    for row in rows:
        partners[row.year][row.partner] = None
    counts = [Count(year, numbers[year], unlisted.get(year, 0), tuple(partners[year])) for year in sorted(numbers)]
    return Band(
        sector,
        counts=tuple(count for count in counts if count.year >= start),
        early=tuple(count for count in counts if count.year < start),
        partners=len({row.partner for row in rows}),
        since=min((row.year for row in rows), default=0),
        official=series,
    )


@cached_views(256, needs=[name for name in COUNTED if name != "sectors"])
def official(dataset: Dataset, selection: Selection, sector: str) -> Official | None:
    """Return the official series of ``sector`` in the chosen years, or None if it has no value there.

    A series by country is summed over the countries of the chosen partners, in those years in which each of them has a value: a sum over
    fewer countries would be another quantity.
    """
    name = CITY.official_series[sector].indicator if sector in CITY.official_series else ""
    if name not in set(dataset.indicators["id"]):
        return None
    rows = statistics.series(dataset, selection, name)
    countries: tuple[str, ...] = ()
    if statistics.indicator(dataset, name, selection.lang).geography != "city":
        chosen = {dataset.partner(partner)["country"] for partner in partners_chosen(dataset, selection)} - {HOME_COUNTRY}
        rows = rows[rows["country"].isin(chosen)]
        countries = tuple(sorted(rows["country"].unique()))
    grouped = rows.groupby("year")
    values = pd.DataFrame(
        {
            "value": grouped["value"].sum(),
            "provisional": grouped["provisional"].any(),
            "sources": grouped["source"].unique().map(frozenset),
        }
    )[grouped["series"].nunique() == rows["series"].nunique()].reset_index()
    if values.empty:
        return None
    segment = segments(dataset, name, values.assign(series=name)).astype(int)
    return Official(name, countries, tuple(Value(*row) for row in records(values.assign(segment=segment)[list(Value._fields)])))
