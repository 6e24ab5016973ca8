"""Read tables as text and validate them against ``data.schema``, with messages for the person who can fix the problem."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from pathlib import Path
from typing import Final

import pandas as pd
from pandera.errors import SchemaErrors

from data.borders import can_lie_in
from data.codes import countries
from data.copies import host_of, refusal
from data.schema import EMPTY, TABLES, Field, Table, is_partial_date, pandera_schema

#: Number of the first row in a spreadsheet, which counts from 1 and has a header row; pandas counts from 0.
FIRST_ROW = 2


@dataclass(frozen=True)
class Problem:
    """One problem in a table: where it is, what the cell contains, what it must contain.

    ``remedy`` is English, for the log. ``fault`` names the message ``fault.<fault>`` that words the problem for a page, and ``details``
    fill its placeholders.
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


#: Tables that must hold rows; a city may have nothing else than its partners.
NEEDED: Final = ("sources", "partners")


class BrokenTables(ValueError):
    """The tables break their contract; ``problems`` holds every problem found, the message lists the first twenty."""

    def __init__(self, problems: list[Problem]) -> None:
        """Combine ``problems`` into one message."""
        self.problems = problems
        shown = "\n".join(f"  - {problem}" for problem in problems[:20])
        more = f"\n  ... and {len(problems) - 20} more." if len(problems) > 20 else ""
        super().__init__(
            f"The tables cannot be used: {len(problems)} problem(s).\n{shown}{more}\n"
            "Nothing was changed. Correct the rows named above and start again; "
            "data/README.md explains each table."
        )


def _shape_problems(path: Path, file: str) -> Iterator[Problem]:
    """Yield rows with too few or too many cells and blank rows, because pandas would guess what they mean."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = enumerate(csv.reader(lines, strict=True), start=FIRST_ROW - 1)
        _, headings = next(rows, (1, []))
        for number, row in rows:
            if len(row) != len(headings):
                found = ",".join(row)[:60]
                if not row:
                    yield Problem(file, number, "", "", "the line is blank; delete it", "blank")
                    continue
                remedy = f"has {len(row)} cells instead of {len(headings)}; quote cells that hold a comma"
                yield Problem(file, number, "", found, remedy)


def read_tables(directory: Path) -> dict[str, pd.DataFrame]:
    """Return every table of ``directory`` as text, an empty cell as ``""``.

    Raises:
        BrokenTables: a file is missing, is not a UTF-8 CSV file, or has a blank row or one with a wrong number of cells.
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


def _fault(field: Field, value: str) -> tuple[str, dict[str, str]]:
    """Return the name of the fault of ``value``, a filled cell of ``field`` that fails its test, and its message's placeholders."""
    if field.type == "date" and not is_partial_date(value):
        return "date", {}
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
                    yield Problem(*place, case["check"], *_fault(fields[case["column"]], place[3]))
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
    """Yield activities that end before they begin, compared at the precision that both dates have."""
    if not {"date", "end_date"} <= set(activities):
        return
    for index, (begin, end) in enumerate(zip(activities["date"], activities["end_date"], strict=True)):
        length = min(len(begin), len(end))
        if end and end[:length] < begin[:length]:
            yield Problem(
                file, index + FIRST_ROW, "end_date", end, f"must not lie before the beginning, {begin}", "order", {"begin": begin}
            )


