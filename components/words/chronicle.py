"""Write the sentence on what the chronicle has found."""

import pandas as pd

from components.words.texts import Texts
from data.selection import Selection


def found_sentence(rows: pd.DataFrame, chosen: Selection, texts: Texts) -> str:
    """Return how many entries (``rows``) were found, for which query and in which years, in one sentence of plain text."""
    about = texts.t("chronicle.about", query=chosen.query) if chosen.query else ""
    if rows.empty:
        return texts.t("chronicle.nothing", about=about)
    return texts.n("chronicle.found", len(rows), about=about, years=texts.years(int(rows["year"].min()), int(rows["year"].max())))
