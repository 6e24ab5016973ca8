"""Distances and bearings agree with a second calculation on a sphere."""

from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt

import pytest

from data import queries
from data.geodesy import CENTRE, arc, distance_km


def haversine_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance on a sphere of the Earth's mean radius: an independent measure, good to about half a per cent."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def test_distances_agree_with_the_sphere_within_six_per_mille(facts):
    for row in facts.partner_rows:
        point = (row["lat"], row["lon"])
        assert distance_km(*point) == pytest.approx(haversine_km(CENTRE, point), rel=0.006), row["id"]


def test_the_distance_shown_is_that_of_the_partners_point(facts, selection):
    shown = queries.relations(facts, selection, queries.exchanges(facts, selection)).set_index("id")
    assert shown.at["strasbourg", "distance_km"] == pytest.approx(67.7, abs=0.5)
    assert shown.at["suseong-gu", "distance_km"] == pytest.approx(haversine_km(CENTRE, (35.85583, 128.63056)), rel=0.006)


def test_an_arc_is_the_shortest_way_from_karlsruhe_to_the_partner(facts):
    for row in facts.partner_rows:
        point = (row["lat"], row["lon"])
        way = arc(*point)
        legs = [haversine_km(a, b) for a, b in pairwise(way)]
        assert (way[0], way[-1]) == (CENTRE, point)
        assert sum(legs) == pytest.approx(distance_km(*point), rel=0.006)
        assert max(legs) < 260
        assert all(hypot(*(b - a for a, b in zip(one, two, strict=True))) > 0 for one, two in pairwise(way))
