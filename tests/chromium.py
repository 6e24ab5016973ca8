"""Find the Chromium for the browser tests; run as a module, install one if there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

#: Debian's Chromium without the windows and menus around pages, with which the tests take a fifth less time.
SHELL: Final = "chromium-headless-shell"


def executable() -> str | None:
    """Return the path of the system's Chromium, or None to let Playwright use its own."""
    return next((path for name in (SHELL, "chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


def install_from_debian(*packages: str) -> None:
    """Install ``packages`` of Debian if this is one and we may; an error is not raised, for another way may be left."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"check": False, "stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)


def _install() -> None:
    if not shutil.which(SHELL):
        install_from_debian(SHELL)
    if not executable():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "--with-deps" if os.geteuid() == 0 else "--no-shell", "chromium"], check=True
        )


if __name__ == "__main__":
    _install()
    print(f"Chromium for the browser tests: {executable() or Path('from Playwright')}")
