"""Maintain the data from the command line: begin a city; write, refresh, check and publish the workbook; list and restore versions."""

import argparse
import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd
from sqlalchemy.exc import SQLAlchemyError

from components.exports.spreadsheets import workbook
from components.exports.workbook import upkeep_workbook
from components.exports.workbook_report import (
    changes_table,
    counts_table,
    findings_table,
    large_removals_in_words,
    refusal,
    report_sheets,
    sentence,
)
from components.session.facts import published, store
from components.session.official import official_update, refresh_is_configured
from components.session.trial import trial_findings
from components.words.texts import Texts
from components.words.workbook import all_words
from data.city import CITY, FOLDER
from data.dataset import TABLES_DIRECTORY, Dataset, load
from data.upkeep.changes import Change, changes_between, fingerprint, large_removals
from data.upkeep.check import Report, check
from data.upkeep.folder import replace_tables
from data.upkeep.official import officials
from data.upkeep.reading import RefusedFile, read_workbook
from data.upkeep.store import Overtaken, Store, Unconfirmed, WrongAddress, database_fault
from data.validation import BrokenTables, read_tables
from data.vocabulary import LANGUAGES
from upkeep.new_city import WORKBOOK, NotMade, asked_city, make

#: Errors that end the command with a message and exit code 1 instead of a stack trace.
_TOLD: Final = (BrokenTables, NotMade, WrongAddress, SQLAlchemyError, OSError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m upkeep", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="language of workbook and messages (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("workbook", help="write the workbook of the present data")
    write.add_argument("file", type=Path)
    newest = commands.add_parser("refresh", help="write the workbook with the newest values of official sources; nothing is published")
    newest.add_argument("file", type=Path)
    newest.add_argument("--report", type=Path, help="write what is new as a spreadsheet too")
    test = commands.add_parser("check", help="check a workbook; nothing is changed")
    test.add_argument("file", type=Path)
    test.add_argument("--report", type=Path, help="write the report as a spreadsheet too")
    begin = commands.add_parser("new", help="make the folder of a new city, with a workbook to fill in; asks for what is not given")
    begin.add_argument("folder", type=Path)
    begin.add_argument("--name", help="name of the city")
    begin.add_argument("--lat", help="latitude of its centre in degrees")
    begin.add_argument("--lon", help="longitude of its centre in degrees")
    begin.add_argument("--country", default="DE", help="its country (default: %(default)s)")
    begin.add_argument("--region", help="its state or region")
    take = commands.add_parser("tables", help="check a workbook and write its tables into the folder of the city (CITY)")
    take.add_argument("file", type=Path)
    take.add_argument("--remove", action="store_true", help="agree that rows are removed")
    put = commands.add_parser("publish", help="check a workbook and publish it (needs DATABASE_URL)")
    put.add_argument("file", type=Path)
    put.add_argument("--message", required=True, help="what is new, in one sentence")
    put.add_argument("--author", default=getpass.getuser(), help="who publishes (default: %(default)s)")
    put.add_argument("--remove", action="store_true", help="agree that rows are removed")
    put.add_argument("--remove-many", action="store_true", help="agree that a large part of a table is removed")
    commands.add_parser("versions", help="list what was published (needs DATABASE_URL)")
    news = commands.add_parser("changes", help="list what differs between two versions; 0 are the delivered data (needs DATABASE_URL)")
    news.add_argument("old", type=int)
    news.add_argument("new", type=int)
    back = commands.add_parser("restore", help="publish an earlier version again (needs DATABASE_URL)")
    back.add_argument("number", type=int)
    back.add_argument("--author", default=getpass.getuser(), help="who restores (default: %(default)s)")
    return parser


def _print_table(frame: pd.DataFrame) -> None:
    for row in frame.itertuples(index=False):
        print("  " + " | ".join(str(cell) for cell in row if cell))


def _tell(report: Report, t: Texts, changes: Sequence[Change] | None = None) -> None:
    """Print ``report``; ``changes`` are those to list if not all are."""
    print(sentence(report, t))
    remarks = [finding for finding in report.findings if not finding.is_error]
    for title, found in (("report.problems", report.errors), ("report.remarks", remarks)):
        if found:
            print(f"\n{t.t(title)}:")
            _print_table(findings_table(found, t))
    _tell_changes(report.changes if changes is None else changes, t)


def _tell_changes(changes: Sequence[Change], t: Texts) -> None:
    if changes:
        print(f"\n{t.t('report.changes')}:")
        _print_table(changes_table(changes, t))


def _told_report(report: Report, file: Path | None, t: Texts) -> int:
    """Tell ``report``, write it into ``file`` if there is one, and return the exit code."""
    _tell(report, t)
    if file:
        file.write_bytes(workbook(report_sheets(report, t), t.t("report.title"), date.today().isoformat()))
    return 1 if report.errors else 0


def _present() -> Mapping[str, pd.DataFrame]:
    """Return the present tables as text; those of a new city hold no rows, of which no facts can be made."""
    tables = read_tables(TABLES_DIRECTORY)
    is_new = store() is None and all(cells.empty for cells in tables.values())
    return tables if is_new else published().cells


def _checked(file: Path, t: Texts) -> Report:
    try:
        report = check(file.read_bytes(), _present(), all_words())
    except RefusedFile as refused:
        sys.exit(f"{file}: {refusal(refused, t)}")
    if report.cells is None or not report.changes:
        return report
    failed = trial_findings(report.cells, report.changes, t.lang, report.rows)
    return replace(report, findings=[*failed, *report.findings], cells=None) if failed else report


def _store() -> Store:
    versions = store()
    if versions is None:
        sys.exit("DATABASE_URL is not set: there is no place where versions are published.")
    return versions


def _tables(versions: Store, number: int) -> Mapping[str, pd.DataFrame]:
    try:
        return versions.tables(number) if number else load().cells
    except KeyError:
        sys.exit(f"There is no version {number}.")


def _publish(cells: Mapping[str, pd.DataFrame], author: str, message: str, t: Texts) -> int:
    try:
        number = _store().publish(cells, published().version, author, message)
    except Overtaken as overtaken:
        sys.exit(t.t("upkeep.overtaken", number=overtaken.latest))
    except Unconfirmed:
        sys.exit(t.t("upkeep.unconfirmed"))
    except SQLAlchemyError as error:
        reason = t.label("database_fault", database_fault(error))
        sys.exit(f"{t.t('upkeep.not_published', reason=reason)} ({getattr(error, 'orig', None) or error})")
    print(t.t("upkeep.published", number=number))
    return 0


def _workbook(facts: Dataset, t: Texts) -> bytes:
    return upkeep_workbook(facts.cells, t, date.today().isoformat(), facts.as_of, facts.version)


def _take_tables(file: Path, may_remove: bool, t: Texts) -> int:
    """Check the workbook ``file``, write its tables into the folder of the city, and put their workbook in its place."""
    if store() is not None:
        sys.exit(t.t("tables.database"))
    before = _present()
    try:
        book = read_workbook(file.read_bytes(), all_words())
    except RefusedFile as refused:
        sys.exit(f"{file}: {refusal(refused, t)}")
    if book.origin.fingerprint not in ("", fingerprint(before)):
        sys.exit(t.t("tables.other_state", folder=FOLDER))
    report = _checked(file, t)
    _tell(report, t, [change for change in report.changes if change.kind != "new"])
    if report.cells is None or not report.changes:
        return 1
    print()
    for row in counts_table(report.changes, t).to_dict("records"):
        print("  " + ", ".join(f"{name}: {value}" for name, value in row.items()))
    if any(change.kind == "removed" for change in report.changes) and not may_remove:
        sys.exit(f"{t.t('upkeep.not_agreed')} (--remove)")
    try:
        replace_tables(TABLES_DIRECTORY, report.cells)
    except OSError as error:
        sys.exit(t.t("tables.unwritable", reason=error.strerror or error))
    kept = file.with_stem(f"{file.stem}-filled-in")
    try:
        new = _workbook(load(TABLES_DIRECTORY), t)
        file.replace(kept)
        file.write_bytes(new)
    except OSError as error:
        print(t.t("tables.workbook_open", folder=FOLDER, workbook=file, reason=error.strerror))
        return 0
    print(t.t("tables.written", folder=FOLDER, workbook=file, kept=kept.name))
    if drafts := sum(len(sheet.drafts) for sheet in book.sheets.values()):
        print(t.n("tables.drafts", drafts, kept=kept.name))
    return 0


def _run(asked: argparse.Namespace, t: Texts) -> int:
    match asked.command:
        case "workbook":
            tables = _present()
            if all(frame.empty for frame in tables.values()):
                asked.file.write_bytes(upkeep_workbook(tables, t, date.today().isoformat(), CITY.checked, 0))
            else:
                asked.file.write_bytes(_workbook(published(), t))
        case "refresh":
            if not refresh_is_configured():
                names = ", ".join(f"{service.upper()}_ADDRESS" for service in sorted({official.service for official in officials()}))
                sys.exit(f"No official source is configured: set one or more of {names}.")
            book, report = official_update(published(), t)
            asked.file.write_bytes(book)
            return _told_report(report, asked.report, t)
        case "check":
            return _told_report(_checked(asked.file, t), asked.report, t)
        case "new":
            make(asked.folder, asked_city(vars(asked), t), t)
            python = os.path.relpath(sys.executable) if Path(sys.executable).is_relative_to(Path.cwd()) else sys.executable
            print(t.t("new.done", folder=asked.folder, workbook=asked.folder / WORKBOOK, python=python))
        case "tables":
            return _take_tables(asked.file, asked.remove, t)
        case "publish":
            _store()
            report = _checked(asked.file, t)
            _tell(report, t)
            removed = sum(change.kind == "removed" for change in report.changes)
            if report.cells is None or not report.changes:
                return 1
            if removed and not asked.remove:
                sys.exit(f"{t.t('upkeep.not_agreed')} (--remove)")
            if (large := large_removals(report.changes, published().cells)) and not asked.remove_many:
                sys.exit(f"{t.t('upkeep.not_agreed_many', tables=large_removals_in_words(large, t))} (--remove-many)")
            return _publish(report.cells, asked.author, asked.message, t)
        case "versions":
            for version in _store().versions():
                print(f"{version.number} | {version.made_at} | {version.author} | {version.message}")
        case "changes":
            versions = _store()
            _tell_changes(changes_between(_tables(versions, asked.old), _tables(versions, asked.new)), t)
        case "restore":
            message, cells = t.t("versions.restored", name=str(asked.number)), _tables(_store(), asked.number)
            if failed := trial_findings(cells, changes_between(published().cells, cells), t.lang):
                _print_table(findings_table(failed, t))
                sys.exit(t.t("upkeep.trial_failed"))
            return _publish(cells, asked.author, message, t)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or nothing to do, 2 wrong usage."""
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked, Texts(asked.lang))
    except _TOLD as error:
        sys.exit(str(getattr(error, "orig", None) or error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
