"""Read the rows of small frames quickly."""

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import pandas as pd

#: Largest number of classes in memory, one for each set of columns.
_KEPT: Final = 256


@lru_cache(_KEPT)
def _record(columns: tuple[str, ...]) -> Any:
    return namedtuple("Record", columns, rename=True)  # the columns are not known before


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of ``frame`` as named tuples of their cells, without the index.

    ``DataFrame.itertuples`` makes a new class with each call, which takes most of its time if there are few rows.
    """
    return map(_record(tuple(frame.columns))._make, frame.to_numpy(dtype=object).tolist())
