"""A database that stands still, is locked, or is reached through PgBouncer: everything ends in time, and the error says why."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from data.upkeep import store as stores
from data.upkeep.store import Store
from tests.data.upkeep.databases import postgres, postgres_programs, silent, stopped

pytestmark = pytest.mark.xdist_group("store")
PROGRAMS = postgres_programs()
ROOT = Path(__file__).parents[3]
LIMITS = [stores._CONNECT_SECONDS, stores._STATEMENT_SECONDS, stores._RESPONSE_SECONDS, stores._LOCK_SECONDS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("slow")


@pytest.fixture(scope="module")
def address(folder):
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres(PROGRAMS, folder) as address:
        yield address


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """Shorten the limits, so that the tests wait for a second instead of several."""
    for name in ("_LOCK_SECONDS", "_STATEMENT_SECONDS", "_RESPONSE_SECONDS"):
        monkeypatch.setattr(stores, name, 1)
    monkeypatch.setattr(stores, "_CONNECT_SECONDS", 2)


@pytest.fixture
def store(address):
    store = Store(address)
    yield store
    store.close()


@contextmanager
def fails_within(seconds: float) -> Iterator[pytest.ExceptionInfo[SQLAlchemyError]]:
    begun = time.monotonic()
    with pytest.raises(SQLAlchemyError) as caught:
        yield caught
    assert time.monotonic() - begun < seconds


def test_a_server_that_stands_still_is_given_up_and_used_again_once_it_runs(store, folder):
    assert store.latest() == 0
    with stopped(folder):
        with fails_within(5):
            store.latest()
        with fails_within(5):
            store.versions()
    assert store.latest() == 0


def test_a_server_that_stands_still_in_the_middle_of_a_transaction_is_given_up(store, folder):
    with store._engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        with stopped(folder), fails_within(3):
            connection.exec_driver_sql("SELECT 1")


def test_a_statement_that_takes_too_long_is_ended_by_the_server(store, monkeypatch):
    monkeypatch.setattr(stores, "_RESPONSE_SECONDS", 10)
    with store._engine.connect() as connection, fails_within(3):
        connection.exec_driver_sql("SELECT pg_sleep(20)")


def test_a_server_that_accepts_and_never_answers_ends_the_start():
    with silent() as address, fails_within(5):
        Store(address)


def test_a_locked_file_is_waited_for_briefly(tmp_path, cells):
    store = Store(f"sqlite:///{tmp_path}/versions.db")
    other = sqlite3.connect(tmp_path / "versions.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with fails_within(4):
        store.latest()
    with fails_within(4):
        store.publish(cells, 0, "ada@example.org", "Anfang")
    other.execute("ROLLBACK")
    assert store.publish(cells, 0, "ada@example.org", "Anfang") == 1
    other.close()
    store.close()


def test_the_limits_are_those_in_the_documentation():
    chapter = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split("### If the database")[1].split("###")[0]
    assert [int(seconds) for seconds in re.findall(r"\| (\d+) seconds", chapter)] == LIMITS
