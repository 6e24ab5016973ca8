"""The part on upkeep without a browser: who sees the versions, and what a database that is slow or fails does to whom."""

import sqlite3
import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

import components.session.facts
from components.panels import upkeep
from components.session.official import Busy
from components.words.texts import Texts
from data.upkeep import store as stores
from data.upkeep.changes import Change
from data.upkeep.check import Report
from data.upkeep.reading import Finding
from data.upkeep.store import Store, Unconfirmed
from tests.data.upkeep.databases import postgres, postgres_programs, stopped
from tests.visiting import open_page, sound, tables, whole

pytestmark = pytest.mark.xdist_group("store")
PROGRAMS = postgres_programs()


@contextmanager
def shown(monkeypatch, store):
    """Let the pages know ``store`` for the time of the block."""
    monkeypatch.setattr(components.session.facts, "store", lambda: store)
    monkeypatch.setattr(components.session.permissions, "store", lambda: store)
    monkeypatch.setattr(upkeep, "store", lambda: store)
    monkeypatch.setattr(components.session.facts, "_PRESENT", components.session.facts._Present())
    monkeypatch.setattr(components.session.facts._Present, "_watch", lambda self: None)
    yield store
    store.close()


@pytest.fixture
def store(monkeypatch, tmp_path):
    monkeypatch.setattr(stores, "_LOCK_SECONDS", 1)
    with shown(monkeypatch, Store(f"sqlite:///{tmp_path}/versions.db")) as store:
        yield store


@pytest.fixture
def logged_in(monkeypatch):
    monkeypatch.setattr(upkeep, "is_logged_in", lambda: True)


def unreadable(fault, lang):
    t = Texts(lang)
    return t.t("versions.unreadable", reason=t.label("database_fault", fault))


def fails(error):
    """Return a function that raises ``error`` whatever it is asked."""

    def ask(*_):
        raise error

    return ask


def headers(app):
    return [each.value for each in app.header]


def test_versions_are_for_those_who_have_logged_in(store, logged_in):
    assert Texts("de").t("versions.title") in headers(sound(open_page("data", part="upkeep")))


def test_whoever_has_not_logged_in_asks_the_database_nothing(store, monkeypatch):
    components.session.facts.published()
    for question in ("latest", "versions", "tables"):
        monkeypatch.setattr(store, question, None)
    app = whole(open_page("data", part="upkeep"))
    assert Texts("de").t("versions.title") not in headers(app)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_database_that_fails_takes_nothing_but_the_versions_from_the_page(store, logged_in, monkeypatch, tmp_path, lang):
    components.session.facts.published()
    (tmp_path / "versions.db").write_bytes(b"no database")
    app = open_page("data", part="upkeep", lang=lang)
    assert [each.value for each in app.error] == [unreadable("other", lang)]
    assert Texts(lang).t("upkeep.workbook") in headers(app)


def test_while_the_database_stands_still_other_pages_are_drawn(monkeypatch, logged_in, tmp_path_factory):
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed")
    monkeypatch.setattr(stores, "_RESPONSE_SECONDS", 3)
    folder = tmp_path_factory.mktemp("still")
    with postgres(PROGRAMS, folder) as address, shown(monkeypatch, Store(address)):
        whole(open_page("about"))
        pages = []
        asks = threading.Thread(target=lambda: pages.append(open_page("data", part="upkeep")))
        with stopped(folder):
            asks.start()
            time.sleep(1)
            other = whole(open_page("about"))
            assert asks.is_alive(), "the page that asks the database should still wait"
            asks.join(20)
        assert not other.error
        assert [each.value for each in pages[0].error] == [unreadable("silent", "de")]


@pytest.fixture
def publisher(monkeypatch, logged_in):
    monkeypatch.setattr(upkeep, "may_publish", lambda: True)
    monkeypatch.setattr(upkeep, "person", lambda: "ada@example.org")
    monkeypatch.setattr(upkeep, "trial_findings", lambda *_: [])


def restore(store, facts):
    """Press the button that publishes the delivered data again, once two versions are there, and return the page."""
    for base in range(2):
        store.publish(dict(facts.cells), base, "a", "b")
    app = sound(open_page("data", part="upkeep"))
    [button] = [each for each in app.button if each.label == Texts("de").t("versions.restore_now")]
    return button.click()


