"""Figures of the networks page as values: names do not overlap at any width, members are where the table puts them."""

from math import dist

import pandas as pd
import plotly.graph_objects as go
import pytest
from shapely import box as area

from components.exhibits.networks import lanes_figure, members_map_figure, shared_figure
from components.figures.map_labels import FONT_SIZE, WIDTHS, Box, Name, text_box
from components.figures.map_views import CLOSE_UP, VIEWS, view_called
from components.figures.memberships import lane_hover, membership_lanes
from components.figures.networks import (
    THEME_SYMBOLS,
    best_view,
    legend,
    member_map,
    seen_through,
    shared_partners,
)
from components.figures.palette import PALETTES
from components.figures.world_map import under_the_city
from components.words.texts import Texts
from data import networks
from data.geodesy import CENTRE, distance_km, ring
from data.vocabulary import LANGUAGES, SECTORS
from tests.components.figures.test_map_labels import arcs_of

#: Maps of members are drawn once and read by many tests.
pytestmark = pytest.mark.xdist_group("networks")
THEMES = ("light", "dark")
SIZES = tuple(WIDTHS)
LISTED = (
    "unesco-media-arts",
    "michelin-cities",
    "eurocities",
    "efus-defus",
    "magistrale-fuer-europa",
    "eurodistrict-pamina",
    "egtc-rhine-alpine",
    "mayors-for-peace",
    "covenant-of-mayors",
)


def words(lang="de"):
    return {sector: Texts(lang).label("sector", sector) for sector in SECTORS}


def shown(facts, selection, network=""):
    """Return the members as the page gives them to the map."""
    names = {row["id"]: row[f"name_{selection.lang}"] for row in facts.partner_rows}
    themes = facts.networks.set_index("id")["sector"]
    places = networks.places(networks.members(facts, selection, network))
    ours = places["partner"] != ""
    return places.assign(
        name=places["partner"].map(names).where(ours, places["name"]),
        hover=places["name"],
        ours=ours,
        number=places["networks"].map(len),
        themes=[tuple({themes[one]: None for one in ids}) for ids in places["networks"]],
    )


def located(members):
    return members.dropna(subset=["lat", "lon"])


def named(figure, size):
    """Return each name of the figure with its side; the name's point is its anchor."""
    trace = figure.data[-2 + SIZES.index(size)]
    points = zip(trace.text, trace.lat, trace.lon, trace.marker.size, trace.textposition, strict=False)
    return [(Name(text, lat, lon, diameter / 2), side) for text, lat, lon, diameter, side in points if text]


def marks(figure):
    """Return the trace of the members: it alone of the markers has hover text."""
    (trace,) = (one for one in figure.data if one.mode == "markers" and one.text is not None)
    return trace


def faults(figure, view):
    """Return every name that meets another or a line to a member, or that leaves the picture, at every width."""
    seen, found = view_called(view), []
    lines = arcs_of(go.Figure([trace for trace in figure.data if not trace.line.dash]), seen)
    for size in SIZES:
        for width in WIDTHS[size]:
            boxes = []
            for name, side in named(figure, size):
                box = text_box(*seen.pixels(name.lat, name.lon, width), name, side, FONT_SIZE[size])
                found += [f"{width}: {name.text} meets {other}" for other, theirs in boxes if box.meets(theirs)]
                share = area(box.left / width, box.top / width, box.right / width, box.bottom / width)
                found += [f"{width}: a line runs through {name.text}" for line in lines if line.intersects(share)]
                if not box.inside(Box(0, 0, width, width / seen.aspect)):
                    found.append(f"{width}: {name.text} is cut off")
                boxes.append((name.text, box))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("network", ["", *LISTED])
def test_names_stay_apart_and_within_the_picture(facts, select, network, view, lang):
    members = shown(facts, select(lang=lang), network)
    figure = member_map(members, view, Texts(lang), "light")
    assert faults(figure, seen_through(view, located(members)).name) == []


def test_the_check_of_names_notices_a_collision(facts, select):
    figure = member_map(shown(facts, select(), "eurocities"), "europe", Texts("de"), "light")
    names = figure.data[-1]
    places = [place for place, text in enumerate(names.text) if text][:2]
    for part in ("lat", "lon", "textposition"):
        values = list(names[part])
        values[places[1]] = values[places[0]]
        names[part] = values
    assert faults(figure, "europe") != []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("network", ["", *LISTED])
def test_every_member_with_a_place_is_a_point_there(facts, select, network, view, theme):
    members = shown(facts, select(), network)
    trace = marks(member_map(members, view, Texts("de"), theme))
    assert sorted(zip(trace.lat, trace.lon, trace.text, strict=True)) == sorted(
        zip(located(members)["lat"], located(members)["lon"], located(members)["hover"], strict=True)
    )
    stars = {text for text, symbol in zip(trace.text, trace.marker.symbol, strict=True) if symbol == "star"}
    assert stars == set(members.loc[members["ours"], "hover"])
    assert set(trace.marker.symbol) <= {"star", "hexagon", *(symbol for symbol, _ in THEME_SYMBOLS.values())}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("network", ["", "magistrale-fuer-europa", "efus-defus"])
