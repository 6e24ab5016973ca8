"""The shipped nginx configuration in front of real servers: uploads, cookies of a login, sessions on any port, embedding."""

import asyncio
import re
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml
from websockets.asyncio.client import connect
from websockets.typing import Origin

from bench.load.servers import nginx
from bench.load.session import Session
from tests.running import put_file, run, served

ROOT = Path(__file__).parents[1]
#: Bytes of a workbook as the manual promises it, and of the cookies of a login: usual, large, and as large as the framework cuts them.
WORKBOOK = 700_000
COOKIES = (1_700, 3_500, 20_000)

pytestmark = [
    pytest.mark.xdist_group("server"),
    pytest.mark.skipif(not Path("/usr/sbin/nginx").exists(), reason="nginx is not installed here"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Yield the address of nginx in front of a server that takes files and lets another site embed it."""
    settings = {"ENVIRONMENT": "production", "MAX_UPLOAD_MB": "10", "FRAME_ANCESTORS": "self https://www.karlsruhe.example"}
    with served(**settings) as base, nginx([int(base.rpartition(":")[2])]) as proxy:
        yield proxy


def cookies(size: int) -> str:
    """Return ``size`` bytes of cookies in the pieces in which the framework keeps a login."""
    return "".join(f"; _streamlit_user_{number}={'x' * min(4000, size - start)}" for number, start in enumerate(range(0, size, 4000)))


def test_a_workbook_reaches_the_dashboard(address):
    async def upload() -> int:
        session = await Session(address, "data").open()
        await session.show("part=upkeep")
        status = await asyncio.to_thread(put_file, address, session, WORKBOOK)
        await session.close()
        return status

    assert run(upload()) == 204


@pytest.mark.parametrize("size", COOKIES)
def test_whoever_has_logged_in_is_served_whatever_the_size_of_the_cookies(address, size):
    asked = urllib.request.Request(f"{address}/data", headers={"Cookie": f"a=b{cookies(size)}"})
    assert urllib.request.urlopen(asked, timeout=20).status == 200

    async def first_message() -> bytes | str:
        url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        async with connect(url, origin=Origin(address), additional_headers={"Cookie": f"a=b{cookies(size)}"}, max_size=None):
            return "connected"

    assert run(first_message()) == "connected"


def test_another_port_than_the_usual_one_is_part_of_the_host(address):
    """The session is opened from a page of the proxy's own port; another origin is refused."""

    async def heading() -> list[str]:
        session = await Session(address).open()
        await session.show("")
        await session.close()
        return session.view.headings

    assert run(heading())

    async def foreign() -> None:
        async with connect(f"{address.replace('http', 'ws', 1)}/_stcore/stream", origin=Origin("http://127.0.0.1")):
            pass

    with pytest.raises(Exception, match="403"):
        run(foreign())


def test_an_embedded_page_names_the_sites_that_may_show_it(address):
    with urllib.request.urlopen(f"{address}/embed?figure=map", timeout=20) as answer:
        assert "frame-ancestors 'self' https://www.karlsruhe.example" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] is None


class Tokens(BaseHTTPRequestHandler):
    """Ends a login as the framework does: with all tokens in cookies of 4 kB."""

    def do_GET(self) -> None:
        """Answer with as many bytes of cookies as the path says."""
        last = self.path.rpartition("/")[2]
        size = int(last) if last.isdigit() else 0
        self.send_response(200)
        for number, start in enumerate(range(0, size, 4000)):
            self.send_header("Set-Cookie", f"_streamlit_user_{number}={'x' * min(4000, size - start)}; HttpOnly")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def test_the_response_that_ends_a_login_passes():
    with ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as upstream:
        Thread(target=upstream.serve_forever, daemon=True).start()
        with nginx([upstream.server_port]) as proxy:
            for size in COOKIES:
                with urllib.request.urlopen(f"{proxy}/oauth2callback/{size}", timeout=20) as answer:
                    assert sum(len(each) for each in answer.headers.get_all("set-cookie")) >= size
        upstream.shutdown()


def test_every_way_to_deploy_takes_the_same_sizes():
    """A little more than the largest workbook, so that the dashboard refuses in its own words; the same buffers for cookies."""
    configuration = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    ingress = yaml.safe_load((ROOT / "deploy" / "kubernetes" / "ingress.yaml").read_text(encoding="utf-8"))["metadata"]["annotations"]
    compose = yaml.safe_load((ROOT / "deploy" / "compose.upkeep.yaml").read_text(encoding="utf-8"))["services"]
    cluster = yaml.safe_load((ROOT / "deploy" / "kubernetes-upkeep" / "settings.yaml").read_text(encoding="utf-8"))["data"]
    upload = re.search(r"upload_file/ \{[^}]*client_max_body_size (\w+);", configuration)
    buffers = re.search(r"proxy_buffer_size +(\w+);", configuration)
    assert upload
    assert buffers
    assert ingress["nginx.ingress.kubernetes.io/proxy-body-size"] == upload[1] == "11m"
    assert ingress["nginx.ingress.kubernetes.io/proxy-buffer-size"] == buffers[1] == "32k"
    assert {service["environment"]["MAX_UPLOAD_MB"] for service in compose.values()} == {cluster["MAX_UPLOAD_MB"]} == {"10"}


def test_login_and_publishing_reach_their_provider_and_database_and_nothing_else_is_opened():
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    opened = yaml.safe_load((ROOT / "deploy" / "compose.upkeep.yaml").read_text(encoding="utf-8"))
    replicas = {name for name in compose["services"] if name != "nginx"}
    assert compose["networks"]["inside"]["internal"] is True
    assert {name for name, service in opened["services"].items() if "upkeep" in service["networks"]} == replicas
    assert "internal" not in (opened["networks"]["upkeep"] or {})
    policies = [
        yaml.safe_load((ROOT / "deploy" / folder / "network.yaml").read_text("utf-8")) for folder in ("kubernetes", "kubernetes-upkeep")
    ]
    closed, open_ = (policy["spec"]["egress"] for policy in policies)
    assert closed == []
    assert {(port["protocol"], port["port"]) for rule in open_ for port in rule["ports"]} == {
        ("UDP", 53),
        ("TCP", 53),
        ("TCP", 443),
        ("TCP", 5432),
    }
