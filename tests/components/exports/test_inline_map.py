"""The map as inline SVG: the names, marks and positions of the interactive map, small and for both themes."""

import gzip
import re

import pytest

from components.exhibits.map import map_figure
from components.exhibits.networks import members_map_figure
from components.exports.pictures.inline_map import STYLE, inline_map
from components.figures.map_views import VIEWS
from components.figures.palette import PALETTES
from data.geodesy import CENTRE
from data.vocabulary import VIEWS as VIEW_NAMES

LARGEST = 60_000


@pytest.mark.parametrize("view", VIEW_NAMES)
def test_it_has_the_names_of_the_map_in_few_bytes(facts, select, view):
    figure = map_figure(facts, select(view=view), "light")
    html = inline_map(figure, "Eine <Karte>")
    for names in figure.data[-2:]:
        drawn = re.findall(rf'<g class="{names.meta}"[^>]*>(.*?)</g>', html)
        assert "</text>" in "".join(drawn)
        assert set(re.findall(r">([^<]+)</text>", "".join(drawn))) <= {row for text in names.text for row in text.split("<br>")}
    assert 'aria-label="Eine &lt;Karte&gt;"' in html
    assert len(gzip.compress(html.encode())) < LARGEST


def test_marks_are_where_the_interactive_map_has_them(facts, select):
    html = inline_map(map_figure(facts, select(view="europe"), "light"), "")
    x, y = VIEWS["europe"].pixels(*CENTRE, 100.0)
    assert f'<circle cx="{x:.2f}%" cy="{2 * y:.2f}%" r="7.5"' in html


def test_colours_follow_the_theme(facts, select):
    html = inline_map(map_figure(facts, select(sectors=("culture",)), "light"), "")
    pair = f"light-dark({PALETTES['light'].sectors['culture']}, {PALETTES['dark'].sectors['culture']})"
    assert f"fill:{pair};stroke:{pair}" in html
    assert PALETTES["dark"].land in STYLE


@pytest.mark.parametrize("view", ["world", "europe"])
def test_members_of_networks_are_drawn_too(facts, select, view):
    html = inline_map(members_map_figure(facts, select(view=view), "", "light", tall=True), "")
    assert html.count("<path") > 50