def _country_problems(table: Table, frame: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Yield rows whose two codes of the country disagree."""
    if not {"country", "country_iso3"} <= set(frame):
        return
    for index, (country, code) in enumerate(zip(frame["country"], frame["country_iso3"], strict=True)):
        known = countries().get(country, code)
        if code in countries().values() and code != known:
            yield Problem(
                file,
                index + FIRST_ROW,
                "country_iso3",
                code,
                f"the country {country} has the code {known}",
                "country3_other",
                {"code": known},
            )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _place_problems(table: Table, frame: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Yield points that cannot lie in the country of their row, and points of which one half is missing."""
    if not {"country", "lat", "lon"} <= set(frame):
        return
    for index, (country, lat, lon) in enumerate(zip(frame["country"], frame["lat"], frame["lon"], strict=True)):
        row = index + FIRST_ROW
        if bool(lat) != bool(lon):
            empty = "lon" if lat else "lat"
            yield Problem(file, row, empty, "", "a point needs both lat and lon; fill both or neither", "half_point")
        latitude, longitude, code = _number(lat), _number(lon), countries().get(country, "")
        if latitude is None or longitude is None or can_lie_in(latitude, longitude, code):
            continue
        swapped = can_lie_in(longitude, latitude, code)
        if not swapped and (abs(latitude) > 90 or abs(longitude) > 180):
            continue  # no place on Earth, which the bounds of the columns say
        remedy = f"lat and lon are swapped for {country}" if swapped else f"this point does not lie in {country}"
        yield Problem(
            file, row, "lat", f"{lat}, {lon}", remedy, "place_swapped" if swapped else "place", {"country": country, "lat": lon, "lon": lat}
        )


#: Columns that name the source of a number, and the column of that number; the number is always there if this is empty.
_NUMBERS = (
    ("observations", "source", ""),
    ("partners", "population_source", "population"),
    ("partners", "coordinates_source", "lat"),
    ("networks", "source", "members"),
    ("activities", "source", "participants"),
)


def _copy_problems(frames: Mapping[str, pd.DataFrame], folder: str) -> Iterator[Problem]:
    """Yield sources on pages that no public page may link to, unless they are marked so, and numbers that cite them."""
    sources = frames["sources"]
    if not {"id", "url", "grade", "linkable"} <= set(sources):
        return
    reasons = {url: reason for url in sources["url"].unique() if (reason := refusal(url))}
    refused = {}
    for index in sources.index[sources["url"].isin(list(reasons))]:
        row = sources.loc[index]
        refused[row["id"]] = details = {"host": host_of(row["url"]), "reason": reasons[row["url"]]}
        if (row["grade"], row["linkable"]) != ("secondary", "no"):
            remedy = (
                f"a page of this kind ({details['reason']}) is never linked: name what it copies, set grade to secondary and linkable to no"
            )
            yield Problem(f"{folder}/sources.csv", int(index) + FIRST_ROW, "url", row["url"], remedy, "copy_linked", details)
    for table, column, number in _NUMBERS:
        frame = frames[table]
        if column not in frame or (number and number not in frame):
            continue
        for index in frame.index[frame[column].isin(list(refused)) & ((frame[number] != "") if number else True)]:
            source = frame.at[index, column]
            remedy = f"a number needs a source other than {refused[source]['host']}, which is a copy ({refused[source]['reason']})"
            yield Problem(f"{folder}/{table}.csv", int(index) + FIRST_ROW, column, source, remedy, "copy_number", refused[source])


def problems_of(frames: Mapping[str, pd.DataFrame], folder: str = "tables") -> list[Problem]:
    """Return every problem in ``frames`` (from :func:`read_tables`), in table order.

    Problems between several columns of ``activities`` and sources on refused pages come last.
    """
    problems: list[Problem] = []
    for table in TABLES.values():
        file = f"{folder}/{table.name}.csv"
        if frames[table.name].empty and table.name in NEEDED:
            problems.append(Problem(file, None, "", "", "the table holds no rows; docs/another-city.md says how to fill it", "no_rows"))
        problems += _place_problems(table, frames[table.name], file)
        problems += _cell_problems(table, frames[table.name], file)
        problems += _key_problems(table, frames, file)
        problems += _country_problems(table, frames[table.name], file)
    problems += _scope_problems(frames["activities"], f"{folder}/activities.csv")
    problems += _order_problems(frames["activities"], f"{folder}/activities.csv")
    problems += _copy_problems(frames, folder)
    return problems