def test_our_partners_and_karlsruhe_are_named_near_their_points_on_a_wide_map(facts, select, network, view):
    members = shown(facts, select(), network)
    seen, names = seen_through(view, located(members)), named(member_map(members, view, Texts("de"), "light"), "wide")
    ours = members[members["ours"]]
    hidden = {row.name for row in ours.itertuples() if under_the_city(row.lat, row.lon, seen, "wide")}
    assert hidden <= {"Straßburg"}
    assert {"Karlsruhe", *ours["name"]} - hidden <= {part for name, _ in names for part in name.text.split(", ")}
    points = {row.name: (row.lat, row.lon) for row in ours.itertuples()} | {"Karlsruhe": CENTRE}
    for name, _ in names:
        if name.text in points:
            away = dist(seen.pixels(name.lat, name.lon, 1.0), seen.pixels(*points[name.text], 1.0))
            assert away < 0.105, name.text


@pytest.mark.parametrize("view", ["world", "globe"])
@pytest.mark.parametrize("size", SIZES)
def test_a_name_far_from_its_point_is_left_out_where_members_surround_it(facts, select, view, size):
    members = shown(facts, select(), "")
    seen, names = seen_through(view, located(members)), named(member_map(members, view, Texts("de"), "light"), size)
    points = {row.name: (row.lat, row.lon) for row in members[members["ours"]].itertuples()} | {"Karlsruhe": CENTRE}
    away = {
        name.text: dist(seen.pixels(name.lat, name.lon, 1.0), seen.pixels(*points[name.text], 1.0))
        for name, _ in names
        if name.text in points
    }
    assert away
    assert max(away.values()) < {"narrow": 0.105, "wide": 0.085}[size], away


def test_lines_join_the_city_with_partners_alone(facts, select):
    members = shown(facts, select(), "eurocities")
    lines = next(trace for trace in member_map(members, "europe", Texts("de"), "light").data if trace.mode == "lines")
    assert lines.lat.count(None) == members["ours"].sum() < len(members)


@pytest.mark.parametrize(
    ("network", "view", "drawn"),
    [
        ("unesco-media-arts", "world", "europe"),
        ("eurocities", "europe", "europe"),
        ("magistrale-fuer-europa", "europe", "europe"),
        ("eurodistrict-pamina", "europe", "region"),
        ("egtc-rhine-alpine", "europe", "region"),
        ("mayors-for-peace", "europe", "europe"),
        ("covenant-of-mayors", "europe", "europe"),
    ],
)
def test_the_map_comes_as_close_as_the_members_allow(facts, select, network, view, drawn):
    there = located(shown(facts, select(), network))
    assert best_view(there) == view
    assert seen_through("europe", there).name == drawn
    assert [seen_through(other, there).name for other in ("world", "globe")] == ["world", "globe"]


def test_without_members_the_map_stays_as_it_is(facts, select):
    nobody = located(shown(facts, select())).head(0)
    assert best_view(nobody) == "world"
    assert seen_through("europe", nobody) is VIEWS["europe"]


def test_the_close_up_has_rings_at_their_distance(facts, select):
    for km in (50, 100):
        points = ring(km)
        assert points[0] == points[-1]
        assert points[0][0] > CENTRE[0]
        assert points[18][1] > CENTRE[1]
        for lat, lon in points[::6]:
            assert distance_km(lat, lon) == pytest.approx(km, abs=0.2)
            assert CLOSE_UP.shows(*CENTRE)
    figure = member_map(shown(facts, select(), "eurodistrict-pamina"), "europe", Texts("de"), "light")
    assert {"50 km", "100 km"} <= {name.text for name, _ in named(figure, "wide")}
    assert figure.layout.geo.showrivers


# Memberships


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_membership_is_drawn_from_its_beginning(facts, select, lang, theme):
    rows = networks.networks(facts, select(lang=lang))
    figure = membership_lanes(rows, 2026, "polis", words(lang), Texts(lang), theme)
    traces = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    dated, names = rows[rows["since"] > 0], figure.data[-1]
    heights = {round(y + 10.5, 1): network for y, network in zip(names.y, rows["id"], strict=False)}
    drawn = {}
    for trace in traces:
        for place in range(0, len(trace.x), 3):
            assert trace.y[place] == trace.y[place + 1]
            assert trace.x[place + 2] is trace.y[place + 2] is None
            drawn[heights[trace.y[place]]] = (*trace.x[place : place + 2], trace.line.dash != "solid", trace.line.color)
    colours, resting = PALETTES[theme].sectors, PALETTES[theme].resting
    assert drawn == {
        row.id: (row.since, row.until or 2026, bool(row.until), resting if row.until else colours[row.sector]) for row in dated.itertuples()
    }
    assert [span[:2] for span in drawn.values() if span[2]] == [(1993, 2010)]
    # the last two traces are the names, one for each width
    for trace in figure.data[-2:]:
        assert len(trace.text) == len(rows) + 1
        assert sum("<b>" in text for text in trace.text) == 1
    assert all(name in text for name, text in zip(rows["name"], figure.data[-1].text[:-1], strict=True))
    assert max(len(text) for text in figure.data[-2].text) <= 48 + len("<b></b>")
    heights = list(figure.data[-1].y)
    assert min(abs(one - other) for place, one in enumerate(heights) for other in heights[:place]) >= 15


