"""Write the headlines of the comparisons: the sector matrix, its gaps, and the twin towns of the city and other cities."""

import pandas as pd

from components.words.phrases import partner_names, sector_names
from components.words.texts import Texts
from data import comparison
from data.dataset import Dataset
from data.ranking import leading


def matrix_sentence(cells: pd.DataFrame, measure: str, dataset: Dataset, texts: Texts) -> str:
    """Return the headline of the sector matrix: the pair in ``cells`` with the most activities, or the one longest without exchange.

    ``cells`` is ``comparison.matrix``; ``measure`` is ``"count"`` or ``"since"``. Only active relations are named, and a superlative says
    so if a resting one would come first. If several pairs share first place, or if the city's complete list decides, none is named.
    """
    names, sectors = partner_names(dataset, texts), sector_names(texts)
    met = cells[cells["n"] > 0]
    if met.empty:
        return texts.t("matrix.none")
    pair = met["partner"].map(names) + ", " + met["sector"].map(sectors)
    if measure == "count":
        empty = texts.n("matrix.empty", len(cells) - len(met)) if len(met) < len(cells) else ""
        first = leading(met.assign(pair=pair).rename(columns={"n": "exchanges"}), "pair")
        if first is None or len(first.labels) > 1:
            return texts.n("matrix.covered", len(met), all=texts.number(len(cells)))
        form = "matrix.sentence_active" if first.among_active else "matrix.sentence"
        return texts.n(form, first.most, pair=first.labels[0]) + empty
    active = met[~met["resting"]]
    if active.empty:
        return texts.n("matrix.covered", len(met), all=texts.number(len(cells)))
    longest = active[active["since"] == active["since"].max()]
    years = int(longest["since"].iloc[0])
    if len(longest) > 1:
        return texts.n("matrix.sentence_since_shared", years, cells=texts.number(len(longest)), year=longest["latest"].iloc[0])
    form = "matrix.sentence_since_active" if met.loc[met["resting"], "since"].max() >= years else "matrix.sentence_since"
    return texts.n(form, years, pair=pair[longest.index[0]], year=longest["latest"].iloc[0])


def gaps_sentence(cells: pd.DataFrame, dataset: Dataset, texts: Texts) -> str:
    """Return in which sectors each partner in ``cells`` (from ``comparison.matrix``) has no exchange, and which partners have none."""
    names, sectors = partner_names(dataset, texts), sector_names(texts)
    spots = comparison.white_spots(cells)
    parts = []
    for partner, missing in spots.items():
        parts.append(texts.t("matrix.spot", partner=names[partner], sectors=texts.listing([sectors[one] for one in missing])))
    silent = [names[partner] for partner in comparison.silent_partners(cells)]
    sentences = [texts.t("matrix.spots", spots="; ".join(parts))] if parts else []
    if silent:
        sentences.append(texts.t("matrix.silent", partners=texts.listing(silent)))
    return " ".join(sentences) or texts.t("matrix.no_spots")


def towns_sentence(towns: pd.DataFrame, texts: Texts) -> str:
    """Return how many of ``towns`` (from ``comparison.twin_towns``) are the city's, and which city has the most."""
    numbers = towns["home"].value_counts()
    own, most = (texts.number(int(numbers[home])) for home in (comparison.HOME, numbers.index[0]))
    return texts.t("towns.sentence", n=own, home=numbers.index[0], most=most)


def farthest_sentence(towns: pd.DataFrame, texts: Texts) -> str:
    """Return which of ``towns`` (from ``comparison.twin_towns``) is farthest away, and whose twin town it is."""
    far = towns.loc[towns["distance_km"].idxmax()]
    return texts.t("towns.far", home=far["home"], town=far["town"], km=texts.number(far["distance_km"]))
