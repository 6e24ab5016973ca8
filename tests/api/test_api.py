"""Open data: the rows of the pages, clear refusals, tags, pages that walk through everything, and its own description kept."""

import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.description import FILES, FIXED
from api.parameters import FIELDS, schema_of
from api.routes import OpenData
from components.exports import feeds
from data import queries
from data.selection import PARAMETERS
from tests.visiting import real_facts

FACTS = real_facts()
APP = Starlette(routes=OpenData(lambda: FACTS, "https://example.org").routes())
CLIENT = TestClient(APP)


def get(path, **params):
    return CLIENT.get(f"/api/v1/{path}", params=params)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_activities_are_those_that_the_pages_count(select, lang):
    answer = get("activities.json", sector="culture", partner=["nancy", "halle"], **{"from": 1990}, lang=lang, limit=10_000).json()
    chosen = select(sectors=("culture",), partners=("halle", "nancy"), first_year=1990, lang=lang)
    expected = queries.exchanges(FACTS, chosen)
    assert answer["total"] == len(expected)
    assert [row["id"] for row in answer["data"]] == expected["id"].to_list()
    assert [row["title"] for row in answer["data"]] == expected[f"title_{lang}"].to_list()
    assert (answer["as_of"], answer["newest_statistics"], answer["checked"]) == (FACTS.as_of, FACTS.newest_statistics, FACTS.checked)


def test_observations_are_those_of_the_partners_chosen(select):
    answer = get("observations.json", partner="nancy", limit=10_000).json()
    assert [row["id"] for row in answer["data"]] == queries.observations_of(FACTS, select(partners=("nancy",)))["id"].to_list()


def test_places_are_valid(select):
    frame = gpd.read_file(BytesIO(get("partners.geojson", lang="en").content))
    _, shown, _ = queries.connections(FACTS, select(lang="en"))
    assert frame["id"].to_list() == shown["id"].to_list()
    assert frame["exchanges"].to_list() == shown["exchanges"].to_list()


@pytest.mark.parametrize("name", ["activities", "observations"])
def test_both_forms_hold_the_same_and_pages_walk_through_all_once(name):
    whole = get(f"{name}.json", limit=10_000).json()["data"]
    walked, url = [], f"/api/v1/{name}.csv?limit=700"
    while url:
        answer = CLIENT.get(url.removeprefix("https://example.org"))
        walked.append(pd.read_csv(StringIO(answer.text), dtype=str, keep_default_na=False))
        assert int(answer.headers["x-total-count"]) == len(whole)
        url = answer.links.get("next", {}).get("url", "")
    rows = pd.concat(walked)
    assert rows["id"].to_list() == [row["id"] for row in whole]


@pytest.mark.parametrize(
    ("path", "params", "named"),
    [
        ("activities.json", {"sector": "kultur"}, "sector"),
        ("activities.csv", {"partner": "atlantis"}, "partner"),
        ("partners.geojson", {"from": "1800"}, "from"),
        ("observations.json", {"limit": "0"}, "limit"),
        ("observations.json", {"limit": "10001"}, "limit"),
        ("observations.json", {"offset": "-1"}, "offset"),
        ("activities.json", {"bereich": "culture"}, "bereich"),
        ("partners.geojson", {"limit": "5"}, "limit"),
        ("activities.json", {"city": "nancy"}, "city"),
        ("openapi.json", {"x": "y"}, "x"),
    ],
)
def test_what_is_unknown_is_refused_and_named(path, params, named):
    answer = CLIENT.get(f"/api/v1/{path}", params=params)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["parameter"]) == (400, 400, named)
    assert error["message"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_refusals_speak_the_language_asked_for():
    assert "not a valid value" in get("activities.json", sector="x", lang="en").json()["error"]["message"]
    assert "gibt es" in get("activities.json", sector="x").json()["error"]["message"]


def test_other_addresses_and_methods_are_refused_in_json():
    assert get("nothing").json()["error"]["status"] == 404
    answer = CLIENT.post("/api/v1/activities.json")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert CLIENT.options("/api/v1/activities.json").status_code == 204
    head = CLIENT.head("/api/v1/activities.csv")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("name", [*FILES, *FIXED])
def test_an_unchanged_answer_is_not_sent_again(name):
    first = get(name)
    assert first.status_code == 200
    assert "max-age" in first.headers["cache-control"]
    again = CLIENT.get(f"/api/v1/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert CLIENT.get(f"/api/v1/{name}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_span_that_ends_before_it_begins_holds_nothing():
    answer = get("activities.json", **{"from": 2000, "to": 1990}).json()
    assert (answer["total"], answer["data"]) == (0, [])


def test_another_question_has_another_tag():
    assert get("activities.json").headers["etag"] != get("activities.json", sector="culture").headers["etag"]


def test_the_parameters_are_those_of_the_pages():
    assert set(schema_of(FACTS)) == {PARAMETERS[field] for fields in (FIELDS, *feeds.FIELDS.values()) for field in fields} | {
        "limit",
        "offset",
        "version",
        "licence",
    }


def test_csv_and_json_hold_the_same_texts_even_if_they_begin_with_a_sign():
    activities = FACTS.activities.copy()
    own = activities.index[activities["exchange"]][:4]
    activities.loc[own, "title_de"] = ["=1+1", "-5 Grad beim Lauf", "+49 Chöre", "@karlsruhe"]
    client = TestClient(Starlette(routes=OpenData(lambda: changed).routes()))
    changed = replace(FACTS, activities=activities)
    rows = pd.read_csv(StringIO(client.get("/api/v1/activities.csv").text), dtype=str, keep_default_na=False)
    told = [row["title"] for row in client.get("/api/v1/activities.json").json()["data"]]
    assert rows["title"].to_list() == told
    assert {"=1+1", "-5 Grad beim Lauf", "+49 Chöre", "@karlsruhe"} <= set(told)


SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)


@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_it_keeps_its_own_description(case):
    case.call_and_validate()


def test_the_manual_names_every_address_and_every_parameter():
    manual = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| (`.*?`) \|", manual, re.MULTILINE))
    named = {name for cell in described for name in re.findall(r"`([^`]+)`", cell)}
    assert named == {f"/api/v1/{name}" for name in (*FILES, *FIXED)} | set(schema_of(FACTS))
    example = re.search(r"For example `(/api/v1/[^`]+)`", manual).group(1)
    assert CLIENT.get(example).status_code == 200
