"""Statistics queries: every indicator can be reached, every value is returned once, comparisons are fair."""

import csv
import math
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.statistics import (
    FEATURED,
    SERIES_COLUMNS,
    indicator,
    indicators_of,
    latest_of_country,
    read,
    rescaled,
    scales_of,
    series,
)
from data.vocabulary import LANGUAGES, SCALES, TOPICS

#: The series of all indicators are made once, for these tests and for those of their figures.
pytestmark = pytest.mark.xdist_group("statistics")
ROOT = Path(__file__).parents[2]
STATISTIC_TOPICS = TOPICS[1:]


def of_karlsruhe(row):
    return row["geography"] == "city" and row["country"] == "DE" and not row["partner"]


@pytest.fixture(scope="module")
def table():
    """Return the rows of observations.csv as text, read without our own code."""
    with (ROOT / "data/tables/observations.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows_of(table):
    """Return those rows by indicator."""
    found = defaultdict(list)
    for row in table:
        found[row["indicator"]].append(row)
    return found


@pytest.fixture(scope="module")
def names(facts):
    """Return the ids of all indicators."""
    return list(facts.indicators["id"])


@pytest.fixture(scope="module")
def frames(facts, selection, names):
    """Return the series of every indicator without filters."""
    return {name: series(facts, selection, name) for name in names}


@pytest.fixture(scope="module")
def metas(facts, names):
    """Return every indicator in German."""
    return {name: indicator(facts, name, "de") for name in names}


def documented_filter(facts, rows, chosen):
    """Return the rows that the documentation of ``series`` promises, found with a simple loop."""
    partners = {
        row["id"]
        for row in facts.partner_rows
        if (not chosen.partners or row["id"] in chosen.partners)
        and (chosen.ended or row["status"] != "ended" or row["id"] in chosen.partners)
    }
    countries = {row["country"] for row in facts.partner_rows if row["id"] in partners}

    def theirs(row):
        return row["partner"] in partners or (not row["partner"] and not of_karlsruhe(row) and row["country"] in countries)

    known = any(map(theirs, rows))
    kept = [row for row in rows if not known or theirs(row) or of_karlsruhe(row)]
    return [row for row in kept if chosen.first_year <= int(row["year"]) <= chosen.last_year]


def fingerprint(row):
    country = "" if "geography" in row and of_karlsruhe(row) else row["country"]
    return country, row["partner"], int(row["year"]), float(row["value"]), str(row["source"])


def same_rows(frame, rows):
    return Counter(map(fingerprint, frame.to_dict("records"))) == Counter(map(fingerprint, rows))


def test_every_indicator_belongs_to_exactly_one_topic(facts, names):
    offered = [name for topic in STATISTIC_TOPICS for name in indicators_of(facts, topic)]
    assert len(names) == len(facts.indicators)
    assert Counter(offered) == Counter(names)


def test_every_indicator_shows_values_or_the_data_readme_says_why_not(facts, frames):
    unseen = sorted(name for name, frame in frames.items() if frame.empty)
    explained = (ROOT / "data/README.md").read_text(encoding="utf-8")
    assert [name for name in unseen if f"`{name}`" not in explained] == []


def test_topics_open_with_what_is_featured_and_end_with_single_figures(facts, metas):
    for topic in STATISTIC_TOPICS:
        order = indicators_of(facts, topic)
        featured = [name for name in FEATURED if name in order]
        assert list(order[: len(featured)]) == featured
        charts = [metas[name].chart for name in order[len(featured) :]]
        assert charts == sorted(charts, key=["line", "bar", "number"].index)
    assert set(FEATURED) <= set(metas)


def test_topics_of_some_years_offer_only_what_has_values_then(facts, table):
    for topic in STATISTIC_TOPICS:
        offered = set(indicators_of(facts, topic, (1995, 1999)))
        seen = {row["indicator"] for row in table if 1995 <= int(row["year"]) <= 1999}
        assert offered == seen & set(indicators_of(facts, topic))


def test_an_unknown_indicator_is_an_error(facts):
    with pytest.raises(KeyError):
        indicator(facts, "no_such_indicator", "de")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_indicators_are_worded_and_have_one_unit(facts, names, lang):
    for name in names:
        meta = indicator(facts, name, lang)
        assert meta.label
        assert meta.definition
        assert meta.unit_label
        assert meta.chart in ("line", "bar", "number")


def test_every_series_has_the_rows_the_filter_lets_through(facts, selection, rows_of, frames):
    wrong = [name for name, frame in frames.items() if not same_rows(frame, documented_filter(facts, rows_of[name], selection))]
    assert wrong == []
    assert sum(len(frame) for frame in frames.values()) > 3000
    assert all(list(frame.columns) == SERIES_COLUMNS for frame in frames.values())


def test_with_all_partners_and_years_no_value_of_a_partners_country_is_lost(facts, select, rows_of, names):
    chosen = select(ended=True, first_year=1700, last_year=2100)
    countries = {row["country"] for row in facts.partner_rows}
    for name in names:
        own = [row for row in rows_of[name] if row["partner"] or row["country"] in countries]
        assert len(series(facts, chosen, name)) == len(own or rows_of[name]), name


@pytest.mark.parametrize("years", [(1990, 1999), (2020, 2020), (2026, 2026), (1955, 1955)])
def test_years_are_filtered(facts, select, rows_of, years):
    chosen = select(first_year=years[0], last_year=years[1])
    for name in ("de_exports_to_partner_eur", "foreign_residents_de_by_citizenship", "guest_arrivals", "summer_interns_from_partner"):
        assert same_rows(series(facts, chosen, name), documented_filter(facts, rows_of[name], chosen)), name


@pytest.mark.parametrize("partner", ["nancy", "pune", "halle", "winnyzja"])
def test_partners_are_filtered(facts, select, rows_of, names, partner):
    chosen = select(partners=(partner,))
    country = facts.partner(partner)["country"]
    checked = 0
    for name in names[::3]:
        frame = series(facts, chosen, name)
        assert same_rows(frame, documented_filter(facts, rows_of[name], chosen)), name
        theirs = frame[(frame["partner"] == partner) | ((frame["partner"] == "") & frame["country"].isin([country, ""]))]
        if (theirs["country"] != "").any():
            assert len(theirs) == len(frame), name
            checked += 1
    assert checked


def test_a_total_knows_no_partner_and_stays_whole(facts, select, frames):
    narrowed = series(facts, select(partners=("nancy",)), "guest_arrivals")
    pd.testing.assert_frame_equal(narrowed, frames["guest_arrivals"])


@pytest.mark.parametrize("partner", ["nancy", "halle"])
def test_karlsruhe_stays_beside_the_cities_it_is_compared_with_and_is_not_germany(facts, select, partner):
    frame = series(facts, select(partners=(partner,)), "erasmus_study_incoming_city_cumulative_2014_2019")
    assert set(zip(frame["partner"], frame["country"], frame["value"], strict=True)) == {
        ("", "", 2212.0),
        (partner, facts.partner(partner)["country"], {"nancy": 2163.0, "halle": 581.0}[partner]),
    }


def test_figures_of_a_country_or_region_carry_no_partner(metas, frames, table):
    of_country = {row["indicator"] for row in table if row["geography"] in ("country", "region")}
    assert of_country
    for name in of_country:
        if metas[name].geography != "city":
            assert set(frames[name]["partner"]) <= {""}, name
    assert all(not row["partner"] for row in table if row["geography"] != "city")


def test_a_series_has_one_value_a_year(frames):
    for name, frame in frames.items():
        assert not frame.duplicated(["series", "year"]).any(), name


def test_series_come_in_order(frames):
    for name, frame in frames.items():
        keys = list(zip(frame["series"], frame["year"], strict=True))
        assert keys == sorted(keys), name


def test_segments_never_span_a_missing_year_or_a_break(metas, frames):
    for name, frame in frames.items():
        for _, stretch in frame.groupby(["series", "segment"]):
            years = list(stretch["year"])
            assert years == list(range(years[0], years[-1] + 1)), name
            assert not [year for year in metas[name].breaks if years[0] < year <= years[-1]], name
            if metas[name].chart != "line":
                assert len(years) == 1, name


def test_segments_end_for_no_other_reason(metas, frames):
    for name, frame in frames.items():
        if metas[name].chart == "line":
            for _, own in frame.groupby("series"):
                pairs = zip(own.itertuples(), own.iloc[1:].itertuples(), strict=False)
                for one, other in pairs:
                    reason = other.year - one.year > 1 or other.year in metas[name].breaks
                    assert (one.segment != other.segment) == reason, (name, one.year)


def test_there_are_breaks_and_gaps_to_test(metas, frames):
    lines = {name: frame for name, frame in frames.items() if metas[name].chart == "line"}
    assert sum(bool(metas[name].breaks) for name in lines) > 10
    assert any((own["year"].diff() > 1).any() for frame in lines.values() for _, own in frame.groupby("series"))


def all_scales(facts, metas, frames):
    """Return (indicator, frame, scale) for everything the page offers."""
    return [(metas[name], frame, scale) for name, frame in frames.items() for scale in scales_of(facts, metas[name], frame)]


def test_the_index_is_100_in_the_first_common_year(facts, metas, frames):
    indexed = [(meta, frame) for meta, frame, scale in all_scales(facts, metas, frames) if scale == "index"]
    assert len(indexed) > 8
    for meta, frame in indexed:
        shown = rescaled(facts, meta, frame, "index")
        first = shown["year"].min()
        base = shown[shown["year"] == first]
        assert set(base["series"]) == set(frame["series"]), meta.id
        assert base["value"].map(lambda value: math.isclose(value, 100)).all(), meta.id
        known = frame[frame["value"] > 0].groupby("series")["year"].agg(set)
        assert first == min(set.intersection(*known)), meta.id
        assert len(shown) == (frame["year"] >= first).sum(), meta.id


def test_the_index_keeps_proportions(facts, metas, frames):
    frame = frames["de_exports_to_partner_eur"]
    shown = rescaled(facts, metas["de_exports_to_partner_eur"], frame, "index")
    for country, own in shown.groupby("country"):
        before = frame[frame["country"] == country].set_index("year")["value"]
        for row in own.itertuples():
            assert math.isclose(row.value, before[row.year] / before[own["year"].min()] * 100)


def cell(table, name, country, year):
    """Return one value of the table as it stands there."""
    (row,) = (row for row in table if (row["indicator"], row["country"], int(row["year"])) == (name, country, year))
    return float(row["value"])


@pytest.mark.parametrize(("country", "year"), [("FR", 2020), ("RO", 2015), ("KR", 2022)])
def test_per_thousand_inhabitants_as_reckoned_by_hand(facts, metas, frames, table, country, year):
    name = "de_exports_to_partner_eur"
    shown = rescaled(facts, metas[name], frames[name], "capita")
    (value,) = shown[(shown["country"] == country) & (shown["year"] == year)]["value"]
    assert math.isclose(value, cell(table, name, country, year) / cell(table, "population_total", country, year) * 1000)


@pytest.mark.parametrize(("country", "year"), [("FR", 2010), ("HR", 2019)])
def test_share_of_the_product_as_reckoned_by_hand(facts, metas, frames, table, country, year):
    name = "trade_exports_to_de_partner_reported"
    shown = rescaled(facts, metas[name], frames[name], "gdp")
    (value,) = shown[(shown["country"] == country) & (shown["year"] == year)]["value"]
    assert math.isclose(value, cell(table, name, country, year) * 1_000_000 / cell(table, "gdp_current_usd", country, year) * 100)
    assert 0 < value < 100


def test_rescaled_rows_are_only_left_out_for_want_of_a_divisor(facts, metas, frames, table):
    divisors = {"capita": "population_total", "gdp": "gdp_current_usd"}
    known = {scale: {(row["country"], int(row["year"])) for row in table if row["indicator"] == name} for scale, name in divisors.items()}
    for meta, frame, scale in all_scales(facts, metas, frames):
        shown = rescaled(facts, meta, frame, scale)
        if scale in divisors:
            expected = [pair for pair in zip(frame["country"], frame["year"], strict=True) if pair in known[scale]]
            assert list(zip(shown["country"], shown["year"], strict=True)) == expected, meta.id
        elif scale in ("linear", "log"):
            pd.testing.assert_frame_equal(shown, frame)
        assert shown["value"].map(math.isfinite).all(), (meta.id, scale)


def test_no_index_across_breaks_and_no_product_but_in_dollars(facts, metas, frames):
    for meta, frame, scale in all_scales(facts, metas, frames):
        assert scale in SCALES
        if scale == "index":
            assert not meta.breaks, meta.id
        if scale == "gdp":
            assert meta.unit == "usd_million", meta.id
        if scale in ("gdp", "capita"):
            assert meta.geography == "country", meta.id
            assert (frame["country"] != "").all(), meta.id
        if scale == "log":
            assert (frame["value"] > 0).all(), meta.id
        if scale != "linear":
            assert meta.chart == "line", meta.id


def test_each_scale_is_offered_somewhere_and_the_plain_one_first(facts, metas, frames):
    offered = {name: scales_of(facts, metas[name], frame) for name, frame in frames.items()}
    assert {scale for scales in offered.values() for scale in scales} == set(SCALES)
    assert all(scales[0] == "linear" for scales in offered.values())


def test_no_log_scale_with_a_zero_and_none_but_linear_without_rows(facts, metas, frames):
    meta, frame = metas["guest_arrivals"], frames["guest_arrivals"]
    assert "log" in scales_of(facts, meta, frame)
    assert "log" not in scales_of(facts, meta, frame.assign(value=frame["value"].where(frame.index != 3, 0.0)))
    assert scales_of(facts, meta, frame.head(0)) == ["linear"]


def test_readings_of_all_indicators_stay_inside_one_stretch(facts, metas, frames):
    changed = 0
    for meta, frame, scale in all_scales(facts, metas, frames):
        if frame.empty:
            continue
        reading = read(rescaled(facts, meta, frame, scale))
        known = frame.groupby("year")["series"].nunique()
        if scale == "linear" and known.max() * 2 <= frame["series"].nunique():
            assert reading.highest["value"] == frame.groupby("series")["value"].last().max(), meta.id
        elif scale == "linear":
            assert reading.highest["year"] == max(year for year in known.index if known[year] == known.max()), meta.id
            assert reading.highest["value"] == frame[frame["year"] == reading.highest["year"]]["value"].max(), meta.id
        if reading.changed is not None:
            changed += 1
            years = range(reading.change_from, reading.change_to + 1)
            own = frame[(frame["series"] == reading.changed["series"]) & frame["year"].isin(years)]
            assert list(own["year"]) == list(years), meta.id
            assert own["segment"].nunique() == 1, meta.id
            assert not [year for year in meta.breaks if reading.change_from < year <= reading.change_to], meta.id
    assert changed > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_latest_of_a_country_is_its_own_newest_value(facts, table, lang):
    shown = latest_of_country(facts, "FR", lang)
    assert len(shown)
    population = [row for row in table if row["indicator"] == "population_total" and row["country"] == "FR"]
    newest = max(population, key=lambda row: int(row["year"]))
    label = indicator(facts, "population_total", lang).label
    (row,) = shown[shown["label"] == label].to_dict("records")
    assert (row["year"], row["value"]) == (int(newest["year"]), float(newest["value"]))
    assert latest_of_country(facts, "DE", lang).empty


def test_a_selection_without_values_gives_an_empty_frame_with_all_columns(facts, selection):
    frame = series(facts, replace(selection, first_year=1955, last_year=1955), "summer_interns_from_partner")
    assert frame.empty
    assert list(frame.columns) == SERIES_COLUMNS
