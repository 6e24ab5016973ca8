"""Define the views of the map: their Plotly settings, and the same projection in Python.

Labels are placed before the browser draws anything, so this module repeats how plotly.js fits a projection: plotly.js projects the box of
the longitude and latitude ranges (its sides are great circles), scales its bounds to the picture, and centres ``geo.center``, which
this module sets to the middle of those bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from pyproj import Geod, Proj

from data.city import CITY

#: Width divided by height of every view, the same for all so that a change of view moves nothing else on the page.
ASPECT: Final = 2.0
#: The same on a phone, where names need more space above and below.
PHONE_ASPECT: Final = 1.5
#: Height in pixels of a map whose container shows only its middle: more than the container is wide, so that only the width matters.
TALL: Final = 4000

_SPHERE: Final = Geod(a=6371000, b=6371000)


@dataclass(frozen=True)
class View:
    """One view; ``lon`` and ``lat`` are its ranges in degrees, ``projection`` a PROJ string, ``aspect`` the shape of its picture.

    Of a globe that is ``closer`` only the middle is in the picture.
    """

    name: str
    projection: str
    lon: tuple[float, float]
    lat: tuple[float, float]
    aspect: float = ASPECT
    closer: float = 1.0

    @cache  # noqa: B019 - three frozen instances, and a globe per partner, live as long as the process
    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of the drawn part, in metres of the projection."""
        if self.name == "globe":
            radius = 6371000 / self.closer
            return -radius, -radius, radius, radius
        x, y = self._proj()(*zip(*_range_box(self.lon, self.lat), strict=True))
        return min(x), min(y), max(x), max(y)

    @cache  # noqa: B019 - see bounds
    def _proj(self) -> Proj:
        return Proj(self.projection)

    def place(self, lat: float, lon: float) -> tuple[float, float] | None:
        """Return the position of a point as shares of the drawn part's width and height from its upper left corner.

        None if the point is on the far side of the globe. Outside the drawn part the shares are below 0 or above 1.
        """
        x, y = self._proj()(lon, lat)
        if not (abs(x) < 1e12 and abs(y) < 1e12):
            return None
        left, bottom, right, top = self.bounds()
        return (x - left) / (right - left), (top - y) / (top - bottom)

    def shares(self, points: Sequence[tuple[float, float]]) -> np.ndarray:
        """Return :meth:`place` of many points (lat, lon) as rows; on the far side of the globe they are not finite."""
        left, bottom, right, top = self.bounds()
        lat, lon = np.array(points, dtype=float).T
        x, y = self._proj()(lon, lat)
        return np.column_stack([(np.asarray(x) - left) / (right - left), (top - np.asarray(y)) / (top - bottom)])

    def degrees(self, shares: np.ndarray) -> np.ndarray:
        """Return the points (lat, lon) at ``shares``, one per row, without those that are nowhere on Earth: :meth:`shares` inverted."""
        left, bottom, right, top = self.bounds()
        lon, lat = self._proj()(left + shares[:, 0] * (right - left), top - shares[:, 1] * (top - bottom), inverse=True)
        points = np.column_stack([lat, lon])
        return np.asarray(points[np.isfinite(points).all(axis=1) & (np.abs(points[:, 0]) <= 90)])

    @cache  # noqa: B019 - see bounds
    def drawn(self, width: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom, in pixels, of the drawn part of a picture ``width`` wide; the rest is blank."""
        left, bottom, right, top = self.bounds()
        height = width / self.aspect
        scale = min(width / (right - left), height / (top - bottom))
        across, down = scale * (right - left) / 2, scale * (top - bottom) / 2
        return width / 2 - across, height / 2 - down, width / 2 + across, height / 2 + down

    def pixels(self, lat: float, lon: float, width: float) -> tuple[float, float] | None:
        """Return the position of a point in a picture ``width`` pixels wide and ``width / aspect`` high, or None if it is not visible."""
        share = self.place(lat, lon)
        if share is None:
            return None
        left, top, right, bottom = self.drawn(width)
        return left + share[0] * (right - left), top + share[1] * (bottom - top)

    def scale_when_tall(self) -> float:
        """Return the scale at which the middle of a picture ``TALL`` pixels high equals a picture of this view."""
        left, _, right, _ = self.drawn(1.0)
        return right - left

    def shows(self, lat: float, lon: float) -> bool:
        """Return whether a point is in the drawn part."""
        share = self.place(lat, lon)
        return share is not None and all(0 <= value <= 1 for value in share)

    def layout(self) -> dict[str, Any]:
        """Return ``layout.geo`` for this view."""
        match self.name:
            case "globe":
                projection: dict[str, Any] = {"type": "orthographic", "rotation": {"lon": _GLOBE_CENTRE[1], "lat": _GLOBE_CENTRE[0]}}
                return {"scope": "world", "resolution": 110, "projection": projection}
            case "europe" | "region":
                middle = _EUROPE_LON if self.name == "europe" else _REGION_LON
                projection = {"type": "conic conformal", "rotation": {"lon": middle, "lat": 0}, "parallels": list(_PARALLELS)}
                extent = {"scope": "europe", "resolution": 50}
            case _:
                projection = {"type": "natural earth", "rotation": {"lon": 0, "lat": 0}}
                extent = {"scope": "world", "resolution": 110}
        left, bottom, right, top = self.bounds()
        lon, lat = self._proj()((left + right) / 2, (bottom + top) / 2, inverse=True)
        return extent | {
            "projection": projection,
            "center": {"lon": round(lon, 4), "lat": round(lat, 4)},
            "lonaxis": {"range": list(self.lon)},
            "lataxis": {"range": list(self.lat)},
        }


def _range_box(lon: tuple[float, float], lat: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the outline of the ranges as plotly.js builds it: four great circles along each parallel, one along each meridian."""
    steps = [lon[0] + (lon[1] - lon[0]) * quarter / 4 for quarter in range(5)]
    corners = [(lon[0], lat[0]), *((step, lat[1]) for step in steps), *((step, lat[0]) for step in reversed(steps))]
    outline: list[tuple[float, float]] = []
    for start, end in pairwise(corners):
        outline += [start, *_SPHERE.npts(*start, *end, 16), end]
    return outline


#: Latitude and longitude of the globe's centre.
_GLOBE_CENTRE: Final = (CITY.globe.lat, CITY.globe.lon)
_EUROPE_LON: Final = 19
_REGION_LON: Final = sum(CITY.close_up.lon) / 2
_PARALLELS: Final = (40, 56)

VIEWS: Final[dict[str, View]] = {
    "world": View("world", "+proj=natearth +R=6371000", lon=(-128, 158), lat=(-44.9, 72)),
    "europe": View(
        "europe",
        f"+proj=lcc +R=6371000 +lat_1={_PARALLELS[0]} +lat_2={_PARALLELS[1]} +lat_0=0 +lon_0={_EUROPE_LON}",
        lon=(-10, 48),
        lat=(35.5, 55.9),
    ),
    "globe": View("globe", f"+proj=ortho +R=6371000 +lat_0={_GLOBE_CENTRE[0]} +lon_0={_GLOBE_CENTRE[1]}", lon=(-180, 180), lat=(-90, 90)),
}

#: What a phone shows of the views, as wide and with the same middle; the globe is the same.
PHONE_VIEWS: Final[dict[str, View]] = {
    "world": replace(VIEWS["world"], lat=(-52.17, 83.5), aspect=PHONE_ASPECT),
    "europe": replace(VIEWS["europe"], lon=(-8.24, 46.24), lat=(31.68, 60.4), aspect=PHONE_ASPECT),
    "globe": VIEWS["globe"],
}

#: A closer view for figures whose points are all near the city; viewers do not choose it.
CLOSE_UP: Final = View(
    "region",
    f"+proj=lcc +R=6371000 +lat_1={_PARALLELS[0]} +lat_2={_PARALLELS[1]} +lat_0=0 +lon_0={_REGION_LON}",
    lon=CITY.close_up.lon,
    lat=CITY.close_up.lat,
)


def views_by_width(view: View, tall: bool) -> dict[str, View]:
    """Return what narrow and what wide containers show of ``view``: the same, unless its map is ``tall`` (see ``world_map.map_layout``)."""
    return {"narrow": PHONE_VIEWS.get(view.name, view) if tall else view, "wide": view}


def view_called(name: str) -> View:
    """Return the view of :data:`VIEWS` named ``name``, or the close-up.

    Raises:
        KeyError: there is no such view.
    """
    return CLOSE_UP if name == CLOSE_UP.name else VIEWS[name]


def view_of(lat: float, lon: float) -> str:
    """Return the name of the closest view that shows the point: ``europe`` or ``world``."""
    return "europe" if VIEWS["europe"].shows(lat, lon) else "world"


def between(one: tuple[float, float], other: tuple[float, float], share: float) -> tuple[float, float]:
    """Return the point (lat, lon) at ``share`` of the way from ``one`` to ``other``, near each other, on the shorter side of the globe."""
    turn = (other[1] - one[1] + 180) % 360 - 180
    return one[0] + (other[0] - one[0]) * share, one[1] + turn * share


@lru_cache(4096)
def visible(view: View, arc: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Return ``arc`` (points lat, lon), which begins in the drawn part, up to its end or to the point where it leaves the drawn part.

    The point is exact to a thousandth of the segment on which the arc leaves.
    """
    x, y = view.shares(arc).T
    outside = np.flatnonzero(~((x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)))
    if not len(outside):
        return arc
    first = int(outside[0])
    inside, beyond = arc[first - 1], arc[first]
    for _ in range(10):
        middle = between(inside, beyond, 0.5)
        inside, beyond = (middle, beyond) if view.shows(*middle) else (inside, middle)
    return (*arc[:first], inside)
