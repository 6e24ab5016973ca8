"""Write ``datapackage.json`` in the folder of the city, the Frictionless description of all tables, from ``data.schema``.

Run ``python -m data.provenance.passport`` after every change of the schema.
"""

import json
from typing import Any, Final

from data.city import CITY, FOLDER
from data.schema import DATE_PATTERN, TABLES, Field, Table

PASSPORT: Final = FOLDER / "datapackage.json"

_TYPES: Final = {"integer": "integer", "year": "year", "number": "number"}


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.unique:
        constraints["unique"] = True
    if field.choices:
        constraints["enum"] = list(field.choices)
    if field.low is not None and field.type != "date":
        constraints["minimum"] = int(field.low) if field.type != "number" else field.low
    if field.high is not None and field.type != "date":
        constraints["maximum"] = int(field.high) if field.type != "number" else field.high
    described: dict[str, Any] = {"name": field.name, "description": field.description}
    match field.type:
        case "yesno":
            described |= {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
        case "date":
            # A date may be a year or a month only, which the Frictionless type "date" does not allow.
            described |= {"type": "string"}
            constraints["pattern"] = DATE_PATTERN
        case "country" | "country3":
            described |= {"type": "string"}
            constraints["pattern"] = "[A-Z]{2}" if field.type == "country" else "[A-Z]{3}"
        case _:
            described |= {"type": _TYPES.get(field.type, "string")}
    if constraints:
        described["constraints"] = constraints
    return described


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "missingValues": [""]}
    if table.columns[0] == "id":
        schema["primaryKey"] = "id"
    keys = [{"fields": field.name, "reference": {"resource": field.target, "fields": "id"}} for field in table.fields if field.target]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name.replace("_", "-"),
        "title": table.name,
        "description": f"One row is {table.row}.",
        "path": f"tables/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def passport() -> dict[str, Any]:
    """Return the description of all tables according to the Frictionless Data Package specification, version 1."""
    resources = [_resource(table) for table in TABLES.values()]
    for resource in resources:
        for key in resource["schema"].get("foreignKeys", ()):
            key["reference"]["resource"] = key["reference"]["resource"].replace("_", "-")
    return {
        "profile": "tabular-data-package",
        "name": CITY.id,
        "title": f"{CITY.title}: partner cities, exchange and statistics",
        "description": f"Documented exchange of the city of {CITY.name.en} with its partner cities. Documented is not total.",
        "licenses": [{"name": "other", "title": "By source; see LICENSE.md", "path": "LICENSE.md"}],
        "resources": [{"profile": "tabular-data-resource", **resource} for resource in resources],
    }


def write_passport() -> None:
    """Write :func:`passport` to ``datapackage.json`` in the folder of the city."""
    PASSPORT.write_text(json.dumps(passport(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_passport()
