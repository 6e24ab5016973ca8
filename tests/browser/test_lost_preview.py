"""A preview that a broken connection or a reload has ended says so and how to go on."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from components.exports.workbook import upkeep_workbook
from components.words.texts import Texts
from tests.browser.conftest import settle
from tests.data.upkeep.conftest import below, put
from tests.running import free_port, start_server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


@pytest.fixture
def book(facts, tmp_path):
    """Write a workbook with a new activity and return its path."""
    made = openpyxl.load_workbook(BytesIO(upkeep_workbook(facts.cells, Texts("de"), "2026-11-25", facts.as_of, 0)))
    values = {
        "date": "22.05.2026",
        "scope": "partner",
        "partner": "Halle",
        "sector": "Kultur",
        "kind": "Konzert",
        "title_de": "Probekonzert",
        "title_en": "Trial concert",
        "status": "hat stattgefunden",
        "confidence": "Datum steht in der Quelle",
        "source": str(facts.cells["sources"]["id"].iloc[0]),
    }
    put(made, "activities", below(made, "activities"), **values)
    path = tmp_path / "book.xlsx"
    made.save(path)
    return path


def preview(page, address, book):
    page.goto(f"{address}/data?part=upkeep")
    page.wait_for_selector(".st-key-footer", timeout=60_000)
    settle(page)
    page.set_input_files("input[type=file]", book)
    page.wait_for_selector(".st-key-preview-begin", timeout=150_000)
    page.locator(".st-key-preview-begin button").click()
    page.wait_for_selector(".st-key-preview-banner", timeout=30_000)
    page.wait_for_timeout(1500)


def test_a_preview_that_was_lost_is_told(browser, book):
    port = free_port()
    server = start_server(port, MAX_UPLOAD_MB="10")
    page = browser.new_page()
    try:
        address, lost = f"http://127.0.0.1:{port}", page.locator("#lost-preview")
        preview(page, address, book)
        page.locator(".st-key-preview-end button").click()
        page.wait_for_selector(".st-key-preview-banner", state="detached")
        page.wait_for_timeout(1000)
        assert lost.count() == 0, "it was ended on purpose"

        preview(page, address, book)
        page.reload()
        expect(lost).to_contain_text("Vorschau ist beendet", timeout=30_000)
        lost.get_by_role("button").click()
        assert lost.count() == 0

        preview(page, address, book)
        server.terminate()
        server.wait(15)
        server = start_server(port, MAX_UPLOAD_MB="10")
        expect(lost).to_contain_text("Sie sehen wieder die veröffentlichten Daten", timeout=60_000)
        expect(page.locator(".st-key-preview-banner")).to_have_count(0)
        assert page.request.get(address + lost.locator("a").get_attribute("href")).ok
    finally:
        page.close()
        server.terminate()
        server.wait(15)
