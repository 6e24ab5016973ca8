"""Files that nobody should upload: each is refused quickly and in one sentence, and nothing else is raised."""

import random
import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.exports.workbook_report import refusal
from components.words.texts import Texts
from components.words.workbook import all_words
from data.dataset import made
from data.schema import TABLES
from data.upkeep.check import check
from data.upkeep.reading import MOST_ROWS, RefusedFile
from tests.data.upkeep.conftest import put

WORDS = all_words()


def refused(content, cells):
    with pytest.raises(RefusedFile) as caught:
        check(content, cells, WORDS)
    for lang in ("de", "en"):
        assert refusal(caught.value, Texts(lang))
    return caught.value.fault


def rebuilt(content, **parts):
    """Return the archive ``content`` with ``parts`` replaced or added; in their names two underscores stand for a slash."""
    replaced = {name.replace("__", "/"): value for name, value in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, value in replaced.items():
            new.writestr(name, value)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty_file"),
        (b"x" * (50 * 1024 * 1024), "too_large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "wrong_type"),
        ("id;Titel\n1;Köln".encode("utf-16"), "csv"),
        ("id;Titel\n1;Köln".encode("latin-1"), "csv"),
        ("id\tTitel\r\n1\tKöln".encode(), "csv"),
        (b"<html><script>alert(1)</script></html>", "wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected_or_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\x03Ada" + b" " * 161, "lock_file"),
        (b",Ada,rathaus,25.11.2026 10:00,file:///home/ada;", "lock_file"),
        (b"PK\x03\x04" + b"\0" * 60, "cut_off"),
        (b"PK" + b"\0" * 60, "wrong_type"),
    ],
)
def test_what_is_no_workbook_is_refused(cells, content, fault):
    assert refused(content, cells) == fault


def test_a_zip_of_something_else_is_refused(cells):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert refused(file.getvalue(), cells) == "wrong_type"


def archive_of(**parts):
    """Return a ZIP archive of ``parts``; in their names two underscores stand for a slash and a final one for a full stop before xlsx."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, value in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xlsx", ".xlsx").replace("_bin", ".bin"), value)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (archive_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (archive_of(book_xlsx=b"PK"), "zipped"),
        (archive_of(xl__workbook_bin=b""), "xlsb"),
        (archive_of(Index__Document=b""), "numbers"),
    ],
    ids=["ods", "zipped", "xlsb", "numbers"],  # an archive holds the time at which it was made, so it cannot name a test
)
def test_other_formats_are_named(cells, content, fault):
    assert refused(content, cells) == fault


def test_a_download_that_was_cut_off_is_named(cells, plain_book):
    assert refused(plain_book[: len(plain_book) // 2], cells) == "cut_off"


def test_the_strict_variant_is_named(cells, plain_book):
    with zipfile.ZipFile(BytesIO(plain_book)) as archive:
        book = archive.read("xl/workbook.xml")
    strict = book.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert refused(rebuilt(plain_book, **{"xl__workbook.xml": strict}), cells) == "strict"


def test_a_workbook_of_something_else_is_refused(cells):
    file = BytesIO()
    openpyxl.Workbook().save(file)
    assert refused(file.getvalue(), cells) == "no_sheets"


def test_macros_are_refused(cells, plain_book):
    assert refused(rebuilt(plain_book, **{"xl__vbaProject.bin": b"x"}), cells) == "macros"


def test_what_unfolds_too_far_is_refused(cells, plain_book):
    assert refused(rebuilt(plain_book, **{"xl__worksheets__sheet2.xml": b"\0" * (130 * 1024 * 1024)}), cells) == "bomb"


def test_an_archive_that_lies_about_its_size_is_refused(cells, plain_book):
    bomb = bytearray(rebuilt(plain_book, **{"xl__worksheets__sheet2.xml": b" " * 5_000_000}))
    size = (5_000_000).to_bytes(4, "little")
    assert size in bomb
    assert refused(bytes(bomb).replace(size, (900).to_bytes(4, "little")), cells) == "damaged"


@pytest.mark.parametrize(("number", "fault"), [(MOST_ROWS + 1, "too_many_rows"), (1_000_000, "bomb")])
def test_rows_without_end_are_refused(cells, plain_book, number, fault):
    rows = "<row><c><v>1</v></c></row>" * number
    headings = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in TABLES["sources"].columns)
    rows = f"<row>{headings}</row>{rows}"
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    assert refused(rebuilt(plain_book, **{"xl__worksheets__sheet2.xml": sheet}), cells) == fault


def test_entities_that_grow_are_refused(cells, plain_book):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    book = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><workbook>&l9;</workbook>'
    assert refused(rebuilt(plain_book, **{"xl__workbook.xml": book}), cells) == "damaged"
    assert refused(rebuilt(plain_book, **{"xl__worksheets__sheet2.xml": book}), cells) == "damaged"


def test_broken_bytes_are_refused_or_read_and_never_anything_else(cells, plain_book):
    chance = random.Random(7)
    for _ in range(80):
        broken = bytearray(plain_book)
        for _ in range(chance.choice((1, 3, 30))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        if chance.random() < 0.3:
            del broken[chance.randrange(len(broken)) :]
        try:
            report = check(bytes(broken), cells, WORDS)
        except RefusedFile:
            continue
        if report.cells is not None:
            made(report.cells)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40),
    st.sampled_from(["=1+1", "<b>x</b>", "1.234", "31.02.2026", "löschen", "'", "nancy", "ja", "-", "@x", "2026", "1e5", "NaN", "None"]),
)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_cells_are_told_of_or_hold(data, cells, edited):
    def change(book):
        for _ in range(data.draw(st.integers(1, 8))):
            table = data.draw(st.sampled_from(list(TABLES)))
            column = data.draw(st.sampled_from(["Vermerk", *TABLES[table].columns]))
            row = data.draw(st.integers(2, len(cells[table]) + 6))
            put(book, table, row, **{column: data.draw(CELLS)})

    report = check(edited(change), cells, WORDS)
    assert (report.cells is None) == bool(report.errors)
    if report.cells is not None:
        made(report.cells)
