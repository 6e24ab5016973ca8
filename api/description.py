"""Describe the API to programs in OpenAPI 3.1."""

from typing import Any, Final

from api.answers import FORM
from api.catalogue import FORMS
from api.parameters import LIMIT_AT_MOST, names_for, schema_of
from api.tables import ACTIVITY_COLUMNS, OBSERVATION_COLUMNS
from components.exports.feeds import CALENDAR, NEWS
from data.city import CITY
from data.dataset import Dataset

_TITLE: Final = CITY.title
_ABOUT: Final = (
    f"Documented exchange of the city of {CITY.name.en} with its partners, and official statistics. "
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
    NEWS: ("application/atom+xml; charset=utf-8", False),
    CALENDAR: ("text/calendar; charset=utf-8", False),
}
#: The same for everybody.
FIXED: Final = {
    "datapackage.json": "application/json",
    "package.zip": "application/zip",
    "catalog": FORMS["jsonld"][0],
    **{f"catalog.{ending}": media_type for ending, (media_type, _) in FORMS.items()},
    "openapi.json": "application/json",
    "": "application/json",
}


def _parameters(facts: Dataset, name: str) -> list[dict[str, Any]]:
    told = {
        "lang": "Language of words; the catalogue is in both unless told",
        "sector": "Sectors; none means all",
        "partner": "Partners; none means all",
        "relation": "Kinds of relation; none means all",
        "from": "First year, inclusive",
        "to": "Last year, inclusive",
        "ended": "Relations that have ended too",
        "q": "Words to search for in titles, names and years",
        "kind": "Kinds of activity; none means all",
        "confidence": "high: the source states the date; medium: inferred",
        "grade": "Grade of the source",
        "counted": "Only what counts as exchange",
        "occasions": "Major anniversaries or all",
        "licence": "Only values whose source is open under this licence",
        "limit": f"Rows of a page, at most {LIMIT_AT_MOST}; without it all rows",
        "offset": "Rows left out before the first",
        "version": "Version of the data that the page before came from, as its links have it",
    }
    schemas = schema_of(facts)
    return [
        {"name": each, "in": "query", "description": told[each], "schema": schemas[each]}
        | ({"style": "form", "explode": True} if schemas[each]["type"] == "array" else {})
        for each in names_for(name, facts)
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
            "required": ["total", "limit", "offset", "version", "as_of", "newest_statistics", "checked", "note", "data"],
            "properties": {
                "total": {"type": "integer", "description": "Rows of the whole answer"},
                "limit": {"type": ["integer", "null"]},
                "offset": {"type": "integer"},
                "version": {"type": "string", "description": "Version of the data"},
                "as_of": {"type": "string", "format": "date", "description": "Day of the newest activity"},
                "newest_statistics": {"type": "integer", "description": "Newest year that several series of the statistics reach"},
                "checked": {"type": "string", "format": "date", "description": "Day of the last check"},
                "note": {"type": "string", "description": "What is counted"},
                "data": {"type": "array", "items": _row(columns)},
            },
        }
        content = {media_type: {"schema": page}}
    elif name == "catalog":
        content = {each: {} for each, _ in FORMS.values()}
    elif name in (NEWS, CALENDAR):
        content = {media_type.partition(";")[0]: {"schema": {"type": "string"}}}
    elif media_type == "application/zip" or name.startswith("catalog."):
        content = {media_type: {}}
    else:
        content = {media_type: {"schema": {"type": "object"}}}
    headers = {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}}
    answers = {"200": {"description": "The answer", "headers": headers, "content": content}, "304": {"description": "Not modified"}}
    if name.startswith("catalog"):
        answers["406"] = _refusal("None of the forms of the catalogue is accepted")
    if name == "package.zip":
        answers["206"] = {"description": "The part asked for by Range", "content": content}
        answers["416"] = _refusal("There is no such part")
    if FILES.get(name, ("", False))[1]:
        answers["409"] = _refusal("The data have changed since the page before; start again with the first")
    return answers | {"400": _refusal("A parameter or its value is unknown")}


def _refusal(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ERROR}}}


def openapi(facts: Dataset) -> dict[str, Any]:
    """Return the description of all routes, built from the parameters that parse requests."""
    types = {name: media_type for name, (media_type, _) in FILES.items()} | FIXED
    paths = {
        f"/api/v1/{name}": {
            "get": {
                "operationId": name.replace(".", "_") or "index",
                "summary": name or "What there is",
                "parameters": _parameters(facts, name),
                "responses": _answers(name, media_type),
            }
        }
        for name, media_type in types.items()
    }
    info = {
        "title": _TITLE,
        "version": FORM,
        "description": _ABOUT,
        "license": {"name": "by file; see catalog and LICENSE.md in package.zip"},
    }
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def index() -> dict[str, Any]:
    """Return the list of routes, which the root URL shows."""
    return {"title": _TITLE, "description": _ABOUT, "version": FORM, "files": [name for name in (*FILES, *FIXED) if name]}
