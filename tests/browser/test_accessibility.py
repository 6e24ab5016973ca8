"""axe-core finds nothing, the keyboard reaches everything, motion waits to be asked."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes need not be described, which takes two thirds of the time
}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


def test_axe_finds_no_violation_on_a_phone_with_filters_open(visit):
    page = visit("/", width=390, height=844)
    page.locator(".st-key-further-filters button").first.click()
    page.wait_for_timeout(500)
    assert violations(page) == []


FOCUSED = """() => {
  const element = document.activeElement;
  const words = element.innerText || element.closest("label")?.innerText || element.ariaLabel || "";
  return [words.trim().split("\\n").pop(), element.closest("[class*=st-key-]")?.className.match(/st-key-([\\w-]+)/)[1] ?? ""];
}"""


def test_the_keyboard_alone_filters_changes_the_view_and_opens_a_city(visit):
    page = visit("/")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        words, widget = page.evaluate(FOCUSED)
        reached.append(words)
        if widget == "filter-sectors" and "sector=" not in page.url:
            for key in ("ArrowRight", "ArrowRight", "Space"):
                page.keyboard.press(key)
            page.wait_for_url("**sector=education**")
            settle(page)
        elif widget == "view" and "view=" not in page.url:
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Space")
            page.wait_for_url("**view=europe**")
            settle(page)
        elif widget == "city":
            page.keyboard.press("Space")
            page.wait_for_url("**city=**")
            break
    assert {"sector=education", "view=europe"} <= set(page.url.split("?")[1].split("&"))
    assert "city=" in page.url
    assert {"Link kopieren", "Abspielen"} <= set(reached)


def test_nothing_moves_where_less_motion_is_wanted(visit):
    page = visit("/")
    assert page.locator(".st-key-play-button").is_visible()
    page.emulate_media(reduced_motion="reduce")
    assert not page.locator(".st-key-play-button").is_visible()
