"""The facts in memory: read, validated and typed once, then never changed."""

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from data.schema import TABLES, Table
from data.validation import BrokenTables, problems_of, read_tables
from data.vocabulary import EXCHANGE_KINDS, FIRST_YEAR

TABLES_DIRECTORY: Final = Path(__file__).parent / "tables"


@dataclass(frozen=True, eq=False)
class Dataset:
    """All tables, typed; treat every frame as read-only.

    Columns are those of ``data.schema``, with numbers as ``Int64``/``float64``, yes/no as ``bool`` and text as it is
    (empty cell ``""``). ``activities`` has two more: ``year`` (int) and ``exchange`` (bool: an activity that is known
    to have been held and whose kind counts as exchange, rules of honesty 2 and 5).
    """

    sources: pd.DataFrame
    partners: pd.DataFrame
    partner_sources: pd.DataFrame
    relation_steps: pd.DataFrame
    activities: pd.DataFrame
    indicators: pd.DataFrame
    observations: pd.DataFrame
    networks: pd.DataFrame
    network_members: pd.DataFrame
    benchmark_twinnings: pd.DataFrame

    @cached_property
    def as_of(self) -> str:
        """Return the latest day, ISO 8601, on which a documented activity began."""
        days = self.activities["date"]
        return str(days[days.str.len() == 10].max())

    @cached_property
    def years(self) -> tuple[int, int]:
        """Return the first and last year the dashboard covers: the first twinning and the year of :attr:`as_of`."""
        return FIRST_YEAR, int(self.as_of[:4])

    @cached_property
    def partner_ids(self) -> tuple[str, ...]:
        """Return the partners' ids in the order of the table."""
        return tuple(self.partners["id"])


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


def load(directory: Path = TABLES_DIRECTORY) -> Dataset:
    """Read, validate and type the tables of ``directory``.

    Raises:
        BrokenTables: a table breaks its contract; the message names file, row, column, value and remedy.
    """
    frames = read_tables(directory)
    problems = problems_of(frames, directory.name)
    if problems:
        raise BrokenTables(problems)
    typed = {name: _typed(table, frames[name]) for name, table in TABLES.items()}
    typed["activities"] = _activities(typed["activities"])
    return Dataset(**{field.name: typed[field.name] for field in fields(Dataset)})
