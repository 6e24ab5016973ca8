"""Known vulnerabilities of the pinned packages; where the registry cannot be asked, one line says so and nothing fails."""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Final

REQUIREMENTS: Final = ("requirements.txt", "requirements-dev.txt")


def judge(report: str) -> tuple[bool, str]:
    """Return whether all is well and what to say, from what pip-audit has printed as JSON; nothing at all means it was not answered."""
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        return True, "Vulnerabilities: NOT CHECKED, the registry cannot be reached."
    known = [package for package in packages if "skip_reason" not in package]
    found = [
        f"  {package['name']} {package['version']}: {each['id']}, mended in {', '.join(each['fix_versions']) or 'no version yet'}"
        for package in known
        for each in package["vulns"]
    ]
    if found:
        return False, "Known vulnerabilities:\n" + "\n".join(found)
    if not known:
        return True, "Vulnerabilities: NOT CHECKED, the registry tells nothing about these packages."
    unknown = f"; {len(packages) - len(known)} could not be checked" if len(known) < len(packages) else ""
    return True, f"Vulnerabilities: none known in {len(known)} packages{unknown}."


def main() -> int:
    """Ask about every pinned package, say what is known, and return the exit code."""
    if find_spec("pip_audit") is None:
        print("Vulnerabilities: NOT CHECKED, pip-audit is not installed.")
        return 0
    files = [part for name in REQUIREMENTS for part in ("--requirement", name)]
    options = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10")
    asked = subprocess.run(
        [sys.executable, "-m", "pip_audit", *files, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    well, words = judge(asked.stdout.decode())
    print(words)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
