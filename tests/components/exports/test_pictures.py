"""Pictures without a browser: every figure of every page is drawn completely, and equal input gives equal bytes."""

import re
from io import BytesIO
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from components.exhibits.exchange import bands_chart, documented_exchange_chart, statistic_chart, with_topic_sectors
from components.exhibits.slides import exhibit, figure_slide
from components.exports.pictures.charts import draw
from components.exports.pictures.marks import decoded
from components.exports.pictures.picture import SHAPES, STYLE, PictureWords, picture, png, svg
from components.exports.pictures.plot import Plot
from components.exports.pictures.poster import PAPERS, columns_for, poster
from components.figures.anniversaries import anniversary_chart
from components.figures.comparison import sector_matrix, towns_by_country
from components.figures.density import density_strip
from components.figures.memberships import membership_lanes
from components.figures.point_map import point_map
from components.frame.downloads import pictures
from components.words.phrases import as_of_text, names_with_status, sector_names
from components.words.texts import Texts
from data import comparison, networks
from data.anniversaries import anniversaries, coming
from data.statistics import indicators_of
from data.vocabulary import FIGURES, FORMS, LANGUAGES, SCALES, SECTORS, TOPICS, VIEWS
from tests.components.exports.test_dossier import tags_of

TODAY = "2026-11-25"
WORDS = PictureWords("Ein Satz über 5 % & 7 $, „so“", "Quelle: <b>nirgends</b>", "Was man sähe")


def figure_of(facts, name, selection):
    return exhibit(figure_slide(name), selection, "", facts, (selection.lang,), "light", TODAY).figure


def ink(image):
    """Return the share of pixels that are not white."""
    grey = Image.open(BytesIO(image)).convert("L")
    return sum(grey.histogram()[:245]) / (grey.width * grey.height)


#: Each figure in one of the languages; in both by ``make accessibility``.
DRAWN = [
    pytest.param(name, lang, marks=[] if (number + other) % 2 == 0 else [pytest.mark.thorough])
    for number, name in enumerate(name for name in FIGURES if name != "anniversaries")
    for other, lang in enumerate(LANGUAGES)
]


@pytest.mark.parametrize(("name", "lang"), DRAWN)
def test_every_figure_that_stands_alone_is_drawn(facts, select, name, lang):
    figure = figure_of(facts, name, select(city="nancy", topic="economy" if name == "statistic" else "all", lang=lang))
    assert ink(png(figure, 640, 360)) > 0.005


@pytest.mark.parametrize("view", VIEWS)
def test_the_map_is_drawn_in_every_view(facts, select, view):
    assert ink(png(figure_of(facts, "map", select(view=view)), 640, 360)) > 0.1


@pytest.mark.parametrize("form", FORMS)
def test_exchange_is_drawn_in_every_form(facts, select, form):
    figure = documented_exchange_chart(facts, with_topic_sectors(select(form=form)), "light").figure
    assert ink(png(figure, 640, 360)) > 0.01


def bands_of(facts, chosen):
    return bands_chart(facts, with_topic_sectors(chosen), "light").figure


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("width", [358, 1344])
def test_bands_of_every_sector_are_drawn_for_each_width(facts, select, sector, width):
    figure = bands_of(facts, select(sectors=(sector,)))
    assert ink(png(figure, width, int(figure.layout.height), width)) > 0.01


def test_a_narrow_picture_has_the_words_for_narrow_columns(facts, select):
    told = bands_of(facts, select()).to_plotly_json()
    for width, word in ((358, "Aktivitäten"), (1344, "Dokumentierte Aktivitäten")):
        plot = Plot(decoded(told), Figure(figsize=(width / 96, 6)), (0, 0, width, 576), 0.75)
        assert word in [text for trace in plot.traces for text in trace.get("text", ()) if trace.get("mode") == "text"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [358, 788, 1344])
def test_heads_of_the_matrix_stand_beside_each_other_at_every_width(facts, select, width, lang):
    cells, t = comparison.matrix(facts, select(lang=lang)), Texts(lang)
    figure = sector_matrix(cells, "count", names_with_status(facts, t), sector_names(t), t, "light")
    canvas = Figure(figsize=(width / 96, figure.layout.height / 96), dpi=96)
    with rc_context(STYLE):
        draw(figure, canvas, (0, 0, width, figure.layout.height), 0.75)
        canvas.draw_without_rendering()
        heads = [head.get_window_extent() for head in canvas.axes[0].xaxis.get_ticklabels()]
    assert len(heads) == len(SECTORS)
    assert all(left.x1 < right.x0 for left, right in pairwise(heads))
    assert all(head.y1 <= figure.layout.height for head in heads)


def test_the_scale_at_the_right_is_drawn_there(facts, select):
    plot = Plot(decoded(bands_of(facts, select()).to_plotly_json()), Figure(figsize=(10, 6)), (0, 0, 960, 576), 0.75)
    rows = {y: panel for (x, y), panel in plot.panels.items() if x == "x2"}
    sides = {y: panel.yaxis.get_tick_params(which="major") for y, panel in rows.items()}
    assert sides
    assert all(side["labelright"] and not side["labelleft"] for side in sides.values())


