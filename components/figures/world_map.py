"""Draw the map of partners: arcs from the city, width by exchange, symbol by kind, grey if not active."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import atan2, ceil, dist, pi
from textwrap import wrap
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import BOTH_WIDTHS, CLICKED, FONT, Width, for_width, made_of
from components.figures.letters import BREAK
from components.figures.map_labels import FONT_SIZE, MEASURED, WIDTHS, Lines, Name, Place, place
from components.figures.map_views import TALL, VIEWS, View, between, views_by_width, visible
from components.figures.palette import CITY_FILL, CITY_OUTLINE, KIND_SYMBOLS, PALETTES, Palette, Theme
from components.words.texts import Texts
from data.city import CITY
from data.geodesy import CENTRE, arc, bearing, distance_km
from data.records import records

#: Least number of exchanges of each class, and the width of its arcs at their outer end, in pixels of a map
#: ``MEASURED`` pixels wide.
WEIGHTS: Final = ((100, 6.0), (50, 4.4), (10, 3.0), (1, 1.8), (0, 0.9))
#: Width of every arc at the city, so that many arcs leave it without covering each other, and of the line around it, which is as wide on
#: a phone. Both in pixels.
_START: Final = 0.5
_AROUND: Final = 0.6
#: Statuses of relations that are not active, drawn grey and dashed.
RESTING: Final = ("suspended", "dormant", "ended")
_DASH: Final = "6px,4px"
_RESTING_WIDTH: Final = 1.4
#: Arcs that leave the city within this angle, in degrees, would be one line; they are bent apart, by this share of their length.
_TOGETHER: Final = 2.5
_BOW: Final = 0.03
#: Radius in pixels of the city's mark, with its outline.
CITY_RADIUS: Final = 8
#: How many legs of an arc are drawn as one.
_LEGS: Final = 3
#: How far a note's point is from the edge, as a share of two legs of its arc, lest rounding put it beyond.
_INSIDE: Final = 0.02
#: Largest distance of two notes at the edge that become one, in shares of the picture's width.
_NEIGHBOURS: Final = 0.12
#: Length of a name in characters from which it has two lines on a phone.
_LONG: Final = 14
#: Arrows by direction, counterclockwise from the right.
_ARROWS: Final = "→↗↑↖←↙↓↘"

#: Points (lat, lon) in degrees.
Arc = tuple[tuple[float, float], ...]
#: The arc to each point.
Ways = Mapping[tuple[float, float], Arc]


def weight(exchanges: int) -> float:
    """Return the width in pixels of the outer end of an arc for a number of documented exchanges."""
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


def routes(rows: Iterable[Any]) -> dict[tuple[float, float], Arc]:
    """Return the arc to each of ``rows`` (with ``lat`` and ``lon``) by its point.

    An arc is the geodesic, except where several leave the city in one direction: these are bent apart.
    """
    points = sorted({(row.lat, row.lon) for row in rows}, key=lambda point: (bearing(*point), point))
    bundles = [points[:1]] if points else []
    for one, other in pairwise(points):
        if bearing(*other) - bearing(*one) < _TOGETHER:
            bundles[-1].append(other)
        else:
            bundles.append([other])
    return {
        point: arc(*point, bow=round(_BOW * (number - (len(bundle) - 1) / 2) / max(1, len(bundle) - 2), 4))
        for bundle in bundles
        for number, point in enumerate(bundle)
    }


def _drawn_part(view: View, route: Arc) -> list[tuple[float, float]]:
    """Return ``route`` as far as it is seen, on a flat map with a piece beyond the edge.

    Long arcs have fewer points, because the browser bends what is between them.
    """
    part = list(visible(view, route))
    if part[-1] != route[-1] and view.name != "globe":
        part.append(route[len(part) - 1])
    return [*part[:-1:_LEGS], part[-1]]


@lru_cache(1024)
def _blade(view: View, route: Arc, width: float) -> tuple[tuple[float, float], ...]:
    """Return the outline of an arc that widens from the city to ``width`` pixels: closed and clockwise, as the browser expects areas."""
    left, bottom, right, top = view.bounds()
    size = np.array([right - left, bottom - top])
    line = view.shares(_drawn_part(view, route)) * size
    # Pixels of a map as wide as the one on which widths are measured, in metres.
    drawn_left, _, drawn_right, _ = view.drawn(MEASURED)
    pixel = (right - left) / (drawn_right - drawn_left)
    steps = np.gradient(line, axis=0)
    aside = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.hypot(*steps.T)[:, None]
    length = np.concatenate([[0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
    half = pixel / 2 * (_START + (width - _AROUND - _START) * length / length[-1])
    sides = line + aside * half[:, None], line - aside * half[:, None]
    points = _rounded(view, view.degrees(np.concatenate([sides[0], sides[1][::-1]]) / size))
    return (*points, points[0])


def _rounded(view: View, points: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    """Return points (lat, lon) as exactly as a pixel of ``view`` asks for."""
    digits = 2 if view.name in ("world", "globe") else 3
    return [(round(float(lat), digits), round(float(lon), digits)) for lat, lon in points]


def _arcs(rows: Sequence[Any], ways: Ways, view: View, palette: Palette, colour: str) -> Iterator[dict[str, Any]]:
    """Yield one trace for all active relations, as filled areas, and one for the others, as dashed lines."""
    active, resting = (
        [(ways[row.lat, row.lon], weight(row.exchanges)) for row in rows if (row.status in RESTING) is rests] for rests in (False, True)
    )
    quiet = {"type": "scattergeo", "mode": "lines", "hoverinfo": "skip"}
    if resting:
        line = {"width": _RESTING_WIDTH, "color": palette.resting, "dash": _DASH}
        yield quiet | {"line": line, **joined(_drawn_part(view, way) for way, _ in resting)}
    if active:
        line = {"width": _AROUND, "color": colour}
        yield (
            quiet
            | {"line": line, "fill": "toself", "fillcolor": colour, "opacity": 0.85}
            | joined(_blade(view, way, width) for way, width in active)
        )


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


def _markers(rows: Sequence[Any], palette: Palette, colour: str, texts: Texts) -> dict[str, Any]:
    symbols = [KIND_SYMBOLS[row.kind][0] for row in rows]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": [row.lat for row in rows],
        "lon": [row.lon for row in rows],
        "customdata": [row.id for row in rows],
        "text": [hover_text(row, texts) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            # An approximate point is drawn hollow.
            "symbol": [
                f"{symbol.removesuffix('-open')}-open" if row.approximate else symbol for symbol, row in zip(symbols, rows, strict=True)
            ],
            "size": 11,
            "opacity": 1,
            "color": [palette.resting if row.status in RESTING else colour for row in rows],
            "line": {"width": 1.5, "color": [colour if row.approximate else palette.city_outline for row in rows]},
        },
    }


def city_trace(palette: Palette) -> dict[str, Any]:
    """Return the marker of the city."""
    outline = CITY_OUTLINE if palette is PALETTES["light"] else palette.text
    marker = {"size": 15, "color": CITY_FILL, "opacity": 1, "line": {"width": 2, "color": outline}}
    return {"type": "scattergeo", "mode": "markers", "lat": [CENTRE[0]], "lon": [CENTRE[1]], "marker": marker, "hoverinfo": "skip"}


def _countries(rows: Sequence[Any], palette: Palette) -> dict[str, Any]:
    """Return the shading of countries: the partners' colour where a relation is active, grey where all of them rest."""
    active = {row.country_iso3 for row in rows if row.status not in RESTING}
    codes = sorted({row.country_iso3 for row in rows})
    return {
        "type": "choropleth",
        "locations": codes,
        "z": [int(code in active) for code in codes],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, palette.resting_land], [1, palette.partner_land]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"opacity": 1, "line": {"width": 0.6, "color": palette.border}},
    }


