"""List the city networks that the city belongs to, their members, and the cities that share partners with the city.

Unknown stays unknown: if no source gives a year or a number of members, it is 0.
"""

import re
import unicodedata
from collections import defaultdict
from typing import Final

import pandas as pd

from data.cache import cached, cached_views
from data.chronicle import record, search
from data.comparison import HOME
from data.dataset import Dataset
from data.queries import partners_chosen, standing
from data.records import records
from data.selection import COUNTED, QUERY_LENGTH, Selection
from data.vocabulary import BEGINNINGS

#: How the name of a network states that the city has left it.
_UNTIL: Final = re.compile(r"\(.*\bbis (\d{4})\)")

#: English names of cities that the table of members gives under their German names.
_ENGLISH: Final = {
    "Brüssel": "Brussels",
    "Florenz": "Florence",
    "Köln": "Cologne",
    "Mailand": "Milan",
    "München": "Munich",
    "Nürnberg": "Nuremberg",
    "Rom": "Rome",
    "Straßburg": "Strasbourg",
}

MEMBER_COLUMNS = ["network", "name", "country", "lat", "lon", "partner", "source"]


def _folded(name: str) -> str:
    """Return ``name`` for comparison: lower case, without diacritics, spaces, punctuation and everything from the first bracket on."""
    plain = unicodedata.normalize("NFKD", name.split("(")[0].casefold().replace("ß", "ss"))
    return "".join(letter for letter in plain if letter.isalnum())


@cached
def _partner_names(dataset: Dataset) -> dict[tuple[str, str], str]:
    """Return the ids of the partners by country and folded name, in every language of the table."""
    names = {}
    for row in dataset.partner_rows:
        for kind in ("name_de", "name_en", "name_local"):
            names[row["country"], _folded(str(row[kind]))] = row["id"]
    return names


def partner_called(dataset: Dataset, city: str, country: str) -> str:
    """Return the id of the partner that ``city`` in ``country`` is, empty if it is not a partner."""
    return _partner_names(dataset).get((country, _folded(city)), "")


def member_name(city: str, lang: str) -> str:
    """Return a member's name from the table, in English its English name if it has one; text in brackets is kept."""
    bare, bracket, rest = city.partition(" (")
    return _ENGLISH.get(bare, bare) + bracket + rest if lang == "en" else city


