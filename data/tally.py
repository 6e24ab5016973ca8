"""Aggregate activities into weighted rows, so that counting costs the same for a million activities as for a thousand."""

from typing import Final

import pandas as pd

#: Columns by which filters and counts distinguish activities.
_KEYS: Final = ["partner", "sector", "kind", "year", "collection"]
TALLY_COLUMNS: Final = ["id", "event", *_KEYS, "date", "weight"]


def tallied(exchange: pd.DataFrame) -> pd.DataFrame:
    """Return ``exchange`` (rows of activities) with one weighted row per group of activities that no filter distinguishes.

    An event under several partners must count once, whichever of its rows a filter keeps. Events are therefore distinguished by the
    set of all their rows, and events with the same set are merged.

    Returns:
        Columns ``TALLY_COLUMNS``, ordered by ``date`` and first appearance: ``weight`` is the number of events that the row
        represents, ``date`` the latest ISO date among them; ``event`` groups the rows of one set and is empty if the set has one
        row. ``queries`` and ``timelines`` return the same counts for it as for ``exchange``.
    """
    rows = exchange[["event", *_KEYS, "date"]]
    key = rows["partner"].str.cat([rows[name].astype(str) for name in _KEYS[1:]], sep="|")
    rows = rows.assign(key=key, whole=key)
    shared = rows["event"] != ""
    sets = rows[shared].drop_duplicates(["event", "key"]).sort_values("key").groupby("event")["key"].agg(" + ".join)
    rows.loc[shared, "whole"] = rows.loc[shared, "event"].map(sets)
    folded = rows.assign(one=rows["event"].where(shared, rows.index.astype(str))).groupby(["whole", *_KEYS], sort=False)
    tally = folded.agg(date=("date", "max"), weight=("one", "nunique")).reset_index()
    several = tally["whole"].str.contains(" + ", regex=False)
    tally = tally.assign(event=tally["whole"].where(several, ""), id=[f"t{number:07}" for number in range(len(tally))])
    return tally.sort_values(["date", "id"], ignore_index=True)[TALLY_COLUMNS]
