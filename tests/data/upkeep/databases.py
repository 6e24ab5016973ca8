"""A real PostgreSQL server and PgBouncer where they are installed, and servers that stand still."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.running import free_port


def postgres_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, None where PostgreSQL is not installed."""
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def pgbouncer_program() -> str | None:
    """Return the path of PgBouncer, None where it is not installed."""
    return shutil.which("pgbouncer", path=os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin")


def _other_user() -> str | None:
    """Return a user who is not root, None where the tests are not run by root: both servers refuse to run as root."""
    user = next((name for name in ("postgres", "nobody") if any(name == each.pw_name for each in pwd.getpwall())), None)
    return user if os.geteuid() == 0 else None


def _give(folder: Path, user: str) -> None:
    """Let ``user`` own ``folder`` and reach it."""
    shutil.chown(folder, user)
    for parent in folder.parents:
        if parent != Path("/") and parent.stat().st_uid == os.geteuid():
            parent.chmod(parent.stat().st_mode | 0o011)


@contextmanager
def postgres(programs: Path, folder: Path) -> Iterator[str]:
    """Run a server of its own in ``folder`` and yield the address of its database."""
    as_user = _other_user()
    data, port = folder / "data", free_port()
    data.mkdir()
    if as_user:
        _give(folder, as_user)
        shutil.chown(data, as_user)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, user=as_user, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)

    run("initdb", "-D", str(data), "-U", "upkeep", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "-t", "180", "start")
    try:
        yield f"postgresql://upkeep@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


@contextmanager
def stopped(folder: Path) -> Iterator[None]:
    """Let the server that :func:`postgres` runs in ``folder`` stand still for the time of the block: it is there and says nothing."""
    main = psutil.Process(int((folder / "data" / "postmaster.pid").read_text().split()[0]))
    processes = [main, *main.children(recursive=True)]
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            process.send_signal(signal.SIGCONT)


@contextmanager
def silent() -> Iterator[str]:
    """Yield the address of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"postgresql://upkeep@127.0.0.1:{server.getsockname()[1]}/postgres"


@contextmanager
def pgbouncer(program: str, address: str, folder: Path) -> Iterator[str]:
    """Run PgBouncer in transaction mode before the server of :func:`postgres` at ``address``; yield the address of the same database."""
    port = free_port()
    before, database = address.rsplit("/", 1)
    server_port = before.rsplit(":", 1)[1]
    (folder / "users.txt").write_text('"upkeep" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={server_port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = trust\nauth_file = {folder}/users.txt\npool_mode = transaction\ndefault_pool_size = 1\n"
    )
    as_user = _other_user()
    if as_user:
        _give(folder, as_user)
    process = subprocess.Popen([program, str(folder / "pgbouncer.ini")], user=as_user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, "PgBouncer ended"
                assert time.monotonic() < deadline, "PgBouncer does not listen"
                time.sleep(0.05)
        yield f"postgresql://upkeep@127.0.0.1:{port}/{database}"
    finally:
        process.terminate()
        process.wait(10)
