"""Write a map as SVG for HTML, inline or as the source of an image: one for every width and both themes, in a few kilobytes.

Lines and land scale with the picture; symbols, names and line widths keep their size in pixels, as in the interactive map. Only what our
maps use is drawn; hover text is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from math import cos, pi, sin
from typing import Any, Final
from urllib.parse import quote

import numpy as np
import plotly.graph_objects as go
from shapely import Polygon, box

from components.exports.pictures.maps import land, view_drawn
from components.exports.pictures.marks import decoded, text_of
from components.figures.map_views import ASPECT, PHONE_ASPECT, View
from components.figures.palette import CITY_FILL, PALETTES

#: Width of the coordinate system of land and lines; whole numbers are then half a pixel of a wide map.
_WIDTH: Final = 2000
_HEIGHT: Final = int(_WIDTH / ASPECT)
#: The same of a globe that is shown as a circle.
_ROUND: Final = 1000
#: Width and height of that circle in pixels for which its marks are drawn.
_SIDE: Final = 480
#: How much more of a map a phone shows above and below, in the same coordinates.
_BEYOND: Final = int(_WIDTH * (1 / PHONE_ASPECT - 1 / ASPECT) / 2)
#: Widths of the containers, in pixels, up to which the narrow set of names is shown (see frame/style.py).
NARROW: Final = 599
_SIDES: Final = {"left": "end", "center": "middle", "right": "start"}
#: Number of corners of each symbol, and direction of the first in degrees.
_CORNERS: Final = {
    "square": (4, 45),
    "diamond": (4, 0),
    "triangle-up": (3, -90),
    "triangle-down": (3, 90),
    "pentagon": (5, -90),
    "hexagon": (6, 0),
}


def _themed() -> dict[str, str]:
    """Return, by colour of the light theme, the CSS value that is that colour in a light and its counterpart in a dark theme."""
    light, dark = PALETTES["light"], PALETTES["dark"]
    names = ("land", "partner_land", "resting_land", "border", "city", "city_outline", "resting", "quiet_text", "text")
    pairs = [(getattr(light, name), getattr(dark, name)) for name in names]
    pairs += [(light.sectors[sector], dark.sectors[sector]) for sector in light.sectors]
    return {one: f"light-dark({one}, {other})" for one, other in pairs}


_THEMED: Final = _themed()
_LINES: Final = f"""
.inline-map path {{ vector-effect: non-scaling-stroke; }}
.inline-map .land {{ fill: {_THEMED[PALETTES["light"].land]}; stroke: {_THEMED[PALETTES["light"].border]}; stroke-width: 0.6px; }}
.inline-map .partners {{ fill: {_THEMED[PALETTES["light"].partner_land]}; }}
.inline-map .resting {{ fill: {_THEMED[PALETTES["light"].resting_land]}; }}
.inline-map .arc {{ stroke-linecap: round; }}
""".strip()
#: Style of every inline map; each class is used by this module only.
STYLE: Final = f"""
.inline-map {{ container-type: inline-size; }}
.inline-map > div {{ aspect-ratio: {ASPECT}; overflow: clip; }}
.inline-map svg {{ display: block; width: 100%; height: 100%; overflow: visible; }}
{_LINES}
.inline-map text {{
  fill: {_THEMED[PALETTES["light"].text]}; font-family: "Source Sans", sans-serif; paint-order: stroke; stroke-width: 3px;
  stroke: light-dark({PALETTES["light"].ground}, {PALETTES["dark"].ground}); stroke-linejoin: round;
}}
@container (max-width: {NARROW}px) {{ .inline-map .wide {{ display: none; }} }}
@container (max-width: {NARROW}px) {{
  .inline-map > div {{ aspect-ratio: {PHONE_ASPECT}; }}
  .inline-map > div > svg {{ height: {100 / ASPECT:.2f}cqw; position: relative; top: {100 * _BEYOND / _WIDTH:.2f}cqw; }}
}}
@container (min-width: {NARROW + 1}px) {{ .inline-map .narrow {{ display: none; }} }}
""".strip()


def inline_map(figure: go.Figure, label: str) -> str:
    """Return ``figure``, a map of the light theme, as an element of HTML; it needs :data:`STYLE` and adapts to width and theme.

    ``figure`` is a map of ``figures.world_map`` or ``figures.networks``, ``label`` its text alternative.
    """
    whole = decoded(figure.to_dict())
    told, seen = whole["data"], view_drawn(whole["layout"]["geo"])
    lands = _lands(told, _shapes(seen))
    lines: list[str] = []
    marks: list[str] = []
    for trace in told:
        if trace["type"] != "scattergeo":
            continue
        mode, meta = trace.get("mode") or "markers", trace.get("meta", "")
        if "lines" in mode:
            lines.append(_line(seen, trace))
        inner = [*(_names(seen, trace) if "text" in mode else ()), *(_symbols(seen, trace) if mode == "markers" else ())]
        if inner:
            size = trace.get("textfont", {}).get("size", 12)
            marks.append(f'<g class="{meta}" font-size="{size}">{"".join(inner)}</g>' if meta else "".join(inner))
    return (
        f'<div class="inline-map"><div><svg role="img" aria-label="{escape(label)}">'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none">{_globe(seen)}'
        f"{lands}{''.join(lines)}</svg>{''.join(marks)}</svg></div></div>"
    )


def globe_view(figure: go.Figure) -> View:
    """Return the view of ``figure``, a globe of ``figures.ground_map``, in a square."""
    return replace(view_drawn(figure.to_dict()["layout"]["geo"]), aspect=1.0)


def globe_source(figure: go.Figure, scheme: str) -> str:
    """Return the source of an image that shows ``figure``, a globe of ``figures.ground_map`` on the light page, as a square.

    ``scheme`` is a CSS ``color-scheme``: the theme of the image or, if it names both, that of the page around it.
    """
    whole = decoded(figure.to_dict())
    told, geo = whole["data"], whole["layout"]["geo"]
    seen = globe_view(figure)
    lines = "".join(_line(seen, trace, _ROUND) for trace in told if trace.get("mode") == "lines")
    marks = "".join(mark for trace in told if trace.get("mode") == "markers" for mark in _symbols(seen, trace))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="inline-map" style="color-scheme:{scheme}" width="{_SIDE}" height="{_SIDE}">'
        f'<style>{_LINES}</style><svg viewBox="0 0 {_ROUND} {_ROUND}">'
        f'<circle cx="{_ROUND / 2:.0f}" cy="{_ROUND / 2:.0f}" r="{_ROUND / 2:.0f}" fill="{geo["oceancolor"]}"/>'
        f"{_lands(told, _near_shapes(seen, geo['scope'] == 'europe'))}{lines}</svg>{marks}</svg>"
    )
    return "data:image/svg+xml," + quote(picture, safe=" =:;/,()'!*+-.")


def _lands(told: Sequence[dict[str, Any]], shapes: Iterable[tuple[str, str]]) -> str:
    """Return the land of ``shapes`` (codes and paths) in the shades of the map's traces."""
    shades = {code: z for trace in told if trace["type"] == "choropleth" for code, z in zip(trace["locations"], trace["z"], strict=True)}
    land_of = {"land": "", "land partners": "", "land resting": ""}
    for code, path in shapes:
        land_of["land" if code not in shades else "land partners" if shades[code] else "land resting"] += path
    return "".join(f'<path class="{name}" d="{path}"/>' for name, path in land_of.items() if path)


