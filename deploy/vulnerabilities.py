"""Report known vulnerabilities of the pinned packages; if the registry cannot be reached, say so and exit with 0."""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Final

REQUIREMENTS: Final = ("requirements.txt", "requirements-dev.txt")


def judge(report: str) -> tuple[bool, str]:
    """Return whether the check passes and the message to print, given the JSON that pip-audit printed.

    If the text is empty or not JSON, the registry did not respond and the check passes.
    """
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
    """Check every pinned package, print the result and return the exit code: 1 if a vulnerability is known, else 0."""
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
