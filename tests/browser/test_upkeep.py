"""The clerk's way in a real browser, with a real login: check, preview, publish, restore; and who may not."""

import asyncio
import time
import urllib.request
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from bench.load.session import Session
from components.exports.workbook import upkeep_workbook
from components.words.texts import Texts
from data.upkeep.store import Store
from tests.browser.conftest import settle
from tests.browser.provider import DENY, NOBODY, served_with_login
from tests.browser.test_accessibility import violations
from tests.data.upkeep.conftest import below, put
from tests.running import put_file, run

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("upkeep")]
TITLE = "Probekonzert zum Prüfen"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("upkeep")


@pytest.fixture(scope="module")
def address(place):
    """Start a provider and a server that knows it, with a store of its own; yield the server's address."""
    settings = {
        "MAX_UPLOAD_MB": "10",
        "DATABASE_URL": f"sqlite:///{place}/versions.db",
        "EDITORS": "editor@example.org",
        "PUBLISHERS": "Publisher@example.org",
    }
    with served_with_login(place, **settings) as base:
        yield base


@pytest.fixture(scope="module")
def books(facts, place):
    """Write a workbook with a new activity and one with mistakes, and return their paths by name."""
    made = upkeep_workbook(facts.cells, Texts("de"), "2026-11-25", facts.as_of, 0)
    book = openpyxl.load_workbook(BytesIO(made))
    row = below(book, "activities")

    def save(name: str, **values: object) -> Path:
        given = {
            "date": "22.05.2026",
            "scope": "partner",
            "partner": "Halle",
            "sector": "Kultur",
            "kind": "Konzert",
            "title_de": TITLE,
            "title_en": "Trial concert",
            "status": "hat stattgefunden",
            "confidence": "Datum steht in der Quelle",
            "source": str(facts.cells["sources"]["id"].iloc[0]),
        }
        put(book, "activities", row, **(given | values))
        book.save(place / name)
        return place / name

    return {"good": save("good.xlsx"), "bad": save("bad.xlsx", sector="Kulturr", date="31.02.2026", title_en="<script>alert(1)</script>")}


def log_in(page, person, address):
    page.goto(f"{address}/data?part=upkeep")
    settle(page)
    page.locator(".st-key-upkeep-login button").click()
    page.get_by_role("link", name=person).click()
    page.wait_for_url(f"{address}/data?part=upkeep", timeout=20_000)
    settle(page)
    expect(page.get_by_text(f"Angemeldet als {person}")).to_be_visible()


def upload(page, book):
    page.set_input_files("input[type=file]", book)
    page.wait_for_selector(".st-key-upkeep-report", timeout=30_000)


