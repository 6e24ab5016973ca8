"""Write the headline of the map, one sentence that is also the map's text alternative."""

import pandas as pd

from components.words.phrases import in_sectors
from components.words.texts import Texts
from data.dataset import Dataset
from data.queries import KeyFigures
from data.ranking import leading
from data.selection import Selection


def _about(selection: Selection, texts: Texts) -> str:
    return f" {in_sectors(selection, texts)}" if selection.sectors else ""


def _who(rows: pd.DataFrame, texts: Texts) -> str:
    if len(rows) == 1:
        return str(rows.iloc[0]["name"])
    countries = texts.n("map.headline.countries", rows["country"].nunique())
    return texts.n("map.headline.partners", len(rows), countries=countries)


def map_headline(selection: Selection, figures: KeyFigures, shown: pd.DataFrame, texts: Texts, facts: Dataset) -> str:
    """Return the headline for ``figures`` and ``shown`` (both from ``queries``), which reflects every filter of ``selection``.

    If the selection covers fewer years than the dataset, the headline names them, else the year of the first activity. Where no exchange
    is documented at all, it says with whom the city is connected.
    """
    if shown.empty:
        return texts.t("map.headline.none", year=selection.last_year)
    all_years = (selection.first_year, selection.last_year) == facts.years
    first, last = selection.first_year, selection.last_year
    years = texts.t("map.headline.since", first=figures.first_year or first) if all_years else texts.years(first, last)
    about = _about(selection, texts)
    if not facts.has_exchange:
        return texts.t("map.headline.connected", who=_who(shown, texts), years=years)
    if not figures.exchanges:
        return texts.t("map.headline.quiet", who=_who(shown, texts), about=about, years=years)
    met = shown[shown["exchanges"] > 0]
    sentence = texts.n("map.headline.exchanges", figures.exchanges, who=_who(met, texts), about=about, years=years)
    if len(met) == 1:
        return sentence
    strongest = leading(met, "name")
    if strongest is None:
        return sentence
    form, partner = "map.headline.most_active" if strongest.among_active else "map.headline.most", texts.listing(strongest.labels)
    return sentence + texts.n(form, len(strongest.labels), partner=partner, most=texts.number(strongest.most))