def test_a_row_answers_for_its_network(facts, select):
    rows = networks.networks(facts, select())
    figure = membership_lanes(rows, 2026, "", words(), Texts("de"), "light")
    (answers,) = (trace for trace in figure.data if trace.customdata is not None)
    assert list(answers.customdata) == list(rows["id"])
    assert answers.opacity == 0


def test_an_undated_membership_has_no_line_and_says_so(facts, select):
    rows = networks.networks(facts, select())
    undated = rows[rows["since"] == 0]
    figure = membership_lanes(undated, 2026, "", words(), Texts("de"), "light")
    assert [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"] == []
    assert Texts("de").t("networks.no_beginning") in figure.data[-1].text[-1]
    assert Texts("de").t("networks.no_beginning") in lane_hover(next(undated.itertuples()), "Kultur", Texts("de"))


def test_the_symbol_of_an_undated_membership_stands_before_its_name_however_few_years_are_shown(facts, select):
    rows = networks.networks(facts, select(sectors=("economy",)))
    figure = membership_lanes(rows, 2026, "", words(), Texts("de"), "light")
    (symbols,) = (trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers")
    left, right = figure.layout.xaxis.range
    places = [(x - left) / (right - left) for x, since in zip(symbols.x, rows["since"], strict=True) if not since]
    assert places
    assert max(places) < 0.012


def test_the_legend_names_the_themes_that_are_there(facts, select):
    rows = networks.networks(facts, select())
    entries = legend(rows, words(), Texts("de"), "light")
    assert [word for _, _, word in entries] == [
        *("Kultur", "Wirtschaft", "Stadtgesellschaft", "Umwelt", "Humanitäre Hilfe", "mehrere Themen", "Unser Partner")
    ]
    assert len({mark for _, mark, _ in entries}) == len(entries)
    alone = legend(rows[rows["sector"] == "culture"], words(), Texts("de"), "light")
    assert [word for _, _, word in alone] == ["Kultur", "Unser Partner"]


# Shared partners


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_shared_partners_stand_between_the_cities(facts, select, lang, theme):
    shared = networks.second_degree(facts, select(lang=lang))
    names = {row["id"]: row[f"name_{lang}"] for row in facts.partner_rows}
    figure = shared_partners(shared, names, Texts(lang), theme)
    points = figure.data[-1]
    at = dict(zip((text[3:-4] for text in points.text), points.x, strict=True))
    assert at == {"Karlsruhe": 0, names["mumbai"]: 1, names["strasbourg"]: 1, "Stuttgart": 2}
    assert len([trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]) == 4
    notes = [note.text.replace("<br>", " ") for note in figure.layout.annotations]
    assert sum("1968" in note for note in notes) == sum("1962" in note for note in notes) == 1


def test_several_cities_of_one_partner_are_all_drawn(facts, select):
    shared = networks.second_degree(facts, select())
    more = pd.concat([shared, shared.assign(home="Ulm", since=0), shared.assign(home="Bonn")], ignore_index=True)
    names = {row["id"]: row["name_de"] for row in facts.partner_rows}
    figure = shared_partners(more, names, Texts("de"), "light")
    points = figure.data[-1]
    places = list(zip(points.x, points.y, strict=True))
    assert len(set(places)) == len(places) == 6
    assert len([trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]) == 2 + 6


def test_figures_are_made_once_for_all_views_that_show_the_same(facts, select):
    view, later = select(), select(first_year=2000)
    assert members_map_figure(facts, view, "", "light") is members_map_figure(facts, later, "", "light")
    assert members_map_figure(facts, view, "eurocities", "light") is members_map_figure(
        facts, select(sectors=("civic",)), "eurocities", "light"
    )
    assert lanes_figure(facts, view, "light") is lanes_figure(facts, select(first_year=2000, partners=("nancy",)), "light")
    assert shared_figure(facts, view, "light") is shared_figure(facts, later, "light")
    assert members_map_figure(facts, view, "", "light") is not members_map_figure(facts, select(partners=("nancy",)), "", "light")
