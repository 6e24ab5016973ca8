"""Count documented exchange over time: per interval, cumulatively, as programmes, and by the signings that began relations."""

from collections import Counter

import numpy as np
import pandas as pd

from data.cache import cached, cached_views
from data.dataset import Dataset
from data.queries import events, narrowed, without_city_list
from data.selection import Selection
from data.vocabulary import BEGINNINGS, INTERVALS, SECTORS

#: Minimum duration of a programme in days; shorter activities are events.
_PROGRAMME_DAYS = 180


def counts(found: pd.DataFrame, interval: str, by: str) -> pd.DataFrame:
    """Return the number of activities that began in each interval, by sector or by partner.

    Args:
        found: result of ``queries.exchanges`` or ``queries.tally``.
        interval: a key of ``INTERVALS``; decades and half-decades begin in years divisible by ten and five.
        by: ``"sector"``, where an event counts once, or ``"partner"``, where it counts once for each of its partners.

    Returns:
        Columns ``start`` (first year of the interval), ``sector`` or ``partner``, and ``n`` (> 0); intervals without activities
        are left out.
    """
    sums, counted, length = Counter[tuple[int, str]](), set[tuple[str, str]](), INTERVALS[interval]
    columns = (found[name].tolist() for name in ("event", "year", by, "weight"))
    for event, year, name, weight in zip(*columns, strict=True):
        once = event, name if by == "partner" else ""
        if not event or once not in counted:
            counted.add(once)
            sums[year - year % length, name] += weight
    rows = sorted(sums.items())
    return pd.DataFrame(
        {
            "start": np.array([start for (start, _), _ in rows], dtype="int64"),
            by: pd.array([name for (_, name), _ in rows], dtype="str"),
            "n": np.array([n for _, n in rows], dtype="int64"),
        }
    )


def cumulative(found: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Return the number of activities begun up to each year, by sector: columns ``year``, ``sector``, ``n``, with a row for every year."""
    yearly = counts(found, "year", "sector").pivot_table(index="start", columns="sector", values="n", fill_value=0)
    filled = yearly.reindex(range(first_year, last_year + 1), fill_value=0).cumsum()
    ordered = filled.reindex(columns=[sector for sector in SECTORS if sector in filled])
    return ordered.rename_axis("year").reset_index().melt("year", var_name="sector", value_name="n")


@cached
def _lasting(dataset: Dataset) -> pd.DataFrame:
    """Return the rows of ``dataset.exchange`` that last at least 180 days, earliest first, with columns ``begin`` and ``end``."""
    lasting = dataset.exchange[dataset.exchange["end_date"] != ""]
    begin = pd.to_datetime(lasting["date"], format="ISO8601")
    finish = lasting["end_date"]
    end = pd.to_datetime(finish, format="ISO8601")
    end = end.mask(finish.str.len() == 4, end + pd.offsets.YearEnd()).mask(finish.str.len() == 7, end + pd.offsets.MonthEnd())
    kept = (end - begin).dt.days >= _PROGRAMME_DAYS
    return lasting.assign(begin=begin, end=end)[kept].sort_values("begin", kind="stable")


@cached
def _lasting_ids(dataset: Dataset) -> frozenset[str]:
    return frozenset(_lasting(dataset)["id"])


def programmes_among(dataset: Dataset, found: pd.DataFrame, lang: str) -> list[tuple[str, str, str]]:
    """Return begin, end and title of :func:`programmes`, which are taken from ``found``, the result of ``queries.exchanges``.

    Both dates are ISO at their known precision.
    """
    lasting, first = _lasting_ids(dataset), dict[str, tuple[str, str, str]]()
    columns = (found[name].tolist() for name in ("id", "event", "date", "end_date", f"title_{lang}"))
    for name, event, begin, end, title in zip(*columns, strict=True):
        if name in lasting:
            first.setdefault(event or name, (begin, end, title))
    return list(first.values())


def programmes(dataset: Dataset, selection: Selection, city_list: bool = True) -> pd.DataFrame:
    """Return the events of ``queries.exchanges`` that last at least 180 days, earliest first, with columns ``begin`` and ``end``.

    Both columns are timestamps: a date known only to the year or month begins on its first day and ends on its last. If
    ``city_list`` is false, the city's complete list is left out (``queries.without_city_list``).
    """
    found = narrowed(_lasting(dataset), dataset, selection)
    return events(found if city_list else without_city_list(found))


def signings(dataset: Dataset, partners: list[str], lang: str) -> pd.DataFrame:
    """Return the steps that began relations with ``partners``, by date: columns ``year``, ``date``, ``partner``, ``title``.

    Treat the frame as read-only.
    """
    return _signings(dataset, tuple(partners), lang)


@cached_views(128)
def _signings(dataset: Dataset, partners: tuple[str, ...], lang: str) -> pd.DataFrame:
    steps = dataset.relation_steps
    begun = steps[steps["kind"].isin(BEGINNINGS) & steps["partner"].isin(partners)]
    return pd.DataFrame(
        {
            "year": begun["date"].str[:4].astype(int),
            "date": begun["date"],
            "partner": begun["partner"],
            "title": begun[f"title_{lang}"],
        }
    ).sort_values("date")
