"""Comparison page and its figures."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.figures.comparison import (
    countries_in_order,
    sector_matrix,
    sector_profiles,
    towns_by_country,
    towns_by_distance,
    towns_over_time,
)
from components.figures.letters import text_width
from components.figures.map_views import VIEWS as MAP_VIEWS
from components.figures.palette import PALETTES
from components.figures.point_map import point_map
from components.words.comparison import matrix_sentence
from components.words.texts import Texts
from data import comparison
from data.chronicle import entries
from data.city import contrast
from data.selection import parse
from data.vocabulary import ASPECTS, LANGUAGES, MEASURES, SECTORS, VIEWS
from tests.visiting import open_page, tables, whole

ROOT = Path(__file__).parents[3]
THEMES = ("light", "dark")


def visit(path: str, **params) -> AppTest:
    return whole(open_page(path, **params))


def names(facts, lang="de"):
    return {row["id"]: row[f"name_{lang}"] for row in facts.partner_rows}


def words(lang="de"):
    return {sector: Texts(lang).label("sector", sector) for sector in SECTORS}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_opens_in_both_languages(aspect, lang):
    app = visit("comparison", aspect=aspect, lang=lang)
    charts = [node.proto.alt for node in app.main if node.type == "plotly_chart"]
    assert len(charts) == {"matrix": 1, "partners": 2, "cities": 4}[aspect]
    assert all(charts)


@pytest.mark.parametrize("measure", MEASURES)
def test_each_number_in_the_table_links_to_as_many_entries(facts, options, measure):
    app = visit("comparison", measure=measure)
    app.session_state["matrix-shown"] = "table"
    table = tables(app.run())[0].value
    cells = comparison.matrix(facts, parse({}, options)[0]).set_index(["partner", "sector"])
    checked = 0
    for (_, row), partner in zip(table.iterrows(), cells.index.get_level_values(0).unique(), strict=True):
        for sector, cell in zip(SECTORS, row.iloc[1:], strict=True):
            n = int(cells.at[(partner, sector), "n"])
            if not n:
                assert cell == "–"
                continue
            shown, address = cell[1:-1].split("](")
            assert int(shown.replace(".", "")) == cells.at[(partner, sector), "n" if measure == "count" else "since"]
            view, dropped = parse(parse_qs(urlsplit(address).query), options)
            assert dropped == ()
            assert len(entries(facts, view)) == n
            checked += 1
    assert checked > 50


@pytest.mark.parametrize("filters", [{"partner": "krasnodar"}, {"partner": "krasnodar", "relation": "project"}])
def test_partners_stand_side_by_side_even_if_the_filters_leave_no_active_one(filters):
    assert tables(visit("comparison", aspect="partners", **filters))


def test_a_selection_without_exchange_says_so():
    assert visit("comparison", partner="strasbourg", to="2004").header[0].value == Texts("de").t("matrix.none")


def test_partners_side_by_side_are_named_with_their_status():
    app = visit("comparison", aspect="partners", compare=["krasnodar", "nancy"])
    alternatives = [node.proto.alt for node in app.main if node.type == "plotly_chart"]
    for sentence in (app.header[0].value, *alternatives):
        assert "Krasnodar (ausgesetzt)" in sentence
        assert "Nancy (" not in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_countries_with_the_same_number_are_in_the_order_of_their_names(facts, lang):
    towns = comparison.twin_towns(facts)
    countries = {code: Texts(lang).country(code) for code in towns["country"].unique()}
    order = countries_in_order(towns, countries)
    numbers = towns["country"].value_counts()
    assert [int(numbers[code]) for code in order] == sorted(numbers, reverse=True)
    once = [countries[code] for code in order if numbers[code] == 1]
    assert once[0] == {"de": "Ägypten", "en": "Austria"}[lang]
    assert once[-1] == {"de": "Ungarn", "en": "Tunisia"}[lang]


def test_partners_side_by_side_follow_the_link():
    app = visit("comparison", aspect="partners", compare=["halle", "van", "paris"])
    assert app.multiselect(key="compared").value == ["halle", "van"]
    assert list(tables(app)[0].value.columns) == ["Angabe", "Halle (Saale)", "Van"]


@pytest.mark.parametrize("parameter", ["aspect", "measure", "compare", "counted"])
def test_nonsense_raises_nothing(parameter):
    visit("comparison", **{parameter: ["<script>", "", "x" * 400]})


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_cell_is_written_in_ink_that_can_be_read(facts, select, measure, theme):
    cells = comparison.matrix(facts, select())
    figure = sector_matrix(cells, measure, names(facts), words(), Texts("de"), theme)
    colours, marks = figure.data
    assert len(marks.x) == len(cells)
    assert [tuple(one) for one in marks.customdata] == list(zip(cells["partner"], cells["sector"], strict=True))
    palette = PALETTES[theme]
    grounds = {(base + 0.5, row): colour for base, row, colour in zip(colours.base, colours.y, colours.marker.color, strict=True)}
    assert len(grounds) == (cells["n"] > 0).sum()
    for x, y, ink in zip(marks.x, marks.y, marks.textfont.color, strict=True):
        assert contrast(grounds.get((x, y), palette.ground), ink) > 4.5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_heads_of_columns_are_as_narrow_as_a_column_of_the_stage(facts, select, lang):
    cells = comparison.matrix(facts, select(lang=lang))
    figure = sector_matrix(cells, "count", names(facts), words(), Texts(lang), "light", on_stage=True)
    # The stage draws the chart 690 pixels wide; names take 185 of them.
    heads, size = figure.layout.xaxis.ticktext, figure.layout.xaxis.tickfont.size
    column = (690 - 185) / len(heads)
    assert all((text_width(one) + text_width(other)) / 2 * size + 5 < column for one, other in pairwise(heads))
    on_a_page = sector_matrix(cells, "count", names(facts), words(), Texts(lang), "light").layout.xaxis
    # A phone turns them: two lines, or slanted ones, would stand over the columns beside.
    assert not any("<br>" in head for head in on_a_page.ticktext)
    assert list(on_a_page.autotickangles) == [0, 90]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_says_how_broad_exchange_is_or_which_is_furthest_back_among_the_active(facts, lang):
    def said(measure, n, since, resting=(False, False, False), partners=("nancy", "nancy", "pune")):
        cells = pd.DataFrame({"partner": partners, "sector": ["sport", "culture", "sport"], "n": n, "latest": 2001, "since": since})
        return matrix_sentence(cells.assign(resting=resting), measure, facts, Texts(lang))

    apart = ("nancy", "halle", "pune")
    told = {
        said("count", [5, 1, 9], 3): "Mit 1 von 2 Partnern gab es Austausch in mehreren Bereichen",
        said("since", [1, 1, 1], [9, 1, 2]): "Am längsten zurück liegt der Austausch mit Nancy im Bereich Sport: zuletzt 2001",
        said("since", [1, 1, 1], [9, 1, 2], [True, False, False], apart): (
            "Unter den aktiven Partnern liegt der Austausch mit Pune im Bereich Sport am längsten zurück: zuletzt 2001"
        ),
        said("since", [1, 1, 1], [9, 9, 2], partners=apart): (
            "Unter den aktiven Partnern liegt am längsten zurück, was mit Nancy und Halle (Saale) zuletzt 2001 stattfand"
        ),
    }
    if lang == "de":
        assert list(told) == list(told.values())
    assert len(told) == 4
    assert not any(str(number) in sentence for sentence in told for number in (5, 9))


@pytest.mark.parametrize("theme", THEMES)
def test_towns_are_drawn_once_each(facts, theme):
    t, towns = Texts("en"), comparison.twin_towns(facts)
    homes = [home for home in comparison.home_cities(facts) if home in set(towns["home"])]
    far = towns_by_distance(towns, homes, t, theme)
    assert sum(len(trace.x) for trace in far.data) == towns["distance_km"].notna().sum()
    countries = {code: t.country(code) for code in towns["country"].unique()}
    bars = towns_by_country(towns, countries, t, theme)
    assert sum(sum(trace.x) for trace in bars.data) == len(towns)
    steps = comparison.twin_towns_over_time(facts, 2026)
    lines = towns_over_time(steps, comparison.undated_towns(facts), t, theme)
    assert sum(len(trace.x) for trace in lines.data) == len(steps)
    assert all(trace.line.shape == "hv" for trace in lines.data)
    heights = sorted(note.y for note in lines.layout.annotations)
    assert all(after - before > 0.035 for before, after in pairwise(heights)), "labels collide"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_ends_at_the_number_of_its_city_or_its_name_says_what_it_lacks(facts, lang):
    """The headline counts all twin towns of a city, and a line only those whose year is known."""
    t, numbers = Texts(lang), comparison.twin_towns(facts)["home"].value_counts()
    undated = comparison.undated_towns(facts)
    lines = towns_over_time(comparison.twin_towns_over_time(facts, 2026), undated, t, "light")
    told = [re.sub(r"</?b>", "", note.text).replace("<br>", " ") for note in lines.layout.annotations]
    assert undated
    for trace in lines.data:
        (name,) = (one for one in told if one.partition(",")[0] == trace.name)
        lacks = int(next(iter(re.findall(r"\d+", name)), "0"))
        assert max(trace.y) + lacks == numbers[trace.name]
        assert lacks == undated.get(trace.name, 0)


def test_profiles_share_one_scale(facts, select):
    cells = comparison.matrix(facts, select(partners=("halle", "van")))
    figure = sector_profiles(cells, names(facts), words(), Texts("de"), "light")
    assert sum(sum(trace.x) for trace in figure.data) == cells["n"].sum()
    assert len(figure.data) == 2


@pytest.mark.parametrize("view", VIEWS)
def test_the_map_marks_ours_by_symbol_and_leaves_out_what_has_no_place(facts, view):
    cities = comparison.twin_towns(facts).assign(hover="", ours=lambda rows: rows["home"] == "Karlsruhe")
    figure = point_map(cities, view, ("others", "ours"), Texts("de"), "light")
    others, ours, home, *names = figure.data
    assert len(others.lat) + len(ours.lat) == cities["lat"].notna().sum()
    assert others.marker.symbol != ours.marker.symbol
    assert home.name == "Karlsruhe"
    beyond = {row.town for row in cities[cities["ours"]].itertuples() if not MAP_VIEWS[view].shows(row.lat, row.lon)}
    for trace in names:
        notes = " ".join(trace.text).replace("<br>", " ")
        assert trace.showlegend is False
        assert len(trace.lat) > 0, "the page would hide another trace as that for its width"
        assert {town for town in cities.loc[cities["ours"], "town"] if town in notes} == beyond
