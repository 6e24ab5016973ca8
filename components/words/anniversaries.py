"""Put anniversaries into words: the name of one, and the headline of their chart."""

from typing import Any

import pandas as pd

from components.words.phrases import partner_name
from components.words.texts import Texts
from data.dataset import Dataset


def anniversary_name(row: Any, dataset: Dataset, texts: Texts) -> str:
    """Return the name of an anniversary: *40 Jahre Partnerschaft mit Halle (Saale)*; ``row`` is one of ``anniversaries.anniversaries``."""
    names = texts.listing([partner_name(dataset, partner, texts) for partner in row.partners])
    return texts.t(f"anniversary_of.{row.kind}", years=row.years, names=names, title=getattr(row, f"title_{texts.lang}"))


def anniversaries_sentence(rows: pd.DataFrame, texts: Texts) -> str:
    """Return the headline of the chart of ``rows`` (from ``anniversaries.anniversaries``): how many are celebrated, how many are not."""
    resting = int((~rows["celebrated"]).sum())
    return texts.n("anniversaries.chart", int(rows["celebrated"].sum()), resting=texts.number(resting))
