"""Words that a workbook may use instead of the ids of the tables: names of sheets, labels of choices, marks of rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from data.plain_text import plain

#: Marks in the first column of a sheet. Rows with the first two are not read; the third removes a row from the table.
EXAMPLE, DRAFT, DELETE = MARKS = ("example", "draft", "delete")
#: Property of a workbook that holds the fingerprint of the data it was made from; also the first cell of its sheet ``ORIGIN``.
MADE_FROM: Final = "made-from"
#: Name of the first column, which no table has.
MARK: Final = "mark"
#: Sheets of the workbook that hold no table: the explanations, the lists of choices, and the state of every row when it was downloaded.
GUIDE, LISTS, ORIGIN = OTHER_SHEETS = ("guide", "lists", "origin")


def same(text: str) -> str:
    """Return ``text`` in the form in which it is compared: plain, without regard to case."""
    return plain(text).casefold()


@dataclass(frozen=True)
class Words:
    """Words of all languages by what they mean, each key as :func:`same` returns it.

    ``sheets`` lead to tables, ``others`` to ``OTHER_SHEETS``, ``headings`` to the one column that is no table's, ``marks`` to ``MARKS``,
    ``choices`` of table and column to ids and codes. ``missing_letters`` returns the letters of a text that the fonts of our files lack,
    ``beginning`` a sentence in a language that says that a relation of a kind with a partner begins, empty for a kind that begins none.
    """

    sheets: Mapping[str, str]
    others: Mapping[str, str]
    headings: Mapping[str, str]
    marks: Mapping[str, str]
    choices: Mapping[tuple[str, str], Mapping[str, str]]
    yes: frozenset[str]
    no: frozenset[str]
    months: Mapping[str, int]
    missing_letters: Callable[[str], list[str]]
    beginning: Callable[[str, str, str], str]
