"""What differs between two versions of the tables: rows that are new, changed or removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

import pandas as pd

from data.dataset import table_file
from data.schema import TABLES

#: What tells the rows of a table apart that has no ``id``.
_KEYS: Final = {
    "partner_sources": ("partner", "source"),
    "network_members": ("network", "city"),
    "benchmark_twinnings": ("home_city", "partner_city"),
}


@dataclass(frozen=True)
class Change:
    """One row that differs: ``before`` is empty for a new row, ``after`` for a removed one; ``columns`` are those that differ."""

    table: str
    kind: Literal["new", "changed", "removed"]
    key: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def columns(self) -> list[str]:
        """Return the columns whose cells differ, in the order of the table."""
        return [name for name in TABLES[self.table].columns if self.before.get(name, "") != self.after.get(name, "")]


def keys_of(table: str, cells: pd.DataFrame) -> pd.Series:
    """Return what tells the rows of ``cells`` apart, by their index: the id, or the names that stand for one."""
    names = _KEYS.get(table, ("id",))
    keys: pd.Series = cells[names[0]].astype(str)
    for name in names[1:]:
        keys = keys + " / " + cells[name]
    return keys


def _by_key(table: str, cells: pd.DataFrame) -> dict[str, dict[str, str]]:
    return dict(zip(keys_of(table, cells), cells.to_dict("records"), strict=True))


def changes_between(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> list[Change]:
    """Return what has to be done to ``old`` to become ``new``, tables as text, in the order of the tables and their rows."""
    found: list[Change] = []
    for table in TABLES:
        before, after = _by_key(table, old[table]), _by_key(table, new[table])
        for key, row in after.items():
            if key not in before:
                found.append(Change(table, "new", key, {}, row))
            elif row != before[key]:
                found.append(Change(table, "changed", key, before[key], row))
        found += [Change(table, "removed", key, row, {}) for key, row in before.items() if key not in after]
    return found


def fingerprint(cells: Mapping[str, pd.DataFrame]) -> str:
    """Return a mark of ``cells``, tables as text, that no other state of them has."""
    mark = sha256()
    for table in TABLES:
        mark.update(table_file(cells[table]))
    return mark.hexdigest()[:16]


def counted(changes: list[Change]) -> dict[str, dict[str, int]]:
    """Return how many rows are new, changed and removed by table; tables without change are left out."""
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        of_table = counts.setdefault(change.table, {"new": 0, "changed": 0, "removed": 0})
        of_table[change.kind] += 1
    return counts
