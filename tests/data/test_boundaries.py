"""Border files: land is complete in every view, Crimea is in Ukraine, and the files are the documented ones."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point

from components.figures.map_views import PHONE_VIEWS, VIEWS, View
from data.dataset import Dataset
from data.provenance.boundaries import EUROPE, _lines, _parts

ROOT = Path(__file__).parents[2]
TOPOJSON = ROOT / "static" / "topojson"
FILES = ("world_110m", "europe_50m")
SIMFEROPOL = Point(34.10, 44.95)
#: Longitude, latitude and country of places in the view of Europe that the package's own file of Europe leaves in the sea or cuts off.
PLACES = {
    "Ankara": (32.85, 39.92, "TUR"),
    "Nicosia": (33.2, 35.1, "CYP"),
    "Tunis": (10.0, 36.6, "TUN"),
    "Algiers": (3.0, 36.5, "DZA"),
    "Aleppo": (37.2, 36.2, "SYR"),
    "Tbilisi": (44.8, 41.7, "GEO"),
    "Ufa": (56.0, 54.7, "RUS"),
    "Aktobe": (57.2, 50.3, "KAZ"),
}


def _countries(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(TOPOJSON / f"{name}.json", layer="countries")


@pytest.mark.parametrize("name", FILES)
def test_crimea_lies_in_ukraine_and_nowhere_else(name: str) -> None:
    countries = _countries(name)
    assert {"UKR", "RUS"} <= set(countries["id"])
    assert countries.loc[countries.covers(SIMFEROPOL), "id"].tolist() == ["UKR"]


def test_the_files_are_those_the_readme_documents() -> None:
    readme = (ROOT / "data" / "boundaries" / "README.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"`(\w+\.json)` \| `([0-9a-f]{64})`", readme))
    assert documented == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in TOPOJSON.glob("*.json")}


@pytest.mark.parametrize("view", [*VIEWS.values(), *PHONE_VIEWS.values()], ids=lambda view: f"{view.name}-{view.aspect}")
def test_every_partner_is_on_land_of_its_own_country_in_every_view(facts: Dataset, view: View) -> None:
    extent = view.layout()
    countries = _countries(f"{extent['scope']}_{extent['resolution']}m")
    shown = [row for row in facts.partner_rows if view.shows(row["lat"], row["lon"])]
    assert len(shown) >= 10
    found = {row["id"]: set(countries.loc[countries.covers(Point(row["lon"], row["lat"])), "id"]) for row in shown}
    assert found == {row["id"]: {row["country_iso3"]} for row in shown}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("view", [VIEWS["europe"], PHONE_VIEWS["europe"]], ids=lambda view: str(view.aspect))
def test_the_land_around_europe_reaches_the_edge_of_the_picture(view: View, place: str) -> None:
    lon, lat, country = PLACES[place]
    countries = _countries("europe_50m")
    assert countries.loc[countries.covers(Point(lon, lat)), "id"].tolist() == [country]
    edge = [(x, y) for x in np.linspace(0, 1, 60) for y in (0, 1)] + [(x, y) for x in (0, 1) for y in np.linspace(0, 1, 30)]
    west, south, east, north = EUROPE
    points = view.degrees(np.array(edge))
    assert len(points) == len(edge)
    lat, lon = points.T
    assert ((lon > west) & (lon < east) & (lat > south) & (lat < north)).all(), "detailed up to the edge"


@pytest.mark.parametrize("name", FILES)
def test_every_part_of_a_country_has_an_area_and_runs_as_the_browser_wants_it(name: str) -> None:
    topology = json.loads((TOPOJSON / f"{name}.json").read_text(encoding="utf-8"))
    lines = _lines(topology)
    for country in topology["objects"]["countries"]["geometries"]:
        for outer, *_ in _parts(country):
            x, y = np.array([point for arc in outer for point in (lines[arc] if arc >= 0 else lines[~arc][::-1])]).T
            if np.abs(np.diff(x)).max() < 180:
                assert ((x[1:] - x[:-1]) * (y[1:] + y[:-1])).sum() > 0, country["id"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_layers_that_maps_draw_and_is_small(name: str) -> None:
    content = (TOPOJSON / f"{name}.json").read_bytes()
    assert {"countries", "land", "ocean"} <= set(json.loads(content)["objects"])
    assert len(gzip.compress(content)) < 70_000
