"""Drive one Chromium that opens the apps and clicks; times are taken inside the page, so that driving it does not count."""

import base64
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.servers import Server
from components.figures.bands import NAME_SIZE
from components.figures.palette import PALETTES
from components.words.texts import Texts

FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")
VIEWPORT: Final = {"width": 1440, "height": 900}
PATIENCE_MS: Final = 30_000
#: The bare app, with our settings and as the framework comes.
BARE: Final = ("bare", "stock")
#: Pause after a change, in milliseconds, for late updates: what the script draws after the map, and the URL.
QUIET_MS: Final = 300

#: Script that records in ``window.seen`` the time of the first drawn frame in which each expression of MARKS is true.
_WATCH_ARRIVAL: Final = """
window.seen = {};
const marks = MARKS;
const look = () => {
  for (const [name, holds] of Object.entries(marks)) if (!(name in seen) && holds()) seen[name] = performance.now();
  if (Object.keys(seen).length < Object.keys(marks).length) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
#: Script that sets ``window.changed`` to a promise of the milliseconds from the next click to the frame in which EXPRESSION is true.
_WATCH_CHANGE: Final = """
() => { window.runsBefore = window.runs; window.addressBefore = location.search;
window.changed = new Promise((resolve, reject) => addEventListener("click", () => {
  setTimeout(() => reject(new Error("the click changed nothing")), PATIENCE);
  const clicked = performance.now();
  const look = () => (EXPRESSION) ? resolve(performance.now() - clicked) : requestAnimationFrame(look);
  requestAnimationFrame(look);
}, { capture: true, once: true })); }
""".replace("PATIENCE", str(PATIENCE_MS))
#: Script that tells whether, as far as the page knows, no script runs on the server; always true in Dash, which runs none.
_AT_REST: Final = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'running'"


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def _arc(colour: str) -> str:
    """Return the JavaScript expression for a visible line of ``colour`` on the map; a line outside the visible part does not count."""
    seen = f'path.style.stroke === "{_rgb(colour)}" && path.checkVisibility({{ visibilityProperty: true }})'
    return f'[...document.querySelectorAll(".scattergeo path.js-line")].some((path) => {seen})'


def _bare_text(sector: str) -> str:
    return f'document.querySelector("[data-testid=stText]")?.textContent === "Chosen: {sector or "all"}"'


def shows(app: str, sector: str) -> str:
    """Return the JavaScript expression that is true when ``app`` shows only ``sector``, or all sectors if it is empty."""
    light = PALETTES["light"]
    return _bare_text(sector) if app in BARE else _arc(light.sectors[sector] if sector else light.city)


#: Expressions that are true once a heading, and with it the picture of the first view or the map, have been painted.
_PAINTED: Final = 'performance.getEntriesByName("first-contentful-paint").length > 0'
_SEEN: Final = "some((one) => one.checkVisibility({ visibilityProperty: true }))"
_HEADING: Final = f'{_PAINTED} && [...document.querySelectorAll("h1")].{_SEEN}'
_PICTURE: Final = f'[...document.querySelectorAll("#first-view .arc, .scattergeo path.js-line")].{_SEEN}'


def arrival_marks(app: str) -> dict[str, str]:
    """Return what to wait for after ``app`` is opened: JavaScript expressions by name."""
    own = {"heading": _HEADING, "picture": f"{_HEADING} && {_PICTURE}"} if app == "ours" else {}
    return own | {"content": shows(app, "")}


class Received:
    """Count the bytes that a page receives: bodies and headers over HTTP, payloads over WebSocket before compression."""

    def __init__(self, page: Page) -> None:
        """Listen to ``page``."""
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))
        session.on("Network.webSocketFrameReceived", lambda event: self._add(_payload_length(event["response"])))
        session.send("Network.enable")

    def _add(self, number: float) -> None:
        self.bytes += int(number)


def _payload_length(frame: Mapping[str, Any]) -> int:
    text: str = frame["payloadData"]
    return len(text.encode() if frame["opcode"] == 1 else base64.b64decode(text))


@dataclass(frozen=True)
class Change:
    """One filter change: milliseconds until it was visible, and CPU seconds of the server."""

    milliseconds: float
    cpu_seconds: float


def bands(*words: str) -> str:
    """Return the JavaScript expression that is true when the exchange chart has bands with exactly the names ``words``.

    The chart draws names and bars in the same frame, and the names show which filter the bars follow. They are known by their size. Those
    for narrow containers and those of the previous chart, which Streamlit hides before it removes it, do not count.
    """
    shown = f'text.style.fontSize === "{NAME_SIZE}px" && text.checkVisibility() && text.getBoundingClientRect().width'
    seen = f'[...document.querySelectorAll(".st-key-bands .textpoint text")].filter((text) => {shown})'
    texts = f"{seen}.map((text) => text.textContent)"
    return f"{texts}.join() === {json.dumps(','.join(words))}"


#: Script that counts in ``window.runs`` how often the page's script has started.
_COUNT_RUNS: Final = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  window.runs = 0;
  new MutationObserver(() => { window.runs += Number(app.dataset.testScriptState === "running"); }).observe(
    app, { attributes: true, attributeFilter: ["data-test-script-state"] }
  );
}"""
#: Expression that is true when a run has started since the last click and has ended, and all visible charts are drawn. If a quick run
#: starts and ends within one frame, the page never shows it as running; the changed URL then shows it.
DRAWN_ANEW: Final = """(window.runs > window.runsBefore || location.search !== window.addressBefore) &&
  document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "running" &&
  [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every((chart) => chart.querySelector(".main-svg") || !chart.offsetParent)"""


