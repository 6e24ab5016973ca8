"""Write the sentence on what the chronicle has found, and whom an entry concerns."""

from typing import Any

import pandas as pd

from components.words.phrases import partner_name
from components.words.texts import Texts
from data.dataset import Dataset
from data.selection import Selection


def who(row: Any, dataset: Dataset, texts: Texts) -> str:
    """Return the names of the partners of ``row``, one of ``chronicle.entries``, else its network, else *all partners*."""
    if row.partners:
        return texts.listing([partner_name(dataset, partner, texts) for partner in row.partners])
    if row.network:
        return str(dict(zip(dataset.networks["id"], dataset.networks[f"name_{texts.lang}"], strict=True))[row.network])
    return texts.t("chronicle.all_partners")


def found_sentence(rows: pd.DataFrame, chosen: Selection, texts: Texts) -> str:
    """Return how many entries (``rows``) were found, for which query and in which years, in one sentence of plain text."""
    about = texts.t("chronicle.about", query=chosen.query) if chosen.query else ""
    if rows.empty:
        return texts.t("chronicle.nothing", about=about)
    return texts.n("chronicle.found", len(rows), about=about, years=texts.years(int(rows["year"].min()), int(rows["year"].max())))
