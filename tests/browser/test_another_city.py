"""Another city in Chromium: every page, both languages and themes, desk and phone, the stage and a download; no other city's name."""

import re
from itertools import product

import pytest
from playwright.sync_api import Browser

from data.vocabulary import LANGUAGES
from pages import PAGES
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("freiburg")]

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
SHOWN = [path for path in PAGES if path != "embed"]
EVERY = list(product(SHOWN, LANGUAGES, ("light", "dark"), SIZES))
#: Each page once, and each language, theme and size with several pages.
SOME = [
    (path, LANGUAGES[number % 2], ("light", "dark")[number // 2 % 2], tuple(SIZES)[number // 4 % 2]) for number, path in enumerate(SHOWN)
]


def seen(browser: Browser, address: str, path: str, lang: str, theme: str, size: str) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/{'' if path == 'map' else path}?lang={lang}")
    page.wait_for_selector(".st-key-footer", timeout=30_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    assert page.locator("h1").count() == 1
    assert not re.search("karlsruhe", page.content(), re.IGNORECASE)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert violations(page) == []
    assert errors == []
    page.close()


@pytest.mark.parametrize(("path", "lang", "theme", "size"), SOME)
def test_every_page_shows_freiburg_alone(browser, freiburg, path, lang, theme, size):
    seen(browser, freiburg, path, lang, theme, size)


@pytest.mark.thorough
@pytest.mark.parametrize(("path", "lang", "theme", "size"), [one for one in EVERY if one not in SOME])
def test_every_page_in_every_way_shows_freiburg_alone(browser, freiburg, path, lang, theme, size):
    seen(browser, freiburg, path, lang, theme, size)


def test_the_stage_and_a_download_are_freiburgs(browser, freiburg):
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{freiburg}/stage?story=map")
    page.wait_for_selector(".st-key-stage")
    for _ in range(3):
        assert not re.search("karlsruhe", page.locator(".st-key-stage").inner_text(), re.IGNORECASE)
        page.keyboard.press("PageDown")
        page.wait_for_timeout(600)
    page.goto(f"{freiburg}/partner?city=innsbruck")
    page.wait_for_selector(".st-key-footer")
    with page.expect_download(timeout=60_000) as saved:
        page.locator(".st-key-portrait-ways [data-testid=stDownloadButton] button").first.click()
    assert saved.value.suggested_filename.startswith("freiburg-weltweit-")
    page.close()
