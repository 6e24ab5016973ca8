"""A file that cannot be made is told on the page, in its language and to screen readers."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from components.words.texts import Texts
from tests.browser.conftest import settle
from tests.browser.test_downloads import opened
from tests.running import ROOT, free_port, until_answered

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
#: The server as always, except that no report can be made.
BROKEN = """
import runpy
import components.exports.dossier as dossier
def report(*_):
    raise RuntimeError("no report")
dossier.report = report
runpy.run_path("server.py", run_name="__main__")
"""


@pytest.fixture
def broken():
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", BROKEN], cwd=ROOT, env=os.environ | {"PORT": str(port), "ADDRESS": "127.0.0.1"})
    until_answered(process, f"http://127.0.0.1:{port}/readyz")
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(15)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_failed_download_is_told(browser, broken, lang):
    page = browser.new_page()
    page.goto(f"{broken}/?lang={lang}")
    settle(page)
    opened(page)
    page.locator(".st-key-take-report button").click()
    told = page.locator("[data-testid=stDownloadButtonError]")
    expect(told).to_have_text(Texts(lang).t("framework.no_file"), timeout=20_000)
    expect(told).to_have_attribute("role", "alert")
    expect(told).to_be_visible()
    page.close()
