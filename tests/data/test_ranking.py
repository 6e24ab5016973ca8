"""Who comes first is named only if the sources do not decide it."""

import pandas as pd
import pytest

from data.queries import exchanges, sector_counts
from data.ranking import leaders, leading_sectors, robust_leaders


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ({"a": 3, "b": 2}, ["a"]),
        ({"a": 3, "b": 3, "c": 1}, ["a", "b"]),
        ({"a": 3, "b": 3}, []),
        ({"a": 3}, ["a"]),
        ({"a": 2, "b": 2, "c": 2, "d": 2, "e": 1}, []),
    ],
)
def test_first_are_those_that_stand_out(values, first):
    assert leaders(values) == first


def test_a_first_place_that_only_the_list_makes_is_nobodys():
    counts = {"a": 9, "b": 5}
    assert robust_leaders(counts, {"a": 6, "b": 5}) == ["a"]
    assert robust_leaders(counts, {"a": 4, "b": 5}) == []
    assert robust_leaders(counts, {"a": 5, "b": 5}) == []


def test_sectors_are_ranked_with_and_without_the_list():
    found = pd.DataFrame({"event": "", "weight": 1, "sector": ["culture", "culture", "sport"], "collection": ["", "", ""]})
    assert leading_sectors(found) == ["culture"]
    assert leading_sectors(found.assign(collection=["a_list", "a_list", ""])) == []


def test_the_partnership_with_nancy_has_no_leading_sector_beyond_the_list(facts, select):
    found = exchanges(facts, select(partners=("nancy",)))
    assert max(sector_counts(found), key=sector_counts(found).__getitem__) == "education"
    assert leading_sectors(found) == []
