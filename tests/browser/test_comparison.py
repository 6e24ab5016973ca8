"""Comparison page in Chromium: cells of the matrix lead to the chronicle."""

import re

import pytest

from tests.browser.conftest import settle
from tests.browser.test_partner_chronicle import drawn, sentence

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("share", [0.5, 0.06, 0.94])
def test_a_cell_leads_to_exactly_its_entries_wherever_it_is_clicked(visit, share):
    page = drawn(visit("/comparison"))
    number = int(page.locator(".st-key-matrix .scatterlayer .textpoint text").first.text_content())
    box = page.locator(".st-key-matrix .barlayer .point path").first.bounding_box()
    page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    page.wait_for_url("**/chronicle?**")
    settle(page)
    assert int(re.match(r"\d+", sentence(page)).group()) == number


def test_the_table_leads_there_by_keyboard(visit):
    page = drawn(visit("/comparison"))
    page.get_by_role("radio", name="Tabelle").click()
    settle(page)
    link = page.locator("table a[href*='chronicle?']").first
    number = int(link.inner_text())
    href = link.get_attribute("href")
    link.focus()
    assert "counted=yes" in href
    page.goto(page.evaluate("(href) => new URL(href, location.href).href", href))
    settle(page)
    assert int(re.match(r"\d+", sentence(page)).group()) == number
