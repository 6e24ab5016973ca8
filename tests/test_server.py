"""What every response carries, and in which language the page says it is."""

import gzip
import http.client
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from components.frame.style import SHEET
from components.words.texts import Texts
from pages import PAGES
from serving.charts import CHARTS
from tests.running import free_port, until_answered, with_first_view

pytestmark = pytest.mark.xdist_group("server")

ROOT = Path(__file__).parents[1]
#: One of each sort of answer: the page, a script of the framework, our pictures and borders, health, and what is missing.
PATHS = ("/", "/about", "/static/js/", "/app/static/wordmark-light.svg", "/app/static/topojson/world_110m.json", "/_stcore/health")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start the server as ``make run`` does and yield its address."""
    port = free_port()
    environment = os.environ | {"PORT": str(port), "ADDRESS": "127.0.0.1"}
    server = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    base = f"http://127.0.0.1:{port}"
    assert server.stdout is not None
    assert server.stdout.readline() == f"Karlsruhe weltweit vernetzt: {base}\n"
    until_answered(server, f"{base}/_stcore/health")
    yield base
    server.terminate()
    server.wait(10)


def fetch(url: str) -> tuple[int, dict[str, str], bytes]:
    """Ask as a browser does; return status, headers by lower-case name, and body; a doubled header is an error."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "gzip, deflate, br"}), timeout=20)
    except HTTPError as error:
        answer = error
    with answer:
        names = [name.lower() for name in answer.headers]
        assert len([name for name in names if name != "set-cookie"]) == len({*names} - {"set-cookie"})
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def read(url: str) -> tuple[int, dict[str, str], bytes]:
    """Ask as :func:`fetch` does; the body is that before compression."""
    status, headers, body = fetch(url)
    return status, headers, gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


