"""Print the software bill of materials: the installed packages of the dashboard, in CycloneDX format."""

import json
import re
import sys
import tomllib
from datetime import UTC, datetime
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

ROOT: Final = Path(__file__).parent.parent


def pinned(requirements: str) -> dict[str, str]:
    """Return the version of each package that a line ``name==version`` in the text of a requirements file pins, by name."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", requirements, re.MULTILINE))


def _licence(package: Distribution) -> list[dict[str, Any]]:
    said = package.metadata.json
    if "license_expression" in said:
        return [{"expression": said["license_expression"]}]
    classified = [each.rpartition(" :: ")[2] for each in said.get("classifier", ()) if each.startswith("License :: ")]
    # Some packages put the full text of the licence where its name belongs.
    named = classified or [line for line in str(said.get("license", "")).splitlines()[:1] if 0 < len(line) < 80]
    return [{"license": {"name": name}} for name in named]


def bill_of_materials(requirements: str, name: str, version: str) -> dict[str, Any]:
    """Return the CycloneDX 1.6 document for the program ``name``, with one component per package that ``requirements`` pins.

    Raises:
        PackageNotFoundError: a pinned package is not installed.
        ValueError: the installed version differs from the pinned one.
    """
    components = []
    for package, wanted in sorted(pinned(requirements).items(), key=lambda item: item[0].lower()):
        installed = distribution(package)
        if installed.version != wanted:
            raise ValueError(f"{package} {installed.version} is installed, but {wanted} is pinned")
        address = f"pkg:pypi/{re.sub(r'[-_.]+', '-', package).lower()}@{wanted}"
        component = {"type": "library", "bom-ref": address, "name": package, "version": wanted, "purl": address}
        components.append(component | ({"licenses": licence} if (licence := _licence(installed)) else {}))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {"type": "application", "bom-ref": name, "name": name, "version": version},
        },
        "components": components,
    }


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    document = bill_of_materials((ROOT / "requirements.txt").read_text(encoding="utf-8"), project["name"], project["version"])
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False)
