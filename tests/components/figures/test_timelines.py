"""Figures of documented exchange as values: every activity in its bar, marks and bands only where they belong."""

from collections import Counter

import pytest

from components.figures.layout import whole_steps
from components.figures.palette import PALETTES
from components.figures.timelines import activity_bars, cumulative_areas, partner_multiples, programme_bars
from components.widgets.figure import chart_config
from components.words.exchange import interval_label
from components.words.texts import Texts
from data import timelines
from data.city import CITY
from data.queries import count_events, exchanges
from data.vocabulary import INTERVALS, LANGUAGES, SECTORS

CITY_LIST_YEARS = (CITY.complete_lists[0].first, CITY.complete_lists[0].last)
TURNING_POINTS = {point.year: point.text for point in CITY.turning_points}

THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def found(facts, select):
    return exchanges(facts, select())


def names(facts, lang="de"):
    return {row["id"]: row[f"name_{lang}"] for row in facts.partner_rows}


def bars(facts, found, interval="year", city_list=True, lang="de", theme="light", years=(1955, 2026)):
    begun = timelines.signings(facts, list(facts.partner_ids), lang)
    return activity_bars(timelines.counts(found, interval, "sector"), interval, years, city_list, begun, names(facts), Texts(lang), theme)


def sector_traces(figure, lang="de"):
    words = {Texts(lang).label("sector", sector): sector for sector in SECTORS}
    return {words[trace.name]: trace for trace in figure.data if trace.name in words}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("interval", INTERVALS)
def test_every_activity_stands_in_the_bar_of_its_sector_and_interval(facts, found, interval, theme, lang):
    figure = bars(facts, found, interval, lang=lang, theme=theme)
    length, total = INTERVALS[interval], Counter()
    for sector, trace in sector_traces(figure, lang).items():
        own = found[found["sector"] == sector]
        for x, n, hover in zip(trace.x, trace.y, trace.text, strict=True):
            start = int(x - (length - 1) / 2)
            assert 0 < n <= count_events(own[own["year"].between(start, start + length - 1)])
            total[start] += n
            assert hover.startswith(f"<b>{interval_label(start, interval, Texts(lang))}</b>")
        assert set(trace.marker.color) if isinstance(trace.marker.color, tuple) else trace.marker.color == PALETTES[theme].sectors[sector]
    assert set(sector_traces(figure, lang)) == set(found["sector"])
    # An event that spans two sectors stands in one of them: the stack is as high as there are events.
    for start, n in total.items():
        assert n == count_events(found[found["year"].between(start, start + length - 1)])
    assert sum(total.values()) == count_events(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("interval", "present", "period"), [("year", 2026, 2026), ("five", 2026, 2025), ("five", 2031, 0), ("year", 2027, 0)]
)
def test_a_period_that_is_not_over_is_named(facts, found, interval, present, period, lang):
    texts = Texts(lang)
    counts = timelines.counts(found[found["year"] <= 2026], interval, "sector")
    no_signings = timelines.signings(facts, [], lang)
    figure = activity_bars(counts, interval, (1955, 2026), True, no_signings, names(facts), texts, "light", present)
    said = {note.text: note for note in figure.layout.annotations}
    if period:
        note, totals = said[texts.t("timeline.ongoing")], counts.groupby("start")["n"].sum()
        assert note.x == period + (INTERVALS[interval] - 1) / 2
        # Just above its bar or, where one beside it is higher and a phone has no space, above that.
        assert totals[period] <= note.y <= totals[totals.index >= period - 2 * INTERVALS[interval]].max()
        assert (note.textangle, note.yanchor) == (-90, "bottom")
    else:
        assert len(said) == len(activity_bars(counts, interval, (1955, 2026), True, no_signings, {}, texts, "light").layout.annotations)


def test_the_axis_reaches_over_the_highest_bar_so_that_notes_stand_free(facts, found):
    figure = bars(facts, found)
    highest = timelines.counts(found, "year", "sector").groupby("start")["n"].sum().max()
    assert figure.layout.yaxis.range[1] > 1.15 * highest


def test_sectors_differ_by_pattern_and_not_by_colour_alone(facts, found):
    patterns = [trace.marker.pattern.shape for trace in sector_traces(bars(facts, found)).values()]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("draw", ["bars", "areas"])
@pytest.mark.parametrize(
    ("city_list", "years", "banded"), [(True, (1955, 2026), True), (False, (1955, 2026), False), (True, (2015, 2026), False)]
)
def test_the_band_of_the_complete_list_is_drawn_where_the_list_is_counted(facts, found, draw, city_list, years, banded):
    if draw == "bars":
        figure = bars(facts, found, city_list=city_list, years=years)
    else:
        figure = cumulative_areas(timelines.cumulative(found, *years), years, city_list, Texts("de"), "light")
    bands = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(band.x0, band.x1) for band in bands] == ([(CITY_LIST_YEARS[0] - 0.5, CITY_LIST_YEARS[1] + 0.5)] if banded else [])
    note = Texts("de").t("timeline.city_list_band")
    assert (note in [annotation.text for annotation in figure.layout.annotations]) is banded


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("years", [(1955, 2026), (1990, 2026), (1955, 1988), (2021, 2026)])
def test_turning_points_are_marked_where_they_are_in_sight(facts, found, years, lang):
    figure = bars(facts, found, years=years, lang=lang)
    seen = [year for year in TURNING_POINTS if years[0] <= year <= years[1]]
    assert [shape.x0 for shape in figure.layout.shapes if shape.type == "line"] == [year - 0.5 for year in seen]
    words = [annotation.text for annotation in figure.layout.annotations]
    assert all(TURNING_POINTS[year].text(lang) in words for year in seen)


