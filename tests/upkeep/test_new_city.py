"""Another city from nothing: the way that ``docs/another-city.md`` tells, and everything that can go wrong on it."""

import os
import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from components.words.texts import Texts
from components.words.workbook import sheet_name
from data.city import City, read_city
from data.dataset import table_file
from data.options import options_of
from data.schema import TABLES
from data.stories import load_stories
from data.validation import read_tables
from data.vocabulary import LANGUAGES
from tests.data.upkeep.conftest import cells as cells  # the fixture
from tests.data.upkeep.conftest import edited as edited
from tests.data.upkeep.conftest import plain_book as plain_book
from tests.data.upkeep.conftest import put
from tests.running import ROOT, served, with_first_view
from upkeep import __main__ as upkeep
from upkeep import new_city

GERMAN, ENGLISH = re.split(r"^# Another city$", (ROOT / "docs" / "another-city.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
#: Sheets that the document fills in, in its order.
FILLED_IN = ("sources", "partners", "relation_steps")
#: The folder of the city in the document.
FOLDER = "../freiburg"
PYTHON = ".venv/bin/python "

given = ["--name", "Musterstadt", "--lat", "50", "--lon", "10", "--region", "Musterland"]


def commands(document: str) -> list[str]:
    return [line for block in re.findall(r"```sh\n(.*?)```", document, re.DOTALL) for line in block.splitlines()]


def rows_in(document: str) -> list[list[dict[str, str]]]:
    """Return the Markdown tables of ``document``, each as its rows by heading."""
    tables = []
    for block in re.findall(r"(?:^\|.*\|\n)+", document, re.MULTILINE):
        heading, _, *lines = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines())
        tables.append([dict(zip(heading, line, strict=True)) for line in lines])
    return tables


def fill_in(file: Path, document: str, lang: str) -> None:
    """Type the tables of ``document`` into the workbook ``file``: numbers as numbers, as a spreadsheet takes them."""
    book = openpyxl.load_workbook(file)
    for table, rows in zip(FILLED_IN, rows_in(document), strict=False):
        sheet = book[sheet_name(table, Texts(lang))]
        headings = [cell.value for cell in sheet[1]]
        for number, row in enumerate(rows, start=3):
            for name, text in row.items():
                typed = float(text.replace(",", ".")) if name in ("lat", "lon") else text
                sheet.cell(number, headings.index(name) + 1, typed or None)
    book.save(file)


def done(command: str, folder: Path) -> str:
    """Run ``command`` of the document for the city in ``folder`` and return what it says."""
    settings, called = command.replace(FOLDER, str(folder)).split(PYTHON)
    environment = os.environ | dict(setting.split("=", 1) for setting in settings.split())
    ran = subprocess.run([sys.executable, *shlex.split(called)], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_way_of_the_document_leads_to_a_running_dashboard(tmp_path):
    folder = tmp_path / "freiburg"
    new, take, run = commands(GERMAN)
    assert "tables" in done(new, folder)
    fill_in(folder / new_city.WORKBOOK, GERMAN, "de")
    said = done(take, folder)
    assert "Blatt: Partner, neu: 3" in said
    assert read_tables(folder / "tables")["partners"]["since"].tolist() == ["1959", "1967", "1991"]
    assert {path.name for path in folder.glob("*.xlsx")} == {"book.xlsx", "book-filled-in.xlsx"}
    assert run == f"CITY={FOLDER} make run"
    with served(CITY=str(folder)) as address:
        page = urllib.request.urlopen(with_first_view(f"{address}/?lang=de")).read().decode()
    assert "Freiburg im Breisgau weltweit vernetzt" in page
    assert {"Besançon", "Padua", "Granada"} <= set(re.findall(r"\w+", page))


def test_both_languages_of_the_document_tell_the_same():
    assert [command.replace(" --lang en", "") for command in commands(ENGLISH)] == commands(GERMAN)
    german, english = rows_in(GERMAN), rows_in(ENGLISH)
    assert [[list(row)[1:] for row in table] for table in german[:3]] == [[list(row)[1:] for row in table] for table in english[:3]]
    for table in FILLED_IN:
        assert f"Blatt *{sheet_name(table, Texts('de'))}*" in GERMAN
        assert f"Sheet *{sheet_name(table, Texts('en'))}*" in ENGLISH


@pytest.mark.parametrize(("document", "needed"), [(GERMAN, "ja"), (ENGLISH, "yes")])
def test_the_document_explains_every_entry_and_says_which_are_needed(document, needed):
    told = {name.strip("`"): is_needed == needed for name, _, is_needed in (row.values() for row in rows_in(document)[3])}
    assert told == {name: field.is_required() for name, field in City.model_fields.items()}


@pytest.fixture
def quick(monkeypatch):
    """Leave out the files that another process writes."""
    monkeypatch.setattr(new_city, "_run", lambda *_: None)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "lat", "lon", "country"),
    [("Musterstadt", "50", "10", "DE"), ('„Muster“ "Süd": a # b\\', "63,4°", "10.4", "Norwegen"), ("Suva", "-18.1", "178.4", "FJ")],
)
def test_a_new_city_is_valid_whatever_its_name_and_place(quick, tmp_path, facts, lang, name, lat, lon, country):
    folder = tmp_path / "city"
    asked = ["--name", name, f"--lat={lat}", "--lon", lon, "--country", country, "--region", "R: 1"]
    assert upkeep.main(["--lang", lang, "new", str(folder), *asked]) == 0
    city = read_city(folder)
    assert (city.name.de, city.region.en, city.views[0]) == (name, "R: 1", "world")
    assert ("europe" in city.views) == (name != "Suva")
    assert city.close_up.lon[0] < city.place.lon < city.close_up.lon[1]
    assert all(frame.empty and list(frame) == TABLES[table].columns for table, frame in read_tables(folder / "tables").items())
    assert set(load_stories(options_of(facts), folder / "stories")) == {"1-twin-cities"}
    assert {path.name for path in folder.iterdir()} == {"city.yml", "tables", "stories", "README.md", "LICENSE.md"}


