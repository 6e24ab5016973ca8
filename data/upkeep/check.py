"""Checks a workbook against the contract of the tables and the present data, and says what it would change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
from rapidfuzz import fuzz

from data.schema import TABLES
from data.upkeep.changes import Change, changes_between, fingerprint, keys_of
from data.upkeep.ids import ID_FORM, names_of, suggestion, with_ids
from data.upkeep.reading import Finding, Sheet, read_workbook
from data.upkeep.words import Words, same
from data.validation import FIRST_ROW, problems_of
from data.vocabulary import SUMMABLE_KINDS

#: The tables to which others refer come first, so that new rows can be meant by name.
_TARGETS: Final = ("sources", "partners", "networks", "indicators", "institutions")
_OTHERS: Final = tuple(table for table in TABLES if table not in _TARGETS)
#: What looks like a tag of HTML, or an address that would run a script.
_MARKUP: Final = re.compile(r"<\s*[a-zA-Z/!?]|\b(?:javascript|vbscript)\s*:|\bdata:[a-z]+/", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_ADDRESS: Final = re.compile(r"(https?://|github:)\S+")
#: From this likeness of titles on (0 to 100) two activities on one day with one partner may be the same.
_LIKE: Final = 88


@dataclass(frozen=True)
class Report:
    """What is to be said about a workbook: ``cells`` are its tables as text, None where they cannot be used."""

    findings: list[Finding]
    cells: Mapping[str, pd.DataFrame] | None
    changes: list[Change]

    @property
    def errors(self) -> list[Finding]:
        """Return the findings that keep the workbook from being used."""
        return [finding for finding in self.findings if finding.is_error]


def _with_keys(cells: dict[str, pd.DataFrame], tables: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Return ``tables`` of ``cells`` with ids wherever a cell means a row by its name or address."""
    changed = {}
    for table in tables:
        frame = cells[table]
        for each in TABLES[table].fields:
            if each.target:
                ids, names = set(cells[each.target]["id"]), names_of(cells[each.target])
                known = {same(one): one for one in ids}
                frame = frame.assign(
                    **{
                        each.name: [
                            cell if not cell or cell in ids else known.get(same(cell)) or names.get(same(cell), cell)
                            for cell in frame[each.name]
                        ]
                    }
                )
        changed[table] = frame
    return changed