def test_who_has_not_logged_in_finds_the_workbook_and_no_more(visit):
    page = visit("/data?part=upkeep")
    expect(page.locator(".st-key-upkeep-workbook button")).to_be_visible()
    expect(page.locator(".st-key-upkeep-login button")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    assert violations(page) == []


def test_who_has_not_logged_in_cannot_upload_at_the_sessions_own_address(address):
    async def upload() -> list[int]:
        session = await Session(address, "data").open()
        await session.show("part=upkeep")
        statuses = await asyncio.to_thread(lambda: [put_file(address, session) for _ in range(3)])
        await session.close()
        return statuses

    assert run(upload()) == [403, 403, 403]


def test_a_stranger_may_neither_check_nor_publish(visit, address):
    page = visit("/data?part=upkeep", fresh=True)
    log_in(page, "stranger@example.org", address)
    assert page.locator("input[type=file]").count() == 0
    assert page.locator(".st-key-upkeep-publish, .st-key-versions-restore").count() == 0
    expect(page.get_by_text("Ihre Adresse dafür nicht eingetragen ist")).to_be_visible()


def test_a_login_that_is_denied_says_so_where_it_began_and_once(visit, address):
    page = visit("/data?part=upkeep&lang=en&sector=culture", fresh=True)
    page.locator(".st-key-upkeep-login button").click()
    page.get_by_role("link", name=DENY).click()
    page.wait_for_url(f"{address}/data?**part=upkeep**")
    settle(page)
    expect(page.get_by_text("You are not logged in: the login was cancelled")).to_be_visible()
    assert violations(page) == []
    assert "login=" not in page.url
    assert "sector=culture" in page.url
    page.reload()
    settle(page)
    assert page.get_by_text("You are not logged in").count() == 0


def test_a_login_without_an_address_says_what_to_do(visit, address):
    page = visit("/data?part=upkeep", fresh=True)
    page.locator(".st-key-upkeep-login button").click()
    page.get_by_role("link", name=NOBODY).click()
    page.wait_for_url(f"{address}/data?part=upkeep")
    settle(page)
    expect(page.get_by_text("Angemeldet ohne E-Mail-Adresse")).to_be_visible()
    expect(page.get_by_text("keine E-Mail-Adresse mitgeteilt")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0


@pytest.mark.thorough
def test_an_editor_checks_and_cannot_publish(visit, address, books):
    page = visit("/data?part=upkeep", theme="dark", fresh=True)
    log_in(page, "editor@example.org", address)
    upload(page, books["bad"])
    report = page.locator(".st-key-upkeep-report")
    for words in ("31.02.2026", "Gemeint ist wohl Kultur", "<script>alert(1)</script>", "reinen Text"):
        expect(report).to_contain_text(words)
    assert violations(page) == []
    upload(page, books["good"])
    page.wait_for_selector(".st-key-preview-begin")
    expect(page.get_by_text("nicht veröffentlichen, weil Ihre Adresse nur zum Prüfen eingetragen ist")).to_be_visible()
    assert page.get_by_text("Jetzt veröffentlichen").count() == 0


@pytest.mark.thorough
def test_a_publisher_looks_first_then_publishes_and_all_see_it_but_no_presentation_is_disturbed(visit, address, books, place):
    stage = visit("/data")
    stage.goto(f"{address}/stage?story=1-three-minutes&slide=2")
    stage.wait_for_selector(".js-plotly-plot .main-svg", timeout=20_000)
    reader = visit("/chronicle?q=Probekonzert")
    assert reader.get_by_text(TITLE).count() == 0

    page = visit("/data?part=upkeep", fresh=True)
    log_in(page, "publisher@example.org", address)
    upload(page, books["good"])
    page.locator(".st-key-preview-begin button").click()
    page.wait_for_selector(".st-key-preview-banner")
    page.get_by_role("link", name="Chronik").first.click()
    page.wait_for_url("**/chronicle**")
    page.wait_for_selector(".st-key-upkeep-logout", state="detached")
    settle(page)
    page.wait_for_selector("text=Vorschau: Nur Sie sehen diese Daten")
    assert violations(page) == []
    page.goto(f"{address}/data?part=upkeep")
    settle(page)
    # A new session sees what is published; a preview lives and ends with its own.
    assert page.locator(".st-key-preview-banner").count() == 0

    upload(page, books["good"])
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.get_by_text("Schreiben Sie in einem Satz, was neu ist.")).to_be_visible()
    page.get_by_label("Was ist neu?").fill("Konzert in Halle")
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.get_by_text("Version 1 ist veröffentlicht.")).to_be_visible(timeout=120_000)
    store = Store(f"sqlite:///{place}/versions.db")
    assert [(each.author, each.message) for each in store.versions()] == [("publisher@example.org", "Konzert in Halle")]
    expect(page.get_by_text("Dazwischen liegt 1 geänderte Zeile.")).to_be_visible(timeout=20_000)
    assert violations(page) == []

    other = visit("/chronicle?q=Probekonzert")
    expect(other.get_by_text(TITLE).first).to_be_visible()
    answer = urllib.request.urlopen(f"{address}/api/v1/activities.csv?partner=halle&limit=1000").read().decode()
    assert TITLE in answer

    page.get_by_role("button", name="Wiederherstellen").click()
    expect(page.get_by_text("Version 2 ist veröffentlicht.")).to_be_visible(timeout=120_000)
    answer = urllib.request.urlopen(f"{address}/api/v1/activities.csv?partner=halle&limit=1000").read().decode()
    assert TITLE not in answer
    stage.keyboard.press("PageDown")
    stage.wait_for_url("**slide=3**")
    store.close()


def test_what_another_server_publishes_is_shown_within_a_minute(visit, address, place, facts):
    store = Store(f"sqlite:///{place}/versions.db")
    changed = facts.cells["activities"].copy()
    changed.loc[0, "title_de"] = TITLE
    base = store.latest()
    store.publish(dict(facts.cells) | {"activities": changed}, base, "another server", "Probe")
    deadline = time.monotonic() + 60
    while TITLE not in urllib.request.urlopen(f"{address}/api/v1/activities.csv?limit=1000").read().decode():
        assert time.monotonic() < deadline, "the new version is not shown"
        time.sleep(1)
    store.close()
