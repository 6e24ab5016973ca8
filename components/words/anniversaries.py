"""Put anniversaries into words: the name of one, the headline of their page, and that of their chart."""

from typing import Any

import pandas as pd

from components.words.phrases import partner_name
from components.words.texts import Texts
from data.anniversaries import YEARS_AHEAD, coming, greatest_coming
from data.dataset import Dataset
from data.records import records


def anniversary_name(row: Any, dataset: Dataset, texts: Texts) -> str:
    """Return the name of an anniversary: *40 Jahre Partnerschaft mit Musterstadt*; ``row`` is one of ``anniversaries.anniversaries``."""
    names = texts.listing([partner_name(dataset, partner, texts) for partner in row.partners])
    return texts.t(f"anniversary_of.{row.kind}", years=row.years, names=names, title=getattr(row, f"title_{texts.lang}"))


def anniversaries_sentence(rows: pd.DataFrame, today: str, texts: Texts) -> str:
    """Return the headline of the chart of ``rows`` (from ``anniversaries.anniversaries``) on the ISO day ``today``.

    It says how many anniversaries are to come, and how many are not celebrated.
    """
    resting = int((~rows["celebrated"]).sum())
    return texts.n(
        "anniversaries.chart_major" if rows["major"].all() else "anniversaries.chart",
        len(coming(rows, today)),
        last=int(today[:4]) + YEARS_AHEAD,
        resting=texts.t("anniversaries.chart_resting", n=texts.number(resting)) if resting else "",
    )


def anniversaries_headline(rows: pd.DataFrame, today: str, dataset: Dataset, texts: Texts) -> str:
    """Return the sentence that names the next celebrated anniversary and says how many come up in the next ten years.

    ``rows`` is ``anniversaries.anniversaries``, ``today`` an ISO day. Only major anniversaries are counted and named, if there are any, and
    one whose day is known is preferred.
    """
    ahead = greatest_coming(rows, today)
    if ahead.empty:
        return texts.t("anniversaries.none")
    form = "anniversaries.headline" if ahead["major"].any() else "anniversaries.headline_small"
    following = next(records(ahead))
    name, year = anniversary_name(following, dataset, texts), int(today[:4]) + YEARS_AHEAD
    return texts.n(form, len(ahead), name=name, date=texts.date(following.on), year=year)
