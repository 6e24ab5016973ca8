"""Privacy in Chromium: the browser contacts only our server, and the map is complete without the internet."""

from urllib.parse import urlsplit

import pytest

from components.figures.map_views import VIEWS
from tests.browser.conftest import forget, settle
from tests.browser.test_map_labels import switch

pytestmark = pytest.mark.browser


def test_no_request_leaves_for_another_host_and_the_map_is_complete_without_an_error(visit, requests, address):
    page = visit("/about", fresh=True)
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    settle(page)
    for view in VIEWS:
        switch(page, view)
        page.wait_for_selector(".st-key-map .layer.land path", state="attached")
        assert page.locator(".st-key-map .layer.land path").first.get_attribute("d")
        assert page.locator(".st-key-map .choroplethlayer path").count() == 11
    hosts = {urlsplit(request.url).netloc for request in requests if not request.url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(address).netloc}
    assert errors == []


def test_the_browser_keeps_nothing_that_the_notice_does_not_name(profiles, address):
    context = profiles(address)
    page = context.new_page()
    forget(page, address)
    for path in ("/exchange?topic=economy", "/data?part=upkeep", "/stage?story=2-nancy", "/"):
        page.goto(address + path)
        page.wait_for_selector("h1")
    page.wait_for_timeout(800)
    stored = page.evaluate(
        "async () => [Object.keys(localStorage), Object.keys(sessionStorage), await indexedDB.databases(), await caches.keys()]"
    )
    assert {cookie["name"] for cookie in context.cookies()} == {"_streamlit_xsrf"}
    assert all(name.startswith("stActiveTheme-") for name in stored[0])
    assert stored[1:] == [[], [], []]
    page.close()