def test_every_entry_has_a_comment_in_both_languages(quick, tmp_path):
    for lang in LANGUAGES:
        upkeep.main(["--lang", lang, "new", str(tmp_path / lang), *given])
        text = (tmp_path / lang / "city.yml").read_text(encoding="utf-8")
        mentioned = set(re.findall(r"^(?:# )?(\w+):", text, re.MULTILINE))
        assert set(City.model_fields) <= mentioned
        assert len(re.findall(r"^# [^:]+ ", text, re.MULTILINE)) > 20


def test_what_is_missing_is_asked_on_the_terminal(quick, tmp_path, monkeypatch):
    answers = iter(["Musterstadt", "50,1", "10", "Musterland"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert upkeep.main(["new", str(tmp_path / "city")]) == 0
    assert read_city(tmp_path / "city").place.lat == 50.1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--lat": "10", "--lon": "50"}, "Breite und Länge vertauscht"),
        ({"--lat": "fünfzig"}, "„fünfzig“ ist kein Wert für --lat"),
        ({"--lat": "nan"}, "kein Wert für --lat"),
        ({"--country": "Atlantis"}, "„Atlantis“ ist kein Land"),
        ({"--name": "松山"}, "mit lateinischen Buchstaben"),
        ({"--name": ""}, "Es fehlt --name"),
        ({"--name": "A" * 121}, "line 5, title"),
    ],
)
def test_what_cannot_be_a_city_is_said_and_leaves_nothing_behind(quick, tmp_path, changed, words):
    asked = dict(zip(given[::2], given[1::2], strict=True)) | changed
    with pytest.raises(SystemExit, match=words):
        upkeep.main(["new", str(tmp_path / "city"), *(f"{option}={value}" for option, value in asked.items())])
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_not_touched(tmp_path):
    kept = tmp_path / "notes.txt"
    kept.write_text("mine")
    with pytest.raises(SystemExit, match="nicht leer"):
        upkeep.main(["new", str(tmp_path), *given])
    with pytest.raises(SystemExit, match="nicht leer"):
        upkeep.main(["new", str(kept), *given])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert kept.read_text() == "mine"


def test_a_failure_on_the_way_leaves_nothing_behind(tmp_path, monkeypatch):
    def fails(*_):
        raise new_city.NotMade("no room")

    monkeypatch.setattr(new_city, "_run", fails)
    with pytest.raises(SystemExit, match="no room"):
        upkeep.main(["new", str(tmp_path / "city"), *given])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Lübeck", "Lübecks"),
        ("Mainz", "Mainz’"),
        ("Worms", "Worms’"),
        ("Gießen", "Gießens"),
        ("Frankfurt am Main", "Frankfurts am Main"),
        ("Halle (Saale)", "Halles (Saale)"),
        ("Bad Homburg vor der Höhe", "Bad Homburgs vor der Höhe"),
        ("Weiden in der Oberpfalz", "Weidens in der Oberpfalz"),
    ],
)
def test_the_genitive_follows_the_german_rule(name, genitive):
    assert new_city.genitive(name) == genitive


