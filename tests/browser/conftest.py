"""Fixtures: a real server and a real Chromium whose requests can be recorded."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

from tests.chromium import executable
from tests.running import served

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages of one profile share a process, and with it the scripts it has read.
    "--process-per-site",
    # What compiles for speed pays for pages that live longer than a test: without it a visit costs a fifth less.
    "--js-flags=--no-maglev --no-turbofan --always-sparkplug",
    # The browser prepares menus of its own beside every page, which nobody opens here.
    "--disable-features=PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations,Translate,OptimizationHints,MediaRouter",
]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Start the server as ``make run`` does and yield its address."""
    with served() as base:
        yield base


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def requests() -> list[Request]:
    """Return every request that pages of this test make from now on; they are written down for those who ask for this."""
    return []


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Yield a function that returns the browser profile for an address, kept so that not every test reads the scripts anew.

    In each a page stays open that nobody looks at: the process that has read the scripts ends with its last page.
    """
    kept: dict[str, BrowserContext] = {}

    def profile(address: str, **options: object) -> BrowserContext:
        key = repr((address, sorted(options.items())))
        if key not in kept:
            kept[key] = browser.new_context(**options)
            kept[key].new_page().goto(f"{address}/healthz")
        return kept[key]

    yield profile
    for context in kept.values():
        context.close()


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, address: str, browser: Browser, profiles: Callable[..., BrowserContext], requests: list[Request]
) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a path in a new page and waits until it stands still.

    ``ready`` is what a page without a foot is waited for by, ``fresh`` opens it in a browser that has never been here.
    """
    written_down = "requests" in request.fixturenames
    opened: list[Page] = []
    of_one_visit: list[BrowserContext] = []
    refused: list[str] = []

    def open_page(
        path: str = "/", width: int = 1440, height: int = 900, theme: str = "light", ready: str = "", fresh: bool = False, **options: object
    ) -> Page:
        if fresh:
            context = browser.new_context(**options)
            of_one_visit.append(context)
        else:
            context = profiles(address, **options)
        page = context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        if written_down:
            page.on("request", lambda request: requests.append(request))
        page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
        page.goto(address + path)
        if ready:
            page.wait_for_selector(ready, timeout=20_000)
        else:
            settle(page)
        return page

    yield open_page
    for closing in (*opened, *of_one_visit):
        closing.close()
    assert refused == [], "a page asks for what the policy forbids"


def settle(page: Page) -> None:
    """Wait until the script has run, the foot of the page stands and a map, if there is one, is drawn."""
    page.wait_for_selector(".st-key-footer", timeout=20_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    if page.locator(".st-key-map").count():
        page.wait_for_selector(".st-key-map .scattergeo", state="attached", timeout=20_000)
    page.wait_for_timeout(350)