def test_notes_stand_in_rows_of_their_own_or_apart(facts, found):
    """The last two turning points and the list's note are close in time: each has its own row."""
    notes = {note.text: note for note in bars(facts, found).layout.annotations}
    t = Texts("de")
    close = [notes[TURNING_POINTS[2020].text(t.lang)], notes[TURNING_POINTS[2022].text(t.lang)], notes[t.t("timeline.city_list_band")]]
    assert len({(note.y, note.yshift) for note in close}) == 3
    assert all(note.xanchor == "right" for note in close)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("first", "anchor"), [(1955, "right"), (1985, "left")])
def test_a_note_stands_before_its_year_where_its_letters_have_room(facts, found, first, anchor, lang):
    word = TURNING_POINTS[1989].text(lang)
    (note,) = (note for note in bars(facts, found, lang=lang, years=(first, 2026)).layout.annotations if note.text == word)
    assert note.xanchor == anchor


def test_signings_are_marked_below_the_bars_with_date_partner_and_title(facts, found):
    figure = bars(facts, found)
    marks = figure.data[-1]
    begun = timelines.signings(facts, list(facts.partner_ids), "de")
    assert list(marks.x) == list(begun["year"])
    assert all(row.title in hover and names(facts)[row.partner] in hover for row, hover in zip(begun.itertuples(), marks.text, strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_areas_add_up_to_every_activity(facts, found, lang):
    totals = timelines.cumulative(found, 1955, 2026)
    figure = cumulative_areas(totals, (1955, 2026), True, Texts(lang), "light")
    for sector, trace in sector_traces(figure, lang).items():
        assert list(trace.x) == list(range(1955, 2027))
        assert list(trace.y) == sorted(trace.y)
        assert 0 < trace.y[-1] <= count_events(found[found["sector"] == sector])
        assert trace.fillcolor == PALETTES["light"].sectors[sector]
    assert sum(trace.y[-1] for trace in sector_traces(figure, lang).values()) == count_events(found)


@pytest.mark.parametrize("interval", INTERVALS)
def test_small_multiples_hold_every_partner_on_one_scale(facts, found, interval):
    counts = timelines.counts(found, interval, "partner")
    figure = partner_multiples(counts, interval, (1955, 2026), names(facts), Texts("de"), "light")
    assert len(figure.data) == found["partner"].nunique()
    assert sum(sum(trace.y) for trace in figure.data) == counts["n"].sum()
    titles = [note.text.replace("<br>", " ") for note in figure.layout.annotations]
    for partner, own in found.groupby("partner"):
        assert f"{names(facts)[partner]} {count_events(own)}" in titles
    chosen = partner_multiples(counts, interval, (1955, 2026), names(facts), Texts("de"), "light", order=("halle", "nancy", "strasbourg"))
    assert [note.text.split("<br>")[0] for note in chosen.layout.annotations] == ["Halle (Saale)", "Nancy", "Straßburg"]
    ranges = {figure.layout[axis].range for axis in figure.layout if axis.startswith("yaxis")}
    assert len(ranges) == 1
    last = max(x + INTERVALS[interval] / 2 for trace in figure.data for x in trace.x)
    assert all(figure.layout[axis].range[1] >= last for axis in figure.layout if axis.startswith("xaxis"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_programmes_run_from_their_begin_to_their_end(facts, select, lang):
    running = timelines.programmes(facts, select())
    figure = programme_bars(running, names(facts, lang), Texts(lang), "light")
    drawn = {name: (base, days) for trace in figure.data for name, base, days in zip(trace.ids, trace.base, trace.x, strict=True)}
    assert set(drawn) == set(running["id"])
    for row in running.itertuples():
        base, milliseconds = drawn[row.id]
        assert base == row.begin.strftime("%Y-%m-%d")
        assert milliseconds == (row.end - row.begin).days * 86_400_000
        assert milliseconds >= 180 * 86_400_000
    told = [note.text.replace("-<br>", "-").replace("<br>", " ") for note in figure.layout.annotations]
    assert told == [f"{names(facts, lang)[row['partner']]}: {row[f'title_{lang}']}" for row in running.to_dict("records")], "told in full"
    tops = [note.y - 7.5 - 17 * (note.text.count("<br>") + 1) for note in figure.layout.annotations]
    bottoms = [note.y + 7.5 for note in figure.layout.annotations]
    assert all(top >= before for before, top in zip(bottoms, tops[1:], strict=False)), "no words in the bar above"
    assert figure.layout.height - 80 == figure.layout.yaxis.range[0] >= bottoms[-1]


@pytest.mark.parametrize(("lang", "may", "march"), [("de", "Mai", "Mär"), ("en", "May", "Mar")])
def test_months_on_an_axis_are_in_the_language(lang, may, march):
    config = chart_config(Texts(lang), "name")
    calendar = config["locales"][config["locale"]]["format"]
    assert (calendar["months"][4], calendar["shortMonths"][2]) == (may, march)
    assert len(calendar["months"]) == len(calendar["shortMonths"]) == 12


@pytest.mark.parametrize("most", [1, 2, 4, 5, 400])
def test_what_is_counted_has_no_fractions_beside_it(most):
    """Plotly steps by halves as soon as four steps do not fill the axis."""
    assert (whole_steps(most).get("dtick") == 1) == (most <= 4)
    assert whole_steps(most)["tickformat"] == ",d"


def test_counts_of_a_quiet_partner_are_whole_numbers(facts, select):
    counts = timelines.counts(exchanges(facts, select(partners=("van",))), "year", "sector")
    assert counts.groupby("start")["n"].sum().max() <= 4
    no_signings = timelines.signings(facts, ("van",), "de").head(0)
    figure = activity_bars(counts, "year", (1955, 2026), True, no_signings, names(facts), Texts("de"), "light")
    assert figure.layout.yaxis.dtick == 1
