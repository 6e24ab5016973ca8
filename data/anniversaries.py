"""Compute round anniversaries of signings, foundings and first exchanges; those of suspended or ended relations are not celebrated."""

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.cache import cached, cached_views
from data.dataset import Dataset
from data.queries import partners_chosen
from data.selection import Selection
from data.vocabulary import BEGINNINGS, STOPS

STEP_YEARS: Final = 5
#: Kinds of beginning every fifth anniversary of which is major; of the other beginnings it takes a tenth, 25th or 75th one.
MOST_IMPORTANT: Final = ("twinning", "friendship")
YEARS_BACK: Final = 2
YEARS_AHEAD: Final = 10

#: Kinds of relation steps that are signings.
SIGNINGS: Final = (*BEGINNINGS, "certificate", "renewal", "trilateral")
#: Kinds of occasion, in the order of the legend.
OCCASIONS: Final = (*SIGNINGS, "founding", "first_exchange")
#: Word by which German titles of activities say that something was founded.
_FOUNDED: Final = "gegründet"

COLUMNS: Final = ["id", "kind", "partners", "date", "years", "on", "major", "celebrated", "stop", "title_de", "title_en", "source"]


@dataclass(frozen=True)
class Occasion:
    """Something that happened once and can have anniversaries; ``date`` is ISO at its known precision."""

    id: str
    kind: str
    partners: tuple[str, ...]
    date: str
    title_de: str
    title_en: str
    source: str


@dataclass(frozen=True)
class Anniversary:
    """A round anniversary: ``years`` after ``date``, on the date ``on``; both dates are ISO at the same precision."""

    partner: str
    kind: str
    date: str
    years: int
    on: str


def group_of(kind: str) -> str:
    """Return the group of a kind of occasion: ``"signing"``, ``"founding"`` or ``"first_exchange"``."""
    return "signing" if kind in SIGNINGS else kind


def is_major(kind: str, years: int) -> bool:
    """Return whether ``years`` after something of ``kind`` are a major anniversary.

    Twinnings and friendships, which councils conclude for good, come first: each of their anniversaries is major. Of projects and
    cooperations those are that the city marks at all, full decades, 25 and 75 years (paper 2023/0841). Foundings, first exchanges and
    renewed agreements have none.
    """
    return kind in MOST_IMPORTANT or (kind in BEGINNINGS and (years % 10 == 0 or years in (25, 75)))


def celebrated_on(date: str, years: int) -> str:
    """Return the date ``years`` after an ISO ``date``, at the same precision; 29 February becomes 1 March in a common year."""
    year = int(date[:4]) + years
    if date[4:] == "-02-29" and (year % 4 or (year % 100 == 0 and year % 400)):
        return f"{year}-03-01"
    return f"{year}{date[4:]}"


@cached
def occasions(dataset: Dataset) -> tuple[Occasion, ...]:
    """Return every signing, founding and first exchange that has a date.

    Signings are relation steps of the kinds ``SIGNINGS``; a trilateral agreement that several partners have with the same date is one
    occasion of all of them. Foundings are activities whose title says so. The first exchange of a partner is its earliest documented
    exchange that is neither a signing nor a founding.
    """
    steps = dataset.relation_steps
    signed = steps[steps["kind"].isin(SIGNINGS) & (steps["partner"] != "")]
    found = [
        Occasion(
            id="+".join(rows["id"]),
            kind=str(kind),
            partners=tuple(rows["partner"]),
            date=str(date),
            title_de=rows["title_de"].iloc[0],
            title_en=rows["title_en"].iloc[0],
            source=rows["source"].iloc[0],
        )
        for (kind, date), rows in _joint(signed)
    ]
    activities = dataset.activities
    told = activities["title_de"].str.contains(_FOUNDED) & ~activities["kind"].isin(("signing", "network"))
    founded = activities[told & (activities["partner"] != "") & (activities["status"] == "held")]
    found += [_of_activity("founding", row["id"], row) for row in founded.to_dict("records")]
    exchange = dataset.exchange
    met = (exchange["kind"] != "signing") & (exchange["partner"] != "") & ~exchange["id"].isin(founded["id"])
    first = exchange[met].drop_duplicates("partner")
    found += [_of_activity("first_exchange", f"{row['partner']}-first-exchange", row) for row in first.to_dict("records")]
    return tuple(found)


