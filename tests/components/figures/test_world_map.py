"""World map as a value: what its traces contain before a browser draws them."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from pyproj import Geod
from shapely import LineString, Point

from components.figures.letters import BREAK
from components.figures.map_labels import FONT_SIZE
from components.figures.map_views import TALL, VIEWS, views_by_width
from components.figures.palette import KIND_SYMBOLS, PALETTES
from components.figures.world_map import exits, routes, world_map
from components.words.texts import Texts
from data.city import contrast
from data.geodesy import CENTRE, distance_km
from data.queries import exchanges, relations
from data.vocabulary import LANGUAGES, SECTORS

ROOT = Path(__file__).parents[3]
WGS84 = Geod(ellps="WGS84")
THEMES = tuple(PALETTES)


@pytest.fixture
def shown(facts, select):
    """Return a function: the rows of the map for some changes of the default selection."""

    def rows(**changes):
        chosen = select(**changes)
        return relations(facts, chosen, exchanges(facts, chosen))

    return rows


def draw(rows, view: str = "world", sector: str = "", lang: str = "de", theme: str = "light") -> go.Figure:
    return world_map(rows, view, sector, Texts(lang), theme)


def arc_traces(figure: go.Figure) -> list[go.Scattergeo]:
    return [trace for trace in figure.data if trace.type == "scattergeo" and trace.mode == "lines"]


def split(trace: go.Scattergeo) -> list[list[tuple[float, float]]]:
    """Return the points (lat, lon) of each line or outline of a trace."""
    found, points = [], list[tuple[float, float]]()
    for lat, lon in zip(trace.lat, trace.lon, strict=True):
        if lat is None:
            found.append(points)
            points = []
        else:
            points.append((lat, lon))
    assert not points, "every arc ends with a gap, else the next one joins it"
    return found


def middle_of(outline: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the middle line of an area that goes out on one side and comes back on the other."""
    assert outline[0] == outline[-1], "the browser closes no area by itself"
    half = len(outline) // 2
    return [((y0 + y1) / 2, (x0 + x1) / 2) for (y0, x0), (y1, x1) in zip(outline[:half], outline[half:-1][::-1], strict=True)]


def arcs(figure: go.Figure) -> list[tuple[go.Scattergeo, list[tuple[float, float]], float]]:
    """Return each arc as its trace, the points (lat, lon) of its middle, and the width of its end in degrees."""
    found = []
    for trace in arc_traces(figure):
        for points in split(trace):
            if trace.fill == "toself":
                half = len(points) // 2
                (y0, x0), (y1, x1) = points[half - 1 : half + 1]
                found.append((trace, middle_of(points), ((y0 - y1) ** 2 + (x0 - x1) ** 2) ** 0.5))
            else:
                found.append((trace, points, 0.0))
    return found


def arc_to(figure: go.Figure, row) -> tuple[go.Scattergeo, list[tuple[float, float]], float]:
    """Return the one arc that ends at the partner of ``row``."""
    ends = [(abs(points[-1][0] - row.lat) + abs(points[-1][1] - row.lon), number) for number, (_, points, _) in enumerate(arcs(figure))]
    distance, nearest = min(ends)
    assert distance < 0.1
    return arcs(figure)[nearest]


def partner_markers(figure: go.Figure) -> go.Scattergeo:
    (trace,) = (trace for trace in figure.data if trace.type == "scattergeo" and trace.customdata is not None)
    return trace


def test_every_partner_has_an_arc_from_karlsruhe(shown):
    rows = shown(ended=True)
    drawn = arcs(draw(rows))
    for _, points, _ in drawn:
        assert points[0] == pytest.approx(CENTRE, abs=0.02)
    assert len(drawn) == len(rows)
    ends = sorted((round(points[-1][0], 1), round(points[-1][1], 1)) for _, points, _ in drawn)
    for end, expected in zip(ends, sorted(zip(rows["lat"].round(1), rows["lon"].round(1), strict=True)), strict=True):
        assert end == pytest.approx(expected, abs=0.11)


