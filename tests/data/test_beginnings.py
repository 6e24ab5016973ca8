"""Beginnings and yearly status of relations agree with their sources."""

import pytest

from data import queries
from data.vocabulary import BEGINNINGS

#: How each relation began: partner, kind and date as research/README.md and the partners' notes state them.
BEGUN = [
    ("halle", "twinning", "1987-09-21"),
    ("kampala", "cooperation", "2021"),
    ("krasnodar", "friendship", "1992"),
    ("krasnodar", "twinning", "1997"),
    ("nagpur", "cooperation", "2018"),
    ("nancy", "twinning", "1955"),
    ("nottingham", "twinning", "1969-07-22"),
    ("pune", "cooperation", "2012"),
    ("rijeka", "project", "2011-06-15"),
    ("sakarya", "project", "2016-03-18"),
    ("san-miguel-de-los-bancos", "climate", "2015-01-27"),
    ("suseong-gu", "project", "2023-07-07"),
    ("temeswar", "friendship", "1992-08-19"),
    ("temeswar", "twinning", "1997-11"),
    ("van", "project", "2016-08-03"),
    ("winnyzja", "twinning", "2023-04-22"),
]
WITHOUT_A_DATED_BEGINNING = {"mumbai", "strasbourg"}


def test_every_relation_began_when_its_sources_say(facts):
    steps = facts.relation_steps[facts.relation_steps["kind"].isin(BEGINNINGS)]
    assert sorted(zip(steps["partner"], steps["kind"], steps["date"], strict=True)) == sorted(BEGUN)
    assert set(facts.partner_ids) - {partner for partner, _, _ in BEGUN} == WITHOUT_A_DATED_BEGINNING


def test_a_partner_has_been_one_since_the_last_step_that_began_its_relation(facts):
    last = {partner: (kind, date) for partner, kind, date in sorted(BEGUN, key=lambda begun: begun[2])}
    stated = {row["id"]: (row["kind"], row["since"]) for row in facts.partner_rows if row["since"]}
    assert stated == last


@pytest.mark.parametrize(("partner", "date"), [("nancy", "1975-05-25"), ("rijeka", "2011-09-16"), ("winnyzja", "2023-05-19")])
def test_a_later_certificate_does_not_move_the_beginning(facts, partner, date):
    certificates = [step["date"] for step in facts.steps_of(partner) if step["kind"] == "certificate"]
    assert certificates == [date]
    assert facts.partner(partner)["since"] < date


@pytest.mark.parametrize(
    ("partner", "year", "expected"),
    [
        ("nancy", 1954, None),
        ("nancy", 1955, ("twinning", "active", "1955")),
        ("nottingham", 1968, None),
        ("nottingham", 1969, ("twinning", "active", "1969-07-22")),
        ("halle", 1986, ("contact", "active", "")),
        ("halle", 1987, ("twinning", "active", "1987-09-21")),
        ("krasnodar", 1991, ("contact", "active", "")),
        ("krasnodar", 1992, ("friendship", "active", "1992")),
        ("krasnodar", 1996, ("friendship", "active", "1992")),
        ("krasnodar", 1997, ("twinning", "active", "1997")),
        ("krasnodar", 2021, ("twinning", "active", "1997")),
        ("krasnodar", 2022, ("twinning", "suspended", "1997")),
        ("krasnodar", 2025, ("twinning", "suspended", "1997")),
        ("temeswar", 1993, ("friendship", "active", "1992-08-19")),
        ("temeswar", 1998, ("twinning", "active", "1997-11")),
        ("winnyzja", 2022, ("contact", "active", "")),
        ("winnyzja", 2023, ("twinning", "active", "2023-04-22")),
        ("rijeka", 2010, ("contact", "active", "")),
        ("rijeka", 2011, ("project", "active", "2011-06-15")),
        ("van", 2018, ("project", "active", "2016-08-03")),
        ("van", 2019, ("project", "dormant", "2016-08-03")),
        ("kampala", 2022, ("cooperation", "active", "2021")),
        ("kampala", 2023, ("cooperation", "ended", "2021")),
    ],
)
def test_a_relation_stands_as_it_stood_at_the_end_of_the_year(facts, partner, year, expected):
    assert queries.standing(facts, partner, year) == expected


def test_in_the_present_year_every_relation_stands_as_its_table_says(facts):
    for row in facts.partner_rows:
        assert queries.standing(facts, row["id"], facts.years[1]) == (row["kind"], row["status"], row["since"])


def test_the_present_status_of_each_relation(facts):
    rest = {row["id"]: row["status"] for row in facts.partner_rows if row["status"] != "active"}
    assert rest == {"krasnodar": "suspended", "van": "dormant", "nagpur": "dormant", "kampala": "ended"}


def test_the_twinning_with_krasnodar_is_suspended_and_nowhere_ended(facts):
    kinds = [step["kind"] for step in facts.steps_of("krasnodar")]
    assert "suspension" in kinds
    assert "end" not in kinds
    statuses = {queries.standing(facts, "krasnodar", year)[1] for year in range(2022, facts.years[1] + 1)}
    assert statuses == {"suspended"}


def test_the_history_of_a_relation_comes_in_order_of_date_with_its_sources(facts, select):
    steps = queries.status_history(facts, "krasnodar", "en")
    assert list(steps["date"]) == sorted(steps["date"])
    assert {"2022-03-04", "2022-03-15"} <= set(steps["date"])
    assert steps["publisher"].ne("").all()
    assert steps.loc[steps["kind"] == "friendship", "title"].tolist() == ["Karlsruhe and Krasnodar establish a friendship"]
