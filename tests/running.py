"""Start servers and coroutines beside a test, and end them with it."""

import asyncio
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError

from bench.load.session import Session
from bench.servers import free_port as free_port  # for tests too

ROOT = Path(__file__).parents[1]
START_SECONDS = 120


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return what ``coroutine`` returns, or raise what it raises; in a thread of its own, for Playwright keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def until_answered(process: subprocess.Popen[Any], url: str) -> None:
    """Wait until ``url`` answers; an error if ``process`` ends before."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)
        else:
            return


def with_first_view(url: str) -> str:
    """Return ``url`` as soon as its page has the first view, which a server under load leaves out of a response."""
    deadline = time.monotonic() + START_SECONDS
    while b'id="first-view"' not in urllib.request.urlopen(url, timeout=START_SECONDS).read():
        assert time.monotonic() < deadline, f"{url} never has its first view"
        time.sleep(0.1)
    return url


def start_server(port: int, log: int | IO[bytes] = subprocess.DEVNULL, **settings: str) -> subprocess.Popen[bytes]:
    """Start the server as ``make run`` does and return its process once it is ready."""
    environment = os.environ | {"PORT": str(port), "ADDRESS": "127.0.0.1"} | settings
    process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    until_answered(process, f"http://127.0.0.1:{port}/readyz")
    return process


def start_streamlit(port: int) -> subprocess.Popen[bytes]:
    """Start ``streamlit run dashboard.py`` and return its process once it answers."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}", "--server.address=127.0.0.1"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until_answered(process, f"http://127.0.0.1:{port}/_stcore/health")
    return process


@contextmanager
def served(**settings: str) -> Iterator[str]:
    """Yield the address of a server that runs for the time of the block."""
    port = free_port()
    process = start_server(port, **settings)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


def put_file(address: str, session: Session, size: int = 1000, cookies: str = "") -> int:
    """Return the status of an upload of ``size`` bytes to the address of ``session``, with all that a browser would send."""
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.xlsx"\r\n\r\n'
    told = {
        "X-Xsrftoken": session.cookie,
        "Cookie": f"_streamlit_xsrf={session.cookie}{cookies}",
        "Content-Type": "multipart/form-data; boundary=b",
    }
    url, body = f"{address}/_stcore/upload_file/{session.id}/a", head + bytes(size) + b"\r\n--b--\r\n"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, told, method="PUT"), timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
