"""Make the border files of the maps from the npm package plotly.js and write them to ``static/topojson``.

Run ``python -m data.provenance.boundaries [PACKAGE]``, where PACKAGE is a .tgz file or the unpacked directory; without an
argument, npm fetches the package. Requires npm and node. The package's borders are drawn after United Nations geodata, so Crimea is in
Ukraine.

The package's own file of Europe ends at the Urals and lacks Turkey, Cyprus and North Africa, which the view of Europe shows. So both files
are made from files of the whole world: only the layers that the maps draw are kept, and the file of Europe is detailed within
:data:`EUROPE` and coarse elsewhere. Arcs, the lines that neighbours share, are simplified as a whole, so that no gap opens between two
countries and rings keep the direction by which the browser tells land from sea.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from pyproj import Geod
from shapely import LineString

VERSION: Final = "4.1.1"  # the plotly.js inside the pinned plotly.py
DIRECTORY: Final = Path(__file__).parents[2] / "static" / "topojson"
#: What is detailed in the file of Europe: west, south, east and north of the view's frame in degrees, with a margin.
EUROPE: Final = (-32.0, 25.0, 70.0, 66.0)
#: Middle of the sea around Europe (longitude, latitude) and its radius, less than a quarter of the Earth.
_MIDDLE: Final = (15.0, 48.0)
_SEA_KM: Final = 8000
#: Largest deviation of a border from its source in degrees: in the file of the world, and in that of Europe inside and outside
#: :data:`EUROPE`. On a map 1,000 pixels wide one pixel is 0.36 degrees of the world, and more points make every click on it longer.
_WORLD: Final = 0.2
_FINE: Final = 0.006
_COARSE: Final = 2.0
#: Extent in degrees below which a line is not simplified, so that no small country is left without area.
_SMALL: Final = 0.3
#: Least share of its area that a polygon keeps when its lines are simplified; else they stay as they are.
_KEPT_AREA: Final = 0.7
#: Least extent of an island in the file of Europe, in degrees: less is under a pixel there. Of a country the largest part may be smaller.
_SMALLEST: Final = 0.06
_SMALLEST_COUNTRY: Final = 0.03
#: Steps of the coordinates per degree.
_STEPS: Final = 200

_WGS84: Final = Geod(ellps="WGS84")
_Point = tuple[float, float]
_Line = list[_Point]
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


def _lines(topology: dict[str, Any]) -> list[_Line]:
    """Return the arcs of ``topology`` in degrees."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((left + x * scale_x, bottom + y * scale_y))
        lines.append(line)
    return lines


def _inside(point: _Point) -> bool:
    west, south, east, north = EUROPE
    return west <= point[0] <= east and south <= point[1] <= north


def _width(points: _Line) -> float:
    """Return the larger side of the rectangle around ``points`` in degrees."""
    return float(max(max(values) - min(values) for values in zip(*points, strict=True)))


def _simplified(line: _Line, tolerance: float) -> _Line:
    return [(x, y) for x, y in LineString(line).simplify(tolerance).coords]


def _area(ring: list[int], lines: list[_Line]) -> float:
    """Return the area within ``ring``, a list of arcs, in square degrees."""
    points = [point for arc in ring for point in (lines[arc] if arc >= 0 else lines[~arc][::-1])]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*points, points[0]]))) / 2


def _thinned(line: _Line) -> _Line:
    """Return ``line`` with few points outside :data:`EUROPE` and its ends where they were; a small one stays as it is."""
    if _width(line) < _SMALL:
        return line
    kept = line[:1]
    run = line[:1]
    for point, following in pairwise([*line, line[-1]]):
        run += [point] if point != run[-1] else []
        if _inside(point) != _inside(following) or following is line[-1]:
            tolerance = _FINE if _inside(point) else _COARSE
            run += [following] if following != run[-1] else []
            kept += (_simplified(run, tolerance) if len(run) > 1 else run)[1:]
            run = kept[-1:]
    return kept


def _references(arcs: Any) -> Iterator[int]:
    """Yield the arcs that a geometry refers to, of whatever depth; a reversed one is the complement of its number."""
    for one in arcs:
        if isinstance(one, int):
            yield one if one >= 0 else ~one
        else:
            yield from _references(one)


def _extent(lines: list[_Line], arcs: Any) -> float:
    return _width([point for arc in _references(arcs) for point in lines[arc]])


def _parts(geometry: dict[str, Any]) -> list[Any]:
    """Return the polygons of a geometry, each a list of rings."""
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def _in_europe(geometry: dict[str, Any], lines: list[_Line]) -> dict[str, Any] | None:
    """Return ``geometry`` with what :data:`EUROPE` shows of it: polygons that reach into it and are not tiny; None if nothing is left."""
    if geometry["type"] == "LineString":
        return geometry if any(_inside(point) for arc in _references(geometry["arcs"]) for point in lines[arc]) else None
    shown = [part for part in _parts(geometry) if any(_inside(point) for arc in _references(part) for point in lines[arc])]
    largest = max(shown, key=lambda part: _extent(lines, part), default=None)
    kept = [part for part in shown if _extent(lines, part) >= (_SMALLEST_COUNTRY if part is largest else _SMALLEST)]
    return geometry | {"type": "MultiPolygon", "arcs": kept} if kept else None


