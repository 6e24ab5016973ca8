"""A SQLite file, and a real PostgreSQL server where its programs are installed."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import free_port


def postgres_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, None where PostgreSQL is not installed."""
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def postgres(programs: Path, folder: Path) -> Iterator[str]:
    """Run a server of its own in ``folder`` and yield the address of its database."""
    # The server refuses to run as root.
    user = next((name for name in ("postgres", "nobody") if any(name == each.pw_name for each in pwd.getpwall())), None)
    as_user = user if os.geteuid() == 0 else None
    data, port = folder / "data", free_port()
    data.mkdir()
    if as_user:
        shutil.chown(folder, as_user)
        shutil.chown(data, as_user)
        for parent in folder.parents:
            if parent != Path("/") and parent.stat().st_uid == os.geteuid():
                parent.chmod(parent.stat().st_mode | 0o011)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, user=as_user, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)

    run("initdb", "-D", str(data), "-U", "upkeep", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://upkeep@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
