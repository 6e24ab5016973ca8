"""Sentences that read a figure: its headline on the page and on the stage, and its text alternative."""

import pandas as pd

from components.figures.timelines import interval_label
from components.texts import Texts
from components.words import amount, in_sectors, relation_since
from data import statistics, timelines
from data.comparison import HOME
from data.dataset import Dataset
from data.queries import count_events, leaders, localized, sector_counts
from data.selection import Selection


def activity_sentence(found: pd.DataFrame, selection: Selection, dataset: Dataset, texts: Texts) -> str:
    """Return how many activities ``found`` (from ``queries.exchanges``) holds, with whom if with one, and when they are densest."""
    years = texts.years(selection.first_year, selection.last_year)
    if len(selection.partners) == 1:
        years = texts.t("timeline.with", name=dataset.partner(selection.partners[0])[f"name_{texts.lang}"], years=years)
    if selection.sectors:
        years = f"{in_sectors(selection, texts)} {years}"
    if found.empty:
        return texts.t("timeline.none", years=years)
    yearly = timelines.counts(found, selection.interval, "sector").groupby("start")["n"].sum()
    sentence, first = texts.n("timeline.sentence", count_events(found), years=years), leaders(yearly)
    if len(yearly) == 1 or not first:
        return sentence
    densest = texts.listing([interval_label(int(start), selection.interval, texts) for start in first])
    return sentence + texts.n("timeline.densest", len(first), densest=densest, most=texts.number(int(yearly.max())))


def labelled(frame: pd.DataFrame, dataset: Dataset, texts: Texts) -> pd.DataFrame:
    """Return ``frame`` (from ``statistics.series``) with ``label``, the name of each series in words."""
    labels = {row["series"]: _series_label(row, dataset, texts) for _, row in frame.drop_duplicates("series").iterrows()}
    return frame.assign(label=frame["series"].map(labels))


def _series_label(row: pd.Series, dataset: Dataset, texts: Texts) -> str:
    if row["place"] and not row["partner"] and not row["country"]:
        return str(row["place"])
    if row["partner"]:
        word = str(dataset.partner(row["partner"])[f"name_{texts.lang}"])
    else:
        word = texts.country(row["country"]) if row["country"] else HOME
    if row["direction"]:
        word = texts.t(f"statistics.{row['direction']}", country=word)
    return f"{word}, {row['place']}" if row["place"] else word


def statistic_sentence(meta: statistics.Indicator, frame: pd.DataFrame, unit: str, texts: Texts) -> str:
    """Return the highest value of ``frame`` (labelled, in ``unit``) in its latest comparable year, and of a line the largest change.

    Of a single series the year is its last one, whose value need not be its highest and is not called so; whose it is is named
    unless it is the city's own or the label says so. Of a total of several years none is named: the label names them.
    """
    reading = statistics.read(frame)
    if reading is None:
        return texts.t("statistics.none", indicator=meta.label)
    highest, value = reading.highest, amount(float(reading.highest["value"]), unit, texts)
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


def partner_summary(facts: Dataset, city: str, found: pd.DataFrame, texts: Texts) -> str:
    """Return three plain sentences on a partner: what the relation is, what is documented, what happened last.

    ``found`` is what ``queries.exchanges`` returns for the partner alone.

    Every number in them stands on the page: in the facts, the sector profile or the list of latest activities.
    """
    t, row = texts, facts.partner(city)
    name, country = row[f"name_{t.lang}"], t.country(row["country"])
    relation = relation_since(row["kind"], row["since"], t)
    first = t.t(f"summary.{row['status']}", name=name, country=country, relation=relation)
    counts = sector_counts(found)
    if not counts:
        return f"{first} {t.t('summary.nothing')}"
    years = t.years(found["year"].iloc[0], found["year"].iloc[-1])
    second = t.n("summary.counted", count_events(found), years=years, sectors=_strongest(counts, t))
    latest = localized(found.tail(1), t.lang).iloc[0]
    return f"{first} {second} {t.t('summary.latest', title=latest['title'], date=t.date(latest['date']))}"


def sectors_sentence(facts: Dataset, city: str, found: pd.DataFrame, texts: Texts) -> str:
    """Return which sector most of ``found`` (from ``queries.exchanges``, at least one activity) with a partner belongs to."""
    name, counts, number = facts.partner(city)[f"name_{texts.lang}"], sector_counts(found), count_events(found)
    strongest, every = leaders(pd.Series(counts)), texts.number(number)
    sector = texts.listing([texts.label("sector", one) for one in strongest])
    if len(counts) == 1:
        return texts.n("stage.sectors_only", number, name=name, sector=sector)
    if not strongest:
        return texts.n("stage.sectors_even", len(counts), name=name, all=every)
    return texts.n("stage.sectors", len(strongest), name=name, sector=sector, most=texts.number(max(counts.values())), all=every)


def _strongest(counts: dict[str, int], texts: Texts) -> str:
    first = leaders(pd.Series(counts))
    sectors = {"sectors": texts.listing([texts.label("sector", sector) for sector in first])}
    if len(counts) == 1:
        return texts.t("summary.all_in", **sectors)
    return texts.n("summary.most_in", len(first), most=texts.number(max(counts.values())), **sectors) if first else ""


def anniversaries_sentence(rows: pd.DataFrame, texts: Texts) -> str:
    """Return the sentence that reads the chart of ``rows`` (from ``anniversaries.anniversaries``)."""
    resting = int((~rows["celebrated"]).sum())
    return texts.n("anniversaries.chart", int(rows["celebrated"].sum()), resting=texts.number(resting))
