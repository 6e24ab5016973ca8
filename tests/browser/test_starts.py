"""Both ways to start the dashboard show the frame and the page, even if the first visit of a fresh server is a deep link."""

from collections.abc import Callable
from subprocess import Popen

import pytest
from playwright.sync_api import Browser, Page, expect

from components.figures.palette import PALETTES
from components.words.texts import Texts
from pages import PAGES
from tests.running import free_port, start_server, start_streamlit

pytestmark = pytest.mark.browser

#: Path opened in each language, and left open.
VISITS = {"en": "/chronicle?lang=en&partner=nancy", "de": "/about"}

#: The colour of captions, as a browser says it.
QUIET = f"rgb({', '.join(str(int(PALETTES['light'].quiet_text[at : at + 2], 16)) for at in (1, 3, 5))})"


def navigation(page: Page) -> list[str]:
    """Return the names of the pages in the top navigation, in order."""
    page.wait_for_selector(".st-key-footer", timeout=60_000)
    page.get_by_test_id("stTopNavLink").first.wait_for(timeout=60_000)
    return [name.strip().rpartition("\n")[2] for name in page.get_by_test_id("stTopNavLink").all_inner_texts()]


@pytest.mark.parametrize("start", [start_server, start_streamlit])
def test_both_starts_show_our_page_and_tell_an_outage_in_our_words(browser: Browser, start: Callable[[int], Popen[bytes]]) -> None:
    port = free_port()
    process = start(port)
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    try:
        pages = {lang: context.new_page() for lang in VISITS}
        for lang, page in pages.items():
            page.goto(f"http://127.0.0.1:{port}{VISITS[lang]}")
            assert navigation(page) == [Texts(lang).t(f"page.{name}") for name, each in PAGES.items() if each.icon]
            assert page.locator("h1").count() == 1
            assert page.evaluate("location.pathname + location.search") == VISITS[lang]
            caption = page.get_by_test_id("stCaptionContainer").first
            assert caption.evaluate("caption => getComputedStyle(caption).color") == QUIET
            assert page.evaluate("document.documentElement.translate") is False
        slide = context.new_page()
        slide.goto(f"http://127.0.0.1:{port}/stage?story=map")
        slide.wait_for_selector(".st-key-stage h1", timeout=60_000)
        assert not slide.locator(".stage-lost").is_visible()
        process.terminate()
        for lang, page in pages.items():
            expect(page.get_by_role("dialog")).to_contain_text(Texts(lang).t("framework.lost_why"), timeout=30_000)
            said = page.get_by_role("dialog").inner_text()
            assert [word for word in ("Streamlit", "streamlit", "terminal") if word in said] == []
        expect(slide.locator(".stage-lost")).to_be_visible(timeout=30_000)
        slide.wait_for_timeout(2000)
        assert not slide.get_by_role("dialog").is_visible()
    finally:
        context.close()
        process.terminate()
        process.wait(15)
