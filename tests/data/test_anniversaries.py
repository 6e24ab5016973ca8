"""Anniversaries are round, come in time, keep the precision of their date, and never celebrate what is suspended or over."""

import re
from dataclasses import replace

import pytest

from data.anniversaries import STEP_YEARS, Anniversary, celebrated_on, next_anniversary
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
