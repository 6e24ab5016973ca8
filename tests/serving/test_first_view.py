"""First views in the HTML: one key for one view, link previews, pictures, and limits."""

import re
import threading
import time
from concurrent.futures import Future
from io import BytesIO
from types import SimpleNamespace

import anyio
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages import PAGES
from serving import first_view
from serving.first_view import FirstViews, Parts, asked
from tests.running import run

LISTED = tuple(path for path, page in PAGES.items() if page.icon)
PUBLIC = "https://weltweit.example"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Wait for views as long as they take: the first one of a process takes longest."""
    monkeypatch.setattr(first_view, "_PATIENCE", 30)


def parts(facts, url, address=PUBLIC):
    path, _, query = url.partition("?")
    scope = {"path": path, "query_string": query.encode(), "headers": [(b"host", b"evil.example")]}
    return run(FirstViews(lambda: facts, PAGES, LISTED, address).parts(scope))


@pytest.fixture(scope="module")
def client(facts):
    return TestClient(Starlette(routes=FirstViews(lambda: facts, PAGES, LISTED, PUBLIC).routes()))


@pytest.mark.parametrize(
    "query",
    ["", "sector=magic", "from=9999", "utm_source=mail", "room=0123456789abcdef", "x=" + "y" * 50_000, "q=%00", "lang=xx", "amp;lang=de"],
)
def test_what_means_the_same_has_one_key(facts, query):
    assert asked(query.encode(), facts) == asked(b"", facts)


def test_a_very_long_query_string_costs_no_more(facts):
    asked(b"", facts)
    begun = time.process_time()
    asked("&".join(f"sector=a{number}" for number in range(20_000)).encode(), facts)
    assert time.process_time() - begun < 0.1


def test_the_view_that_the_url_names_is_in_the_html(facts):
    view = parts(facts, "/?sector=culture&lang=en")
    html = view.body.decode()
    assert html.count("<h1>") == 1
    assert "in culture" in html
    assert 'class="inline-map"' in html
    assert '<th scope="row">Nancy</th>' in html
    for target in ("/exchange?lang=en", "/api/v1/package.zip", "/imprint?lang=en"):
        assert f'href="{target}"' in html
    assert parts(facts, "/?sector=culture&lang=en").mark == view.mark != parts(facts, "/?lang=en").mark


def test_a_link_preview_shows_exactly_this_view(facts):
    head = parts(facts, "/exchange?sector=culture&lang=en&room=0123456789abcdef").head.decode()
    own = f"{PUBLIC}/exchange?lang=en&amp;sector=culture"
    assert f'<meta property="og:url" content="{own}" />' in head
    assert f'<link rel="canonical" href="{own}" />' in head
    assert f'<meta property="og:image" content="{PUBLIC}/picture/exchange.png?lang=en&amp;sector=culture" />' in head
    assert f'hreflang="de" href="{PUBLIC}/exchange?sector=culture"' in head
    assert f'hreflang="x-default" href="{PUBLIC}/exchange?sector=culture"' in head
    assert f'hreflang="en" href="{PUBLIC}/exchange?lang=en&amp;sector=culture"' in head
    assert 'type="application/atom+xml" lang="en" title="Karlsruhe weltweit vernetzt: new entries"' in head
    assert f'href="{PUBLIC}/api/v1/news.atom?lang=en&amp;sector=culture"' in head
    assert '<meta name="twitter:card" content="summary_large_image" />' in head
    assert re.search(r'og:description" content="Karlsruhe had exchanges with [0-9]+ partners in culture', head)
    assert 'content="en_GB"' in head


def test_without_a_public_address_nothing_is_absolute_and_no_host_is_repeated(facts):
    view = parts(facts, "/", "")
    assert b"evil.example" not in view.head + view.body
    assert b"og:image" not in view.head
    assert b"canonical" not in view.head
    assert b'type="application/atom+xml"' in view.head
    assert b'href="/api/v1/news.atom' in view.head
    assert b"og:title" in view.head


def test_text_of_a_link_is_text(facts):
    view = parts(facts, "/chronicle?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E")
    whole = (view.head + view.body).decode()
    assert "<script>alert" not in whole
    assert "&lt;script&gt;alert(1)" in whole


@pytest.mark.parametrize("path", ["/embed?figure=map", "/stage?story=map"])
def test_what_fills_the_window_has_no_page_in_front(facts, path):
    assert b'id="first-view"' not in parts(facts, path).body


@pytest.mark.parametrize(
    "url", ["/picture/map.png", "/picture/partner.png?city=krasnodar", "/picture/about.png?lang=en", "/picture/embed.png"]
)
def test_the_picture_of_a_link_has_the_size_that_previews_use(client, url):
    answer = client.get(url)
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert client.get(url).headers["etag"] == answer.headers["etag"]


def test_charts_are_pictures_for_both_themes(client):
    light, dark = (client.get(f"/picture/exchange.svg?sector=culture&theme={theme}&width=1344") for theme in ("light", "dark"))
    assert light.headers["content-type"].startswith("image/svg+xml")
    assert light.content != dark.content
    assert b"#eef2ec" in dark.content
    assert client.get("/picture/exchange.svg?sector=culture&width=7").status_code == 200
    assert client.get("/picture/map.svg").status_code == 404


def test_a_crowd_of_new_views_gets_the_page_without_and_no_pile(facts, monkeypatch):
    full = SimpleNamespace(statistics=lambda: SimpleNamespace(tasks_waiting=first_view._WAITING_PICTURES))
    views = FirstViews(lambda: facts, PAGES, LISTED, PUBLIC)
    monkeypatch.setattr(views, "_making", {(number,): Future() for number in range(first_view._MAKING)})
    monkeypatch.setattr(views, "_one_picture", full)
    scope = {"path": "/", "query_string": b"from=1977", "headers": []}
    without = run(views.parts(scope))
    assert (without.body, without.mark) == (b"", "")
    # Feed readers find the feed all the same.
    assert b"/api/v1/news.atom?from=1977" in without.head
    answer = TestClient(Starlette(routes=views.routes())).get("/picture/map.png?from=1977")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")


def test_a_view_that_takes_too_long_is_left_out_and_there_for_the_next_request(facts, monkeypatch):
    views = FirstViews(lambda: facts, PAGES, LISTED, PUBLIC)
    scope = {"path": "/", "query_string": b"from=1978", "headers": []}
    whole, made, begun = Parts(b"head", b"body", "mark"), threading.Event(), []

    def slowly(*_):
        begun.append(1)
        made.wait(10)
        return whole

    async def several_times():
        early = [await views.parts(scope) for _ in range(5)]
        made.set()
        with anyio.fail_after(5):
            while not (last := await views.parts(scope)).body:
                await anyio.sleep(0.05)
        return early, last

    monkeypatch.setattr(views, "_made", slowly)
    monkeypatch.setattr(first_view, "_PATIENCE", 0.1)
    early, last = run(several_times())
    assert [first.body for first in early] == 5 * [b""]
    assert last == whole
    # Who asks again waits for the same view: under load, views begun anew by every request would keep each other from ending.
    assert begun == [1]
