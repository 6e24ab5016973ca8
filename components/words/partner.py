"""Put one partner into words: its summary, and its strongest sector."""

import pandas as pd

from components.words.phrases import most_in_sectors, partner_name, relation_since
from components.words.texts import Texts
from data.dataset import Dataset
from data.queries import count_events, sector_counts
from data.ranking import leading_sectors
from data.vocabulary import BEGINNINGS


def partner_summary(facts: Dataset, city: str, found: pd.DataFrame, texts: Texts) -> str:
    """Return :func:`partner_sentences` as one text."""
    return " ".join(partner_sentences(facts, city, found, texts))


def partner_sentences(facts: Dataset, city: str, found: pd.DataFrame, texts: Texts) -> tuple[str, ...]:
    """Return plain sentences on a partner, at most three: the relation, the documented activities, the latest one.

    ``found`` is what ``queries.exchanges`` returns for the partner alone.

    The page shows every number in them as well: in the facts, the sector profile or the list of latest activities.
    """
    t, row = texts, facts.partner(city)
    name, country = row[f"name_{t.lang}"], t.country(row["country"])
    relation = relation_since(row["kind"], row["since"], t, within=True)
    first = t.t(f"summary.{row['status']}", name=name, country=country, relation=relation)
    counts = sector_counts(found)
    if not counts:
        return (first, t.t("summary.nothing")) if facts.has_exchange else (first,)
    years = t.years(found["year"].iloc[0], found["year"].iloc[-1])
    second = t.n("summary.counted", count_events(found), years=years, sectors=_strongest(found, t))
    title, date = found[f"title_{t.lang}"].iloc[-1], found["date"].iloc[-1]
    return first, second, t.t("summary.latest", title=title, date=t.date(date))


def sectors_sentence(facts: Dataset, city: str, found: pd.DataFrame, texts: Texts) -> str:
    """Return in which sectors a partner has most of ``found`` (from ``queries.exchanges``, at least one activity)."""
    name, counts, strongest = partner_name(facts, city, texts), sector_counts(found), leading_sectors(found)
    sector = texts.listing([texts.label("sector_in", one) for one in strongest])
    if len(counts) == 1:
        return texts.t("stage.sectors_only", name=name, sector=texts.label("sector_in", next(iter(counts))))
    if not strongest:
        return texts.n("stage.sectors_even", len(counts), name=name)
    return texts.n("stage.sectors", len(strongest), name=name, sector=sector)


def began_sentence(facts: Dataset, city: str, steps: pd.DataFrame, texts: Texts) -> str:
    """Return when the relation with a partner began; ``steps`` is what ``queries.status_history`` returns, or part of it.

    Decisions that prepared a relation do not begin it, unless no other step is known.
    """
    begun = steps[steps["kind"].isin(BEGINNINGS)]
    year = int((steps if begun.empty else begun).iloc[0]["date"][:4])
    return texts.t("profile.history_sentence", name=partner_name(facts, city, texts), when=texts.years(year, year))


def way_sentence(facts: Dataset, city: str, km: str, texts: Texts) -> str:
    """Return how far away a partner is, ``km`` in words, and the status of the relation unless it is active."""
    status = facts.partner(city)["status"]
    form, more = ("stage.way", {}) if status == "active" else ("stage.way_resting", {"status": texts.label("status", status)})
    return texts.t(form, name=partner_name(facts, city, texts), km=km, **more)


def latest_sentence(facts: Dataset, city: str, latest: pd.DataFrame, texts: Texts) -> str:
    """Return in which year the latest exchange with a partner was; ``latest`` is what ``queries.latest_activities`` returns."""
    name = partner_name(facts, city, texts)
    if latest.empty:
        return texts.t("stage.latest_none", name=name)
    year = int(latest.iloc[0]["date"][:4])
    return texts.t("stage.latest", name=name, years=texts.years(year, year))


def _strongest(found: pd.DataFrame, texts: Texts) -> str:
    counts = sector_counts(found)
    if len(counts) == 1:
        return texts.n("summary.all_in", count_events(found), sectors=texts.label("sector_in", next(iter(counts))))
    return most_in_sectors(found, texts)
