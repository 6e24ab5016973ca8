"""Drive a window of Chromium, Firefox ESR or WebKitGTK by the same few calls; run as a module, install the latter two from Debian."""

import os
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, Playwright
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.chromium import executable, install_from_debian

ENGINES: Final = ("chromium", "firefox", "webkit")
PACKAGES: Final = ("firefox-esr", "webkit2gtk-driver", "xvfb")
SECONDS: Final = 30
#: The Playwright that can drive Firefox ESR, pinned there with the reason.
_FOR_FIREFOX: Final = (Path(__file__).parents[3] / "requirements-engines.txt").read_text().split("playwright==")[1].strip()
_MINI_BROWSERS: Final = Path("/usr/lib")
#: Writes down what goes wrong in a page, where the driver does not.
_LISTEN: Final = """if (!window.faults) {
  window.faults = [];
  addEventListener("error", (event) => faults.push(event.message));
  addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
  const error = console.error;
  console.error = (...parts) => { faults.push(parts.join(" ")); error(...parts); };
}"""


class Window(ABC):
    """A window of a browser in which one page is open."""

    @abstractmethod
    def open(self, url: str, width: int, height: int) -> None:
        """Open ``url`` in a window of that size; WebKitGTK's is never narrower than 447 pixels and loses the height of its bar."""

    @abstractmethod
    def ask(self, script: str) -> Any:
        """Return the value of the JavaScript expression ``script`` in the page."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Click the middle of the first visible element that ``selector`` meets, as a mouse does."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Click the point of the window with the mouse."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press ``key``, named as in the DOM, without a target."""

    @abstractmethod
    def download(self, selector: str) -> bytes | None:
        """Click ``selector`` and return the file that comes, or None where the driver hands none over."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return the errors of scripts and of the console since the window opened its page."""

    def until(self, script: str) -> None:
        """Wait until the expression ``script`` is true; AssertionError with it after :data:`SECONDS`."""
        deadline = time.monotonic() + SECONDS
        while not self.ask(script):
            assert time.monotonic() < deadline, f"never true: {script}"
            time.sleep(0.1)


class PlaywrightWindow(Window):
    """A window that Playwright drives, whose ``page`` can do more than a window."""

    def __init__(self, page: Page) -> None:
        """Drive ``page``."""
        self.page = page
        self._faults: list[str] = []
        page.on("pageerror", lambda error: self._faults.append(str(error)))
        page.on("console", lambda message: self._faults.append(message.text) if message.type == "error" else None)

    def open(self, url: str, width: int, height: int) -> None:
        """Open ``url`` in a window of that size."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto("about:blank")
        self._faults.clear()
        self.page.goto(url)

    def ask(self, script: str) -> Any:
        """Return the value of the expression ``script``."""
        return self.page.evaluate(script)

    def click(self, selector: str) -> None:
        """Click the first visible element that ``selector`` meets."""
        self.page.locator(selector).filter(visible=True).first.click(timeout=1000 * SECONDS)

    def click_at(self, x: float, y: float) -> None:
        """Click the point of the window."""
        self.page.mouse.click(x, y)

    def press(self, key: str) -> None:
        """Press ``key``."""
        self.page.keyboard.press(key)

    def download(self, selector: str) -> bytes | None:
        """Click ``selector`` and return the file that comes."""
        with self.page.expect_download(timeout=1000 * SECONDS) as told:
            self.click(selector)
        return Path(told.value.path()).read_bytes()

    def faults(self) -> list[str]:
        """Return the errors since the page was opened."""
        return self._faults


class _WebKitWindow(Window):
    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver

    def open(self, url: str, width: int, height: int) -> None:
        self._driver.set_window_size(width, height)
        self._driver.get(url)
        self._driver.execute_script(_LISTEN)

    def ask(self, script: str) -> Any:
        return self._driver.execute_script(f"return ({script})")

    def click(self, selector: str) -> None:
        self.until(f"[...document.querySelectorAll({selector!r})].some((one) => one.checkVisibility())")
        element = next(one for one in self._driver.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed())
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def click_at(self, x: float, y: float) -> None:
        actions = ActionChains(self._driver)
        actions.w3c_actions.pointer_action.move_to_location(int(x), int(y)).click()
        actions.perform()

    def press(self, key: str) -> None:
        named = {"PageDown": Keys.PAGE_DOWN, "PageUp": Keys.PAGE_UP, "Home": Keys.HOME, "End": Keys.END, "Escape": Keys.ESCAPE}
        ActionChains(self._driver).send_keys(named.get(key, key)).perform()

    def download(self, selector: str) -> bytes | None:
        self.click(selector)
        return None

    def faults(self) -> list[str]:
        return list(self.ask("window.faults ?? []"))


def mini_browser() -> str | None:
    """Return the path of WebKitGTK's small browser, or None if it is not there."""
    found = sorted(_MINI_BROWSERS.glob("*/webkit2gtk-4.1/MiniBrowser")) if _MINI_BROWSERS.exists() else []
    return str(found[0]) if found else None


def missing(engine: str) -> str:
    """Return what of ``engine`` is not installed, as a reason to skip; empty if it can be driven."""
    if engine == "firefox" and version("playwright") != _FOR_FIREFOX:
        return f"Firefox ESR is driven by Playwright {_FOR_FIREFOX} in make browsers"
    if engine == "firefox":
        return "" if shutil.which("firefox-esr") else "Firefox ESR is not installed"
    if engine == "webkit":
        return "" if all((shutil.which("WebKitWebDriver"), mini_browser(), shutil.which("Xvfb"))) else "WebKitGTK or Xvfb is not installed"
    return ""


@contextmanager
def _screen() -> Iterator[str]:
    """Yield the name of a virtual screen that exists for the time of the block."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def window(engine: str, playwright: Playwright) -> Iterator[Window]:
    """Yield a window of ``engine`` with nothing stored from before; it closes with the block."""
    with ExitStack() as ending:
        if engine == "webkit":
            options = Options()
            options.binary_location, environment = mini_browser() or "", os.environ | {"DISPLAY": ending.enter_context(_screen())}
            options.add_argument("--automation")
            driver = webdriver.WebKitGTK(options=options, service=Service(shutil.which("WebKitWebDriver"), env=environment))
            ending.callback(driver.quit)
            yield _WebKitWindow(driver)
            return
        if engine == "firefox":
            browser = playwright.firefox.launch(channel="moz-firefox", executable_path=shutil.which("firefox-esr"))
        else:
            browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        ending.callback(browser.close)
        yield PlaywrightWindow(browser.new_page())


if __name__ == "__main__":
    if any(map(missing, ENGINES)):
        install_from_debian(*PACKAGES)
