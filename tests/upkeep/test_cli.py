"""Upkeep on the command line: files, messages and exit codes; nothing ends in a stack trace."""

import sqlite3
from contextlib import nullcontext

import openpyxl
import pandas as pd
import pytest
from sqlalchemy.exc import OperationalError

import components.session.facts
from data.dataset import made
from data.upkeep import answers
from data.upkeep.official import SERVICES
from data.upkeep.reading import Finding
from data.upkeep.store import Store
from tests.data.upkeep.conftest import below, concert, put
from tests.data.upkeep.conftest import cells as cells  # the fixture
from tests.data.upkeep.conftest import edited as edited
from tests.data.upkeep.conftest import plain_book as plain_book
from tests.data.upkeep.sources import serving, worldbank
from tests.visiting import real_facts
from upkeep import __main__ as upkeep


@pytest.fixture
def present(monkeypatch, cells, facts):
    """Let the present facts be the few rows of the tests, without a store."""
    few = made(cells)
    monkeypatch.setattr(upkeep, "published", lambda: few)
    monkeypatch.setattr(upkeep, "store", lambda: None)
    monkeypatch.setattr(upkeep, "trial_findings", lambda *_: [])
    return few


@pytest.fixture
def store(monkeypatch, tmp_path, present, facts):
    """Publish the few rows in a store of this test."""
    store = Store(f"sqlite:///{tmp_path}/versions.db")
    monkeypatch.setattr(upkeep, "store", lambda: store)
    yield store
    store.close()


@pytest.fixture
def book(tmp_path, edited, cells):
    path = tmp_path / "book.xlsx"
    path.write_bytes(edited(lambda book: put(book, "activities", below(book, "activities"), **concert(cells))))
    return path


def test_the_workbook_it_writes_is_found_in_order(present, tmp_path, capsys):
    path = tmp_path / "book.xlsx"
    assert upkeep.main(["workbook", str(path)]) == 0
    assert upkeep.main(["check", str(path)]) == 0
    assert capsys.readouterr().out == "Die Arbeitsmappe ist in Ordnung und gleicht den veröffentlichten Daten.\n"


def test_a_check_says_what_would_change_and_writes_a_report(present, book, tmp_path, capsys):
    report = tmp_path / "report.xlsx"
    assert upkeep.main(["--lang", "en", "check", str(book), "--report", str(report)]) == 0
    said = capsys.readouterr().out
    assert "It would change 1 row." in said
    assert "new | halle-2026-01" in said
    assert openpyxl.load_workbook(report).sheetnames == ["What to correct", "Remarks", "What would change"]