@pytest.mark.parametrize("view", VIEWS)
def test_arcs_are_two_traces_whatever_their_weights(shown, view):
    figure = draw(shown(), view)
    assert len({row.exchanges for row in shown().itertuples()}) > 5
    assert [trace.fill for trace in arc_traces(figure)] == [None, "toself"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_area_of_an_arc_runs_clockwise_lest_the_browser_fill_the_rest_of_the_world(shown, view):
    (areas,) = (trace for trace in arc_traces(draw(shown(), view)) if trace.fill == "toself")
    for outline in split(areas):
        x, y = VIEWS[view].shares(outline).T
        assert ((y[1:] + y[:-1]) / 2 * (x[1:] - x[:-1])).sum() < 0, "clockwise with y downwards"


def test_a_lone_arc_is_a_geodesic(shown):
    rows = shown()
    row = rows[rows["id"] == "suseong-gu"].iloc[0]
    points = routes(rows.itertuples())[row.lat, row.lon]
    azimuth, _, length = WGS84.inv(CENTRE[1], CENTRE[0], row.lon, row.lat)
    lon, lat, _ = WGS84.fwd(CENTRE[1], CENTRE[0], azimuth, length / 2)
    nearest = min(WGS84.inv(x, y, lon, lat)[2] for y, x in points)
    assert nearest <= 130_000, "points lie at most 250 km apart, so one is at most half of that from the middle"
    for y, x in points[1:-1]:  # a point on the shortest path adds nothing to its length
        detour = WGS84.inv(CENTRE[1], CENTRE[0], x, y)[2] + WGS84.inv(x, y, row.lon, row.lat)[2] - length
        assert detour < 10
    assert lat > max(CENTRE[0], row.lat) + 8, "the middle lies far to the north, not on the straight line of the map"


def test_arcs_to_one_region_do_not_merge_and_stay_near_the_shortest_way(shown):
    rows = shown().set_index("id")
    ways = routes(shown().itertuples())
    for one, other, view in (("mumbai", "pune", "world"), ("krasnodar", "nagpur", "europe")):
        shorter, longer = (
            VIEWS[view].shares(ways[rows.loc[partner, "lat"], rows.loc[partner, "lon"]]) * (960, 480) for partner in (one, other)
        )
        assert LineString(longer).distance(Point(shorter[len(shorter) // 2])) > 4
    for (lat, lon), points in ways.items():
        length = WGS84.inv(CENTRE[1], CENTRE[0], lon, lat)[2]
        drawn = sum(WGS84.inv(x0, y0, x1, y1)[2] for (y0, x0), (y1, x1) in pairwise(points))
        assert drawn / length == pytest.approx(1, abs=0.005)


def test_arcs_grow_heavier_with_exchange_and_never_lighter(shown):
    rows = shown(relations=("twinning", "project"))
    rows = rows[rows["status"] == "active"].sort_values("exchanges")
    widths = [arc_to(draw(rows.assign(exchanges=n)), next(rows.itertuples()))[2] for n in (0, 1, 9, 10, 49, 50, 99, 100, 5000)]
    assert widths == sorted(widths)
    assert len(set(widths)) == 5
    assert max(widths) >= 4 * min(widths)


@pytest.mark.parametrize("theme", THEMES)
def test_relations_that_rest_are_grey_and_dashed_and_no_others(shown, theme):
    rows = shown(ended=True)
    figure = draw(rows, theme=theme)
    markers = partner_markers(figure)
    assert {"suspended", "dormant", "ended", "active"} <= set(rows["status"])
    for row, colour in zip(rows.itertuples(), markers.marker.color, strict=True):
        rests = row.status != "active"
        trace = next(trace for trace in arc_traces(figure) if (trace.fill is None) == rests)
        assert any(points[-1] == pytest.approx((row.lat, row.lon), abs=0.1) for _, points, _ in arcs(go.Figure([trace]))), row.name
        assert (trace.line.color == PALETTES[theme].resting) == rests, row.name
        assert (trace.line.dash not in (None, "solid")) == rests, row.name
        assert (colour == PALETTES[theme].resting) == rests, row.name


@pytest.mark.parametrize("theme", THEMES)
def test_a_country_is_green_only_where_a_relation_is_active(shown, theme):
    rows = shown()
    (countries,) = (trace for trace in draw(rows, theme=theme).data if trace.type == "choropleth")
    colours = {code: countries.colorscale[int(z)][1] for code, z in zip(countries.locations, countries.z, strict=True)}
    active = set(rows.loc[rows["status"] == "active", "country_iso3"])
    assert colours["RUS"] == PALETTES[theme].resting_land != PALETTES[theme].partner_land == colours["UKR"]
    assert "IND" in active
    assert {code for code, colour in colours.items() if colour == PALETTES[theme].partner_land} == active
    assert (countries.zmin, countries.zmax) == (0, 1), "a single country keeps its colour"


def test_a_click_leaves_everything_else_as_it_is(shown):
    for trace in draw(shown(ended=True)).data:
        mode = "markers" if trace.type == "choropleth" else trace.mode
        if "markers" in mode:
            assert trace.unselected.marker.opacity == trace.marker.opacity
        if "text" in mode:
            assert trace.unselected.textfont.color == trace.textfont.color


BEYOND = pd.DataFrame(
    {
        "id": ["apia", "suva", "auckland"],
        "name": ["Apia", "Suva", "Auckland"],
        "country": ["WS", "FJ", "NZ"],
        "country_iso3": ["WSM", "FJI", "NZL"],
        "lat": [-13.83, -18.14, -36.85],
        "lon": [-171.77, 178.44, 174.76],
    }
)


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_partner_is_marked_in_every_view_or_an_arrow_at_the_edge_says_where(shown, view, lang, tall):
    rows = shown(lang=lang)
    like = rows[rows["id"] == "suseong-gu"].iloc[0]
    trial = pd.concat([rows, BEYOND.assign(**{column: like[column] for column in rows.columns if column not in BEYOND.columns})])
    trial["distance_km"] = [distance_km(lat, lon) for lat, lon in zip(trial["lat"], trial["lon"], strict=True)]
    for partners in (trial, *(trial[trial["id"] == partner] for partner in BEYOND["id"])):
        figure = world_map(partners, view, "", Texts(lang), "light", tall)
        for names, unit in zip(figure.data[-2:], ("", "km"), strict=True):
            notes = [text.replace(BREAK, " ") for text in names.text if any(arrow in text for arrow in "→↗↑↖←↙↓↘")]
            beyond = {row.name for row in partners.itertuples() if not VIEWS[view].shows(row.lat, row.lon)}
            assert {name for name in partners["name"] if any(name in note and unit in note for note in notes)} == beyond
        ways = routes(partners.itertuples())
        for seen in views_by_width(VIEWS[view], tall).values():
            for note in exits(partners.itertuples(), ways, seen, Texts(lang), "wide"):
                assert seen.shows(note.lat, note.lon), "the browser hides what is on the far side"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sector", ["", *SECTORS])
def test_one_sector_gives_its_colour_and_several_the_colour_of_the_city(shown, sector, theme):
    rows = shown(sectors=(sector,) if sector else ("culture", "sport"))
    expected = PALETTES[theme].sectors[sector] if sector else PALETTES[theme].city
    figure = draw(rows, sector=sector, theme=theme)
    active = rows["status"] == "active"
    assert {colour for trace in arc_traces(figure) if trace.fill for colour in (trace.fillcolor, trace.line.color)} == {expected}
    assert {colour for colour, is_active in zip(partner_markers(figure).marker.color, active, strict=True) if is_active} == {expected}


def test_no_two_sectors_share_a_colour():
    for palette in PALETTES.values():
        assert len({palette.city, palette.resting, *palette.sectors.values()}) == len(SECTORS) + 2


def test_a_place_known_only_approximately_is_hollow_and_no_other(shown):
    rows = shown()
    markers = partner_markers(draw(rows)).marker
    hollow = {partner for partner, symbol in zip(rows["id"], markers.symbol, strict=True) if symbol.endswith("-open")}
    assert hollow == {"san-miguel-de-los-bancos", "suseong-gu"}
    outline = dict(zip(rows["id"], markers.line.color, strict=True))["san-miguel-de-los-bancos"]
    assert outline == PALETTES["light"].city, "a hollow marker is seen by its outline alone"


def test_kinds_of_relation_have_symbols_of_their_own(shown):
    rows = shown()
    symbols = {
        (kind, symbol.removesuffix("-open")) for kind, symbol in zip(rows["kind"], partner_markers(draw(rows)).marker.symbol, strict=True)
    }
    assert len(symbols) == len({kind for kind, _ in symbols}) == len({symbol for _, symbol in symbols}) == 4
    assert len({sign for _, sign in KIND_SYMBOLS.values()} - {"○"}) == 4


def test_a_click_gives_the_id_of_the_partner_where_its_marker_stands(shown):
    rows = shown(ended=True)
    markers = partner_markers(draw(rows))
    assert list(markers.customdata) == list(rows["id"])
    assert list(zip(markers.lat, markers.lon, strict=True)) == list(zip(rows["lat"], rows["lon"], strict=True))
    assert [trace for trace in draw(rows).data if trace.customdata is not None] == [markers]


def test_the_countries_of_all_partners_are_highlighted_by_iso_3166(shown, facts):
    rows = shown(ended=True)
    (countries,) = (trace for trace in draw(rows).data if trace.type == "choropleth")
    assert set(countries.locations) == set(facts.partners["country_iso3"])
    assert "DEU" in countries.locations
    assert countries.locationmode in (None, "ISO-3")
    one = next(trace for trace in draw(shown(partners=("nancy",))).data if trace.type == "choropleth")
    assert list(one.locations) == ["FRA"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_last_two_traces_are_the_names_for_narrow_and_for_wide_maps(shown, view):
    figure = draw(shown(), view)
    narrow, wide = figure.data[-2:]
    assert [trace.textfont.size for trace in (narrow, wide)] == [FONT_SIZE["narrow"], FONT_SIZE["wide"]]
    assert all("text" in trace.mode for trace in (narrow, wide))
    assert "Karlsruhe" in wide.text
    assert not any("text" in trace.mode for trace in figure.data[:-2] if trace.type == "scattergeo")
    assert len([text for text in wide.text if text]) >= len([text for text in narrow.text if text])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_fitted_by_us_and_not_by_the_browser(shown, view, theme):
    layout = draw(shown(), view, theme=theme).layout
    assert layout.geo.fitbounds is False
    assert layout.width is None
    assert layout.height is None
    assert layout.geo.landcolor == PALETTES[theme].land


@pytest.mark.parametrize(("view", "scale"), [("world", 1), ("europe", 1), ("globe", 0.5)])
def test_a_tall_map_is_the_same_map_scaled_by_its_width(shown, view, scale):
    figure, plain = (world_map(shown(), view, "", Texts("de"), "light", tall=tall) for tall in (True, False))
    assert figure.layout.height == TALL
    assert figure.layout.geo.projection.scale == pytest.approx(scale)
    assert figure.data[-1] == plain.data[-1], "a wide map has the same names"


def test_themes_differ_in_colours_and_in_nothing_else(shown):
    rows = shown()
    light, dark = (draw(rows, theme=theme) for theme in THEMES)
    assert light != dark
    for one, other in zip(light.data, dark.data, strict=True):
        assert (one.type, one.lat if "lat" in one else None) == (other.type, other.lat if "lat" in other else None)
    assert light.layout.font.color == PALETTES["light"].text
    assert dark.layout.font.color == PALETTES["dark"].text


def test_hover_text_says_who_since_when_how_it_stands_and_how_much(shown):
    def text(partner, lang):
        rows = shown(lang=lang)
        by_id = dict(zip(rows["id"], partner_markers(draw(rows, lang=lang)).text, strict=True))
        return by_id[partner], rows.set_index("id").loc[partner, "exchanges"]

    nancy, n = text("nancy", "de")
    assert nancy == f"<b>Nancy</b>, Frankreich<br>Städtepartnerschaft seit 1955<br>{n} dokumentierte Aktivitäten"
    nancy, n = text("nancy", "en")
    assert nancy == f"<b>Nancy</b>, France<br>Twinning since 1955<br>{n} documented activities"
    krasnodar, n = text("krasnodar", "de")
    assert krasnodar == f"<b>Krasnodar</b>, Russland<br>Städtepartnerschaft seit 1997<br><b>ausgesetzt</b><br>{n} dokumentierte Aktivitäten"
    krasnodar, n = text("krasnodar", "en")
    assert krasnodar == f"<b>Krasnodar</b>, Russia<br>Twinning since 1997<br><b>suspended</b><br>{n} documented activities"
    assert text("san-miguel-de-los-bancos", "de")[0].endswith("<br><i>Lage nur ungefähr bekannt</i>")
    assert text("san-miguel-de-los-bancos", "en")[0].endswith("<br><i>location known only approximately</i>")
    assert text("mumbai", "en")[0].startswith("<b>Mumbai</b>, India<br>Cooperation<br>"), "no date where none is known"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_arcs_countries_and_names_answer_no_pointer(shown, lang):
    figure = draw(shown(lang=lang), lang=lang)
    assert {trace.hoverinfo for trace in figure.data if trace.customdata is None} == {"skip"}


@pytest.mark.parametrize("view", VIEWS)
def test_a_map_without_relations_still_shows_karlsruhe(shown, view):
    figure = draw(shown(relations=("climate",), last_year=1990), view)
    assert arc_traces(figure) == []
    assert [text for text in figure.data[-1].text if text] == ["Karlsruhe"]


def test_drawing_needs_no_streamlit():
    code = "import sys, components.figures.world_map; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("below", ["ground", "land", "partner_land", "resting_land"])
@pytest.mark.parametrize("ink", ["text", "quiet_text"])
def test_words_stand_out_from_what_lies_below(theme, ink, below):
    assert contrast(getattr(PALETTES[theme], ink), getattr(PALETTES[theme], below)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("below", ["ground", "land", "partner_land", "resting_land"])
def test_lines_and_markers_stand_out_from_what_lies_below(theme, below):
    palette = PALETTES[theme]
    inks = palette.sectors | {"city": palette.city, "resting": palette.resting}
    ratios = {name: round(contrast(colour, getattr(palette, below)), 2) for name, colour in inks.items()}
    assert {name: ratio for name, ratio in ratios.items() if ratio < 3} == {}
