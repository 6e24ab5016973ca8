"""Figures of a partner and of the chronicle draw every row of their data once."""

from itertools import pairwise

import pandas as pd
import pytest

from components.figures.density import density_strip
from components.figures.palette import PALETTES
from components.figures.partner import STEP_SYMBOLS, count_bars, status_lane
from components.words.texts import Texts
from data.chronicle import entries
from data.queries import exchanges, sector_counts, status_history
from data.vocabulary import LANGUAGES, STEP_KINDS

STOPS = {"suspension", "dormancy", "end"}
WITH_STEPS = [
    "halle",
    "temeswar",
    "krasnodar",
    "winnyzja",
    "rijeka",
    "nancy",
    "nottingham",
    "suseong-gu",
    "sakarya",
    "van",
    "san-miguel-de-los-bancos",
    "pune",
    "nagpur",
    "kampala",
    "strasbourg",
]


def test_every_kind_of_step_has_a_symbol_and_every_partner_with_steps_is_tested(facts):
    assert set(STEP_SYMBOLS) == set(STEP_KINDS)
    assert {partner for partner in facts.partner_ids if facts.steps_of(partner)} == set(WITH_STEPS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("partner", WITH_STEPS)
def test_the_lane_draws_every_step_once_in_its_lane(facts, select, partner, lang):
    texts = Texts(lang)
    steps = status_history(facts, partner, lang)
    figure = status_lane(steps, 2026, texts, "light")
    drawn = [(lane, int(x), text) for trace in figure.data for lane, x, text in zip(trace.y, trace.x, trace.hovertext, strict=True)]
    wanted = [
        (texts.label("step", row.kind), int(row.date[:4]), f"<b>{texts.date(row.date)}</b><br>{row.title}") for row in steps.itertuples()
    ]
    assert sorted(drawn) == sorted(wanted)
    assert len(drawn) == len(facts.steps_of(partner))
    low, high = figure.layout.xaxis.range
    assert all(low < x < high for trace in figure.data for x in trace.x)
    assert high > 2026


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("partner", ["krasnodar", "van", "kampala", "nancy"])
def test_the_lane_draws_stops_and_only_stops_grey(facts, select, partner, theme):
    steps = status_history(facts, partner, "de")
    palette = PALETTES[theme]
    assert palette.resting != palette.city
    kinds = list(dict.fromkeys(steps["kind"]))
    figure = status_lane(steps, 2026, Texts("de"), theme)
    assert len(figure.data) == len(kinds)
    for kind, trace in zip(kinds, figure.data, strict=True):
        colour = palette.resting if kind in STOPS else palette.city
        assert (trace.marker.color, trace.marker.line.color, trace.marker.symbol) == (colour, colour, STEP_SYMBOLS[kind])
    assert bool(STOPS & set(kinds)) is (partner != "nancy")


def test_the_lane_puts_a_date_of_year_or_month_inside_it():
    steps = pd.DataFrame(
        {"date": ["1955", "2014-05", "2014-05-31", "2016-01-01", "2016-12-31"], "kind": "renewal", "title": list("abcde")},
    )
    (trace,) = status_lane(steps, 2026, Texts("de"), "light").data
    year, month, day, first, last = trace.x
    assert year == 1955.5
    assert 2014 + 4 / 12 < month < day < 2014 + 5 / 12 + 0.01
    assert 2016 <= first < 2016.01
    assert 2016.99 < last < 2017.01


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bars_are_as_long_as_the_counts_say_and_name_them(facts, select, lang):
    texts = Texts(lang)
    counts = sector_counts(exchanges(facts, select(partners=("nancy",)))) | {"economy": 1234}
    words = {name: texts.label("sector", name) for name in counts}
    figure = count_bars(counts, words, {"culture": "#123456"}, texts, "light")
    (bars,) = figure.data
    assert dict(zip(bars.y, bars.x, strict=True)) == {words[name]: number for name, number in counts.items()}
    assert list(bars.text) == [texts.number(number) for number in counts.values()]
    assert ("1.234" if lang == "de" else "1,234") in bars.text
    colours = dict(zip(counts, bars.marker.color, strict=True))
    assert colours.pop("culture") == "#123456"
    assert set(colours.values()) == {PALETTES["light"].city}
    assert bars.orientation == "h"
    assert figure.layout.xaxis.range is None  # a bar that does not begin at zero lies


def test_more_bars_need_more_room():
    texts = Texts("de")
    words = {letter: letter for letter in "abcdef"}
    figures = [count_bars(dict.fromkeys("abcdef"[:number], 1), words, {}, texts, "light") for number in (1, 3, 6)]
    one, three, six = (figure.layout.height for figure in figures)
    assert one < three < six


@pytest.mark.parametrize("changes", [{}, {"partners": ("halle",)}, {"first_year": 2000, "last_year": 2010}, {"query": "Orchester"}])
def test_the_strip_is_as_high_as_a_year_has_entries(facts, select, changes):
    chosen = select(**changes)
    rows = entries(facts, chosen)
    counts = rows["year"].value_counts().sort_index()
    figure = density_strip(counts, (chosen.first_year, chosen.last_year), Texts("de"), "light")
    (bars,) = figure.data
    assert dict(zip(bars.x, bars.y, strict=True)) == {year: sum(rows["year"] == year) for year in set(rows["year"])}
    assert sum(bars.y) == len(rows) > 0
    assert list(bars.customdata) == list(bars.x) == sorted(bars.x)
    low, high = figure.layout.xaxis.range
    assert low < chosen.first_year <= chosen.last_year < high
    assert figure.layout.yaxis.rangemode == "tozero"
    for year, number, text in zip(bars.x, bars.y, bars.text, strict=True):
        assert text == f"<b>{year}</b><br>{number} {'Eintrag' if number == 1 else 'Einträge'}"


def test_a_chosen_bar_leaves_the_others_as_they_are(facts, select):
    counts = entries(facts, select())["year"].value_counts().sort_index()
    (bars,) = density_strip(counts, (1955, 2026), Texts("de"), "dark").data
    assert bars.unselected.marker.opacity == 1
    assert bars.marker.color == PALETTES["dark"].city


@pytest.mark.parametrize("partner", WITH_STEPS)
def test_every_step_of_the_lane_has_its_year_at_it_or_among_its_neighbours(facts, select, partner):
    steps = status_history(facts, partner, "de")
    for trace in status_lane(steps, 2026, Texts("de"), "light").data:
        assert "text" in trace.mode
        spans = [[int(year) for year in label.split("–")] for label in trace.text if label]
        assert all(any(span[0] <= int(x) <= span[-1] for span in spans) for x in trace.x)
        named = [x for x, label in zip(trace.x, trace.text, strict=True) if label]
        assert all(after - before > 0.03 * (2026 - int(steps["date"].min()[:4])) for before, after in pairwise(named))


def test_years_of_close_steps_share_a_label(facts):
    steps = status_history(facts, "winnyzja", "de")
    figure = status_lane(steps, facts.years[1], Texts("de"), "light")
    for trace in figure.data:
        said = [x for x, word in zip(trace.x, trace.text, strict=True) if word]
        low, high = figure.layout.xaxis.range
        assert all(after - before > 0.08 * (high - low) for before, after in pairwise(said))
