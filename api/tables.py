"""Build the rows of the open data: ids with labels and sources, the same rows that the pages count."""

from typing import Any

import pandas as pd

from api.licences import licensed
from components.words.texts import Texts
from data import queries
from data.dataset import Dataset
from data.selection import Selection

ACTIVITY_COLUMNS = {
    "id": "Stable id",
    "event": "Groups the rows of one event with several partners",
    "date": "Beginning, ISO 8601 at its known precision",
    "end_date": "End, of activities that last",
    "partner": "Id of the partner",
    "sector": "Id of the sector",
    "kind": "Id of the kind",
    "title": "Title in the language asked for",
    "participants": "Number of people, where a source names one",
    "confidence": "high: the source states the date; medium: inferred",
    "source": "Id of the source",
    "publisher": "Who published the source",
    "link": "Address of the source, where it may be linked",
    "licence": "Licence or terms that the source states; empty where it states none",
}
OBSERVATION_COLUMNS = {
    "id": "Stable id",
    "indicator": "Id of the indicator",
    "indicator_label": "Name of the indicator in the language asked for",
    "geography": "Level: city, region, country or other",
    "from_place": "Where the flow starts, or the place described",
    "to_place": "Where the flow goes",
    "partner": "Id of the partner, of values for a city only",
    "country": "ISO 3166-1 alpha-2 code of the country",
    "year": "Reference year",
    "value": "Value in the unit",
    "unit": "Unit in the language asked for",
    "provisional": "Whether the publisher calls the value provisional",
    "source": "Id of the source",
    "publisher": "Who published the source",
    "licence": "Licence or terms that the source states; empty where it states none",
}


def _with_terms(facts: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    named = queries.with_sources(facts, rows)
    return named.assign(licence=named["source"].map(facts.sources.set_index("id")["licence"]))


def activities(facts: Dataset, chosen: Selection, texts: Texts) -> pd.DataFrame:
    """Return what counts as exchange in the selection, columns ``ACTIVITY_COLUMNS``; an event has a row with each of its partners."""
    rows = _with_terms(facts, queries.exchanges(facts, chosen))
    return rows.rename(columns={f"title_{texts.lang}": "title"})[list(ACTIVITY_COLUMNS)].reset_index(drop=True)


def observations(facts: Dataset, chosen: Selection, texts: Texts, licence: str = "") -> pd.DataFrame:
    """Return the values on the partners chosen, their countries and the city in the years chosen, columns ``OBSERVATION_COLUMNS``.

    With ``licence``, one of ``OF_SOURCES``, only those whose source is open under it.
    """
    indicators = facts.indicators.set_index("id")
    rows = _with_terms(facts, queries.observations_of(facts, chosen))
    if licence:
        rows = rows[rows["source"].isin(licensed(facts, licence))]
    rows = rows.assign(
        indicator_label=rows["indicator"].map(indicators[f"label_{texts.lang}"]),
        unit=rows["indicator"].map(indicators[f"unit_{texts.lang}"]),
    )
    return rows[list(OBSERVATION_COLUMNS)].reset_index(drop=True)


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return ``rows`` as JSON values, empty cells as null."""
    return [
        {name: None if pd.isna(value) or value == "" else value for name, value in row.items()}
        for row in rows.astype(object).to_dict("records")
    ]
