"""Networks page in Chromium: names do not overlap, and a click selects a network."""

import re

import pytest

from tests.browser.conftest import fitted, settle
from tests.browser.test_map_labels import outside, overlaps
from tests.browser.test_partner_chronicle import drawn, parameters, sentence

pytestmark = pytest.mark.browser

#: The names that can be seen on the map of members, and among the memberships, with their boxes, and the box around them.
NAMES = """(key) => {
  const traces = [...document.querySelectorAll(`.st-key-${key} :is(.scattergeo, .scatterlayer > .trace)`)];
  const seen = traces.filter((trace) => getComputedStyle(trace).display !== "none");
  const texts = seen.flatMap((trace) => [...trace.querySelectorAll("text")]).filter((text) => text.textContent.trim());
  const box = (element) => { const {left, top, right, bottom} = element.getBoundingClientRect(); return [left, top, right, bottom]; };
  return {box: box(document.querySelector(`.st-key-${key}`)), texts: texts.map((text) => [text.textContent, box(text)])};
}"""


def names(page, key):
    page.wait_for_selector(f".st-key-{key} .main-svg")
    page.wait_for_timeout(500)
    return page.evaluate(NAMES, key)


def test_names_are_apart_and_whole(visit):
    page = visit("/networks?view=europe&lang=de")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        fitted(page, "network-map")
        for key in ("network-map", "network-lanes"):
            found = names(page, key)
            # On a phone few names find a place between the lines to the members; the list has them all.
            assert len(found["texts"]) >= (5 if width < 600 and key == "network-map" else 8), (width, key)
            assert overlaps(found["texts"]) == [], (width, key)
            assert outside(found["texts"], found["box"]) == [], (width, key)


def test_the_first_screen_answers_and_a_click_on_a_membership_shows_its_members(visit):
    page = drawn(visit("/networks"))
    for key, least in (("network-map", 0.9), ("network-lanes", 0.75)):
        box = page.locator(f".st-key-{key}").bounding_box()
        assert (900 - box["y"]) / box["height"] > least, key
    lanes = page.locator(".st-key-network-lanes")
    text = lanes.locator(".scatterlayer > .trace:last-child text").filter(has_text="EUROCITIES")
    box = text.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(150)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**network=eurocities**")
    settle(page)
    assert parameters(page) == {"network": ["eurocities"], "view": ["europe"]}
    assert "EUROCITIES verbindet Karlsruhe und 139 weitere Mitglieder" in page.locator("h2").first.inner_text()


def test_a_link_leads_to_the_entries_of_the_network(visit):
    page = drawn(visit("/networks?network=unesco-media-arts"))
    link = page.get_by_role("link", name="Einträge in der Chronik")
    number = int(re.match(r"\d+", link.inner_text()).group())
    page.goto(page.evaluate("(href) => new URL(href, location.href).href", link.get_attribute("href")))
    settle(page)
    assert int(re.match(r"\d+", sentence(page)).group()) == number


def test_the_picker_works_by_keyboard(visit):
    page = drawn(visit("/networks?lang=en"))
    page.get_by_role("combobox").first.focus()
    page.keyboard.type("Michelin")
    page.keyboard.press("Enter")
    page.wait_for_url("**network=michelin-cities**")
    settle(page)
    assert (
        page.locator("h2")
        .first.inner_text()
        .startswith("International Network of Michelin Cities connects Karlsruhe and at least 34 other members")
    )


def test_a_thumb_on_a_chart_scrolls_the_page_and_a_tap_chooses(visit):
    page = drawn(visit("/networks", width=390, height=844, has_touch=True, is_mobile=True))
    lanes = page.locator(".st-key-network-lanes")
    lanes.evaluate("(lanes) => lanes.scrollIntoView({ block: 'center' })")
    settle(page)
    box = lanes.bounding_box()
    session, x, y = page.context.new_cdp_session(page), box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 15 * step}]})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settle(page)
    assert box["y"] - lanes.bounding_box()["y"] > 100
    lanes.evaluate("(lanes) => lanes.scrollIntoView({ block: 'center' })")
    settle(page)
    point = lanes.locator(".point").nth(2).bounding_box()
    page.touchscreen.tap(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.wait_for_url("**network=**")