def test_faults_end_with_code_one(present, edited, tmp_path, capsys):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(edited(lambda book: put(book, "activities", 3, date="31.02.2026")))
    assert upkeep.main(["check", str(path)]) == 1
    assert "31.02.2026 | Diesen Tag gibt es nicht" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "FILE"], "keine Excel-Arbeitsmappe"),
        (["check", "MISSING"], "No such file"),
        (["versions"], "DATABASE_URL is not set"),
        (["publish", "FILE", "--message", "x"], "DATABASE_URL is not set"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_message(present, tmp_path, arguments, words):
    (tmp_path / "file.xlsx").write_bytes(b"x")
    places = {"FILE": str(tmp_path / "file.xlsx"), "MISSING": str(tmp_path / "none.xlsx")}
    with pytest.raises(SystemExit, match=words):
        upkeep.main([places.get(each, each) for each in arguments])


def test_a_workbook_is_published_listed_compared_and_taken_back(store, book, capsys):
    assert upkeep.main(["publish", str(book), "--message", "Probe", "--author", "Ada"]) == 0
    assert [(each.author, each.message) for each in store.versions()] == [("Ada", "Probe")]
    capsys.readouterr()
    assert upkeep.main(["versions"]) == 0
    assert capsys.readouterr().out.endswith("| Ada | Probe\n")
    with pytest.raises(SystemExit, match="Version 1"):
        upkeep.main(["publish", str(book), "--message", "noch einmal"])
    with pytest.raises(SystemExit, match="no version 7"):
        upkeep.main(["changes", "1", "7"])


def test_rows_are_removed_only_when_that_is_meant(store, edited, tmp_path):
    path = tmp_path / "less.xlsx"
    path.write_bytes(edited(lambda book: put(book, "institutions", 3, Vermerk="löschen")))
    with pytest.raises(SystemExit, match="--remove"):
        upkeep.main(["publish", str(path), "--message", "Weniger"])
    with pytest.raises(SystemExit, match=r"Institutionen: 1 von 4 Zeilen\)\. \(--remove-many\)"):
        upkeep.main(["publish", str(path), "--message", "Weniger", "--remove"])
    assert store.latest() == 0
    assert upkeep.main(["publish", str(path), "--message", "Weniger", "--remove", "--remove-many"]) == 0
    assert len(store.tables(1)["institutions"]) == 3


def test_without_a_setting_there_is_no_store(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    components.session.facts.store.cache_clear()
    assert components.session.facts.store() is None


def test_a_database_that_fails_is_named_and_nothing_is_published(store, book, cells, tmp_path, monkeypatch, capsys):
    def fails(*_):
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(Store, "publish", fails)
    with pytest.raises(SystemExit, match=r"^Nicht veröffentlicht: .* \(disk I/O error\)$"):
        upkeep.main(["publish", str(book), "--message", "Konzert"])


@pytest.mark.parametrize("command", ["check", "publish", "restore"])
def test_nothing_is_published_that_cannot_be_shown(store, book, monkeypatch, capsys, command):
    assert upkeep.main(["publish", str(book), "--message", "Probe"]) == 0
    failed = [Finding("partners", None, "language", "halle: xx", "trial", {"step": "Dossier", "reason": "ValueError: xx"})]
    monkeypatch.setattr(upkeep, "trial_findings", lambda *_: failed)
    asked = {"check": [str(book)], "publish": [str(book), "--message", "Probe"], "restore": ["1"]}[command]
    with pytest.raises(SystemExit) if command == "restore" else nullcontext():
        assert upkeep.main([command, *asked]) == 1
    assert "Dossier (ValueError: xx)" in capsys.readouterr().out
    assert store.latest() == 1


def test_a_refresh_writes_a_workbook_that_the_check_accepts_and_publishes_nothing(present, monkeypatch, tmp_path, capsys):
    few, every, path = dict(present.cells), real_facts().cells, tmp_path / "new.xlsx"
    for table, column, ids in (
        ("indicators", "id", ["population_total", "gdp_current_usd"]),
        ("observations", "id", ["population_total-fr-2024", "gdp_current_usd-fr-2023"]),
        ("sources", "id", ["s5b51254446", "s58c95c5e8b"]),
    ):
        few[table] = pd.concat([few[table], every[table][every[table][column].isin(ids)]], ignore_index=True)
    facts = made(few)
    monkeypatch.setattr(upkeep, "published", lambda: facts)
    monkeypatch.setattr(answers, "_PAUSE", 0)
    with serving() as sources:
        sources.answers["worldbank"] = lambda path, _: (200, worldbank({("FRA", 2025): 69_000_000})) if "POP" in path else (403, b"")
        monkeypatch.setenv("WORLDBANK_ADDRESS", f"{sources.address}/worldbank/")
        assert upkeep.main(["--lang", "en", "refresh", str(path), "--report", str(tmp_path / "report.xlsx")]) == 0
    said = capsys.readouterr().out
    assert "population_total-fr-2025" in said
    assert "value: 69000000" in said
    assert "NY.GDP.MKTP.CD: there were no usable values (HTTP 403)" in said
    assert "Eurostat: not asked" in said
    assert (tmp_path / "report.xlsx").exists()
    # What an editor uploads or publishes later goes through the same check and says the same.
    assert upkeep.main(["--lang", "en", "check", str(path)]) == 0
    assert "population_total-fr-2025" in capsys.readouterr().out
    assert "population_total-fr-2025" not in set(facts.observations["id"])


def test_a_refresh_without_a_configured_source_says_so(monkeypatch, tmp_path):
    for service in SERVICES:
        monkeypatch.delenv(f"{service.upper()}_ADDRESS", raising=False)
    with pytest.raises(SystemExit, match="WORLDBANK_ADDRESS"):
        upkeep.main(["refresh", str(tmp_path / "new.xlsx")])
