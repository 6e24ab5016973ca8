"""Downloads menu in Chromium: axe-core finds no violation, the keyboard opens it, every file arrives complete."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.browser.test_accessibility import violations
from tests.browser.test_partner_chronicle import PHONE, drawn

pytestmark = pytest.mark.browser

BEGINS = {
    "pptx": b"PK",
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "svg": b"<?xml",
    "xlsx": b"PK",
    "csv": b"",
    "geojson": b"{",
    "zip": b"PK",
    "ics": b"BEGIN",
}


def opened(page):
    button = page.locator(".st-key-take-away [data-testid=stPopoverButton]").filter(visible=True).first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-take-deck", timeout=15_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    page.wait_for_timeout(400)
    return page


@pytest.mark.parametrize(
    ("path", "theme", "size"),
    [pytest.param("/?lang=de", "light", {}, marks=pytest.mark.thorough), ("/partner?city=krasnodar&lang=en", "dark", PHONE)],
)
def test_axe_finds_no_violation_in_the_menu(visit, path, theme, size):
    page = opened(drawn(visit(path, theme=theme, **size)))
    assert violations(page) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "number", "named"),
    [
        ("/?sector=culture", 18, ["karte-16x9-kultur", "plakat-a0-kultur", "aktivitaeten-kultur", "alle-tabellen"]),
        pytest.param(
            "/partner?city=nancy&lang=en",
            19,
            ["nancy", "documented-exchange-16x9-nancy", "activities", "all-tables"],
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_every_file_arrives_whole_and_is_named_for_what_it_holds(visit, path, number, named):
    page = opened(drawn(visit(path)))
    buttons = page.locator("[data-testid=stPopoverBody] [data-testid=stDownloadButton] button").filter(visible=True)
    assert buttons.count() == number
    names = []
    for button in buttons.all():
        with page.expect_download(timeout=30_000) as saved:
            button.focus()
            page.keyboard.press("Enter")
        name = saved.value.suggested_filename
        content = Path(saved.value.path()).read_bytes()
        assert content.startswith(BEGINS[name.rpartition(".")[2]]), name
        assert name.startswith("karlsruhe-")
        if content.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(content)) as archive:
                assert archive.testzip() is None
        names.append(name)
    assert len(set(names)) == len(names)
    without_day = {re.sub(r"^karlsruhe-weltweit-|-[\d-]{10}\.\w+$", "", name) for name in names}
    assert {*named} <= without_day


def test_the_lines_for_another_site_show_the_figure_with_the_filters_of_now(visit, address):
    page = opened(drawn(visit("/comparison?sector=culture&lang=en")))
    page.locator("#frame-matrix").click()
    page.wait_for_function("() => document.getElementById('frame-matrix-said').textContent !== ''")
    lines = page.evaluate("navigator.clipboard.readText()")
    assert "<iframe " in lines
    assert "figure=matrix" in lines
    assert "sector=culture" in lines
    assert "lang=en" in lines


@pytest.mark.thorough
def test_every_story_can_be_taken_as_slides(visit):
    page = visit("/stage")
    with page.expect_download() as saved:
        page.locator(".st-key-take-story-2-nancy button").first.click()
    assert saved.value.suggested_filename.endswith(".pptx")
