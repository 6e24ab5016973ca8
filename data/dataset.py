"""Load the tables into one immutable dataset: read, validate and type them once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.city import CITY, FOLDER
from data.schema import TABLES, Table
from data.tally import tallied
from data.validation import BrokenTables, problems_of, read_tables
from data.vocabulary import BEGINNINGS, EXCHANGE_KINDS

# Tables are small and rows are taken from them many times per view; as Python strings that takes a third of the time of Arrow's.
pd.options.mode.string_storage = "python"

#: Longest time between two documented days, in days; the longest since 2006 is 204.
LONGEST_GAP_DAYS: Final = 366
#: Number of regular series (``indicators.chart`` is *line*) that must have a value for a year to be the newest of the statistics.
SERIES_OF_A_YEAR: Final = 3
TABLES_DIRECTORY: Final = FOLDER / "tables"


@dataclass(frozen=True, eq=False)
class Dataset:
    """All tables, typed; treat every frame as read-only.

    Columns are those of ``data.schema``: numbers as ``Int64``/``float64``, yes/no as ``bool``, text unchanged (empty cell ``""``).
    ``activities`` has two more: ``year`` (int) and ``exchange`` (bool: the activity is known to have been held and its kind counts as
    exchange, counting rules 2 and 5). ``cells`` holds the tables as text; ``version`` is the number of the published version, 0 for
    the tables of the repository; ``published`` is when it was published, UTC as ISO 8601, empty for the repository's.
    """

    sources: pd.DataFrame
    partners: pd.DataFrame
    partner_sources: pd.DataFrame
    relation_steps: pd.DataFrame
    activities: pd.DataFrame
    indicators: pd.DataFrame
    observations: pd.DataFrame
    institutions: pd.DataFrame
    networks: pd.DataFrame
    network_members: pd.DataFrame
    benchmark_twinnings: pd.DataFrame
    cells: Mapping[str, pd.DataFrame]
    version: int = 0
    published: str = ""

    @cached_property
    def as_of(self) -> str:
        """Return the latest day, ISO 8601, on which an activity began that is known to have been held; a single stray day is ignored.

        Without any activity it is the day of the last check.
        """
        held = self.activities[self.activities["status"] == "held"]
        return _latest_day(held["date"]) or _latest_day(self.activities["date"]) or self.checked

    @cached_property
    def newest_statistics(self) -> int:
        """Return the latest year for which ``SERIES_OF_A_YEAR`` regular series have a value, so no single row decides; 0 if none has."""
        regular = self.indicators.loc[self.indicators["chart"] == "line", "id"]
        rows = self.observations[self.observations["indicator"].isin(regular)]
        series = rows.groupby("year")["indicator"].nunique()
        return int(max(series.index[series >= SERIES_OF_A_YEAR], default=0))

    @property
    def checked(self) -> str:
        """Return the day, ISO 8601, on which the data were last checked: that of their publication, or the one the city states."""
        return self.published[:10] or CITY.checked

    @property
    def checked_year(self) -> int:
        """Return the year of the last check, which is taken for the present one: what it contains is not over."""
        return int(self.checked[:4])

    @cached_property
    def years(self) -> tuple[int, int]:
        """Return the first and last year of the dashboard: the year of the first agreement or exchange and the latest with an activity.

        A single stray day is ignored, as in :attr:`as_of`, but announced activities count, so that they can be found. Without activities
        the last year is that of the last check.
        """
        last = int((_latest_day(self.activities["date"]) or self.checked)[:4])
        return min(self.first_contact.values(), default=last), last

    @cached_property
    def partner_rows(self) -> tuple[dict[str, Any], ...]:
        """Return the partners as plain mappings of column to value, which are faster to read than frames."""
        return tuple(self.partners.to_dict("records"))

    @cached_property
    def _partner_by_id(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.partner_rows}

    def partner(self, partner: str) -> dict[str, Any]:
        """Return the row of ``partner``.

        Raises:
            KeyError: there is no such partner.
        """
        return self._partner_by_id[partner]

    @cached_property
    def _steps(self) -> dict[str, list[dict[str, Any]]]:
        ordered = self.relation_steps.sort_values("date", kind="stable")
        return {str(partner): rows.to_dict("records") for partner, rows in ordered.groupby("partner")}

    def steps_of(self, partner: str) -> list[dict[str, Any]]:
        """Return the steps of the relation with ``partner`` in order of date."""
        return self._steps.get(partner, [])

    @cached_property
    def exchange(self) -> pd.DataFrame:
        """Return the activities of scope *partner* that count as exchange, in order of date, each with ``weight`` 1."""
        return self.activities[self.activities["exchange"] & (self.activities["scope"] == "partner")].assign(weight=1)

    @property
    def has_exchange(self) -> bool:
        """Return whether any exchange is documented; a city may have nothing but its partners."""
        return bool(len(self.exchange))

    @property
    def has_course(self) -> bool:
        """Return whether there is anything to show over time, exchange or statistics."""
        return self.has_exchange or bool(len(self.observations))

    @property
    def has_sectors(self) -> bool:
        """Return whether anything belongs to a sector, so that a choice of sectors has a meaning."""
        return self.has_course or bool(len(self.networks))

    @cached_property
    def tally(self) -> pd.DataFrame:
        """Return :attr:`exchange` aggregated for counting, see ``data.tally``."""
        return tallied(self.exchange)

    @cached_property
    def first_contact(self) -> dict[str, int]:
        """Return the year of the first agreement or exchange of each partner; a partner without either is left out."""
        begun = self.relation_steps[self.relation_steps["kind"].isin(BEGINNINGS)]
        agreed = begun["date"].str[:4].astype(int).groupby(begun["partner"]).min()
        met = self.exchange.groupby("partner")["year"].min()
        years = pd.concat([agreed, met]).groupby(level=0).min()
        return {str(partner): int(year) for partner, year in years.items()}

    @cached_property
    def partner_ids(self) -> tuple[str, ...]:
        """Return the ids of the partners in table order."""
        return tuple(self.partners["id"])


def _latest_day(dates: pd.Series) -> str:
    """Return the latest full day of ``dates`` that follows another one within ``LONGEST_GAP_DAYS``; if none does, the latest.

    A mistyped year makes one day that is far from all others. It must not become the date of all data.
    """
    days = sorted(set(dates[dates.str.len() == 10]), reverse=True)
    for day, before in pairwise(days):
        if (date.fromisoformat(day) - date.fromisoformat(before)).days <= LONGEST_GAP_DAYS:
            return str(day)
    return str(days[0] if days else dates.max() + "-01-01")[:10] if len(dates) else ""


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    typed = frame.copy()
    for field in table.fields:
        if field.type in ("integer", "year"):
            typed[field.name] = pd.to_numeric(frame[field.name].replace("", None)).astype("Int64")
        elif field.type == "number":
            typed[field.name] = pd.to_numeric(frame[field.name].replace("", None)).astype(float)
        elif field.type == "yesno":
            typed[field.name] = frame[field.name] == "yes"
    return typed


def _activities(frame: pd.DataFrame) -> pd.DataFrame:
    year = frame["date"].str[:4].astype(int)
    exchange = frame["kind"].isin(EXCHANGE_KINDS) & (frame["status"] == "held")
    return frame.assign(year=year, exchange=exchange).sort_values(["date", "id"], ignore_index=True)


def made(cells: Mapping[str, pd.DataFrame], folder: str = "tables", version: int = 0, published: str = "") -> Dataset:
    """Return the dataset of ``cells``, tables as text, validated and typed; ``folder`` is where messages say that they come from.

    Raises:
        BrokenTables: a table breaks its contract.
    """
    problems = problems_of(cells, folder)
    if problems:
        raise BrokenTables(problems)
    typed = {name: _typed(table, cells[name]) for name, table in TABLES.items()}
    typed["activities"] = _activities(typed["activities"])
    return Dataset(**typed, cells=cells, version=version, published=published)


def table_file(cells: pd.DataFrame) -> bytes:
    """Return the table ``cells`` as the bytes of its CSV file."""
    return str(cells.to_csv(index=False, lineterminator="\n")).encode()


def load(directory: Path = TABLES_DIRECTORY) -> Dataset:
    """Return the dataset of the tables in ``directory``: read, validated and typed.

    Raises:
        BrokenTables: a table breaks its contract; the message names file, row, column, value and fix.
    """
    return made(read_tables(directory), directory.name)
