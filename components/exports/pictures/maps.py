"""Draw the Plotly maps of the pages with Matplotlib: the same borders, the same projection, the same positions of names."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from shapely import segmentize
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, box

from components.exports.pictures.marks import colour_of, dashes, mark_points, text_of
from components.figures.layout import Width, fitting
from components.figures.map_views import ASPECT, View, view_called

BORDERS: Final = Path(__file__).parents[3] / "static" / "topojson"
#: Longest segment of a border, in degrees; longer ones are divided, so that they bend with the projection.
_STEP: Final = 2.0
#: Part of the world that is projected in each view, in degrees, because a conic projection cannot show the far side of the globe.
_WITHIN: Final = {"europe": box(-40, 20, 80, 80), "region": box(-10, 40, 30, 60)}


def view_drawn(geo: dict[str, Any]) -> View:
    """Return the view of a map with the Plotly settings ``geo``."""
    kind = geo["projection"]["type"]
    if kind == "orthographic":
        turned = geo["projection"]["rotation"]
        projection = f"+proj=ortho +R=6371000 +lat_0={turned['lat']} +lon_0={turned['lon']}"
        globe = view_called("globe")
        closer = max(1, geo["projection"].get("scale", 1))
        return globe if projection == globe.projection else replace(globe, projection=projection, closer=closer)
    if kind == "conic conformal":
        return min((view_called("europe"), view_called("region")), key=lambda view: abs(view.lon[0] - geo["lonaxis"]["range"][0]))
    return view_called("world")


def _unwrapped(shape: Any) -> list[Polygon]:
    """Return the polygons of ``shape``; one that crosses the antimeridian is split there."""
    parts: list[Polygon] = []
    for polygon in shape.geoms if isinstance(shape, MultiPolygon) else [shape]:
        lon = np.array(polygon.exterior.coords)[:, 0]
        if np.abs(np.diff(lon)).max(initial=0) <= 180:
            parts.append(polygon)
            continue
        moved = Polygon([(x + 360 if x < 0 else x, y) for x, y in polygon.exterior.coords]).buffer(0)
        east, west = moved.intersection(box(0, -90, 180, 90)), translate(moved.intersection(box(180, -90, 540, 90)), -360)
        for half in (east, west):
            parts += [part for part in getattr(half, "geoms", [half]) if isinstance(part, Polygon) and not part.is_empty]
    return parts


@lru_cache(maxsize=8)
def land(seen: View, near: bool = False) -> tuple[list[str], list[Outline]]:
    """Return ISO 3166-1 alpha-3 codes and outlines of all land, one of each per polygon, in metres of ``seen``'s projection.

    ``near`` is true for a globe so close that it needs the borders of Europe.
    """
    view = seen.name
    file = "europe_50m.json" if near or view in _WITHIN else "world_110m.json"
    countries = gpd.read_file(BORDERS / file, layer="countries")
    codes, outlines = list[str](), list[Outline]()
    for code, shape in zip(countries["id"], countries.geometry, strict=True):
        for polygon in _unwrapped(shape):
            within = polygon.buffer(0).intersection(_WITHIN[view]) if view in _WITHIN else polygon
            for part in getattr(within, "geoms", [within]):
                if not isinstance(part, Polygon) or part.is_empty:
                    continue
                # The ring, because an invalid polygon would come back in several parts.
                lon, lat = np.array(segmentize(part.exterior, _STEP).coords).T
                points = project(seen, lat, lon)
                points = points[~np.isnan(points[:, 0])]
                if len(points) > 2:
                    codes.append(str(code))
                    outlines.append(Outline(points))
    return codes, outlines


def project(view: View, lat: Any, lon: Any) -> np.ndarray:
    """Return points in metres of ``view``'s projection, one row per point; NaN for gaps and for points on the far side of the globe."""
    lat, lon = (np.array([np.nan if value is None else value for value in values], dtype=float) for values in (lat, lon))
    x, y = view._proj()(lon, lat)
    points = np.column_stack([x, y]).astype(float)
    points[~np.isfinite(points).all(axis=1) | np.isnan(lat)] = np.nan
    return points


