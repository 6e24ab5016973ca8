"""Write the sentences of the comparison page: where exchange is strong, where there is none, Karlsruhe among other cities."""

import pandas as pd

from components.words.phrases import partner_names, sector_names
from components.words.texts import Texts
from data import comparison
from data.dataset import Dataset


def matrix_sentence(cells: pd.DataFrame, measure: str, dataset: Dataset, texts: Texts) -> str:
    """Return the strongest pair in ``cells`` (from ``comparison.matrix``), or by ``measure`` the one longest without exchange.

    If several share first place, none is named.
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


def spots_sentence(cells: pd.DataFrame, dataset: Dataset, texts: Texts) -> str:
    """Return which sectors each partner in ``cells`` (from ``comparison.matrix``) lacks, and which partners lack all."""
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
    """Return how many of ``towns`` (from ``comparison.twin_towns``) are Karlsruhe's, and which city has most."""
    numbers = towns["home"].value_counts()
    own, most = (texts.number(int(numbers[home])) for home in (comparison.HOME, numbers.index[0]))
    return texts.t("towns.sentence", n=own, home=numbers.index[0], most=most)


def far_sentence(towns: pd.DataFrame, texts: Texts) -> str:
    """Return the farthest of ``towns`` (from ``comparison.twin_towns``)."""
    far = towns.loc[towns["distance_km"].idxmax()]
    return texts.t("towns.far", home=far["home"], town=far["town"], km=texts.number(far["distance_km"]))
