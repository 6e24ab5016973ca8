"""Draw the globe without words that is the ground of a title slide and stands beside a portrait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, dist, radians, sin
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import made_of
from components.figures.palette import CITY_FILL, CITY_OUTLINE, PALETTES, TITLE_GROUND, Theme, faded
from components.figures.world_map import RESTING, joined
from data.city import CITY
from data.geodesy import CENTRE, arc
from data.records import records

#: Centre of the globe if it shows all partners: east of that of the map's globe, because the words of a title stand on its west.
_MIDDLE: Final = (CITY.globe.lat - 2, CITY.globe.lon + 7)
#: Half an arc as a share of the radius, as far as the largest scale allows: with borders of the world, and with those of Europe.
_SPAN, _CLOSEST, _CLOSEST_IN_EUROPE = 0.5, 2.6, 9.0
#: Half the chord of an arc (earth's radius is 1) below which borders of Europe fill the globe.
_NEAR: Final = 0.08
#: Where on the way the globe of a title has its middle, from its west end: beyond the half, because its east is beyond the screen.
_MIDDLE_OF_TITLE: Final = 0.66


@dataclass(frozen=True)
class _Colours:
    sea: str
    land: str
    partner_land: str
    border: str
    arc: str
    resting: str
    marker: str


#: On the city's colour, which is the ground of title slides.
_ON_TITLE: Final = _Colours(
    sea="rgba(255,255,255,0.07)",
    land="rgba(255,255,255,0.16)",
    partner_land="rgba(255,255,255,0.30)",
    border=faded(TITLE_GROUND["light"][1], 0.55),
    arc=CITY_FILL,
    resting="rgba(255,255,255,0.65)",
    marker="#ffffff",
)


def _on_page(theme: Theme) -> _Colours:
    palette = PALETTES[theme]
    return _Colours(
        "rgba(128,140,128,0.10)", palette.land, palette.partner_land, palette.border, palette.city, palette.resting, palette.city
    )


def _seen_from(points: Sequence[tuple[float, float]], middle: float) -> tuple[tuple[float, float], float, bool]:
    """Return the centre and the scale at which the globe shows the way to the only one of ``points``, and whether it is near.

    The centre is on the way, ``middle`` of it from its west end. Of several points the globe shows all.
    """
    if len(points) != 1:
        return _MIDDLE, 1.0, False
    (here, there), way = (_vector(*CENTRE), _vector(*points[0])), arc(*points[0])
    half = dist(here, there) / 2
    near = half < _NEAR
    share = middle if points[0][1] > CENTRE[1] else 1 - middle
    return way[round(share * (len(way) - 1))], min(_CLOSEST_IN_EUROPE if near else _CLOSEST, max(1.0, _SPAN / max(half, 1e-6))), near


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    return cos(radians(lat)) * cos(radians(lon)), cos(radians(lat)) * sin(radians(lon)), sin(radians(lat))


def _arcs(rows: Iterable[Any], line: dict[str, Any]) -> dict[str, Any]:
    ways = joined(arc(row.lat, row.lon) for row in rows)
    return {"type": "scattergeo", "mode": "lines", "line": line, "hoverinfo": "skip", **ways}


def ground_map(shown: pd.DataFrame, theme: Theme, on_green: bool) -> go.Figure:
    """Draw the relations of ``shown`` (from ``queries.relations``) as arcs on a globe without names; suspended ones are dashed.

    Args:
        shown: the relations; the globe is turned and brought closer to a single one.
        theme: light or dark.
        on_green: whether the figure stands on the city's green rather than on the ground of the page.
    """
    colours = _ON_TITLE if on_green else _on_page(theme)
    rows = list(records(shown))
    active = [row for row in rows if row.status not in RESTING]
    resting = [row for row in rows if row.status in RESTING]
    codes = sorted({row.country_iso3 for row in active})
    points = [(row.lat, row.lon) for row in rows]
    (lat, lon), scale, near = _seen_from(points, _MIDDLE_OF_TITLE if on_green else 0.5)
    traces = [
        {
            "type": "choropleth",
            "locations": codes,
            "z": [1] * len(codes),
            "colorscale": [[0, colours.partner_land], [1, colours.partner_land]],
            "showscale": False,
            "hoverinfo": "skip",
            "marker": {"line": {"width": 0.6, "color": colours.border}},
        },
        _arcs(active, {"width": 3.5, "color": colours.arc}),
        _arcs(resting, {"width": 3, "color": colours.resting, "dash": "12px,8px"}),
        {
            "type": "scattergeo",
            "mode": "markers",
            "lat": [y for y, _ in points],
            "lon": [x for _, x in points],
            "hoverinfo": "skip",
            "marker": {
                "size": 14,
                "color": [colours.resting if row.status in RESTING else colours.marker for row in rows],
                "line": {"width": 1, "color": colours.border},
            },
        },
        {
            "type": "scattergeo",
            "mode": "markers",
            "lat": [CENTRE[0]],
            "lon": [CENTRE[1]],
            "hoverinfo": "skip",
            "marker": {"size": 24, "color": CITY_FILL, "line": {"width": 3, "color": CITY_OUTLINE}},
        },
    ]
    geo = {
        "scope": "europe" if near else "world",
        "resolution": 50 if near else 110,
        "center": {"lon": round(lon, 2), "lat": round(lat, 2)},
        "lonaxis": {"range": [-180, 180]},
        "lataxis": {"range": [-90, 90]},
        "projection": {"type": "orthographic", "rotation": {"lon": round(lon, 2), "lat": round(lat, 2)}, "scale": round(scale, 3)},
        "showland": True,
        "landcolor": colours.land,
        "showocean": True,
        "oceancolor": colours.sea,
        "showcountries": True,
        "countrycolor": colours.border,
        "countrywidth": 0.6,
        "showcoastlines": False,
        "showlakes": False,
        "showframe": False,
        "bgcolor": "rgba(0,0,0,0)",
    }
    layout = {
        "geo": geo,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "autosize": True,
    }
    return made_of(traces, layout)
