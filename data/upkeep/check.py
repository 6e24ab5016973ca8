"""Check a workbook against the contract of the tables and the published data, and list what it would change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from typing import Final

import pandas as pd
from rapidfuzz import fuzz

from data.copies import host_of
from data.schema import TABLES, Field, is_partial_date
from data.upkeep.changes import Change, changes_between, fingerprint, keys_of
from data.upkeep.filling import with_beginnings, with_defaults
from data.upkeep.ids import ID_FORM, is_address, names_of, suggestion, with_ids
from data.upkeep.merging import merged
from data.upkeep.reading import Book, Finding, read_workbook
from data.upkeep.words import Words, same
from data.validation import FIRST_ROW, NEEDED, problems_of
from data.vocabulary import SUMMABLE_KINDS

#: The tables to which others refer come first, so that other rows can name their new rows.
_TARGETS: Final = (("sources",), ("partners", "networks", "indicators", "institutions"))
_ORDER: Final = (*_TARGETS, tuple(table for table in TABLES if not any(table in group for group in _TARGETS)))
#: HTML tags, and URLs that would run a script.
_MARKUP: Final = re.compile(r"<\s*[a-zA-Z/!?]|\b(?:javascript|vbscript)\s*:|\bdata:[a-z]+/", re.IGNORECASE)
#: Invisible characters that :func:`plain` keeps, because removing them may change the text.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_ADDRESS: Final = re.compile(r"(https?://|github:)\S+")
#: Likeness of titles (0 to 100) from which two activities on one day with one partner may be the same.
_LIKE: Final = 88
#: Columns whose text stands in documents and pictures, besides those of two languages.
_PRINTED: Final = ("greeting", "publisher", "city", "home_city", "partner_city")
#: Longest list of choices, or of missing rows, that is written out.
_LISTED_AT_MOST: Final = 20


@dataclass(frozen=True)
class Report:
    """The result of a check: ``cells`` are the tables as text, None if they cannot be used.

    ``rows`` are the numbers of the rows in the spreadsheet by table and key.
    """

    findings: list[Finding]
    cells: Mapping[str, pd.DataFrame] | None
    changes: list[Change]
    rows: Mapping[tuple[str, str], int] = attribute(default_factory=dict)

    @property
    def errors(self) -> list[Finding]:
        """Return the findings that keep the workbook from being used."""
        return [finding for finding in self.findings if finding.is_error]


def _with_keys(cells: dict[str, pd.DataFrame], tables: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Return ``tables`` of ``cells`` with ids in place of the names and URLs by which cells refer to rows."""
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


def _completed(book: Book, present: Mapping[str, pd.DataFrame], words: Words) -> dict[str, pd.DataFrame]:
    """Return the cells of ``book`` with ids for new rows and in place of names, and with cells that follow from others."""
    cells = {table: with_defaults(table, book.sheets[table].cells, present[table]) for table in TABLES}
    for tables in _ORDER:
        cells |= _with_keys(cells, tables)
        # An id is never used again, not even after its row has been removed.
        cells |= {table: with_ids(table, cells[table], _ids(present[table]) | set(book.origin.marks.get(table, ()))) for table in tables}
    return with_beginnings(cells, present, words)


def _ids(frame: pd.DataFrame) -> set[str]:
    return set(frame["id"]) if "id" in frame else set()


def _contract(
    cells: Mapping[str, pd.DataFrame], present: Mapping[str, pd.DataFrame], rows: Mapping[str, list[int]], words: Words
) -> list[Finding]:
    """Return the violations of the tables' contract, each with its row in the spreadsheet.

    A table that has rows at present must keep some: an empty sheet is a mistake, not a removal.
    """
    emptied = [table for table in TABLES if table not in NEEDED and cells[table].empty and not present[table].empty]
    findings = [Finding(table, None, "", "", "no_rows", {}) for table in emptied]
    problems = problems_of(cells)
    wrong = {(problem.file, problem.row, problem.column) for problem in problems}
    for problem in problems:
        table = problem.file.rpartition("/")[2].removesuffix(".csv")
        row = rows[table][problem.row - FIRST_ROW] if problem.row else None
        details, fault = dict(problem.details), problem.fault
        like = TABLES[table].field(problem.column).like if fault == "required" else ""
        if like and (problem.file, problem.row, like) in wrong:
            continue  # the cell follows from one that is reported already
        if fault == "key":
            details |= _meant(problem.value, cells[details["target"]])
            if not details["suggestion"] and details["target"] == "sources" and is_address(problem.value):
                fault = "source_new"
        elif fault in ("choice", "country", "country3", "language"):
            allowed = words.choices[table, problem.column]
            details |= {"suggestion": suggestion(problem.value, allowed)}
            if len(known := sorted(set(allowed.values()))) <= _LISTED_AT_MOST:
                details |= {"allowed": ", ".join(known)}
            elif fault == "choice":
                fault = "choice_long"
        elif fault == "required" and problem.column == "source":
            fault = "source_missing"
        elif fault == "no_rows" and present[table].empty:
            fault = "no_rows_yet"
        findings.append(Finding(table, row, problem.column, problem.value, fault, details))
    return findings


