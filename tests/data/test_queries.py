"""Counting rules on the real tables; made-up tables only where the real ones have no such case."""

from collections import Counter

import pandas as pd
import pytest

from data import queries
from data.vocabulary import ACTIVITY_KINDS, EXCHANGE_KINDS, HISTORY_KINDS, RELATION_KINDS, SECTORS, SUMMABLE_KINDS


def made_up(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


# What counts as exchange


def test_history_is_never_counted_as_exchange(facts, select):
    assert set(HISTORY_KINDS) | set(EXCHANGE_KINDS) == set(ACTIVITY_KINDS)
    assert facts.activities["kind"].isin(HISTORY_KINDS).any()
    found = queries.exchanges(facts, select(ended=True))
    assert not found["kind"].isin(HISTORY_KINDS).any()


def test_what_was_only_announced_is_never_counted(facts, select):
    assert (facts.activities["status"] == "announced").any()
    assert set(queries.exchanges(facts, select(ended=True))["status"]) == {"held"}


def test_what_concerns_a_network_or_all_partners_is_no_single_partners_exchange(facts, selection):
    assert set(facts.activities.loc[facts.activities["exchange"], "scope"]) == {"partner", "network", "all"}
    assert set(facts.exchange["scope"]) == {"partner"}
    assert set(queries.exchanges(facts, selection)["scope"]) == {"partner"}


def test_nothing_else_is_left_out(facts, select):
    rows = facts.activities
    counted = rows[(rows["scope"] == "partner") & (rows["status"] == "held") & ~rows["kind"].isin(HISTORY_KINDS)]
    assert set(queries.exchanges(facts, select(ended=True))["id"]) == set(counted["id"])


def test_exchange_comes_in_order_of_date(facts, selection):
    assert queries.exchanges(facts, selection)["date"].is_monotonic_increasing


@pytest.mark.parametrize("sector", SECTORS)
def test_the_filter_on_sectors_keeps_that_sector_and_all_of_it(facts, select, sector):
    found = queries.exchanges(facts, select(sectors=(sector,)))
    every = queries.exchanges(facts, select())
    assert set(found["id"]) == set(every.loc[every["sector"] == sector, "id"]) != set()


def test_the_filter_on_partners_keeps_them_and_nobody_else(facts, select):
    found = queries.exchanges(facts, select(partners=("nancy", "halle")))
    assert set(found["partner"]) == {"nancy", "halle"}


@pytest.mark.parametrize("kind", RELATION_KINDS)
def test_the_filter_on_relations_keeps_partners_of_that_kind(facts, select, kind):
    found = queries.exchanges(facts, select(relations=(kind,)))
    kinds = {row["id"]: row["kind"] for row in facts.partner_rows}
    assert {kinds[partner] for partner in found["partner"]} == {kind}


def test_both_ends_of_the_years_are_included(facts, select):
    found = queries.exchanges(facts, select(first_year=1969, last_year=1975))
    assert (found["year"].min(), found["year"].max()) == (1969, 1975)


def test_filters_narrow_together(facts, select):
    chosen = select(sectors=("education",), partners=("nancy",), first_year=1990, last_year=2020)
    rows = facts.exchange
    wanted = rows[(rows["sector"] == "education") & (rows["partner"] == "nancy") & rows["year"].between(1990, 2020)]
    assert list(queries.exchanges(facts, chosen)["id"]) == list(wanted["id"]) != []


@pytest.mark.parametrize("year", [2009, 2010, 2019])
def test_a_programme_counts_in_the_year_it_begins_and_in_no_other(facts, select, year):
    stand = facts.activities.set_index("id").loc["halle-2009-03"]
    assert (stand["date"], stand["end_date"]) == ("2009-12", "2019-12")
    counted = "halle-2009-03" in set(queries.exchanges(facts, select(first_year=year, last_year=year))["id"])
    assert counted == (year == 2009)


# One event under several partners


def test_an_event_stands_in_several_rows(facts):
    rows = facts.activities[facts.activities["event"] != ""]
    assert rows["event"].value_counts().min() >= 2


def test_an_event_with_six_partners_counts_once_in_the_total_and_once_for_each(facts, selection):
    found = queries.exchanges(facts, selection)
    event = found[found["event"] == "shared-08"]
    assert sorted(event["partner"]) == ["halle", "krasnodar", "nancy", "nottingham", "rijeka", "temeswar"]
    assert queries.count_events(event) == 1
    assert queries.relations(facts, selection, event).set_index("id")["exchanges"].to_dict().get("rijeka") == 1
    assert queries.relations(facts, selection, event)["exchanges"].sum() == 6


def test_the_total_is_that_of_distinct_events(facts, selection):
    found = queries.exchanges(facts, selection)
    distinct = {row.event or row.id for row in found.itertuples()}
    assert queries.count_events(found) == len(distinct) < len(found)


def test_an_event_with_two_rows_under_one_partner_counts_once_for_it(facts, selection):
    found = queries.exchanges(facts, selection)
    event = found[found["event"] == "shared-04"]
    assert Counter(event["partner"])["nancy"] == Counter(event["partner"])["nottingham"] == 2
    counts = queries.relations(facts, selection, event).set_index("id")["exchanges"]
    assert (counts["nancy"], counts["nottingham"]) == (1, 1)


def test_a_partners_count_on_the_map_is_that_of_its_own_page(facts, select, selection):
    shown = queries.relations(facts, selection, queries.exchanges(facts, selection))
    own = {partner: queries.count_events(queries.exchanges(facts, select(partners=(partner,)))) for partner in shown["id"]}
    assert dict(zip(shown["id"], shown["exchanges"], strict=True)) == own


def test_kind_counts_have_each_event_under_the_kind_of_its_first_row_and_most_first(facts, selection):
    found = queries.exchanges(facts, selection)
    counts = queries.kind_counts(found)
    assert sum(counts.values()) == len(queries.events(found))
    assert counts == queries.events(found)["kind"].value_counts().to_dict()
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_an_event_of_two_kinds_counts_under_the_first():
    rows = made_up(id=["a", "b", "c"], event=["e", "e", ""], kind=["concert", "visit", "visit"])
    assert queries.kind_counts(rows) == {"concert": 1, "visit": 1}


def test_sector_counts_name_each_sector_with_its_events_in_the_order_of_the_vocabulary(facts, select):
    found = queries.exchanges(facts, select(partners=("nancy",)))
    counts = queries.sector_counts(found)
    assert list(counts) == [sector for sector in SECTORS if sector in counts]
    assert counts == {sector: queries.count_events(found[found["sector"] == sector]) for sector in set(found["sector"])}


# Participants


@pytest.mark.parametrize("kind", SUMMABLE_KINDS)
def test_people_exchanged_are_summed_inside_one_kind(facts, kind):
    rows = facts.activities[(facts.activities["kind"] == kind) & (facts.activities["event"] == "")]
    assert queries.participants(rows) == rows["participants"].sum() > 0


def test_people_of_one_event_are_summed_once(facts):
    event = facts.activities[facts.activities["event"] == "shared-11"]
    assert (list(event["partner"]), list(event["participants"]), set(event["kind"])) == (
        ["krasnodar", "nancy"],
        [30, 30],
        {"youth_exchange"},
    )
    assert queries.participants(event) == 30


@pytest.mark.parametrize("kind", sorted(set(ACTIVITY_KINDS) - set(SUMMABLE_KINDS)))
def test_guests_runners_and_audiences_are_not_summed(kind):
    assert queries.participants(made_up(kind=[kind, kind], event=["", ""], participants=[10, 20])) is None


def test_people_are_not_summed_across_kinds(facts):
    rows = facts.activities[facts.activities["kind"].isin(["internship", "school_exchange"])]
    assert rows["participants"].notna().any()
    assert queries.participants(rows) is None


def test_unknown_numbers_are_no_zero():
    unknown = made_up(kind=["internship"] * 2, event=["", ""], participants=pd.array([None, None], dtype="Int64"))
    assert queries.participants(unknown) is None
    assert queries.participants(unknown.head(0)) is None


# Relations and key figures


def test_an_ended_relation_shows_only_when_asked_for(facts, select):
    def shown(**changes: object) -> set[str]:
        chosen = select(**changes)
        return set(queries.relations(facts, chosen, queries.exchanges(facts, chosen))["id"])

    assert "kampala" not in shown()
    assert "kampala" in shown(ended=True)
    assert shown(partners=("kampala",)) == {"kampala"}
    assert shown(ended=True) - shown() == {"kampala"}


def test_relations_come_with_the_most_exchange_first(facts, selection):
    shown = queries.relations(facts, selection, queries.exchanges(facts, selection))
    assert list(shown.columns) == queries.RELATION_COLUMNS
    assert shown["exchanges"].is_monotonic_decreasing


def test_a_relation_that_has_not_begun_is_not_shown(facts, select):
    chosen = select(last_year=1968)
    assert list(queries.relations(facts, chosen, queries.exchanges(facts, chosen))["id"]) == ["nancy"]


def test_the_latest_exchange_is_that_of_the_selection(facts, select):
    chosen = select(partners=("nancy",), last_year=2000)
    found = queries.exchanges(facts, chosen)
    (relation,) = queries.relations(facts, chosen, found).to_dict("records")
    assert relation["latest"] == found["date"].max() <= "2000-12-31"


def test_a_partner_without_exchange_is_shown_with_none(facts, select):
    chosen = select(partners=("pune",), sectors=("sport",))
    found = queries.exchanges(facts, chosen)
    shown = queries.relations(facts, chosen, found)
    assert shown[["id", "exchanges", "latest", "since"]].to_dict("records") == [
        {"id": "pune", "exchanges": 0, "latest": "", "since": "2012"}
    ]
    assert queries.key_figures(shown, found) == queries.KeyFigures(active=1, countries=1, exchanges=0, first_year=None)


def test_names_and_notes_follow_the_language(facts, select):
    def words(lang: str) -> dict[str, object]:
        chosen = select(lang=lang, partners=("temeswar",))
        return queries.relations(facts, chosen, queries.exchanges(facts, chosen)).iloc[0].to_dict()

    assert words("de")["name"] == "Temeswar"
    assert words("en")["name"] == "Timișoara"
    assert words("de")["note"] == facts.partner("temeswar")["note_de"]
    assert words("en")["note"] == facts.partner("temeswar")["note_en"]


def test_points_near_a_place_are_called_approximate(facts, select):
    chosen = select(ended=True)
    shown = queries.relations(facts, chosen, queries.exchanges(facts, chosen))
    assert list(shown.loc[shown["approximate"], "id"]) == ["san-miguel-de-los-bancos", "suseong-gu"]


def test_key_figures_count_what_is_active_its_countries_and_distinct_events(facts, selection):
    found = queries.exchanges(facts, selection)
    figures = queries.key_figures(queries.relations(facts, selection, found), found)
    active = [row for row in facts.partner_rows if row["status"] == "active"]
    assert (figures.active, figures.countries) == (len(active), len({row["country"] for row in active})) == (12, 10)
    assert figures.exchanges == queries.count_events(found)
    assert figures.first_year == 1955


def test_contact_before_an_agreement_is_no_active_relation(facts, select):
    chosen = select(last_year=1980)
    found = queries.exchanges(facts, chosen)
    shown = queries.relations(facts, chosen, found)
    assert dict(zip(shown["id"], shown["kind"], strict=True)) == {"nancy": "twinning", "nottingham": "twinning", "krasnodar": "contact"}
    assert (queries.key_figures(shown, found).active, queries.key_figures(shown, found).countries) == (2, 2)


def test_a_suspended_relation_is_not_counted_as_active(facts, select):
    def active(year: int) -> int:
        chosen = select(partners=("krasnodar",), last_year=year)
        found = queries.exchanges(facts, chosen)
        return queries.key_figures(queries.relations(facts, chosen, found), found).active

    assert (active(2021), active(2022)) == (1, 0)


# Words and sources


def test_localized_gives_each_pair_in_one_language_under_its_bare_name():
    rows = made_up(title_de=["Chor"], title_en=["Choir"], year=[1975], name_local=["Nancy"], code_de=["x"])
    assert queries.localized(rows, "de").to_dict("list") == {"title": ["Chor"], "year": [1975], "name_local": ["Nancy"], "code_de": ["x"]}
    assert queries.localized(rows, "en")["title"].tolist() == ["Choir"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_column_of_the_other_language_is_left(facts, lang):
    for table in (facts.activities, facts.partners, facts.indicators, facts.relation_steps, facts.observations):
        assert not [name for name in queries.localized(table, lang) if name.endswith(("_de", "_en"))]


def test_a_source_that_must_not_be_linked_is_named_without_a_link(facts):
    hidden = set(facts.sources.loc[~facts.sources["linkable"], "id"])
    rows = queries.with_sources(facts, pd.concat([facts.activities[["id", "source"]], facts.observations[["id", "source"]]]))
    named = rows[rows["source"].isin(hidden)]
    assert len(named) > 0
    assert set(named["link"]) == {""}
    assert named["publisher"].ne("").all()


def test_a_source_that_may_be_linked_is_linked_with_its_own_address(facts):
    rows = queries.with_sources(facts, facts.activities)
    address = dict(zip(facts.sources["id"], facts.sources["url"], strict=True))
    linked = rows[rows["link"] != ""]
    assert len(linked) > len(rows) / 2
    assert list(linked["link"]) == [address[source] for source in linked["source"]]


def test_a_copy_of_official_data_is_never_linked(facts):
    assert facts.sources["url"].str.startswith("github:").any()
    links = queries.with_sources(facts, facts.observations)["link"]
    assert {link.split(":")[0] for link in links if link} <= {"http", "https"}
    assert not links.str.contains("github").any()


def test_every_row_keeps_its_place_when_its_source_is_joined(facts):
    assert list(queries.with_sources(facts, facts.activities)["id"]) == list(facts.activities["id"])


def test_the_latest_activities_come_newest_first(facts, select):
    chosen = select(lang="en", partners=("nottingham",))
    found = queries.exchanges(facts, chosen)
    latest = queries.latest_activities(facts, chosen, 3)
    assert list(latest["date"]) == sorted(found["date"])[-3:][::-1]
    assert list(latest["title"]) == list(found["title_en"].iloc[-3:][::-1])


@pytest.mark.parametrize("number", [1, 3, 40])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ended": True},
        {"sectors": ("culture", "sport")},
        {"partners": ("nancy", "halle"), "first_year": 1980, "last_year": 1999},
        {"first_year": 1956, "last_year": 1956, "sectors": ("sport",)},
    ],
)
def test_the_latest_activities_are_the_last_of_the_exchanges(facts, select, changes, number):
    chosen = select(**changes)
    found, latest = queries.exchanges(facts, chosen), queries.latest_activities(facts, chosen, number)
    assert list(latest["id"]) == list(found["id"])[-number:][::-1]
    rows = queries.latest_rows(facts, chosen, number)
    assert [(row.id, row.title, row.publisher) for row in rows] == list(
        latest[["id", "title", "publisher"]].itertuples(index=False, name=None)
    )


