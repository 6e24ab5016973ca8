"""Answer questions about the dataset with pure functions: dataset and selection in, a small frame or number out.

The counting rules (``data/README.md``) are implemented here: what counts as exchange, that an event under several partners counts
once, that a programme counts in the year it begins, when participants may be summed, how a series may be drawn. Text columns are
returned in the language of the selection and named without its suffix (``title`` from ``title_de``).
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from data.cache import cached, cached_views
from data.dataset import Dataset
from data.geodesy import distance_km
from data.records import records
from data.selection import COUNTED, Selection
from data.vocabulary import BEGINNINGS, CITY_LIST_CHOICES, INSTITUTION_KINDS, SECTORS, STOPS, SUMMABLE_KINDS

#: Kinds of step that set a status, and the status they set.
_STATUS_STEPS = dict(zip(STOPS, ("suspended", "dormant", "ended"), strict=True))
RELATION_COLUMNS = [
    "id",
    "name",
    "country",
    "country_iso3",
    "lat",
    "lon",
    "approximate",
    "kind",
    "status",
    "since",
    "distance_km",
    "exchanges",
    "unlisted",
    "resting",
    "latest",
    "note",
]


@dataclass(frozen=True)
class KeyFigures:
    """The key figures of the map.

    ``active`` is the number of relations that are agreed and active in the last year of the selection, ``countries`` the number of
    their countries, Germany included. ``exchanges`` counts each event once, however many partners took part. ``first_year`` is the
    year of the earliest event, or None if there is none.
    """

    active: int
    countries: int
    exchanges: int
    first_year: int | None


def localized(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return ``frame`` with each pair ``x_de``/``x_en`` replaced by ``x`` in ``lang``."""
    places, names = _in_language(tuple(frame.columns), lang)
    return frame.take(places, axis=1).set_axis(names, axis=1)


@lru_cache(256)
def _in_language(columns: tuple[str, ...], lang: str) -> tuple[list[int], list[str]]:
    """Return the positions of those of ``columns`` that :func:`localized` keeps, and their names in its result."""
    pairs = {name[:-3] for name in columns if name.endswith("_de") and f"{name[:-3]}_en" in columns}
    bare = [name[:-3] if name[:-3] in pairs and name.endswith(("_de", "_en")) else name for name in columns]
    kept = [place for place, name in enumerate(columns) if name == bare[place] or name.endswith(f"_{lang}")]
    return kept, [bare[place] for place in kept]


def without_city_list(found: pd.DataFrame) -> pd.DataFrame:
    """Return ``found`` without the city's complete lists, so that years are comparable (counting rule 1)."""
    return found[found["collection"] == ""]


def has_city_list(found: pd.DataFrame) -> bool:
    """Return whether any row of ``found`` is from one of the city's complete lists."""
    return bool((found["collection"] != "").any())