def _meant(text: str, target: pd.DataFrame) -> dict[str, str]:
    """Return as ``suggestion`` the id of the row of ``target`` that ``text`` may mean, empty if none is like it."""
    return {"suggestion": suggestion(text, names_of(target) | {one: one for one in _ids(target)})}


def _twins(cells: Mapping[str, pd.DataFrame], rows: Mapping[str, list[int]]) -> list[Finding]:
    """Return the rows that occur twice in tables without ids."""
    findings = []
    for table in (name for name in TABLES if "id" not in TABLES[name].columns):
        first: dict[str, int] = {}
        for key, row in zip(keys_of(table, cells[table]), rows[table], strict=True):
            if key in first:
                findings.append(Finding(table, row, "", key, "twin", {"row": str(first[key])}))
            first.setdefault(key, row)
    return findings


def _new_or_changed(changes: list[Change], table: str) -> dict[str, Change]:
    return {change.key: change for change in changes if change.table == table and change.kind != "removed"}


def _texts(cells: Mapping[str, pd.DataFrame], rows: Mapping[str, list[int]], changes: list[Change]) -> list[Finding]:
    """Return errors in new and changed cells that the contract allows: markup, invisible characters, URLs, forms of ids."""
    findings = []
    for table in TABLES:
        touched = _new_or_changed(changes, table)
        for key, row, record in zip(keys_of(table, cells[table]), rows[table], cells[table].to_dict("records"), strict=True):
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


def _is_printed(column: str) -> bool:
    return column.endswith(("_de", "_en")) or column in _PRINTED


def _letters(cells: Mapping[str, pd.DataFrame], rows: Mapping[str, list[int]], changes: list[Change], words: Words) -> list[Finding]:
    """Return remarks on new and changed cells with letters that the fonts of documents and pictures do not have."""
    findings = []
    for table in TABLES:
        touched = _new_or_changed(changes, table)
        for key, row, record in zip(keys_of(table, cells[table]), rows[table], cells[table].to_dict("records"), strict=True):
            for column in (each for each in (touched[key].columns if key in touched else ()) if _is_printed(each)):
                if missing := words.missing_letters(_CONTROL.sub("", record[column])):
                    shown = " ".join(missing[:_LISTED_AT_MOST])
                    findings.append(Finding(table, row, column, record[column][:60], "letters", {"letters": shown}, is_error=False))
    return findings


def _activities(cells: pd.DataFrame, rows: list[int], changes: list[Change]) -> list[Finding]:
    """Return what is unusual about new and changed activities: likely duplicates, people that cannot be summed."""
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


def _hosts(cells: pd.DataFrame, rows: list[int], changes: list[Change], present: pd.DataFrame) -> list[Finding]:
    """Return remarks on new and changed URLs of sources whose host no other source has; a city's first sources have none to compare."""
    if present.empty:
        return []
    touched = {key for key, change in _new_or_changed(changes, "sources").items() if "url" in change.columns}
    hosts = [host_of(url) for url in cells["url"]]
    return [
        Finding("sources", row, "url", url[:60], "host_new", {"host": host}, is_error=False)
        for row, key, url, host in zip(rows, cells["id"], cells["url"], hosts, strict=True)
        if key in touched and host and hosts.count(host) == 1
    ]


def _duplicates(records: list[dict[str, str]], rows: list[int], index: int, rivals: list[int]) -> list[Finding]:
    new = records[index]
    for other in rivals:
        if other == index:
            continue
        old = records[other]
        details = {"row": str(rows[other]), "id": old["id"]}
        if same(old["title_de"]) == same(new["title_de"]):
            # Of two equal new rows the later one is reported.
            return [Finding("activities", rows[index], "title_de", new["title_de"][:60], "duplicate", details)] if other < index else []
        if fuzz.token_sort_ratio(same(old["title_de"]), same(new["title_de"])) >= _LIKE:
            return [Finding("activities", rows[index], "title_de", new["title_de"][:60], "similar", details, is_error=False)]
    return []


def _latest(field: Field, today: str) -> str:
    """Return the latest day, ISO 8601, that ``field`` allows on the day ``today``."""
    return f"{int(today[:4]) + (field.ahead or 0)}{today[4:]}"