def test_those_who_share_this_server_share_a_worker(request):
    """Every other worker would start one of its own; the groups have once been lost unnoticed (see ``requirements-dev.in``)."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@server")


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("", "de"),
        ("?lang=de", "de"),
        ("?lang=en", "en"),
        ("?sector=culture&lang=en&city=nancy", "en"),
        ("?lang=fr", "de"),
        ("?lang=", "de"),
        ("?lang=EN", "de"),
        ("?lang=en%22%3E%3Cscript%3E", "de"),
        ("?lang=%FF%00", "de"),
        ("?lang=de&lang=en", "en"),
        ("?language=en", "de"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/about"])
def test_the_page_says_in_which_language_it_is(address, path, query, lang):
    status, headers, body = read(f"{address}{path}{query}")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert body.count(b"<html lang=") == 1
    assert f'<html lang="{lang}"'.encode() in body


#: Every header that every answer carries, word for word; in the policy HASH stands for an inline script that may run.
HEADERS = {
    "content-security-policy": (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {' '.join(20 * ['HASH'])}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        "payment=(), usb=(), clipboard-write=(self), fullscreen=(self)"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
#: What further headers an answer may have; a new one must be thought about.
OTHERS = {
    *("date", "content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "vary", "cache-control", "etag"),
    *("last-modified", "accept-ranges", "set-cookie", "allow", "location", "access-control-allow-origin"),
}


@pytest.mark.parametrize("path", [*PATHS, "/_stcore/metrics", "/app/static/missing", "/a//b", "/healthz", "/readyz"])
def test_every_answer_carries_every_header_and_no_other(address, path):
    _, headers, _ = fetch(address + path)
    headers["content-security-policy"] = re.sub(r"'sha256-[\w+/]{43}='", "HASH", headers["content-security-policy"])
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers.keys() - HEADERS <= OTHERS


@pytest.mark.parametrize("path", PATHS)
def test_the_length_announced_is_the_length_sent(address, path):
    _, headers, body = fetch(address + path)
    if "content-length" in headers:
        assert int(headers["content-length"]) == len(body)
    else:
        assert headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_is_whole_and_its_length_announced(address, lang):
    for path in ("", "exchange"):
        _, headers, body = fetch(with_first_view(f"{address}/{path}?lang={lang}"))
        assert int(headers["content-length"]) == len(body)
        body = gzip.decompress(body)
        assert b"<title>Karlsruhe weltweit vernetzt<" in body
        assert body.rstrip().endswith(b"</html>")
        assert ask(f"{address}/{path}?lang={lang}", If_None_Match=headers["etag"])[0] == 304
        assert ask(with_first_view(f"{address}/{path}?lang={lang}&sector=culture"), If_None_Match=headers["etag"])[0] == 200


@pytest.mark.parametrize(
    "path", ["/", "/exchange?lang=en", "/api/v1/activities.json", "/api/v1/activities.csv", "/api/v1/partners.geojson"]
)
def test_pages_and_data_travel_compressed(address, path):
    _, headers, body = fetch(address + path if path.startswith("/api/") else with_first_view(address + path))
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"].lower().count("accept-encoding") == 1
    _, bare_headers, bare = ask(address + path)
    assert gzip.decompress(body) == bare
    assert len(body) < len(bare) / 2
    assert "content-encoding" not in bare_headers
    assert bare_headers["vary"] == headers["vary"]
    if tag := headers.get("etag"):
        assert ask(address + path, Accept_Encoding="gzip", If_None_Match=tag)[0] == 304


@pytest.mark.parametrize("path", ["/server.py", "/manifest.json", "/index.html", "/sitemap.xml", "/.well-known/security.txt", "/nonsense"])
def test_where_there_is_nothing_the_answer_is_no_page(address, path):
    status, headers, body = read(address + path)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "gibt es keine Seite" in body.decode()
    assert b"<script" not in body


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/robots.txt", "text/plain"), ("/favicon.ico", "image/x-icon"), ("/favicon.png", "image/png"), ("/imprint", "text/html")],
)
def test_files_that_are_looked_for_at_the_root_are_files(address, path, kind):
    status, headers, body = read(address + path)
    assert (status, headers["content-type"].partition(";")[0]) == (200, kind)
    assert b"<script" not in body


@pytest.mark.parametrize("path", [*PAGES, ""])
def test_every_page_is_the_frameworks_page(address, path):
    status, _, body = read(f"{address}/{path if path != 'map' else ''}")
    assert status == 200
    assert b'id="root"' in body


def test_borders_come_as_they_are(address):
    for borders in sorted((ROOT / "static" / "topojson").glob("*.json")):
        status, headers, body = fetch(f"{address}/app/static/topojson/{borders.name}")
        assert headers["content-encoding"] == "gzip"
        assert (status, gzip.decompress(body)) == (200, borders.read_bytes())
        assert headers["content-type"].startswith("application/json")


def test_the_server_is_well(address):
    status, _, body = fetch(f"{address}/_stcore/health")
    assert (status, body) == (200, b"ok")


@pytest.mark.parametrize("path", ["/app/static/../data/tables/partners.csv", "/app/static/%2e%2e/server.py", "/app/static/..%2fserver.py"])
def test_nothing_outside_the_static_folder_is_served(address, path):
    _, _, body = read(address + path)
    assert b"name_local" not in body
    assert b"uvicorn" not in body


def test_the_page_names_the_project_and_fetches_the_charts_early(address):
    body, about = (read(with_first_view(f"{address}/{path}"))[2] for path in ("exchange", "about"))
    assert body.count(b"<title>Karlsruhe weltweit vernetzt</title>") == 1
    early = re.findall(rb'<script>import\("(/static/js/PlotlyChart\.[^"]+)"\)', body)
    assert re.findall(rb'<link rel="prefetch" as="script" crossorigin href="([^"]+)"', about) == early
    assert len(early) == 1


def test_the_script_for_charts_is_small_and_asked_for_again(address):
    status, headers, body = fetch(address + CHARTS)
    assert (status, headers["content-encoding"], headers["cache-control"]) == (200, "gzip", "no-cache")
    assert len(body) < 500_000
    assert ask(address + CHARTS, Accept_Encoding="gzip", If_None_Match=headers["etag"])[0] == 304
    assert ask(address + CHARTS, "HEAD")[0] == 200


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a request whose headers are given with underscores."""
    asked = urllib.request.Request(url, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        answer = urllib.request.urlopen(asked, timeout=20)
    except HTTPError as error:
        answer = error
    with answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def scripts_of(address: str) -> list[str]:
    """Return the files the page fetches."""
    return re.findall(r'(?:src|href)="\.(/static/[^"]+)"', read(f"{address}/")[2].decode())


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_balancer_learns_that_all_is_well(address, path):
    status, headers, _ = fetch(address + path)
    assert (status, headers["cache-control"]) == (200, "no-store")


def test_files_named_by_their_content_are_kept_for_a_year_and_sent_compressed(address):
    sent = plain = 0
    for path in scripts_of(address):
        status, headers, body = fetch(address + path)
        assert status == 200
        assert headers["cache-control"] == "public, immutable, max-age=31536000"
        bare = ask(address + path)[2]
        again = fetch(address + path)[2]
        assert again == body, "the kept file is the one first sent"
        if headers.get("content-encoding") == "gzip":
            assert headers["vary"] == "Accept-Encoding"
            assert gzip.decompress(body) == bare
        else:
            assert body == bare
            assert len(bare) < 1000 or headers["content-type"].startswith("font/"), path
        sent, plain = sent + len(body), plain + len(bare)
    assert sent < 0.4 * plain


def test_own_files_are_asked_for_again_after_an_hour_and_not_sent_twice(address):
    for encoding in ("identity", "gzip"):
        url = f"{address}/app/static/topojson/world_110m.json"
        _, headers, _ = ask(url, Accept_Encoding=encoding)
        assert headers["cache-control"] == "public, max-age=3600"
        status, again, body = ask(url, Accept_Encoding=encoding, If_None_Match=headers["etag"])
        assert (status, body) == (304, b"")
        assert again["content-security-policy"]
        assert ask(url, Accept_Encoding=encoding, If_None_Match='"other"')[0] == 200


def test_any_of_several_tags_says_that_the_browser_has_a_file(address):
    for encoding in ("identity", "gzip"):
        url = f"{address}/app/static/topojson/world_110m.json"
        tag = ask(url, Accept_Encoding=encoding)[1]["etag"]
        for held in (f'"a", {tag}', f'{tag}, "b"', "*"):
            status, _, body = ask(url, Accept_Encoding=encoding, If_None_Match=held)
            assert (status, body) == (304, b""), held


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/activities.csv/", "/comparison/"])
def test_no_redirect_repeats_the_host_that_a_request_claims(address, path):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.request("GET", path, headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status in (301, 307)
    assert answer.headers["location"].startswith("/")
    connection.close()


def test_the_head_of_a_file_is_that_of_the_file(address):
    for path in ("/app/static/wordmark-light.svg", "/static/js/missing.js", "/about"):
        status, _, body = ask(address + path, "HEAD", Accept_Encoding="gzip")
        assert (status, body) == (404 if "missing" in path else 200, b"")


def test_a_missing_script_is_missing_and_no_page(address):
    status, headers, body = fetch(f"{address}/static/js/index.0ld.js")
    assert (status, body) == (404, b"")
    assert "immutable" not in headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path", ["metrics", "script-health-check", "agent/openapi.json", "agent/mcp", "allowed-message-origins", "upload_file/a/b", "stream"]
)
def test_what_is_not_for_the_public_is_not_there(address, path):
    assert fetch(f"{address}/_stcore/{path}")[0] == 404
    assert ask(f"{address}/_stcore/{path}", "PUT")[0] in (404, 405)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_pages_are_only_read(address, method):
    status, headers, _ = ask(f"{address}/", method)
    assert (status, headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_foreign_origin_gets_no_leave_to_read(address):
    for path in ("/_stcore/health", "/_stcore/host-config", "/media/x"):
        assert "access-control-allow-origin" not in ask(address + path, Origin="https://evil.example")[1]


def test_without_script_the_page_says_so_in_its_language(address):
    assert f"<noscript><p>{Texts('de').t('page.noscript')}".encode() in read(f"{address}/")[2]
    english = read(f"{address}/?lang=en")[2]
    assert b'<a href="/api/v1/package.zip">' in english
    assert b'<a href="/imprint?lang=en">' in english
    assert f"<noscript><p>{Texts('en').t('page.noscript')}".encode() in english
    assert b"openapi.json" not in english


def test_style_comes_with_the_page_between_that_of_the_framework_and_that_of_single_pages(address):
    """As a message of the session it came late on slow machines: words stood there too pale, and the map without its shape."""
    page = read(f"{address}/")[2].decode()
    assert page.index("</head>") < page.index(SHEET) < page.index('id="root"')
