"""Reading a set of series: the highest value and the largest change, on small made-up tables."""

import math

import pandas as pd

from data.statistics import SERIES_COLUMNS, latest_common_start, read


def made(*rows):
    """Return a frame of (series, year, value, segment)."""
    frame = pd.DataFrame(rows, columns=["series", "year", "value", "segment"])
    return frame.assign(label=frame["series"], country="", partner="", direction="", place="", provisional=False, source="s")[
        SERIES_COLUMNS
    ]


def test_the_first_common_year_needs_all_series_above_zero():
    assert latest_common_start(made(("a", 2000, 1, 0), ("a", 2001, 1, 0), ("b", 2001, 1, 0))) == 2001
    assert latest_common_start(made(("a", 2000, 1, 0), ("a", 2001, 1, 0), ("b", 2000, 0, 0), ("b", 2001, 2, 0))) == 2001
    assert latest_common_start(made(("a", 2000, 1, 0), ("b", 2001, 1, 0))) is None


def test_a_reading_measures_no_change_across_a_break():
    reading = read(made(("a", 2000, 1, 0), ("a", 2001, 1, 0), ("a", 2002, 100, 1), ("a", 2003, 110, 1), ("a", 2004, 120, 1)))
    assert (reading.change_from, reading.change_to) == (2002, 2004)
    assert math.isclose(reading.factor, 1.2)
    short = read(made(("a", 2000, 1, 0), ("a", 2001, 2, 0), ("a", 2002, 4, 0), ("a", 2003, 100, 1), ("a", 2004, 300, 1)))
    assert short.changed is None


def test_a_reading_takes_the_highest_from_the_latest_year_with_most_series():
    frame = made(("a", 2000, 9, 0), ("b", 2000, 8, 0), ("a", 2001, 5, 0), ("b", 2001, 6, 0), ("a", 2002, 99, 0))
    reading = read(frame)
    assert (reading.highest["series"], reading.highest["year"], reading.highest["value"]) == ("b", 2001, 6)
    assert (reading.first_year, reading.last_year, reading.number_of_series, reading.gaps) == (2000, 2002, 2, False)


def test_where_no_year_knows_most_series_a_reading_takes_the_highest_of_their_last_values():
    frame = made(("a", 2000, 9, 0), ("a", 2003, 7, 0), ("b", 2001, 6, 0), ("c", 2002, 8, 0), ("d", 2002, 1, 0))
    reading = read(frame)
    assert (reading.highest["series"], reading.highest["year"], reading.highest["value"]) == ("c", 2002, 8)


def test_a_reading_names_all_that_share_the_highest_value():
    reading = read(made(("a", 2000, 6, 0), ("b", 2000, 6, 0), ("c", 2000, 1, 0), ("a", 1999, 9, 0)))
    assert list(reading.leaders["series"]) == ["a", "b"]


def test_a_reading_knows_falls_gaps_and_nothing():
    falling = read(made(("a", 2000, 10, 0), ("a", 2001, 5, 0), ("a", 2002, 2, 0), ("b", 2000, 1, 0), ("b", 2001, 2, 0), ("b", 2002, 3, 0)))
    assert falling.changed["series"] == "a"
    assert math.isclose(falling.factor, 0.2)
    assert read(made(("a", 2000, 1, 0), ("a", 2002, 1, 1))).gaps
    assert read(made()) is None
