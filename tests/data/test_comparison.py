"""Comparison queries: cells count what the chronicle shows, gaps are reported, only twin towns are compared."""

from dataclasses import replace

import pytest

from data import comparison, queries
from data.chronicle import entries
from data.geodesy import distance_km


def cell_view(view, cell):
    return replace(view, partners=(cell.partner,), sectors=(cell.sector,), counted=True)


@pytest.mark.parametrize("changes", [{}, {"first_year": 2010, "last_year": 2019}, {"ended": True}], ids=["all", "years", "ended"])
def test_a_cell_counts_exactly_the_entries_it_leads_to(facts, select, changes):
    view = select(**changes)
    cells = comparison.matrix(facts, view)
    for cell in cells.itertuples():
        found = entries(facts, cell_view(view, cell))
        assert len(found) == cell.n, (cell.partner, cell.sector)
        if cell.n:
            assert found["year"].max() == cell.latest
            assert cell.since == view.last_year - cell.latest
        else:
            assert (cell.latest, cell.since) == (0, -1)


def test_the_matrix_has_every_chosen_partner_and_sector_once(facts, select):
    cells = comparison.matrix(facts, select(sectors=("sport", "culture")))
    assert list(cells["sector"].unique()) == ["culture", "sport"]
    assert set(cells["partner"]) == set(queries.partners_chosen(facts, select()))
    assert not cells.duplicated(["partner", "sector"]).any()
    totals = cells.groupby("partner", sort=False)["n"].sum()
    assert list(totals) == sorted(totals, reverse=True)


def test_white_spots_are_those_cells_without_exchange(facts, select):
    cells = comparison.matrix(facts, select())
    spots = comparison.white_spots(cells)
    assert spots["nottingham"] == ["humanitarian"]
    assert spots["winnyzja"] == ["economy"]
    assert comparison.silent_partners(cells) == []
    assert sum(map(len, spots.values())) == (cells["n"] == 0).sum()


def test_a_partner_without_any_exchange_is_silent(facts, select):
    cells = comparison.matrix(facts, select(last_year=2004))
    assert "strasbourg" in comparison.silent_partners(cells)
    assert "strasbourg" not in comparison.white_spots(cells)


def test_side_by_side_stand_the_chosen_else_the_two_active_with_most_exchange(facts, select):
    assert comparison.compared(facts, select()) == ("nancy", "nottingham")
    assert comparison.compared(facts, select(compared=("van", "halle", "pune"))) == ("van", "halle", "pune")


def test_someone_stands_side_by_side_even_if_the_filters_leave_no_active_partner(facts, select):
    assert comparison.compared(facts, select(partners=("krasnodar",))) == ("krasnodar",)
    assert comparison.compared(facts, select(partners=("krasnodar",), relations=("project",))) == ("nancy", "nottingham")


def test_the_days_of_the_first_and_the_last_exchange_are_those_of_the_rows(facts, select):
    for view in (select(), select(partners=("halle",), sectors=("culture",), first_year=2000)):
        days = queries.exchanges(facts, view)["date"]
        assert comparison.span(facts, view) == (days.iloc[0], days.iloc[-1])
    assert comparison.span(facts, select(partners=("strasbourg",), last_year=2004)) == ("", "")


def test_only_twinnings_and_friendships_that_stand_are_compared(facts):
    towns = comparison.twin_towns(facts)
    rows = facts.benchmark_twinnings
    assert len(towns) == rows["kind"].isin(("twinning", "friendship")).sum() == 68
    assert "Port Talbot" not in set(towns["town"])
    ours = set(towns.loc[towns["home"] == "Karlsruhe", "town"])
    assert ours == {"Nancy", "Nottingham", "Halle (Saale)", "Krasnodar", "Timișoara", "Winnyzja"}
    nancy = towns[towns["town"] == "Nancy"].iloc[0]
    assert nancy["distance_km"] == pytest.approx(distance_km(nancy["lat"], nancy["lon"]))
    assert towns["distance_km"].isna().sum() == towns["lat"].isna().sum() == 1


def test_towns_grow_step_by_step_and_undated_ones_are_in_no_step(facts):
    steps = comparison.twin_towns_over_time(facts, 2026)
    towns = comparison.twin_towns(facts)
    for home, own in steps.groupby("home"):
        assert list(own["n"]) == sorted(own["n"])
        assert own["year"].iloc[-1] == 2026
        assert own["n"].iloc[-1] == ((towns["home"] == home) & (towns["since"] > 0)).sum()
    ours = steps[steps["home"] == "Karlsruhe"]
    assert dict(zip(ours["year"], ours["n"], strict=True)) == {1955: 1, 1969: 2, 1987: 3, 1992: 5, 2023: 6, 2026: 6}


def test_karlsruhe_comes_first_among_the_cities(facts):
    homes = comparison.home_cities(facts)
    assert homes[0] == "Karlsruhe"
    assert set(homes) == set(facts.benchmark_twinnings["home_city"])
