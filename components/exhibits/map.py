"""Build the map of partners for the page, without Streamlit."""

import plotly.graph_objects as go

from components.figures.palette import Theme
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.cache import cached_views
from data.dataset import Dataset
from data.queries import connections
from data.selection import COUNTED, Selection


@cached_views(64, needs=(*COUNTED, "lang", "view"))
def map_figure(facts: Dataset, chosen: Selection, ground: Theme) -> go.Figure:
    """Return the map of ``chosen`` for the page (``tall``, see ``world_map.map_layout``); ``ground`` is its theme."""
    _, shown, _ = connections(facts, chosen)
    return world_map(shown, chosen.view, chosen.sector, Texts(chosen.lang), ground, tall=True)
