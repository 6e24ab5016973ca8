"""Write the headline of the map, one sentence that is also the map's text alternative."""

import pandas as pd

from components.words.phrases import in_sectors
from components.words.texts import Texts
from data.dataset import Dataset
from data.queries import KeyFigures
from data.selection import Selection


def _about(selection: Selection, texts: Texts) -> str:
    return f" {in_sectors(selection, texts)}" if selection.sectors else ""


def _who(shown: pd.DataFrame, least: int, texts: Texts) -> str:
    """Return the one partner of ``shown`` with at least ``least`` activities, or how many they are in how many countries."""
    partners = [
        (name, country)
        for name, country, number in zip(shown["name"], shown["country"], shown["exchanges"], strict=True)
        if number >= least
    ]
    if len(partners) == 1:
        return str(partners[0][0])
    countries = texts.n("map.headline.countries", len({country for _, country in partners}))
    return texts.n("map.headline.partners", len(partners), countries=countries)


def map_headline(selection: Selection, figures: KeyFigures, shown: pd.DataFrame, texts: Texts, facts: Dataset) -> str:
    """Return the headline for ``figures`` and ``shown`` (both from ``queries``), which reflects every filter of ``selection``.

    It says with whom there was exchange. It counts no activities and names nobody as first, because how many activities are known depends
    on the sources (counting rule 1). If the selection covers fewer years than the dataset, the headline names them, else the year of the
    first activity. Where no exchange is documented at all, it says with whom the city is connected.
    """
    if shown.empty:
        return texts.t("map.headline.none", year=selection.last_year)
    all_years = (selection.first_year, selection.last_year) == facts.years
    first, last = selection.first_year, selection.last_year
    about, years = _about(selection, texts), texts.years(first, last)
    if not facts.has_exchange:
        form = "map.headline.connected_since" if all_years else "map.headline.connected"
        return texts.t(form, who=_who(shown, 0, texts), first=first, years=years)
    if not figures.exchanges:
        return texts.t("map.headline.quiet", who=_who(shown, 0, texts), about=about, years=years)
    who = _who(shown, 1, texts)
    if all_years:
        return texts.t("map.headline.exchanges_since", who=who, about=about, first=figures.first_year or first)
    return texts.t("map.headline.exchanges", who=who, about=about, years=years)
