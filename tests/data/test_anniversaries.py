"""Anniversaries are round, on time, at the precision of their date, and never of suspended or ended relations."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from data.anniversaries import STEP_YEARS, Anniversary, anniversaries, celebrated_on, is_major, next_anniversary, occasions
from data.vocabulary import BEGINNINGS

TODAYS = ["2026-11-25", "2027-09-21", "2027-09-22", "2030-01-01"]
CELEBRATING = {
    "halle",
    "temeswar",
    "winnyzja",
    "rijeka",
    "nancy",
    "nottingham",
    "suseong-gu",
    "sakarya",
    "san-miguel-de-los-bancos",
    "pune",
}
RESTING = {"krasnodar", "van", "nagpur", "kampala"}
UNDATED = {"mumbai", "strasbourg"}


@pytest.mark.parametrize(
    ("today", "partner", "kind", "years", "on"),
    [
        ("2026-11-25", "halle", "twinning", 40, "2027-09-21"),
        ("2027-09-21", "halle", "twinning", 40, "2027-09-21"),
        ("2027-09-22", "halle", "twinning", 45, "2032-09-21"),
        ("2030-01-01", "halle", "twinning", 45, "2032-09-21"),
        ("2026-11-25", "temeswar", "friendship", 35, "2027-08-19"),
        ("2027-08-20", "temeswar", "twinning", 30, "2027-11"),
        ("2027-11-30", "temeswar", "twinning", 30, "2027-11"),
        ("2027-12-01", "temeswar", "friendship", 40, "2032-08-19"),
        ("2026-11-25", "nancy", "twinning", 75, "2030"),
        ("2030-01-01", "nancy", "twinning", 75, "2030"),
        ("2030-12-31", "nancy", "twinning", 75, "2030"),
        ("2031-01-01", "nancy", "twinning", 80, "2035"),
        ("2026-11-25", "winnyzja", "twinning", 5, "2028-04-22"),
        ("2026-11-25", "nottingham", "twinning", 60, "2029-07-22"),
        ("2030-01-01", "nottingham", "twinning", 65, "2034-07-22"),
        ("2026-11-25", "pune", "cooperation", 15, "2027"),
        ("2030-01-01", "suseong-gu", "project", 10, "2033-07-07"),
        ("2030-01-01", "san-miguel-de-los-bancos", "climate", 15, "2030-01-27"),
    ],
)
def test_the_next_anniversary_is_the_one_of_the_calendar(facts, today, partner, kind, years, on):
    found = next_anniversary(facts, partner, today)
    assert (found.partner, found.kind, found.years, found.on) == (partner, kind, years, on)


def test_partners_are_known_to_these_tests(facts):
    assert set(facts.partner_ids) == CELEBRATING | RESTING | UNDATED


@pytest.mark.parametrize("today", TODAYS)
def test_only_active_and_dated_relations_have_one(facts, today):
    assert {partner for partner in facts.partner_ids if next_anniversary(facts, partner, today)} == CELEBRATING


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("partner", sorted(CELEBRATING))
def test_an_anniversary_is_round_the_earliest_and_of_the_precision_of_its_date(facts, partner, today):
    found = next_anniversary(facts, partner, today)
    begun = {(step["kind"], step["date"]) for step in facts.steps_of(partner) if step["kind"] in BEGINNINGS}
    assert (found.kind, found.date) in begun
    assert found.years % STEP_YEARS == 0 < found.years
    assert int(found.on[:4]) == int(found.date[:4]) + found.years
    assert found.on[4:] == found.date[4:]
    assert found.on >= today[: len(found.on)]
    for _, date in begun:
        round_years = [years for years in range(5, 200, 5) if celebrated_on(date, years) >= today[: len(date)]]
        assert found.on <= celebrated_on(date, round_years[0])


def test_a_year_or_month_is_never_made_a_day(facts):
    assert next_anniversary(facts, "nancy", "2029-12-31").on == "2030"
    assert next_anniversary(facts, "nancy", "2030-06-01").on == "2030"
    assert re.fullmatch(r"\d{4}-\d{2}", next_anniversary(facts, "temeswar", "2027-09-21").on)


def test_it_is_the_state_of_the_relation_that_silences_it(facts):
    """Krasnodar has dated beginnings; were it active, 2027 would be its 35th and 30th year."""
    partners = facts.partners.copy()
    partners.loc[partners["id"] == "krasnodar", "status"] = "active"
    found = next_anniversary(replace(facts, partners=partners), "krasnodar", "2026-11-25")
    assert found == Anniversary("krasnodar", found.kind, found.date, found.years, "2027")
    assert next_anniversary(facts, "krasnodar", "2026-11-25") is None


@pytest.mark.parametrize(
    ("date", "years", "on"),
    [
        ("1955", 75, "2030"),
        ("1997-11", 30, "2027-11"),
        ("1987-09-21", 40, "2027-09-21"),
        ("2000-02-29", 5, "2005-03-01"),
        ("2000-02-29", 20, "2020-02-29"),
        ("2000-02-29", 100, "2100-03-01"),
        ("1980-02-29", 20, "2000-02-29"),
        ("2000-02-29", 400, "2400-02-29"),
        ("2001-02-28", 3, "2004-02-28"),
    ],
)
def test_celebrated_on_keeps_the_precision_and_minds_leap_years(date, years, on):
    assert celebrated_on(date, years) == on


def test_an_unknown_partner_is_an_error(facts):
    with pytest.raises(KeyError):
        next_anniversary(facts, "paris", "2026-11-25")


# The whole calendar


def rows_of(facts, select, today: str, **changes) -> pd.DataFrame:
    return anniversaries(facts, select(**({"occasions": "all"} | changes)), today)


#: Kind, first partner, years and day in 2027 as the calendar has them; the last says whether it is celebrated.
IN_2027 = [
    ("twinning", "halle", 40, "2027-09-21", True),
    ("friendship", "temeswar", 35, "2027-08-19", True),
    ("twinning", "temeswar", 30, "2027-11", True),
    ("friendship", "krasnodar", 35, "2027", False),
    ("twinning", "krasnodar", 30, "2027", False),
    ("trilateral", "krasnodar", 10, "2027-10-28", False),
    ("founding", "halle", 20, "2027-02-13", True),
    ("cooperation", "pune", 15, "2027", True),
    ("first_exchange", "winnyzja", 5, "2027", True),
]


def test_2027_celebrates_halle_and_temeswar_but_not_krasnodar(facts, select):
    rows = rows_of(facts, select, "2026-11-25")
    found = {(row.kind, row.partners[0], row.years, row.on, row.celebrated) for row in rows.itertuples()}
    assert set(IN_2027) <= found


@pytest.mark.parametrize("today", ["1999-12-31", "2024-02-29", *TODAYS, "2055-02-28"])
def test_anniversaries_are_complete_round_in_time_and_as_precise_as_their_date(facts, select, today):
    rows = rows_of(facts, select, today)
    first, last = celebrated_on(today, -2), celebrated_on(today, 10)
    for row in rows.itertuples():
        assert row.years % STEP_YEARS == 0 < row.years
        assert row.on == celebrated_on(row.date, row.years)
        assert first[: len(row.on)] <= row.on <= last[: len(row.on)]
        assert row.major == is_major(row.kind, row.years)
    expected = {
        f"{occasion.id}-{years}"
        for occasion in occasions(facts)
        for years in range(5, 200, 5)
        if first[: len(occasion.date)] <= celebrated_on(occasion.date, years) <= last[: len(occasion.date)]
    }
    assert set(rows["id"]) == expected
    assert rows["id"].is_unique
    assert list(rows["on"]) == sorted(rows["on"])


@pytest.mark.parametrize(
    ("kind", "years", "major"),
    [
        ("twinning", 35, True),
        ("friendship", 5, True),
        ("project", 10, True),
        ("cooperation", 25, True),
        ("climate", 75, True),
        ("cooperation", 15, False),
        ("renewal", 25, False),
        ("founding", 50, False),
        ("first_exchange", 100, False),
    ],
)
def test_twinnings_come_before_projects_and_these_before_all_else(kind, years, major):
    assert is_major(kind, years) == major


def test_the_default_shows_major_anniversaries_only(facts, select):
    rows = rows_of(facts, select, "2026-11-25", occasions="major")
    assert rows["major"].all()
    ahead = rows[rows["celebrated"] & (rows["on"] >= "2026-11-25")]
    assert list(ahead["id"].head(3).str.rsplit("-", n=1).str[1]) == ["35", "40", "30"]
    assert [partners[0] for partners in ahead["partners"].head(3)] == ["temeswar", "halle", "temeswar"]


@pytest.mark.parametrize("today", TODAYS)
def test_nothing_that_touches_a_resting_relation_is_celebrated(facts, select, today):
    for row in rows_of(facts, select, today).itertuples():
        assert row.celebrated == (not RESTING & set(row.partners))
        assert not (row.celebrated and row.stop)
        if row.stop:
            step = facts.relation_steps.set_index("id").loc[row.stop]
            assert step["partner"] in row.partners
            assert step["kind"] in {"suspension", "dormancy", "end"}


def test_an_agreement_of_three_cities_is_one_occasion(facts):
    shared = [occasion for occasion in occasions(facts) if len(occasion.partners) > 1]
    assert {(occasion.date, frozenset(occasion.partners)) for occasion in shared} == {
        ("2017-10-28", frozenset({"krasnodar", "nancy"})),
        ("2018-10-05", frozenset({"krasnodar", "nancy"})),
        ("2023-12-09", frozenset({"nancy", "winnyzja"})),
        ("2024", frozenset({"nancy", "winnyzja"})),
        ("2024-05-10", frozenset({"nancy", "winnyzja"})),
    }


def test_first_exchanges_are_the_earliest_and_foundings_say_so(facts):
    kinds = {occasion.id: occasion for occasion in occasions(facts)}
    first = {name: one for name, one in kinds.items() if one.kind == "first_exchange"}
    exchange = facts.exchange
    for one in first.values():
        own = exchange[(exchange["partner"] == one.partners[0]) & (exchange["kind"] != "signing") & ~exchange["id"].isin(kinds)]
        assert one.date == own["date"].min()
    assert {one.partners[0] for one in first.values()} == set(facts.partner_ids)
    founded = [one for one in kinds.values() if one.kind == "founding"]
    assert len(founded) >= 10
    assert all("gegründet" in one.title_de for one in founded)


def test_partners_kinds_and_years_of_the_selection_narrow_the_calendar(facts, select):
    today = "2026-11-25"
    assert {name for row in rows_of(facts, select, today, partners=("rijeka",)).itertuples() for name in row.partners} == {"rijeka"}
    projects = rows_of(facts, select, today, relations=("project",))
    assert {name for row in projects.itertuples() for name in row.partners} == {"rijeka", "sakarya", "suseong-gu", "van"}
    late = rows_of(facts, select, today, first_year=2010)
    assert late["date"].min() >= "2010"
    assert rows_of(facts, select, today, partners=("kampala",), first_year=2025).empty


def test_a_leap_day_has_an_anniversary_every_year():
    assert celebrated_on("2000-02-29", 20) == "2020-02-29"
    assert celebrated_on("2000-02-29", 5) == "2005-03-01"
    assert celebrated_on("2000-02-29", 100) == "2100-03-01"
