"""Compare exchange by partner and sector, partners side by side, and the city with comparable cities."""

from collections import Counter
from typing import Final

import pandas as pd

from data.cache import cached
from data.city import CITY
from data.dataset import Dataset
from data.geodesy import distance_km
from data.queries import partners_chosen, sums_once, tally, without_city_list
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
        Columns ``partner``, ``sector``, ``n`` (events, 0 if none), ``unlisted`` (the same without the city's complete list),
        ``latest`` (year of the last, 0 if none), ``resting`` (whether the relation is not active today) and ``since`` (full years
        from the last event to the last year of the selection, -1 if none). Partners with the most exchange come first, sectors are in
        vocabulary order.
    """
    found = tally(dataset, selection)
    n, unlisted = sums_once(found, "partner", "sector"), sums_once(without_city_list(found), "partner", "sector")
    latest = dict(zip(zip(found["partner"], found["sector"], strict=True), found["year"].tolist(), strict=True))  # in order of date
    totals = Counter[str]()
    for (partner, _), number in n.items():
        totals[partner] += number
    rows = [
        {
            "partner": partner,
            "sector": sector,
            "n": n.get((partner, sector), 0),
            "latest": latest.get((partner, sector), 0),
            "unlisted": unlisted.get((partner, sector), 0),
            "resting": dataset.partner(partner)["status"] != "active",
            "since": selection.last_year - latest[partner, sector] if (partner, sector) in latest else -1,
        }
        for partner in sorted(partners_chosen(dataset, selection), key=lambda partner: -totals[partner])
        for sector in SECTORS
        if not selection.sectors or sector in selection.sectors
    ]
    return pd.DataFrame(rows, columns=["partner", "sector", "n", "latest", "unlisted", "resting", "since"])


def white_spots(cells: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each partner in ``cells`` (from :func:`matrix`) that has any exchange the sectors in which it has none."""
    met = set(cells.loc[cells["n"] > 0, "partner"])
    spots = cells[(cells["n"] == 0) & cells["partner"].isin(met)]
    return {str(partner): list(rows["sector"]) for partner, rows in spots.groupby("partner", sort=False)}


def silent_partners(cells: pd.DataFrame) -> list[str]:
    """Return the partners in ``cells`` (from :func:`matrix`) without exchange in any of its sectors."""
    totals = cells.groupby("partner", sort=False)["n"].sum()
    return [str(partner) for partner, n in totals.items() if n == 0]


def compared(dataset: Dataset, selection: Selection) -> tuple[str, ...]:
    """Return the partners to show side by side: those of the selection, else the two active ones with the most exchange in it."""
    if selection.compared:
        return selection.compared[:COMPARED_AT_MOST]
    ordered = matrix(dataset, selection)["partner"].drop_duplicates()
    return tuple(partner for partner in ordered if dataset.partner(partner)["status"] == "active")[:2]


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


def home_cities(dataset: Dataset) -> list[str]:
    """Return the city and the comparable cities in the table: the city first, then the city with the most twin cities."""
    numbers = twin_towns(dataset)["home"].value_counts()
    others = set(dataset.benchmark_twinnings["home_city"]) - {HOME}
    return [HOME, *sorted(others, key=lambda city: (-int(numbers.get(city, 0)), city))]


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
