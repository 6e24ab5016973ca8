"""How the open data describe themselves: OpenAPI 3.1 for programs, DCAT-AP.de for data portals."""

from typing import Any, Final

from api.parameters import LIMIT_AT_MOST, schema_of
from api.tables import ACTIVITY_COLUMNS, OBSERVATION_COLUMNS
from data.dataset import Dataset

VERSION: Final = "1.0.0"
_TITLE: Final = "Karlsruhe weltweit vernetzt"
_ABOUT: Final = (
    "Documented exchange of the city of Karlsruhe with its partners, and official statistics. "
    "Documented is not total; every row names its source."
)
_TYPES: Final = {"participants": "integer", "year": "integer", "value": "number", "provisional": "boolean"}
#: The files of each dataset: path below ``/api/v1/``, media type, whether it has pages.
FILES: Final = {
    "partners.geojson": ("application/geo+json", False),
    "activities.json": ("application/json", True),
    "activities.csv": ("text/csv; charset=utf-8", True),
    "observations.json": ("application/json", True),
    "observations.csv": ("text/csv; charset=utf-8", True),
}
#: The same for everybody.
FIXED: Final = {
    "datapackage.json": "application/json",
    "package.zip": "application/zip",
    "catalog.jsonld": "application/ld+json",
    "openapi.json": "application/json",
    "": "application/json",
}


def _parameters(facts: Dataset, rows: bool) -> list[dict[str, Any]]:
    told = {
        "lang": "Language of words",
        "sector": "Sectors; none means all",
        "partner": "Partners; none means all",
        "relation": "Kinds of relation; none means all",
        "from": "First year, inclusive",
        "to": "Last year, inclusive",
        "ended": "Relations that have ended too",
        "limit": f"Rows of an answer, at most {LIMIT_AT_MOST}",
        "offset": "Rows left out before the first",
    }
    return [
        {"name": name, "in": "query", "description": told[name], "schema": schema}
        | ({"style": "form", "explode": True} if schema["type"] == "array" else {})
        for name, schema in schema_of(facts).items()
        if rows or name not in ("limit", "offset")
    ]


def _row(columns: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(columns),
        "additionalProperties": False,
        "properties": {name: {"type": [_TYPES.get(name, "string"), "null"], "description": told} for name, told in columns.items()},
    }


_ERROR: Final = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "message"],
            "properties": {
                "status": {"type": "integer"},
                "message": {"type": "string"},
                "parameter": {"type": "string"},
                "allowed": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}


def _answers(name: str, media_type: str) -> dict[str, Any]:
    if name.endswith(".csv"):
        content: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
    elif name in ("activities.json", "observations.json"):
        columns = ACTIVITY_COLUMNS if name.startswith("activities") else OBSERVATION_COLUMNS
        page = {
            "type": "object",
            "required": ["total", "limit", "offset", "as_of", "note", "data"],
            "properties": {
                "total": {"type": "integer", "description": "Rows of the whole answer"},
                "limit": {"type": "integer"},
                "offset": {"type": "integer"},
                "as_of": {"type": "string", "format": "date"},
                "note": {"type": "string", "description": "What is counted"},
                "data": {"type": "array", "items": _row(columns)},
            },
        }
        content = {media_type: {"schema": page}}
    elif media_type == "application/zip":
        content = {media_type: {}}
    else:
        content = {media_type: {"schema": {"type": "object"}}}
    headers = {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}}
    return {"200": {"description": "The answer", "headers": headers, "content": content}, "304": {"description": "Not modified"}}


def openapi(facts: Dataset) -> dict[str, Any]:
    """Return the description of all routes, from the same parameters that requests are read by."""
    wrong = {"description": "A parameter or its value is unknown", "content": {"application/json": {"schema": _ERROR}}}
    paths: dict[str, Any] = {}
    for name, (media_type, rows) in FILES.items():
        paths[f"/api/v1/{name}"] = {
            "get": {
                "operationId": name.replace(".", "_"),
                "summary": name,
                "parameters": _parameters(facts, rows),
                "responses": _answers(name, media_type) | {"400": wrong},
            }
        }
    for name, media_type in FIXED.items():
        paths[f"/api/v1/{name}"] = {
            "get": {
                "operationId": name.replace(".", "_") or "index",
                "summary": name or "What there is",
                "responses": _answers(name, media_type) | {"400": wrong},
            }
        }
    info = {"title": _TITLE, "version": VERSION, "description": _ABOUT, "license": {"name": "by source; see package.zip, LICENSE.md"}}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def index() -> dict[str, Any]:
    """Return what there is, for whoever opens the root."""
    return {"title": _TITLE, "description": _ABOUT, "version": VERSION, "files": [name for name in (*FILES, *FIXED) if name]}


