"""Write open data: the partners as GeoJSON, and the whole data package as a ZIP file."""

import json
import zipfile
from io import BytesIO
from typing import Final

from components.words.texts import Texts
from data import queries
from data.cache import cached
from data.dataset import TABLES_DIRECTORY, Dataset, table_file
from data.records import records
from data.schema import TABLES
from data.selection import Selection

_DATA: Final = TABLES_DIRECTORY.parent
_PASSPORT: Final = _DATA / "datapackage.json"
#: Date of every file in the ZIP, which must have one; a constant makes equal content give equal bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def partners_geojson(facts: Dataset, chosen: Selection, texts: Texts) -> bytes:
    """Return the partners shown on the map as GeoJSON (RFC 7946, WGS 84, longitude first), with ids, labels and counts.

    ``since`` is a year and ``since_label`` the date in words at its known precision: programs for maps would read ISO dates as dates or as
    text, depending on whether all of a selection are known to the day.
    """
    _, shown, _ = queries.connections(facts, chosen)
    features = [
        {
            "type": "Feature",
            "id": row.id,
            "geometry": {"type": "Point", "coordinates": [round(row.lon, 5), round(row.lat, 5)]},
            "properties": {
                "id": row.id,
                "name": row.name,
                "country": row.country,
                "country_name": texts.country(row.country),
                "kind": row.kind,
                "kind_label": texts.label("relation", row.kind),
                "since": int(row.since[:4]) if row.since else None,
                "since_label": texts.date(row.since) if row.since else "",
                "status": row.status,
                "status_label": texts.label("status", row.status),
                "exchanges": int(row.exchanges),
                "approximate": bool(row.approximate),
            },
        }
        for row in records(shown)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1).encode()


@cached
def package_files(facts: Dataset) -> dict[str, bytes]:
    """Return the files of the data package by name: table description (``datapackage.json``), README, licence, tables."""
    files = {path.name: path.read_bytes() for path in (_PASSPORT, _DATA / "README.md", _DATA / "LICENSE.md")}
    return files | {f"tables/{name}.csv": table_file(facts.cells[name]) for name in sorted(TABLES)}


@cached
def package(facts: Dataset) -> bytes:
    """Return the whole data package as ZIP, with the complete tables; equal tables give equal bytes."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package_files(facts).items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return file.getvalue()
