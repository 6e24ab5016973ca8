"""Say who comes first in documented exchange, only where the sources do not decide it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.queries import sector_counts, without_city_list

#: If more than this share the first place, naming them all says nothing.
_LEADERS_AT_MOST = 3


def leaders(values: pd.Series) -> list[Any]:
    """Return the labels of the highest value in ``values``, in their order.

    The result is empty if nothing stands out: if several labels all share the value, or more than three do.
    """
    highest = values[values == values.max()]
    return [] if 1 < len(highest) == len(values) or len(highest) > _LEADERS_AT_MOST else list(highest.index)


def robust_leaders(counts: pd.Series, unlisted: pd.Series) -> list[Any]:
    """Return :func:`leaders` of ``counts`` if ``unlisted``, the same counts without the city's complete list, has the same ones.

    The list names six partners in four years completely (counting rule 1). If it decides who comes first, that is a property of the
    sources, and nobody is named.
    """
    first = leaders(counts)
    return first if set(first) == set(leaders(unlisted)) else []


def leading_sectors(found: pd.DataFrame) -> list[str]:
    """Return the sectors with the most events in ``found``, in vocabulary order; empty if the city's complete list decides."""
    counts, unlisted = sector_counts(found), sector_counts(without_city_list(found))
    return robust_leaders(pd.Series(counts, dtype=int), pd.Series(unlisted, dtype=int))


@dataclass(frozen=True)
class Leading:
    """Who has the most activities: labels, the number, and whether a relation that is not active has as many.

    If so, the superlative is true among active relations only.
    """

    labels: tuple[str, ...]
    most: int
    among_active: bool


def leading(counts: pd.DataFrame, label: str) -> Leading | None:
    """Return who comes first in ``counts`` among the relations that are active today, or None if nobody does.

    One active relation among resting ones is first among nobody. Suspended, dormant and ended relations are not praised; if one of them
    has as many activities, the result says so, because the superlative must then name its group.

    Args:
        counts: columns ``label``, ``exchanges``, ``unlisted`` and ``resting`` as in :func:`relations`.
        label: name of the column that names a row.
    """
    active = counts[~counts["resting"]].set_index(label)
    first = robust_leaders(active["exchanges"], active["unlisted"])
    if len(active) < 2 or not first or not (most := int(active["exchanges"].max())):
        return None
    resting = counts.loc[counts["resting"], "exchanges"]
    return Leading(tuple(first), most, bool(len(resting)) and int(resting.max()) >= most)
