"""List the differences between two versions of the tables: rows that are new, changed or removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

import pandas as pd

from data.dataset import table_file
from data.schema import TABLES

#: Share of a table's rows above which their removal must be confirmed separately. Corrections remove single rows; in the smallest table,
#: partners, each of whom has a page, already one row is more than this share.
REMOVED_SHARE: Final = 0.05
#: Columns that together identify a row in tables without ``id``.
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
    """Return the key of each row of ``cells``: its id or, in tables without one, the names that identify it."""
    names = _KEYS.get(table, ("id",))
    # A table without rows has no columns of text, which could be joined.
    return pd.Series([" / ".join(key) for key in zip(*(cells[name] for name in names), strict=True)], index=cells.index, dtype=str)


def rows_by_key(table: str, cells: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the rows of ``cells`` by their keys."""
    return dict(zip(keys_of(table, cells), cells.to_dict("records"), strict=True))


def changes_between(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> list[Change]:
    """Return the changes that turn ``old`` into ``new``, tables as text, in the order of the tables and their rows."""
    found: list[Change] = []
    for table in TABLES:
        before, after = rows_by_key(table, old[table]), rows_by_key(table, new[table])
        for key, row in after.items():
            if key not in before:
                found.append(Change(table, "new", key, {}, row))
            elif row != before[key]:
                found.append(Change(table, "changed", key, before[key], row))
        found += [Change(table, "removed", key, row, {}) for key, row in before.items() if key not in after]
    return found


def fingerprint(cells: Mapping[str, pd.DataFrame]) -> str:
    """Return a digest of ``cells``, tables as text, which differs for every other state of them."""
    mark = sha256()
    for table in TABLES:
        mark.update(table_file(cells[table]))
    return mark.hexdigest()[:16]


def row_mark(row: Mapping[str, str]) -> str:
    """Return a digest of the filled cells of ``row``, which tells whether two states of a row are equal."""
    return sha256("\x1f".join(f"{name}={cell}" for name, cell in row.items() if cell).encode()).hexdigest()[:16]


def large_removals(changes: Sequence[Change], present: Mapping[str, pd.DataFrame]) -> dict[str, tuple[int, int]]:
    """Return how many of how many rows are removed from each table that loses more than ``REMOVED_SHARE`` of its rows."""
    removed = {table: counts["removed"] for table, counts in counted(changes).items()}
    return {table: (n, len(present[table])) for table, n in removed.items() if n > REMOVED_SHARE * len(present[table])}


def counted(changes: Sequence[Change]) -> dict[str, dict[str, int]]:
    """Return how many rows are new, changed and removed by table; tables without change are left out."""
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        of_table = counts.setdefault(change.table, {"new": 0, "changed": 0, "removed": 0})
        of_table[change.kind] += 1
    return counts
