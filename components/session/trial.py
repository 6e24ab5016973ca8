"""Try new tables before they are published: everything is made once in another process, and what fails becomes a finding."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from data.city import FOLDER
from data.dataset import table_file
from data.upkeep.changes import Change
from data.upkeep.reading import Finding

#: Numbers of rows in a spreadsheet by table and key.
Rows = Mapping[tuple[str, str], int]
_NO_ROWS: Final[Rows] = {}
#: Package whose module ``trial`` makes everything.
_TOOL: Final = "upkeep"
_ROOT: Final = Path(__file__).parents[2]
#: How long the trial may take, in seconds; on one free core it takes about 15,
#: and the search for the row because of which something fails up to 60 more.
_SECONDS: Final = 180
#: Partners whose own pages are drawn; more than this change only with an update of all partners, where the first ones stand for all.
_PARTNERS_AT_MOST: Final = 4
#: Settings that the other process must not have: it reads no versions, and a login is none of its business.
_NOT_PASSED: Final = ("DATABASE_URL",)
#: Shortest text of a cell that is looked for in an error message.
_SHORTEST_TEXT: Final = 2


def _partners(changes: Sequence[Change], cells: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the partners that ``changes`` concern and that still exist, those whose own row is new or changed first."""
    own = [change.key for change in changes if change.table == "partners"]
    others = [change.after.get("partner", "") for change in changes]
    known = set(cells["partners"]["id"])
    return [one for one in dict.fromkeys([*own, *others]) if one in known][:_PARTNERS_AT_MOST]


def _placed(failed: Mapping[str, str], changes: Sequence[Change], rows: Rows) -> Finding:
    """Return the finding on the step that ``failed``.

    It is at the changed cell whose text the error quotes, or at the changed row because of which the step fails, if either is known.
    """
    details, place = {"step": failed["step"], "reason": failed["reason"]}, (failed.get("table", ""), failed.get("key", ""))
    for change in sorted(changes, key=lambda change: (change.table, change.key) != place):
        for column in change.columns:
            cell = change.after.get(column, "")
            if len(cell) >= _SHORTEST_TEXT and repr(cell) in failed["reason"]:
                row = rows.get((change.table, change.key))
                return Finding(change.table, row, column, f"{change.key}: {cell}"[:60], "trial", details)
    if all(place):
        return Finding(place[0], rows.get(place), "", place[1], "trial_row", details)
    tables = {change.table for change in changes}
    return Finding(tables.pop() if len(tables) == 1 else "", None, "", "", "trial_unplaced", details)


def _not_tried(error: Exception) -> dict[str, str]:
    return {"step": "start", "reason": f"{type(error).__name__}: {error}"[:300]}


def trial_findings(cells: Mapping[str, pd.DataFrame], changes: Sequence[Change], lang: str, rows: Rows = _NO_ROWS) -> list[Finding]:
    """Return what cannot be shown with ``cells``, tables as text that the changes ``changes`` led to; steps are named in ``lang``.

    ``rows`` are the numbers of the rows in the spreadsheet by table and key, if the tables come from one.

    All pages in every language, every kind of file and the answers of the API are made once. This takes several seconds, so callers must
    not hold the script lock.
    """
    tables = {name: table_file(frame).decode() for name, frame in cells.items()}
    told = [[change.table, change.kind, change.key, dict(change.before), dict(change.after)] for change in changes]
    asked = json.dumps({"tables": tables, "partners": _partners(changes, cells), "lang": lang, "changes": told})
    settings = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED} | {"CITY": str(FOLDER.resolve())}
    command = [sys.executable, "-m", f"{_TOOL}.trial"]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, text=True, cwd=_ROOT, env=settings, timeout=_SECONDS, check=True)
        failed = json.loads(done.stdout.splitlines()[-1])
    except subprocess.CalledProcessError as error:
        failed = [{"step": "start", "reason": (error.stderr.strip().splitlines() or [str(error)])[-1][:300]}]
    except subprocess.TimeoutExpired as error:
        # The failures come before their rows, so only the rows are lost.
        lines = (error.stdout or b"").splitlines()
        failed = json.loads(lines[0]) if lines else [_not_tried(error)]
    except (OSError, ValueError, LookupError) as error:
        failed = [_not_tried(error)]
    return [_placed(each, changes, rows) for each in failed]
