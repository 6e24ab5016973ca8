"""Say whether a point can lie in a country, by the rectangles around the parts of the country in the map's border file."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parents[1] / "static" / "topojson" / "world_110m.json"
#: Coasts and borders of the file are simplified, so a point may lie outside by this much, in degrees.
_MARGIN: Final = 0.5

_Box = tuple[float, float, float, float]


def _box(points: list[tuple[float, float]]) -> _Box:
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return min(longitudes) - _MARGIN, min(latitudes) - _MARGIN, max(longitudes) + _MARGIN, max(latitudes) + _MARGIN


def _arc(steps: list[list[int]], transform: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the points of an arc, which the file gives as steps on a grid."""
    x = y = 0
    points = []
    for dx, dy, *_ in steps:
        x, y = x + dx, y + dy
        points.append((x * transform["scale"][0] + transform["translate"][0], y * transform["scale"][1] + transform["translate"][1]))
    return points


@cache
def _boxes() -> dict[str, list[_Box]]:
    """Return the rectangles around the parts of each country by its alpha-3 code."""
    file = json.loads(_FILE.read_text(encoding="utf-8"))
    arcs = [_arc(steps, file["transform"]) for steps in file["arcs"]]
    found: dict[str, list[_Box]] = {}
    for shape in file["objects"]["countries"]["geometries"]:
        code = str(shape.get("id") or shape.get("properties", {}).get("id", ""))
        parts = shape.get("arcs", [])
        for part in parts if shape["type"] == "MultiPolygon" else [parts]:
            # The outer ring encloses all others; a negative number means an arc in the other direction.
            points = [point for number in (part[0] if part else []) for point in arcs[number if number >= 0 else ~number]]
            if points:
                found.setdefault(code, []).append(_box(points))
    return found


def can_lie_in(latitude: float, longitude: float, alpha3: str) -> bool:
    """Return whether the point can lie in the country with the ISO 3166-1 alpha-3 code; true if the border file lacks the country."""
    boxes = _boxes().get(alpha3)
    return boxes is None or any(west <= longitude <= east and south <= latitude <= north for west, south, east, north in boxes)
