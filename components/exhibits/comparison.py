"""Build the charts of the city among other cities for the page; they depend on no filter, so each is made once for all who see it."""

import plotly.graph_objects as go

from components.figures.comparison import towns_by_country, towns_by_distance, towns_over_time
from components.figures.palette import Theme
from components.words.texts import Texts
from data import comparison
from data.cache import cached_views
from data.dataset import Dataset


def country_names(facts: Dataset, t: Texts) -> dict[str, str]:
    """Return the names of the countries with twin towns by code."""
    return {code: t.country(code) for code in dict.fromkeys(comparison.twin_towns(facts)["country"])}


@cached_views(8)
def years_chart(facts: Dataset, t: Texts, theme: Theme) -> go.Figure:
    """Return the number of twin towns of each city over time."""
    return towns_over_time(comparison.twin_towns_over_time(facts, facts.years[1]), comparison.undated_towns(facts), t, theme)


@cached_views(8)
def distances_chart(facts: Dataset, t: Texts, theme: Theme) -> go.Figure:
    """Return the twin towns of each city by their distance."""
    towns = comparison.twin_towns(facts)
    known = set(towns["home"])
    return towns_by_distance(towns, [home for home in comparison.home_cities(facts) if home in known], t, theme)


@cached_views(8)
def countries_chart(facts: Dataset, t: Texts, theme: Theme) -> go.Figure:
    """Return the number of twin towns per country."""
    return towns_by_country(comparison.twin_towns(facts), country_names(facts, t), t, theme)
