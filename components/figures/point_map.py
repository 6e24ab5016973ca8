"""Draw a list of cities as points on a map, the city's own marked differently and, beyond the edge, named there."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import BOTH_WIDTHS, laid_out
from components.figures.map_labels import Name, place
from components.figures.map_views import VIEWS
from components.figures.palette import CITY_FILL, CITY_OUTLINE, PALETTES, Theme
from components.figures.world_map import exits, map_layout, names_trace
from components.words.texts import Texts
from data.city import CITY
from data.geodesy import CENTRE, arc
from data.records import records

_SIZE, _SIZE_OF_OURS = 9, 13


def point_map(points: pd.DataFrame, view: str, words: tuple[str, str], texts: Texts, theme: Theme) -> go.Figure:
    """Draw ``points`` on the map.

    Args:
        points: columns ``town``, ``lat``, ``lon``, ``hover`` (plain text) and ``ours`` (bool); rows without coordinates are not drawn.
        view: a key of ``map_views.VIEWS``.
        words: legend entries for the others and for the city's own.
        texts: language.
        theme: light or dark.

    Returns:
        A figure that fills its container, which must keep ``map_views.ASPECT``; the browser fetches the borders from ``topojsonURL``. Its
        last two traces are the names for narrow and for wide containers.
    """
    seen, palette = VIEWS[view], PALETTES[theme]
    placed = points.dropna(subset=["lat", "lon"])
    outline = CITY_OUTLINE if theme == "light" else palette.text
    traces = list[dict[str, Any]]()
    for ours, word in zip((False, True), words, strict=True):
        own = placed[placed["ours"] == ours]
        if own.empty:
            continue
        marker: dict[str, Any] = {"symbol": "diamond" if ours else "circle", "size": _SIZE_OF_OURS if ours else _SIZE}
        marker |= {"color": palette.city if ours else palette.quiet_text, "line": {"width": 1.2, "color": palette.city_outline}}
        traces.append(
            {
                "type": "scattergeo",
                "lat": own["lat"],
                "lon": own["lon"],
                "mode": "markers",
                "marker": marker,
                "name": word,
                "text": own["hover"],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    traces.append(
        {
            "type": "scattergeo",
            "lat": [CENTRE[0]],
            "lon": [CENTRE[1]],
            "mode": "markers",
            "name": CITY.called(texts.lang),
            "marker": {"size": 15, "color": CITY_FILL, "line": {"width": 2, "color": outline}},
            "hovertemplate": f"{CITY.called(texts.lang)}<extra></extra>",
        }
    )
    own = placed[placed["ours"]].rename(columns={"town": "name"})
    ways = {(lat, lon): arc(lat, lon) for lat, lon in zip(own["lat"], own["lon"], strict=True)}
    dots = [Name("", lat, lon, _SIZE / 2) for lat, lon in zip(placed["lat"], placed["lon"], strict=True) if seen.shows(lat, lon)]
    for size in BOTH_WIDTHS:
        names = (Name(CITY.called(texts.lang), *CENTRE, radius=8, needed=True), *exits(records(own), ways, seen, texts, size), *dots)
        traces.append(names_trace(place(seen, names, size), seen, size, palette) | {"showlegend": False})
    legend = {"x": 0, "y": 0, "yanchor": "bottom", "bgcolor": palette.veil, "font": {"size": 13}, "itemsizing": "constant"}
    return laid_out(traces, map_layout(VIEWS[view], texts, theme) | {"showlegend": True, "legend": legend})
