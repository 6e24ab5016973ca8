"""Border files: Crimea is in Ukraine, every partner country exists, and the files are the documented ones."""

import hashlib
import re
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point

from data.dataset import Dataset

ROOT = Path(__file__).parents[2]
TOPOJSON = ROOT / "static" / "topojson"
FILES = ("world_110m", "europe_50m")
SIMFEROPOL = Point(34.10, 44.95)


def _countries(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(TOPOJSON / f"{name}.json", layer="countries")


@pytest.mark.parametrize("name", FILES)
def test_crimea_lies_in_ukraine_and_nowhere_else(name: str) -> None:
    countries = _countries(name)
    assert {"UKR", "RUS"} <= set(countries["id"])
    assert countries.loc[countries.covers(SIMFEROPOL), "id"].tolist() == ["UKR"]


def test_every_partner_country_is_in_the_world(facts: Dataset) -> None:
    assert set(facts.partners["country_iso3"]) <= set(_countries("world_110m")["id"])


def test_the_files_are_those_the_readme_documents() -> None:
    readme = (ROOT / "data" / "boundaries" / "README.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"`(\w+\.json)` \| `([0-9a-f]{64})`", readme))
    assert documented == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in TOPOJSON.glob("*.json")}


def test_every_partner_lies_in_its_country(facts: Dataset) -> None:
    countries = _countries("world_110m")
    found = {row["id"]: set(countries.loc[countries.covers(Point(row["lon"], row["lat"])), "id"]) for row in facts.partner_rows}
    assert found == {row["id"]: {row["country_iso3"]} for row in facts.partner_rows}
