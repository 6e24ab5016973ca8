"""The page on exchange over time in a real browser: accessible, private, narrow enough for a phone, words in the language."""

import pytest

from tests.browser.conftest import settle
from tests.browser.test_accessibility import violations
from tests.browser.test_partner_chronicle import PHONE, TOO_WIDE, drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-new")]


@pytest.mark.parametrize(
    ("path", "theme"),
    [
        ("/exchange?lang=de", "light"),
        ("/exchange?lang=en&form=partners&interval=decade", "dark"),
        ("/exchange?topic=economy&lang=de", "dark"),
        ("/exchange?topic=education&lang=en", "light"),
        ("/exchange?topic=culture&form=programmes", "light"),
    ],
)
def test_axe_finds_no_violation(visit, path, theme):
    page = drawn(visit(path, theme=theme))
    assert page.locator("h1").count() == 1
    assert violations(page) == []


def test_axe_finds_no_violation_in_the_tables(visit):
    page = drawn(visit("/exchange?topic=economy"))
    for tab in page.get_by_role("tab", name="Tabelle").all():
        tab.click()
        settle(page)
    page.wait_for_function("() => document.querySelectorAll('table').length === 2", timeout=15_000)
    assert violations(page) == []


def test_the_first_visitor_by_a_link_sees_exactly_that_view_and_asks_nobody_else(visit, requests, address):
    page = drawn(visit("/exchange?topic=economy&indicator=de_imports_from_partner_eur&scale=log&partner=nancy&lang=en"))
    assert page.get_by_role("radio", name="Economy").is_checked()
    assert page.locator("[role=figure]").count() == 2
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)


def test_the_menu_of_a_figure_is_german(visit):
    page = drawn(visit("/exchange"))
    page.locator(".st-key-activities").hover()
    button = page.locator(".st-key-activities .modebar-btn").first
    button.wait_for(state="visible")
    assert button.get_attribute("data-title") == "Bild als PNG speichern"


def test_nothing_reaches_beyond_a_phone(visit):
    page = drawn(visit("/exchange?topic=economy", **PHONE))
    assert page.evaluate(TOO_WIDE) == []
