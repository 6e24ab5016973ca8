"""Put the findings and changes of a workbook into tables and sentences, for the data page, the report file and the terminal."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from components.exports.sheets import Sheet
from components.words.texts import Texts
from components.words.workbook import choice_words, sheet_name
from data.upkeep.changes import Change, counted
from data.upkeep.check import Report
from data.upkeep.reading import Finding, RefusedFile
from data.upkeep.words import MARK

_CHANGE: Final = ("kind", "key", "name", "before", "after")
#: Columns that name a row to a reader; the first that its table has and that is filled is used.
_NAMES: Final = ("title", "name", "label")


def refusal(refused: RefusedFile, texts: Texts) -> str:
    """Return why a file cannot be read, in one or two sentences."""
    return texts.t(f"refused.{refused.fault}", **refused.details)


def remedy(finding: Finding, texts: Texts) -> str:
    """Return what is wrong and what to do about it."""
    details = dict(finding.details)
    fault = finding.fault
    if details.get("suggestion"):
        fault = f"{fault}_like"
        words = choice_words(finding.table, finding.column, texts)
        details["suggestion"] = words.get(details["suggestion"], details["suggestion"])
    elif "allowed" in details:
        details["allowed"] = ", ".join(choice_words(finding.table, finding.column, texts).values())
    # The reasons of a failed trial and of a source that did not answer are words already.
    if fault.startswith("copy_"):
        details["reason"] = texts.label("copy_reason", details["reason"])
    if table := details.get("target", finding.table):
        details["sheet"] = sheet_name(table, texts)
    return texts.t(f"fault.{fault}", **details)


def findings_table(findings: Sequence[Finding], texts: Texts) -> pd.DataFrame:
    """Return ``findings`` in words, one row per finding: sheet, row, column, value found, what to do."""
    t = texts
    rows = [
        {
            t.t("report.sheet"): sheet_name(finding.table, t) if finding.table else "",
            t.t("report.row"): str(finding.row or ""),
            t.t("report.column"): t.t("workbook.mark") if finding.column == MARK else finding.column,
            t.t("report.value"): finding.value,
            t.t("report.remedy"): remedy(finding, t),
        }
        for finding in findings
    ]
    return pd.DataFrame(rows, columns=[t.t(f"report.{name}") for name in ("sheet", "row", "column", "value", "remedy")])


def counts_table(changes: Sequence[Change], texts: Texts) -> pd.DataFrame:
    """Return the numbers of new, changed and removed rows, one row per sheet, with headings in words."""
    t = texts
    rows = [
        {t.t("report.sheet"): sheet_name(table, t)} | {t.t(f"change.{kind}"): t.number(n) if n else "–" for kind, n in kinds.items()}
        for table, kinds in counted(list(changes)).items()
    ]
    return pd.DataFrame(rows)


def row_name(change: Change, texts: Texts) -> str:
    """Return the name by which a reader knows the row of ``change``: its title or name in their language, its publisher, else its id."""
    row = change.after or change.before
    names = [row.get(f"{name}_{texts.lang}", "") for name in _NAMES]
    return next((name for name in [*names, row.get("title", ""), row.get("publisher", "")] if name), change.key)


def _cells(change: Change, row: dict[str, str], texts: Texts) -> str:
    shown = []
    for column in change.columns:
        if row.get(column, "") and not (change.kind != "changed" and column == "id"):
            shown.append(f"{column}: {choice_words(change.table, column, texts).get(row[column], row[column])}")
        elif change.kind == "changed":
            shown.append(f"{column}: –")
    return "; ".join(shown)


def changes_table(changes: Sequence[Change], texts: Texts) -> pd.DataFrame:
    """Return ``changes`` in words, one row per change: sheet, kind of change, id, name, cells before, cells after."""
    t = texts
    rows = [
        {
            t.t("report.sheet"): sheet_name(change.table, t),
            t.t("change.kind"): t.t(f"change.{change.kind}"),
            t.t("change.key"): change.key,
            t.t("change.name"): row_name(change, t),
            t.t("change.before"): _cells(change, dict(change.before), t),
            t.t("change.after"): _cells(change, dict(change.after), t),
        }
        for change in changes
    ]
    return pd.DataFrame(rows, columns=[t.t("report.sheet"), *(t.t(f"change.{name}") for name in _CHANGE)])


def sentence(report: Report, texts: Texts) -> str:
    """Return in one sentence whether the workbook can be used, and how many errors it has or changes it would make."""
    if report.errors:
        return texts.n("report.errors", len(report.errors))
    if not report.changes:
        return texts.t("report.same")
    removed = sum(change.kind == "removed" for change in report.changes)
    usable = texts.n("report.usable", len(report.changes))
    return f"{usable} {texts.n('report.removes', removed)}" if removed else usable


def large_removals_in_words(removals: Mapping[str, tuple[int, int]], texts: Texts) -> str:
    """Return how many of how many rows are removed from each sheet: *Institutionen: 40 von 86 Zeilen*."""
    return "; ".join(
        texts.t("report.share", sheet=sheet_name(table, texts), n=texts.number(n), total=texts.number(total))
        for table, (n, total) in removals.items()
    )


def report_sheets(report: Report, texts: Texts) -> list[Sheet]:
    """Return the report as sheets of a spreadsheet: errors, remarks, changes."""
    remarks = [finding for finding in report.findings if not finding.is_error]
    return [
        Sheet(texts.t("report.problems"), findings_table(report.errors, texts)),
        Sheet(texts.t("report.remarks"), findings_table(remarks, texts)),
        Sheet(texts.t("report.changes"), changes_table(report.changes, texts)),
    ]
