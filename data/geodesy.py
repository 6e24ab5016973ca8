"""Compute distances, bearings, arcs and rings from the city on the WGS 84 ellipsoid."""

from functools import cache
from math import ceil, pi, sin
from typing import Final

from pyproj import Geod

from data.city import CITY

#: The city's centre: latitude and longitude in degrees.
CENTRE: Final = CITY.at

_WGS84: Final = Geod(ellps="WGS84")
#: Longest segment of a drawn arc; the error stays below one pixel on a world map 2,000 pixels wide.
_LEG_KM: Final = 250


@cache
def distance_km(lat: float, lon: float) -> float:
    """Return the length in kilometres of the geodesic from the city to a point given in degrees."""
    _, _, metres = _WGS84.inv(CENTRE[1], CENTRE[0], lon, lat)
    return float(metres) / 1000


@cache
def bearing(lat: float, lon: float) -> float:
    """Return the initial bearing of the geodesic from the city to a point: degrees clockwise from north, 0 to 360."""
    azimuth, _, _ = _WGS84.inv(CENTRE[1], CENTRE[0], lon, lat)
    return float(azimuth) % 360


@cache
def arc(lat: float, lon: float, bow: float = 0.0) -> tuple[tuple[float, float], ...]:
    """Return the way from the city to a point as (lat, lon) pairs in degrees, both ends included.

    Without ``bow`` it is the geodesic; with it, its middle is ``bow`` times its length to the right of the geodesic, to the left if
    negative.
    """
    length = distance_km(lat, lon)
    legs = max(2, ceil(length / _LEG_KM))
    inner = _WGS84.npts(CENTRE[1], CENTRE[0], lon, lat, legs - 1)
    if bow:
        lons, lats = zip(*inner, strict=True)
        ahead, _, _ = _WGS84.inv(lons, lats, [lon] * len(inner), [lat] * len(inner))
        aside = [1000 * length * bow * sin(pi * leg / legs) for leg in range(1, legs)]
        moved_lons, moved_lats, _ = _WGS84.fwd(lons, lats, [azimuth + 90 for azimuth in ahead], aside)
        inner = list(zip(moved_lons, moved_lats, strict=True))
    return (CENTRE, *((round(y, 3), round(x, 3)) for x, y in inner), (lat, lon))


@cache
def ring(km: float) -> tuple[tuple[float, float], ...]:
    """Return the points ``km`` kilometres from the city as a closed line of (lat, lon) pairs in degrees, clockwise from north."""
    turns = range(0, 361, 5)
    lons, lats, _ = _WGS84.fwd([CENTRE[1]] * len(turns), [CENTRE[0]] * len(turns), list(turns), [km * 1000] * len(turns))
    return tuple((round(lat, 3), round(lon, 3)) for lat, lon in zip(lats, lons, strict=True))
