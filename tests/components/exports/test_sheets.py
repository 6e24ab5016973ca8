"""Spreadsheets and CSV: the numbers of the pages, no cell that is a formula, correct umlauts, equal bytes for equal input."""

import csv
import json
import zipfile
from io import BytesIO, StringIO

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from components.exports.file_names import file_name
from components.exports.open_data import package, partners_geojson
from components.exports.sheets import Sheet, activities_sheet, all_sheets, observations_sheet
from components.exports.spreadsheets import csv_file, workbook
from components.words.texts import Texts
from data import chronicle, queries
from data.dataset import TABLES_DIRECTORY
from data.vocabulary import LANGUAGES

TODAY = "2026-11-25"
NASTY = ["=1+1", "+49 721", "-5", "@SUM(A1)", "\tx", "\rx", "http://example.org/ä", "Universität, „Straße“; 5", "Вінниця"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_what_the_pages_count(facts, select, lang):
    chosen = select(sectors=("culture",), first_year=1990, lang=lang)
    book = openpyxl.load_workbook(BytesIO(workbook(all_sheets(facts, chosen, Texts(lang), "https://example.org"), "t", TODAY)))
    assert len(book.sheetnames) == 5
    assert book.worksheets[1].max_row - 1 == len(queries.exchanges(facts, chosen))
    _, shown, _ = queries.connections(facts, chosen)
    assert [row[6].value for row in book.worksheets[0].iter_rows(min_row=2)] == shown["exchanges"].to_list()
    for page in book.worksheets:
        assert page.freeze_panes == "A2"
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
        assert all(8 <= column.width <= 61 for column in page.column_dimensions.values())


def test_the_chronicle_is_taken_along_as_it_is_searched(facts, select):
    chosen = select(query="Universitaet", lang="en")
    sheet = all_sheets(facts, chosen, Texts("en"), "https://example.org", of_chronicle=True)[0]
    assert sheet.frame["id"].to_list() == chronicle.entries(facts, chosen)["id"].to_list()
    assert 0 < len(sheet.frame) < len(facts.activities)


def test_dates_are_dates_where_the_day_is_known_and_numbers_are_numbers(facts, select):
    page = openpyxl.load_workbook(BytesIO(workbook([activities_sheet(facts, select(), Texts("de"))], "t", TODAY))).active
    begun = {type(row[1].value).__name__ for row in page.iter_rows(min_row=2)}
    assert begun == {"str", "datetime"}
    page = openpyxl.load_workbook(BytesIO(workbook([observations_sheet(facts, select(), Texts("de"))], "t", TODAY))).active
    assert {type(row[7].value) for row in page.iter_rows(min_row=2)} <= {int, float}


def test_no_cell_becomes_a_formula(facts, select):
    nasty = Sheet("x", pd.DataFrame({"=head": NASTY}))
    page = openpyxl.load_workbook(BytesIO(workbook([nasty], "t", TODAY))).active
    assert [cell.value for (cell,) in page.iter_rows(min_row=2)] == [text.replace("\r", "_x000D_") for text in NASTY]
    assert {cell.data_type for (cell,) in page.iter_rows()} == {"s"}
    for line in csv_file(nasty.frame, "excel").decode("utf-8-sig").splitlines():
        assert not line.lstrip('"').startswith(("=", "+", "-", "@", "\t"))


def test_a_csv_file_for_programs_is_exact():
    frame = pd.DataFrame({"=head": NASTY})
    back = list(csv.reader(StringIO(csv_file(frame, "comma").decode(), newline="")))
    assert [row[0] for row in back] == ["=head", *NASTY]


def test_a_csv_file_for_excel_opens_rightly_in_german(facts, select):
    frame = observations_sheet(facts, select(), Texts("de")).frame
    made = csv_file(frame, "excel")
    assert made.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(BytesIO(made), sep=";", decimal=",", encoding="utf-8-sig", keep_default_na=False)
    assert list(back.columns) == list(frame.columns)
    assert back["Wert"].to_list() == pytest.approx(frame["Wert"].to_list())
    assert back["Kennzahl"].str.contains("ä").any()


def test_both_flavours_hold_the_same_rows(facts, select):
    frame = activities_sheet(facts, select(lang="en"), Texts("en")).frame
    plain = pd.read_csv(StringIO(csv_file(frame, "comma").decode()), keep_default_na=False, dtype=str)
    german = pd.read_csv(StringIO(csv_file(frame, "excel").decode("utf-8-sig")), sep=";", keep_default_na=False, dtype=str)
    assert plain.drop(columns="Participants").equals(german.drop(columns="Participants"))
    assert len(plain) == len(frame)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_places_are_valid_and_stand_where_the_partners_are(facts, select, lang):
    made = partners_geojson(facts, select(lang=lang), Texts(lang))
    frame = gpd.read_file(BytesIO(made))
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    for row in frame.itertuples():
        partner = facts.partner(row.id)
        assert (row.geometry.y, row.geometry.x) == pytest.approx((partner["lat"], partner["lon"]), abs=1e-4)
        assert row.name == partner[f"name_{lang}"]
    assert json.loads(made)["type"] == "FeatureCollection"


def test_the_type_of_a_beginning_does_not_depend_on_the_selection(facts, select):
    """GDAL, which QGIS reads with, guesses types from the values of a file."""
    types = set()
    for row in (row for row in facts.partner_rows if row["since"]):
        made = partners_geojson(facts, select(partners=(row["id"],), ended=True), Texts("de"))
        frame = gpd.read_file(BytesIO(made))
        types.add((str(frame["since"].dtype), str(frame["since_label"].dtype)))
        assert frame["since"].to_list() == [int(row["since"][:4])]
        assert frame["since_label"].to_list() == [Texts("de").date(row["since"])]
    assert types == {("int32", "str")}


def test_the_package_is_the_tables_as_they_stand(facts):
    made = package(facts)
    assert made == package(facts)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 14
        for name in archive.namelist():
            assert archive.read(name) == (TABLES_DIRECTORY.parent / name).read_bytes()


def test_equal_selections_give_equal_files(facts, select):
    sheets = all_sheets(facts, select(), Texts("de"), "https://example.org")
    assert workbook(sheets, "t", TODAY) == workbook(sheets, "t", TODAY)


def test_a_file_says_what_it_holds_of_which_selection_and_when(select):
    name = file_name("Aktivitäten", select(sectors=("education",), partners=("nancy",)), Texts("de"), TODAY, "xlsx")
    assert name == "karlsruhe-weltweit-aktivitaeten-bildung-nancy-2026-11-25.xlsx"
