"""Map labels as the browser gets them: no overlaps, nothing cut off, no label moves between views."""

import random
from dataclasses import replace
from math import dist
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from shapely import LineString, box

from components.figures.letters import BREAK
from components.figures.map_labels import FONT_SIZE, WIDTHS, Box, Name, place, text_box
from components.figures.map_views import VIEWS, View, views_by_width
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.geodesy import CENTRE
from data.queries import exchanges, relations
from data.selection import Options, Selection
from data.vocabulary import LANGUAGES, SECTORS
from tests.visiting import real_facts

FACTS = real_facts()
SIZES = tuple(WIDTHS)
#: More widths than those at which names are placed.
DRAWN_AT = {"narrow": (320, 340, 358, 390, 430, 480, 540, 599), "wide": (600, 680, 780, 880, 960, 1080, 1240, 1440)}
#: Where the picture of Europe cannot reach.
OVERSEAS = {"IN", "KR", "EC", "UG"}


def rows_of(lang: str = "de", ended: bool = True, **changes: Any) -> pd.DataFrame:
    """Return every partner's row on the map of today, or as ``changes`` of the selection say."""
    chosen = replace(Selection.default(Options(FACTS.partner_ids, FACTS.years), lang), ended=ended, **changes)
    return relations(FACTS, chosen, exchanges(FACTS, chosen))


def subsets() -> list[list[str]]:
    """Return the same random choices of partners on every run, from none to nearly all."""
    dice = random.Random(1955)
    ids = list(FACTS.partner_ids)
    return [[], *(sorted(dice.sample(ids, dice.randint(1, len(ids) - 1))) for _ in range(24))]


def draw(shown: pd.DataFrame, view: str, lang: str = "de", tall: bool = False) -> go.Figure:
    return world_map(shown, view, "", Texts(lang), "light", tall)


def named(figure: go.Figure, size: str) -> list[tuple[Name, str]]:
    """Return each name of the figure with its side; the name's point is its anchor."""
    trace = figure.data[-2 + SIZES.index(size)]
    points = zip(trace.text, trace.lat, trace.lon, trace.marker.size, trace.textposition, strict=False)
    return [(Name(text, lat, lon, diameter / 2), side) for text, lat, lon, diameter, side in points if text]


def texts_of(figure: go.Figure, size: str) -> list[str]:
    return [name.text.replace(BREAK, " ") for name, _ in named(figure, size)]


def markers(figure: go.Figure, shown: pd.DataFrame) -> list[tuple[str, float, float, float]]:
    """Return name, latitude, longitude and radius in pixels of each marker."""
    partners, karlsruhe = (trace for trace in figure.data if trace.type == "scattergeo" and trace.mode == "markers")
    points = zip(shown["name"], partners.lat, partners.lon, strict=True)
    return [*((*point, partners.marker.size / 2) for point in points), ("Karlsruhe", *CENTRE, karlsruhe.marker.size / 2)]


def arcs_of(figure: go.Figure, view: View) -> list[LineString]:
    """Return what is drawn of arcs in a picture of the width 1, each a line around the arc's area or along a dashed arc."""
    lines = []
    for trace in figure.data:
        if trace.type == "scattergeo" and trace.mode == "lines":
            points = list(zip(trace.lat, trace.lon, strict=True))
            while (None, None) in points:
                end = points.index((None, None))
                left, top, right, bottom = view.drawn(1)
                shares = view.shares(points[:end])
                line = shares[np.isfinite(shares).all(axis=1)] * (right - left, bottom - top) + (left, top)
                lines.append(LineString(line))
                points = points[end + 1 :]
    return lines


def faults(shown: pd.DataFrame, view: str, lang: str = "de", tall: bool = False, sizes: tuple[str, ...] = SIZES) -> list[str]:
    """Return every collision of names, every name on an arc and every name that leaves the picture, at many widths."""
    found = []
    figure = draw(shown, view, lang, tall)
    for size, width in [(each, width) for each in sizes for width in DRAWN_AT[each]]:
        seen = views_by_width(VIEWS[view], tall)[size]
        picture, arcs = Box(0, 0, width, width / seen.aspect), arcs_of(figure, seen)
        dots = []
        for owner, lat, lon, r in markers(figure, shown):
            at = seen.pixels(lat, lon, width)
            if at and seen.shows(lat, lon):
                dots.append((owner, Box(at[0] - r, at[1] - r, at[0] + r, at[1] + r)))
        boxes: list[tuple[str, Box]] = []
        for name, side in named(figure, size):
            at = seen.pixels(name.lat, name.lon, width)
            if at is None:
                found.append(f"{width}: {name.text} is on the far side")
                continue
            one = text_box(*at, name, side, FONT_SIZE[size])
            found += [f"{width}: {name.text} meets {other}" for other, theirs in boxes if one.meets(theirs)]
            own = name.text.replace(BREAK, " ")
            found += [f"{width}: {name.text} meets the marker of {owner}" for owner, dot in dots if owner != own and one.meets(dot)]
            on_it = box(one.left / width, one.top / width, one.right / width, one.bottom / width)
            found += [f"{width}: an arc runs through {name.text}" for arc in arcs if arc.intersects(on_it)]
            if not one.inside(picture):
                found.append(f"{width}: {name.text} leaves the picture")
            boxes.append((name.text, one))
    return found


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_of_all_names_none_meets_another_a_marker_or_an_arc_or_leaves_the_picture(view, lang, ended, tall):
    assert faults(rows_of(lang, ended), view, lang, tall) == []


