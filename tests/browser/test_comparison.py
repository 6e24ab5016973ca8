"""Comparison in a real browser: accessible, private, narrow enough for a phone, cells lead to the chronicle."""

import re

import pytest

from tests.browser.conftest import settle
from tests.browser.test_accessibility import violations
from tests.browser.test_partner_chronicle import PHONE, TOO_WIDE, drawn, sentence

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-new")]


@pytest.mark.parametrize(
    ("path", "theme"),
    [
        ("/comparison?lang=de", "light"),
        ("/comparison?lang=en&measure=since", "dark"),
        ("/comparison?aspect=partners&lang=en", "light"),
        ("/comparison?aspect=cities&lang=de", "dark"),
    ],
)
def test_axe_finds_no_violation(visit, requests, address, path, theme):
    page = drawn(visit(path, theme=theme))
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)


@pytest.mark.parametrize("path", ["/comparison", "/comparison?aspect=partners"])
def test_nothing_reaches_beyond_a_phone(visit, path):
    page = drawn(visit(path, **PHONE))
    assert page.evaluate(TOO_WIDE) == []


def test_a_cell_leads_to_exactly_its_entries(visit):
    page = drawn(visit("/comparison"))
    cell = page.locator(".st-key-matrix .scatterlayer .textpoint text").first
    number = int(cell.text_content())
    box = cell.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/chronicle?**")
    settle(page)
    assert int(re.match(r"\d+", sentence(page)).group()) == number


def test_the_table_leads_there_by_keyboard(visit):
    page = drawn(visit("/comparison"))
    page.get_by_role("tab", name="Tabelle").click()
    settle(page)
    link = page.locator("table a[href*='chronicle?']").first
    number = int(link.inner_text())
    href = link.get_attribute("href")
    link.focus()
    assert "counted=yes" in href
    page.goto(page.evaluate("(href) => new URL(href, location.href).href", href))
    settle(page)
    assert int(re.match(r"\d+", sentence(page)).group()) == number
