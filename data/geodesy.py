"""Compute distances, bearings, arcs and rings from Karlsruhe on the WGS 84 ellipsoid."""

from functools import cache
from math import ceil
from typing import Final

from pyproj import Geod

#: City centre of Karlsruhe according to GeoNames: latitude and longitude in degrees.
KARLSRUHE: Final = (49.00937, 8.40444)

_WGS84: Final = Geod(ellps="WGS84")
#: Longest segment of a drawn arc; the error stays below one pixel on a world map 2,000 pixels wide.
_LEG_KM: Final = 250


@cache
def distance_km(lat: float, lon: float) -> float:
    """Return the length in kilometres of the geodesic from Karlsruhe to a point given in degrees."""
    _, _, metres = _WGS84.inv(KARLSRUHE[1], KARLSRUHE[0], lon, lat)
    return float(metres) / 1000


@cache
def bearing(lat: float, lon: float) -> float:
    """Return the initial bearing of the geodesic from Karlsruhe to a point: degrees clockwise from north, 0 to 360."""
    azimuth, _, _ = _WGS84.inv(KARLSRUHE[1], KARLSRUHE[0], lon, lat)
    return float(azimuth) % 360


@cache
def arc(lat: float, lon: float) -> tuple[tuple[float, float], ...]:
    """Return the geodesic from Karlsruhe to a point as (lat, lon) pairs in degrees, both ends included."""
    legs = max(2, ceil(distance_km(lat, lon) / _LEG_KM))
    inner = _WGS84.npts(KARLSRUHE[1], KARLSRUHE[0], lon, lat, legs - 1)
    return (KARLSRUHE, *((round(y, 2), round(x, 2)) for x, y in inner), (lat, lon))


@cache
def ring(km: float) -> tuple[tuple[float, float], ...]:
    """Return the points ``km`` kilometres from Karlsruhe as a closed line of (lat, lon) pairs in degrees, clockwise from north."""
    turns = range(0, 361, 5)
    lons, lats, _ = _WGS84.fwd([KARLSRUHE[1]] * len(turns), [KARLSRUHE[0]] * len(turns), list(turns), [km * 1000] * len(turns))
    return tuple((round(lat, 3), round(lon, 3)) for lat, lon in zip(lats, lons, strict=True))
