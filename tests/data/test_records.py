"""Records of frames: what ``itertuples`` yields, as Python's own values, without a new class each time."""

import pandas as pd

from data.records import records


def test_rows_are_those_of_itertuples(facts):
    for table in (facts.exchange, facts.partners, facts.observations, facts.exchange.head(0)):
        ours, theirs = list(records(table)), list(table.itertuples(index=False))
        assert [row._fields for row in ours] == [row._fields for row in theirs]
        assert all(
            (pd.isna(mine) and pd.isna(other)) or mine == other
            for row, same in zip(ours, theirs, strict=True)
            for mine, other in zip(row, same, strict=True)
        )
        assert not any(type(cell).__module__ == "numpy" for row in ours for cell in row)


def test_frames_with_the_same_columns_share_a_class():
    frame = pd.DataFrame({"year": [2024], "title": ["Besuch"]})
    first, second = next(records(frame)), next(records(frame.assign(year=2025)))
    assert type(first) is type(second)
    assert (first.year, first.title, type(first.year)) == (2024, "Besuch", int)
