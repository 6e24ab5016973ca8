"""Cells that show less than they hold: read as shown, or refused with what the spreadsheet program did."""

from datetime import date, datetime, time

import pytest

from components.exports.workbook_report import remedy
from components.words.texts import Texts
from data.vocabulary import LANGUAGES
from tests.data.upkeep.conftest import below, concert, put, sheet_of

DAY = date(2026, 5, 14)


def formatted(table, row, column, value, number_format):
    """Return an edit that writes ``value`` into a cell with ``number_format``."""

    def change(book):
        sheet = sheet_of(book, table)
        cell = sheet.cell(row, [head.value for head in sheet[1]].index(column) + 1, value)
        cell.number_format = number_format

    return change


def new_activity(cells, value, number_format):
    def change(book):
        row = below(book, "activities")
        put(book, "activities", row, **concert(cells))
        formatted("activities", row, "date", value, number_format)(book)

    return change


@pytest.mark.parametrize(
    ("number_format", "read"),
    [
        ("mmm-yy", "2026-05"),
        ("[$-407]MMMM YYYY;@", "2026-05"),
        ("yyyy", "2026"),
        ('"Jahr "yyyy', "2026"),
        ("dd.mm.yyyy", "2026-05-14"),
        ("mm-dd-yy", "2026-05-14"),
        ("d/m/yy h:mm", "2026-05-14"),
    ],
)
def test_a_day_is_read_as_precisely_as_its_cell_shows_it(checked, cells, number_format, read):
    report = checked(new_activity(cells, DAY, number_format))
    assert report.errors == []
    [new] = [change.after for change in report.changes]
    assert new["date"] == read
    assert [finding.details["became"] for finding in report.findings if finding.fault == "read_as_shown"] == [read] * (len(read) < 10)


@pytest.mark.parametrize(
    ("table", "column", "value", "number_format", "fault"),
    [
        ("activities", "date", date(2026, 12, 10), "d-mmm", "made_day"),
        ("activities", "date", date(1905, 6, 19), "dd.mm.yyyy", "year_as_day"),
        ("activities", "title_de", date(2026, 12, 10), "d-mmm", "made_day"),
        ("activities", "participants", date(2026, 4, 8), "dd.mm.yyyy", "made_day"),
        ("observations", "value", datetime(2026, 4, 8), "d-mmm", "made_day"),
        ("observations", "value", time(8, 4), "h:mm", "made_day"),
        ("observations", "year", date(2026, 4, 8), "dd.mm.yyyy", "made_day"),
        ("observations", "value", 0.12, "0%", "percent"),
        ("observations", "value", 12.6, "0", "shown_less"),
        ("observations", "value", 1234567, "0.0E+00", "shown_less"),
        ("observations", "value", 1_200_000, "0.0,,", "shown_less"),
        ("observations", "value", 0.5, "# ?/?", "shown_less"),
    ],
)
def test_what_a_spreadsheet_made_of_an_entry_is_refused_with_what_it_did(checked, table, column, value, number_format, fault):
    [error] = checked(formatted(table, 4, column, value, number_format)).errors
    assert (error.table, error.row, error.column, error.fault) == (table, 4, column, fault)
    assert len({remedy(error, Texts(lang)) for lang in LANGUAGES}) == 2


@pytest.mark.parametrize(
    ("value", "number_format"), [(12.5, "0.0"), (1200, "#,##0"), (0.1 + 0.2, "0.00"), (1e15, "0.00"), (12.5, '0.0 "km"')]
)
def test_numbers_that_are_shown_as_they_are_are_read(checked, value, number_format):
    assert checked(formatted("observations", 4, "value", value, number_format)).errors == []


def test_a_cell_that_shows_a_year_is_a_year(checked):
    report = checked(formatted("observations", 4, "year", date(2024, 1, 1), "yyyy"))
    assert report.errors == []
    assert report.cells["observations"]["year"][1] == "2024"
