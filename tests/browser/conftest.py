"""Fixtures: a real server and a real Chromium whose requests can be recorded."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, sync_playwright

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
    # The shell would round the widths of letters to whole pixels, which no window does.
    "--font-render-hinting=none",
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


#: What a page may do without asking, so that those which read the clipboard need no profile of their own.
PERMITTED = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Yield a function that returns the browser profile for an address, kept so that not every test reads the scripts anew.

    In each a page stays open that nobody looks at: the process that has read the scripts ends with its last page.
    """
    kept: dict[str, BrowserContext] = {}

    def profile(address: str, **options: object) -> BrowserContext:
        key = repr((address, sorted(options.items())))
        if key not in kept:
            kept[key] = browser.new_context(permissions=PERMITTED, **options)
            kept[key].new_page().goto(f"{address}/healthz")
        return kept[key]

    yield profile
    for context in kept.values():
        context.close()


@pytest.fixture(scope="session")
def parked() -> defaultdict[BrowserContext, list[Page]]:
    """Return the pages of each profile that stand at an empty address until the next test: a new one costs two fifths more."""
    return defaultdict(list)


@pytest.fixture
def visit(
    request: pytest.FixtureRequest,
    address: str,
    profiles: Callable[..., BrowserContext],
    parked: defaultdict[BrowserContext, list[Page]],
    requests: list[Request],
) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a path in a new page and waits until it stands still.

    ``ready`` is what a page without a foot is waited for by, ``fresh`` opens it in a browser that keeps nothing of earlier visits but
    the scripts.
    """
    written_down = "requests" in request.fixturenames
    opened: list[Page] = []
    again: list[Page] = []
    forgotten: list[Page] = []
    refused: list[str] = []

    def open_page(
        path: str = "/",
        width: int = 1440,
        height: int = 900,
        theme: str = "light",
        ready: str = "",
        fresh: bool = False,
        reduced_motion: str = "no-preference",
        forced_colors: str = "none",
        **options: object,
    ) -> Page:
        context = profiles(address, **options)
        page = parked[context].pop() if parked[context] and not ready else context.new_page()
        (opened if ready else again).append(page)
        if fresh:
            forget(page, address)
            forgotten.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion=reduced_motion, forced_colors=forced_colors)
        if written_down:
            page.on("request", write_down)
        page.on("console", listen)
        page.goto(address + path)
        if ready:
            page.wait_for_selector(ready, timeout=20_000)
        else:
            settle(page)
        return page

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    def write_down(made: Request) -> None:
        requests.append(made)

    yield open_page
    for page in forgotten:
        forget(page, address)
    for page in opened:
        page.close()
    for page in again:
        if not page.is_closed():
            page.remove_listener("console", listen)
            if written_down:
                page.remove_listener("request", write_down)
            page.goto(f"{address}/healthz")
            parked[page.context].append(page)
    assert refused == [], "a page asks for what the policy forbids"


def forget(page: Page, address: str) -> None:
    """Remove what the browser has kept for ``address``: cookies and all kinds of storage."""
    page.context.clear_cookies()
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "all"})


def settle(page: Page) -> None:
    """Wait until the script has run, the foot of the page stands and a map, if there is one, is drawn."""
    page.wait_for_selector(".st-key-footer", timeout=20_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    if page.locator(".st-key-map").count():
        page.wait_for_selector(".st-key-map .scattergeo", state="attached", timeout=20_000)
    page.wait_for_timeout(350)


def fitted(page: Page, key: str) -> None:
    """Wait until the figure ``key`` is as wide as its place, which a window of another size has changed, and the page stands still."""
    page.wait_for_function(
        """(key) => {
          const place = document.querySelector(`.st-key-${key}`), drawn = place?.querySelector(".main-svg");
          return drawn && Math.abs(drawn.clientWidth - place.clientWidth) < 2;
        }""",
        arg=key,
    )
    settle(page)