class OpenApp:
    """A page that stays open on one app."""

    def __init__(self, server: Server, page: Page, path: str = "", drawn: str = "") -> None:
        """Open ``path`` of ``server`` in ``page`` and wait until ``drawn`` is true, by default until all sectors are shown."""
        self.server = server
        self.page = page
        self.received = Received(page)
        page.goto(server.url + path)
        page.wait_for_function(f"() => {drawn or shows(server.app, '')}", timeout=PATIENCE_MS)
        page.wait_for_timeout(QUIET_MS)
        page.wait_for_function(_AT_REST)
        if server.app == "ours":
            page.evaluate(_COUNT_RUNS)

    def _control(self, sector: str) -> Locator:
        match self.server.app:
            case "ours":
                return self.page.locator(".st-key-filter-sectors button", has_text=Texts("de").label("sector", sector))
            case "bare" | "stock":
                return self.page.locator(".st-key-filter-sectors button", has_text=sector)
            case _:
                return self.page.locator("#sectors label", has_text=Texts("de").label("sector", sector))

    def click(self, sector: str, on: bool, expression: str = "") -> Change:
        """Switch ``sector``, the only one chosen, on or off; return what it took until ``expression`` is true."""
        return self._press(self._control(sector), expression or shows(self.server.app, sector if on else ""))

    def turn(self, topic: str, expression: str) -> Change:
        """Switch to ``topic`` on the exchange page; return what it took until ``expression`` is true or the bare app names the topic."""
        bare = self.server.app in BARE
        word = topic if bare else Texts("de").label("topic", topic)
        expression = _bare_text("" if topic == "all" else topic) if bare else expression
        return self._press(self.page.get_by_role("radio", name=word, exact=True), expression)

    def press(self, key: str, expression: str) -> Change:
        """Press ``key``, which presses a button of the page; return what it took until ``expression`` is true."""
        return self._timed(lambda: self.page.keyboard.press(key), expression)

    def _press(self, control: Locator, expression: str) -> Change:
        return self._timed(lambda: control.click(timeout=PATIENCE_MS), expression)

    def _timed(self, act: Callable[[], None], expression: str) -> Change:
        self.page.bring_to_front()
        self.page.evaluate(_WATCH_CHANGE.replace("EXPRESSION", expression))
        before = self.server.cpu_seconds()
        act()
        milliseconds = float(self.page.evaluate("() => window.changed"))
        self.page.wait_for_timeout(QUIET_MS)
        self.page.wait_for_function(_AT_REST)
        return Change(milliseconds, self.server.cpu_seconds() - before)


def _new_page(browser: Browser) -> Page:
    page = browser.new_context(viewport=VIEWPORT, color_scheme="light", locale="de-DE").new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def open_app(browser: Browser, server: Server, path: str = "", drawn: str = "") -> OpenApp:
    """Open ``path`` of ``server`` in a new browser context."""
    return OpenApp(server, _new_page(browser), path, drawn)


def arrive(browser: Browser, server: Server) -> dict[str, float]:
    """Open ``server`` with an empty cache; return after how many milliseconds each of :func:`arrival_marks` was drawn."""
    page = _new_page(browser)
    marks = ", ".join(f"{name}: () => {expression}" for name, expression in arrival_marks(server.app).items())
    page.add_init_script(_WATCH_ARRIVAL.replace("MARKS", f"{{{marks}}}"))
    page.goto(server.url, wait_until="commit")
    names = list(arrival_marks(server.app))
    page.wait_for_function("(names) => names.every((name) => name in window.seen)", arg=names, polling=100)
    seen: dict[str, float] = page.evaluate("() => window.seen")
    page.wait_for_timeout(QUIET_MS)
    page.context.close()
    return seen


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a headless browser: the system's Chromium, else Playwright's own."""
    path = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
