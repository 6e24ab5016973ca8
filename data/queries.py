"""Pure questions to the dataset: (dataset, selection) in, a small frame or number out.

The rules of honesty of the research live here: what counts as exchange, that one event under several partners counts
once, that programmes count in the year they begin, when participants may be summed, how a series may be drawn.
Text columns come in the language of the selection, under the bare name (``title`` from ``title_de``).
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.cache import cached, cached_views
from data.dataset import Dataset
from data.geodesy import distance_km
from data.selection import Selection
from data.vocabulary import BEGINNINGS, INSTITUTION_KINDS, SECTORS, SUMMABLE_KINDS

#: Steps that set a status, and the status they set.
_STATUS_STEPS = {"suspension": "suspended", "dormancy": "dormant", "end": "ended"}
#: So many may share the first place before naming them all says nothing any more.
_LEADERS_AT_MOST = 3

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
    "latest",
    "note",
]


@dataclass(frozen=True)
class KeyFigures:
    """What the map shows, in numbers.

    ``active`` counts relations that are agreed and active in the last year of the selection, ``countries`` their
    countries, Germany included. ``exchanges`` counts events once, however many partners took part. ``first_year`` is
    the year of the first of them, None where there is none.
    """

    active: int
    countries: int
    exchanges: int
    first_year: int | None


def localized(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return ``frame`` with each pair ``x_de``/``x_en`` replaced by ``x`` in ``lang``."""
    pairs = {name[:-3] for name in frame if name.endswith("_de") and f"{name[:-3]}_en" in frame}
    kept = frame.drop(columns=[f"{name}_{other}" for name in pairs for other in ("de", "en") if other != lang])
    return kept.rename(columns={f"{name}_{lang}": name for name in pairs})


def events(activities: pd.DataFrame, *within: str) -> pd.DataFrame:
    """Return ``activities`` with one row per event, its first (rule of honesty 5), or one in each value of the columns ``within``."""
    return activities[(activities["event"] == "") | ~activities.duplicated(["event", *within])]


def count_events(activities: pd.DataFrame) -> int:
    """Return how many events ``activities`` are; rows count by ``weight``."""
    return int(events(activities)["weight"].sum())


def participants(activities: pd.DataFrame) -> int | None:
    """Return the number of people exchanged, a lower bound, or None where the rows may not be summed.

    A sum is allowed only inside one kind that counts people exchanged (rule of honesty 4), over rows of distinct events
    that name a number.
    """
    kinds = set(activities["kind"])
    if len(kinds) != 1 or not kinds <= set(SUMMABLE_KINDS):
        return None
    once = events(activities.dropna(subset=["participants"]))
    return int(once["participants"].sum()) if len(once) else None


def standing(dataset: Dataset, partner: str, year: int) -> tuple[str, str, str] | None:
    """Return (kind, status, since) of the relation with ``partner`` at the end of ``year``, None before it began.

    ``kind`` is a kind of relation, *friendship*, or *contact* where exchange is documented before any agreement; ``since``
    is the date of the step that began it, at its precision, or empty. In the present year all three are the table's own.
    A status without a dated step holds for the present year only.
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
    """Return the rows of ``activities`` that count as exchange in the selection, every partner of an event with its own.

    Filters by sector, year (of the beginning, rule of honesty 3), partner, kind of relation and, unless ended relations
    are shown, by status. Count with :func:`count_events`, never with ``len``. Where rows are only counted :func:`tally` answers
    the same from less.
    """
    return narrowed(dataset.exchange, dataset, selection)


def observations_of(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return the rows of ``observations`` on the partners chosen, their countries and Karlsruhe, in the years and sectors chosen."""
    chosen = set(partners_chosen(dataset, selection))
    countries = {dataset.partner(partner)["country"] for partner in chosen}
    rows = dataset.observations[dataset.observations["year"].between(selection.first_year, selection.last_year)]
    rows = rows[rows["partner"].isin(chosen) | ((rows["partner"] == "") & rows["country"].isin({*countries, ""}))]
    if selection.sectors:
        rows = rows[rows["indicator"].map(dataset.indicators.set_index("id")["sector"]).isin(selection.sectors)]
    return rows


