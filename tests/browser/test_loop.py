"""Looping stage in Chromium: slides advance, pause on request, and continue after the server restarts."""

import pytest

from tests.browser.test_stage import turned
from tests.browser.words import foreign_words
from tests.running import free_port, start_server

pytestmark = pytest.mark.browser


@pytest.mark.thorough
def test_a_loop_can_be_paused_and_goes_on_even_when_the_server_comes_back(browser):
    port = free_port()
    server = start_server(port)
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    try:
        page.goto(f"http://127.0.0.1:{port}/stage?story=2-nancy&loop=8&slide=8")
        turned(page, 8)
        page.keyboard.press("Pause")
        page.get_by_role("button", name="Weiterlaufen").wait_for()
        page.wait_for_timeout(9_000)
        turned(page, 8)
        page.reload()  # loses the session, not the pause
        page.get_by_role("button", name="Weiterlaufen").wait_for()
        page.wait_for_timeout(9_000)
        turned(page, 8)
        page.keyboard.press("Pause")
        turned(page, 9)
        server.terminate()
        server.wait(10)
        page.wait_for_selector("[role=dialog]", state="attached")
        page.wait_for_timeout(500)
        assert not page.locator("[role=dialog]").is_visible(), "no dialog stands on the wall"
        assert page.locator(".stage-lost").is_visible()
        assert page.locator(".st-key-stage h1").is_visible()
        assert foreign_words(page, "de") == []
        server = start_server(port)
        page.wait_for_function("() => document.querySelector('.stage-count')?.textContent.startsWith('1 ')", timeout=60_000)
        assert page.evaluate("() => new URL(location.href).searchParams.get('loop')") == "8"
    finally:
        page.context.close()
        server.terminate()
        server.wait(10)
