"""Put anniversaries into words: the name of one, the headline of their page, and that of their chart."""

from typing import Any

import pandas as pd

from components.words.phrases import partner_name
from components.words.texts import Texts
from data.anniversaries import YEARS_AHEAD, coming
from data.dataset import Dataset


def anniversary_name(row: Any, dataset: Dataset, texts: Texts) -> str:
    """Return the name of an anniversary: *40 Jahre Partnerschaft mit Halle (Saale)*; ``row`` is one of ``anniversaries.anniversaries``."""
    names = texts.listing([partner_name(dataset, partner, texts) for partner in row.partners])
    return texts.t(f"anniversary_of.{row.kind}", years=row.years, names=names, title=getattr(row, f"title_{texts.lang}"))


def anniversaries_sentence(rows: pd.DataFrame, texts: Texts) -> str:
    """Return the headline of the chart of ``rows`` (from ``anniversaries.anniversaries``): how many are celebrated, how many are not."""
    resting = int((~rows["celebrated"]).sum())
    return texts.n("anniversaries.chart", int(rows["celebrated"].sum()), resting=texts.number(resting))


def anniversaries_headline(rows: pd.DataFrame, today: str, dataset: Dataset, texts: Texts) -> str:
    """Return the sentence that names the next celebrated anniversary and says how many come up in the next ten years.

    ``rows`` is ``anniversaries.anniversaries``, ``today`` an ISO day. Only major anniversaries are counted and named, if there are any, and
    one whose day is known is preferred.
    """
    ahead = coming(rows, today)
    ahead = ahead[ahead["major"]] if ahead["major"].any() else ahead
    if ahead.empty:
        return texts.t("anniversaries.none")
    dated = ahead[ahead["on"].str.len() == 10]
    following = next((dated if len(dated) else ahead).itertuples())
    name, year = anniversary_name(following, dataset, texts), int(today[:4]) + YEARS_AHEAD
    return texts.n("anniversaries.headline", len(ahead), name=name, date=texts.date(following.on), year=year)
