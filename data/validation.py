"""Reads tables as text and checks them against ``data.schema``; every problem is worded for the person who can mend it."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from pathlib import Path

import pandas as pd
from pandera.errors import SchemaErrors

from data.schema import EMPTY, TABLES, Field, Table, pandera_schema

#: pandas numbers rows from 0 and a spreadsheet numbers them from 1, below one row of headings.
FIRST_ROW = 2


@dataclass(frozen=True)
class Problem:
    """One fault of one table: where it is, what stands there, what must stand there.

    ``remedy`` is English, for the log; ``fault`` names it and ``details`` fill its placeholders where the catalogues word it for a page
    (``fault.<fault>``).
    """

    file: str
    row: int | None
    column: str
    value: str
    remedy: str
    fault: str = attribute(default="other", compare=False)
    details: Mapping[str, str] = attribute(default_factory=dict, compare=False)

    def __str__(self) -> str:
        """Return the problem as one line."""
        place = ", ".join(
            part for part in (self.file, f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else "") if part
        )
        found = f' holds "{self.value}":' if self.row else ":"
        return f"{place}{found} {self.remedy}"


class BrokenTables(ValueError):
    """The tables break their contract; ``problems`` holds every fault found, the message words the first twenty."""

    def __init__(self, problems: list[Problem]) -> None:
        """Word ``problems`` as one message."""
        self.problems = problems
        shown = "\n".join(f"  - {problem}" for problem in problems[:20])
        more = f"\n  ... and {len(problems) - 20} more." if len(problems) > 20 else ""
        super().__init__(
            f"The tables cannot be used: {len(problems)} problem(s).\n{shown}{more}\n"
            "Nothing was changed. Correct the rows named above and start again; "
            "data/README.md explains each table."
        )


def _shape_problems(path: Path, file: str) -> Iterator[Problem]:
    """Find rows with too few or too many cells, blank ones and a file without rows: pandas would guess at them."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = enumerate(csv.reader(lines, strict=True), start=FIRST_ROW - 1)
        _, headings = next(rows, (1, []))
        number = 0
        for number, row in rows:
            if len(row) != len(headings):
                found = ",".join(row)[:60]
                if not row:
                    yield Problem(file, number, "", "", "the line is blank; delete it", "blank")
                    continue
                remedy = f"has {len(row)} cells instead of {len(headings)}; quote cells that hold a comma"
                yield Problem(file, number, "", found, remedy)
    if not number:
        yield Problem(file, None, "", "", "the file holds no rows; restore it from the repository")


def read_tables(directory: Path) -> dict[str, pd.DataFrame]:
    """Read every table of ``directory`` as text, the empty cell as ``""``.

    Raises:
        BrokenTables: a file is missing or is no UTF-8 CSV file.
    """
    frames, problems = {}, []
    for name in TABLES:
        path = directory / f"{name}.csv"
        file = f"{directory.name}/{path.name}"
        try:
            crooked = list(_shape_problems(path, file))
            problems += crooked
            if not crooked:
                frames[name] = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        except OSError:
            problems.append(Problem(file, None, "", "", "the file is missing; restore it from the repository"))
        except (UnicodeDecodeError, csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            reason = " ".join(str(error).split())
            problems.append(Problem(file, None, "", "", f"save it as CSV with commas in UTF-8 ({reason})"))
    if problems:
        raise BrokenTables(problems)
    return frames


def _fault(field: Field) -> tuple[str, dict[str, str]]:
    """Return the name of the fault of a filled cell of ``field`` that fails its test, and what its wording needs."""
    bounds = {name: f"{bound:g}" for name, bound in (("low", field.low), ("high", field.high)) if bound is not None}
    kind = f"{field.type}_between" if len(bounds) == 2 else f"{field.type}_from" if bounds else field.type
    return kind, bounds


def _cell_problems(table: Table, frame: pd.DataFrame, file: str) -> Iterator[Problem]:
    fields = {each.name: each for each in table.fields}
    try:
        pandera_schema(table.name).validate(frame, lazy=True)
    except SchemaErrors as error:
        for case in error.failure_cases.to_dict("records"):
            if case["check"] == "column_in_dataframe":
                yield Problem(file, None, str(case["failure_case"]), "", "this column is missing; add it", "column_missing")
            elif case["check"] == "column_in_schema":
                yield Problem(
                    file, None, str(case["failure_case"]), "", "this column is unknown; remove it or correct its heading", "column_unknown"
                )
            elif pd.notna(case["index"]):
                place = (file, int(case["index"]) + FIRST_ROW, case["column"], str(case["failure_case"]))
                if case["check"] == "field_uniqueness":
                    yield Problem(*place, "must be unique; the same value stands in another row", "unique")
                elif case["check"] == EMPTY:
                    yield Problem(*place, EMPTY, "required")
                else:
                    yield Problem(*place, case["check"], *_fault(fields[case["column"]]))
            else:
                yield Problem(file, None, str(case["column"]), "", f"{case['check']} ({case['failure_case']})")


def _key_problems(table: Table, frames: Mapping[str, pd.DataFrame], file: str) -> Iterator[Problem]:
    frame = frames[table.name]
    for field in table.fields:
        if not field.target or field.name not in frame or "id" not in frames[field.target]:
            continue
        known = set(frames[field.target]["id"])
        wrong = frame.loc[(frame[field.name] != "") & ~frame[field.name].isin(known), field.name]
        for index, value in wrong.items():
            yield Problem(
                file,
                int(str(index)) + FIRST_ROW,
                field.name,
                value,
                f"no row of {field.target}.csv has this id",
                "key",
                {"target": field.target},
            )


def _scope_problems(activities: pd.DataFrame, file: str) -> Iterator[Problem]:
    if not {"scope", "partner", "network"} <= set(activities):
        return
    for index in activities.index[(activities["scope"] == "all") & ((activities["partner"] != "") | (activities["network"] != ""))]:
        yield Problem(file, int(index) + FIRST_ROW, "scope", "all", "leave partner and network empty, or correct the scope", "scope_all")
    for scope, filled, empty in (("partner", "partner", "network"), ("network", "network", "partner")):
        rows = activities[(activities["scope"] == scope) & ((activities[filled] == "") | (activities[empty] != ""))]
        for index in rows.index:
            yield Problem(
                file,
                int(index) + FIRST_ROW,
                "scope",
                scope,
                f"fill {filled} and leave {empty} empty, or correct the scope",
                f"scope_{scope}",
            )


def _order_problems(activities: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Find activities that end before they begin, compared at the precision both dates have."""
    if not {"date", "end_date"} <= set(activities):
        return
    for index, (begin, end) in enumerate(zip(activities["date"], activities["end_date"], strict=True)):
        length = min(len(begin), len(end))
        if end and end[:length] < begin[:length]:
            yield Problem(
                file, index + FIRST_ROW, "end_date", end, f"must not lie before the beginning, {begin}", "order", {"begin": begin}
            )


def problems_of(frames: Mapping[str, pd.DataFrame], folder: str = "tables") -> list[Problem]:
    """Return every fault of ``frames`` (as :func:`read_tables` gives them), in the order of the tables."""
    problems: list[Problem] = []
    for table in TABLES.values():
        file = f"{folder}/{table.name}.csv"
        problems += _cell_problems(table, frames[table.name], file)
        problems += _key_problems(table, frames, file)
    problems += _scope_problems(frames["activities"], f"{folder}/activities.csv")
    problems += _order_problems(frames["activities"], f"{folder}/activities.csv")
    return problems