@cache
def _near_shapes(seen: View, near: bool) -> tuple[tuple[str, str], ...]:
    """Return the land of a globe that is closer, without what is beyond the picture: codes and paths."""
    frame, shapes = box(-10, -10, _ROUND + 10, _ROUND + 10), []
    for code, outline in zip(*land(seen, near), strict=True):
        drawn = Polygon(_scaled(seen, np.asarray(outline.vertices), _ROUND)).buffer(0).intersection(frame)
        parts = [np.asarray(part.exterior.coords).round().astype(int) for part in getattr(drawn, "geoms", [drawn]) if part.area > 4]
        shapes.append((code, "".join(_path(points, close=True) for points in parts)))
    return tuple(shapes)


def _globe(seen: View) -> str:
    if seen.name != "globe":
        return ""
    left, _, right, _ = seen.drawn(float(_WIDTH))
    return f'<circle cx="{_WIDTH / 2:.0f}" cy="{_HEIGHT / 2:.0f}" r="{(right - left) / 2:.0f}" fill="rgba(128,140,128,0.1)"/>'


def _scaled(seen: View, points: np.ndarray, width: int = _WIDTH) -> np.ndarray:
    """Return points in metres of the projection as whole numbers of the coordinate system, which is ``width`` wide."""
    left, bottom, right, top = seen.bounds()
    x0, y0, x1, y1 = seen.drawn(float(width))
    x = x0 + (points[:, 0] - left) / (right - left) * (x1 - x0)
    y = y0 + (top - points[:, 1]) / (top - bottom) * (y1 - y0)
    return np.rint(np.column_stack([x, y])).astype(int)


