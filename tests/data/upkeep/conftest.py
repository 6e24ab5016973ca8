"""Fixtures: a few consistent rows of the real tables, and workbooks made from them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pandas as pd
import pytest

from components.exports.workbook import upkeep_workbook
from components.words.texts import Texts
from components.words.workbook import all_words, sheet_name
from data.dataset import Dataset
from data.schema import TABLES
from data.upkeep.check import Report, check

Cells = dict[str, pd.DataFrame]
Edit = Callable[[Any], None]


def _some(cells: Cells) -> Cells:
    """Return a part of ``cells`` in which every row finds those it refers to."""
    some = dict(cells)
    some["partners"] = cells["partners"][cells["partners"]["id"].isin(["halle", "nancy"])]
    for table, column in (
        ("activities", "partner"),
        ("relation_steps", "partner"),
        ("observations", "partner"),
        ("partner_sources", "partner"),
    ):
        rows = cells[table]
        some[table] = rows[rows[column].isin(["halle", "nancy"])].head(12)
    some["relation_steps"] = some["relation_steps"].assign(activity="")
    some["indicators"] = cells["indicators"][cells["indicators"]["id"].isin(some["observations"]["indicator"])]
    some["networks"] = cells["networks"].head(2)
    members = cells["network_members"]
    some["network_members"] = members[members["network"].isin(some["networks"]["id"])].head(4)
    some["benchmark_twinnings"] = cells["benchmark_twinnings"].head(4)
    some["institutions"] = cells["institutions"].head(4)
    named = {
        source
        for table in TABLES.values()
        for field in table.fields
        if field.target == "sources"
        for source in some[table.name][field.name]
    }
    some["sources"] = cells["sources"][cells["sources"]["id"].isin(named)]
    return {name: frame.reset_index(drop=True) for name, frame in some.items()}


@pytest.fixture(scope="session")
def cells(facts: Dataset) -> Cells:
    return _some(dict(facts.cells))


@pytest.fixture(scope="session")
def plain_book(cells: Cells) -> bytes:
    """Return the German workbook of :func:`cells`, unchanged."""
    return upkeep_workbook(cells, Texts("de"), "2026-11-25", "2026-08-13", 0)


@pytest.fixture(scope="session")
def edited(plain_book: bytes) -> Callable[[Edit], bytes]:
    """Return a function that opens the workbook, lets a test change it, and returns its bytes."""

    def edit(change: Edit) -> bytes:
        book = openpyxl.load_workbook(BytesIO(plain_book))
        change(book)
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    return edit


@pytest.fixture(scope="session")
def checked(cells: Cells, edited: Callable[[Edit], bytes]) -> Callable[[Edit], Report]:
    """Return a function that checks the workbook after a test has changed it."""
    return lambda change: check(edited(change), cells, all_words())


def sheet_of(book: Any, table: str) -> Any:
    return book[sheet_name(table, Texts("de"))]


def put(book: Any, table: str, row: int, **values: object) -> None:
    """Write ``values`` by column into ``row`` of the sheet of ``table``."""
    sheet = sheet_of(book, table)
    headings = [cell.value for cell in sheet[1]]
    for column, value in values.items():
        sheet.cell(row, headings.index(column) + 1, value)


def below(book: Any, table: str) -> int:
    """Return the first free row of the sheet of ``table``."""
    return int(sheet_of(book, table).max_row) + 1


def concert(cells: Cells, **values: object) -> dict[str, object]:
    """Return the cells of a new activity as a clerk would write them; it is made up, and nobody could take it for a fact."""
    return {
        "date": "22.05.2026",
        "scope": "partner",
        "partner": "Halle",
        "sector": "Kultur",
        "kind": "Konzert",
        "title_de": "Probekonzert zum Prüfen",
        "title_en": "Trial concert for the check",
        "status": "hat stattgefunden",
        "confidence": "Datum steht in der Quelle",
        "source": str(cells["sources"]["id"].iloc[0]),
    } | values