@cached_views(64, needs=("lang", *COUNTED))
def networks(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return the networks of the chosen sectors that the city had joined by the last year of the selection.

    The sector filter applies to the theme of a network; a network whose beginning is unknown is kept. Treat the frame as read-only.

    Returns:
        The columns of :func:`joined`, and ``partners`` (tuple of the partners among the members in the tables that pass the filters) and
        ``entries`` (number of chronicle entries in the years of the selection).
    """
    rows = joined(dataset, selection.sectors, selection.last_year, selection.lang)
    chosen, partners, years = set(partners_chosen(dataset, selection)), _partners(dataset), _entry_years(dataset)
    own = [tuple(one for one in partners.get(network, ()) if one in chosen) for network in rows["id"]]
    entries = [sum(selection.first_year <= year <= selection.last_year for year in years.get(network, ())) for network in rows["id"]]
    # The dtype is explicit because without networks the column would not be numbers.
    return rows.assign(partners=own, entries=pd.Series(entries, rows.index, dtype=int))


@cached_views(64)
def joined(dataset: Dataset, sectors: tuple[str, ...], last_year: int, lang: str) -> pd.DataFrame:
    """Return the networks of ``sectors`` (empty: all) that the city had joined by ``last_year``; treat the frame as read-only.

    Returns:
        Columns ``id``, ``name`` (in the language ``lang``), ``sector``, ``since`` and ``until`` (years, 0 if unknown or still a member),
        ``members`` (0 if unknown), ``seat``, ``known`` (number of members in the tables, the city included), ``query`` (search text that
        finds exactly its entries in the chronicle, empty if there is none) and ``source``. The longest membership comes first, those
        without a known beginning last.
    """
    rows = _all_networks(dataset, lang)
    rows = rows[(rows["since"] <= last_year) & (rows["sector"].isin(sectors) | (not sectors))]
    return rows.assign(until=rows["until"].where(rows["until"] <= last_year, 0)).reset_index(drop=True)


@cached_views(8)
def _all_networks(dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return what :func:`joined` returns of all networks, with the year in which the city has left, however late."""
    rows = dataset.networks
    table = pd.DataFrame(
        {
            "id": rows["id"],
            "name": rows[f"name_{lang}"],
            "sector": rows["sector"],
            "since": rows["since_year"].fillna(0).astype(int),
            "until": rows["name_de"].str.extract(_UNTIL, expand=False).fillna("0").astype(int),
            "members": rows["members"].fillna(0).astype(int),
            "seat": rows["seat"],
            "known": rows["id"].map(dataset.network_members["network"].value_counts()).fillna(0).astype(int),
            "query": [chronicle_query(dataset, network, lang) for network in rows["id"]],
            "source": rows["source"],
        }
    )
    return table.sort_values(["since", "name"], key=lambda column: column.replace(0, 9999), ignore_index=True)


@cached
def _partners(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return the partners among the members of each network, in the order of the table."""
    found = dict[str, dict[str, None]]()
    for row in records(dataset.network_members):
        if row.city != HOME and (partner := partner_called(dataset, row.city, row.country)):
            found.setdefault(row.network, {})[partner] = None
    return {network: tuple(partners) for network, partners in found.items()}


@cached
def member_sources(dataset: Dataset) -> dict[str, frozenset[str]]:
    """Return the sources of the members of each network, without that of the city itself."""
    rows = dataset.network_members[dataset.network_members["city"] != HOME]
    return {str(network): frozenset(sources) for network, sources in rows.groupby("network")["source"]}


@cached
def _entry_years(dataset: Dataset) -> dict[str, list[int]]:
    """Return the years of the chronicle entries on each network."""
    entries, years = record(dataset), dict[str, list[int]]()
    for network, year in zip(entries["network"].tolist(), entries["year"].tolist(), strict=True):
        if network:
            years.setdefault(network, []).append(year)
    return years


@cached_views(256)
def chronicle_query(dataset: Dataset, network: str, lang: str) -> str:
    """Return the search text that finds the entries of ``network`` in the chronicle and no others, empty if there is none.

    Raises:
        KeyError: there is no such network.
    """
    entries = record(dataset)
    own = set(entries.index[entries["network"] == network])
    name = str(dataset.networks.set_index("id").at[network, f"name_{lang}"])
    return name if own and len(name) <= QUERY_LENGTH and search(dataset, name) == own else ""


def members(dataset: Dataset, selection: Selection, network: str = "") -> pd.DataFrame:
    """Return the members in the tables, of ``network`` or of all networks, without the city itself.

    Members are cities, but also districts, regions, ports and associations; those without a place have no ``lat`` and ``lon``.

    Returns:
        Columns ``MEMBER_COLUMNS``, one row per network and member: ``name`` in the language of the selection, ``partner`` the id of
        the partner that the member is, empty for other members and for partners that the filters exclude. Treat it as read-only.
    """
    return members_of(dataset, tuple(partners_chosen(dataset, selection)), selection.lang, network)


@cached_views(64)
def members_of(dataset: Dataset, partners: tuple[str, ...], lang: str, network: str = "") -> pd.DataFrame:
    """Return :func:`members` with names in the language ``lang``, in which ``partners`` pass the filters; treat the frame as read-only."""
    rows = dataset.network_members
    rows = rows[(rows["city"] != HOME) & ((rows["network"] == network) | (not network))]
    partner = [partner_called(dataset, city, country) for city, country in zip(rows["city"], rows["country"], strict=True)]
    # The dtype is explicit because without members the columns would not be text.
    named = rows.assign(
        partner=pd.Series([one if one in partners else "" for one in partner], rows.index, dtype=str),
        name=pd.Series([member_name(city, lang) for city in rows["city"]], rows.index, dtype=str),
    )
    return named[MEMBER_COLUMNS].reset_index(drop=True)


def places(cities: pd.DataFrame) -> pd.DataFrame:
    """Return each member in ``cities`` (from :func:`members`) once, however many networks it belongs to.

    Returns:
        Columns ``name``, ``country``, ``lat``, ``lon``, ``partner`` and ``networks`` (tuple of ids). If a partner appears in two
        spellings, it is one row and ``name`` contains both.
    """
    key = cities["partner"].where(cities["partner"] != "", cities["name"] + cities["country"])
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    ids: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one, name, network in zip(key, cities["name"], cities["network"], strict=True):
        names[one][name] = ids[one][network] = None
    found = cities.groupby(key, sort=False)[["country", "lat", "lon", "partner"]].first()
    found.insert(0, "name", [" / ".join(names[one]) for one in found.index])
    return found.assign(networks=[tuple(ids[one]) for one in found.index]).reset_index(drop=True)


def second_degree(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return which comparable cities are connected with a partner of the city, as far as the tables show.

    Returns:
        Columns ``partner`` (id), ``own_kind`` and ``own_since`` (the city's relation in the last year of the selection, an ISO date
        or empty), ``home``, ``kind`` and ``since`` (of the other city's connection: year, 0 if unknown) and ``source``; partners in
        table order. Partners that the filters exclude, and connections that have ended or begin later, are left out. Treat the frame as
        read-only.
    """
    return shared_with(dataset, tuple(partners_chosen(dataset, selection)), selection.last_year)


@cached_views(64)
def shared_with(dataset: Dataset, partners: tuple[str, ...], year: int) -> pd.DataFrame:
    """Return :func:`second_degree` of ``partners`` at the end of ``year``."""
    shared = []
    for row in records(dataset.benchmark_twinnings):
        partner = partner_called(dataset, row.partner_city, row.country)
        since = 0 if pd.isna(row.since_year) else int(row.since_year)
        own = standing(dataset, partner, year) if partner in partners else None
        if row.home_city != HOME and own and row.kind in BEGINNINGS and since <= year:
            shared.append((partner, own[0], own[2], row.home_city, row.kind, since, row.source))
    shared.sort(key=lambda one: (partners.index(one[0]), one[3]))
    return pd.DataFrame(shared, columns=["partner", "own_kind", "own_since", "home", "kind", "since", "source"])
