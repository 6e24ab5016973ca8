"""Write the headlines of the comparisons: the sector matrix, its gaps, and the twin towns of Karlsruhe and other cities."""

import pandas as pd

from components.words.phrases import partner_names, sector_names
from components.words.texts import Texts
from data import comparison
from data.dataset import Dataset


def matrix_sentence(cells: pd.DataFrame, measure: str, dataset: Dataset, texts: Texts) -> str:
    """Return the headline of the sector matrix: the pair in ``cells`` with the most activities, or the one longest without exchange.

    ``cells`` is ``comparison.matrix``; ``measure`` is ``"count"`` or ``"since"``. If several pairs share first place, none is named.
    """
    names, sectors = partner_names(dataset, texts), sector_names(texts)
    met = cells[cells["n"] > 0]
    if met.empty:
        return texts.t("matrix.none")
    if measure == "count":
        first = met[met["n"] == met["n"].max()]
        empty = texts.n("matrix.empty", len(cells) - len(met)) if len(met) < len(cells) else ""
        if len(first) > 1:
            return texts.n("matrix.sentence_shared", int(first["n"].iloc[0])) + empty
        return texts.n("matrix.sentence", int(first["n"].iloc[0]), **_pair(first, names, sectors)) + empty
    asleep = met[met["since"] == met["since"].max()]
    since = {"year": asleep["latest"].iloc[0]}
    if len(asleep) > 1:
        return texts.n("matrix.sentence_since_shared", int(asleep["since"].iloc[0]), cells=texts.number(len(asleep)), **since)
    return texts.n("matrix.sentence_since", int(asleep["since"].iloc[0]), **_pair(asleep, names, sectors), **since)


def _pair(cells: pd.DataFrame, names: dict[str, str], sectors: dict[str, str]) -> dict[str, str]:
    return {"partner": names[cells["partner"].iloc[0]], "sector": sectors[cells["sector"].iloc[0]]}


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
    """Return how many of ``towns`` (from ``comparison.twin_towns``) are Karlsruhe's, and which city has the most."""
    numbers = towns["home"].value_counts()
    own, most = (texts.number(int(numbers[home])) for home in (comparison.HOME, numbers.index[0]))
    return texts.t("towns.sentence", n=own, home=numbers.index[0], most=most)


def farthest_sentence(towns: pd.DataFrame, texts: Texts) -> str:
    """Return which of ``towns`` (from ``comparison.twin_towns``) is farthest away, and whose twin town it is."""
    far = towns.loc[towns["distance_km"].idxmax()]
    return texts.t("towns.far", home=far["home"], town=far["town"], km=texts.number(far["distance_km"]))
