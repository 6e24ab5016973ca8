"""What a workbook may say instead of the ids of the tables: names of sheets, labels of choices, marks of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Marks in the first column of a sheet. Rows with the first two are not read; the third takes a row out of the table.
EXAMPLE, DRAFT, DELETE = MARKS = ("example", "draft", "delete")
#: Property of a workbook that holds the fingerprint of the data it was made from.
MADE_FROM: Final = "made-from"
#: Name of the first column, which no table has.
MARK: Final = "mark"


def same(text: str) -> str:
    """Return ``text`` as it is compared: without regard to case and surplus blanks."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Words:
    """Words of all languages by what they mean, each key as :func:`same` returns it.

    ``sheets`` lead to tables, ``headings`` to the one column that is no table's, ``marks`` to ``MARKS``, ``choices`` of table and
    column to ids.
    """

    sheets: Mapping[str, str]
    headings: Mapping[str, str]
    marks: Mapping[str, str]
    choices: Mapping[tuple[str, str], Mapping[str, str]]
    yes: frozenset[str]
    no: frozenset[str]
    months: Mapping[str, int]
