"""Start what the load test measures: replicas of the server, and nginx with the configuration of ``deploy`` in front of them."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psutil

from bench.servers import free_port

ROOT: Final = Path(__file__).parents[2]
START_SECONDS: Final = 90


@dataclass(frozen=True)
class Replica:
    """One process of the server and the seconds it took to become ready."""

    process: subprocess.Popen[bytes]
    port: int
    start_seconds: float

    @property
    def base(self) -> str:
        """Return its URL."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the CPU time, user and system, used so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Return the resident memory in bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def kill(self) -> None:
        """Kill it without warning, as a power failure would."""
        self.process.kill()
        self.process.wait()


def _is_ready(url: str) -> bool:
    with suppress(OSError):
        urllib.request.urlopen(url, timeout=5).close()
        return True
    return False


@contextmanager
def replica(**settings: str) -> Iterator[Replica]:
    """Start the server with ``settings``, yield it once it is ready, and stop it.

    Raises:
        RuntimeError: it did not become ready.
    """
    port, begun = free_port(), time.perf_counter()
    environment = os.environ | {"PORT": str(port), "ADDRESS": "127.0.0.1", "ENVIRONMENT": "production"} | settings
    process = subprocess.Popen(
        [sys.executable, "server.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _is_ready(f"http://127.0.0.1:{port}/readyz"):
            if process.poll() is not None or time.perf_counter() - begun > START_SECONDS:
                raise RuntimeError("the server did not start")
            time.sleep(0.05)
        yield Replica(process, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def nginx_configuration(folder: Path, listen: int, ports: Sequence[int]) -> str:
    """Return ``deploy/nginx.conf`` for loopback: plain HTTP on ``listen``, replicas on ``ports``, files in ``folder``.

    The limits per client address are lifted, because all visitors share one address.

    Raises:
        ValueError: the file no longer contains a text to be replaced.
    """
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    servers = "\n".join(f"        server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports)
    text = re.sub(r"( *server dashboard-\d:8501[^\n]*\n)+", servers + "\n", text)
    text = re.sub(r"\n *ssl_[^\n]*", "", text)
    for deployed, here in (
        ("/tmp/", f"{folder}/"),
        ("/dev/stdout", f"{folder}/access.log"),
        ("/dev/stderr", f"{folder}/error.log"),
        ("listen 443 ssl", f"listen 127.0.0.1:{listen}"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("weltweit.stadt.example", "127.0.0.1"),
        ("limit_conn viewers 400;", "limit_conn viewers 20000;"),
        ("rate=60r/s", "rate=10000r/s"),
    ):
        if deployed not in text:
            raise ValueError(f"deploy/nginx.conf no longer holds {deployed!r}")
        text = text.replace(deployed, here)
    return f"daemon off;\nmaster_process {'on' if os.geteuid() == 0 else 'off'};\n{text}"


@contextmanager
def nginx(ports: Sequence[int]) -> Iterator[str]:
    """Start nginx in front of the replicas on ``ports``, yield its URL, and stop it.

    Raises:
        RuntimeError: it did not start.
    """
    listen = free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        configuration = folder / "nginx.conf"
        configuration.write_text(nginx_configuration(folder, listen, ports), encoding="utf-8")
        process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-e", f"{folder}/start.log", "-c", str(configuration)])
        try:
            until = time.monotonic() + 10
            while not _is_ready(f"http://127.0.0.1:{listen}/_stcore/health"):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"nginx did not start:\n{(folder / 'start.log').read_text(encoding='utf-8')}")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{listen}"
        finally:
            process.terminate()
            process.wait(10)