def tally(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return what :func:`exchanges` returns, folded to what counting needs: columns ``tally.TALLY_COLUMNS``."""
    return narrowed(dataset.tally, dataset, selection)


def narrowed(rows: pd.DataFrame, dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return those of ``rows`` (of ``dataset.exchange`` or made from it) that pass the filters, see :func:`exchanges`."""
    kept = rows["year"].between(selection.first_year, selection.last_year)
    kept &= rows["partner"].isin(partners_chosen(dataset, selection))
    if selection.sectors:
        kept &= rows["sector"].isin(selection.sectors)
    return rows[kept]


def partner_counts(found: pd.DataFrame) -> dict[str, int]:
    """Return the number of activities of each partner in ``found``, an event with several rows of one partner counted once."""
    once = found[(found["event"] == "") | ~found.duplicated(["event", "partner"])]
    return {str(partner): int(n) for partner, n in once.groupby("partner")["weight"].sum().items()}


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
    """Return one row per relation that stands in the last year of the selection.

    Args:
        dataset: the facts.
        selection: the view; its last year is the moment shown.
        found: what :func:`exchanges` or :func:`tally` returns for both.

    Returns:
        Columns ``RELATION_COLUMNS``, most exchanges first: ``kind`` and ``status`` at that moment, ``since`` an ISO date or
        empty, ``distance_km`` the geodesic from Karlsruhe, ``exchanges`` the partner's own count in the selection,
        ``latest`` the ISO date of the last of them or empty, ``note`` the city's wording in the selection's language.
    """
    counts = partner_counts(found)
    latest = dict(zip(found["partner"], found["date"], strict=True))  # the rows come in order of date
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
                "latest": latest.get(partner, ""),
                "note": row[f"note_{selection.lang}"],
            }
        )
    rows.sort(key=lambda row: (-row["exchanges"], row["name"]))
    return pd.DataFrame(rows, columns=RELATION_COLUMNS)


def key_figures(shown: pd.DataFrame, found: pd.DataFrame) -> KeyFigures:
    """Return the key figures of ``shown`` (from :func:`relations`) and ``found`` (from :func:`exchanges`)."""
    active = shown[(shown["status"] == "active") & (shown["kind"] != "contact")]
    return KeyFigures(
        active=len(active),
        countries=active["country"].nunique(),
        exchanges=count_events(found),
        first_year=int(found["year"].min()) if len(found) else None,
    )


def sector_counts(found: pd.DataFrame) -> dict[str, int]:
    """Return the number of events per sector in ``found``, in the order of the vocabulary, sectors without any left out."""
    counts = events(found, "sector").groupby("sector")["weight"].sum()
    return {sector: int(counts[sector]) for sector in SECTORS if sector in counts.index}


def leaders(values: pd.Series) -> list[Any]:
    """Return the labels of the highest of ``values``, in their order; none where nothing stands out: all share it, or more than three."""
    highest = values[values == values.max()]
    return [] if 1 < len(highest) == len(values) or len(highest) > _LEADERS_AT_MOST else list(highest.index)


@cached
def _sources(dataset: Dataset) -> pd.DataFrame:
    """Return what :func:`with_sources` adds, by the source's id."""
    sources = dataset.sources.set_index("id")
    linkable = sources["linkable"] & sources["url"].str.startswith(("http://", "https://"))
    told = sources[["title", "publisher", "grade", "published"]].rename(columns={"title": "source_title"})
    return told.assign(link=sources["url"].where(linkable, ""))


