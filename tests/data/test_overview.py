"""Overview queries: counts agree with the tables, internal columns are not shown, remarks name their source."""

import pytest

from data import overview
from data.queries import count_events
from data.schema import TABLES
from data.vocabulary import LANGUAGES, SECTORS


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_every_table_is_shown_and_what_is_for_the_house_is_not(facts, table):
    shown = overview.shown_table(facts, table)
    assert len(shown) == len(getattr(facts, table))
    assert set(shown) <= set(TABLES[table].columns)
    assert not set(shown) & {"evidence", "participants_note", "origin"}


def test_a_source_that_may_not_be_linked_shows_no_address(facts):
    shown = overview.shown_table(facts, "sources")
    assert (shown["url"][~facts.sources["linkable"]] == "").all()
    assert (shown["url"][facts.sources["linkable"]] != "").all()


def test_a_search_finds_rows_with_all_words_in_any_column(facts):
    activities = overview.shown_table(facts, "activities")
    found = overview.found_rows(activities, "NANCY 1955")
    assert len(found)
    assert found.astype("string").fillna("").agg(" ".join, axis=1).str.casefold().map(lambda row: "nancy" in row and "1955" in row).all()
    assert overview.found_rows(activities, "  ") is activities
    assert overview.found_rows(activities, "(.*[").empty
    assert overview.found_rows(activities, "xyzzyxyzzy").empty


def test_decades_add_up_to_the_events_of_each_partner_and_sector(facts):
    by_partner, by_sector = overview.by_decade(facts, "partner"), overview.by_decade(facts, "sector")
    assert list(by_partner.columns) == list(range(1950, 2021, 10))
    for partner, row in by_partner.iterrows():
        own = facts.exchange[facts.exchange["partner"] == partner]
        decades = own.groupby(own["year"] // 10 * 10).apply(count_events)
        assert {decade: n for decade, n in row.items() if n} == decades.to_dict()
    assert set(by_sector.index) == set(SECTORS)
    assert int(by_sector.to_numpy().sum()) >= count_events(facts.exchange)


def test_completeness_names_every_partner_and_shares_are_shares(facts):
    rows = overview.completeness(facts).set_index("partner")
    assert list(rows.index) == list(facts.partner_ids)
    assert rows.loc["nancy", "n"] == count_events(facts.exchange[facts.exchange["partner"] == "nancy"])
    assert rows.loc["strasbourg", "first"] == facts.exchange.loc[facts.exchange["partner"] == "strasbourg", "year"].min()
    assert rows[["dated", "official"]].stack().between(0, 1).all()


def test_doubts_are_counted_from_the_tables(facts):
    counted = overview.doubts(facts)
    assert counted["announced"] == (facts.activities["status"] == "announced").sum() > 0
    assert counted["year_only"] == facts.activities["date"].str.fullmatch("[0-9]{4}").sum()
    assert counted["approximate"] == 2
    assert counted["without_list"] == len(set(facts.networks["id"]) - set(facts.network_members["network"]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_remark_is_told_with_its_source(facts, lang):
    rows = overview.remarks(facts, lang)
    noted = (facts.relation_steps[f"note_{lang}"] != "").sum()
    noted += sum((facts.partners[f"{about}_note_{lang}"] != "").sum() for about in ("population", "coordinates"))
    assert len(rows) == noted
    assert (rows["remark"] != "").all()
    assert set(rows["source"]) <= {*facts.sources["id"], ""}


def test_grades_and_licences_count_every_source_once(facts):
    graded = overview.sources_by_grade(facts)
    assert graded["n"].sum() == overview.licences(facts)["n"].sum() == len(facts.sources)
    assert graded["cited"].sum() == overview.citations(facts).sum()
    assert overview.citations(facts).min() >= 0


def test_what_sources_lack_is_counted_from_the_table(facts):
    counted = overview.lacking(facts)
    assert counted["title"] == counted["publisher"] == 0
    assert 0 < counted["published"] == (facts.cells["sources"]["published"] == "").sum()
    assert counted["linkable"] == (facts.cells["sources"]["linkable"] == "no").sum()
