"""Another city than the delivered one: everything of Freiburg is made, and nowhere is another city's name."""

import io
import json
import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from data.vocabulary import LANGUAGES
from pages import PAGES
from tests.running import ROOT, with_first_view

pytestmark = pytest.mark.xdist_group("freiburg")
FOLDER = "examples/freiburg"
STRANGE = re.compile("karlsruhe", re.IGNORECASE)
#: What the trial before publishing makes: every page in both languages, every kind of file, every answer of the API.
TRIAL = """
import json, logging, sys
from components.words.texts import Texts
from data.dataset import load
from upkeep.trial import failures
logging.disable()
output, sys.stdout = sys.stdout, sys.stderr
facts = load()
print(json.dumps(failures(facts, list(facts.partner_ids), Texts("de"))), file=output)
"""


def text_at(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def test_every_page_of_every_partner_every_file_and_every_answer_is_made():
    environment = os.environ | {"CITY": FOLDER}
    made = subprocess.run([sys.executable, "-c", TRIAL], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(made.stdout) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [path for path in PAGES if path != "embed"])
def test_the_page_that_comes_with_the_html_names_freiburg_alone(freiburg, path, lang):
    page = text_at(with_first_view(f"{freiburg}/{'' if path == 'map' else path}?lang={lang}"))
    assert "Freiburg weltweit vernetzt" in page
    assert not STRANGE.search(page)


def test_open_data_and_the_files_for_robots_name_freiburg_alone(freiburg):
    for path in ("catalog.ttl", "partners.geojson", "activities.json", "observations.csv", "openapi.json", "news.atom"):
        assert not STRANGE.search(text_at(f"{freiburg}/api/v1/{path}")), path
    catalogue = text_at(f"{freiburg}/api/v1/catalog.ttl")
    assert "Freiburg weltweit vernetzt" in catalogue
    assert "observations" not in catalogue, "a dataset without rows is not offered"
    assert not STRANGE.search(text_at(f"{freiburg}/app/static/wordmark-light.svg"))
    with urllib.request.urlopen(f"{freiburg}/api/v1/package.zip", timeout=60) as answer:
        assert "freiburg-weltweit-tables.zip" in answer.headers["content-disposition"]
        package = zipfile.ZipFile(io.BytesIO(answer.read()))
    assert [name for name in package.namelist() if STRANGE.search(package.read(name).decode())] == []


def test_no_file_of_the_example_names_another_city_as_its_own():
    named = [path for path in (ROOT / FOLDER).rglob("*") if path.is_file() and STRANGE.search(path.read_text(encoding="utf-8"))]
    assert named == []


def test_a_page_that_is_left_out_is_not_in_the_navigation_but_can_be_reached(freiburg):
    page = text_at(with_first_view(f"{freiburg}/?lang=en"))
    assert 'href="/partner?lang=en"' in page
    assert 'href="/exchange?lang=en"' not in page
    assert "No exchange has been entered yet" in text_at(with_first_view(f"{freiburg}/exchange?lang=en"))


def test_the_folder_may_be_anywhere(tmp_path):
    environment = os.environ | {"CITY": str(Path(ROOT / FOLDER).resolve())}
    told = [sys.executable, "-c", "from data.city import CITY; print(CITY.title)"]
    assert (
        subprocess.run(told, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout == "Freiburg weltweit vernetzt\n"
    )
