"""The start of the server: what is wrong is named before anything is served, and nothing is left to import for visitors."""

import csv
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import free_port

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path) -> Path:
    """Return a copy of what a start needs."""
    for name in ("api", "components", "data", "locales", "pages", "serving", "static", ".streamlit"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.glob("*.py"):
        shutil.copy(file, tmp_path)
    return tmp_path


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the server in ``folder`` and wait until it ends by itself."""
    port = {"PORT": str(free_port()), "ADDRESS": "127.0.0.1"}
    return subprocess.run(
        [sys.executable, "server.py"],
        cwd=folder,
        env=os.environ | port | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_broken_table_ends_the_start_with_the_place_of_the_fault(copy):
    table = copy / "data" / "tables" / "activities.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[41][rows[0].index("sector")] = "magic"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    ended = start(copy)
    assert ended.returncode != 0
    assert 'tables/activities.csv, row 42, column sector holds "magic"' in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    assert "http://" not in ended.stdout, "it does not say it serves"


@pytest.mark.thorough
def test_a_missing_table_ends_the_start_with_its_name(copy):
    (copy / "data" / "tables" / "sources.csv").unlink()
    ended = start(copy)
    assert ended.returncode != 0
    assert "tables/sources.csv" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_in_use_is_reported_without_a_stack_trace():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = start(ROOT, PORT=port)
    assert ended.returncode != 0
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_story_ends_the_start_with_its_slide(copy):
    (copy / "data" / "stories" / "mine.yml").write_text("title: {de: a, en: b}\nslides: [{figure: karte}]", encoding="utf-8")
    ended = start(copy)
    assert ended.returncode != 0
    assert "data/stories/mine.yml, slide 1, figure" in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout


def test_wrong_settings_end_the_start_before_anything_is_served():
    ended = start(ROOT, PORT="²", BEHIND_TLS="perhaps", PUBLIC_ADRESS="https://a.example")
    assert ended.returncode == 1
    assert 'PORT must be a number from 1 to 65535, but is "²".' in ended.stderr
    assert 'BEHIND_TLS must be yes or no, but is "perhaps".' in ended.stderr
    assert "PUBLIC_ADRESS is not a setting; did you mean PUBLIC_ADDRESS?" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


#: Draws every page once after the server has made ready, and prints what of ours or of our libraries was loaded only then.
_VISIT_ALL = """
import asyncio, sys, server
from data.vocabulary import SECTORS

async def ready():
    async with server._preload(None):
        pass

asyncio.run(ready())
before = set(sys.modules)
from tests.visiting import open_page, sound
from pages import PAGES
for path in PAGES:
    sound(open_page("" if path == "map" else path, sector=SECTORS[0], topic=SECTORS[0]))
late = {name.split(".")[0] for name in set(sys.modules) - before}
print(*sorted(late & {"api", "components", "data", "matplotlib", "openpyxl", "pptx", "PIL", "pages", "serving", "typst"}))
"""


def test_no_visitor_waits_for_what_pages_import():
    """What is loaded later is searched for garbage after every click."""
    done = subprocess.run([sys.executable, "-c", _VISIT_ALL], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
