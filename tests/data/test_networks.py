"""Network queries: nothing unknown is filled in, and partners are recognised under each of their names."""

from dataclasses import replace

import pandas as pd
import pytest

from data import networks
from data.chronicle import entries, record
from data.vocabulary import LANGUAGES


def test_all_networks_are_there_the_longest_membership_first(facts, select):
    rows = networks.networks(facts, select())
    assert len(rows) == len(facts.networks) == 24
    dated = [since for since in rows["since"] if since]
    assert dated == sorted(dated)
    assert list(rows["since"])[len(dated) :] == [0] * (24 - len(dated))
    table = facts.networks.set_index("id")
    for row in rows.itertuples():
        stored = table.loc[row.id]
        assert row.since == (0 if pd.isna(stored["since_year"]) else stored["since_year"])
        assert row.members == (0 if pd.isna(stored["members"]) else stored["members"])
        assert row.seat == stored["seat"]
        assert row.known == (facts.network_members["network"] == row.id).sum()
        assert row.known <= row.members or not row.members


def test_only_the_membership_whose_name_says_so_has_ended(facts, select):
    rows = networks.networks(facts, select())
    assert {row.id: row.until for row in rows.itertuples() if row.until} == {"iclei": 2010}
    before = networks.networks(facts, select(last_year=2009)).set_index("id")
    assert before.at["iclei", "until"] == 0


def test_the_sector_filter_chooses_the_theme(facts, select):
    assert set(networks.networks(facts, select(sectors=("culture",)))["id"]) == {"unesco-media-arts", "euroart"}
    assert networks.networks(facts, select(sectors=("sport",))).empty


def test_what_began_later_is_left_out_what_is_undated_is_kept(facts, select):
    rows = networks.networks(facts, select(last_year=2000)).set_index("id")
    assert set(rows.index[rows["since"] > 0]) == {"magistrale-fuer-europa", "iclei", "rgre"}
    assert "india-board-karlsruhe" in rows.index


