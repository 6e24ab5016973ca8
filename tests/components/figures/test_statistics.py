"""Every indicator as drawn: no line across a break or a missing year, no mixed units, every value once."""

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest

from components.figures.line_labels import spread
from components.figures.statistics import indicator_chart
from components.words.exchange import statistic_sentence, with_labels
from components.words.phrases import amount_text, time_text, value_text
from components.words.texts import Texts
from data import statistics
from data.vocabulary import TOPICS

pytestmark = pytest.mark.xdist_group("statistics")
ROOT = Path(__file__).parents[3]
with (ROOT / "data" / "tables" / "indicators.csv").open(encoding="utf-8") as file:
    INDICATORS = sorted(row["id"] for row in csv.DictReader(file))
TOPICS_WITH_STATISTICS = [topic for topic in TOPICS if topic != "all"]


def rows(facts, select, name, scale, lang="de"):
    """Return what the figure of the indicator ``name`` draws on ``scale``."""
    frame = with_labels(statistics.series(facts, select(lang=lang), name), facts, Texts(lang))
    return statistics.rescaled(facts, statistics.indicator(facts, name, lang), frame, scale)


@cache
def drawn(facts, select, name, scale, lang="de"):
    """Return the frame and the figure of the indicator ``name`` on ``scale``, made as the page makes them, each once."""
    texts = Texts(lang)
    meta, shown = statistics.indicator(facts, name, lang), rows(facts, select, name, scale, lang)
    unit = meta.unit_label if scale in ("linear", "log") else texts.label("unit", scale)
    order = sorted({texts.country(row["country"]) for row in facts.partner_rows})
    figure = indicator_chart(shown, meta, unit, scale == "log", order, texts, "light") if len(shown) else go.Figure()
    return shown, figure


def permitted(facts, select, name):
    meta = statistics.indicator(facts, name, "de")
    return statistics.scales_of(facts, meta, statistics.series(facts, select(), name))


def test_every_indicator_is_reachable_in_one_topic_and_drawn_or_named(facts, select):
    silent = {name for name in INDICATORS if statistics.series(facts, select(), name).empty}
    assert silent == set()
    reachable = [name for topic in TOPICS_WITH_STATISTICS for name in statistics.indicators_of(facts, topic)]
    assert sorted(reachable) == sorted(facts.indicators["id"])


def table_count(facts, own):
    """Return how many rows of the table the figure owes: those on active partners and their countries, else all."""
    active = [row for row in facts.partner_rows if row["status"] != "ended"]
    partners, countries = {row["id"] for row in active}, {row["country"] for row in active}
    karlsruhe = (own["geography"] == "city") & (own["partner"] == "") & (own["country"] == "DE")
    wanted = (own["partner"].isin(partners) | ((own["partner"] == "") & own["country"].isin(countries))) & ~karlsruhe
    return int((own[wanted | karlsruhe] if wanted.any() else own)["year"].between(*facts.years).sum())


@pytest.mark.parametrize("name", INDICATORS)
def test_the_figure_keeps_the_rules_of_honesty(facts, select, name):
    meta = statistics.indicator(facts, name, "de")
    own = facts.observations[facts.observations["indicator"] == name]
    for scale in permitted(facts, select, name):
        shown, figure = drawn(facts, select, name, scale)
        values = sum(len(trace.x) for trace in figure.data)
        assert values == len(shown)
        if scale == "linear":
            assert len(shown) == table_count(facts, own)
        for trace in figure.data:
            if trace.type == "bar":
                continue
            years = list(trace.x)
            assert years == sorted(set(years))
            if trace.mode == "markers":
                assert len(years) == 1
                continue
            assert meta.chart == "line", "a line where the definition is not continuous"
            assert all(after - before == 1 for before, after in pairwise(years)), "a line across a missing year"
            assert not any(before < broken <= after for broken in meta.breaks for before, after in pairwise(years)), "a line across a break"
        if meta.chart != "line":
            assert all(trace.type == "bar" for trace in figure.data), "no line where single years stand apart"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_series_are_named_in_the_language_and_the_citys_own_are_not_called_germanys(facts, select, lang):
    other = Texts("en" if lang == "de" else "de")
    foreign = {other.country(row["country"]) for row in facts.partner_rows} - {
        Texts(lang).country(row["country"]) for row in facts.partner_rows
    }
    for name in INDICATORS:
        shown = rows(facts, select, name, "linear", lang)
        assert not any(word in label for label in shown["label"] for word in foreign), name
        if statistics.indicator(facts, name, lang).geography == "city":
            assert not shown["label"].str.contains(Texts(lang).country("DE")).any(), name
        assert shown.groupby("label")["series"].nunique().le(1).all(), name


