"""Networks as the tables know them: nothing unknown is made up, our partners are recognised under each of their names."""

import pytest

from data import networks
from data.comparison import twin_towns


def test_all_networks_are_there_the_longest_membership_first(facts, select):
    rows = networks.networks(facts, select())
    assert len(rows) == len(facts.networks) == 24
    dated = [since for since in rows["since"] if since]
    assert dated == sorted(dated)
    assert list(rows["since"])[len(dated) :] == [0] * (24 - len(dated))
    table = facts.networks.set_index("id")
    for row in rows.itertuples():
        source = table.loc[row.id]
        assert row.since == (0 if source["since_year"] is None or source.isna()["since_year"] else source["since_year"])
        assert row.known == ((facts.network_members["network"] == row.id) & (facts.network_members["city"] != "Karlsruhe")).sum()


def test_the_sector_filter_chooses_the_theme(facts, select):
    rows = networks.networks(facts, select(sectors=("culture",)))
    assert set(rows["id"]) == {"unesco-media-arts", "euroart"}


@pytest.mark.parametrize(
    ("city", "country", "partner"),
    [
        ("Straßburg", "FR", "strasbourg"),
        ("Strasbourg", "FR", "strasbourg"),
        ("Timișoara", "RO", "temeswar"),
        ("Temeswar", "RO", "temeswar"),
        ("Halle (Saale)", "DE", "halle"),
        ("Nancy", "FR", "nancy"),
        ("Nancy", "US", ""),
        ("Karlsruhe", "DE", ""),
        ("Paris", "FR", ""),
    ],
)
def test_a_partner_is_known_by_each_of_its_names_in_its_own_country(facts, city, country, partner):
    assert networks.partner_called(facts, city, country) == partner


def test_our_partners_in_the_same_network(facts, select):
    rows = networks.networks(facts, select()).set_index("id")
    assert set(rows.at["magistrale-fuer-europa", "partners"]) == {"nancy", "strasbourg"}
    assert rows.at["unesco-media-arts", "partners"] == ()


def test_members_never_hold_karlsruhe_itself(facts):
    assert "Karlsruhe" not in set(networks.members(facts)["city"])
    assert len(networks.members(facts, "unesco-media-arts")) == 25


def test_second_degree_names_cities_twinned_with_one_of_ours(facts):
    shared = networks.second_degree(facts)
    assert list(zip(shared["partner"], shared["home"], shared["since"], strict=True)) == [
        ("mumbai", "Stuttgart", 1968),
        ("strasbourg", "Stuttgart", 1962),
    ]
    assert set(shared["home"]) <= set(twin_towns(facts)["home"]) - {"Karlsruhe"}