def _completed(sheets: Mapping[str, Sheet], present: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the cells of ``sheets`` with ids for new rows and for what they mean by name."""
    cells = {table: sheets[table].cells for table in TABLES}
    for tables in (_TARGETS, _OTHERS):
        cells |= _with_keys(cells, tables)
        # An id that was given once is not given again, not even after its row has been taken out.
        cells |= {table: with_ids(table, cells[table], _ids(present[table])) for table in tables}
    return cells


def _ids(frame: pd.DataFrame) -> set[str]:
    return set(frame["id"]) if "id" in frame else set()


def _contract(cells: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet], words: Words) -> list[Finding]:
    """Return the faults against the contract of the tables, placed where the spreadsheet has them."""
    findings = []
    for problem in problems_of(cells):
        table = problem.file.rpartition("/")[2].removesuffix(".csv")
        row = sheets[table].rows[problem.row - FIRST_ROW] if problem.row else None
        details, fault = dict(problem.details), problem.fault
        if fault == "key":
            target = cells[details["target"]]
            details |= {"suggestion": suggestion(problem.value, names_of(target) | {one: one for one in _ids(target)})}
        elif fault == "choice":
            allowed = words.choices[table, problem.column]
            details |= {"suggestion": suggestion(problem.value, allowed), "allowed": ", ".join(sorted(set(allowed.values())))}
        elif fault == "required" and problem.column == "source":
            fault = "source_missing"
        findings.append(Finding(table, row, problem.column, problem.value, fault, details))
    return findings


def _twins(cells: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet]) -> list[Finding]:
    """Return the rows of tables without ids that stand there twice."""
    findings = []
    for table in (name for name in TABLES if "id" not in TABLES[name].columns):
        first: dict[str, int] = {}
        for key, row in zip(keys_of(table, cells[table]), sheets[table].rows, strict=True):
            if key in first:
                findings.append(Finding(table, row, "", key, "twin", {"row": str(first[key])}))
            first.setdefault(key, row)
    return findings


def _new_or_changed(changes: list[Change], table: str) -> dict[str, Change]:
    return {change.key: change for change in changes if change.table == table and change.kind != "removed"}


def _texts(cells: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet], changes: list[Change]) -> list[Finding]:
    """Return what is wrong with cells that the contract leaves to the author: markup, signs nobody sees, addresses, forms of ids."""
    findings = []
    for table in TABLES:
        touched = _new_or_changed(changes, table)
        for key, row, record in zip(keys_of(table, cells[table]), sheets[table].rows, cells[table].to_dict("records"), strict=True):
            if key not in touched:
                continue
            for column in touched[key].columns:
                text = record[column]
                if _MARKUP.search(text):
                    findings.append(Finding(table, row, column, text[:60], "markup"))
                elif _CONTROL.search(text):
                    findings.append(Finding(table, row, column, _CONTROL.sub("�", text)[:60], "control"))
                elif column == "url" and text and not _ADDRESS.fullmatch(text):
                    findings.append(Finding(table, row, column, text[:60], "address"))
                elif column == "id" and text and not ID_FORM.fullmatch(text):
                    findings.append(Finding(table, row, column, text[:60], "id_form"))
    return findings


def _activities(cells: pd.DataFrame, rows: list[int], changes: list[Change]) -> list[Finding]:
    """Return what is odd about new and changed activities: likely duplicates, people that cannot be summed."""
    touched = _new_or_changed(changes, "activities")
    records = cells.to_dict("records")
    found = []
    by_place: dict[tuple[str, str], list[int]] = {}
    for index, record in enumerate(records):
        by_place.setdefault((record["partner"] or record["network"], record["date"]), []).append(index)
    for index, (row, record) in enumerate(zip(rows, records, strict=True)):
        change = touched.get(record["id"])
        if change is None:
            continue
        if change.kind == "new":
            found += _duplicates(records, rows, index, by_place[record["partner"] or record["network"], record["date"]])
        people = record["participants"] and {"participants", "kind"} & set(change.columns)
        if people and record["kind"] not in SUMMABLE_KINDS:
            found.append(Finding("activities", row, "participants", record["participants"], "not_summed", is_error=False))
    return found


def _duplicates(records: list[dict[str, str]], rows: list[int], index: int, rivals: list[int]) -> list[Finding]:
    new = records[index]
    for other in rivals:
        if other == index:
            continue
        old = records[other]
        details = {"row": str(rows[other]), "id": old["id"]}
        if same(old["title_de"]) == same(new["title_de"]):
            # Of two equal new rows the later one is told of.
            return [Finding("activities", rows[index], "title_de", new["title_de"][:60], "duplicate", details)] if other < index else []
        if fuzz.token_sort_ratio(same(old["title_de"]), same(new["title_de"])) >= _LIKE:
            return [Finding("activities", rows[index], "title_de", new["title_de"][:60], "similar", details, is_error=False)]
    return []


def check(content: bytes, present: Mapping[str, pd.DataFrame], words: Words) -> Report:
    """Return what is wrong with the workbook ``content`` and what it would change in ``present``, tables as text.

    Raises:
        RefusedFile: the file is not read at all.
    """
    sheets, findings, made_from = read_workbook(content, words)
    if made_from and made_from != fingerprint(present):
        findings.insert(0, Finding(next(iter(TABLES)), None, "", "", "outdated"))
    if len(sheets) < len(TABLES) or any(finding.fault.startswith("column_") for finding in findings):
        return Report(findings, None, [])
    cells = _completed(sheets, present)
    findings += _contract(cells, sheets, words)
    findings += _twins(cells, sheets)
    changes = changes_between(present, cells)
    findings += _texts(cells, sheets, changes)
    findings += _activities(cells["activities"], sheets["activities"].rows, changes)
    deleted = {table: set(keys_of(table, sheet.deleted)) for table, sheet in sheets.items()}
    findings += [
        Finding(change.table, None, "", change.key, "removed_silently", is_error=False)
        for change in changes
        if change.kind == "removed" and change.key not in deleted[change.table]
    ]
    told = _once(findings)
    usable = not any(finding.is_error for finding in told)
    return Report(told, cells if usable else None, changes)


def _once(findings: list[Finding]) -> list[Finding]:
    """Return ``findings`` in the order of sheets and rows; of a cell that has a fault already the contract says nothing more."""
    order = list(TABLES)
    first: dict[tuple[str, int | None, str, str], Finding] = {}
    for finding in findings:
        place = (finding.table, finding.row, finding.column, finding.value if finding.row is None else str(finding.is_error))
        first.setdefault(place, finding)
    return sorted(
        (replace(finding) for finding in first.values()),
        key=lambda finding: (not finding.is_error, order.index(finding.table), finding.row or 0),
    )
