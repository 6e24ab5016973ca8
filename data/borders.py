"""Say whether a point can lie in a country, by the rectangles around the parts of the country in the map's border file."""

from functools import cache
from pathlib import Path
from typing import Final

import geopandas as gpd

_FILE: Final = Path(__file__).parents[1] / "static" / "topojson" / "world_110m.json"
#: Coasts and borders of the file are simplified, so a point may lie outside by this much, in degrees.
_MARGIN: Final = 0.5

_Box = tuple[float, float, float, float]


@cache
def _boxes() -> dict[str, list[_Box]]:
    """Return the rectangles around the parts of each country by its alpha-3 code: west, south, east, north."""
    parts = gpd.read_file(_FILE, layer="countries").explode(index_parts=False)
    found: dict[str, list[_Box]] = {}
    for code, (west, south, east, north) in zip(parts["id"], parts.geometry.bounds.to_numpy().tolist(), strict=True):
        found.setdefault(str(code), []).append((west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN))
    return found


def can_lie_in(latitude: float, longitude: float, alpha3: str) -> bool:
    """Return whether the point can lie in the country with the ISO 3166-1 alpha-3 code; true if the border file lacks the country."""
    boxes = _boxes().get(alpha3)
    return boxes is None or any(west <= longitude <= east and south <= latitude <= north for west, south, east, north in boxes)
