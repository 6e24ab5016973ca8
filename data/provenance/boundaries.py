"""Extract the border files from the npm package plotly.js and write them to ``static/topojson``.

Run ``python -m data.provenance.boundaries [PACKAGE]``, where PACKAGE is a .tgz file or the unpacked directory; without an
argument, npm fetches the package. Requires npm and node. The files are those that plotly.js would fetch from its makers' server.
They are drawn after United Nations geodata, so Crimea is in Ukraine. Only white space is removed.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

VERSION: Final = "4.1.1"  # the plotly.js inside the pinned plotly.py
NAMES: Final = ("world_110m", "europe_50m")  # world and globe; Europe in more detail (world_50m doubles the redraw time)
DIRECTORY: Final = Path(__file__).parents[2] / "static" / "topojson"

#: The package assigns to ``window``, which node does not have.
_READ: Final = "globalThis.window = {}; const t = require(process.argv[1]).topojson;"
_WRITE: Final = "process.stdout.write(JSON.stringify(Object.fromEntries(process.argv.slice(2).map(n => [n, t[n]]))));"


def _fetch(directory: Path) -> Path:
    subprocess.run(["npm", "pack", f"plotly.js@{VERSION}"], cwd=directory, check=True, capture_output=True)
    return directory / f"plotly.js-{VERSION}.tgz"


def _script(package: Path, folder: Path) -> Path:
    """Return the path of the package's border script, unpacked to ``folder`` if necessary."""
    if not package.is_dir():
        with tarfile.open(package) as archive:
            archive.extract("package/dist/plotly-geo-assets.js", folder, filter="data")
        package = folder / "package"
    return (package / "dist" / "plotly-geo-assets.js").resolve(strict=True)


def extract(package: Path, directory: Path = DIRECTORY) -> dict[str, str]:
    """Write the border files of ``package`` (a .tgz or a directory) to ``directory`` and return the SHA-256 of each by its name.

    Raises:
        KeyError: the .tgz has no ``dist/plotly-geo-assets.js``, or the script has no file for one of the :data:`NAMES`.
        FileNotFoundError: the directory has no such script.
        subprocess.CalledProcessError: node cannot run the script.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = ["node", "-e", _READ + _WRITE, str(_script(package, Path(folder))), *NAMES]
        files = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    directory.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name in NAMES:
        content = json.dumps(files[name], separators=(",", ":"), ensure_ascii=False).encode()
        (directory / f"{name}.json").write_bytes(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    return digests


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(sys.argv[1]) if len(sys.argv) > 1 else _fetch(Path(temporary))
        for file, digest in extract(source).items():
            print(f"{file}.json  {digest}")
