"""Decks: native charts and tables with the numbers of the queries, text inside its boxes, suspended partners named as such."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import matplotlib
import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_FILL
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu

from components.exports.decks.charts import chart_of
from components.exports.decks.deck import fitting, partner_deck, story_deck, view_deck
from components.figures.palette import TITLE_GROUND
from components.words.phrases import name_with_status
from components.words.texts import Texts
from data import comparison, queries, statistics
from data.options import options_of
from data.stories import load_stories
from data.vocabulary import LANGUAGES

TODAY, ADDRESS = "2026-11-25", "https://example.org/?sector=culture"


def opened(deck):
    return Presentation(BytesIO(deck))


def texts_of(deck):
    return "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)


def cells_of(deck):
    return [
        cell.text for slide in deck.slides for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
    ]


@cache
def substitute(weight):
    """Return the widest font that an office computer is likely to take where it lacks ours."""
    name = "DejaVuSans-Bold.ttf" if weight == "Bold" else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), 100)


def rows_of(text, size, width, weight):
    """Return how many rows ``text`` takes in the substitute."""
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if substitute(weight).getlength(longer) * size / 100 <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return len(rows)


def overflowing(deck):
    """Return the texts that need more room than their boxes have."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            needed = 0.0
            for paragraph in shape.text_frame.paragraphs:
                size = paragraph.runs[0].font.size.pt if paragraph.runs else 12
                bold = "Bold" if paragraph.runs and paragraph.runs[0].font.bold else "Regular"
                needed += rows_of(paragraph.text, size, Emu(shape.width).pt, bold) * size * 1.2
            if needed > Emu(shape.height).pt + 1:
                found.append((number, shape.text_frame.text[:60], needed, Emu(shape.height).pt))
            if shape.top + shape.height > deck.slide_height or shape.left + shape.width > deck.slide_width:
                found.append((number, shape.name, "leaves the slide", ""))
    return found


