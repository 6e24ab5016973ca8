"""Segments: a line breaks at a gap and at a change of definition, and totals of several years are no line."""

import pytest

from data import queries


def series(facts, indicator, **place):
    rows = facts.observations[facts.observations["indicator"] == indicator]
    for column, value in place.items():
        rows = rows[rows[column] == value]
    return rows


def stretches_of(facts, indicator, rows):
    """Return the stretches of one series."""
    rows = rows.assign(series="").sort_values("year")
    return [stretch for _, stretch in rows.groupby(queries.segments(facts, indicator, rows))]


def spans(facts, indicator, rows):
    return [(int(stretch["year"].iloc[0]), int(stretch["year"].iloc[-1])) for stretch in stretches_of(facts, indicator, rows)]


@pytest.mark.parametrize("country", ["FR", "GB", "RO", "UA"])
def test_the_student_series_breaks_in_2018(facts, country):
    name = "students_from_country_in_germany"
    assert spans(facts, name, series(facts, name, country=country)) == [(2013, 2017), (2018, 2019)]


@pytest.mark.parametrize("country", ["FR", "TR"])
def test_the_central_register_breaks_in_1990_and_2004(facts, country):
    name = "foreign_residents_de_by_citizenship"
    assert spans(facts, name, series(facts, name, country=country)) == [(1967, 1989), (1990, 1990), (1991, 2003), (2004, 2024)]


def test_a_line_breaks_where_a_year_is_missing(facts):
    name = "trade_exports_to_de_partner_reported"
    rows = series(facts, name, country="RU")
    assert set(range(2009, 2013)) - set(rows["year"]) == {2010, 2011}
    stretches = spans(facts, name, rows)
    assert any(last == 2009 for _, last in stretches)
    assert any(first == 2012 for first, _ in stretches)


def test_a_year_between_two_gaps_is_a_point_of_its_own(facts):
    name = "students_from_germany_in_country"
    assert (2011, 2011) in spans(facts, name, series(facts, name, country="RO"))


def test_no_stretch_of_any_line_crosses_a_gap_or_a_break_and_none_loses_a_value(facts):
    lines = facts.indicators[facts.indicators["chart"] == "line"]
    assert len(lines) > 30
    for name, broken in zip(lines["id"], lines["breaks"], strict=True):
        for _, rows in series(facts, name).groupby(["from_place", "to_place", "country", "partner"]):
            stretches = stretches_of(facts, name, rows)
            years = [[int(year) for year in stretch["year"]] for stretch in stretches]
            assert sorted(year for stretch in years for year in stretch) == sorted(rows["year"])
            for stretch in years:
                assert stretch == list(range(stretch[0], stretch[-1] + 1)), name
                assert not set(map(int, broken.split())) & set(stretch[1:]), name


def test_what_is_no_line_is_drawn_as_single_values(facts):
    name = "trainees_karlsruhe_to_halle"
    rows = series(facts, name)
    assert facts.indicators.set_index("id").at[name, "chart"] == "bar"
    assert {2011, 2012} <= set(rows["year"])
    assert [len(stretch) for stretch in stretches_of(facts, name, rows)] == [1] * len(rows)


def test_totals_of_several_years_are_never_a_line(facts):
    totals = facts.indicators[facts.indicators["id"].str.contains("cumulative")]
    assert set(totals["id"]) >= {"erasmus_study_students_cumulative_2014_2019", "aid_tonnes_cumulative"}
    assert "line" not in set(totals["chart"])


def test_two_pairs_of_places_are_no_single_series(facts):
    name = "students_from_country_in_germany"
    with pytest.raises(ValueError, match="choose one pair of places"):
        stretches_of(facts, name, series(facts, name))


def test_an_unknown_indicator_is_an_error(facts):
    with pytest.raises(KeyError):
        stretches_of(facts, "weather", facts.observations.head(0))


def test_a_citys_figures_are_its_own(facts):
    for partner in facts.partner_ids:
        rows = queries.city_observations(facts, partner)
        assert set(rows["partner"]) <= {partner}
        assert set(rows["geography"]) <= {"city"}
    assert len(queries.city_observations(facts, "nancy")) > 50


@pytest.mark.parametrize("partner", ["", "all"])
def test_figures_of_a_country_or_of_all_cities_together_are_no_citys(facts, partner):
    assert (facts.observations["partner"] == "").any()
    assert queries.city_observations(facts, partner).empty
