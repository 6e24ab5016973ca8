"""Pages of a long answer belong to one version of the data, links lead to the public address, and files come in parts."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.routes import OpenData
from data.dataset import made
from serving.compression import Compression
from tests.visiting import real_facts

FACTS = real_facts()
ADDRESS = "https://weltweit.example.org"


class Site:
    """Open data whose facts change while somebody reads them."""

    def __init__(self, address=ADDRESS):
        """Serve the real facts under ``address``."""
        self.facts = FACTS
        self.client = TestClient(Starlette(routes=OpenData(lambda: self.facts, address).routes()))

    def get(self, url, **headers):
        """Ask for ``url``; names of headers have underscores for hyphens."""
        return self.client.get(url.removeprefix(ADDRESS), headers={name.replace("_", "-"): value for name, value in headers.items()})

    def publish(self):
        """Make the first activity of a partner disappear, so that every later row moves up by one."""
        gone = self.facts.exchange["id"].iloc[0]
        cells = dict(self.facts.cells)
        steps = cells["relation_steps"]
        cells["relation_steps"] = steps.assign(activity=steps["activity"].replace(gone, ""))
        cells["activities"] = cells["activities"][cells["activities"]["id"] != gone]
        self.facts = made(cells, version=1)


@pytest.mark.parametrize("name", ["activities.json", "activities.csv", "observations.json", "observations.csv"])
def test_a_page_of_another_version_is_refused_with_the_way_to_the_first(name):
    site = Site()
    first = site.get(f"/api/v1/{name}?limit=100&lang=en")
    following = first.links["next"]["url"]
    assert site.get(following).status_code == 200
    site.publish()
    refused = site.get(following)
    error = refused.json()["error"]
    assert (refused.status_code, error["status"], error["parameter"]) == (409, 409, "version")
    assert error["allowed"] == [refused.headers["x-data-version"]] != [first.headers["x-data-version"]]
    assert "first page" in error["message"]
    again = site.get(refused.links["first"]["url"])
    assert again.status_code == 200
    assert again.headers["x-data-version"] == refused.headers["x-data-version"]
    assert site.get(again.links["next"]["url"]).status_code == 200


def test_rows_come_once_each_although_data_are_published_in_between():
    site, seen, restarts = Site(), [], 0
    url = "/api/v1/activities.json?limit=200"
    while url:
        answer = site.get(url)
        if answer.status_code == 409:
            seen, restarts, url = [], restarts + 1, answer.links["first"]["url"]
            continue
        seen += [row["id"] for row in answer.json()["data"]]
        url = answer.links.get("next", {}).get("url", "")
        if restarts == 0 and len(seen) == 400:
            site.publish()
    assert restarts == 1
    assert seen == [row["id"] for row in site.get("/api/v1/activities.json").json()["data"]]


def test_every_answer_names_its_version_and_equal_data_have_the_same():
    site = Site()
    named = {site.get(f"/api/v1/{name}").headers["x-data-version"] for name in ("activities.csv", "observations.json", "partners.geojson")}
    assert named == {site.get("/api/v1/activities.json").json()["version"]}
    site.facts = replace(FACTS)
    assert site.get("/api/v1/activities.csv").headers["x-data-version"] in named


def test_a_version_is_sixteen_digits():
    error = Site().get("/api/v1/activities.json?version=latest").json()["error"]
    assert (error["status"], error["parameter"], len(error["allowed"])) == (400, "version", 1)


def test_without_a_limit_all_rows_come_at_once():
    answer = Site().get("/api/v1/observations.json")
    whole = answer.json()
    assert len(whole["data"]) == whole["total"] > 5000
    assert whole["limit"] is None
    assert "link" not in answer.headers


def test_a_page_is_asked_for_again_before_it_is_believed():
    assert "max-age=0" in Site().get("/api/v1/activities.csv?limit=10").headers["cache-control"]


@pytest.mark.parametrize(("address", "start"), [(ADDRESS, f"{ADDRESS}/api/v1/"), ("", "/api/v1/")])
def test_links_lead_to_the_public_address_without_one_to_none(address, start):
    answer = Site(address).get("/api/v1/activities.csv?limit=100&offset=100&sector=culture&utm_source=x", Host="evil.example")
    assert set(answer.links) == {"first", "prev", "next", "last"}
    for link in answer.links.values():
        assert link["url"].startswith(f"{start}activities.csv?")
        assert "sector=culture" in link["url"]
        assert "utm_source" not in link["url"]


@pytest.mark.parametrize("name", ["activities.json", "partners.geojson", "package.zip", "catalog.ttl", "openapi.json", ""])
def test_what_mail_and_caches_append_is_ignored(name):
    site = Site()
    plain, adorned = site.get(f"/api/v1/{name}"), site.get(f"/api/v1/{name}?_=17&utm_source=mail&utm_campaign=a")
    assert (adorned.status_code, adorned.content) == (200, plain.content)
    assert adorned.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize(
    ("path", "parameter", "allowed"),
    [
        ("openapi.json?x=y", "x", ["lang"]),
        ("package.zip?limit=5", "limit", ["lang"]),
        ("activities.csv?__=1", "__", None),
        ("activities.csv?utm=1", "utm", None),
        ("activities.csv?licence=cc-by-4.0", "licence", None),
        ("observations.csv?licence=mine", "licence", ["cc-by-4.0", "dl-de-by-2.0"]),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(path, parameter, allowed):
    error = Site().get(f"/api/v1/{path}").json()["error"]
    assert (error["status"], error["parameter"]) == (400, parameter)
    assert error["allowed"] == allowed if allowed else "sector" in error["allowed"]


# Tags


@pytest.mark.parametrize("name", ["activities.csv", "package.zip", "catalog.rdf"])
@pytest.mark.parametrize("held", ['"a", {}', '{}, "b"', 'W/"a" , W/{}', "*", " * "])
def test_a_tag_may_be_one_of_several(name, held):
    site = Site()
    tag = site.get(f"/api/v1/{name}").headers["etag"].removeprefix("W/")
    answer = site.get(f"/api/v1/{name}", If_None_Match=held.format(tag))
    assert (answer.status_code, answer.content) == (304, b"")


# Parts


WHOLE = Site().get("/api/v1/package.zip").content


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=10-99999999999", 10, None), ("bytes=5-5", 5, 6)],
)
def test_a_part_of_the_package_is_that_part(asked, start, end):
    answer = Site().get("/api/v1/package.zip", Range=asked)
    assert answer.status_code == 206
    assert answer.content == WHOLE[start:end]
    begin = start % len(WHOLE)
    assert answer.headers["content-range"] == f"bytes {begin}-{begin + len(answer.content) - 1}/{len(WHOLE)}"
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_broken_download_is_continued():
    site = Site()
    begun = site.get("/api/v1/package.zip", Range="bytes=0-9999")
    rest = site.get("/api/v1/package.zip", Range="bytes=10000-", If_Range=begun.headers["etag"])
    assert rest.status_code == 206
    with zipfile.ZipFile(BytesIO(begun.content + rest.content)) as archive:
        assert archive.testzip() is None


def test_a_download_of_another_version_begins_anew():
    site = Site()
    tag = site.get("/api/v1/package.zip").headers["etag"]
    site.publish()
    answer = site.get("/api/v1/package.zip", Range="bytes=10000-", If_Range=tag)
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=-", "bytes=0-5,10-15", "rows=0-5", "bytes=a-b", "0-5"])
def test_a_range_that_is_none_is_ignored(asked):
    answer = Site().get("/api/v1/package.zip", Range=asked)
    assert (answer.status_code, answer.content) == (200, WHOLE)
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=99999999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(asked):
    answer = Site().get("/api/v1/package.zip", Range=asked)
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(WHOLE)}")


def test_a_part_is_never_compressed_on_its_way():
    client = TestClient(Compression(Starlette(routes=OpenData(lambda: FACTS, ADDRESS).routes())))
    answer = client.get("/api/v1/package.zip", headers={"Range": "bytes=0-4999", "Accept-Encoding": "gzip"})
    assert answer.status_code == 206
    assert "content-encoding" not in answer.headers
    assert answer.content == WHOLE[:5000]
