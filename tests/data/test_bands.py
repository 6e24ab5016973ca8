"""Bands: what is counted is all there is, the axis follows its rule, and official series are summed only where they are whole."""

from dataclasses import replace

import pytest

from data import statistics
from data.bands import SHARE_ON_AXIS, axis_start, bands, official
from data.city import CITY
from data.queries import count_events, exchanges, without_city_list
from data.vocabulary import BAND_SECTORS, HOME_COUNTRY, SECTORS

CITY_LIST_YEARS = (CITY.complete_lists[0].first, CITY.complete_lists[0].last)
OFFICIAL = {sector: series.indicator for sector, series in CITY.official_series.items()}

VIEWS = {
    "default": {},
    "without the list": {"city_list": "without"},
    "one partner": {"partners": ("nancy",)},
    "a German partner": {"partners": ("halle",)},
    "one sector": {"sectors": ("education",)},
    "sectors without a series": {"sectors": ("sport", "humanitarian")},
    "late years": {"first_year": 2012},
    "early years": {"last_year": 1990},
    "one year": {"first_year": 2012, "last_year": 2012},
    "nothing": {"first_year": 1956, "last_year": 1956},
}


@pytest.fixture(params=VIEWS, scope="module")
def chosen(request, select):
    """Return a selection that is narrowed in one way."""
    return select(**VIEWS[request.param])


def test_every_activity_is_in_a_band_or_among_the_others(facts, chosen):
    shown, found = bands(facts, chosen), exchanges(facts, chosen)
    found = without_city_list(found) if chosen.city_list == "without" else found
    assert [band.sector for band in shown.bands] == list(chosen.sectors or BAND_SECTORS)
    for band in shown.bands:
        own = found[found["sector"] == band.sector]
        assert sum(count.n for count in (*band.early, *band.counts)) == count_events(own)
        assert band.partners == own["partner"].nunique()
        assert band.since == (own["year"].min() if len(own) else 0)
        assert all(count.n >= count.unlisted for count in (*band.early, *band.counts))
        assert all(shown.start <= count.year <= shown.end for count in band.counts)
        assert all(shown.first <= count.year < shown.start for count in band.early)
        listed = [count.year for count in band.counts if count.n > count.unlisted]
        assert all(CITY_LIST_YEARS[0] <= year <= CITY_LIST_YEARS[1] for year in listed)
    rest = found[~found["sector"].isin([band.sector for band in shown.bands])]
    assert shown.others == tuple(sector for sector in SECTORS if sector in set(rest["sector"]))
    assert shown.elsewhere == count_events(rest)


def test_early_entries_name_their_partners(facts, select):
    education = bands(facts, select()).bands[BAND_SECTORS.index("education")]
    first = education.early[0]
    assert (first.year, first.n, first.partners) == (1955, 2, ("nancy",))


def test_nine_tenths_of_the_activities_are_on_the_axis_and_a_later_start_would_hold_fewer(facts, select):
    start, found = axis_start(facts, select()), without_city_list(exchanges(facts, select(ended=True)))
    assert count_events(found[found["year"] >= start]) >= SHARE_ON_AXIS * count_events(found)
    assert count_events(found[found["year"] > start]) < SHARE_ON_AXIS * count_events(found)


@pytest.mark.parametrize("changes", [{"sectors": ("sport",)}, {"partners": ("winnyzja",)}, {"city_list": "without"}])
def test_no_filter_but_the_years_moves_the_axis(facts, select, changes):
    assert axis_start(facts, select(**changes)) == axis_start(facts, select())


def test_chosen_years_are_the_axis_if_they_are_later_or_all_earlier(facts, select):
    assert axis_start(facts, select(first_year=2012)) == 2012
    assert axis_start(facts, select(last_year=1990)) == facts.years[0]


def test_the_series_of_a_city_are_of_sectors_and_one_that_is_not_in_the_tables_is_not_shown(facts, select):
    assert set(OFFICIAL) <= set(SECTORS)
    without = replace(facts, indicators=facts.indicators[facts.indicators["id"] != OFFICIAL["culture"]])
    assert official(facts, select(), "culture") is not None
    assert official(without, select(), "culture") is None


@pytest.mark.parametrize("sector", OFFICIAL)
def test_an_official_series_is_a_line_of_one_level_and_preferred(facts, sector):
    meta = statistics.indicator(facts, OFFICIAL[sector], "de")
    assert (meta.chart, meta.preferred) == ("line", True)


@pytest.mark.parametrize("sector", OFFICIAL)
def test_a_value_is_the_sum_over_all_partner_countries_or_the_citys_own(facts, select, sector):
    made = official(facts, select(), sector)
    rows = facts.observations[facts.observations["indicator"] == OFFICIAL[sector]]
    meta = statistics.indicator(facts, OFFICIAL[sector], "de")
    for row in made.values:
        of_year = rows[rows["year"] == row.year]
        assert row.value == pytest.approx(of_year["value"].sum())
        assert row.provisional == of_year["provisional"].any()
        assert row.sources == set(of_year["source"])
    if meta.geography == "city":
        assert made.countries == ()
    else:
        assert set(made.countries) == set(rows["country"]) - {HOME_COUNTRY}
    begun = dict[int, int]()
    for value in made.values:
        begun.setdefault(value.segment, value.year)
    assert set(meta.breaks) <= set(begun.values())


def test_a_year_in_which_one_country_is_unknown_has_no_sum(facts, select, monkeypatch):
    rows = facts.observations
    gone = (rows["indicator"] == OFFICIAL["economy"]) & (rows["year"] == 2015) & (rows["country"] == "FR")
    whole = statistics.series(facts, select(), OFFICIAL["economy"])
    assert gone.sum() == 1
    short = whole[(whole["year"] != 2015) | (whole["country"] != "FR")]
    monkeypatch.setattr(statistics, "series", lambda *_: short)
    segments = {value.year: value.segment for value in official(replace(facts), select(), "economy").values}
    assert 2015 not in segments
    assert segments[2014] != segments[2016]


def test_a_partner_in_germany_has_no_trade_and_no_students_from_abroad(facts, select):
    shown = bands(facts, select(partners=("halle",)))
    assert [band.official is not None for band in shown.bands] == [True, False, False]