def _path(points: np.ndarray, close: bool) -> str:
    """Return the path through whole ``points``, each once, in relative coordinates, which are short."""
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    drawn = "".join(f"{dx}" + (f"{dy}" if dy < 0 else f" {dy}") + " " for dx, dy in steps.tolist()).strip()
    return f"M{points[0][0]} {points[0][1]}l{drawn}" + ("z" if close else "") if drawn else ""


@cache
def _shapes(seen: View) -> tuple[tuple[str, str], ...]:
    """Return the land of ``seen``: codes and paths of those shapes that are in the picture and larger than a dot."""
    shapes = []
    for code, outline in zip(*land(seen), strict=True):
        points = _scaled(seen, np.asarray(outline.vertices))
        low, high = points.min(axis=0), points.max(axis=0)
        if high[0] < 0 or high[1] < -_BEYOND or low[0] > _WIDTH or low[1] > _HEIGHT + _BEYOND or (high - low).max() < 3:
            continue
        shapes.append((code, _path(points, close=True)))
    return tuple(shapes)


def _runs(lat: Sequence[float | None], lon: Sequence[float | None]) -> Iterator[list[tuple[float, float]]]:
    """Yield the parts of a line between its gaps."""
    run: list[tuple[float, float]] = []
    for y, x in zip(lat, lon, strict=True):
        if y is None or x is None:
            yield run
            run = []
        else:
            run.append((y, x))
    yield run


def _line(seen: View, trace: dict[str, Any], width: int = _WIDTH) -> str:
    line, parts = trace.get("line", {}), []
    for run in _runs(trace["lat"], trace["lon"]):
        points = [at for at in (seen.pixels(y, x, float(width)) for y, x in run) if at]
        if len(points) > 1:
            parts.append(_path(np.rint(np.array(points)).astype(int), close=trace.get("fill", "none") != "none"))
    dash = f";stroke-dasharray:{line['dash'].replace('px', '')}" if "," in line.get("dash", "") else ""
    colour = _THEMED.get(line.get("color", ""), line.get("color", ""))
    is_area = trace.get("fill", "none") != "none"
    style = f"fill:{colour if is_area else 'none'};stroke:{colour};stroke-width:{line.get('width', 1)}px{dash}"
    style += f";opacity:{trace.get('opacity', 1)}"
    group = f' class="arc {trace.get("meta", "")}"'.replace(' "', '"')
    return f'<path{group} style="{style}" d="{"".join(parts)}"/>' if any(parts) else ""


