"""Firefox prints pages whole on A4, too; ``tests/browser/test_print.py`` shows it for Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from data.vocabulary import LANGUAGES
from tests.browser.conftest import settle
from tests.browser.engines.window import missing, window
from tests.browser.test_print import PATHS, faults

pytestmark = [pytest.mark.engines]
#: The driver passes inches on as the centimetres that the protocol asks for.
A4 = {"width": "21in", "height": "29.7in"}
#: A slide is printed on its side, which ``faults`` does not expect.
UPRIGHT = [path for path in PATHS if path != "/stage"]


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    """Yield a page of Firefox."""
    if reason := missing("firefox"):
        pytest.skip(reason)
    with window("firefox", playwright) as opened:
        yield opened.page


@pytest.mark.parametrize(("path", "lang"), [(path, LANGUAGES[number % 2]) for number, path in enumerate(UPRIGHT)])
def test_firefox_prints_a_page_whole(address, page, path, lang):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}{path}?lang={lang}")
    settle(page)
    assert faults(page, lang, readable=False, **A4) == []