@pytest.mark.parametrize("name", INDICATORS)
def test_one_unit_and_one_level_per_figure_and_no_country_called_karlsruhe(facts, name):
    own = facts.observations[facts.observations["indicator"] == name]
    meta = facts.indicators.set_index("id").loc[name]
    assert meta["unit"]
    assert set(own["geography"]) <= {meta["geography"]}, "levels are mixed"


def test_every_value_is_told_with_its_unit_and_year_and_the_sentence_reads_one_of_them(facts, select):
    texts = Texts("en")
    for name in INDICATORS:
        shown, figure = drawn(facts, select, name, "linear", "en")
        meta = statistics.indicator(facts, name, "en")
        hovers = [text for trace in figure.data for text in trace.text]
        assert all(meta.unit_label in hover.replace("\N{NO-BREAK SPACE}", " ") for hover in hovers), name
        starts = {f"<b>{row.label}</b>, {time_text(meta, row.year, texts)}<br>" for row in shown.itertuples()}
        assert {hover[: hover.index("<br>") + 4] for hover in hovers} == starts, name
        reading = statistics.read(shown)
        assert reading is not None, name
        sentence = statistic_sentence(meta, shown, meta.unit_label, texts)
        assert sentence.startswith(meta.label), name
        even = reading.number_of_series == len(reading.leaders) > 1
        assert meta.total_of or even or str(reading.highest["year"]) in sentence.removeprefix(meta.label), name
        named = [] if even else list(reading.leaders["label"])
        assert all(label in sentence or label == "Karlsruhe" for label in named), name
        assert amount_text(float(reading.highest["value"]), meta.unit_label, texts) in sentence, name


def test_a_total_of_six_years_is_told_of_these_years_and_never_of_the_first(facts, select):
    totals = [name for name in INDICATORS if name.endswith("_cumulative_2014_2019")]
    assert len(totals) == 5
    for name in totals:
        meta = statistics.indicator(facts, name, "de")
        assert meta.total_of == (2014, 2019)
        shown, figure = drawn(facts, select, name, "linear")
        assert all(", 2014 bis 2019<br>" in hover for trace in figure.data for hover in trace.text), name
        # The label names the academic years; a year beside it would be the one the tables store the total under.
        assert "Summe 2014/15 bis 2019/20" in meta.label
        for frame in (shown, shown.head(1)):
            assert "2014" not in statistic_sentence(meta, frame, meta.unit_label, Texts("de")).removeprefix(meta.label), name
    assert statistics.indicator(facts, "trainee_exchange_cumulative", "de").total_of is None


@pytest.mark.parametrize(("lang", "wrong"), [("de", "höchst"), ("en", "highest")])
def test_the_last_value_of_one_series_is_not_called_its_highest(facts, select, lang, wrong):
    seen = 0
    for name in INDICATORS[lang == "en" :: 2]:
        meta = statistics.indicator(facts, name, lang)
        shown = rows(facts, select, name, "linear", lang)
        for _, own in shown.groupby("series"):
            sentence = statistic_sentence(meta, own, meta.unit_label, Texts(lang)).removeprefix(meta.label)
            last = own.sort_values("year").iloc[-1]
            assert wrong not in sentence, name
            assert meta.total_of or f"({last['year']})" in sentence, name
            seen += int(last["value"] < own["value"].max())
    assert seen > 25