def _joint(signed: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Return the steps grouped into signings; only a trilateral agreement is one occasion of several partners."""
    alone = signed["id"].where(signed["kind"] != "trilateral", "")
    return [((str(kind), str(date)), rows) for (kind, date, _), rows in signed.groupby(["kind", "date", alone], sort=False)]


def _of_activity(kind: str, name: str, row: dict[str, str]) -> Occasion:
    return Occasion(name, kind, (row["partner"],), row["date"], row["title_de"], row["title_en"], row["source"])


def _round_years(date: str, first: str, last: str) -> list[int]:
    """Return the numbers of years after which an anniversary of ``date`` falls between ``first`` and ``last`` (ISO days), inclusive."""
    since = int(date[:4])
    years = range(STEP_YEARS, int(last[:4]) - since + 1, STEP_YEARS)
    return [number for number in years if first[: len(date)] <= celebrated_on(date, number) <= last[: len(date)]]


def stop_of(dataset: Dataset, partners: tuple[str, ...]) -> str:
    """Return the id of the relation step that stopped the relation with one of ``partners``, empty if all are active or no step says so."""
    for partner in partners:
        if dataset.partner(partner)["status"] != "active":
            return next((step["id"] for step in reversed(dataset.steps_of(partner)) if step["kind"] in STOPS), "")
    return ""


@cached_views(64, needs=("partners", "relations", "occasions"))
def anniversaries(dataset: Dataset, selection: Selection, today: str) -> pd.DataFrame:
    """Return the round anniversaries from two years before to ten years after ``today`` (ISO day).

    Partners, kinds of relation and ``occasions`` (major anniversaries or all) are those of the selection. Ended relations are
    included, because anniversaries that must not be celebrated are listed separately. The years of the selection limit the occasion
    itself. An occasion of several partners is kept if one of them is chosen.

    Returns:
        Columns ``COLUMNS``, in order of date: ``id`` combines the id of the occasion and the number of years, stable over time;
        ``on`` has the precision of ``date``, so a date known to the year has an anniversary known to the year. ``celebrated`` is
        False if the relation with one of the ``partners`` is suspended, dormant or ended; ``stop`` is then the relation step that
        says why. Treat the frame as read-only.
    """
    chosen = set(partners_chosen(dataset, replace(selection, ended=True)))
    first, last = celebrated_on(today, -YEARS_BACK), celebrated_on(today, YEARS_AHEAD)
    rows = []
    for occasion in occasions(dataset):
        wanted = chosen.intersection(occasion.partners) and selection.first_year <= int(occasion.date[:4]) <= selection.last_year
        every = _round_years(occasion.date, first, last) if wanted else []
        for years in (one for one in every if selection.occasions == "all" or is_major(occasion.kind, one)):
            resting = any(dataset.partner(partner)["status"] != "active" for partner in occasion.partners)
            rows.append(
                {
                    "id": f"{occasion.id}-{years}",
                    "kind": occasion.kind,
                    "partners": occasion.partners,
                    "date": occasion.date,
                    "years": years,
                    "on": celebrated_on(occasion.date, years),
                    "major": is_major(occasion.kind, years),
                    "celebrated": not resting,
                    "stop": stop_of(dataset, occasion.partners),
                    "title_de": occasion.title_de,
                    "title_en": occasion.title_en,
                    "source": occasion.source,
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["on", "id"], ignore_index=True)


def coming(rows: pd.DataFrame, today: str) -> pd.DataFrame:
    """Return those of ``rows`` that are celebrated and not over yet; one dated to a month or a year lasts until its end."""
    return rows[rows["celebrated"] & rows["on"].map(lambda on: on >= today[: len(on)]).astype(bool)]


def greatest_coming(rows: pd.DataFrame, today: str) -> pd.DataFrame:
    """Return the major ones of :func:`coming` or, if there are none, all of them, those whose day is known first, each group by date."""
    ahead = coming(rows, today)
    ahead = ahead[ahead["major"]] if ahead["major"].any() else ahead
    return ahead.sort_values("on", key=lambda on: on.str.len() != 10, kind="stable")


def next_anniversary(dataset: Dataset, partner: str, today: str) -> Anniversary | None:
    """Return the next round anniversary of the relation with ``partner`` on or after ``today`` (ISO day).

    Every fifth year after a beginning of the relation is round. Returns None if the relation is not active or its beginning is
    unknown. The anniversary of a date known to the year or month is that year or month, even if it has already begun.
    """
    if dataset.partner(partner)["status"] != "active":
        return None
    upcoming = []
    for step in dataset.steps_of(partner):
        if step["kind"] in BEGINNINGS:
            date = step["date"]
            years = STEP_YEARS
            while celebrated_on(date, years) < today[: len(date)]:
                years += STEP_YEARS
            upcoming.append(Anniversary(partner, step["kind"], date, years, celebrated_on(date, years)))
    return min(upcoming, key=lambda anniversary: anniversary.on, default=None)
