"""Write the headlines of documented exchange and of statistics, and the names of intervals and series."""

import pandas as pd

from components.words.phrases import amount_text, in_sectors, most_in_sectors, partner_name
from components.words.texts import Texts
from data import statistics
from data.comparison import HOME
from data.dataset import Dataset
from data.queries import count_events
from data.selection import Selection
from data.vocabulary import INTERVALS


def interval_label(start: int, interval: str, texts: Texts) -> str:
    """Return an interval in words: *1987*, *1985 bis 1989*."""
    if interval == "year":
        return str(start)
    return texts.t("years.range", first=start, last=start + INTERVALS[interval] - 1)


def unfinished(last: int, interval: str, present: int, texts: Texts) -> str:
    """Return that the interval beginning with the year ``last`` is not over in the year ``present``; empty if it is, or has not begun."""
    if not last <= present < last + INTERVALS[interval]:
        return ""
    return texts.t("timeline.unfinished", period=interval_label(last, interval, texts))


def with_unfinished(source: str, last_year: int, interval: str, present: int, texts: Texts) -> str:
    """Return ``source``, preceded by the interval of ``last_year``, the last one shown, if that is not over in the year ``present``."""
    ongoing = unfinished(last_year // INTERVALS[interval] * INTERVALS[interval], interval, present, texts)
    return f"{ongoing}. {source}" if ongoing else source


def activity_sentence(found: pd.DataFrame, selection: Selection, dataset: Dataset, texts: Texts) -> str:
    """Return the headline of documented exchange: how many activities ``found`` has, and in which sectors there are most.

    ``found`` is what ``queries.exchanges`` returns. The chosen sectors and years are named, and the partner if ``selection`` has only one.
    No year is named as the highest, because how many activities of a year are known depends on its sources (counting rule 1).
    """
    years = texts.years(selection.first_year, selection.last_year)
    if len(selection.partners) == 1:
        years = texts.t("timeline.with", name=partner_name(dataset, selection.partners[0], texts), years=years)
    if selection.sectors:
        years = f"{in_sectors(selection, texts)} {years}"
    if found.empty:
        return texts.t("timeline.none", years=years)
    return texts.n("timeline.sentence", count_events(found), years=years) + most_in_sectors(found, texts)


def with_labels(frame: pd.DataFrame, dataset: Dataset, texts: Texts) -> pd.DataFrame:
    """Return ``frame`` (from ``statistics.series``) with an additional column ``label``, the name of each series in words."""
    labels = {row["series"]: _series_label(row, dataset, texts) for _, row in frame.drop_duplicates("series").iterrows()}
    return frame.assign(label=frame["series"].map(labels))


def _series_label(row: pd.Series, dataset: Dataset, texts: Texts) -> str:
    if row["place"] and not row["partner"] and not row["country"]:
        return str(row["place"])
    word = HOME
    if row["partner"]:
        word = partner_name(dataset, row["partner"], texts)
    elif row["country"]:
        word = texts.country(row["country"])
    if row["direction"]:
        word = texts.t(f"statistics.{row['direction']}", country=word)
    return f"{word}, {row['place']}" if row["place"] else word


def statistic_sentence(meta: statistics.Indicator, frame: pd.DataFrame, unit: str, texts: Texts) -> str:
    """Return the headline of a statistic: the highest value in the latest comparable year and, for lines, the largest change.

    ``frame`` is what :func:`with_labels` returns, its values are in ``unit``. A single series is read in its last year; that value need
    not be its highest and is not called so. The series is named unless it is the city's own or the indicator's label names it. A total
    over several years names no year, because its label does.
    """
    reading = statistics.read(frame)
    if reading is None:
        return texts.t("statistics.none", indicator=meta.label)
    highest, value = reading.highest, amount_text(float(reading.highest["value"]), unit, texts)
    form = "statistics.sentence" + ("_total" if meta.total_of else "") + ("_one" if reading.number_of_series == 1 else "")
    who = texts.listing(list(reading.leaders["label"]))
    of = "" if who in meta.label or who == HOME else f", {who}"
    if reading.number_of_series > 1 and len(reading.leaders) == reading.number_of_series:
        form = "statistics.sentence_even"
    sentence = texts.t(form, indicator=meta.label, year=int(highest["year"]), who=who, of=of, value=value)
    if meta.chart == "line" and reading.changed is not None:
        change = reading.factor - 1
        span = {"percent": texts.number(abs(change) * 100), "first": reading.change_from, "last": reading.change_to}
        if reading.number_of_series == 1:
            sentence += texts.t("statistics.grown_one" if change >= 0 else "statistics.shrunk_one", **span)
        else:
            sentence += texts.t("statistics.grown" if change >= 0 else "statistics.shrunk", who=reading.changed["label"], **span)
    return sentence
