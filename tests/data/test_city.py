"""The description of a city: what is wrong in it is named with file, line and remedy, and its colours can be read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from data.city import DELIVERED, GROUNDS, BrokenCity, City, contrast, read_city
from data.vocabulary import LANGUAGES

ROOT = Path(__file__).parents[2]
WHOLE = (DELIVERED / "city.yml").read_text(encoding="utf-8")


def broken(folder, old, new):
    """Return the message about the delivered description in which ``old`` is replaced by ``new``."""
    assert old in WHOLE
    (folder / "city.yml").write_text(WHOLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenCity) as error:
        read_city(folder)
    return str(error.value)


def line_of(words):
    return next(number for number, line in enumerate(WHOLE.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "place", "where", "said"),
    [
        ("country: DE", "country: Germany", "country", "country: DE", "pattern"),
        ("country: DE", "country: XX", "country", "country: DE", "there is no country XX"),
        ('checked: "2026-11-29"', 'checked: "2026-02-30"', "checked", "checked:", "there is no day 2026-02-30"),
        ("title: Karlsruhe weltweit", "title: <b>Karlsruhe</b>", "title", "title: K", "pattern"),
        ("lat: 49.00937", "lat: 490.0", "place.lat", "lat: 49.00937", "less than or equal to 90"),
        ("lon: [5.5, 11.3]", "lon: [11.3, 5.5]", "close_up", "close_up:", "smaller degree first"),
        ("    last: 2014", "    last: 2009", "complete_lists.0", "- id: city_list", "first is after last"),
        ('fill: "#fdcb00"', 'fill: "yellow"', "colours.fill", 'fill: "#fdcb00"', "'yellow'"),
        ('mark: "#048500"', 'mark: "#80e080"', "colours", "colours:", "at least 4.5 is needed"),
        ('fill: "#fdcb00"', 'fill: "#0a9000"', "colours", "colours:", "at least 3.0 is needed"),
        ("told:", "tells:", "official_series.culture.tells", "told:", "Extra inputs"),
        ("{value} Gäste", "{valeu} Gäste", "official_series.culture.told", "told:", "unknown placeholder valeu"),
        ("views: [world", "views: [moon", "views.0", "views: [world", "'moon'"),
        ("region: {de: Baden-Württemberg, en: Baden-Württemberg}", "region: {de: Baden-Württemberg}", "region.en", "region:", "required"),
        ("title: Karlsruhe weltweit vernetzt\n", "", "title", "", "required"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_is_expected(tmp_path, old, new, place, where, said):
    message = broken(tmp_path, old, new)
    assert str(tmp_path / "city.yml") in message
    assert f", {place}: " in message
    assert said in message
    if where:
        assert f"line {line_of(where)}," in message


def test_what_is_no_yaml_a_missing_file_and_a_missing_wordmark_are_named(tmp_path):
    assert "this is no valid YAML" in broken(tmp_path, "title: K", "title: [K")
    assert "wordmark.light: there is no file" in broken(tmp_path, "wordmark-light.svg", "lost.svg")
    with pytest.raises(BrokenCity, match=r"city\.yml cannot be read"):
        read_city(tmp_path / "nowhere")


@pytest.mark.parametrize("folder", [DELIVERED, ROOT / "examples" / "freiburg"], ids=lambda folder: folder.name)
def test_the_cities_that_come_with_the_project_are_whole(folder):
    city = read_city(folder)
    for lang in LANGUAGES:
        assert all("{" not in words for words in city.words(lang).values())
    assert all(contrast(getattr(city.colours, theme).mark, ground) >= 4.5 for theme, ground in GROUNDS.items())


def test_every_optional_entry_may_be_left_out(tmp_path):
    told = yaml.safe_load(WHOLE)
    for name, field in City.model_fields.items():
        if not field.is_required():
            told.pop(name, None)
    (tmp_path / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    words = read_city(tmp_path).words("de")
    assert words["list_note"] == words["office"] == words["series_note"] == ""


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_a_broken_city_ends_every_program_with_its_message(tmp_path):
    (tmp_path / "city.yml").write_text(WHOLE.replace("country: DE", "country: Germany"), encoding="utf-8")
    environment = os.environ | {"CITY": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", "import data.geodesy"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "city.yml, line" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_theme_that_is_delivered_has_the_colours_of_the_delivered_city():
    theme = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    colours = read_city(DELIVERED).colours
    for accent in (colours.light.link, colours.dark.mark, colours.dark.link):
        assert f'"{accent}"' in theme