def listed(found: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return ``found`` with the city's complete list, or without it if the viewer has left it out."""
    return found if selection.city_list == CITY_LIST_CHOICES[0] else without_city_list(found)


def events(activities: pd.DataFrame, *within: str) -> pd.DataFrame:
    """Return the first row of each event in ``activities`` (counting rule 5), or of each event per value of the columns ``within``.

    Rows that belong to no event are all kept.
    """
    return activities[(activities["event"] == "") | ~activities.duplicated(["event", *within])]


def kind_counts(activities: pd.DataFrame) -> dict[str, int]:
    """Return the number of :func:`events` per kind in ``activities``, most first; an event counts under the kind of its first row."""
    first = dict[str, str]()
    rows = zip(activities["event"].tolist(), activities["id"].tolist(), activities["kind"].tolist(), strict=True)
    for event, row, kind in rows:
        first.setdefault(event or row, kind)
    return dict(Counter(first.values()).most_common())


def sums_once(activities: pd.DataFrame, *by: str) -> dict[Any, int]:
    """Return the weight of ``activities`` per tuple of values in the columns ``by``; rows of one event with the same values count once.

    Lists take a third of the time of frames here, and most of a view is counting.
    """
    sums, counted = dict[Any, int](), set[Any]()
    values = zip(*(activities[name].tolist() for name in by), strict=True) if by else repeat(())
    for event, weight, value in zip(activities["event"].tolist(), activities["weight"].tolist(), values, strict=bool(by)):
        if event:
            if (event, value) in counted:
                continue
            counted.add((event, value))
        sums[value] = sums.get(value, 0) + weight
    return sums


def count_events(activities: pd.DataFrame) -> int:
    """Return the number of events in ``activities``; each row counts by its ``weight``."""
    return sums_once(activities).get((), 0)


def participants(activities: pd.DataFrame) -> int | None:
    """Return the number of people exchanged as a lower bound, or None if the rows may not be summed or none names a number.

    Rows may be summed only if all are of one kind that counts people exchanged (counting rule 4). Each event counts once, with its
    first row that names a number.
    """
    kinds = set(activities["kind"])
    if len(kinds) != 1 or not kinds <= set(SUMMABLE_KINDS):
        return None
    once = events(activities.dropna(subset=["participants"]))
    return int(once["participants"].sum()) if len(once) else None


def standing(dataset: Dataset, partner: str, year: int) -> tuple[str, str, str] | None:
    """Return (kind, status, since) of the relation with ``partner`` at the end of ``year``, or None before it began.

    ``kind`` is a kind of relation, *friendship*, or *contact* if exchange is documented before any agreement. ``since`` is the date
    of the step that began it, at its known precision, or empty. In the present year all three come from the table ``partners``. A
    status without a dated step applies to the present year only.
    """
    row = dataset.partner(partner)
    if year >= dataset.years[1]:
        return row["kind"], row["status"], row["since"]
    if year < dataset.first_contact.get(partner, dataset.years[1]):
        return None
    kind, status, since = ("contact", "active", "") if row["since"] else (row["kind"], "active", "")
    for step in dataset.steps_of(partner):
        if int(step["date"][:4]) <= year:
            if step["kind"] in BEGINNINGS:
                kind, since = step["kind"], step["date"]
            status = _STATUS_STEPS.get(step["kind"], status)
    return kind, status, since


def exchanges(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return the rows of ``activities`` that count as exchange in the selection, one row for each partner of an event.

    Filters by sector, by year of the beginning (counting rule 3), by partner, by kind of relation and, unless ended relations are
    shown, by status. Count with :func:`count_events`, never with ``len``. If the rows are only counted, :func:`tally` gives the same
    counts from fewer rows.
    """
    return narrowed(dataset.exchange, dataset, selection)


def observations_of(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return the rows of ``observations`` on the chosen partners, their countries and the city, in the chosen years and sectors."""
    chosen = set(partners_chosen(dataset, selection))
    countries = {dataset.partner(partner)["country"] for partner in chosen}
    rows = dataset.observations[dataset.observations["year"].between(selection.first_year, selection.last_year)]
    rows = rows[rows["partner"].isin(chosen) | ((rows["partner"] == "") & rows["country"].isin({*countries, ""}))]
    if selection.sectors:
        rows = rows[rows["indicator"].map(dataset.indicators.set_index("id")["sector"]).isin(selection.sectors)]
    return rows


def tally(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return what :func:`exchanges` returns, aggregated for counting: columns ``tally.TALLY_COLUMNS``."""
    return narrowed(dataset.tally, dataset, selection)


def narrowed(rows: pd.DataFrame, dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return those of ``rows`` (``dataset.exchange`` or derived from it) that pass the filters of :func:`exchanges`."""
    years, chosen = rows["year"].to_numpy(), partners_chosen(dataset, selection)
    kept = (years >= selection.first_year) & (years <= selection.last_year)
    if len(chosen) < len(dataset.partner_rows):
        kept &= rows["partner"].isin(chosen).to_numpy()
    if selection.sectors:
        kept &= rows["sector"].isin(selection.sectors).to_numpy()
    return rows.take(np.flatnonzero(kept))


def partner_counts(found: pd.DataFrame) -> dict[str, int]:
    """Return the number of activities per partner in ``found``; an event with several rows of one partner counts once."""
    return {partner: n for (partner,), n in sorted(sums_once(found, "partner").items())}


def partners_chosen(dataset: Dataset, selection: Selection) -> list[str]:
    """Return the ids of the partners that pass the filters on partner, kind of relation and ended relations."""
    return [
        row["id"]
        for row in dataset.partner_rows
        if (not selection.partners or row["id"] in selection.partners)
        and (not selection.relations or row["kind"] in selection.relations)
        and (selection.ended or row["status"] != "ended" or row["id"] in selection.partners)
    ]


def relations(dataset: Dataset, selection: Selection, found: pd.DataFrame) -> pd.DataFrame:
    """Return one row per relation that exists in the last year of the selection.

    Args:
        dataset: the dataset.
        selection: the view; its last year is the moment shown.
        found: result of :func:`exchanges` or :func:`tally` for both.

    Returns:
        Columns ``RELATION_COLUMNS``, most exchanges first: ``kind`` and ``status`` at that moment, ``since`` an ISO date or empty,
        ``distance_km`` the length of the geodesic from the city, ``exchanges`` the partner's own count in the selection,
        ``unlisted`` the same without the city's complete list, ``resting`` whether the relation is not active today, ``latest`` the
        ISO date of the latest of them or empty, ``note`` the city's wording in the language of the selection.
    """
    counts, unlisted = partner_counts(found), partner_counts(without_city_list(found))
    latest = dict(zip(found["partner"].tolist(), found["date"].tolist(), strict=True))  # rows are in order of date, so the latest date wins
    rows = []
    for partner in partners_chosen(dataset, selection):
        stands = standing(dataset, partner, selection.last_year)
        if stands is None:
            continue
        row = dataset.partner(partner)
        rows.append(
            {
                "id": partner,
                "name": row[f"name_{selection.lang}"],
                "country": row["country"],
                "country_iso3": row["country_iso3"],
                "lat": row["lat"],
                "lon": row["lon"],
                "approximate": row["coordinates_approximate"],
                "kind": stands[0],
                "status": stands[1],
                "since": stands[2],
                "distance_km": distance_km(row["lat"], row["lon"]),
                "exchanges": counts.get(partner, 0),
                "unlisted": unlisted.get(partner, 0),
                "resting": row["status"] != "active",
                "latest": latest.get(partner, ""),
                "note": row[f"note_{selection.lang}"],
            }
        )
    rows.sort(key=lambda row: (-row["exchanges"], row["name"]))
    return pd.DataFrame(rows, columns=RELATION_COLUMNS)


def key_figures(shown: pd.DataFrame, found: pd.DataFrame) -> KeyFigures:
    """Return the key figures of ``shown`` (from :func:`relations`) and ``found`` (from :func:`exchanges` or :func:`tally`)."""
    relations_shown = zip(shown["country"].tolist(), shown["kind"].tolist(), shown["status"].tolist(), strict=True)
    active = [country for country, kind, status in relations_shown if status == "active" and kind != "contact"]
    return KeyFigures(
        active=len(active),
        countries=len(set(active)),
        exchanges=count_events(found),
        first_year=int(found["year"].min()) if len(found) else None,
    )


def sector_counts(found: pd.DataFrame) -> dict[str, int]:
    """Return the number of events per sector in ``found``, in vocabulary order, without sectors that have none."""
    counts = sums_once(found, "sector")
    return {sector: counts[sector,] for sector in SECTORS if (sector,) in counts}


@cached
def _sources(dataset: Dataset) -> tuple[dict[str, int], dict[str, ExtensionArray]]:
    """Return the place of each source by its id, and the columns that :func:`with_sources` adds, which have it at this place."""
    sources = dataset.sources
    linkable = sources["linkable"] & sources["url"].str.startswith(("http://", "https://"))
    told = sources[["title", "publisher", "grade", "published"]].rename(columns={"title": "source_title"})
    told = told.assign(link=sources["url"].where(linkable, ""))
    return {name: place for place, name in enumerate(sources["id"])}, {name: told[name].array for name in told}


@cached
def provenance(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Return the publisher of each source by its id, and the date of publication, ISO at its known precision or empty."""
    sources = dataset.sources
    return dict(zip(sources["id"], zip(sources["publisher"], sources["published"], strict=True), strict=True))


def with_sources(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` joined with their source: ``source_title``, ``publisher``, ``grade``, ``published`` and ``link``.

    ``link`` is empty if the source must be named but not linked (counting rule 6).
    """
    places, told = _sources(dataset)
    of_rows = [places[name] for name in rows["source"].tolist()]
    return rows.assign(**{name: column.take(of_rows) for name, column in told.items()})


@cached
def _places(dataset: Dataset) -> dict[tuple[str, str], npt.NDArray[np.intp]]:
    """Return the positions in ``dataset.exchange`` of the rows of each partner and sector, in order of date."""
    return {
        (str(partner), str(sector)): places for (partner, sector), places in dataset.exchange.groupby(["partner", "sector"]).indices.items()
    }


def _latest(dataset: Dataset, selection: Selection, number: int) -> tuple[int, ...]:
    """Return the positions in ``dataset.exchange`` of the ``number`` latest rows of :func:`exchanges`, newest first.

    Only the last rows of each partner and sector are read, so that the time does not grow with the number of activities.
    """
    known, years = _places(dataset), dataset.exchange["year"].to_numpy()
    span = np.searchsorted(years, (selection.first_year, selection.last_year + 1))
    ends = [np.empty(0, dtype=np.intp)]
    for partner in partners_chosen(dataset, selection):
        for sector in selection.sectors or SECTORS:
            own = known.get((partner, sector), ends[0])
            first, last = np.searchsorted(own, span)
            ends.append(own[max(first, last - number) : last])
    return tuple(np.sort(np.concatenate(ends))[::-1][:number].tolist())


def latest_activities(dataset: Dataset, selection: Selection, number: int = 3) -> pd.DataFrame:
    """Return the ``number`` latest rows of :func:`exchanges`, newest first, localized and with their sources."""
    return _told(dataset, _latest(dataset, selection, number), selection.lang)


def latest_rows(dataset: Dataset, selection: Selection, number: int = 3) -> tuple[Any, ...]:
    """Return the rows of :func:`latest_activities` as named tuples, which are kept: views that begin earlier often have the same ones."""
    return _told_rows(dataset, _latest(dataset, selection, number), selection.lang)


def _told(dataset: Dataset, places: tuple[int, ...], lang: str) -> pd.DataFrame:
    return with_sources(dataset, localized(dataset.exchange.take(places), lang))


@cached_views(256)
def _told_rows(dataset: Dataset, places: tuple[int, ...], lang: str) -> tuple[Any, ...]:
    return tuple(records(_told(dataset, places, lang)))


@cached
def _named(dataset: Dataset) -> dict[str, list[str]]:
    """Return the ids of the institutions that the German title of each activity names, by the id of the activity.

    A spelling matches a whole word or the beginning of a word.
    """
    titles = dataset.activities.set_index("id")["title_de"]
    named: dict[str, list[str]] = {}
    for row in records(dataset.institutions):
        # An abbreviation must be a whole word; other names may have an ending, as in *des Gymnasiums*.
        spellings = "|".join(re.escape(one) + (r"(?!\w)" if one.isupper() else "") for one in row.spellings.split(";"))
        for activity in titles.index[titles.str.contains(rf"(?<!\w)(?:{spellings})", regex=True)]:
            named.setdefault(activity, []).append(row.id)
    return named


def institutions(dataset: Dataset, found: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the institutions that the titles of ``found`` (from :func:`exchanges`) name.

    Returns:
        Columns ``id``, ``name``, ``kind`` and ``activities`` (number of events that name it), by kind in vocabulary order, then
        most activities first.
    """
    named, naming = _named(dataset), dict[str, set[str]]()
    for activity, event in zip(found["id"].tolist(), found["event"].tolist(), strict=True):
        for institution in named.get(activity, ()):
            naming.setdefault(institution, set()).add(event or activity)
    rows = [
        (row.id, getattr(row, f"name_{lang}"), row.kind, len(naming[row.id])) for row in records(dataset.institutions) if row.id in naming
    ]
    rows.sort(key=lambda row: (INSTITUTION_KINDS.index(row[2]), -row[3], row[1]))
    return pd.DataFrame(rows, columns=["id", "name", "kind", "activities"])


@cached_views(128)
def status_history(dataset: Dataset, partner: str, lang: str) -> pd.DataFrame:
    """Return the steps of the relation with ``partner`` by date, localized and with their sources; treat the frame as read-only."""
    steps = dataset.relation_steps
    return with_sources(dataset, localized(steps[steps["partner"] == partner].sort_values("date"), lang))


def segments(dataset: Dataset, indicator: str, observations: pd.DataFrame) -> pd.Series:
    """Number the segments of ``observations`` of one ``indicator``: the parts of a series that a line may connect.

    A segment ends where a year is missing, because unknown is not zero, and where the definition of the indicator changes (counting
    rule 7). If the indicator may not be drawn as a line, each observation is a segment of its own.

    Args:
        dataset: the dataset.
        indicator: id of the indicator.
        observations: rows with ``series`` and ``year``, at most one per year and series.

    Returns:
        The number of each row's segment, from 0 in each series, in order of series and year.

    Raises:
        KeyError: there is no such indicator.
        ValueError: two rows share series and year, so that they are not a single series.
    """
    known = dataset.indicators[dataset.indicators["id"] == indicator]
    if known.empty:
        raise KeyError(indicator)
    row = known.iloc[0]
    ordered = observations[["series", "year"]].sort_values(["series", "year"])
    if ordered.duplicated().any():
        raise ValueError(f"{indicator}: several values for one year; choose one pair of places")
    breaks = {int(year) for year in str(row["breaks"]).split()}
    years, series = ordered["year"].astype(int), ordered["series"]
    starts = (years.groupby(series).diff() != 1) | years.isin(breaks) | (row["chart"] != "line")
    return starts.groupby(series).cumsum() - 1


def city_observations(dataset: Dataset, partner: str) -> pd.DataFrame:
    """Return the observations of ``partner`` itself, never those of its country or of all cities (counting rule 9)."""
    return dataset.observations[dataset.observations["partner"] == partner] if partner else dataset.observations.head(0)


@cached_views(64, needs=COUNTED)
def _found(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    return tally(dataset, selection)


@cached_views(64, needs=(*COUNTED, "lang"))
def connections(dataset: Dataset, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame, KeyFigures]:
    """Return the results of :func:`tally`, :func:`relations` and :func:`key_figures` for a view; treat the frames as read-only.

    Results are cached per process, because at an event many viewers look at the same few views.
    """
    found = _found(dataset, selection)
    shown = relations(dataset, selection, found)
    return found, shown, key_figures(shown, found)