@pytest.fixture
def tables(monkeypatch, tmp_path, cells):
    """Let the present city be one with the few rows of the tests, in a folder of this test."""
    directory = tmp_path / "city" / "tables"
    directory.mkdir(parents=True)
    for name, frame in cells.items():
        (directory / f"{name}.csv").write_bytes(table_file(frame))
    monkeypatch.setattr(upkeep, "TABLES_DIRECTORY", directory)
    monkeypatch.setattr(upkeep, "published", lambda: upkeep.load(directory))
    monkeypatch.setattr(upkeep, "store", lambda: None)
    monkeypatch.setattr(upkeep, "trial_findings", lambda *_: [])
    return directory


@pytest.fixture
def book(tmp_path, edited):
    """Return a workbook in which an institution has another name and a new one has been added."""

    def change(book):
        put(book, "institutions", 3, name_en="Other name")
        put(book, "institutions", 7, name_de="Musterverein", name_en="Example club", kind="club", spellings="Musterverein")

    path = tmp_path / "book.xlsx"
    path.write_bytes(edited(change))
    return path


def test_the_workbook_becomes_the_tables_and_goes_on_from_there(tables, book, capsys):
    filled_in = book.read_bytes()
    assert upkeep.main(["tables", str(book)]) == 0
    assert "neu: 1, geändert: 1" in capsys.readouterr().out
    rows = read_tables(tables)["institutions"]
    assert rows["name_en"].iloc[0] == "Other name"
    assert rows["id"].iloc[-1] == "musterverein"
    assert book.with_stem("book-filled-in").read_bytes() == filled_in
    assert upkeep.main(["tables", str(book)]) == 1, "the new workbook equals the tables"
    assert "gleicht" in capsys.readouterr().out
    # The old one has the new row without its id, which would come twice.
    with pytest.raises(SystemExit, match="stammt nicht aus den Tabellen"):
        upkeep.main(["tables", str(book.with_stem("book-filled-in"))])
    assert len(read_tables(tables)["institutions"]) == 5


def test_the_tables_stay_if_anything_fails(tables, book, monkeypatch):
    before, filled_in = {path.name: path.read_bytes() for path in tables.iterdir()}, book.read_bytes()

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.upkeep.folder.table_file", no_room)
    with pytest.raises(SystemExit, match=r"unverändert: No space left on device\."):
        upkeep.main(["tables", str(book)])
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before
    assert [path.name for path in tables.parent.iterdir()] == ["tables"]
    assert book.read_bytes() == filled_in


def test_the_tables_stay_if_they_cannot_take_their_place(tables, book, monkeypatch):
    before, rename = {path.name: path.read_bytes() for path in tables.iterdir()}, Path.rename

    def refuses(path, target):
        if path.name == "new":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(SystemExit, match="unverändert"):
        upkeep.main(["tables", str(book)])
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


def test_rows_marked_as_draft_are_not_taken_and_not_forgotten(tables, edited, tmp_path, capsys):
    def change(book):
        put(book, "institutions", 3, name_en="Other name")
        put(book, "institutions", 7, Vermerk="Entwurf", name_de="Musterverein")

    path = tmp_path / "book.xlsx"
    path.write_bytes(edited(change))
    assert upkeep.main(["tables", str(path)]) == 0
    assert "Eine Zeile mit dem Vermerk „Entwurf“" in capsys.readouterr().out
    assert len(read_tables(tables)["institutions"]) == 4


def test_rows_are_removed_only_if_that_is_agreed(tables, edited, tmp_path):
    path = tmp_path / "less.xlsx"
    path.write_bytes(edited(lambda book: put(book, "institutions", 3, Vermerk="löschen")))
    with pytest.raises(SystemExit, match="--remove"):
        upkeep.main(["tables", str(path)])
    assert len(read_tables(tables)["institutions"]) == 4
    assert upkeep.main(["tables", str(path), "--remove"]) == 0
    assert len(read_tables(tables)["institutions"]) == 3


def test_where_versions_are_published_no_tables_are_written(tables, book, monkeypatch):
    monkeypatch.setattr(upkeep, "store", object)
    with pytest.raises(SystemExit, match="publish"):
        upkeep.main(["tables", str(book)])


def test_an_empty_workbook_says_which_sheets_need_a_row(tables, tmp_path, monkeypatch, capsys):
    for table in TABLES.values():
        (tables / f"{table.name}.csv").write_bytes(table_file(pd.DataFrame(columns=table.columns)))
    path = tmp_path / "book.xlsx"
    assert upkeep.main(["workbook", str(path)]) == 0
    assert upkeep.main(["tables", str(path)]) == 1
    assert capsys.readouterr().out.count("Das Blatt hat noch keine Zeile") == 2
