"""The page on anniversaries in a real browser: accessible, private, narrow enough for a phone, its calendar file by keyboard."""

from pathlib import Path

import pytest
import vobject

from tests.browser.conftest import settle
from tests.browser.test_accessibility import violations
from tests.browser.test_partner_chronicle import PHONE, TOO_WIDE, drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-new")]

PATH = "/anniversaries?today=2026-11-25"


@pytest.mark.parametrize(("lang", "theme"), [("de", "light"), ("en", "light"), ("de", "dark"), ("en", "dark")])
def test_axe_finds_no_violation(visit, lang, theme):
    page = drawn(visit(f"{PATH}&lang={lang}", theme=theme))
    assert page.locator("h1").count() == 1
    assert violations(page) == []


def test_axe_finds_no_violation_in_the_table(visit):
    page = drawn(visit(PATH))
    page.get_by_role("tab", name="Tabelle").click()
    settle(page)
    page.wait_for_function("() => document.querySelectorAll('table').length === 2", timeout=15_000)
    assert violations(page) == []


def test_nothing_reaches_beyond_a_phone(visit, requests, address):
    page = drawn(visit(PATH, **PHONE))
    assert page.evaluate(TOO_WIDE) == []
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)


def test_the_calendar_file_is_saved_by_keyboard(visit):
    page = drawn(visit(f"{PATH}&partner=halle"))
    button = page.locator(".st-key-calendar button")
    button.focus()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "karlsruhe-jubilaeen-2026-11-25.ics"
    calendar = vobject.readOne(Path(saved.value.path()).read_text())
    assert "40 Jahre Partnerschaft mit Halle (Saale)" in [event.summary.value for event in calendar.vevent_list]
    assert all("Halle" in event.summary.value for event in calendar.vevent_list)
