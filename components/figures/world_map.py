"""Draw the map of partners: great-circle arcs from Karlsruhe, width by exchange, symbol by kind, grey if not active."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import BOTH_WIDTHS, CLICKED, FONT, Width, for_width, made_of
from components.figures.map_labels import FONT_SIZE, Name, Place, place
from components.figures.map_views import TALL, VIEWS, View, leaves_at
from components.figures.palette import KARLSRUHE_FILL, KARLSRUHE_OUTLINE, KIND_SYMBOLS, PALETTES, Palette, Theme
from components.words.texts import Texts
from data.geodesy import KARLSRUHE, arc

#: Least number of exchanges and line width in pixels of each class; classes keep the number of traces small.
WEIGHTS: Final = ((100, 5.0), (50, 3.8), (10, 2.6), (1, 1.6), (0, 0.9))
#: Statuses of relations that are not active, drawn grey and dashed.
RESTING: Final = ("suspended", "dormant", "ended")
_DASH: Final = "7px,5px"
_RESTING_WIDTH: Final = 1.8


def weight(exchanges: int) -> float:
    """Return the line width in pixels for a number of documented exchanges."""
    return next(width for least, width in WEIGHTS if exchanges >= least)


def joined(arcs: Iterable[Iterable[tuple[float, float]]]) -> dict[str, list[float | None]]:
    """Return arcs as one pair of coordinate lists with a gap after each: one trace is drawn faster than many."""
    lat: list[float | None] = []
    lon: list[float | None] = []
    for points in arcs:
        for y, x in points:
            lat.append(y)
            lon.append(x)
        lat.append(None)
        lon.append(None)
    return {"lat": lat, "lon": lon}


def _arcs(shown: pd.DataFrame, palette: Palette, colour: str) -> Iterator[dict[str, Any]]:
    resting = shown["status"].isin(RESTING)
    widths = shown["exchanges"].map(weight)
    for width in sorted(set(widths[~resting])):
        rows = shown[~resting & (widths == width)]
        yield _arc_trace(rows, {"width": width, "color": colour})
    if resting.any():
        yield _arc_trace(shown[resting], {"width": _RESTING_WIDTH, "color": palette.resting, "dash": _DASH})


def _arc_trace(rows: pd.DataFrame, line: dict[str, Any]) -> dict[str, Any]:
    arcs = (arc(lat, lon) for lat, lon in zip(rows["lat"], rows["lon"], strict=True))
    return {"type": "scattergeo", "mode": "lines", "line": line, "opacity": 0.8, "hoverinfo": "skip", **joined(arcs)}


def hover_text(row: Any, texts: Texts) -> str:
    """Return the hover text for one row of ``queries.relations``."""
    kind = texts.label("relation", row.kind)
    since = texts.t("relation.since", kind=kind, date=texts.date(row.since)) if row.since else kind
    lines = [f"<b>{row.name}</b>, {texts.country(row.country)}", since]
    if row.status != "active":
        lines.append(f"<b>{texts.label('status', row.status)}</b>")
    lines.append(texts.n("exchange.documented", row.exchanges))
    if row.approximate:
        lines.append(f"<i>{texts.t('map.approximate')}</i>")
    return "<br>".join(lines)


def _markers(shown: pd.DataFrame, palette: Palette, colour: str, texts: Texts) -> dict[str, Any]:
    rows = list(shown.itertuples(index=False))
    symbols = [KIND_SYMBOLS[row.kind][0] for row in rows]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": shown["lat"].tolist(),
        "lon": shown["lon"].tolist(),
        "customdata": shown["id"].tolist(),
        "text": [hover_text(row, texts) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            # An approximate point is drawn hollow.
            "symbol": [f"{symbol}-open" if row.approximate else symbol for symbol, row in zip(symbols, rows, strict=True)],
            "size": 11,
            "opacity": 1,
            "color": [palette.resting if row.status in RESTING else colour for row in rows],
            "line": {"width": 1.5, "color": [colour if row.approximate else palette.city_outline for row in rows]},
        },
        "unselected": {"marker": {"opacity": 1}},
    }


def karlsruhe_trace(palette: Palette) -> dict[str, Any]:
    """Return the marker of Karlsruhe."""
    outline = KARLSRUHE_OUTLINE if palette is PALETTES["light"] else palette.text
    marker = {"size": 15, "color": KARLSRUHE_FILL, "line": {"width": 2, "color": outline}}
    return {"type": "scattergeo", "mode": "markers", "lat": [KARLSRUHE[0]], "lon": [KARLSRUHE[1]], "marker": marker, "hoverinfo": "skip"}


def _countries(alpha3: Iterable[str], palette: Palette) -> dict[str, Any]:
    codes = sorted(set(alpha3))
    return {
        "type": "choropleth",
        "locations": codes,
        "z": [1] * len(codes),
        "colorscale": [[0, palette.partner_land], [1, palette.partner_land]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 0.6, "color": palette.border}},
    }


def _exits(shown: pd.DataFrame, view: View) -> Iterator[Name]:
    """Yield a note for each point where arcs leave the Europe view; arcs that leave together share one."""
    exits: list[tuple[tuple[float, float], tuple[float, float], list[str]]] = []
    for row in shown.itertuples():
        at = leaves_at(view, arc(row.lat, row.lon)) if view.name == "europe" else None
        share = view.place(*at) if at else None
        if at is None or share is None:
            continue
        for _, other, names in exits:
            if abs(share[0] - other[0]) + abs(share[1] - other[1]) < 0.12:
                names.append(row.name)
                break
        else:
            exits.append((at, share, [row.name]))
    for at, (x, y), names in exits:
        text = ", ".join(sorted(names))
        arrows = {"{} →": 1 - x, "← {}": x, "↑ {}": y, "↓ {}": 1 - y}
        yield Name(min(arrows, key=lambda arrow: arrows[arrow]).format(text), *at, radius=2)


def _names(shown: pd.DataFrame, view: View) -> tuple[Name, ...]:
    """Return the names to place: notes at the edge, Karlsruhe, then the visible partners, the farthest first.

    The order does not depend on the figures shown, so that no name moves when a filter changes.
    """
    far_first = shown.sort_values(["distance_km", "name"], ascending=[False, True])
    partners = (Name(row.name, row.lat, row.lon) for row in far_first.itertuples(index=False) if view.shows(row.lat, row.lon))
    return (*_exits(far_first, view), Name("Karlsruhe", *KARLSRUHE, radius=8), *partners)


def _leader(name: Name, spot: Place) -> list[tuple[float, float]]:
    """Return a leader line as short segments without its anchor, because the browser bends a long segment into a great circle."""
    legs = [step / 8 for step in range(8)]
    return [(round(name.lat + (spot.lat - name.lat) * t, 2), round(name.lon + (spot.lon - name.lon) * t, 2)) for t in legs]


def names_trace(places: dict[Name, Place], size: Width, palette: Palette) -> dict[str, Any]:
    """Return one trace with every name and, as its line, the leader lines; a name without one is a line of one point."""
    points: list[tuple[float | None, float | None, str, str, float]] = []
    for name, spot in places.items():
        if spot.led:
            points += [(lat, lon, "", spot.side, 0) for lat, lon in _leader(name, spot)]
        # Plotly keeps text off its own marker, so each name has an invisible marker as large as the one it names.
        points += [(spot.lat, spot.lon, name.text, spot.side, 0 if spot.led else 2 * name.radius), (None, None, "", spot.side, 0)]
    lat, lon, text, side, diameter = ([point[part] for point in points] for part in range(5))
    halo = " ".join(f"{x}px {y}px 2px {palette.ground}," for x in (-1, 1) for y in (-1, 1)).rstrip(",")
    names = {
        "type": "scattergeo",
        "mode": "lines+markers+text",
        "lat": lat,
        "lon": lon,
        "text": text,
        "textposition": side,
        "marker": {"size": diameter, "opacity": 0},
        "line": {"width": 0.8, "color": palette.quiet_text},
        "textfont": {"size": FONT_SIZE[size], "color": palette.text, "shadow": halo},
        "hoverinfo": "skip",
    }
    return for_width(size, names)


def map_layout(seen: View, texts: Texts, theme: Theme, tall: bool = False) -> dict[str, Any]:
    """Return the layout of a map: land, borders, hover labels, German or English numbers.

    A map has no size of its own and fills its container, which must keep ``map_views.ASPECT``. The browser therefore draws it twice, first
    to measure the container. A ``tall`` map has the height ``map_views.TALL`` and is drawn once; its container must show the middle.
    """
    palette = PALETTES[theme]
    geo = seen.layout() | {
        "showland": True,
        "landcolor": palette.land,
        "showcountries": True,
        "countrycolor": palette.border,
        "countrywidth": 0.6,
        "showcoastlines": False,
        "showlakes": False,
        "showframe": False,
        "showocean": seen.name == "globe",
        "oceancolor": "rgba(128,140,128,0.10)",
        "bgcolor": "rgba(0,0,0,0)",
        "fitbounds": False,
    }
    if tall:
        geo["projection"] |= {"scale": seen.scale_when_tall()}
    return {
        **({"height": TALL} if tall else {}),
        "geo": geo,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": palette.text},
        "hoverlabel": {
            "bgcolor": palette.ground,
            "bordercolor": palette.border,
            "font": {"family": FONT, "size": 14, "color": palette.text},
            "align": "left",
        },
        # Only the globe can be turned by hand. ``orbit`` has no effect on a flat map; without a value the page would let viewers move the
        # map.
        "dragmode": "pan" if seen.name == "globe" else "orbit",
        "separators": ",." if texts.lang == "de" else ".,",
        "autosize": True,
    }


def world_map(shown: pd.DataFrame, view: str, sector: str, texts: Texts, theme: Theme, tall: bool = False) -> go.Figure:
    """Draw the relations of ``shown`` on the map.

    Args:
        shown: what ``queries.relations`` returns.
        view: a key of ``map_views.VIEWS``.
        sector: the one sector whose colour the arcs take, or empty for the city's green.
        texts: the language of names and hover text.
        theme: light or dark.
        tall: see :func:`map_layout`.

    Returns:
        A figure of the size of :func:`map_layout`. The markers of the partners carry their ids as ``customdata``. Its last
        two traces are the names for narrow and for wide containers. The browser fetches the borders from ``topojsonURL``.
    """
    palette = PALETTES[theme]
    colour = palette.sectors[sector] if sector else palette.city
    seen = VIEWS[view]
    names = _names(shown, seen)
    traces = [
        *_arcs(shown, palette, colour),
        _countries(shown["country_iso3"], palette),
        _markers(shown, palette, colour, texts),
        karlsruhe_trace(palette),
        *(names_trace(place(view, names, size), size, palette) for size in BOTH_WIDTHS),
    ]
    return made_of(traces, CLICKED | map_layout(seen, texts, theme, tall))
