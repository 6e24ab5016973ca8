"""Write the headlines of the comparisons: the sector matrix, its gaps, and the twin towns of the city and other cities."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from components.words.phrases import names_with_status, partner_names
from components.words.texts import Texts
from data import comparison
from data.dataset import Dataset
from data.queries import sector_counts
from data.ranking import leading_sectors
from data.records import records


def matrix_sentence(cells: pd.DataFrame, measure: str, dataset: Dataset, texts: Texts) -> str:
    """Return the headline of the matrix: with how many partners there was exchange in several sectors, or which is furthest back.

    ``cells`` is ``comparison.matrix``; ``measure`` is ``"count"`` or ``"since"``. No pair is named for its number of activities, which
    depends on the sources (counting rule 1). Of exchange that is furthest back only that with active partners is named, and the sentence
    says so if that with a resting one is.
    """
    names, met = partner_names(dataset, texts), [cell for cell in records(cells) if cell.n]
    if not met:
        return texts.t("matrix.none")
    active = [cell for cell in met if not cell.resting]
    if measure == "count" or not active:
        sectors = Counter(cell.partner for cell in met)
        broad = sum(number > 1 for number in sectors.values())
        return texts.n("matrix.breadth", broad, all=texts.number(len(set(cells["partner"]))))
    most = max(cell.since for cell in active)
    longest = [cell for cell in active if cell.since == most]
    first = longest[0]
    if len(longest) > 1:
        partners = texts.listing([names[one] for one in dict.fromkeys(cell.partner for cell in longest)])
        return texts.t("matrix.sentence_since_shared", partners=partners, year=first.latest)
    rests_longer = any(cell.resting and cell.since >= most for cell in met)
    form = "matrix.sentence_since_active" if rests_longer else "matrix.sentence_since"
    return texts.t(form, partner=names[first.partner], sector=texts.label("sector_in", first.sector), year=first.latest)


def beginnings_sentence(counts: pd.DataFrame, partners: Sequence[str], years: str, dataset: Dataset, texts: Texts) -> str:
    """Return since when there has been exchange with each of ``partners``, their ids; none is left out that has some.

    ``counts`` has a row per partner and year with an activity (columns ``partner`` and ``year``), ``years`` are the years chosen in words.
    """
    names, first = names_with_status(dataset, texts), dict[str, int]()
    for partner, year in zip(counts["partner"].tolist(), counts["year"].tolist(), strict=True):
        first[partner] = min(year, first.get(partner, year))
    begun = [texts.t("stage.compared_one", name=names[one], year=first[one]) for one in partners if one in first]
    if not begun:
        return texts.t("stage.compared_none", partners=texts.listing([names[one] for one in partners]), years=years)
    return texts.t("stage.compared", partners=texts.listing(begun))


def focus_sentence(found: pd.DataFrame, partners: Sequence[str], years: str, dataset: Dataset, texts: Texts) -> str:
    """Return in which sector most exchange with each of ``partners`` was or, if none is clearly first, in how many.

    ``found`` is what ``queries.tally`` returns, ``years`` are the years chosen in words.
    """
    names, parts = names_with_status(dataset, texts), []
    for partner in partners:
        own = found[found["partner"] == partner]
        if own.empty:
            continue
        first, counts = leading_sectors(own), sector_counts(own)
        sectors = texts.listing([texts.label("sector_in", one) for one in first])
        if first and len(counts) > 1:
            parts.append(texts.t("stage.profiles_one", name=names[partner], where=texts.n("sectors.in", len(first), sectors=sectors)))
        else:
            parts.append(texts.t("stage.profiles_even", name=names[partner], where=texts.n("sectors.number", len(counts))))
    if not parts:
        return texts.t("stage.compared_none", partners=texts.listing([names[one] for one in partners]), years=years)
    return texts.t("stage.profiles", partners=texts.listing(parts))


def gaps_sentence(cells: pd.DataFrame, dataset: Dataset, texts: Texts) -> str:
    """Return in which sectors each partner in ``cells`` (from ``comparison.matrix``) has no exchange, and which partners have none."""
    names = names_with_status(dataset, texts)
    spots = comparison.white_spots(cells)
    parts = []
    for partner, missing in spots.items():
        sectors = texts.listing([texts.label("sector_in", one) for one in missing])
        parts.append(texts.t("matrix.spot", partner=names[partner], sectors=sectors))
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
