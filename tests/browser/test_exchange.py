"""Exchange page in Chromium: chart menus and hover labels are in the page's language."""

from pathlib import Path

import pytest

from tests.browser.conftest import fitted
from tests.browser.test_partner_chronicle import drawn
from tests.browser.test_saved_pictures import spoken

pytestmark = pytest.mark.browser


def test_the_first_visitor_by_a_link_sees_exactly_that_view_and_asks_nobody_else(visit, requests, address):
    page = drawn(visit("/exchange?topic=economy&indicator=de_imports_from_partner_eur&scale=log&partner=nancy&lang=en"))
    assert page.get_by_role("radio", name="Economy").is_checked()
    assert page.locator("[role=figure]").count() == 2
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)


def test_the_menu_of_a_figure_is_german(visit):
    page = drawn(visit("/exchange"))
    page.locator(".st-key-bands").hover()
    button = page.locator(".st-key-bands .modebar-btn").first
    button.wait_for(state="visible")
    assert button.get_attribute("data-title") == "Bild als PNG speichern"
    as_svg = page.locator(".st-key-bands .svg-button")
    assert as_svg.get_attribute("data-title") == "Bild als SVG speichern"
    for saving, ending, begins in ((as_svg, "svg", b"<svg"), (button, "png", b"\x89PNG"), (as_svg, "svg", b"<svg")):
        with page.expect_download() as saved:
            saving.click()
        assert saved.value.suggested_filename.endswith(f".{ending}")
        content = Path(saved.value.path()).read_bytes()
        assert content.startswith(begins)
        if ending == "svg":
            said = spoken(content.decode())
            assert page.locator("h2").first.inner_text() in said
            assert "Stand der Daten" in said
    assert page.locator(".st-key-bands .annotation-text").filter(has_text="Stand der Daten").count() == 0


def test_the_menu_of_a_figure_is_reached_by_keyboard(visit):
    page = drawn(visit("/exchange?lang=en"))
    page.locator(".st-key-bands .modebar-btn").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Download plot as an SVG"
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".svg")


def test_on_a_phone_the_menu_of_a_figure_covers_nothing_and_works_by_thumb(visit):
    page = drawn(visit("/comparison?aspect=cities&lang=en", width=390, height=844, has_touch=True, is_mobile=True))
    chart = page.locator(".st-key-towns-country")
    menu, figure = chart.locator(".modebar-btn").bounding_box(), chart.bounding_box()
    switch = page.locator(".st-key-towns-country-shown button").last.bounding_box()
    assert menu["y"] + menu["height"] <= figure["y"]
    assert menu["x"] >= switch["x"] + switch["width"]
    assert menu["x"] + menu["width"] <= 390
    with page.expect_download() as saved:
        chart.locator(".modebar-btn").tap()
    assert saved.value.suggested_filename.endswith(".png")


def test_an_open_menu_follows_a_click_on_the_page(visit):
    """The tools stand still with a click on the page, unless one of their menus is open: it tells of what is selected."""
    page = drawn(visit("/exchange"))
    page.locator(".st-key-qr button").first.click()
    code = page.locator(".qr-code")
    code.wait_for()
    before = code.get_attribute("src")
    page.get_by_role("radio", name="Bildung", exact=True).click()
    page.wait_for_function("(before) => document.querySelector('.qr-code').src !== before", arg=before)
    page.wait_for_function("() => location.search === '?topic=education'")


WORDS = """() => [...document.querySelectorAll(".st-key-bands .textpoint text")].map((text) => {
  const { left, right, top, bottom } = text.getBoundingClientRect();
  return { text: text.textContent, left, right, top, bottom };
}).filter((word) => word.right > word.left)"""


def test_the_words_of_the_bands_are_there_once_inside_the_chart_and_apart(visit):
    page = visit("/exchange")
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        fitted(page, "bands")
        chart = page.locator(".st-key-bands .main-svg").first.bounding_box()
        words = page.evaluate(WORDS)
        names = [word["text"] for word in words if word["text"] in ("Kultur", "Wirtschaft", "Bildung")]
        assert names == ["Kultur", "Wirtschaft", "Bildung"], width
        assert all(chart["x"] - 1 <= word["left"] and word["right"] <= chart["x"] + chart["width"] + 1 for word in words), width
        for place, one in enumerate(words):
            for other in words[place + 1 :]:
                beside = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
                # Lines of text may be as close as their boxes are high.
                apart = beside or one["bottom"] <= other["top"] + 4 or other["bottom"] <= one["top"] + 4
                assert apart, (width, one["text"], other["text"])
