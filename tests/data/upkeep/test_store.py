"""The store of versions, on SQLite and on a real PostgreSQL: all or nothing, nothing lost, one winner."""

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from components.exports.workbook import upkeep_workbook
from components.words.texts import Texts
from components.words.workbook import all_words
from data.dataset import made, table_file
from data.schema import TABLES
from data.upkeep.changes import changes_between
from data.upkeep.check import check
from data.upkeep.store import Overtaken, Store, WrongAddress
from data.validation import BrokenTables
from tests.data.upkeep.databases import postgres, postgres_programs

pytestmark = pytest.mark.xdist_group("store")
ROOT = Path(__file__).parents[3]
PROGRAMS = postgres_programs()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request, tmp_path_factory):
    """Yield a function that returns the address of an empty database."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield lambda name: f"sqlite:///{folder}/{name}.db"
        return
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres(PROGRAMS, folder) as address:
        main = Store(address)

        def database(name):
            with main._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            return address.replace("/postgres", f"/{name}")

        yield database
        main.close()


@pytest.fixture
def address(server, request):
    return server(f"t{abs(hash(request.node.name))}")


@pytest.fixture
def store(address):
    store = Store(address)
    yield store
    store.close()


def changed(cells, name):
    return cells | {"institutions": cells["institutions"].assign(name_de=name)}


def test_an_empty_store_holds_nothing(store):
    assert store.latest() == 0
    assert store.versions() == []
    with pytest.raises(KeyError):
        store.tables(1)


def test_every_version_stays_and_can_be_compared_and_restored(store, cells):
    assert store.publish(cells, 0, "ada@example.org", "Anfang") == 1
    assert store.publish(changed(cells, "Neu"), 1, "ada@example.org", "Umbenannt") == 2
    assert store.publish(store.tables(1), 2, "bob@example.org", "Zurück") == 3
    assert [(each.number, each.author, each.message) for each in store.versions()] == [
        (3, "bob@example.org", "Zurück"),
        (2, "ada@example.org", "Umbenannt"),
        (1, "ada@example.org", "Anfang"),
    ]
    assert all(each.made_at.endswith("+00:00") for each in store.versions())
    assert changes_between(store.tables(1), store.tables(3)) == []
    assert {change.table for change in changes_between(store.tables(1), store.tables(2))} == {"institutions"}


def test_what_is_published_equals_the_workbook_cell_by_cell(store, facts, cells):
    # All the data once; every database must keep bytes alike.
    present, words = (dict(facts.cells) if store._engine.dialect.name == "sqlite" else cells), all_words()
    book = upkeep_workbook(present, Texts("de"), "2026-11-25", facts.as_of, 0)
    number = store.publish(check(book, present, words).cells, 0, "ada@example.org", "Alles")
    published = store.tables(number)
    again = check(upkeep_workbook(published, Texts("en"), "2026-11-25", facts.as_of, number), published, words)
    for name in TABLES:
        assert table_file(again.cells[name]) == table_file(present[name])


def test_broken_tables_are_never_written(store, cells):
    with pytest.raises(BrokenTables):
        store.publish(cells | {"institutions": cells["institutions"].assign(kind="?")}, 0, "a", "b")
    assert store.latest() == 0


def test_who_comes_second_is_told_and_writes_nothing(store, cells):
    store.publish(cells, 0, "first", "1")
    with pytest.raises(Overtaken) as caught:
        store.publish(changed(cells, "Neu"), 0, "second", "2")
    assert caught.value.latest == 1
    with pytest.raises(Overtaken):
        store.publish(changed(cells, "Neu"), 7, "from nowhere", "2")
    assert [each.author for each in store.versions()] == ["first"]


def test_of_two_at_once_one_wins(address, store, cells):
    others = [Store(address), Store(address)]
    for base in range(6):
        outcomes = []

        def publish(one, base=base, outcomes=outcomes):
            try:
                outcomes.append(one.publish(changed(cells, f"Fassung {base}"), base, "x", "y"))
            except Overtaken as overtaken:
                outcomes.append(f"told of {overtaken.latest}")

        threads = [threading.Thread(target=publish, args=(one,)) for one in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, outcomes)) == [str(base + 1), f"told of {base + 1}"]
    for one in others:
        one.close()


def whole(tables, number):
    """Return whether ``tables`` are those of version ``number`` and of no other."""
    assert set(tables) == set(TABLES)
    assert {tables[name]["name_de"][0] for name in ("institutions", "networks")} == {f"Fassung {number}"}


def test_whoever_is_killed_while_publishing_leaves_the_old_version_or_the_new_one(address, store, cells, tmp_path):
    for name, frame in cells.items():
        (tmp_path / f"{name}.csv").write_bytes(table_file(frame))
    chance = random.Random(3)
    for _ in range(3):
        begun = store.latest()
        command = [sys.executable, "-m", "tests.data.upkeep.publisher", address, str(tmp_path)]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline()
        until = time.monotonic() + chance.uniform(0.05, 0.6)
        while time.monotonic() < until:
            number = store.latest()
            whole(store.tables(number), number)
        child.send_signal(signal.SIGKILL)
        said = [int(line) for line in child.stdout.read().split()]
        child.wait()
        latest = store.latest()
        assert latest >= max(said, default=begun + 1)
        for number in range(begun + 1, latest + 1):
            whole(store.tables(number), number)
    assert len(made(store.tables(store.latest())).partner_ids) == 2


@pytest.mark.parametrize("address", ["mysql://a@b/c", "nonsense", "sqlite", "postgresql+nothing://x"])
def test_an_address_of_no_database_is_named(address):
    with pytest.raises(WrongAddress, match="DATABASE_URL"):
        Store(address)


def test_reading_gives_text_as_it_was(store, cells):
    odd = cells["institutions"].assign(spellings=["NA", "null", '"Anführung", Komma', "1.0"])
    store.publish(cells | {"institutions": odd}, 0, "a", "b")
    pd.testing.assert_frame_equal(store.tables(1)["institutions"], odd)
