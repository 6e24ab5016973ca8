"""The page on exchange over time in a real browser: words in the language."""

import pytest

from tests.browser.test_partner_chronicle import drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-new")]


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