def _places(seen: View, trace: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Yield index and position, in per cent of the picture, of each point that is in the picture."""
    for index, (lat, lon) in enumerate(zip(trace["lat"], trace["lon"], strict=True)):
        at = seen.pixels(lat, lon, 100.0) if lat is not None and lon is not None else None
        if at and -1 <= at[0] <= 101 and -20 <= at[1] * seen.aspect <= 120:
            yield index, f"{at[0]:.2f}%", f"{at[1] * seen.aspect:.2f}%"


def _of(values: Any, index: int, default: Any = None) -> Any:
    """Return the value of one point: each has its own, or all have the same."""
    if values is None:
        return default
    if isinstance(values, (list, tuple, np.ndarray)):
        return values[index] if index < len(values) else default
    return values


def _names(seen: View, trace: dict[str, Any]) -> Iterator[str]:
    size, sizes = trace.get("textfont", {}).get("size", 12), trace.get("marker", {}).get("size", 0)
    for index, x, y in _places(seen, trace):
        words, bold = text_of(str(_of(trace.get("text"), index) or ""))
        if not words:
            continue
        vertical, horizontal = str(_of(trace["textposition"], index)).split()
        gap = float(_of(sizes, index, 0)) / 2 + 3
        dx = {"left": -gap, "center": 0.0, "right": gap}[horizontal]
        dy = {"top": -gap, "middle": 0.35 * size, "bottom": gap + 0.75 * size}[vertical]
        weight = ' font-weight="bold"' if bold else ""
        rows = words.split("\n")
        first = dy - {"top": 1.3, "middle": 0.65, "bottom": 0.0}[vertical] * size * (len(rows) - 1)
        for number, row in enumerate(rows):
            at = f'x="{x}" y="{y}" dx="{dx:.1f}" dy="{first + 1.3 * size * number:.1f}"'
            yield f'<text {at} text-anchor="{_SIDES[horizontal]}"{weight}>{escape(row)}</text>'


def _symbols(seen: View, trace: dict[str, Any]) -> Iterator[str]:
    marker = trace.get("marker", {})
    outline = marker.get("line", {})
    for index, x, y in _places(seen, trace):
        symbol, colour = str(_of(marker.get("symbol"), index, "circle")), str(_of(marker.get("color"), index))
        width, edge = _of(outline.get("width"), index, 0), str(_of(outline.get("color"), index, ""))
        fill = _THEMED.get(colour, colour)
        if symbol.endswith("-open"):
            fill, edge, symbol = "none", colour, symbol.removesuffix("-open")
        # The outline of the city is the colour of text in either theme.
        stroke = _THEMED[PALETTES["light"].text] if colour == CITY_FILL else _THEMED.get(edge, edge)
        style = f'style="fill:{fill};stroke:{stroke};stroke-width:{width}px"'
        radius = float(_of(marker.get("size"), index, 6)) / 2
        if symbol == "circle":
            yield f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" {style}/>'
        else:
            yield f'<svg x="{x}" y="{y}" width="1" height="1"><path {style} d="{_outline(symbol, radius)}"/></svg>'


def _outline(symbol: str, radius: float) -> str:
    """Return the outline of ``symbol`` around the origin.

    Raises:
        NotImplementedError: none of our maps uses the symbol.
    """
    if symbol == "star":
        turns: Iterable[tuple[float, float]] = [(-90 + 36 * corner, radius * (1.4 if corner % 2 == 0 else 0.6)) for corner in range(10)]
    elif symbol == "cross":
        arm, side = radius, radius * 0.4
        return f"M{-side:.1f} {-arm:.1f}h{2 * side:.1f}v{arm - side:.1f}h{arm - side:.1f}v{2 * side:.1f}h{side - arm:.1f}v{arm - side:.1f}h{-2 * side:.1f}v{side - arm:.1f}h{side - arm:.1f}v{-2 * side:.1f}h{arm - side:.1f}z"  # noqa: E501
    elif symbol in _CORNERS:
        number, first = _CORNERS[symbol]
        reach = radius * (1.3 if number < 5 else 1.1)
        turns = [(first + 360 / number * corner, reach) for corner in range(number)]
    else:
        raise NotImplementedError(f"symbol {symbol!r}")
    return "M" + "L".join(f"{reach * cos(turn * pi / 180):.1f} {reach * sin(turn * pi / 180):.1f}" for turn, reach in turns) + "z"
