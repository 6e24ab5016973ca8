"""Compare exchange by partner and sector, partners side by side, and the city with comparable cities."""

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Final

import pandas as pd

from data.cache import cached
from data.city import CITY
from data.dataset import Dataset
from data.geodesy import distance_km
from data.queries import narrowed, partners_chosen, sums_once, tally
from data.selection import Selection
from data.vocabulary import ASPECTS, COMPARED_AT_MOST, SECTORS

HOME: Final = CITY.name.de
#: Kinds of connection that the cities themselves call twinning or friendship; projects and cooperations are neither.
TWIN_KINDS: Final = ("twinning", "friendship")


def aspects_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the parts of the comparison for which there are facts; partners side by side always have some."""
    lacking = {"matrix": not dataset.has_exchange, "cities": dataset.benchmark_twinnings.empty}
    return tuple(aspect for aspect in ASPECTS if not lacking.get(aspect))


def matrix(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return every pair of a chosen partner and a chosen sector, with or without exchange.

    Returns:
        Columns ``partner``, ``sector``, ``n`` (events, 0 if none), ``latest`` (year of the last, 0 if none), ``resting`` (whether the
        relation is not active today) and ``since`` (full years from the last event to the last year of the selection, -1 if none).
        Partners with the most exchange come first, sectors are in vocabulary order.
    """
    found = tally(dataset, selection)
    n = sums_once(found, "partner", "sector")
    latest = dict(zip(zip(found["partner"], found["sector"], strict=True), found["year"].tolist(), strict=True))  # in order of date
    sectors = [sector for sector in SECTORS if not selection.sectors or sector in selection.sectors]
    pairs = list(product(_most_first(dataset, selection, n), sectors))
    return pd.DataFrame(
        {
            "partner": [partner for partner, _ in pairs],
            "sector": [sector for _, sector in pairs],
            "n": [n.get(pair, 0) for pair in pairs],
            "latest": [latest.get(pair, 0) for pair in pairs],
            "resting": [dataset.partner(partner)["status"] != "active" for partner, _ in pairs],
            "since": [selection.last_year - latest[pair] if pair in latest else -1 for pair in pairs],
        }
    )


def _most_first(dataset: Dataset, selection: Selection, n: dict[tuple[str, str], int]) -> list[str]:
    """Return the chosen partners, those with the most exchange first; ``n`` are the events per partner and sector."""
    totals = Counter[str]()
    for (partner, _), number in n.items():
        totals[partner] += number
    return sorted(partners_chosen(dataset, selection), key=lambda partner: -totals[partner])


def _numbers(cells: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return the number of events per sector of each partner in ``cells``, in their order."""
    numbers = dict[str, dict[str, int]]()
    for partner, sector, n in zip(cells["partner"].tolist(), cells["sector"].tolist(), cells["n"].tolist(), strict=True):
        numbers.setdefault(partner, {})[sector] = n
    return numbers


def white_spots(cells: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each partner in ``cells`` (from :func:`matrix`) that has any exchange the sectors in which it has none."""
    spots = {partner: [sector for sector in own if not own[sector]] for partner, own in _numbers(cells).items() if any(own.values())}
    return {partner: sectors for partner, sectors in spots.items() if sectors}


def silent_partners(cells: pd.DataFrame) -> list[str]:
    """Return the partners in ``cells`` (from :func:`matrix`) without exchange in any of its sectors."""
    return [partner for partner, own in _numbers(cells).items() if not any(own.values())]


def compared(dataset: Dataset, selection: Selection) -> tuple[str, ...]:
    """Return the partners to show side by side: those of the selection, else the two active ones with the most exchange in it.

    If the filters leave no active partner, resting ones are shown, and if they leave none at all, they do not apply.
    """
    if selection.compared:
        return selection.compared[:COMPARED_AT_MOST]
    if not partners_chosen(dataset, selection):
        selection = replace(selection, partners=(), relations=())
    ordered = _most_first(dataset, selection, sums_once(tally(dataset, selection), "partner", "sector"))
    active = [partner for partner in ordered if dataset.partner(partner)["status"] == "active"]
    return tuple(active or ordered)[:2]


@cached
def _days(dataset: Dataset) -> pd.DataFrame:
    """Return of ``dataset.exchange`` only what :func:`span` needs: rows of few columns are quickly filtered."""
    return dataset.exchange[["partner", "sector", "year", "date"]]


def span(dataset: Dataset, selection: Selection) -> tuple[str, str]:
    """Return the ISO dates, at their known precision, of the first and the last of ``queries.exchanges``; both empty if there are none."""
    days = narrowed(_days(dataset), dataset, selection)["date"].tolist()
    return (days[0], days[-1]) if days else ("", "")


@cached
def twin_towns(dataset: Dataset) -> pd.DataFrame:
    """Return the twinnings and friendships of the city and of comparable cities.

    Returns:
        Columns ``home``, ``town``, ``country``, ``since`` (year, 0 if unknown), ``lat``, ``lon``, ``distance_km`` (length of the
        geodesic from the city, missing if the place is unknown), ``source``. Connections that have ended or are of another kind
        are left out.
    """
    rows = dataset.benchmark_twinnings
    kept = rows[rows["kind"].isin(TWIN_KINDS)]
    known = kept["lat"].notna()
    distance = [distance_km(row.lat, row.lon) if known[row.Index] else float("nan") for row in kept.itertuples()]
    return pd.DataFrame(
        {
            "home": kept["home_city"],
            "town": kept["partner_city"],
            "country": kept["country"],
            "since": kept["since_year"].fillna(0).astype(int),
            "lat": kept["lat"],
            "lon": kept["lon"],
            "distance_km": distance,
            "source": kept["source"],
        }
    ).reset_index(drop=True)


@cached
def home_cities(dataset: Dataset) -> tuple[str, ...]:
    """Return the city and the comparable cities in the table: the city first, then the city with the most twin cities."""
    numbers = Counter(twin_towns(dataset)["home"].tolist())
    others = set(dataset.benchmark_twinnings["home_city"]) - {HOME}
    return (HOME, *sorted(others, key=lambda city: (-numbers[city], city)))


@cached
def undated_towns(dataset: Dataset) -> dict[str, int]:
    """Return the number of twin cities whose first year is unknown, of each city that has some: those that are in no step over time."""
    towns = twin_towns(dataset)
    return {str(home): int(n) for home, n in towns[towns["since"] == 0]["home"].value_counts().items()}


def twin_towns_over_time(dataset: Dataset, last_year: int) -> pd.DataFrame:
    """Return the cumulative number of twin cities of each city: columns ``home``, ``year``, ``n``.

    There is one row per year in which a twinning began and one for ``last_year``; twin cities without a known first year are left out.
    """
    dated = twin_towns(dataset)
    dated = dated[dated["since"].between(1, last_year)]
    rows = []
    for home, own in dated.groupby("home"):
        yearly = own["since"].value_counts().sort_index().cumsum()
        rows += [(home, int(year), int(n)) for year, n in yearly.items()] + [(home, last_year, int(yearly.iloc[-1]))]
    return pd.DataFrame(rows, columns=["home", "year", "n"]).drop_duplicates(ignore_index=True)
