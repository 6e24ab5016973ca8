"""Hostile requests: no failure, no stack trace, no private file, and the server keeps running."""

import asyncio
import subprocess
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from bench.load.session import Session
from tests.hostility import PARAMETERS, VALUES, attack, hostile_requests
from tests.running import free_port, run, start_server

pytestmark = pytest.mark.xdist_group("server")

ROOT = Path(__file__).parents[1]
REQUESTS = 10_000
#: What only our files or a stack trace hold: source, tables, configuration, the system's own.
SECRETS = (
    b"Traceback",
    b'File "',
    b"import streamlit",
    b"name_local",
    b"gatherUsageStats",
    b"root:x:",
    b"PATH=",
    b"class Gate",
    b"/site-packages/",
)


@dataclass(frozen=True)
class Target:
    """The server under attack, and where its log is written."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path


@pytest.fixture(scope="module")
def target(tmp_path_factory) -> Iterator[Target]:
    """Start the server as it stands on the internet."""
    port, log = free_port(), tmp_path_factory.mktemp("hostile") / "log"
    settings = {"ENVIRONMENT": "production", "LOG_LEVEL": "warning", "ALLOWED_HOSTS": "127.0.0.1"}
    with log.open("wb") as file:
        process = start_server(port, file, **settings)
    yield Target(process, port, log)
    process.terminate()
    process.wait(20)


def is_ready(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10).close()
    except OSError:
        return False
    return True


def test_ten_thousand_hostile_requests_get_nothing_and_harm_nothing(target):
    answers = run(attack(target.port, hostile_requests(REQUESTS)))
    assert sum(len(answer.requests) for answer in answers) == REQUESTS
    failed = [(answer.requests, answer.statuses) for answer in answers if any(status >= 500 for status in answer.statuses)]
    assert failed == []
    told = [(answer.requests, secret) for answer in answers for secret in SECRETS if secret in answer.data]
    assert told == []
    unanswered = [answer.requests for answer in answers if len(answer.statuses) < len(answer.requests) and answer.requests[0].kind != "raw"]
    assert unanswered == []
    of_kind: dict[str, Counter[int]] = {}
    for answer in answers:
        of_kind.setdefault(answer.requests[0].kind if len(answer.requests) == 1 else "framed", Counter()).update(answer.statuses)
    assert 101 not in of_kind["origin"], "a session was opened from a foreign page"
    assert 200 not in of_kind["host"], "another host name was answered"
    assert is_ready(target.port)
    assert target.process.poll() is None
    assert b"Traceback" not in target.log.read_bytes()


def test_a_page_takes_every_broken_parameter_without_an_error(target):
    async def visit() -> list[bool]:
        session = await Session(f"http://127.0.0.1:{target.port}").open()
        failed = []
        for number, value in enumerate(VALUES):
            await session.show("&".join(f"{name}={value}" for name in PARAMETERS[number % 3 :: 3]))
            failed.append(session.view.failed or not session.view.headings)
        await session.close()
        return failed

    assert not any(run(visit()))


@pytest.mark.parametrize("message", [b"", b"\xff" * 100, b"a" * 300_000, "text", b"\x0a\xff\xff\xff\xff\x0f"])
def test_a_session_that_talks_nonsense_is_closed_and_the_others_go_on(target, message):
    base = f"127.0.0.1:{target.port}"

    async def talk() -> None:
        other = await Session(f"http://{base}").open()
        async with connect(f"ws://{base}/_stcore/stream", origin=f"http://{base}", subprotocols=["streamlit"]) as socket:
            try:
                await socket.send(message)
                await asyncio.wait_for(socket.recv(), 1)
            except (WebSocketException, TimeoutError):
                pass
        await other.show("")
        assert other.view.headings
        await other.close()

    run(talk())
    assert target.process.poll() is None


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3000", "http://127.0.0.1"])
def test_a_foreign_page_cannot_open_a_session(target, origin):
    async def open_session() -> int:
        try:
            async with connect(f"ws://127.0.0.1:{target.port}/_stcore/stream", origin=origin):
                return 101
        except WebSocketException as error:
            return int(error.response.status_code)

    assert run(open_session()) == 403
