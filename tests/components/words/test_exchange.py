"""Intervals in words: which of them is not over yet."""

import pytest

from components.words.exchange import unfinished
from components.words.texts import Texts
from data.vocabulary import INTERVALS


@pytest.mark.parametrize(
    ("last", "interval", "told"), [(2026, "year", "2026"), (2025, "five", "2025 bis 2029"), (2020, "five", ""), (2027, "year", "")]
)
def test_an_interval_is_unfinished_from_its_first_year_to_its_last(last, interval, told):
    assert unfinished(last, interval, 2026, Texts("de")) == (f"{told} läuft noch" if told else "")
    assert unfinished(last, interval, last + INTERVALS[interval] - 1, Texts("de"))
    assert unfinished(last, interval, last + INTERVALS[interval], Texts("de")) == ""