# As of


def test_the_data_are_as_of_the_latest_day_of_a_documented_activity(facts):
    days = [date for date in facts.activities["date"] if len(date) == 10]
    assert facts.as_of == max(days)
    assert facts.years == (1955, int(max(days)[:4]))


def test_first_contact_is_the_first_agreement_or_exchange(facts):
    assert facts.first_contact["nancy"] == 1955
    assert facts.first_contact["krasnodar"] == facts.exchange.loc[facts.exchange["partner"] == "krasnodar", "year"].min() < 1992
    assert facts.first_contact["strasbourg"] == facts.exchange.loc[facts.exchange["partner"] == "strasbourg", "year"].min()


def test_an_unknown_partner_is_an_error(facts):
    with pytest.raises(KeyError):
        facts.partner("paris")
    assert facts.steps_of("paris") == []


def test_connections_answer_as_the_single_questions_do(facts, select):
    chosen = select(sectors=("education",), last_year=2015)
    found, shown, figures = queries.connections(facts, chosen)
    assert queries.connections(facts, select(sectors=("education",), last_year=2015))[1] is shown
    pd.testing.assert_frame_equal(found, queries.tally(facts, chosen))
    pd.testing.assert_frame_equal(shown, queries.relations(facts, chosen, found))
    assert figures == queries.key_figures(shown, found)
