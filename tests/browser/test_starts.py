"""Both ways to start the dashboard show the frame and the page, even if the first visit of a fresh server is a deep link."""

from collections.abc import Callable
from subprocess import Popen

import pytest
from playwright.sync_api import Browser, Page

from components.words.texts import Texts
from pages import PAGES
from tests.running import free_port, start_server, start_streamlit

pytestmark = pytest.mark.browser

#: Paths opened one after another, with the language and the names that the navigation then shows.
VISITS = (("/chronicle?lang=en&partner=nancy", "en"), ("/", "de"), ("/about", "de"), ("/chronicle?lang=en&partner=nancy", "en"))


def navigation(page: Page) -> list[str]:
    """Return the names of the pages in the top navigation, in order."""
    page.wait_for_selector(".st-key-footer", timeout=60_000)
    return [name.strip().rpartition("\n")[2] for name in page.get_by_test_id("stTopNavLink").all_inner_texts()]


@pytest.mark.parametrize("start", [start_server, start_streamlit])
def test_a_deep_link_as_the_first_visit_shows_the_whole_page(browser: Browser, start: Callable[[int], Popen[bytes]]) -> None:
    port = free_port()
    process = start(port)
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    try:
        for path, lang in VISITS:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}{path}")
            assert navigation(page) == [Texts(lang).t(f"page.{name}") for name, each in PAGES.items() if each.icon]
            assert page.locator("h1").count() == 1
            assert page.evaluate("location.pathname + location.search") == path
            page.close()
    finally:
        context.close()
        process.terminate()
        process.wait(15)