def draw_map(told: dict[str, Any], canvas: Figure, box_: tuple[float, float, float, float], point: float) -> None:
    """Draw the map of ``told`` (a Plotly figure as a dictionary) into ``box_`` (pixels of the canvas), as large as it fits.

    Raises:
        NotImplementedError: a trace is neither ``scattergeo`` nor ``choropleth``.
    """
    layout, geo = told["layout"], told["layout"]["geo"]
    view = view_drawn(geo)
    left, bottom, right, top = view.bounds()
    width, height = box_[2] - box_[0], box_[3] - box_[1]
    scale = min(width / (right - left), height / (top - bottom))
    across, down = scale * (right - left), scale * (top - bottom)
    x0, y0 = box_[0] + (width - across) / 2, box_[1] + (height - down) / 2
    full = (canvas.get_figwidth() * 96, canvas.get_figheight() * 96)
    panel = canvas.add_axes((x0 / full[0], 1 - (y0 + down) / full[1], across / full[0], down / full[1]))
    panel.set_xlim(left, right)
    panel.set_ylim(bottom, top)
    panel.axis("off")
    shaded = {
        code: trace["colorscale"][int(z)][1]
        for trace in told["data"]
        if trace["type"] == "choropleth"
        for code, z in zip(trace["locations"], trace["z"], strict=True)
    }
    if view.name == "globe":
        panel.add_patch(Circle((0, 0), right, facecolor=colour_of(geo["oceancolor"]), edgecolor="none"))
    codes, outlines = land(view, geo["scope"] == "europe")
    colours = [colour_of(shaded.get(code, geo["landcolor"])) for code in codes]
    collection = PathCollection(outlines, facecolors=colours, edgecolors=colour_of(geo["countrycolor"]), linewidths=0.4, zorder=1)
    panel.add_collection(collection, autolim=False)  # the limits are set; autolim would measure every outline
    if view.closer > 1:  # what is beyond the circle is not seen
        collection.set_clip_path(Circle((0, 0), right, transform=panel.transData))
    size: Width = "wide" if min(width, height * ASPECT) >= 600 else "narrow"
    traces = [trace for trace in fitting(told["data"], size) if trace["type"] != "choropleth"]
    for trace in traces:
        if trace["type"] != "scattergeo":
            raise NotImplementedError(f"traces of type {trace['type']} on a map")
        _scatter(panel, view, trace, point, scale)
    entries = [trace for trace in traces if trace.get("showlegend") and trace.get("name")]
    if layout.get("showlegend") and entries:
        handles = [_handle(trace, point) for trace in entries]
        words = [text_of(trace["name"])[0] for trace in entries]
        panel.legend(handles, words, loc="lower left", frameon=False, fontsize=12 * point)


def _handle(trace: dict[str, Any], point: float) -> Any:
    marker = trace["marker"]
    symbol, colour = (value if isinstance(value, str) else value[0] for value in (marker.get("symbol", "circle"), marker["color"]))
    return mark_points(None, [0], [0], symbol, 9 * point, colour, None, 0)


def _scatter(panel: Any, view: View, trace: dict[str, Any], point: float, scale: float) -> None:
    points = project(view, trace["lat"], trace["lon"])
    mode, marker, line = trace.get("mode") or "markers", trace.get("marker", {}), trace.get("line", {})
    if trace.get("fill", "none") != "none":
        gaps = np.flatnonzero(np.isnan(points[:, 0]))
        outlines = [Outline(part[~np.isnan(part[:, 0])]) for part in np.split(points, gaps) if len(part) > 3]
        width = line["width"] * point
        areas = PathCollection(
            outlines, facecolors=colour_of(trace["fillcolor"]), edgecolors=colour_of(line["color"]), linewidths=width, zorder=2
        )
        areas.set_alpha(trace.get("opacity", 1))
        panel.add_collection(areas, autolim=False)
    elif "lines" in mode:
        panel.plot(
            *points.T,
            color=colour_of(line.get("color")),
            linewidth=line.get("width", 1) * point,
            linestyle=dashes(line.get("dash")),
            alpha=trace.get("opacity", 1),
            solid_capstyle="round",
            zorder=2,
        )
    seen = ~np.isnan(points[:, 0])
    left, bottom, right, top = view.bounds()
    seen &= (points[:, 0] >= left) & (points[:, 0] <= right) & (points[:, 1] >= bottom) & (points[:, 1] <= top)
    places = np.flatnonzero(seen)

    def own(values: Any) -> Any:
        return [values[place] for place in places] if isinstance(values, (list, tuple, np.ndarray)) else values

    if "markers" in mode and marker.get("opacity", 1) != 0:
        outline = marker.get("line", {})
        mark_points(
            panel, points[places, 0], points[places, 1], own(marker.get("symbol", "circle")), own(marker.get("size", 6)),
            own(marker.get("color")), own(outline.get("color")), own(outline.get("width", 0)), point,
        )  # fmt: skip
    if "text" not in mode:
        return
    font, sizes = trace.get("textfont", {}), marker.get("size", 0)
    for place in places[places < len(trace["text"])]:
        words, bold = text_of(str(trace["text"][place] or ""))
        if not words:
            continue
        sides = trace["textposition"]
        vertical, horizontal = (sides if isinstance(sides, str) else sides[place]).split()
        size = sizes[place] if isinstance(sizes, (list, tuple, np.ndarray)) else sizes
        gap = (size / 2 + 3) * point
        panel.annotate(
            words,
            points[place],
            xytext=(gap * {"left": -1, "center": 0, "right": 1}[horizontal], gap * {"top": 1, "middle": 0, "bottom": -1}[vertical]),
            textcoords="offset points",
            ha={"left": "right", "center": "center", "right": "left"}[horizontal],
            va={"top": "bottom", "middle": "center", "bottom": "top"}[vertical],
            fontsize=font.get("size", 12) * point,
            color=font.get("color", "#1a1f1a"),
            weight="bold" if bold else "normal",
            path_effects=[withStroke(linewidth=2.4 * point, foreground="white")],
            annotation_clip=False,
            zorder=6,
        )
