"""Round anniversaries of the beginnings of relations; what is suspended or ended is never celebrated."""

from dataclasses import dataclass
from typing import Final

from data.dataset import Dataset
from data.vocabulary import BEGINNINGS

STEP_YEARS: Final = 5


@dataclass(frozen=True)
class Anniversary:
    """A round anniversary: ``years`` after ``date`` (ISO at its precision), falling in ``on`` at the same precision."""

    partner: str
    kind: str
    date: str
    years: int
    on: str


def celebrated_on(date: str, years: int) -> str:
    """Return the date ``years`` after an ISO ``date``, at the same precision; 29 February falls on 1 March off leap years."""
    year = int(date[:4]) + years
    if date[4:] == "-02-29" and (year % 4 or (year % 100 == 0 and year % 400)):
        return f"{year}-03-01"
    return f"{year}{date[4:]}"


def next_anniversary(dataset: Dataset, partner: str, today: str) -> Anniversary | None:
    """Return the next round anniversary of the relation with ``partner`` from ``today`` (ISO day) on.

    Round is every fifth year after a beginning of the relation. None where the relation is not active or its beginning is
    not known. A date known to the year or month has its anniversary in that year or month, today's included.
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
