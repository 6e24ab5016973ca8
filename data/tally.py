"""Exchange folded to what counting needs: as small for a million activities as for a thousand."""

from typing import Final

import pandas as pd

#: What tells counted activities apart.
_KEYS: Final = ["partner", "sector", "kind", "year", "collection"]
TALLY_COLUMNS: Final = ["id", "event", *_KEYS, "date", "weight"]


def tallied(exchange: pd.DataFrame) -> pd.DataFrame:
    """Return ``exchange`` (rows of activities) with one row for all activities that every filter treats alike.

    Activities of one event have to stay one event whichever of them a filter keeps. So events are told apart by the whole set
    of their rows, and those with the same set are folded into one.

    Returns:
        Columns ``TALLY_COLUMNS``, in order of ``date`` and of first appearance: ``weight`` is how many events the row stands
        for, ``date`` the latest ISO date among them; ``event`` groups rows of one set and is empty where the set has one row.
        Whatever ``queries`` and ``timelines`` count in it equals what they count in ``exchange``.
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
