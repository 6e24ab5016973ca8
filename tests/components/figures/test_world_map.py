"""World map as a value: what its traces contain before a browser draws them."""

import subprocess
import sys
from pathlib import Path

import plotly.graph_objects as go
import pytest
from pyproj import Geod

from components.figures.map_labels import FONT_SIZE
from components.figures.map_views import TALL, VIEWS
from components.figures.palette import KIND_SYMBOLS, PALETTES
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.geodesy import KARLSRUHE
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


def arcs(figure: go.Figure) -> list[tuple[go.scattergeo.Line, list[tuple[float, float]]]]:
    """Return each arc as the line of its trace and its points (lat, lon)."""
    found = []
    for trace in arc_traces(figure):
        points: list[tuple[float, float]] = []
        for lat, lon in zip(trace.lat, trace.lon, strict=True):
            if lat is None:
                found.append((trace.line, points))
                points = []
            else:
                points.append((lat, lon))
        assert not points, "every arc ends with a gap, else the next one joins it"
    return found


def line_to(figure: go.Figure, row) -> go.scattergeo.Line:
    """Return the line of the one arc that ends at the partner of ``row``."""
    (line,) = (line for line, points in arcs(figure) if points[-1] == (row.lat, row.lon))
    return line


def partner_markers(figure: go.Figure) -> go.Scattergeo:
    (trace,) = (trace for trace in figure.data if trace.type == "scattergeo" and trace.customdata is not None)
    return trace


def test_every_arc_starts_in_karlsruhe_and_every_partner_has_one(shown):
    rows = shown(ended=True)
    drawn = arcs(draw(rows))
    assert {points[0] for _, points in drawn} == {KARLSRUHE}
    assert sorted(points[-1] for _, points in drawn) == sorted(zip(rows["lat"], rows["lon"], strict=True))


def test_arcs_are_geodesics(shown):
    rows = shown()
    row = rows[rows["id"] == "suseong-gu"].iloc[0]
    (points,) = (points for _, points in arcs(draw(rows)) if points[-1] == (row.lat, row.lon))
    azimuth, _, length = WGS84.inv(KARLSRUHE[1], KARLSRUHE[0], row.lon, row.lat)
    lon, lat, _ = WGS84.fwd(KARLSRUHE[1], KARLSRUHE[0], azimuth, length / 2)
    nearest = min(WGS84.inv(x, y, lon, lat)[2] for y, x in points)
    assert nearest <= 130_000, "points lie at most 250 km apart, so one is at most half of that from the middle"
    for y, x in points[1:-1]:  # a point on the shortest path adds nothing to its length
        detour = WGS84.inv(KARLSRUHE[1], KARLSRUHE[0], x, y)[2] + WGS84.inv(x, y, row.lon, row.lat)[2] - length
        assert detour < 10
    assert lat > max(KARLSRUHE[0], row.lat) + 8, "the middle lies far to the north, not on the straight line of the map"


def test_arcs_grow_heavier_with_exchange_and_never_lighter(shown):
    rows = shown()
    figure = draw(rows)
    active = rows[rows["status"] == "active"].sort_values("exchanges")
    widths = [line_to(figure, row).width for row in active.itertuples()]
    assert widths == sorted(widths)
    assert len(set(widths)) >= 4
    assert max(widths) >= 4 * min(widths)


def test_more_exchange_makes_the_same_arc_heavier(shown):
    rows = shown(partners=("nancy",))
    widths = [line_to(draw(rows.assign(exchanges=n)), next(rows.itertuples())).width for n in (0, 1, 9, 10, 49, 50, 99, 100, 5000)]
    assert widths == sorted(widths)
    assert len(set(widths)) == 5


@pytest.mark.parametrize("theme", THEMES)
def test_relations_that_rest_are_grey_and_dashed_and_no_others(shown, theme):
    rows = shown(ended=True)
    figure = draw(rows, theme=theme)
    markers = partner_markers(figure)
    assert {"suspended", "dormant", "ended", "active"} <= set(rows["status"])
    for row, colour in zip(rows.itertuples(), markers.marker.color, strict=True):
        line = line_to(figure, row)
        rests = row.status != "active"
        assert (line.color == PALETTES[theme].resting) == rests, row.name
        assert (line.dash not in (None, "solid")) == rests, row.name
        assert (colour == PALETTES[theme].resting) == rests, row.name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sector", ["", *SECTORS])
def test_one_sector_gives_its_colour_and_several_the_colour_of_the_city(shown, sector, theme):
    rows = shown(sectors=(sector,) if sector else ("culture", "sport"))
    expected = PALETTES[theme].sectors[sector] if sector else PALETTES[theme].city
    figure = draw(rows, sector=sector, theme=theme)
    active = rows["status"] == "active"
    assert {line_to(figure, row).color for row in rows[active].itertuples()} == {expected}
    assert {colour for colour, is_active in zip(partner_markers(figure).marker.color, active, strict=True) if is_active} == {expected}


def test_no_two_sectors_share_a_colour():
    for palette in PALETTES.values():
        assert len({palette.city, palette.resting, *palette.sectors.values()}) == len(SECTORS) + 2


def test_a_place_known_only_approximately_is_hollow_and_no_other(shown):
    rows = shown()
    markers = partner_markers(draw(rows)).marker
    hollow = {partner for partner, symbol in zip(rows["id"], markers.symbol, strict=True) if symbol.endswith("-open")}
    assert hollow == {"san-miguel-de-los-bancos"}
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
    assert figure.data == plain.data


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


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("below", ["ground", "land", "partner_land"])
@pytest.mark.parametrize("ink", ["text", "quiet_text"])
def test_words_stand_out_from_what_lies_below(theme, ink, below):
    assert contrast(getattr(PALETTES[theme], ink), getattr(PALETTES[theme], below)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("below", ["ground", "land", "partner_land"])
def test_lines_and_markers_stand_out_from_what_lies_below(theme, below):
    palette = PALETTES[theme]
    inks = palette.sectors | {"city": palette.city, "resting": palette.resting}
    ratios = {name: round(contrast(colour, getattr(palette, below)), 2) for name, colour in inks.items()}
    assert {name: ratio for name, ratio in ratios.items() if ratio < 3} == {}