def unfaded(traces: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return ``traces`` such that a click on one point leaves everything else as it is; the browser fades what is not selected."""
    kept = []
    for trace in traces:
        same: dict[str, Any] = {}
        if trace["type"] == "choropleth" or "markers" in trace.get("mode", ""):
            same["marker"] = {"opacity": trace["marker"]["opacity"]}
        if "text" in trace.get("mode", ""):
            same["textfont"] = {"color": trace["textfont"]["color"]}
        kept.append({**trace, "unselected": same} if same else {**trace})
    return kept


def exits(rows: Iterable[Any], ways: Ways, view: View, texts: Texts, size: Width) -> Iterator[Name]:
    """Yield a note for each point at which arcs leave the view, with an arrow; arcs that leave together share one.

    Args:
        rows: points with ``name``, ``lat`` and ``lon``.
        ways: what :func:`routes` returns for them.
        view: the view.
        texts: interface texts in the language of the map.
        size: wide maps also say the distance.
    """
    found: list[tuple[tuple[float, float], tuple[float, float], float, list[Any]]] = []
    for row in rows:
        if view.shows(row.lat, row.lon):
            continue
        part = visible(view, ways[row.lat, row.lon])
        end, before = (view.pixels(*point, 1) for point in (part[-1], part[-2]))
        if end is None or before is None:
            continue
        for _, at, _, leaving in found:
            if abs(at[0] - end[0]) + abs(at[1] - end[1]) < _NEIGHBOURS:
                leaving.append(row)
                break
        else:
            anchor = between(part[-1], part[max(0, len(part) - 3)], _INSIDE)
            found.append((anchor, end, atan2(before[1] - end[1], end[0] - before[0]), [row]))
    for (lat, lon), (x, _), turn, leaving in found:
        text = ", ".join(sorted(row.name for row in leaving))
        if size == "wide":
            # To the hundred, because several leave together and the arc is only followed roughly.
            far = sorted({round(distance_km(row.lat, row.lon), -2) for row in leaving})
            distance = texts.t("table.km", km="–".join(texts.number(km) for km in dict.fromkeys((far[0], far[-1]))))
            text += (" · " if len(text) < 2 * _LONG else BREAK) + distance
        arrow = _ARROWS[round(turn / (pi / 4)) % len(_ARROWS)]
        text = f"{arrow}\u00a0{text}" if x < 0.5 else f"{text}\u00a0{arrow}"
        yield Name(text if size == "wide" else broken(text), round(lat, 3), round(lon, 3), radius=8, needed=True, far=True)


def under_the_city(lat: float, lon: float, seen: View, size: Width) -> bool:
    """Return whether more than half of a mark is under that of the city at every width of ``size``: two names would lead to one mark."""
    own, other = (seen.pixels(*point, WIDTHS[size][-1]) for point in (CENTRE, (lat, lon)))
    return own is not None and other is not None and dist(own, other) < CITY_RADIUS / 2


class _Point(NamedTuple):
    """A partner on the map."""

    name: str
    lat: float
    lon: float


@lru_cache(64)
def _labels(points: tuple[_Point, ...], view: str, lang: str, theme: Theme, tall: bool) -> tuple[dict[str, Any], ...]:
    """Return the names of the map for narrow and for wide containers: notes at the edge, the city, then the visible ``points``.

    They depend on who is shown, not on the figures, so that no name moves when a filter changes. A partner whose mark is under that of the
    city is not named: list, table and hover text name it.
    """
    ways, texts = routes(points), Texts(lang)
    lines, by_width = Lines(tuple(ways.values()), end=WEIGHTS[0][1]), views_by_width(VIEWS[view], tall)
    traces = []
    for size in BOTH_WIDTHS:
        seen, shortened = by_width[size], str if size == "wide" else broken
        partners = [Name(shortened(point.name), point.lat, point.lon) for point in points if seen.shows(point.lat, point.lon)]
        if len(partners) > 1:
            # An empty name keeps others off the marker.
            partners = [replace(name, text="") if under_the_city(name.lat, name.lon, seen, size) else name for name in partners]
        home = Name(CITY.called(texts.lang), *CENTRE, radius=CITY_RADIUS, needed=True)
        names = (*exits(points, ways, seen, texts, size), home, *partners)
        traces.append(names_trace(place(seen, names, size, lines), VIEWS[view], size, PALETTES[theme]))
    return tuple(traces)


def _leader(name: Name, spot: Place, view: View) -> list[tuple[float, float]]:
    """Return a leader line in parts so short that the browser, which bends them into great circles, draws a straight line."""
    start, end = view.shares([(name.lat, name.lon), (spot.lat, spot.lon)])
    legs = ceil(float(np.hypot(*(end - start))) / (0.1 if view.name == "globe" else 0.2))
    between = [start + (end - start) * leg / legs for leg in range(1, legs)]
    return [(name.lat, name.lon), *(_rounded(view, view.degrees(np.array(between))) if between else ()), (spot.lat, spot.lon)]


def names_trace(places: dict[Name, Place], view: View, size: Width, palette: Palette) -> dict[str, Any]:
    """Return one trace with every name and, as its line, the leader lines; a name without one is a line of one point.

    The names come first, because the leader lines after them then need neither a text nor a side.
    """
    named = joined([(spot.lat, spot.lon)] for spot in places.values())
    led = joined(_leader(name, spot, view) for name, spot in places.items() if spot.led)
    # Plotly keeps text off its own marker, so each name has an invisible marker as large as the one it names.
    texts, sides, diameters = list[str](), list[str](), list[float]()
    for name, spot in places.items():
        texts += [name.text, ""]
        sides += [spot.side, "top left"]
        diameters += [0 if spot.led else 2 * name.radius, 0]
    halo = " ".join(f"{x}px {y}px 2px {palette.ground}," for x in (-1, 1) for y in (-1, 1)).rstrip(",")
    names = {
        "type": "scattergeo",
        "mode": "lines+markers+text",
        # Without any point there would be no trace, and the page would hide another one as that for its width.
        "lat": named["lat"] + led["lat"] or [None],
        "lon": named["lon"] + led["lon"] or [None],
        "text": texts,
        "textposition": sides,
        "marker": {"size": diameters + [0] * len(led["lat"]), "opacity": 0},
        "line": {"width": 0.8, "color": palette.quiet_text},
        "textfont": {"size": FONT_SIZE[size], "color": palette.text, "shadow": halo},
        "hoverinfo": "skip",
    }
    return for_width(size, names)


def broken(text: str) -> str:
    """Return a long name in two or three lines of about the same length, for a phone."""
    if len(text) < _LONG:
        return text
    lines = 2 if len(text) < 3 * _LONG else 3
    return BREAK.join(wrap(text, ceil(len(text) / lines) + 4, break_long_words=False, break_on_hyphens=False))


def map_layout(seen: View, texts: Texts, theme: Theme, tall: bool = False) -> dict[str, Any]:
    """Return the layout of a map: land, borders, hover labels, German or English numbers.

    A map has no size of its own and fills its container, which must keep ``map_views.ASPECT``. The browser therefore draws it twice, first
    to measure the container. A ``tall`` map has the height ``map_views.TALL`` and is drawn once; its container must show the middle.
    """
    palette = PALETTES[theme]
    geo = views_by_width(seen, tall)["narrow"].layout() | {
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
    palette, rows = PALETTES[theme], list(records(shown))
    colour = palette.sectors[sector] if sector else palette.city
    far_first = sorted(rows, key=lambda row: (-row.distance_km, row.name))
    traces = [
        *_arcs(rows, routes(rows), views_by_width(VIEWS[view], tall)["narrow"], palette, colour),
        _countries(rows, palette),
        _markers(rows, palette, colour, texts),
        city_trace(palette),
        *_labels(tuple(_Point(row.name, row.lat, row.lon) for row in far_first), view, texts.lang, theme, tall),
    ]
    return made_of(unfaded(traces), CLICKED | map_layout(VIEWS[view], texts, theme, tall))
