"""Check of a workbook: tolerant where the meaning is clear, strict where it is not, every problem with its place."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from components.exports.workbook import upkeep_workbook
from components.exports.workbook_report import findings_table, remedy, sentence
from components.words.texts import Texts
from components.words.workbook import all_words
from data.schema import TABLES
from data.upkeep.changes import changes_between, counted
from data.upkeep.check import check
from data.vocabulary import LANGUAGES
from tests.data.upkeep.conftest import below, concert, put, sheet_of


def only_error(report):
    assert report.cells is None
    (error,) = report.errors
    return error


def new_row(report, table="activities"):
    (change,) = [change for change in report.changes if change.table == table and change.kind == "new"]
    return change.after


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_of_the_data_comes_back_cell_by_cell(cells, lang):
    report = check(upkeep_workbook(cells, Texts(lang), "2026-11-25", "2026-08-13", 0), cells, all_words())
    assert report.findings == []
    assert report.changes == []
    for name in TABLES:
        assert report.cells[name].equals(cells[name]), name


def test_the_workbook_has_lists_explanations_locked_ids_and_an_example(plain_book, cells):
    book = openpyxl.load_workbook(BytesIO(plain_book))
    for table in TABLES.values():
        sheet = sheet_of(book, table.name)
        assert sheet.protection.sheet
        assert [cell.value for cell in sheet[1]] == ["Vermerk", *table.columns]
        assert sheet.cell(2, 1).value == "Beispiel"
        assert all(cell.comment for cell in sheet[1])
        listed = {str(each.sqref).split(":")[0].rstrip("0123456789") for each in sheet.data_validations.dataValidation}
        for place, field in enumerate(table.fields, start=2):
            letter = sheet.cell(1, place).column_letter
            assert (letter in listed) == bool(field.choices or field.target or field.type == "yesno"), field.name
            assert sheet.cell(3, place).protection.locked == (field.name == "id"), field.name
    assert upkeep_workbook(cells, Texts("de"), "2026-11-25", "2026-08-13", 0) == plain_book


@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        ("date", "22.05.2026", "2026-05-22"),
        ("date", "5.2026", "2026-05"),
        ("date", "Mai 2026", "2026-05"),
        ("date", "22. Mai 2026", "2026-05-22"),
        ("date", "22 May 2026", "2026-05-22"),
        ("date", 2026, "2026"),
        ("date", date(2026, 5, 22), "2026-05-22"),
        ("date", datetime(2026, 5, 22), "2026-05-22"),
        ("participants", "1.200", "1200"),
        ("participants", "1 200", "1200"),
        ("participants", 1200.0, "1200"),
        ("partner", "nancy ", "nancy"),
        ("partner", "Nancy", "nancy"),
        ("sector", "BILDUNG", "education"),
        ("sector", "education", "education"),
        ("title_de", "  Zwei\nZeilen\u00a0Text ", "Zwei Zeilen Text"),
    ],
)
def test_what_is_clear_is_read_as_it_is_meant(checked, cells, column, written, read):
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **concert(cells, **{column: written})))
    assert report.errors == []
    assert new_row(report)[column] == read


@pytest.mark.parametrize(
    ("written", "read"), [("12,5", "12.5"), ("1.234,5", "1234.5"), ("1.234.567", "1234567"), (12.5, "12.5"), ("−3", "-3")]
)
def test_numbers_are_read_as_germans_write_them(checked, cells, written, read):
    report = checked(lambda book: put(book, "observations", 4, value=written))
    assert report.errors == []
    assert report.cells["observations"]["value"][1] == read


@pytest.mark.parametrize(
    ("column", "written", "fault"),
    [
        ("date", "31.02.2026", "date"),
        ("date", "2026-13", "date"),
        ("date", "im Frühjahr", "date"),
        ("partner", "Nansy", "key"),
        ("sector", "Kulturr", "choice"),
        ("participants", "etwa 50", "integer_from"),
        ("participants", -3, "integer_from"),
        ("participants", 12.5, "integer_from"),
        ("source", None, "source_missing"),
        ("title_en", None, "required"),
        ("title_de", "=1+1", "formula"),
        ("title_de", "<script>alert(1)</script>", "markup"),
        ("title_de", "javascript:alert(1)", "markup"),
        ("title_de", "links\u202erechts", "control"),
        ("title_de", "x" * 2001, "long"),
        ("title_de", "#REF!", "error_cell"),
        ("end_date", "21.05.2026", "order"),
        ("network", "klima-buendnis", "scope_partner"),
        ("id", "Ein Titel", "id_form"),
        ("mark", "weg", "mark"),
    ],
)
def test_what_is_not_clear_is_told_with_its_place_and_what_to_do(checked, cells, column, written, fault):
    place = {"mark": "Vermerk"}.get(column, column)

    def change(book):
        nonlocal row
        row = below(book, "activities")
        put(book, "activities", row, **concert(cells, **{place: written}))

    row = 0
    report = checked(change)
    assert report.cells is None
    error = next(error for error in report.errors if error.fault == fault)
    assert (error.table, error.row) == ("activities", row)
    assert error.column == {"network": "scope"}.get(column, column)
    german, english = remedy(error, Texts("de")), remedy(error, Texts("en"))
    assert german
    assert german != english


def test_a_slip_of_the_pen_is_answered_with_what_was_meant(checked, cells):
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **concert(cells, sector="Kulturr", partner="Nansy")))
    words = {error.column: remedy(error, Texts("de")) for error in report.errors}
    assert "Kultur" in words["sector"]
    assert "nancy" in words["partner"]


def test_a_thousand_and_a_decimal_are_not_confused(checked):
    assert only_error(checked(lambda book: put(book, "observations", 4, value="1.234"))).fault == "ambiguous"
    assert checked(lambda book: put(book, "observations", 4, value=1.234)).cells["observations"]["value"][1] == "1.234"


def test_a_known_activity_is_not_taken_twice(checked, cells):
    known = cells["activities"].iloc[3]
    again = concert(cells, date=known["date"], partner=known["partner"], title_de=known["title_de"].upper())
    assert only_error(checked(lambda book: put(book, "activities", below(book, "activities"), **again))).fault == "duplicate"
    near = again | {"title_de": known["title_de"] + " x"}
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **near))
    assert report.errors == []
    assert [finding.fault for finding in report.findings if finding.fault == "similar"]


def test_an_audience_is_remarked_and_never_refused(checked, cells):
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **concert(cells, participants=500)))
    assert report.errors == []
    assert [finding.fault for finding in report.findings] == ["read_as", "not_summed"]


def test_letters_that_no_font_has_are_remarked(checked, cells):
    told = concert(cells, title_de="Konzert 中 🎉 თბილისი", title_en="Concert 中", participants_note="中")
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **told))
    assert report.errors == []
    remarks = [finding for finding in report.findings if finding.fault == "letters"]
    assert [(finding.column, finding.details["letters"]) for finding in remarks] == [("title_de", "中 🎉"), ("title_en", "中")]
    assert "中 🎉" in remedy(remarks[0], Texts("de"))


def test_a_new_row_gets_the_next_id_and_a_source_is_meant_by_its_address(checked, cells):
    def change(book):
        put(book, "sources", below(book, "sources"), publisher="Probe", url="https://example.org/probe", linkable="ja")
        for title in ("Probe eins", "Anderes Ereignis"):
            given = concert(cells, title_de=title, source="https://example.org/probe")
            put(book, "activities", below(book, "activities"), **given)

    report = checked(change)
    assert report.errors == []
    source = new_row(report, "sources")["id"]
    made = [change.after for change in report.changes if change.table == "activities"]
    assert [row["id"] for row in made] == ["halle-2026-01", "halle-2026-02"]
    assert {row["source"] for row in made} == {source}


def test_examples_and_drafts_are_not_read_and_delete_takes_out(checked, cells):
    def change(book):
        put(book, "activities", below(book, "activities"), Vermerk="Entwurf", title_de="=unfertig")
        put(book, "activities", 3, Vermerk="löschen")

    report = checked(change)
    assert report.findings == []
    assert counted(report.changes) == {"activities": {"new": 0, "changed": 0, "removed": 1}}


def test_a_row_that_is_missing_is_told_of(checked):
    report = checked(lambda book: sheet_of(book, "institutions").delete_rows(3))
    assert report.errors == []
    assert [finding.fault for finding in report.findings] == ["removed_silently"]


def test_a_row_that_others_need_cannot_go(checked):
    report = checked(lambda book: put(book, "partners", 3, Vermerk="löschen"))
    assert {error.fault for error in report.errors} == {"key"}


def test_rows_that_stand_twice_are_found(checked):
    def twice(book):
        sheet = sheet_of(book, "partner_sources")
        sheet.append([cell.value for cell in sheet[3]])

    assert only_error(checked(twice)).fault == "twin"

    def same_id(book):
        put(book, "institutions", 4, id=sheet_of(book, "institutions").cell(3, 2).value)

    assert {error.fault for error in checked(same_id).errors} == {"unique"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda book: book.remove(sheet_of(book, "networks")), "sheet_missing"),
        (lambda book: setattr(sheet_of(book, "networks").cell(1, 3), "value", "Name"), "column_missing"),
        (lambda book: setattr(sheet_of(book, "networks").cell(1, 3), "value", "id"), "column_twice"),
        (lambda book: sheet_of(book, "networks").merge_cells("C3:D3"), "merged"),
        (lambda book: setattr(sheet_of(book, "networks").cell(4, 20), "value", "Notiz"), "outside"),
    ],
)
def test_a_sheet_out_of_shape_is_told_of(checked, change, fault):
    report = checked(change)
    assert report.cells is None
    assert fault in {error.fault for error in report.errors}
    assert {error.table for error in report.errors} == {"networks"}


@pytest.mark.parametrize("fault", ["outdated", "origin_lost"])
def test_a_workbook_that_cannot_be_combined_with_newer_data_is_not_taken(cells, edited, fault):
    def change(book):
        del book["Herkunft"]
        if fault == "origin_lost":
            book.custom_doc_props.props.clear()

    newer = cells | {"institutions": cells["institutions"].iloc[1:].reset_index(drop=True)}
    report = check(edited(change), newer, all_words())
    assert [error.fault for error in report.errors] == [fault]
    assert report.cells is None
    assert remedy(report.errors[0], Texts("de")).count("Laden Sie eine neue herunter") == 1


def test_the_report_is_told_in_words_of_either_language(checked, cells):
    report = checked(lambda book: put(book, "activities", below(book, "activities"), **concert(cells, sector="?", date="31.02.2026")))
    assert sentence(report, Texts("de")).startswith("Die Arbeitsmappe kann noch nicht verwendet werden: 2 Stellen")
    assert sentence(report, Texts("en")).startswith("The workbook cannot be used yet: 2 cells")
    table = findings_table(report.errors, Texts("de"))
    assert list(table.columns) == ["Blatt", "Zeile", "Spalte", "Eingetragen ist", "Was zu tun ist"]
    assert set(table["Blatt"]) == {"Aktivitäten"}
    assert (table["Was zu tun ist"] != findings_table(report.errors, Texts("en"))["What to do"]).all()


def test_what_is_published_is_what_the_changes_say(checked, cells):
    report = checked(lambda book: put(book, "activities", 4, title_de="Ein anderer Titel"))
    (change,) = report.changes
    assert (change.kind, change.columns) == ("changed", ["title_de"])
    assert changes_between(cells, report.cells) == report.changes
    assert changes_between(report.cells, report.cells) == []


@pytest.mark.parametrize(
    ("column", "written", "fault"),
    [
        ("date", "03.05.2062", "in_future"),
        ("date", "2029", "in_future"),
        ("date", "24.12.2026", "held_in_future"),
        ("date", "1026", "date_between"),
        ("end_date", "2040", "in_future"),
    ],
)
def test_days_that_cannot_be_are_refused(edited, cells, column, written, fault):
    content = edited(lambda book: put(book, "activities", below(book, "activities"), **concert(cells, **{column: written})))
    report = check(content, cells, all_words(), "2026-11-25")
    assert fault in [error.fault for error in report.errors]
    assert all(remedy(error, Texts(lang)) for error in report.errors for lang in LANGUAGES)


def test_what_is_announced_may_be_in_the_near_future(edited, cells):
    given = concert(cells, date="24.12.2026", status="nur angekündigt")
    report = check(edited(lambda book: put(book, "activities", below(book, "activities"), **given)), cells, all_words(), "2026-11-25")
    assert report.errors == []


@pytest.mark.parametrize(
    ("table", "column", "written", "read"),
    [
        ("network_members", "country", "Vereinigte Staaten", "US"),
        ("network_members", "country", "usa", "US"),
        ("partners", "language", "Deutsch", "de"),
        ("partners", "country_iso3", "Deutschland", "DEU"),
        ("networks", "sector", "Kultur", "culture"),
    ],
)
def test_a_code_is_meant_by_its_name(checked, cells, table, column, written, read):
    report = checked(lambda book: put(book, table, 3, **{column: written}))
    assert report.errors == []
    assert report.cells[table][column][0] == read


def test_a_wrong_code_is_answered_with_the_code_that_was_meant(checked):
    report = checked(lambda book: put(book, "partners", 3, country_iso3="Deutshland", language="Deutzch", country="Deutschlnd"))
    words = {error.column: remedy(error, Texts("de")) for error in report.errors}
    assert "Meinten Sie DEU?" in words["country_iso3"]
    assert "Meinten Sie de?" in words["language"]
    assert "Meinten Sie DE?" in words["country"]


@pytest.mark.parametrize(
    ("written", "fault", "told"),
    [("https://www.karlsruhe.de/ganz/neue/seite", "source_new", "Quellen"), ("KNOWN", "", "")],
)
def test_the_address_of_a_new_source_is_not_taken_for_another(checked, cells, written, fault, told):
    known = next(url for url in cells["sources"]["url"] if url.startswith("https://"))
    url = written if fault else known.removeprefix("https://").join(["http://", "/"])
    report = checked(lambda book: put(book, "activities", 3, source=url))
    [error] = report.errors
    german = remedy(error, Texts("de"))
    if fault:
        assert (error.fault, "Gemeint" in german) == (fault, False)
        assert told in german
    else:
        assert "Gemeint ist wohl" in german


# Copies and unknown hosts


def _source(url, **values):
    """Return an edit that adds a made-up source at ``url``."""
    return lambda book: put(
        book, "sources", below(book, "sources"), publisher="Prüfstelle", url=url, linkable="ja", grade="amtlich", **values
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mirror_is_an_error_with_its_row_and_a_clear_sentence(checked, lang):
    error = only_error(checked(_source("https://de.frwiki.wiki/wiki/Nancy")))
    assert (error.table, error.column, error.fault) == ("sources", "url", "copy_linked")
    assert error.row
    told = remedy(error, Texts(lang))
    assert "de.frwiki.wiki" in told
    assert Texts(lang).label("copy_reason", "mirror") in told


def test_a_host_of_no_other_source_is_a_remark(checked, cells):
    report = checked(_source("https://unbekannt.example.org/seite"))
    assert report.errors == []
    (remark,) = report.findings
    assert (remark.fault, dict(remark.details)) == ("host_new", {"host": "unbekannt.example.org"})
    assert "unbekannt.example.org" in remedy(remark, Texts("de"))
    known = next(url for url in cells["sources"]["url"] if url.startswith("https://www.karlsruhe.de/"))
    assert checked(_source(known + "-2")).findings == []