@pytest.mark.parametrize("year", [1960, 1975, 1990, 2000, 2012, 2018])
@pytest.mark.parametrize("view", VIEWS)
def test_of_the_names_of_any_year_none_meets_another_a_marker_or_an_arc(view, year):
    assert faults(rows_of(last_year=year), view, tall=True) == []


@pytest.mark.parametrize("sector", SECTORS)
def test_no_arc_of_a_single_sector_runs_through_a_name(sector):
    for view in VIEWS:
        assert faults(rows_of(sectors=(sector,)), view, tall=True, sizes=("wide",)) == []


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("view", VIEWS)
def test_of_any_choice_of_names_none_meets_another_a_marker_or_an_arc_or_leaves_the_picture(view, step):
    everyone = rows_of()
    for ids in subsets()[::step]:
        assert faults(everyone[everyone["id"].isin(ids)], view) == [], ids


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_view_of_europe_names_every_european_partner(size, lang):
    shown = rows_of(lang, ended=False)
    european = set(shown.loc[~shown["country"].isin(OVERSEAS), "name"])
    assert len(european) >= 10
    assert (european | {"Karlsruhe"}) - set(texts_of(draw(shown, "europe", lang, tall=True), size)) == set()


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_wide_world_names_the_city_and_every_partner_that_is_not_under_its_mark(lang, ended):
    shown = rows_of(lang, ended)
    hidden = set(shown.loc[shown["id"] == "strasbourg", "name"])
    written = texts_of(draw(shown, "world", lang), "wide")
    assert hidden
    assert sorted(written) == sorted({"Karlsruhe", *shown["name"]} - hidden)


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_name_is_near_its_point(view, lang, tall):
    shown = rows_of(lang)
    points = {row.name: (row.lat, row.lon) for row in shown.itertuples(index=False)} | {"Karlsruhe": CENTRE}
    figure = draw(shown, view, lang, tall)
    for size, far in (("narrow", 0.2), ("wide", 0.1)):
        seen, names = views_by_width(VIEWS[view], tall)[size], figure.data[-2 + SIZES.index(size)]
        found = [name for name, *_ in zip(names.text, names.lat, names.lon, strict=False) if name.replace(BREAK, " ") in points]
        assert "Karlsruhe" in found
        for words, lat, lon in zip(names.text, names.lat, names.lon, strict=False):
            if words in found:
                point = points[words.replace(BREAK, " ")]
                assert dist(seen.pixels(lat, lon, 1.0), seen.pixels(*point, 1.0)) < far + 0.005, (size, words)


@pytest.mark.parametrize("view", VIEWS)
def test_no_name_stands_twice(view):
    for size in SIZES:
        texts = texts_of(draw(rows_of(), view), size)
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("view", VIEWS)
def test_a_single_partner_in_sight_is_named(view):
    everyone = rows_of()
    for row in everyone[everyone["id"] != "strasbourg"].itertuples():  # too near to Karlsruhe for a world map on a phone
        if VIEWS[view].shows(row.lat, row.lon):
            figure = draw(everyone[everyone["id"] == row.id], view, tall=True)
            assert [row.name in texts_of(figure, size) for size in SIZES] == [True, True], row.name


@pytest.mark.parametrize("view", VIEWS)
def test_no_name_moves_when_only_the_figures_change(view):
    shown = rows_of()
    places = [{name.text: (name, side) for name, side in named(draw(shown, view), size)} for size in SIZES]
    dice = random.Random(7)
    for _ in range(5):
        counts = dice.sample(range(1000), len(shown))
        figure = draw(shown.assign(exchanges=counts).sort_values("exchanges", ascending=False), view)
        assert [{name.text: (name, side) for name, side in named(figure, size)} for size in SIZES] == places


def test_a_name_that_fits_nowhere_is_left_out_rather_than_squeezed_in():
    crowd = tuple(Name(f"Ein sehr langer Stadtname {number}", 48 + number / 100, 9) for number in range(40))
    placed = place(VIEWS["world"], crowd, "narrow")
    assert 0 < len(placed) < len(crowd)


def test_boxes_that_touch_do_not_meet_and_boxes_that_share_area_do():
    box = Box(0, 0, 10, 10)
    assert not box.meets(Box(10, 0, 20, 10))
    assert box.meets(Box(9, 9, 20, 20))
    assert box.inside(box)
    assert not Box(-1, 0, 10, 10).inside(box)
