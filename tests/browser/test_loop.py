"""Looping stage in Chromium: slides advance, pause on request, and continue after the server restarts."""

import pytest

from tests.browser.test_stage import turned
from tests.browser.words import foreign_words
from tests.running import free_port, start_server

pytestmark = pytest.mark.browser


def test_a_loop_can_be_paused_and_goes_on_even_when_the_server_comes_back(browser):
    port = free_port()
    server = start_server(port)
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    try:
        page.goto(f"http://127.0.0.1:{port}/stage?story=2-nancy&loop=8&slide=7")
        turned(page, 7)
        page.keyboard.press("Pause")
        page.get_by_role("button", name="Weiterlaufen").wait_for()
        page.wait_for_timeout(9_000)
        turned(page, 7)
        page.keyboard.press("Pause")
        turned(page, 8)
        server.terminate()
        server.wait(10)
        page.wait_for_selector("[role=dialog]")
        page.wait_for_timeout(500)
        assert foreign_words(page, "de") == []
        server = start_server(port)
        page.wait_for_function("() => document.querySelector('.stage-count')?.textContent.startsWith('1 ')", timeout=60_000)
        assert page.evaluate("() => new URL(location.href).searchParams.get('loop')") == "8"
    finally:
        page.context.close()
        server.terminate()
        server.wait(10)