_EU: Final = "http://publications.europa.eu/resource/authority"
_FILE_TYPES: Final = {"geojson": "GEOJSON", "json": "JSON", "csv": "CSV", "zip": "ZIP"}


def catalog(facts: Dataset, base: str, publisher: str) -> dict[str, Any]:
    """Return the catalogue after DCAT-AP.de as JSON-LD: two datasets and the package, with their files.

    ``base`` is the address of the server; ``publisher`` the operator, the city where none is configured. The licence is that of
    each source, for which DCAT-AP.de has *other, open with naming*; the tables state it row by row.
    """
    licence = "http://dcat-ap.de/def/licenses/other-closed"
    named = {
        "activities": (
            {"de": "Dokumentierter Austausch Karlsruhes mit seinen Partnern", "en": "Documented exchange of Karlsruhe with its partners"},
            ["activities.csv", "activities.json", "partners.geojson"],
        ),
        "observations": (
            {"de": "Statistik zu den Partnern Karlsruhes", "en": "Statistics on the partners of Karlsruhe"},
            ["observations.csv", "observations.json"],
        ),
        "package": ({"de": "Alle Tabellen mit Beschreibung", "en": "All tables with their description"}, ["package.zip"]),
    }

    def words(texts: dict[str, str]) -> list[dict[str, str]]:
        return [{"@value": text, "@language": lang} for lang, text in texts.items()]

    def distribution(name: str) -> dict[str, Any]:
        media_type = (FILES[name][0] if name in FILES else FIXED[name]).partition(";")[0]
        return {
            "@id": f"{base}/api/v1/{name}",
            "@type": "dcat:Distribution",
            "dct:title": name,
            "dcat:accessURL": {"@id": f"{base}/api/v1/{name}"},
            "dcat:downloadURL": {"@id": f"{base}/api/v1/{name}"},
            "dct:format": {"@id": f"{_EU}/file-type/{_FILE_TYPES[name.rpartition('.')[2]]}"},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
            "dct:license": {"@id": licence},
        }

    agent = {"@type": "foaf:Organization", "foaf:name": publisher}
    first, last = facts.years
    datasets = [
        {
            "@id": f"{base}/api/v1/#{name}",
            "@type": "dcat:Dataset",
            "dct:identifier": name,
            "dct:title": words(titles),
            "dct:description": words(
                {
                    "de": "Aus öffentlichen Quellen; dokumentiert ist nicht vollständig. Jede Zeile nennt ihre Quelle.",
                    "en": "From public sources; documented is not complete. Every row names its source.",
                }
            ),
            "dct:publisher": agent,
            "dcat:theme": [{"@id": f"{_EU}/data-theme/INTR"}, {"@id": f"{_EU}/data-theme/EDUC"}],
            "dct:language": [{"@id": f"{_EU}/language/DEU"}, {"@id": f"{_EU}/language/ENG"}],
            "dct:modified": {"@value": facts.as_of, "@type": "xsd:date"},
            "dct:temporal": {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": {"@value": f"{first}", "@type": "xsd:gYear"},
                "dcat:endDate": {"@value": f"{last}", "@type": "xsd:gYear"},
            },
            "dct:spatial": {"@type": "dct:Location", "rdfs:label": "Karlsruhe"},
            "dcatde:politicalGeocodingURI": {"@id": "http://dcat-ap.de/def/politicalGeocoding/districtKey/08212"},
            "dcat:distribution": [distribution(file) for file in files],
        }
        for name, (titles, files) in named.items()
    ]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "dcatde": "http://dcat-ap.de/def/dcatde/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{base}/api/v1/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": words({"de": _TITLE, "en": _TITLE}),
        "dct:description": words({"de": "Offene Daten des Auftritts", "en": "Open data of the site"}),
        "dct:publisher": agent,
        "dcat:dataset": datasets,
    }
