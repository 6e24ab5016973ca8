"""Institutions are those that titles name: no link is stated that no title states."""

import re

import pytest

from data import queries
from data.vocabulary import INSTITUTION_KINDS, LANGUAGES


def test_every_institution_is_named_by_some_activity_with_a_partner(facts):
    named = queries.institutions(facts, facts.exchange, "de")
    held = facts.activities[facts.activities["scope"] == "partner"].assign(weight=1)
    everywhere = queries.institutions(facts, held, "de")
    assert set(everywhere["id"]) == set(facts.institutions["id"])
    assert set(named["id"]) <= set(everywhere["id"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_are_of_titles_that_hold_a_spelling(facts, lang):
    rows = facts.institutions.set_index("id")
    for row in queries.institutions(facts, facts.exchange, lang).itertuples():
        spellings = rows.at[row.id, "spellings"].split(";")
        titles = facts.exchange[facts.exchange["title_de"].map(lambda title: any(one in title for one in spellings))]  # noqa: B023
        assert 0 < row.activities <= queries.count_events(titles)
        assert row.name == rows.at[row.id, f"name_{lang}"]
        assert row.kind in INSTITUTION_KINDS


def test_real_examples(facts, select):
    found = queries.exchanges(facts, select(partners=("nancy",)))
    named = dict(queries.institutions(facts, found, "de")[["name", "activities"]].itertuples(index=False))
    assert named["Collège de la Craffe"] == 8
    assert "Becket School" not in named
    craffe = found[found["title_de"].str.contains("Collège de la Craffe")]
    assert queries.count_events(craffe) == 8


def test_an_abbreviation_is_a_whole_word(facts):
    titles = facts.activities.set_index("id")["title_de"]
    short = facts.institutions[facts.institutions["spellings"].str.isupper()].set_index("id")["spellings"]
    found = [(activity, one) for activity, named in queries._named(facts).items() for one in named if one in short.index]
    assert found
    for activity, institution in found:
        assert re.search(rf"(?<!\w){short[institution]}(?!\w)", titles[activity]), titles[activity]


def test_nothing_found_names_nobody(facts):
    assert queries.institutions(facts, facts.exchange.head(0), "en").empty
