"""The server in production: behind TLS and a proxy, with configured hosts, frames and log."""

import json
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

import pytest
from websockets.exceptions import ConnectionClosed

from bench.load.session import Session
from tests.running import free_port, run, start_server

pytestmark = pytest.mark.xdist_group("server")

ROOT = Path(__file__).parents[1]
SETTINGS = {
    "ENVIRONMENT": "production",
    "BEHIND_TLS": "yes",
    "ALLOWED_HOSTS": "127.0.0.1 *.karlsruhe.example",
    "FRAME_ANCESTORS": "self https://www.karlsruhe.example",
    "TRUSTED_PROXIES": "127.0.0.1",
    "OPERATOR_NAME": "Stadt Karlsruhe",
    "OPERATOR_EMAIL": "amt@karlsruhe.example",
}


@dataclass(frozen=True)
class Production:
    """The running server."""

    process: subprocess.Popen[bytes]
    address: str
    file: Path

    def log(self) -> list[dict[str, object]]:
        """Return the log's lines; one that is no JSON object is an error."""
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> Iterator[Production]:
    port, log = free_port(), tmp_path_factory.mktemp("production") / "log"
    with log.open("wb") as file:
        process = start_server(port, file, **SETTINGS)
    yield Production(process, f"http://127.0.0.1:{port}", log)
    process.kill()
    process.wait()


def ask(production: Production, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    asked = urllib.request.Request(production.address + path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        answer = urllib.request.urlopen(asked, timeout=20)
    except HTTPError as error:
        answer = error
    with answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}


def test_browsers_are_told_to_stay_with_tls(production):
    _, headers = ask(production, "/")
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    _, headers = ask(production, "/_stcore/health")
    assert headers["set-cookie"].endswith("; Secure")


def test_only_the_named_sites_may_embed(production):
    _, headers = ask(production, "/")
    assert headers["content-security-policy"].endswith("; frame-ancestors 'self' https://www.karlsruhe.example")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("weltweit.karlsruhe.example", 200),
        ("WELTWEIT.karlsruhe.example:443", 200),
        ("karlsruhe.example", 421),
        ("evilkarlsruhe.example", 421),
        ("weltweit.karlsruhe.example.evil.example", 421),
        ("localhost", 421),
    ],
)
def test_other_host_names_are_not_served(production, host, status):
    assert ask(production, "/about", Host=host)[0] == status


def test_a_probe_may_come_by_any_name(production):
    assert ask(production, "/readyz", Host="10.1.2.3:8501")[0] == 200


def test_the_imprint_that_lacks_something_is_told_at_the_start(production):
    told = next(line for line in production.log() if "LEGAL PAGES" in str(line["message"]))
    assert told["level"] == "warning"
    assert "OPERATOR_ADDRESS" in str(told["message"])
    assert "OPERATOR_NAME" not in str(told["message"])


def test_a_request_leaves_a_line_without_query_browser_and_whole_address(production):
    ask(production, "/partner?q=geheim", User_Agent="Geheim/1.0", X_Forwarded_For="198.51.100.77")
    deadline = time.monotonic() + 10
    while not (lines := [line for line in production.log() if line.get("path") == "/partner"]):
        assert time.monotonic() < deadline, "the request left no line"
        time.sleep(0.05)
    (line,) = lines
    assert line["client"] == "198.51.100.0"
    assert line["status"] == 200
    text = production.file.read_text(encoding="utf-8").lower()
    assert "geheim" not in text
    assert "198.51.100.77" not in text
    assert "127.0.0.1" not in text


def test_at_the_end_sessions_are_sent_elsewhere_and_the_process_goes_well(production):
    async def stay() -> int:
        session = await Session(production.address).open()
        await session.show("sector=culture")
        production.process.send_signal(signal.SIGTERM)
        try:
            await session.wait_until_broken()
        except ConnectionClosed as closed:
            return int(closed.rcvd.code) if closed.rcvd else 0
        return 0

    assert run(stay()) == 1012  # "service restart": the browser opens the session again, on another replica
    assert production.process.wait(20) == 0
    told = [(line["message"], line.get("status")) for line in production.log()]
    assert ("Stopping", None) in told
    assert ("SESSION /_stcore/stream 101", 101) in told
