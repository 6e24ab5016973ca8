"""Release: one version everywhere, a complete bill of materials, an honest vulnerability report."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from deploy.bill_of_materials import bill_of_materials, pinned
from deploy.vulnerabilities import judge

ROOT = Path(__file__).parents[1]
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_version_of_the_project_is_the_latest_in_the_changelog_and_the_one_catalogues_read():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    released = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert released[0] == (version, described["releaseDate"])
    assert described["softwareVersion"] == version
    assert [number for number, _ in released] == sorted((number for number, _ in released), reverse=True)
    assert [day for _, day in released] == sorted((day for _, day in released), reverse=True)


def test_the_bill_names_every_pinned_package_with_its_version_and_nearly_always_its_licence():
    bill = bill_of_materials(REQUIREMENTS, "dashboard", "1.0")
    assert {part["name"]: part["version"] for part in bill["components"]} == pinned(REQUIREMENTS)
    assert pinned(REQUIREMENTS)["streamlit"]
    assert len({part["bom-ref"] for part in bill["components"]}) == len(bill["components"])
    assert sum("licenses" in part for part in bill["components"]) > 0.9 * len(bill["components"])
    json.dumps(bill)


def test_a_bill_of_something_else_than_what_is_pinned_is_not_written():
    with pytest.raises(ValueError, match=r"but 0\.0\.1 is pinned"):
        bill_of_materials("streamlit==0.0.1\n", "dashboard", "1.0")


def package(**more):
    return {"name": "a", "version": "1"} | more


@pytest.mark.parametrize(
    ("packages", "well", "words"),
    [
        ([package(vulns=[])], True, "none known in 1 packages."),
        ([package(vulns=[]), package(skip_reason="?")], True, "none known in 1 packages; 1 could not be checked."),
        ([package(skip_reason="?")], True, "NOT CHECKED"),
        ([package(vulns=[{"id": "CVE-1", "fix_versions": ["2"]}])], False, "a 1: CVE-1, mended in 2"),
        ([package(skip_reason="?"), package(vulns=[{"id": "CVE-1", "fix_versions": []}])], False, "no version yet"),
    ],
)
def test_a_known_vulnerability_fails_the_check_and_silence_is_called_silence(packages, well, words):
    judged, said = judge(json.dumps({"dependencies": packages}))
    assert judged is well
    assert words in said


def test_no_answer_is_not_taken_for_a_good_one():
    assert judge("") == (True, "Vulnerabilities: NOT CHECKED, the registry cannot be reached.")