def _packed(layers: dict[str, list[dict[str, Any]]], lines: list[_Line]) -> dict[str, Any]:
    """Return a topology of ``layers`` whose arcs are ``lines`` in whole steps; arcs that no layer refers to are left out."""
    used = sorted({arc for geometries in layers.values() for one in geometries for arc in _references(one["arcs"])})
    number = {arc: place for place, arc in enumerate(used)}

    def renumbered(arcs: Any) -> Any:
        if isinstance(arcs, int):
            return number[arcs] if arcs >= 0 else ~number[~arcs]
        return [renumbered(one) for one in arcs]

    packed = []
    for arc in used:
        steps = [(round((x + 180) * _STEPS), round((y + 90) * _STEPS)) for x, y in lines[arc]]
        # Two points in one step are one point, yet an arc has two ends.
        steps = [*steps[:1], *(after for before, after in pairwise(steps[:-1]) if before != after), steps[-1]]
        packed.append([list(steps[0]), *([x1 - x0, y1 - y0] for (x0, y0), (x1, y1) in pairwise(steps))])
    objects = {
        layer: {"type": "GeometryCollection", "geometries": [one | {"arcs": renumbered(one["arcs"])} for one in geometries]}
        for layer, geometries in layers.items()
    }
    return {
        "type": "Topology",
        "transform": {"scale": [1 / _STEPS, 1 / _STEPS], "translate": [-180, -90]},
        "objects": objects,
        "arcs": packed,
    }


def world(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the layers of ``topology`` that the maps of the world and the globe draw, with no more detail than these show."""
    layers = {layer: topology["objects"][layer]["geometries"] for layer in ("countries", "land", "ocean")}
    lines = _lines(topology)
    fewer = [line if _width(line) < _SMALL else _simplified(line, _WORLD) for line in lines]
    for polygon in (polygon for geometries in layers.values() for one in geometries for polygon in _parts(one)):
        if _area(polygon[0], fewer) < _KEPT_AREA * _area(polygon[0], lines):
            for arc in _references(polygon[0]):
                fewer[arc] = lines[arc]
    return _packed(layers, fewer)


def europe(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the layers of ``topology`` that maps of Europe draw, detailed in :data:`EUROPE`; land is made of the countries' own arcs."""
    lines = _lines(topology)
    layers = {
        layer: [kept for one in topology["objects"][layer]["geometries"] if (kept := _in_europe(one, lines))]
        for layer in ("countries", "rivers")
    }
    # A globe that shows Europe alone has a sea of one piece below the land.
    lon, lat, _ = _WGS84.fwd([_MIDDLE[0]] * 73, [_MIDDLE[1]] * 73, list(range(0, 361, 5)), [_SEA_KM * 1000] * 73)
    layers["ocean"] = [{"type": "Polygon", "arcs": [[len(lines)]]}]
    sea = list(zip(lon, lat, strict=True))
    layers["land"] = [{"type": "MultiPolygon", "arcs": [part for country in layers["countries"] for part in country["arcs"]]}]
    return _packed(layers, [*(_thinned(line) for line in lines), sea])


#: The files: the name that the browser asks for, the package's file that it is made from, and how.
FILES: Final[dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]]] = {
    "world_110m": ("world_110m", world),
    "europe_50m": ("world_50m", europe),  # a world of this detail doubles the redraw time
}


def extract(package: Path, directory: Path = DIRECTORY) -> dict[str, str]:
    """Write the border files made from ``package`` (a .tgz or a directory) to ``directory`` and return the SHA-256 of each by its name.

    Raises:
        KeyError: the .tgz has no ``dist/plotly-geo-assets.js``, or the script lacks one of the files that :data:`FILES` are made from.
        FileNotFoundError: the directory has no such script.
        subprocess.CalledProcessError: node cannot run the script.
    """
    with tempfile.TemporaryDirectory() as folder:
        sources = [source for source, _ in FILES.values()]
        command = ["node", "-e", _READ + _WRITE, str(_script(package, Path(folder))), *sources]
        topologies = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    directory.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name, (source, made) in FILES.items():
        content = json.dumps(made(topologies[source]), separators=(",", ":"), ensure_ascii=False).encode()
        (directory / f"{name}.json").write_bytes(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    return digests


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(sys.argv[1]) if len(sys.argv) > 1 else _fetch(Path(temporary))
        for file, digest in extract(source).items():
            print(f"{file}.json  {digest}")
