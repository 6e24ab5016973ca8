"""Write the headlines of documented exchange and of statistics, and the names of intervals and series."""

import pandas as pd

from components.words.phrases import amount_text, in_sectors, partner_name
from components.words.texts import Texts
from data import statistics
from data.comparison import HOME
from data.dataset import Dataset
from data.queries import sector_counts
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


def exchange_sentence(partners: int, selection: Selection, where: str, years: str, dataset: Dataset, texts: Texts) -> str:
    """Return that there was exchange with a number of partners or the one of ``selection``, in ``where`` and ``years``, both in words.

    No number of activities is named, and no year or partner is named as first: how many activities are known depends on the sources
    (counting rule 1). That one is documented proves that there was some.
    """
    alone = len(selection.partners) == 1
    who = partner_name(dataset, selection.partners[0], texts) if alone else texts.n("stage.partners", partners)
    return texts.t("timeline.sentence", who=who, where=where, years=years)


def activity_sentence(found: pd.DataFrame, selection: Selection, dataset: Dataset, texts: Texts) -> str:
    """Return the headline of documented exchange: with whom there was some, when, and in which or how many sectors.

    ``found`` is what ``queries.exchanges`` returns.
    """
    if found.empty:
        years = texts.years(selection.first_year, selection.last_year)
        if len(selection.partners) == 1:
            years = texts.t("timeline.with", name=partner_name(dataset, selection.partners[0], texts), years=years)
        return texts.t("timeline.none", years=f"{in_sectors(selection, texts)} {years}" if selection.sectors else years)
    years, partners = found["year"].tolist(), set(found["partner"].tolist())
    where = in_sectors(selection, texts) if selection.sectors else texts.n("sectors.number", len(sector_counts(found)))
    return exchange_sentence(len(partners), selection, where, texts.years(min(years), max(years)), dataset, texts)


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


def statistic_sentence(meta: statistics.Indicator, frame: pd.DataFrame, unit: str, texts: Texts, short: bool = False) -> str:
    """Return the headline of a statistic: the highest value in the latest comparable year and, for lines, the largest change.

    A ``short`` one of several series, for a slide, omits the change.

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
    if meta.chart == "line" and reading.changed is not None and not (short and reading.number_of_series > 1):
        change = reading.factor - 1
        span = {"percent": texts.number(abs(change) * 100), "first": reading.change_from, "last": reading.change_to}
        if reading.number_of_series == 1:
            sentence += texts.t("statistics.grown_one" if change >= 0 else "statistics.shrunk_one", **span)
        else:
            sentence += texts.t("statistics.grown" if change >= 0 else "statistics.shrunk", who=reading.changed["label"], **span)
    return sentence
