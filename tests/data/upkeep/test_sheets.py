"""Sheets as other programs and hasty hands leave them: nothing is lost without a finding, and one cause is one finding."""

import re
import unicodedata
import zipfile
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from components.exports.workbook import upkeep_workbook
from components.exports.workbook_report import remedy, sentence
from components.words.texts import Texts
from components.words.workbook import all_words
from data.schema import TABLES
from data.upkeep.changes import counted, large_removals
from data.upkeep.check import check
from data.vocabulary import LANGUAGES
from tests.data.upkeep.conftest import below, concert, put, sheet_of


def with_sheets_changed(content, change):
    """Return the workbook ``content`` with ``change`` applied to the XML of every sheet."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name.startswith("xl/worksheets/sheet") else data)
    return file.getvalue()


def faults(report):
    return [(finding.table, finding.fault) for finding in report.findings]


@pytest.mark.parametrize("declared", [b'ref="A1"', b'ref="A1:C4"', b'ref="A1:ZZ900000"'])
def test_the_range_that_a_sheet_declares_is_not_believed(cells, plain_book, declared):
    book = with_sheets_changed(plain_book, lambda xml: re.sub(rb'(<dimension )ref="[^"]+"', rb"\1" + declared, xml))
    report = check(book, cells, all_words())
    assert report.findings == []
    assert report.changes == []


@pytest.mark.parametrize(
    ("title", "table", "fault"),
    [("Aktivitäten (2)", "activities", "sheet_copy"), ("activities", "activities", "sheet_twice"), ("Notizen", "", "sheet_unknown")],
)
def test_a_sheet_that_is_not_read_is_named(checked, title, table, fault):
    def change(book):
        if fault == "sheet_unknown":
            book.create_sheet(title).append(["Telefon", "123"])
        else:
            book.copy_worksheet(sheet_of(book, "activities")).title = title

    report = checked(change)
    assert faults(report) == [(table, fault)]
    assert report.findings[0].value == title
    assert report.findings[0].is_error == (fault != "sheet_unknown")
    assert len({remedy(report.findings[0], Texts(lang)) for lang in LANGUAGES}) == 2


def test_an_empty_sheet_is_no_matter(checked):
    assert checked(lambda book: book.create_sheet("Tabelle1")).findings == []


@pytest.mark.parametrize(
    "title", ["Aktivitäten - Tabelle 1", "Aktivitäten - Ta", unicodedata.normalize("NFD", "Aktivitäten"), "  AKTIVITÄTEN"]
)
def test_a_sheet_is_known_by_the_name_that_other_programs_give_it(checked, title):
    assert checked(lambda book: setattr(sheet_of(book, "activities"), "title", title)).findings == []


def test_a_shortened_name_of_a_sheet_is_known(checked):
    assert checked(lambda book: setattr(sheet_of(book, "benchmark_twinnings"), "title", "Partnerschaften vergl")).findings == []


@pytest.mark.parametrize("table", ["activities", "observations"])
def test_a_shifted_heading_is_one_finding(checked, table):
    report = checked(lambda book: sheet_of(book, table).insert_rows(1, 2))
    assert faults(report) == [(table, "headings_shifted")]
    assert "in Zeile 3 statt" in remedy(report.errors[0], Texts("de"))


def test_a_sheet_without_headings_is_one_finding(checked):
    assert faults(checked(lambda book: sheet_of(book, "activities").delete_rows(1))) == [("activities", "headings_missing")]


def test_a_column_beside_the_table_is_one_finding(checked):
    def change(book):
        for row in range(3, 9):
            sheet_of(book, "activities").cell(row, 30, "Notiz")

    assert faults(checked(change)) == [("activities", "outside")]


def test_a_lone_blank_below_the_rows_is_nothing(checked):
    assert checked(lambda book: setattr(sheet_of(book, "activities").cell(200, 3), "value", " \u00a0")).findings == []


def test_a_blank_in_the_last_row_of_the_sheet_is_nothing(cells, plain_book):
    last = b'<row r="1048576"><c r="C1048576" t="inlineStr"><is><t> </t></is></c></row></sheetData>'
    book = with_sheets_changed(plain_book, lambda xml: xml.replace(b"</sheetData>", last))
    assert check(book, cells, all_words()).findings == []


def test_a_row_with_an_impossible_number_is_refused_soon(cells, plain_book):
    far = b'<row r="99999999999"><c r="C1"><v>1</v></c></row></sheetData>'
    with pytest.raises(ValueError, match="damaged"):
        check(with_sheets_changed(plain_book, lambda xml: xml.replace(b"</sheetData>", far)), cells, all_words())


def test_text_is_read_in_one_form(checked, cells):
    written = unicodedata.normalize("NFD", "Bürger\u00adfest_x000D_ \u200bim_x0007_ Grünen")

    def change(book):
        given = concert(cells, title_de=written, kind=unicodedata.normalize("NFD", Texts("de").label("kind", "citizen_trip")))
        put(book, "activities", below(book, "activities"), **given)
        sheet = sheet_of(book, "activities")
        sheet.cell(1, 2).value = "id\u00ad "

    report = checked(change)
    assert report.errors == []
    [new] = [change.after for change in report.changes]
    assert (new["title_de"], new["kind"]) == ("Bürgerfest im Grünen", "citizen_trip")


def test_a_duplicate_in_another_form_is_seen(checked, cells):
    known = cells["activities"].iloc[3]
    again = concert(
        cells, date=known["date"], partner=known["partner"], title_de=unicodedata.normalize("NFD", known["title_de"]) + "\u200b"
    )
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **again))
    assert [error.fault for error in report.errors] == ["duplicate"]


def test_a_draft_on_a_published_row_is_called_a_removal(checked):
    report = checked(lambda book: put(book, "institutions", 3, Vermerk="Entwurf"))
    assert [(finding.fault, finding.row) for finding in report.findings] == [("draft_removes", 3)]
    assert counted(report.changes) == {"institutions": {"new": 0, "changed": 0, "removed": 1}}
    assert sentence(report, Texts("de")).endswith("Dabei würde 1 Zeile gelöscht.")


@pytest.mark.parametrize("table", TABLES)
def test_a_sheet_without_rows_is_refused(checked, table):
    report = checked(lambda book: sheet_of(book, table).delete_rows(3, 10_000))
    assert (table, "no_rows") in faults(report)
    assert report.cells is None


def test_many_missing_rows_are_one_remark(cells, facts):
    many = cells | {"institutions": facts.cells["institutions"]}
    book = openpyxl.load_workbook(BytesIO(upkeep_workbook(many, Texts("de"), "2026-11-25", "2026-08-13", 0)))
    sheet_of(book, "institutions").delete_rows(10, 30)
    file = BytesIO()
    book.save(file)
    report = check(file.getvalue(), many, all_words())
    assert [(finding.table, finding.fault, finding.details) for finding in report.findings] == [
        ("institutions", "removed_many", {"n": "30"})
    ]
    assert large_removals(report.changes, many) == {"institutions": (30, 86)}


def test_a_removal_is_large_above_a_share_of_the_table(cells, checked):
    report = checked(lambda book: put(book, "activities", 3, Vermerk="löschen"))
    assert large_removals(report.changes, cells) == {"activities": (1, len(cells["activities"]))}
    many = cells | {"activities": pd.concat([cells["activities"]] * 4, ignore_index=True)}
    assert large_removals(report.changes, many) == {}