def test_a_fault_while_publishing_says_that_nothing_was_published_and_why(store, publisher, facts, tmp_path):
    clicked = restore(store, facts)
    other = sqlite3.connect(tmp_path / "versions.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    app = clicked.run(timeout=60)
    other.close()
    assert not app.exception
    [told] = [each.value for each in app.error]
    assert told.startswith("Nicht veröffentlicht: Ein anderes Programm hält die Datenbank gesperrt.")
    assert store.latest() == 2


def test_a_fault_at_the_last_step_says_that_it_is_open_whether_something_was_published(store, publisher, facts, monkeypatch):
    clicked = restore(store, facts)
    monkeypatch.setattr(Store, "publish", fails(Unconfirmed()))
    app = clicked.run()
    assert [each.value for each in app.warning] == [Texts("de").t("upkeep.unconfirmed")]
    assert not app.error


def test_what_is_published_and_cannot_be_read_at_once_is_published(store, publisher, facts, monkeypatch):
    clicked = restore(store, facts)
    monkeypatch.setattr(upkeep, "refresh", fails(OperationalError("SELECT", {}, Exception("gone"))))
    app = clicked.run()
    assert not app.error
    assert [each.value for each in app.success] == [Texts("de").t("upkeep.published", number=3)]
    assert store.latest() == 3


def test_what_cannot_be_shown_is_not_published_and_named(store, publisher, facts, monkeypatch):
    clicked = restore(store, facts)
    failed = [Finding("", None, "", "", "trial_unplaced", {"step": "Netzwerke (Deutsch)", "reason": "KeyError: 'x'"})]
    monkeypatch.setattr(upkeep, "trial_findings", lambda *_: failed)
    app = clicked.run()
    assert [each.value for each in app.error] == [Texts("de").t("upkeep.trial_failed")]
    assert store.latest() == 2


@pytest.mark.parametrize("agreed", [1, 2])
def test_a_large_removal_is_agreed_to_separately(monkeypatch, agreed, facts):
    def draw():
        from components.panels import upkeep
        from components.words.texts import Texts
        from data.upkeep.changes import Change
        from data.upkeep.check import Report
        from tests.visiting import real_facts

        cells = real_facts().cells
        gone = [Change("institutions", "removed", row["id"], row, {}) for row in cells["institutions"].head(40).to_dict("records")]
        upkeep._publish(Report([], cells, gone), 0, Texts("de"))

    written = []
    monkeypatch.setattr(upkeep, "published", lambda: facts)
    monkeypatch.setattr(upkeep, "_write", lambda *given: written.append(given))
    app = AppTest.from_function(draw).run()
    assert [box.label for box in app.checkbox][1:] == [
        "Ja, ein großer Teil eines Blatts soll gelöscht werden (Institutionen: 40 von 86 Zeilen)."
    ]
    app.text_input[0].set_value("Aufgeräumt")
    for box in app.checkbox[:agreed]:
        box.check()
    app.button[0].click().run()
    assert len(written) == agreed - 1
    assert len(app.error) == 2 - agreed


# Official sources


@pytest.fixture
def official(monkeypatch, facts):
    """Let an official source be configured, without asking it: one new value, and a remark on what was not fetched."""
    row = facts.cells["observations"].iloc[0].to_dict()
    remark = Finding(
        "", None, "", "gdp_current_usd", "refresh_failed", {"publisher": "P", "dataset": "D", "reason": "HTTP 503"}, is_error=False
    )
    report = Report([remark], facts.cells, [Change("observations", "changed", row["id"], row, row | {"value": "987654"})])
    monkeypatch.setattr(upkeep, "refresh_is_configured", lambda: True)
    monkeypatch.setattr(upkeep, "official_update", lambda *_: (b"book", report))
    monkeypatch.setattr(upkeep, "may_check", lambda: True)


def refresh_buttons(app):
    return [button for button in app.button if button.key == "upkeep-refresh"]


def test_the_newest_values_are_shown_as_those_of_an_uploaded_workbook(official):
    app = sound(open_page("data", part="upkeep"))
    (button,) = refresh_buttons(app)
    app = sound(button.click().run())
    shown = " ".join(table.value.to_string() for table in tables(app))
    assert "987654" in shown
    assert "HTTP 503" in shown
    assert {"preview-begin"} <= {button.key for button in app.button}
    assert [each.proto.label for each in app.get("download_button")].count(Texts("de").t("refresh.file")) == 1


def test_two_at_once_do_not_ask_the_sources_twice(official, monkeypatch):
    def busy(*_):
        raise Busy

    monkeypatch.setattr(upkeep, "official_update", busy)
    app = refresh_buttons(sound(open_page("data", part="upkeep")))[0].click().run()
    assert Texts("de").t("refresh.busy") in [warning.value for warning in app.warning]


@pytest.mark.parametrize(("configured", "may"), [(False, True), (True, False)])
def test_the_button_is_for_those_who_may_check_where_a_source_is_configured(official, monkeypatch, configured, may):
    monkeypatch.setattr(upkeep, "refresh_is_configured", lambda: configured)
    monkeypatch.setattr(upkeep, "may_check", lambda: may)
    assert refresh_buttons(sound(open_page("data", part="upkeep"))) == []