def test_names_at_line_ends_do_not_collide(facts, select):
    """Where all names fit they stand a line apart; the figure leaves room for the longest at its right."""
    for name in INDICATORS:
        meta = statistics.indicator(facts, name, "de")
        if meta.chart != "line":
            continue
        shown, figure = drawn(facts, select, name, "linear")
        labels = [note for note in figure.layout.annotations if note.text]
        lines = {note.text.replace("-<br>", "-").replace("<br>", " "): note.text.count("<br>") + 1 for note in labels}
        assert set(lines) == set(shown["label"]), name
        inner = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
        heights = sorted((note.y * inner, 17.0 * (note.text.count("<br>") + 1)) for note in labels)
        needed = sum((one[1] + other[1]) / 2 for one, other in pairwise(heights))
        shrunk = min(1.0, inner / needed) if needed else 1.0
        assert all(other[0] - one[0] >= shrunk * (one[1] + other[1]) / 2 - 1e-6 for one, other in pairwise(heights)), name
        heights = [height for height, _ in heights]
        assert all(-1e-6 <= height <= inner + 1e-6 for height in heights), name


def test_bars_of_one_year_carry_name_and_value_in_lines_that_a_phone_holds(facts, select):
    seen = 0
    for name in INDICATORS:
        meta = statistics.indicator(facts, name, "de")
        shown = rows(facts, select, name, "linear")
        if meta.chart == "line" or shown["year"].nunique() != 1:
            continue
        seen += 1
        _, figure = drawn(facts, select, name, "linear")
        told = {note.y: note.text.split("<br>") for note in figure.layout.annotations}
        wanted = {row.label: f"{row.label}: {amount_text(row.value, meta.unit_label, Texts('de'))}" for row in shown.itertuples()}
        assert {label: " ".join(lines).replace("- ", "-") for label, lines in told.items()} == wanted, name
        assert max(len(line) for lines in told.values() for line in lines) <= 44, name
        inner = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
        lower, upper = figure.layout.yaxis.range
        row, bar = inner / (lower - upper), figure.data[0].width * inner / (lower - upper)
        assert bar == pytest.approx(16), name
        assert row >= bar + 17 * max(len(lines) for lines in told.values()), name
    assert seen > 100


def test_columns_stand_at_their_years_and_every_series_of_several_has_a_chart_of_its_own(facts, select):
    """Missing years are gaps; a heading tells name and latest value, in lines that a third of a phone holds."""
    seen = dict.fromkeys(("one", "several"), 0)
    for name in INDICATORS:
        shown, figure = drawn(facts, select, name, "linear")
        if statistics.indicator(facts, name, "de").chart == "line" or shown["year"].nunique() < 2:
            continue
        several = shown["label"].nunique() > 1
        seen["several" if several else "one"] += 1
        for trace in figure.data:
            own = shown[shown["label"] == trace.name]
            assert list(zip(trace.x, trace.y, strict=True)) == list(zip(own["year"], own["value"], strict=True)), name
            across = figure.layout[trace.xaxis.replace("x", "xaxis") if trace.xaxis else "xaxis"]
            assert across.type in (None, "linear"), name
            assert across.range[0] < min(trace.x) - trace.width / 2, name
            assert max(trace.x) + trace.width / 2 < across.range[1], name
            assert set(across.tickvals) <= set(shown["year"]), "no year is named that has no value"
        if several:
            assert len({trace.xaxis for trace in figure.data}) == shown["label"].nunique(), name
            latest = {row.label: f"{row.label} {value_text(row.value, Texts('de'))} ({row.year})" for row in shown.itertuples()}
            headings = [note.text.split("<br>") for note in figure.layout.annotations]
            assert sorted(" ".join(lines).replace("- ", "-") for lines in headings) == sorted(latest.values()), name
            values = [float(trace.y[-1]) for trace in figure.data]
            assert values == sorted(values, reverse=True), name
    assert seen["one"] > 50
    assert seen["several"] > 20


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [([], []), ([5], [5]), ([0, 0, 0], [0, 10, 20]), ([100, 100], [90, 100]), ([50, 0, 52], [50, 0, 60]), ([7, 3], [10, 0])],
)
def test_spread_keeps_order_distance_and_bounds(wanted, placed):
    found = spread([float(one) for one in wanted], [10.0] * len(wanted), 0, 100)
    assert len(found) == len(placed)
    assert all(0 <= one <= 100 for one in found)
    assert all(abs(after - before) >= 10 - 1e-9 for before, after in pairwise(sorted(found)))
    assert sorted(range(len(found)), key=found.__getitem__) == sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
