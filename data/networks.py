"""The networks of cities Karlsruhe belongs to: who is in them, and which cities share our partners."""

import unicodedata
from functools import cache
from typing import Final

import pandas as pd

from data.comparison import HOME, twin_towns
from data.dataset import Dataset
from data.selection import Selection

#: Networks whose name says that Karlsruhe has left them.
ENDED: Final = ("iclei",)


def _folded(name: str) -> str:
    """Return ``name`` for comparison: small letters, no diacritics, nothing in brackets."""
    plain = unicodedata.normalize("NFKD", name.split("(")[0].casefold().replace("ß", "ss"))
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def _partner_names(dataset: Dataset) -> dict[tuple[str, str], str]:
    """Return the partners by country and folded name, in every language the table knows."""
    names = {}
    for row in dataset.partner_rows:
        for kind in ("name_de", "name_en", "name_local"):
            names[row["country"], _folded(str(row[kind]))] = row["id"]
    return names


def partner_called(dataset: Dataset, city: str, country: str) -> str:
    """Return the id of the partner that ``city`` in ``country`` is, empty where it is none of ours."""
    return _partner_names(dataset).get((country, _folded(city)), "")


def networks(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return the networks of the chosen sectors, the longest membership first.

    Returns:
        Columns ``id``, ``name`` (in the language of the selection), ``sector``, ``since`` (year, 0 if not known), ``members`` (0 if not
        known), ``seat``, ``known`` (how many member cities the tables know), ``partners`` (tuple of our partners among them),
        ``activities`` (how many activities in the years of the selection), ``ended``, ``source``.
    """
    rows = dataset.networks
    if selection.sectors:
        rows = rows[rows["sector"].isin(selection.sectors)]
    cities = members(dataset)
    known = cities.groupby("network").size()
    partners = cities[cities["partner"] != ""].groupby("network")["partner"].agg(lambda ids: tuple(dict.fromkeys(ids)))
    activities = dataset.activities[dataset.activities["year"].between(selection.first_year, selection.last_year)]
    counted = activities[activities["network"] != ""].groupby("network").size()
    table = pd.DataFrame(
        {
            "id": rows["id"],
            "name": rows[f"name_{selection.lang}"],
            "sector": rows["sector"],
            "since": rows["since_year"].fillna(0).astype(int),
            "members": rows["members"].fillna(0).astype(int),
            "seat": rows["seat"],
            "known": rows["id"].map(known).fillna(0).astype(int),
            "partners": [partners.get(name, ()) for name in rows["id"]],
            "activities": rows["id"].map(counted).fillna(0).astype(int),
            "ended": rows["id"].isin(ENDED),
            "source": rows["source"],
        }
    )
    return table.sort_values(["since", "name"], key=lambda column: column.replace(0, 9999), ignore_index=True)


def members(dataset: Dataset, network: str = "") -> pd.DataFrame:
    """Return the member cities the tables know, of ``network`` or of all, Karlsruhe itself left out.

    Columns of ``network_members`` and ``partner``, the id of our partner that a city is, or empty.
    """
    rows = dataset.network_members
    rows = rows[(rows["city"] != HOME) & ((rows["network"] == network) | (not network))]
    partner = [partner_called(dataset, row.city, row.country) for row in rows.itertuples()]
    return rows.assign(partner=partner).reset_index(drop=True)


def second_degree(dataset: Dataset) -> pd.DataFrame:
    """Return which comparable cities are twinned with, or friends of, a partner of Karlsruhe, as far as the tables know.

    Columns ``partner`` (id), ``home``, ``since`` (year, 0 if not known), ``source``; partners in order of the table.
    """
    rows = twin_towns(dataset)
    rows = rows[rows["home"] != HOME]
    rows = rows.assign(partner=[partner_called(dataset, row.town, row.country) for row in rows.itertuples()])
    shared = rows[rows["partner"] != ""]
    order = {partner: place for place, partner in enumerate(dataset.partner_ids)}
    return shared[["partner", "home", "since", "source"]].sort_values("partner", key=lambda ids: ids.map(order), ignore_index=True)
