"""Prepare exchange by sector on one axis of years: documented activities and, on the same years, one official series per sector."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data import statistics, timelines
from data.cache import cached
from data.city import CITY
from data.dataset import Dataset
from data.queries import count_events, events, listed, partners_chosen, segments, tally, without_city_list
from data.selection import Selection
from data.vocabulary import BAND_SECTORS, HOME_COUNTRY, SECTORS

#: Share of the documented activities that the axis of years must hold.
SHARE_ON_AXIS: Final = 0.9


@dataclass(frozen=True)
class Official:
    """The official series of a band: the sum over ``countries``, or the city's own value if there are none.

    ``values`` has columns ``year``, ``value``, ``provisional``, ``segment`` and ``sources`` (the ids of all sources of the value).
    """

    indicator: str
    countries: tuple[str, ...]
    values: pd.DataFrame


@dataclass(frozen=True)
class Band:
    """One sector: its activities and its official series, if there is one for the chosen partners and years.

    ``counts`` has columns ``year``, ``n`` (events) and ``unlisted`` (the same without the city's complete list), in order of year.
    ``early`` has a row per year before the axis: ``year``, ``n`` and ``partners``, their ids. ``partners`` is the number of partners with
    documented exchange, ``since`` the first year of it, 0 if there is none.
    """

    sector: str
    counts: pd.DataFrame
    early: pd.DataFrame
    partners: int
    since: int
    official: Official | None

    @property
    def listed(self) -> bool:
        """Return whether the city's complete list alone names some of the activities."""
        return bool(self.counts["n"].gt(self.counts["unlisted"]).any())


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


def bands(dataset: Dataset, selection: Selection) -> Bands:
    """Return the bands of ``selection``; bands without any activity or value are there too, because that is what they say."""
    found = listed(tally(dataset, selection), selection)
    start, shown = axis_start(dataset, selection), sectors_shown(selection)
    own = found[found["sector"].isin(shown)]
    made = tuple(_band(dataset, selection, sector, own[own["sector"] == sector], start) for sector in shown)
    rest = found[~found["sector"].isin(shown)]
    others = set(rest["sector"])
    early = [int(band.early["year"].min()) for band in made if len(band.early)]
    return Bands(
        made,
        first=min(early, default=start),
        start=start,
        end=selection.last_year,
        partners=int(own["partner"].nunique()),
        others=tuple(sector for sector in SECTORS if sector in others),
        elsewhere=count_events(rest),
    )


def _band(dataset: Dataset, selection: Selection, sector: str, found: pd.DataFrame, start: int) -> Band:
    counts = timelines.counts(found, "year", "sector").set_index("start")["n"]
    unlisted = timelines.counts(without_city_list(found), "year", "sector").set_index("start")["n"]
    yearly = pd.DataFrame({"n": counts, "unlisted": unlisted.reindex(counts.index, fill_value=0)}).astype(int).rename_axis("year")
    partners = found.groupby("year")["partner"].unique().map(tuple).astype(object)
    early = yearly.loc[yearly.index < start, ["n"]]
    early = early.assign(partners=partners.reindex(early.index))
    return Band(
        sector,
        counts=yearly[yearly.index >= start].reset_index(),
        early=early.reset_index(),
        partners=int(found["partner"].nunique()),
        since=int(found["year"].min()) if len(found) else 0,
        official=official(dataset, selection, sector, start),
    )


def official(dataset: Dataset, selection: Selection, sector: str, start: int) -> Official | None:
    """Return the official series of ``sector`` from ``start`` to the last chosen year, or None if it has no value there.

    A series by country is summed over the countries of the chosen partners, in those years in which each of them has a value: a sum over
    fewer countries would be another quantity.
    """
    name = CITY.official_series[sector].indicator if sector in CITY.official_series else ""
    if name not in set(dataset.indicators["id"]):
        return None
    rows = statistics.series(dataset, selection, name)
    rows = rows[rows["year"] >= start]
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
    return Official(name, countries, values.assign(segment=segment))
