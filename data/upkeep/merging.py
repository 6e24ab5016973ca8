"""Combine a workbook with what others have published since it was downloaded, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.schema import TABLES
from data.upkeep.changes import keys_of, row_mark, rows_by_key
from data.upkeep.reading import Finding

#: Number that stands for the row of a table that the workbook does not have.
NO_ROW = 0

_Row = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """One table of a workbook combined with the published one.

    ``rows`` holds the number of each row in the spreadsheet, ``NO_ROW`` for rows that only the published table has. ``kept`` counts the
    changes of others that were kept.
    """

    cells: pd.DataFrame
    rows: list[int]
    findings: list[Finding]
    kept: int


def _both_changed(table: str, row: int, ours: _Row, theirs: _Row) -> list[Finding]:
    """Return one finding for each column in which the workbook and the published row differ, with both values."""
    return [
        Finding(table, row, name, ours[name][:60], "changed_twice", {"theirs": theirs[name][:60] or "–"})
        for name in TABLES[table].columns
        if ours[name] != theirs[name]
    ]


def merged(table: str, cells: pd.DataFrame, rows: list[int], present: pd.DataFrame, marks: Mapping[str, str]) -> Merged:
    """Combine ``cells`` of a workbook, whose rows have the numbers ``rows``, with the published table ``present``.

    ``marks`` are the marks of the rows when the workbook was downloaded, by key. A row that only one side has changed, added or removed
    is taken from that side. A row that both sides have changed in different ways is reported with both values.
    """
    published = rows_by_key(table, present)
    keys = list(keys_of(table, cells))
    taken: list[tuple[int, _Row]] = []
    findings: list[Finding] = []
    kept = 0
    for key, row, ours in zip(keys, rows, cells.to_dict("records"), strict=True):
        theirs, before = published.get(key), marks.get(key)
        is_ours_unchanged = row_mark(ours) == before
        if theirs is None:
            # Removed by others since, or new in the workbook.
            if is_ours_unchanged:
                kept += 1
                continue
            if before:
                findings.append(Finding(table, row, "", key, "changed_and_removed"))
            taken.append((row, ours))
        elif ours != theirs and is_ours_unchanged:
            kept += 1
            taken.append((row, theirs))
        else:
            if ours != theirs and row_mark(theirs) != before:
                findings += _both_changed(table, row, ours, theirs)
            taken.append((row, ours))
    in_workbook = set(keys)
    for key, theirs in published.items():
        if key in in_workbook:
            continue
        before = marks.get(key)
        if before is None:
            kept += 1
            taken.append((NO_ROW, theirs))
        elif row_mark(theirs) != before:
            findings.append(Finding(table, None, "", key, "removed_and_changed"))
    frame = pd.DataFrame([row for _, row in taken], columns=cells.columns, dtype=str)
    return Merged(frame, [row for row, _ in taken], findings, kept)