def _dates(cells: Mapping[str, pd.DataFrame], rows: Mapping[str, list[int]], changes: list[Change], today: str) -> list[Finding]:
    """Return the new and changed dates that lie too far in the future, and activities that were held but have not yet begun."""
    findings = []
    for table in TABLES:
        touched = _new_or_changed(changes, table)
        bounded = [each for each in TABLES[table].fields if each.ahead is not None]
        for key, row, record in zip(keys_of(table, cells[table]), rows[table], cells[table].to_dict("records"), strict=True):
            if key not in touched:
                continue
            for field in bounded:
                text = record[field.name]
                if is_partial_date(text) and field.name in touched[key].columns and text > (latest := _latest(field, today)[: len(text)]):
                    findings.append(Finding(table, row, field.name, text, "in_future", {"latest": latest}))
            if (
                table == "activities"
                and record["status"] == "held"
                and is_partial_date(record["date"])
                and record["date"] > today[: len(record["date"])]
            ):
                findings.append(Finding(table, row, "status", record["date"], "held_in_future"))
    return findings


def _removals(book: Book, cells: Mapping[str, pd.DataFrame], changes: list[Change]) -> list[Finding]:
    """Return remarks on rows that would be removed without the mark *delete*: because of the mark *draft*, or because they are missing.

    If many rows of a sheet are missing, one remark counts them.
    """
    findings = []
    for table, sheet in book.sheets.items():
        deleted = set(keys_of(table, sheet.deleted))
        drafts = dict(zip(keys_of(table, sheet.drafts), sheet.draft_rows, strict=True))
        missing = [change.key for change in changes if change.table == table and change.kind == "removed" and change.key not in deleted]
        findings += [Finding(table, drafts[key], "", key, "draft_removes", is_error=False) for key in missing if key in drafts]
        silent = [key for key in missing if key not in drafts]
        if len(silent) > _LISTED_AT_MOST:
            findings.append(Finding(table, None, "", "", "removed_many", {"n": str(len(silent))}, is_error=False))
        else:
            findings += [Finding(table, None, "", key, "removed_silently", is_error=False) for key in silent]
    return findings


def _combined(
    book: Book, cells: dict[str, pd.DataFrame], rows: dict[str, list[int]], present: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], dict[str, list[int]], list[Finding]]:
    """Return ``cells`` and ``rows`` with what others have published since the download, and the findings about it."""
    origin = book.origin
    if not origin.fingerprint:
        return cells, rows, [Finding("", None, "", "", "origin_lost")]
    if origin.fingerprint == fingerprint(present):
        return cells, rows, []
    if not origin.marks:
        return cells, rows, [Finding("", None, "", "", "outdated")]
    tables = {table: merged(table, cells[table], rows[table], present[table], origin.marks.get(table, {})) for table in TABLES}
    findings = [finding for table in tables.values() for finding in table.findings]
    if kept := sum(table.kept for table in tables.values()):
        findings.append(Finding("", None, "", "", "merged_in", {"n": str(kept)}, is_error=False))
    return {name: table.cells for name, table in tables.items()}, {name: table.rows for name, table in tables.items()}, findings


def check(content: bytes, present: Mapping[str, pd.DataFrame], words: Words, today: str = "") -> Report:
    """Return what is wrong with the workbook ``content`` and what it would change in ``present``, tables as text.

    A workbook made from an earlier version is combined with ``present`` row by row. ``today`` (ISO 8601) bounds dates in the future; it
    is the date of the server if it is empty.

    Raises:
        RefusedFile: the file is not read at all.
    """
    book = read_workbook(content, words)
    if not book.is_complete:
        return Report(_once(book.findings), None, [])
    completed, origin_rows = _completed(book, present, words), {table: sheet.rows for table, sheet in book.sheets.items()}
    cells, rows, findings = _combined(book, completed, origin_rows, present)
    findings = book.findings + findings
    findings += _contract(cells, present, rows, words)
    findings += _twins(cells, rows)
    changes = changes_between(present, cells)
    findings += _texts(cells, rows, changes)
    findings += _letters(cells, rows, changes, words)
    findings += _activities(cells["activities"], rows["activities"], changes)
    findings += _hosts(cells["sources"], rows["sources"], changes, present["sources"])
    findings += _dates(cells, rows, changes, today or date.today().isoformat())
    findings += _removals(book, cells, changes)
    reported = _once(findings)
    usable = not any(finding.is_error for finding in reported)
    places = {(table, key): row for table in TABLES for key, row in zip(keys_of(table, cells[table]), rows[table], strict=True)}
    return Report(reported, cells if usable else None, changes, places)


def _once(findings: list[Finding]) -> list[Finding]:
    """Return ``findings`` in the order of sheets and rows, with only the first error and the first remark on each cell."""
    order = ["", *TABLES]
    first: dict[tuple[str, int | None, str, str], Finding] = {}
    for finding in findings:
        place = (finding.table, finding.row, finding.column, finding.value if finding.row is None else str(finding.is_error))
        first.setdefault(place, finding)
    return sorted(
        (replace(finding) for finding in first.values()),
        key=lambda finding: (not finding.is_error, order.index(finding.table), finding.row or 0),
    )
