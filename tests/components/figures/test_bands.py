"""Bands as a figure: every activity and value is drawn once, on shared years and counts, and the list's part is told apart."""

import pytest

from components.exhibits.exchange import bands_chart
from components.figures.layout import fitting
from components.figures.palette import PALETTES
from components.words.texts import Texts
from data.bands import bands
from data.city import CITY
from data.vocabulary import BAND_SECTORS, LANGUAGES

CITY_LIST_YEARS = (CITY.complete_lists[0].first, CITY.complete_lists[0].last)


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request):
    return request.param


def figure_of(facts, selection, theme="light", height=None):
    return bands_chart(facts, selection, theme, height).figure


def bars_of(figure):
    return [trace for trace in figure.data if trace.type == "bar"]


def scatters(figure):
    return [trace for trace in figure.data if trace.type == "scatter"]


def lines_of(figure):
    return [trace for trace in scatters(figure) if trace.mode == "lines+markers"]


def test_bars_are_the_counts_and_what_only_the_list_names_is_paler_and_in_its_years(facts, select, theme):
    shown, figure = bands(facts, select()), figure_of(facts, select(), theme)
    for band, trace in zip(shown.bands, bars_of(figure), strict=True):
        colour = PALETTES[theme].sectors[band.sector]
        assert sum(trace.y) == sum(count.n for count in band.counts)
        own = [n for n, drawn in zip(trace.y, trace.marker.color, strict=True) if drawn == colour]
        assert sum(own) == sum(count.unlisted for count in band.counts)
        pale = [year for year, drawn in zip(trace.x, trace.marker.color, strict=True) if drawn != colour]
        assert set(pale) <= set(range(CITY_LIST_YEARS[0], CITY_LIST_YEARS[1] + 1))
        assert pale
    marked = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(shape.x0, shape.x1) for shape in marked] == [(2010.5, 2014.5)] * len(shown.bands)
    without = figure_of(facts, select(city_list="without"), theme)
    assert not [shape for shape in without.layout.shapes if shape.type == "rect"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("height", [None, 345])
def test_a_year_that_is_not_over_is_named_beside_its_bar_and_in_the_source(facts, select, lang, height):
    told = Texts(lang).t("timeline.unfinished", period="2026")
    for changes in ({}, {"sectors": ("civic",)}):
        chart = bands_chart(facts, select(lang=lang, **changes), "light", height)
        small = [trace for trace in scatters(chart.figure) if trace.mode == "text" and trace.textfont.size == 12]
        assert small
        assert all((trace.x[-1], trace.text[-1], trace.textposition[-1]) == (1, told, "bottom left") for trace in small)
        assert chart.source.startswith(f"{told}. ")
        past = bands_chart(facts, select(lang=lang, last_year=2025, **changes), "light", height)
        assert told not in past.source
        assert told not in str(past.figure.data)


def test_all_bands_count_on_one_scale_and_on_the_same_years(facts, select):
    figure = figure_of(facts, select())
    uprights = [figure.layout[f"yaxis{trace.yaxis[1:]}"] for trace in bars_of(figure)]
    assert len({axis.range for axis in uprights}) == 1
    assert len({round(axis.domain[1] - axis.domain[0], 6) for axis in uprights}) == 1
    assert {trace.xaxis for trace in (*bars_of(figure), *lines_of(figure))} == {"x2"}


def test_lines_are_whole_begin_at_zero_and_break_where_their_definition_changes(facts, select):
    shown, figure = bands(facts, select()), figure_of(facts, select())
    assert len(lines_of(figure)) == len(shown.bands)
    for band, trace in zip(shown.bands, lines_of(figure), strict=True):
        values = band.official.values
        assert [year for year in trace.x if year is not None] == [value.year for value in values]
        assert trace.x.count(None) == len({value.segment for value in values}) - 1
        hollow = {year for year, symbol in zip(trace.x, trace.marker.symbol, strict=True) if symbol == "circle-open"}
        assert hollow == {value.year for value in values if value.provisional}
        upright = figure.layout[f"yaxis{trace.yaxis[1:]}"]
        assert (upright.range[0], upright.side) == (0, "right")
        assert upright.tickvals[1] <= max(y for y in trace.y if y is not None) <= upright.range[1]


def test_early_entries_are_single_marks_before_the_axis_and_the_first_is_named(facts, select):
    shown, figure = bands(facts, select()), figure_of(facts, select())
    (marks,) = (trace for trace in scatters(figure) if trace.mode == "markers")
    assert len(marks.x) == sum(len(band.early) for band in shown.bands)
    assert max(marks.x) < figure.layout.xaxis2.domain[0]
    words = " ".join(text for trace in scatters(figure) if trace.mode == "text" for text in trace.text)
    for band in shown.bands:
        first = band.early[0]
        assert f"{first.year} {facts.partner(first.partners[0])['name_de']}" in words
    assert not [trace for trace in scatters(figure_of(facts, select(first_year=2012))) if trace.mode == "markers"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "changes", [{}, {"sectors": ("education",)}, {"partners": ("san-miguel-de-los-bancos",)}, {"sectors": ("sport", "civic")}]
)
def test_words_for_each_width_say_the_same_and_fit_a_phone(facts, select, lang, changes):
    chart = bands_chart(facts, select(lang=lang, **changes), "light")
    for width in ("narrow", "wide"):
        traces = [trace for trace in fitting(chart.figure.to_plotly_json()["data"], width) if trace.get("mode") == "text"]
        told = traces[0]["text"]
        assert [text.replace("-<br>", "-").replace("<br>", " ") for text in told] == [word.sentence for word in chart.words]
        # 5.9 pixels per letter of 13 pixels, in the narrowest column there is.
        assert width == "wide" or max(len(line) for text in told for line in text.split("<br>")) * 5.9 <= 286


def test_a_band_alone_is_larger(facts, select):
    one, three = figure_of(facts, select(sectors=("culture",))), figure_of(facts, select())
    heights = [(figure.layout.yaxis2.domain[1] - figure.layout.yaxis2.domain[0]) * figure.layout.height for figure in (one, three)]
    assert heights[0] > 3 * heights[1]


def test_on_the_stage_the_bands_keep_to_its_height_and_have_no_small_sentences(facts, select):
    figure = figure_of(facts, select(), height=345)
    assert figure.layout.height == pytest.approx(345, abs=3)
    assert {trace.meta for trace in figure.data if trace.meta} == {"wide"}
    assert not [text for trace in scatters(figure) if trace.mode == "text" for text in trace.text if text.endswith(".")]


def test_there_are_few_traces(facts, select):
    """Each further trace costs the browser time on every click."""
    assert len(figure_of(facts, select()).data) <= 2 * len(BAND_SECTORS) + 7
