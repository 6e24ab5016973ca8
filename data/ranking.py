"""Say who comes first in documented exchange, only where the sources do not decide it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.queries import sector_counts, without_city_list

#: If more than this share the first place, naming them all says nothing.
_LEADERS_AT_MOST = 3


def leaders(values: Mapping[Any, float]) -> list[Any]:
    """Return the keys of the highest value in ``values``, in their order.

    The result is empty if nothing stands out: if several keys all share the value, or more than three do.
    """
    most = max(values.values(), default=0)
    highest = [name for name, value in values.items() if value == most]
    return [] if 1 < len(highest) == len(values) or len(highest) > _LEADERS_AT_MOST else highest


def robust_leaders(counts: Mapping[Any, float], unlisted: Mapping[Any, float]) -> list[Any]:
    """Return :func:`leaders` of ``counts`` if ``unlisted``, the same counts without the city's complete list, has the same ones.

    The list names six partners in four years completely (counting rule 1). If it decides who comes first, that is a property of the
    sources, and nobody is named.
    """
    first = leaders(counts)
    return first if set(first) == set(leaders(unlisted)) else []


def leading_sectors(found: pd.DataFrame) -> list[str]:
    """Return the sectors with the most events in ``found``, in vocabulary order; empty if the city's complete list decides."""
    return robust_leaders(sector_counts(found), sector_counts(without_city_list(found)))