def whole(deck, lang):
    """Assert what every deck must hold."""
    assert overflowing(deck) == []
    assert deck.core_properties.language == lang
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text.strip()
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
            elif hasattr(shape, "image"):
                assert shape._element.nvPicPr.cNvPr.get("descr")
            if shape.has_text_frame:
                assert all("\\" not in run.text and "<" not in run.text for p in shape.text_frame.paragraphs for run in p.runs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_deck_of_a_view_is_whole(facts, select, lang):
    chosen = select(lang=lang, topic="economy")
    deck = opened(view_deck(facts, chosen, Texts(lang), TODAY, ADDRESS))
    whole(deck, lang)
    assert sum(any(shape.has_chart for shape in slide.shapes) for slide in deck.slides) == 3
    assert ADDRESS in texts_of(deck)


def test_the_numbers_of_the_charts_are_those_of_the_queries(facts, select):
    chosen = select(lang="de")
    deck = opened(view_deck(facts, chosen, Texts("de"), TODAY, ADDRESS))
    first, second = (shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    found = queries.exchanges(facts, chosen)
    assert sum(sum(series.values) for series in first.plots[0].series) == queries.count_events(found)
    counts = queries.partner_counts(found)
    names = {name_with_status(facts, one, Texts("de")): one for one in facts.partner_ids}
    shown = dict(zip(second.plots[0].categories, second.plots[0].series[0].values, strict=True))
    assert {names[name]: n for name, n in shown.items()} == counts


def test_a_gap_of_a_series_stays_a_gap(facts, select):
    spec = chart_of("statistic", facts, select(topic="education", indicator="students_from_country_in_germany_isced6_7"), Texts("de"))
    assert any(None in values for _, values in spec.series)
    frame_values = sum(value is not None for _, values in spec.series for value in values)
    indicator = facts.observations[facts.observations["indicator"] == "students_from_country_in_germany_isced6_7"]
    assert frame_values <= len(indicator)


@pytest.mark.parametrize(
    ("topic", "indicator", "kind", "joined", "categories"),
    [
        ("culture", "foreign_residents_by_nationality", XL_CHART_TYPE.LINE_MARKERS, False, range(2007, 2023)),
        ("culture", "population", XL_CHART_TYPE.COLUMN_CLUSTERED, False, range(2005, 2026)),
        ("economy", "de_exports_to_partner_eur", XL_CHART_TYPE.LINE_MARKERS, True, range(2008, 2026)),
    ],
)
def test_charts_of_statistics_have_a_place_for_every_year(facts, select, topic, indicator, kind, joined, categories):
    """A missing year is a gap between its neighbours, and only a continuous series is joined."""
    chosen = select(topic=topic, indicator=indicator)
    spec = chart_of("statistic", facts, chosen, Texts("de"))
    assert (spec.type, spec.joined, spec.categories) == (kind, joined, tuple(map(str, categories)))
    values = sum(value is not None for _, series in spec.series for value in series)
    assert values == len(statistics.series(facts, chosen, indicator))
    deck = opened(view_deck(facts, chosen, Texts("de"), TODAY, ADDRESS))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts[-1].value_axis.minimum_scale == 0, "an axis that begins elsewhere makes differences larger than they are"
    lines = [series.format.line.fill.type for series in charts[-1].plots[0].series]
    assert kind != XL_CHART_TYPE.LINE_MARKERS or all((fill == MSO_FILL.BACKGROUND) != joined for fill in lines)


def test_few_things_are_counted_in_whole_steps_and_what_is_not_known_is_not_said(facts, select):
    deck = opened(partner_deck(facts, "van", select(), Texts("de"), TODAY, ADDRESS))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts
    assert all(chart.value_axis.major_unit == 1 for chart in charts)
    assert not any("None" in text for text in (*texts_of(deck), *cells_of(deck)))
    assert chart_of("statistic", facts, select(topic="economy", indicator="de_exports_to_partner_eur"), Texts("de")).counts_up_to > 4


def test_a_total_is_a_bar_for_each_place(facts, select):
    chosen = select(topic="education", indicator="erasmus_study_incoming_city_cumulative_2014_2019")
    spec = chart_of("statistic", facts, chosen, Texts("de"))
    ((name, values),) = spec.series
    assert (name, spec.type) == ("2014 bis 2019", XL_CHART_TYPE.BAR_CLUSTERED)
    assert dict(zip(spec.categories, values, strict=True))["Karlsruhe"] == 2212


#: Every second partner or story in each language; all of them in both by ``make accessibility``.
HALVES = [
    pytest.param(lang, first, marks=[] if first == number else [pytest.mark.thorough])
    for number, lang in enumerate(LANGUAGES)
    for first in (0, 1)
]


@pytest.mark.parametrize(("lang", "first"), HALVES)
def test_every_partner_has_a_deck_of_six_to_eight_slides(facts, select, lang, first):
    for city in facts.partner_ids[first::2]:
        deck = opened(partner_deck(facts, city, select(lang=lang), Texts(lang), TODAY, ADDRESS))
        whole(deck, lang)
        assert 6 <= len(deck.slides) <= 9, (city, len(deck.slides))
        assert facts.partner(city)[f"name_{lang}"] in texts_of(deck)


def test_what_is_suspended_is_said_and_not_celebrated(facts, select):
    deck = opened(partner_deck(facts, "krasnodar", select(), Texts("de"), TODAY, ADDRESS))
    assert "Städtepartnerschaft seit 1997, ausgesetzt" in texts_of(deck)
    assert "Von der Stadt bis auf Weiteres ausgesetzt" in texts_of(deck)
    assert "Gemeinderat" in deck.slides[1].notes_slide.notes_text_frame.text
    assert "Jubil" not in texts_of(deck) + "".join(cells_of(deck))


@pytest.mark.parametrize(("lang", "first"), HALVES)
def test_every_story_is_a_deck_with_its_notes(facts, lang, first):
    for story in list(load_stories(options_of(facts)).values())[first::2]:
        deck = opened(story_deck(facts, story, Texts(lang), TODAY, ADDRESS))
        whole(deck, lang)
        assert len(deck.slides) == len(story.slides)
        for slide, told in zip(deck.slides, story.slides, strict=True):
            if told.note and told.figure not in ("title", "closing", "latest"):
                assert getattr(told.note, lang).split()[0] in slide.notes_slide.notes_text_frame.text


def test_a_story_may_speak_two_languages(facts):
    story = load_stories(options_of(facts))["2-nancy"]
    deck = opened(story_deck(facts, story, Texts("de"), TODAY, ADDRESS, bilingual=True))
    assert " / " in deck.slides[4].shapes.title.text_frame.text
    assert overflowing(deck) == []


def test_layouts_have_places_for_title_content_and_source(facts, select):
    deck = opened(view_deck(facts, select(), Texts("de"), TODAY, ADDRESS))
    assert {layout.name for layout in deck.slide_layouts} == {"title", "chart", "table", "picture", "words"}
    for layout in deck.slide_layouts:
        if layout.name != "title":
            assert {1, 13} <= {place.placeholder_format.idx for place in layout.placeholders}


def test_a_deck_is_what_office_programs_expect(facts):
    story = load_stories(options_of(facts))["4-economy"]
    file = story_deck(facts, story, Texts("de"), TODAY, ADDRESS)
    deck = opened(file)
    with ZipFile(BytesIO(file)) as parts:
        presentation = parts.read("ppt/presentation.xml").decode()
    assert "<p:notesMasterIdLst>" in presentation
    assert "screen4x3" not in presentation
    assert "python-pptx" not in deck.core_properties.comments + deck.core_properties.keywords
    for slide in list(deck.slides)[1:]:
        numbers = [shape for shape in slide.shapes if shape.is_placeholder and "SLIDE_NUMBER" in str(shape.placeholder_format.type)]
        assert len(numbers) == 1
    lines = [line for shape in deck.slides[-1].shapes if shape.has_text_frame for line in shape.text_frame.paragraphs]
    last = [run.hyperlink.address for line in lines for run in line.runs]
    assert ADDRESS in last


def test_decks_have_the_design_of_the_stage(facts):
    deck = opened(story_deck(facts, load_stories(options_of(facts))["4-economy"], Texts("en"), TODAY, ADDRESS))
    title, map_slide, number, _, portrait = list(deck.slides)[:5]
    assert [f"#{stop.color.rgb}".lower() for stop in title.background.fill.gradient_stops] == list(TITLE_GROUND["light"])
    assert any(hasattr(shape, "image") for shape in title.shapes)
    pictures = [shape for shape in map_slide.shapes if hasattr(shape, "image")]
    assert pictures[0].width == deck.slide_width
    assert any("Project partnership" in shape.text_frame.text for shape in map_slide.shapes if shape.has_text_frame)
    sizes = [run.font.size.pt for shape in number.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs for run in p.runs]
    assert max(sizes) >= 110
    words = "\n".join(shape.text_frame.text for shape in portrait.shapes if shape.has_text_frame)
    assert {"पुणे", "6,692\N{NO-BREAK SPACE}km", "as the crow flies"} <= set(words.split("\n"))


def test_equal_input_gives_equal_bytes(facts, select):
    assert view_deck(facts, select(), Texts("de"), TODAY, ADDRESS) == view_deck(facts, select(), Texts("de"), TODAY, ADDRESS)


def test_a_text_that_fits_nowhere_loses_its_last_lines_alone():
    size, kept = fitting(["word " * 40] * 30, Emu(4_000_000), Emu(2_000_000), (20, 14))
    assert size == 14
    assert 0 < len(kept) < 30


@pytest.mark.parametrize("shown", ["compared", "profiles", "towns"])
def test_charts_of_the_comparison_hold_its_numbers(facts, select, shown):
    spec = chart_of(shown, facts, replace(select(), compared=("nancy", "halle")), Texts("en"))
    if shown == "towns":
        ends = comparison.twin_towns_over_time(facts, facts.years[1]).groupby("home")["n"].max().to_dict()
        assert {name.partition(",")[0]: values[-1] for name, values in spec.series} == ends
    else:
        assert [name for name, _ in spec.series] == ["Nancy", "Halle (Saale)"]


def test_a_title_is_next_to_its_chart_or_table_however_short_it_is(facts, select):
    deck = opened(partner_deck(facts, "nancy", select(), Texts("de"), TODAY, ADDRESS))
    slides = [slide for slide in deck.slides if any(shape.has_chart or shape.has_table for shape in slide.shapes)]
    assert len(slides) > 1
    for slide in slides:
        assert slide.shapes.title.text_frame.vertical_anchor == MSO_ANCHOR.BOTTOM