#: Networks whose name other entries of the chronicle also hold, so that a search would find more than their own.
NOT_SEARCHED = {"india-board-karlsruhe"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("years", [(1955, 2026), (2019, 2022)])
def test_the_search_of_a_network_finds_exactly_the_entries_it_counts(facts, select, lang, years):
    chosen = select(lang=lang, first_year=years[0], last_year=years[1])
    counted = 0
    for row in networks.networks(facts, chosen).itertuples():
        has_entries = (facts.activities["network"] == row.id).any()
        assert bool(row.query) == (has_entries and row.id not in NOT_SEARCHED)
        if row.query:
            found = entries(facts, replace(chosen, query=row.query))
            assert len(found) == row.entries
            assert set(found["network"]) <= {row.id}
            counted += len(found)
    searched = ~record(facts)["network"].isin({"", *NOT_SEARCHED})
    assert counted == (searched & record(facts)["year"].between(*years)).sum()


def test_a_search_that_would_find_others_is_none(facts):
    # activities with Indian partners name the board too
    assert all(networks.chronicle_query(facts, name, "de") == "" for name in NOT_SEARCHED)
    with pytest.raises(KeyError):
        networks.chronicle_query(facts, "atlantis", "de")


@pytest.mark.parametrize(
    ("city", "country", "partner"),
    [
        ("Straßburg", "FR", "strasbourg"),
        ("Strasbourg", "FR", "strasbourg"),
        ("STRASBOURG (Eurométropole)", "FR", "strasbourg"),
        ("Timișoara", "RO", "temeswar"),
        ("Temeswar", "RO", "temeswar"),
        ("Winnyzja", "UA", "winnyzja"),
        ("Vinnytsia", "UA", "winnyzja"),
        ("Вінниця", "UA", "winnyzja"),
        ("Halle (Saale)", "DE", "halle"),
        ("Suseong-gu", "KR", "suseong-gu"),
        ("San Miguel de los Bancos", "EC", "san-miguel-de-los-bancos"),
        ("Nancy", "FR", "nancy"),
        ("Nancy", "US", ""),
        ("Van", "US", ""),
        ("Karlsruhe", "DE", ""),
        ("Frankfurt (Oder)", "DE", ""),
        ("Département du Bas-Rhin", "FR", ""),
        ("Paris", "FR", ""),
    ],
)
def test_a_partner_is_known_by_each_of_its_names_in_its_own_country(facts, city, country, partner):
    assert networks.partner_called(facts, city, country) == partner


def test_our_partners_in_the_same_network(facts, select):
    rows = networks.networks(facts, select()).set_index("id")
    shared = {network: set(ids) for network, ids in rows["partners"].items() if ids}
    assert shared == {
        "magistrale-fuer-europa": {"nancy", "strasbourg"},
        "efus-defus": {"strasbourg"},
        "staedtenetz-oberrhein": {"strasbourg"},
        "eccar": {"halle"},
        "fairtrade-towns": {"halle"},
        "mayors-for-peace": {"halle"},
        "covenant-of-mayors": {"nottingham", "temeswar", "winnyzja"},
    }
    # as read in the table: no other row has the name of a partner in any spelling
    named = facts.network_members[
        facts.network_members["city"].str.contains("Nancy|Stra.?.?b|Halle|Temes|Timi|Nottingham|Rijeka|Pune|Mumbai")
    ]
    assert len(named) == 9


def test_a_filter_on_partners_leaves_the_others_unmarked(facts, select):
    rows = networks.networks(facts, select(partners=("nancy",))).set_index("id")
    assert rows.at["magistrale-fuer-europa", "partners"] == ("nancy",)
    assert rows.at["efus-defus", "partners"] == ()
    assert len(rows) == 24


def test_members_never_hold_karlsruhe_itself(facts, select):
    assert "Karlsruhe" not in set(networks.members(facts, select())["name"])
    media = networks.members(facts, select(), "unesco-media-arts")
    assert list(media.columns) == networks.MEMBER_COLUMNS
    assert len(media) == 25
    assert networks.members(facts, select(), "atlantis").empty


def test_members_have_their_names_in_the_language(facts, select):
    german, english = (set(networks.members(facts, select(lang=lang))["name"]) for lang in LANGUAGES)
    assert {"Köln", "Rom", "Straßburg (Eurométropole)"} <= german
    assert {"Cologne", "Rome", "Munich", "Strasbourg (Eurométropole)"} <= english
    assert not english & {"Köln", "München", "Nürnberg", "Rom", "Brüssel", "Mailand", "Florenz", "Straßburg"}


def test_a_member_of_several_networks_is_one_place(facts, select):
    places = networks.places(networks.members(facts, select())).set_index("name")
    assert set(places.at["Mannheim", "networks"]) == {"eurocities", "efus-defus", "egtc-rhine-alpine", "mayors-for-peace"}
    both = places[places["partner"] == "strasbourg"]
    assert list(both.index) == ["Straßburg / Straßburg (Eurométropole)"]
    assert not places.index.duplicated().any()
    assert sum(places["networks"].map(len)) == len(networks.members(facts, select()))


def test_a_network_without_known_members_has_no_places(facts, select):
    unlisted = next(network for network in facts.networks["id"] if network not in set(facts.network_members["network"]))
    assert networks.places(networks.members(facts, select(), unlisted)).empty


def test_second_degree_names_cities_connected_with_one_of_ours(facts, select):
    shared = networks.second_degree(facts, select())
    assert list(zip(shared["partner"], shared["home"], shared["kind"], shared["since"], strict=True)) == [
        ("mumbai", "Stuttgart", "twinning", 1968),
        ("strasbourg", "Stuttgart", "twinning", 1962),
    ]
    assert set(shared["own_kind"]) == {"cooperation"}
    assert set(shared["source"]) <= set(facts.sources["id"])


def test_second_degree_follows_the_filters(facts, select):
    assert list(networks.second_degree(facts, select(partners=("mumbai",)))["partner"]) == ["mumbai"]
    assert networks.second_degree(facts, select(relations=("twinning",))).empty
    assert networks.second_degree(facts, select(last_year=1960)).empty


def test_a_connection_that_has_ended_is_none(facts, select):
    ended = replace(facts, benchmark_twinnings=facts.benchmark_twinnings.assign(kind="twinning_ended"))
    assert networks.second_degree(ended, select()).empty
