"""A real server and a real Chromium; every request the browser makes is written down."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.chromium import executable

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Start the server as ``make run`` does and yield its address."""
    port = free_port()
    environment = os.environ | {"PORT": str(port), "ADDRESS": "127.0.0.1"}
    server = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{base}/_stcore/health", timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield base
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def requests() -> list[Request]:
    """Return every request the pages of this test have made."""
    return []


@pytest.fixture
def visit(address: str, browser: Browser, requests: list[Request]) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a path in a fresh browser profile and waits until the page stands still."""
    contexts = []

    def open_page(path: str = "/", width: int = 1440, height: int = 900, theme: str = "light", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request))
        page.goto(address + path)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait until the script has run, the foot of the page stands and a map, if there is one, is drawn."""
    page.wait_for_selector(".st-key-footer", timeout=20_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    if page.locator(".st-key-map").count():
        page.wait_for_selector(".st-key-map .scattergeo", timeout=20_000)
    page.wait_for_timeout(350)
