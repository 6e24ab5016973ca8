"""Timeline queries: nothing is counted twice or lost at any interval, and programmes end when they say."""

from calendar import monthrange
from collections import Counter
from datetime import date

import pytest

from data.city import CITY
from data.queries import count_events, events, exchanges, partners_chosen, relations, without_city_list
from data.timelines import counts, cumulative, programmes, programmes_among, signings
from data.vocabulary import INTERVALS, LANGUAGES, SECTORS

CITY_LIST_YEARS = (CITY.complete_lists[0].first, CITY.complete_lists[0].last)
CITY_LIST = CITY.complete_lists[0].id

#: Views that narrow the table in each way a filter can.
VIEWS = {
    "default": {},
    "ended too": {"ended": True},
    "one partner": {"partners": ("nancy",)},
    "two partners of common events": {"partners": ("halle", "nottingham")},
    "one sector": {"sectors": ("education",)},
    "some years": {"first_year": 1989, "last_year": 2012},
    "one year": {"first_year": 2012, "last_year": 2012},
    "projects": {"relations": ("project",)},
}


@pytest.fixture(params=VIEWS, scope="module")
def chosen(request, select):
    """Return a selection that is narrowed in one way."""
    return select(**VIEWS[request.param])


@pytest.fixture(scope="module")
def found(facts, chosen):
    """Return the activities of ``chosen``."""
    return exchanges(facts, chosen)


@pytest.fixture(scope="module")
def everything(facts, select):
    """Return all activities that count as exchange, those with ended partners too."""
    return exchanges(facts, select(ended=True))


def test_there_are_common_events_to_count_once(everything):
    assert count_events(everything) < len(everything)


@pytest.mark.parametrize("interval", INTERVALS)
def test_counts_by_sector_add_up_to_the_events(found, interval):
    assert counts(found, interval, "sector")["n"].sum() == count_events(found)


@pytest.mark.parametrize("interval", INTERVALS)
def test_counts_by_partner_are_each_partners_own(facts, chosen, found, interval):
    sums = counts(found, interval, "partner").groupby("partner")["n"].sum().to_dict()
    assert sums == {partner: count_events(rows) for partner, rows in found.groupby("partner")}
    of_map = relations(facts, chosen, found).set_index("id")["exchanges"].to_dict()
    assert sums == {partner: n for partner, n in of_map.items() if n}


