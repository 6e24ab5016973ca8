"""Documents: commands exist, links lead somewhere, the description for software catalogues is complete."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from upkeep import __main__ as upkeep

ROOT = Path(__file__).parents[1]
DOCUMENTS = [path for path in ROOT.rglob("*.md") if not {".venv", "locales", "node_modules", "build"} & set(path.relative_to(ROOT).parts)]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def code_in(text: str) -> list[str]:
    """Return what stands in code spans and blocks, line by line."""
    blocks = re.findall(r"^ *```[a-z]*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()] + spans


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_exists(path):
    for line in code_in(path.read_text(encoding="utf-8")):
        words = [word for word in shlex.split(line, posix=True) if "=" not in word] if re.search(r"\b(make|upkeep)\b", line) else []
        if "make" in words[:1]:
            assert set(words[1:]) <= TARGETS, line
        if words[:3] == ["python", "-m", "upkeep"] and words[3:]:  # the bare name is no command
            upkeep._parser().parse_args([word.strip() for word in shlex.split(line)[3:]])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (path.parent / target).exists(), target


def test_every_target_is_documented_in_its_own_line():
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == set(re.findall(r"^([a-z-]+):.*## \S", MAKEFILE, re.MULTILINE))


def test_the_description_for_catalogues_is_complete():
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    needed = {
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
    }
    assert needed <= set(described)
    assert described["legal"]["license"] == "EUPL-1.2"
    assert set(described["description"]) == {"de", "en"}
    for texts in described["description"].values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000
        assert texts["features"]
