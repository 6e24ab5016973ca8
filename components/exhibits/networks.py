"""Build the map of a network's members, for the page and for slides."""

import pandas as pd
import plotly.graph_objects as go

from components.figures.networks import member_map
from components.figures.palette import Theme
from components.words.phrases import names_with_status
from components.words.texts import Texts
from data import networks
from data.cache import cached_views
from data.dataset import Dataset
from data.records import records
from data.selection import COUNTED, Selection


def member_rows(dataset: Dataset, selection: Selection, rows: pd.DataFrame, network: str, texts: Texts) -> pd.DataFrame:
    """Return the known members of ``network``, one row per city, with the columns that the map needs.

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
    names = names_with_status(dataset, texts)
    named = rows.set_index("id")["name"].to_dict()
    cities = networks.members(dataset, selection, network)
    found = networks.places(cities[cities["network"].isin(named)])
    hover = [
        "<br>".join((f"<b>{row.name}</b>, {texts.country(row.country)}", *(named[one] for one in row.networks))) for row in records(found)
    ]
    ours, theme_of = found["partner"] != "", rows.set_index("id")["sector"]
    return found.assign(
        hover=hover,
        ours=ours,
        number=found["networks"].map(len),
        themes=[tuple(dict.fromkeys(theme_of[one] for one in ids)) for ids in found["networks"]],
        label=found["partner"].map(names).where(ours, found["name"]),
    )


@cached_views(64, needs=(*COUNTED, "lang", "view"))
def members_map_figure(dataset: Dataset, selection: Selection, network: str, ground: Theme, tall: bool = False) -> go.Figure:
    """Return the map of the known members of ``network``, or of all networks of ``selection`` if it is empty.

    ``ground`` is the theme; ``tall`` makes the map for a page (see ``world_map.map_layout``).
    """
    texts = Texts(selection.lang)
    found = member_rows(dataset, selection, networks.networks(dataset, selection), network, texts)
    return member_map(found.assign(name=found["label"]), selection.view, texts, ground, tall)