@pytest.mark.parametrize("interval", INTERVALS)
def test_counts_are_those_of_a_simple_loop(found, interval):
    seen, expected = set(), Counter()
    for row in found.to_dict("records"):
        if row["event"] and row["event"] in seen:
            continue
        seen.add(row["event"])
        expected[row["year"] // INTERVALS[interval] * INTERVALS[interval], row["sector"]] += 1
    table = counts(found, interval, "sector")
    assert dict(zip(zip(table["start"], table["sector"], strict=True), table["n"], strict=True)) == dict(expected)


def test_decades_and_half_decades_begin_in_round_years(everything):
    assert set(counts(everything, "decade", "sector")["start"] % 10) == {0}
    assert set(counts(everything, "five", "sector")["start"] % 5) == {0}
    assert set(counts(everything, "decade", "partner")["start"] % 10) == {0}


@pytest.mark.parametrize("by", ["sector", "partner"])
def test_longer_intervals_gather_the_years(everything, by):
    yearly = counts(everything, "year", by)
    for interval in ("five", "decade"):
        start = yearly["start"] - yearly["start"] % INTERVALS[interval]
        gathered = yearly.groupby([start, by])["n"].sum().to_dict()
        longer = counts(everything, interval, by)
        assert longer.set_index(["start", by])["n"].to_dict() == gathered


def test_a_common_event_counts_once_by_sector_and_for_each_partner(everything):
    common = everything[everything["event"] != ""].groupby("event").filter(lambda rows: len(rows) > 1)
    one = common[common["event"] == common["event"].iloc[0]]
    assert counts(one, "year", "sector")["n"].sum() == 1
    assert counts(one, "year", "partner")["n"].sum() == len(one)


def test_every_event_is_the_row_of_its_first_partner(everything):
    once = events(everything)
    assert once["id"].is_unique
    assert len(once) == count_events(everything)
    for event, rows in everything[everything["event"] != ""].groupby("event"):
        assert list(once[once["event"] == event]["id"]) == [rows["id"].iloc[0]]


def test_without_the_citys_list_only_its_years_lose(everything):
    def per_year(rows):
        return counts(rows, "year", "sector").groupby("start")["n"].sum().to_dict()

    full, rest = per_year(everything), per_year(without_city_list(everything))
    first, last = CITY_LIST_YEARS
    for year in range(first, last + 1):
        assert rest.get(year, 0) < full[year]
    assert {year: n for year, n in full.items() if not first <= year <= last} == {
        year: n for year, n in rest.items() if not first <= year <= last
    }


def test_without_the_citys_list_no_row_is_of_it_and_none_else_is_lost(everything):
    rest = without_city_list(everything)
    assert CITY_LIST not in set(rest["collection"])
    assert len(rest) == (everything["collection"] != CITY_LIST).sum() > 0


def test_cumulative_never_falls_fills_every_year_and_ends_at_the_total(chosen, found):
    years = (chosen.first_year, chosen.last_year)
    totals = cumulative(found, *years)
    sums = counts(found, "year", "sector").groupby("sector")["n"].sum()
    assert set(totals["sector"]) == set(sums.index)
    for sector, rows in totals.groupby("sector"):
        assert list(rows["year"]) == list(range(years[0], years[1] + 1))
        assert rows["n"].is_monotonic_increasing
        assert rows["n"].iloc[-1] == sums[sector]
        assert rows["n"].notna().all()
    assert totals[totals["year"] == years[1]]["n"].sum() == count_events(found)


def test_cumulative_grows_by_what_each_year_adds(everything, facts):
    first, last = facts.years
    totals = cumulative(everything, first, last).set_index(["sector", "year"])["n"]
    yearly = counts(everything, "year", "sector").set_index(["sector", "start"])["n"].to_dict()
    for sector in totals.index.unique("sector"):
        before = 0
        for year in range(first, last + 1):
            assert totals[sector, year] - before == yearly.get((sector, year), 0)
            before = totals[sector, year]


def test_cumulative_comes_in_the_order_of_the_vocabulary(everything, facts):
    order = list(cumulative(everything, *facts.years)["sector"].drop_duplicates())
    assert order == [sector for sector in SECTORS if sector in order]


def first_day(text: str) -> date:
    """Return the first day of an ISO date at its precision."""
    parts = [int(part) for part in text.split("-")]
    return date(*(parts + [1] * (3 - len(parts))))


def last_day(text: str) -> date:
    """Return the last day of an ISO date at its precision."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


@pytest.fixture(scope="module")
def running(facts, select):
    """Return the programmes with all partners, ended ones too."""
    return programmes(facts, select(ended=True))


def test_programmes_begin_with_the_first_day_and_end_with_the_last(running):
    for row in running.to_dict("records"):
        assert row["begin"].date() == first_day(row["date"])
        assert row["end"].date() == last_day(row["end_date"])


def test_programmes_of_a_year_end_on_its_last_day_and_those_of_a_month_too(running):
    of_year = running[running["end_date"].str.len() == 4]
    of_month = running[running["end_date"].str.len() == 7]
    assert len(of_year)
    assert len(of_month)
    assert set(of_year["end"].dt.strftime("%m-%d")) == {"12-31"}
    assert of_month["end"].dt.is_month_end.all()


@pytest.mark.parametrize("city_list", [True, False])
def test_programmes_are_the_events_that_last_180_days(facts, chosen, found, city_list):
    rows = programmes(facts, chosen, city_list)
    assert ((rows["end"] - rows["begin"]).dt.days >= 180).all()
    listed = found if city_list else without_city_list(found)
    lasting = [
        row["id"]
        for row in events(listed[listed["end_date"] != ""]).to_dict("records")
        if (last_day(row["end_date"]) - first_day(row["date"])).days >= 180
    ]
    assert sorted(rows["id"]) == sorted(lasting)


def test_programmes_come_earliest_first_and_once(running):
    assert len(running) > 10
    assert running["begin"].is_monotonic_increasing
    assert running["id"].is_unique
    common = running[running["event"] != ""]
    assert common["event"].is_unique


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("partner", ["", "nancy", "halle", "temeswar"])
def test_programmes_among_the_exchanges_are_the_same(facts, select, partner, lang):
    chosen = select(partners=(partner,) if partner else (), first_year=1990, ended=True)
    same = programmes(facts, chosen)
    assert len(same)
    told = programmes_among(facts, exchanges(facts, chosen), lang)
    assert told == list(same[["date", "end_date", f"title_{lang}"]].itertuples(index=False, name=None))


def test_no_programme_where_nothing_lasts(facts, select):
    assert programmes(facts, select(first_year=1955, last_year=1956)).empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_signings_have_every_partner_with_a_known_beginning(facts, lang):
    begun = signings(facts, list(facts.partner_ids), lang)
    assert set(begun["partner"]) == {row["id"] for row in facts.partner_rows if row["since"]}
    since = {row["id"]: row["since"] for row in facts.partner_rows if row["since"]}
    for partner, day in since.items():
        assert day in set(begun[begun["partner"] == partner]["date"]), partner


@pytest.mark.parametrize("lang", LANGUAGES)
def test_signings_are_titled_dated_and_in_order(facts, lang):
    begun = signings(facts, list(facts.partner_ids), lang)
    assert begun["title"].str.len().gt(0).all()
    assert list(begun["year"]) == [int(day[:4]) for day in begun["date"]]
    assert begun["date"].is_monotonic_increasing
    steps = facts.relation_steps.set_index(["partner", "date", f"title_{lang}"]).index
    assert all(key in steps for key in zip(begun["partner"], begun["date"], begun["title"], strict=True))


def test_signings_follow_the_filters(facts, select):
    chosen = partners_chosen(facts, select(partners=("nancy", "pune")))
    assert set(signings(facts, chosen, "de")["partner"]) == {"nancy", "pune"}
    assert signings(facts, ["mumbai"], "de").empty
