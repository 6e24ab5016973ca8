"""Files that a browser has are not sent again, and no redirect repeats the host that a request claims."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from serving.headers import Headers
from serving.settings import read_settings


async def file(request):
    return PlainTextResponse("text", headers={"ETag": '"tag"'})


async def page(request):
    return PlainTextResponse("text")


async def provider(request):
    return RedirectResponse("https://login.example/authorize?redirect_uri=x")


ROUTES = [Route("/app/static/a.svg", file), Route("/", page), Route("/there/", page), Route("/login", provider)]


def client(**settings):
    return TestClient(Headers(Starlette(routes=ROUTES), read_settings(settings), []), follow_redirects=False)


@pytest.mark.parametrize("held", ['"tag"', 'W/"tag"', '"a", "tag"', '"tag","b"', 'W/"a", W/"tag"', "*", '"a",*'])
def test_a_file_that_the_browser_has_is_not_sent_again(held):
    answer = client().get("/app/static/a.svg", headers={"If-None-Match": held})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"tag"')


def test_the_tags_may_stand_in_several_lines():
    answer = client().get("/app/static/a.svg", headers=[("If-None-Match", '"tag"'), ("If-None-Match", '"b"')])
    assert answer.status_code == 304


@pytest.mark.parametrize("held", ['"other"', '"a", "b"', "", "tag"])
def test_a_file_that_the_browser_has_not_is_sent(held):
    assert client().get("/app/static/a.svg", headers={"If-None-Match": held}).status_code == 200


def test_a_page_without_a_tag_is_always_sent():
    assert client().get("/", headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize(
    ("settings", "target"),
    [({"PUBLIC_ADDRESS": "https://weltweit.example.org"}, "https://weltweit.example.org/there/?a=b"), ({}, "/there/?a=b")],
)
def test_a_redirect_leads_to_the_public_address(settings, target):
    answer = client(**settings).get("/there?a=b", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (307, target)


def test_a_redirect_never_leads_to_a_host_hidden_in_the_path():
    assert client().get("//evil.example/there", headers={"Host": "a.example"}).headers.get("location", "/").startswith("//") is False


def test_a_redirect_to_another_host_is_left_alone():
    assert client().get("/login").headers["location"] == "https://login.example/authorize?redirect_uri=x"
