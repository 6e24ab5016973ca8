"""The wordmark names the dashboard in outlines, and the icon has the city's colour."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image, ImageColor

from components.exports import wordmark as drawn
from components.exports.wordmark import icon, wordmark
from components.figures.palette import PALETTES
from data.city import CITY


@pytest.fixture
def without_files(monkeypatch):
    monkeypatch.setattr(drawn, "CITY", CITY.model_copy(update={"wordmark": {}, "title": "Ärger & Größe"}))
    wordmark.cache_clear()
    yield
    wordmark.cache_clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_city_without_a_file_gets_its_title_as_outlines(without_files, theme):
    picture = ET.fromstring(wordmark(theme))
    bar, letters = picture
    assert picture.get("aria-label") == "Ärger & Größe"
    assert (bar.get("fill"), letters.get("fill")) == (PALETTES[theme].city, PALETTES[theme].text)
    assert float(picture.get("width")) > 100
    assert len(letters.get("d")) > 500


def test_a_city_with_a_file_shows_it():
    assert wordmark("light") == (drawn.FOLDER / CITY.wordmark["light"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["png", "ico"])
def test_the_icon_is_in_the_citys_colour(form):
    image = Image.open(io.BytesIO(icon(form))).convert("RGBA")
    assert image.size == {"png": (64, 64), "ico": (32, 32)}[form]
    assert image.getpixel((image.width // 8, image.height // 2)) == (*ImageColor.getrgb(CITY.colours.light.mark), 255)
    assert image.getpixel((0, 0))[3] == 0
