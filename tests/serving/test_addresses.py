"""What a pasted or mistyped address gets: the page that is meant, a file, or an honest 404 with the ways on."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages import PAGES
from serving.addresses import Addresses, files
from serving.settings import Settings

LISTED = [path for path, page in PAGES.items() if page.icon]
BASE = "https://weltweit.karlsruhe.example"
SET = Settings(public_address=BASE, security_contact="sicherheit@karlsruhe.example", operator_name="Amt <b>*für*</b> a_b & Söhne")


def client(settings=SET):
    """Return a client of an application that, as the framework does, shows its page at every address."""
    routes = files(settings, LISTED)
    app = Starlette(routes=[*routes, Route("/{path:path}", lambda _: HTMLResponse("the framework's page"))])
    return TestClient(Addresses(app, PAGES, LISTED, routes), follow_redirects=False)


@pytest.mark.parametrize("path", ["/", *(f"/{path}" for path in PAGES if path != "map"), "/oauth2callback", "/api/v1/", "/static/js/a.js"])
def test_what_exists_is_let_through(path):
    assert client().get(path).text == "the framework's page"


@pytest.mark.parametrize(
    "path",
    ["/server.py", "/manifest.json", "/index.html", "/.env", "/wp-login.php", "/exchnge", "/exchange/x", "/static", "/app/x", "/api"],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_does_not_exist_is_missing_and_names_the_ways_on(path, lang):
    answer = client().get(path, params={"lang": lang})
    assert answer.status_code == 404
    assert f'<html lang="{lang}"' in answer.text
    assert {"de": "gibt es keine Seite", "en": "no page at this address"}[lang] in answer.text
    ways = re.findall(r'<a href="([^"?]*)', answer.text)
    assert ways == ["/", *(f"/{page}" for page in LISTED[1:]), "/api/v1/package.zip", "/imprint"]
    assert client().head(path).content == b""


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/exchange.", "/exchange"),
        ("/Exchange?sector=culture", "/exchange?sector=culture"),
        ("/exchange%3Fsector=culture", "/exchange?sector=culture"),
        ("/exchange),?lang=en", "/exchange?lang=en"),
        ("/map", "/"),
        ("/%2E", "/"),
        ("/embed%3Ffigure=map?lang=en", "/embed?figure=map&lang=en"),
        ("/%E2%80%9D", "/"),
    ],
)
def test_a_damaged_address_leads_to_the_page_that_is_meant(path, meant):
    answer = client().get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, meant)


def test_nothing_of_an_address_leads_elsewhere():
    for path in ("/%2F/evil.example", "/evil.example.", "/%5Cevil.example", "/exchange%3F%2F%2E%2E", "/https://evil.example/exchange"):
        assert client().get(path).status_code == 404


def test_robots_are_told_what_to_leave_and_where_the_pages_are():
    text = client().get("/robots.txt").text
    assert text.startswith("User-agent: *\nDisallow: /embed\n")
    assert f"Sitemap: {BASE}/sitemap.xml\n" in text
    assert "Sitemap" not in client(Settings()).get("/robots.txt").text


def test_the_sitemap_names_every_listed_page_in_both_languages():
    tree = ElementTree.fromstring(client().get("/sitemap.xml").content)
    named = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    paths = ["", *LISTED[1:]]
    assert named == [f"{BASE}/{path}{query}" for path in paths for query in ("", "?lang=en")]
    assert client(Settings()).get("/sitemap.xml").status_code == 404


@pytest.mark.parametrize(
    ("contact", "told"), [("a@b.example", "mailto:a@b.example"), ("https://b.example/security", "https://b.example/security")]
)
def test_faults_of_security_have_a_contact(contact, told):
    answer = client(Settings(security_contact=contact)).get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["content-type"].startswith("text/plain")
    assert fields["Contact"] == told
    assert timedelta(days=30) < datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC) < timedelta(days=365)
    assert client(Settings()).get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("path", "kind", "begin"), [("/favicon.ico", "image/x-icon", b"\0\0\1\0"), ("/favicon.png", "image/png", b"\x89PNG")]
)
def test_the_icon_is_a_picture_of_ours(path, kind, begin):
    answer = client().get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.content.startswith(begin)
    assert len(answer.content) < 10_000


def test_the_imprint_is_there_without_script_and_shows_what_is_configured_as_it_stands(monkeypatch):
    monkeypatch.setenv("OPERATOR_NAME", SET.operator_name)
    monkeypatch.delenv("OPERATOR_EMAIL", raising=False)
    text = client().get("/imprint").text
    assert "<li><strong>Betreibende Stelle:</strong> Amt &lt;b&gt;*für*&lt;/b&gt; a_b &amp; Söhne</li>" in text
    assert "OPERATOR_EMAIL" in text
    assert "<script" not in text
    assert '<html lang="en"' in client().get("/imprint?lang=en").text
