"""The page on anniversaries in a real browser: its calendar file by keyboard."""

from pathlib import Path

import pytest
import vobject

from tests.browser.test_partner_chronicle import drawn

pytestmark = pytest.mark.browser

PATH = "/anniversaries?today=2026-11-25"


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
