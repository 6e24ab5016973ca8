"""Build the map of a network's members, for the page and for slides, and the charts of the page; each is made once for all who see it."""

import pandas as pd
import plotly.graph_objects as go

from components.figures.memberships import membership_lanes
from components.figures.networks import member_map, seen_through, shared_partners
from components.figures.palette import Theme
from components.words.phrases import names_with_status, sector_names
from components.words.texts import Texts
from data import networks
from data.cache import cached_views
from data.dataset import Dataset
from data.queries import partners_chosen
from data.records import records
from data.selection import Selection


def _partners(dataset: Dataset, selection: Selection) -> tuple[str, ...]:
    return tuple(partners_chosen(dataset, selection))


def _shown(rows: pd.DataFrame, network: str) -> tuple[str, ...]:
    """Return the ids of the networks whose members are shown: ``network`` or, if it is empty, all of ``rows``."""
    return tuple(one for one in rows["id"].tolist() if network in ("", one))


def member_rows(dataset: Dataset, selection: Selection, rows: pd.DataFrame, network: str, texts: Texts) -> pd.DataFrame:
    """Return the known members of ``network``, one row per city, with the columns that the map needs; treat the frame as read-only.

    Args:
        dataset: the facts.
        selection: the viewer's selection.
        rows: what ``networks.networks`` returns.
        network: the id of one of ``rows``, or empty for all of them.
        texts: interface texts in the language of the map.

    Returns:
        What ``networks.places`` returns, and ``hover``, ``ours`` (whether it is a partner of the city), ``number`` of networks, ``themes``
        (tuple of the networks' sectors) and ``label``, the name on the map.
    """
    return _member_rows(dataset, _shown(rows, network), _partners(dataset, selection), texts.lang)


@cached_views(64)
def _member_rows(dataset: Dataset, shown: tuple[str, ...], partners: tuple[str, ...], lang: str) -> pd.DataFrame:
    texts = Texts(lang)
    names, rows = names_with_status(dataset, texts), dataset.networks
    named, theme_of = (dict(zip(rows["id"], rows[column], strict=True)) for column in (f"name_{lang}", "sector"))
    cities = networks.members_of(dataset, partners, lang)
    found = networks.places(cities[cities["network"].isin(shown)])
    hover = [
        "<br>".join((f"<b>{row.name}</b>, {texts.country(row.country)}", *(named[one] for one in row.networks))) for row in records(found)
    ]
    ours = found["partner"] != ""
    return found.assign(
        hover=hover,
        ours=ours,
        number=found["networks"].map(len),
        themes=[tuple(dict.fromkeys(theme_of[one] for one in ids)) for ids in found["networks"]],
        label=found["partner"].map(names).where(ours, found["name"]),
    )


def off_the_map(dataset: Dataset, selection: Selection, rows: pd.DataFrame, network: str) -> tuple[int, tuple[str, ...]]:
    """Return what :func:`members_map_figure` cannot show: how many members are beyond the edge of its view, and those without a place.

    The arguments are those of :func:`member_rows`. Nobody is beyond the edge of the globe.
    """
    return _off_the_map(dataset, _shown(rows, network), _partners(dataset, selection), selection.lang, selection.view)


@cached_views(64)
def _off_the_map(dataset: Dataset, shown: tuple[str, ...], partners: tuple[str, ...], lang: str, view: str) -> tuple[int, tuple[str, ...]]:
    found = _member_rows(dataset, shown, partners, lang)
    located = found.dropna(subset=["lat", "lon"])
    seen = seen_through(view, located)
    outside = 0 if seen.name == "globe" else sum(not seen.shows(row.lat, row.lon) for row in records(located))
    return outside, tuple(found.loc[found["lat"].isna(), "name"])


def members_map_figure(dataset: Dataset, selection: Selection, network: str, ground: Theme, tall: bool = False) -> go.Figure:
    """Return the map of the known members of ``network``, or of all networks of ``selection`` if it is empty.

    ``ground`` is the theme; ``tall`` makes the map for a page (see ``world_map.map_layout``).
    """
    shown = _shown(networks.networks(dataset, selection), network)
    return _members_map(dataset, shown, _partners(dataset, selection), selection.lang, selection.view, ground, tall)


@cached_views(64)
def _members_map(
    dataset: Dataset, shown: tuple[str, ...], partners: tuple[str, ...], lang: str, view: str, ground: Theme, tall: bool
) -> go.Figure:
    found = _member_rows(dataset, shown, partners, lang)
    return member_map(found.assign(name=found["label"]), view, Texts(lang), ground, tall)


def lanes_figure(dataset: Dataset, selection: Selection, ground: Theme) -> go.Figure:
    """Return the chart of memberships in the networks of ``selection`` over time; ``ground`` is the theme."""
    return _lanes(dataset, selection.sectors, selection.last_year, selection.network, selection.lang, ground)


@cached_views(64)
def _lanes(dataset: Dataset, sectors: tuple[str, ...], last_year: int, network: str, lang: str, ground: Theme) -> go.Figure:
    texts = Texts(lang)
    rows = networks.joined(dataset, sectors, last_year, lang)
    return membership_lanes(rows, last_year, network, sector_names(texts), texts, ground)


def shared_figure(dataset: Dataset, selection: Selection, ground: Theme) -> go.Figure:
    """Return the chart of the partners that ``networks.second_degree`` finds, at least one; ``ground`` is the theme."""
    return _shared(dataset, _partners(dataset, selection), selection.last_year, selection.lang, ground)


@cached_views(64)
def _shared(dataset: Dataset, partners: tuple[str, ...], last_year: int, lang: str, ground: Theme) -> go.Figure:
    texts = Texts(lang)
    return shared_partners(networks.shared_with(dataset, partners, last_year), names_with_status(dataset, texts), texts, ground)
