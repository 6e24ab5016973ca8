"""The code knows no city: what is Karlsruhe's or its partners' stands in the folder of the city, not in code and catalogues."""

import re
import subprocess
from pathlib import Path

import pytest

from data.city import CITY
from tests.visiting import real_facts

ROOT = Path(__file__).parents[1]
FILES = subprocess.run(
    ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py", "*.js", "*.typ", "*.po", "*.css", "locales/*.md"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split("\0")
#: ``bench`` measures the delivered city.
CODE = [ROOT / name for name in FILES if name and not name.startswith(("tests/", "bench/")) and (ROOT / name).is_file()]
#: What is language or quotation and would be the same in any city.
EXCEPTIONS = {
    "data/networks.py": {"strassburg", "strasbourg"},  # English names of cities that networks list in German
    "data/vocabulary.py": {"baden-württemberg"},  # the terms of a statistical office, quoted
}


def own_words():
    colours = [
        CITY.colours.fill,
        *(getattr(accent, name) for accent in (CITY.colours.light, CITY.colours.dark) for name in ("mark", "link")),
    ]
    texts = [CITY.name.de, CITY.region.de, str(CITY.place.lat), str(CITY.place.lon), CITY.municipality_key, *colours, *CITY.list_ids]
    return [word.casefold() for word in texts]


def partner_words():
    rows = real_facts().partner_rows
    return {str(row[name]).casefold() for row in rows for name in ("name_de", "name_en", "name_local")} | set(real_facts().partner_ids)


def test_there_is_code_to_look_at():
    assert len(CODE) > 200


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_names_the_city_its_place_its_colours_or_a_partner(path):
    text, allowed = path.read_text(encoding="utf-8").casefold(), EXCEPTIONS.get(str(path.relative_to(ROOT)), set())
    found = {word for word in own_words() if word in text}
    found |= {word for word in partner_words() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}
    assert found == allowed


def test_no_file_tells_the_years_of_its_lists_or_of_its_first_partner():
    years = {str(real_facts().years[0]), *(f"{one.first} to {one.last}" for one in CITY.complete_lists)}
    years |= {f"{one.first} bis {one.last}" for one in CITY.complete_lists} | {f"{one.first}–{one.last}" for one in CITY.complete_lists}
    found = {str(path.relative_to(ROOT)): [year for year in years if year in path.read_text(encoding="utf-8")] for path in CODE}
    assert {path: told for path, told in found.items() if told} == {}
