"""The map's figures as a table."""

import pandas as pd

from components.figures.palette import KIND_SYMBOLS
from components.texts import Texts
from components.words import plain


def relation_table(shown: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Return ``shown`` (from ``queries.relations``) with the words of the language, one row per partner; cells are Markdown."""
    columns = {
        "table.partner": shown["name"],
        "table.country": shown["country"].map(texts.country),
        "table.relation": shown["kind"].map(lambda kind: f"{KIND_SYMBOLS[kind][1]} {texts.label('relation', kind)}"),
        "table.status": shown["status"].map(lambda status: texts.label("status", status)),
        "table.since": shown["since"].map(lambda since: plain(texts.date(since)) if since else texts.t("table.unknown")),
        "table.distance": shown["distance_km"].map(lambda km: texts.t("table.km", km=texts.number(km))),
        "table.exchanges": shown["exchanges"].map(texts.number),
        "table.latest": shown["latest"].map(lambda date: plain(texts.date(date)) if date else texts.t("table.none")),
    }
    return pd.DataFrame({texts.t(heading): values for heading, values in columns.items()})
