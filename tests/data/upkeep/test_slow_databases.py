"""A database that stands still, is locked, or is reached through PgBouncer: everything ends in time, and the error says why."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from data.upkeep import store as stores
from data.upkeep.store import Overtaken, Store, Unconfirmed, database_fault
from tests.data.upkeep.databases import pgbouncer, pgbouncer_program, postgres, postgres_programs, silent, stopped
from tests.running import free_port

pytestmark = pytest.mark.xdist_group("store")
PROGRAMS = postgres_programs()
PGBOUNCER = pgbouncer_program()
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
        with fails_within(5) as caught:
            store.latest()
        assert database_fault(caught.value) == "silent"
        with fails_within(5) as caught:
            store.versions()
        assert database_fault(caught.value) == "silent"
    assert store.latest() == 0


def test_a_server_that_stands_still_in_the_middle_of_a_transaction_is_given_up(store, folder):
    with store._engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        with stopped(folder), fails_within(3):
            connection.exec_driver_sql("SELECT 1")


def test_a_statement_that_takes_too_long_is_ended_by_the_server(store, monkeypatch):
    monkeypatch.setattr(stores, "_RESPONSE_SECONDS", 10)
    with store._engine.connect() as connection, fails_within(3) as caught:
        connection.exec_driver_sql("SELECT pg_sleep(20)")
    assert database_fault(caught.value) == "silent"


def test_a_server_that_accepts_and_never_answers_ends_the_start():
    with silent() as address, fails_within(5) as caught:
        Store(address)
    assert database_fault(caught.value) == "silent"


def test_a_locked_file_is_waited_for_briefly(tmp_path, cells):
    store = Store(f"sqlite:///{tmp_path}/versions.db")
    other = sqlite3.connect(tmp_path / "versions.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with fails_within(4) as caught:
        store.latest()
    assert database_fault(caught.value) == "locked"
    with fails_within(4) as caught:
        store.publish(cells, 0, "ada@example.org", "Anfang")
    assert database_fault(caught.value) == "locked"
    other.execute("ROLLBACK")
    assert store.publish(cells, 0, "ada@example.org", "Anfang") == 1
    other.close()
    store.close()


def test_a_database_that_cannot_keep_a_version_says_why(tmp_path, cells):
    for name in ("small", "closed", "broken"):
        Store(f"sqlite:///{tmp_path}/{name}.db").close()
    small = Store(f"sqlite:///{tmp_path}/small.db")
    event.listen(small._engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    small._engine.dispose()
    with fails_within(4) as caught:
        small.publish(cells, 0, "a", "b")
    assert database_fault(caught.value) == "full"
    closed = Store(f"sqlite:///file:{tmp_path}/closed.db?mode=ro&uri=true")
    with fails_within(4) as caught:
        closed.publish(cells, 0, "a", "b")
    assert database_fault(caught.value) == "read_only"
    broken = Store(f"sqlite:///{tmp_path}/broken.db")
    (tmp_path / "broken.db").write_bytes(b"no database" * 100)
    with fails_within(4) as caught:
        broken.latest()
    assert database_fault(caught.value) == "other"
    with fails_within(4) as caught:
        Store(f"sqlite:///{tmp_path}/missing/versions.db")
    assert database_fault(caught.value) == "unreachable"
    for store in (small, closed, broken):
        store.close()


def test_a_server_that_refuses_says_so_and_one_that_takes_no_writing_too(store, cells):
    with fails_within(4) as caught:
        Store(f"postgresql://upkeep@127.0.0.1:{free_port()}/postgres")
    assert database_fault(caught.value) == "unreachable"
    event.listen(store._engine, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY"))
    with fails_within(4) as caught:
        store.publish(cells, store.latest(), "a", "b")
    assert database_fault(caught.value) == "read_only"


def test_a_server_that_stands_still_at_the_last_step_leaves_it_open_whether_the_version_is_there(store, folder, cells):
    base = store.latest()
    with ExitStack() as until_answered:
        event.listen(store._engine, "commit", lambda _: until_answered.enter_context(stopped(folder)), once=True)
        with pytest.raises(Unconfirmed):
            store.publish(cells, base, "ada@example.org", "Anfang")
    # The server has read the last statement after all: whoever tries again is told.
    deadline = time.monotonic() + 10
    while store.latest() == base:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    with pytest.raises(Overtaken):
        store.publish(cells, base, "ada@example.org", "Anfang")


def test_the_limits_are_those_in_the_documentation():
    chapter = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split("### If the database")[1].split("###")[0]
    assert [int(seconds) for seconds in re.findall(r"\| (\d+) seconds", chapter)] == LIMITS


def test_pgbouncer_in_transaction_mode_serves_several_servers(address, tmp_path, cells):
    if PGBOUNCER is None:
        pytest.skip("PgBouncer is not installed")
    # The servers share one connection to PostgreSQL, and each writes so many rows that the driver would prepare the statement.
    with pgbouncer(PGBOUNCER, address, tmp_path) as pooled:
        servers = [Store(pooled), Store(pooled)]
        base = servers[0].latest()
        for number in range(base, base + 4):
            assert servers[number % 2].publish(cells, number, "ada@example.org", "Anfang") == number + 1
        assert [set(each.tables(base + 4)) for each in servers] == [set(cells), set(cells)]
        for each in servers:
            each.close()