def with_sources(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` joined with their source: ``source_title``, ``publisher``, ``grade``, ``published`` and ``link``.

    ``link`` is empty where the source must be named but not linked (rule of honesty 6).
    """
    return rows.join(_sources(dataset), on="source")


@cached
def _places(dataset: Dataset) -> dict[tuple[str, str], npt.NDArray[np.intp]]:
    """Return where in ``dataset.exchange`` the rows of each partner and sector stand, in order of date."""
    return {
        (str(partner), str(sector)): places for (partner, sector), places in dataset.exchange.groupby(["partner", "sector"]).indices.items()
    }


def latest_activities(dataset: Dataset, selection: Selection, number: int = 3) -> pd.DataFrame:
    """Return the ``number`` latest rows of :func:`exchanges`, newest first, localized and with their sources.

    Only the ends of what each partner and sector has are looked at, so that it takes no longer with many more activities.
    """
    known, years = _places(dataset), dataset.exchange["year"].to_numpy()
    begin, end = np.searchsorted(years, selection.first_year), np.searchsorted(years, selection.last_year, side="right")
    ends = [np.empty(0, dtype=np.intp)]
    for partner in partners_chosen(dataset, selection):
        for sector in selection.sectors or SECTORS:
            own = known.get((partner, sector), ends[0])
            first, last = np.searchsorted(own, (begin, end))
            ends.append(own[max(first, last - number) : last])
    latest = np.sort(np.concatenate(ends))[::-1][:number]
    return with_sources(dataset, localized(dataset.exchange.iloc[latest], selection.lang))


@cached
def _named(dataset: Dataset) -> dict[str, list[str]]:
    """Return the ids of the institutions that an activity's German title names, by the activity's id.

    A spelling is a whole word or its stem.
    """
    titles = dataset.activities.set_index("id")["title_de"]
    named: dict[str, list[str]] = {}
    for row in dataset.institutions.itertuples():
        # An abbreviation is a whole word; other names may carry an ending: des Gymnasiums.
        spellings = "|".join(re.escape(one) + (r"(?!\w)" if one.isupper() else "") for one in row.spellings.split(";"))
        for activity in titles.index[titles.str.contains(rf"(?<!\w)(?:{spellings})", regex=True)]:
            named.setdefault(activity, []).append(row.id)
    return named


def institutions(dataset: Dataset, found: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the institutions that the titles of ``found`` (from :func:`exchanges`) name.

    Returns:
        Columns ``id``, ``name``, ``kind`` and ``activities`` (events that name it), by kind in the order of the vocabulary, most
        activities first.
    """
    named, naming = _named(dataset), dict[str, set[str]]()
    for activity, event in zip(found["id"], found["event"], strict=True):
        for institution in named.get(activity, ()):
            naming.setdefault(institution, set()).add(event or activity)
    rows = [
        {"id": row["id"], "name": row[f"name_{lang}"], "kind": row["kind"], "activities": len(naming[row["id"]])}
        for row in dataset.institutions.to_dict("records")
        if row["id"] in naming
    ]
    rows.sort(key=lambda row: (INSTITUTION_KINDS.index(row["kind"]), -row["activities"], row["name"]))
    return pd.DataFrame(rows, columns=["id", "name", "kind", "activities"])


def status_history(dataset: Dataset, selection: Selection, partner: str) -> pd.DataFrame:
    """Return the steps of the relation with ``partner`` in order of date, localized and with their sources."""
    steps = dataset.relation_steps
    return with_sources(dataset, localized(steps[steps["partner"] == partner].sort_values("date"), selection.lang))


def segments(dataset: Dataset, indicator: str, observations: pd.DataFrame) -> pd.Series:
    """Number the stretches of ``observations`` of one ``indicator`` that a line may connect.

    A stretch ends where a year is missing (unknown is not zero) and where the indicator's definition breaks (rule of
    honesty 7). Of an indicator that is no line each observation is a stretch of its own.

    Args:
        dataset: the facts.
        indicator: id of the indicator.
        observations: rows with ``series`` and ``year``, at most one per year and series.

    Returns:
        A number for each row, from 0 in each series, in order of series and year.

    Raises:
        KeyError: there is no such indicator.
        ValueError: two rows share a year, so that they are no single series.
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
    """Return the observations that are ``partner``'s own: those of its country or of all cities never are (rule 9)."""
    return dataset.observations[dataset.observations["partner"] == partner] if partner else dataset.observations.head(0)


@cached_views(256)
def connections(dataset: Dataset, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame, KeyFigures]:
    """Return what :func:`tally`, :func:`relations` and :func:`key_figures` answer for a view; treat the frames as read-only.

    Kept per process, since at an event many viewers look at the same few views.
    """
    found = tally(dataset, selection)
    shown = relations(dataset, selection, found)
    return found, shown, key_figures(shown, found)
