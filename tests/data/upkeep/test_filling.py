"""What a clerk need not type: cells of new rows that follow from others."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from components.exports.workbook import upkeep_workbook
from components.words.texts import Texts
from components.words.workbook import all_words
from data.city import CITY
from data.schema import TABLES
from data.upkeep.check import Report, check
from tests.data.upkeep.conftest import put

NOTHING = {table.name: pd.DataFrame(columns=table.columns, dtype=str) for table in TABLES.values()}
URL = "https://www.stadt.example/partner"


def typed(**rows: list[dict[str, object]]) -> Report:
    """Return the report on the workbook of a city without rows into which ``rows`` were typed."""
    book = openpyxl.load_workbook(BytesIO(upkeep_workbook(NOTHING, Texts("de"), "2026-11-25", "2026-11-25", 0)))
    for table, lines in rows.items():
        for number, line in enumerate(lines, start=3):
            put(book, table, number, **line)
    file = BytesIO()
    book.save(file)
    return check(file.getvalue(), NOTHING, all_words())


def least(**changed: object) -> dict[str, object]:
    """Return the least of a twin town, made up."""
    return {"name_de": "Musterville", "country": "Frankreich", "lat": 47, "lon": 3, "coordinates_source": URL} | changed


@pytest.fixture(scope="module")
def report() -> Report:
    return typed(
        sources=[{"publisher": "Stadt", "url": URL}],
        partners=[least(), least(name_de="Musterburg", name_en="Sampleburg", kind="Kooperation", country="PL", lat=52, lon=17)],
        relation_steps=[
            {"partner": "Musterville", "date": "1960", "source": URL},
            {"partner": "Musterburg", "date": "2001-05", "kind": "Kooperation", "source": URL},
            {"partner": "Musterburg", "date": "1999", "kind": "Beschluss", "title_de": "Beschluss", "title_en": "Decision", "source": URL},
        ],
        benchmark_twinnings=[{"partner_city": "Musterville", "country": "FR", "source": URL}],
    )


def test_a_list_of_twin_towns_is_enough(report):
    assert report.findings == []
    assert report.cells is not None


def test_what_nobody_typed_follows_from_the_row(report):
    first = report.cells["partners"].iloc[0]
    assert (first["id"], first["name_en"], first["name_local"], first["country_iso3"]) == ("musterville", *["Musterville"] * 2, "FRA")
    assert (first["kind"], first["status"], first["coordinates_approximate"]) == ("twinning", "active", "no")
    assert report.cells["sources"]["linkable"].tolist() == ["yes"]
    compared = report.cells["benchmark_twinnings"].iloc[0]
    assert (compared["home_city"], compared["kind"]) == (CITY.name.de, "twinning")


def test_what_was_typed_stays(report):
    second = report.cells["partners"].iloc[1]
    assert (second["name_en"], second["kind"]) == ("Sampleburg", "cooperation")


def test_the_step_that_begins_a_relation_names_it_and_gives_it_its_start(report):
    steps = report.cells["relation_steps"]
    assert steps["title_de"].tolist() == [
        "Die Städtepartnerschaft mit Musterville beginnt",
        "Die Kooperation mit Musterburg beginnt",
        "Beschluss",
    ]
    assert steps["title_en"].iloc[1] == "The cooperation with Sampleburg begins"
    assert report.cells["partners"]["since"].tolist() == ["1960", "2001-05"]


def test_an_unknown_partner_is_reported_once():
    report = typed(
        sources=[{"publisher": "Stadt", "url": URL}],
        partners=[least()],
        relation_steps=[{"partner": "Nirgendwo", "date": "1960", "source": URL}],
    )
    assert [(finding.column, finding.fault) for finding in report.errors] == [("partner", "key")]


@pytest.mark.parametrize(("column", "wrong"), [("country", "Atlantis"), ("country", None), ("name_de", None)])
def test_a_cell_that_follows_from_a_wrong_one_is_not_reported_too(column, wrong):
    report = typed(sources=[{"publisher": "Stadt", "url": URL}], partners=[least(**{column: wrong, "id": "musterville"})])
    assert [finding.column for finding in report.errors] == [column]


def test_a_step_that_begins_nothing_needs_its_title():
    report = typed(
        sources=[{"publisher": "Stadt", "url": URL}],
        partners=[least()],
        relation_steps=[{"partner": "Musterville", "date": "1960", "kind": "Beschluss", "source": URL}],
    )
    assert {(finding.column, finding.fault) for finding in report.errors} == {("title_de", "required"), ("title_en", "required")}


def test_where_rows_are_a_new_one_says_itself_what_it_is(checked):
    report = checked(lambda book: put(book, "partners", 200, **least(name_de="Musterdorf")))
    assert {(finding.column, finding.fault) for finding in report.errors} >= {("kind", "required"), ("status", "required")}
    assert "coordinates_approximate" not in {finding.column for finding in report.errors}


def test_an_existing_row_keeps_its_cells_filled_by_hand(checked):
    report = checked(lambda book: put(book, "partners", 3, status=""))
    assert [(finding.column, finding.fault) for finding in report.errors] == [("status", "required")]


def test_the_workbook_says_what_an_empty_cell_means():
    book = openpyxl.load_workbook(BytesIO(upkeep_workbook(NOTHING, Texts("de"), "2026-11-25", "2026-11-25", 0)))
    heads = {cell.value: cell for cell in book["Partner"][1]}
    assert "das heißt: aktiv" in heads["status"].comment.text
    assert "aus der Spalte name_de" in heads["name_en"].comment.text
    must = {name for name, cell in heads.items() if cell.fill.fgColor.rgb == heads["name_de"].fill.fgColor.rgb}
    assert must == {"name_de", "country", "lat", "lon", "coordinates_source"}
