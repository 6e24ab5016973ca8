"""Anniversaries page in Chromium: the calendar file can be downloaded by keyboard."""

from pathlib import Path

import pytest
import vobject
from playwright.sync_api import expect

from tests.browser.test_partner_chronicle import drawn

pytestmark = pytest.mark.browser

PATH = "/anniversaries?today=2026-11-25"


def test_the_calendar_file_is_saved_by_keyboard(visit):
    page = drawn(visit(f"{PATH}&partner=halle"))
    button = page.locator(".st-key-calendar button")
    button.focus()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "karlsruhe-weltweit-jubilaeen-2026-11-25.ics"
    calendar = vobject.readOne(Path(saved.value.path()).read_text())
    assert "40 Jahre Städtepartnerschaft mit Halle (Saale)" in [event.summary.value for event in calendar.vevent_list]
    assert all("Halle" in event.summary.value for event in calendar.vevent_list)


def test_every_mark_is_seen_once_and_carries_its_number_where_there_is_room(visit):
    page = drawn(visit(f"{PATH}&partner=halle"))
    for width, numbered in ((390, False), (1440, True)):
        page.set_viewport_size({"width": width, "height": 900})
        seen = page.locator(".st-key-anniversaries .scatterlayer .trace:visible")
        expect(seen).to_have_count(page.locator(".st-key-anniversaries .legend .traces").count())
        numbers = seen.locator("text")
        expect(numbers.first).to_be_visible() if numbered else expect(numbers).to_have_count(0)
