"""Start the three servers to be measured on free loopback ports, and stop them whatever happens."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import psutil

ROOT: Final = Path(__file__).parent.parent
START_SECONDS: Final = 60

_BARE: Final = (
    *("-m", "streamlit", "run", "bench/bare_app.py", "--server.port=PORT", "--server.address=127.0.0.1", "--server.headless=true"),
    *("--browser.gatherUsageStats=false", "--browser.serverAddress=localhost", "--server.fileWatcherType=none"),
)
#: Arguments of Python that start each app; PORT is replaced by its port. The bare app has our settings; ``stock`` is the same app with a
#: full garbage collection after each run, as the framework comes.
COMMANDS: Final = {
    "ours": ("server.py",),
    "bare": _BARE,
    "stock": (*_BARE, "--runner.postScriptGC=true"),
    "dash": ("-m", "bench.dash_app"),
}


@dataclass(frozen=True)
class Server:
    """A running server of one app."""

    app: str
    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """Return the CPU time, user and system, that the process and its children have used so far."""
        process = psutil.Process(self.pid)
        times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
        return float(sum(each.user + each.system for each in times))


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children, by force if they do not end in time."""
    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        member.terminate()
    for member in psutil.wait_procs(family, timeout=5)[1]:
        member.kill()
    process.wait()


@contextmanager
def _serve(app: str) -> Iterator[Server]:
    """Start ``app``, yield it once it responds, and stop it.

    Raises:
        RuntimeError: it did not start. If the app has ended, this and every other error has its output as a note.
    """
    port = free_port()
    command = [sys.executable, *(part.replace("PORT", str(port)) for part in COMMANDS[app])]
    environment = os.environ | {"PORT": str(port), "ADDRESS": "127.0.0.1", "PYTHONPATH": str(ROOT)}
    with TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            server = Server(app, f"http://127.0.0.1:{port}/", process.pid)
            if not _answers(process, server.url):
                raise RuntimeError(f"{app} did not start")
            yield server
        except Exception as error:
            if process.poll() is not None:
                log.seek(0)
                error.add_note(f"{app} ended with {process.returncode}:\n{log.read().decode(errors='replace')[-2000:]}")
            raise
        finally:
            _stop(process)


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


@contextmanager
def serve_all() -> Iterator[dict[str, Server]]:
    """Start all apps of :data:`COMMANDS`, yield them by name, and stop them."""
    with ExitStack() as stack:
        yield {app: stack.enter_context(_serve(app)) for app in COMMANDS}