@pytest.mark.parametrize("step", [10, pytest.param(5, marks=pytest.mark.thorough)])
def test_indicators_of_every_topic_are_drawn_on_their_scales(facts, select, step):
    for topic in TOPICS[1:]:
        for number, indicator in enumerate(indicators_of(facts, topic)[::step]):
            figure = statistic_chart(
                facts, with_topic_sectors(select(topic=topic, indicator=indicator, scale=SCALES[number % len(SCALES)])), "light"
            ).figure
            if figure is not None:
                assert svg(figure, 150, 80).startswith(b"<?xml")


def test_the_other_figures_of_the_pages_are_drawn(facts, select):
    t, view = Texts("de"), select()
    rows, towns = networks.networks(facts, view), comparison.twin_towns(facts)
    points = towns.assign(ours=False, hover="")
    figures = [
        anniversary_chart(anniversaries(facts, view, TODAY), TODAY, facts, t, "light"),
        membership_lanes(rows, 2026, "", sector_names(t), t, "light"),
        towns_by_country(towns, {code: code for code in towns["country"]}, t, "light"),
        density_strip(facts.activities["year"].value_counts(), (1955, 2026), t, "light"),
        point_map(points, "world", ("andere", "unsere"), t, "light"),
    ]
    for figure in figures:
        assert ink(png(figure, 640, 360)) > 0.005


def test_the_picture_of_all_anniversaries_is_not_titled_as_the_slide_of_the_next_few(facts, select):
    rows = anniversaries(facts, select(), TODAY)
    offers, caption = pictures(figure_slide("anniversaries"), facts, select(), Texts("de"), TODAY)
    assert len(offers) == 3
    assert caption.partition(" ")[0].endswith(str(len(coming(rows, TODAY))))
    publishers = facts.sources.set_index("id").loc[rows["source"], "publisher"]
    assert all(publisher in caption for publisher in publishers), "the picture names the sources of all that it shows"


def test_a_picture_draws_every_trace_but_those_for_narrow_places(facts, select):
    figure = anniversary_chart(anniversaries(facts, select(), TODAY), TODAY, facts, Texts("de"), "light")
    whole = png(figure, 640, 360)
    for left_out in range(len(figure.data)):
        rest = go.Figure([trace for number, trace in enumerate(figure.data) if number != left_out], figure.layout)
        assert (png(rest, 640, 360) == whole) == (figure.data[left_out].meta == "narrow")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_has_its_size_and_says_what_it_shows(facts, select, shape):
    figure = figure_of(facts, "activities", select())
    made = picture(figure, WORDS, shape, "png")
    image = Image.open(BytesIO(made))
    assert image.size == SHAPES[shape]
    assert image.info["Title"] == WORDS.title
    assert image.info["Description"] == WORDS.alternative
    assert made == picture(figure, WORDS, shape, "png")


def test_a_vector_picture_names_itself_and_needs_no_font(facts, select):
    figure = figure_of(facts, "map", select())
    made = picture(figure, WORDS, "16:9", "svg")
    assert made == picture(figure, WORDS, "16:9", "svg")
    text = made.decode()
    assert "Was man sähe" in text
    assert "<text" not in text
    assert not re.search(r"<script|https?://(?!www\.w3\.org|purl\.org|creativecommons\.org|matplotlib\.org)", text)


def test_what_cannot_be_drawn_is_an_error_and_not_left_out(facts, select):
    figure = figure_of(facts, "sectors", select(city="nancy"))
    figure.add_pie(values=[1, 2])
    with pytest.raises(NotImplementedError, match="pie"):
        png(figure, 640, 360)


@pytest.mark.parametrize("paper", [pytest.param(one, marks=[] if one in ("a3", "a0") else [pytest.mark.thorough]) for one in PAPERS])
def test_a_poster_is_as_large_as_its_paper_and_the_same_each_time(facts, select, paper):
    made = poster(facts, select(), Texts("de"), paper, "pdf")
    (page,) = PdfReader(BytesIO(made)).pages
    assert (page.mediabox.width / 72 * 25.4, page.mediabox.height / 72 * 25.4) == pytest.approx(PAPERS[paper], abs=0.2)
    assert made == poster(facts, select(), Texts("de"), paper, "pdf")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_poster_is_tagged_and_all_it_says_can_be_read_aloud(facts, select, lang):
    reader = PdfReader(BytesIO(poster(facts, select(lang=lang), Texts(lang), "a3", "pdf")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == lang
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    roles, (alternative,) = tags_of(reader)
    assert "/Figure" in roles
    assert reader.metadata.title in alternative
    assert all(row[f"name_{lang}"] in alternative for row in facts.partner_rows if row["status"] != "ended")
    assert as_of_text(facts, Texts(lang)) in alternative


@pytest.mark.parametrize(("letters", "columns"), [(10, 4), (45, 3), (70, 2), (300, 1)])
def test_a_poster_lists_its_partners_in_columns_wide_enough_for_the_longest(letters, columns):
    assert columns_for(["n" * letters, "Nancy"]) == columns
    assert columns_for([]) == 4


def test_a_poster_is_made_for_a_filtered_view_too(facts, select):
    made = poster(facts, select(view="europe", sectors=("culture",), lang="en"), Texts("en"), "a3", "svg")
    assert b"Cultur" in made or b"culture" in made
