"""Reads a workbook that anybody may have made: refuses what it is not, and never opens more than it can hold."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import openpyxl
import pandas as pd

from data.schema import TABLES
from data.upkeep.tolerance import is_ambiguous, read_as
from data.upkeep.words import DELETE, DRAFT, EXAMPLE, MADE_FROM, MARK, Words, same

#: The present data fill a file of one megabyte; a workbook may grow tenfold.
LARGEST_FILE: Final = 10 * 1024 * 1024
#: What the file may unfold to, in bytes.
LARGEST_CONTENT: Final = 120 * 1024 * 1024
#: Beginnings and ends of elements, which is what reading takes time for; the present data need 440,000.
MOST_TAGS: Final = 4_500_000
#: Parts of the file; the present data need some thirty.
MOST_PARTS: Final = 1_000
#: Rows of a sheet; the largest table has some 6,000.
MOST_ROWS: Final = 50_000
#: Columns that are looked at, empty ones included; the widest table has 28.
MOST_COLUMNS: Final = 60
#: Longest text in a cell.
LONGEST_TEXT: Final = 2_000
#: How the files begin that Excel makes when it protects a book by a password, and those of before 2007.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK: Final = "xl/workbook.xml"
_ENCRYPTED: Final = 0x1
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([^"]+)"')
_DAY_ONLY: Final = (0, 0, 0)
_CHUNK: Final = 1024 * 1024


class RefusedFile(ValueError):
    """A file that is not read at all; ``fault`` names why and ``details`` fill its wording."""

    def __init__(self, fault: str, **details: str) -> None:
        """Keep why."""
        super().__init__(f"{fault} {details}" if details else fault)
        self.fault, self.details = fault, details


@dataclass(frozen=True)
class Finding:
    """One thing to tell about a workbook: where, what stands there, and what it means.

    ``fault`` names the wording (``fault.<fault>`` in the catalogues) and ``details`` fill it. An *error* keeps the workbook from being
    used, a *remark* does not. ``row`` counts as the spreadsheet does; None where the whole sheet or file is meant.
    """

    table: str
    row: int | None
    column: str
    value: str
    fault: str
    details: dict[str, str] = attribute(default_factory=dict, compare=False)
    is_error: bool = True


@dataclass(frozen=True)
class Sheet:
    """The rows of one table as text: ``cells`` has the table's columns, ``rows`` where each row stands, ``deleted`` ids marked so."""

    cells: pd.DataFrame
    rows: list[int]
    deleted: pd.DataFrame


def _check_container(content: bytes) -> zipfile.ZipFile:
    if not content:
        raise RefusedFile("empty_file")
    if len(content) > LARGEST_FILE:
        raise RefusedFile("too_large", size=f"{len(content) / 1024**2:.0f}", limit=f"{LARGEST_FILE // 1024**2}")
    if content.startswith(_OLE):
        raise RefusedFile("protected")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, UnicodeError) as error:
        raise RefusedFile("wrong_type") from error
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise RefusedFile("protected")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise RefusedFile("bomb", limit=f"{LARGEST_CONTENT // 1024**2}")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("xl/macrosheets/") for name in names):
        raise RefusedFile("macros")
    if _BOOK not in names:
        raise RefusedFile("wrong_type")
    return archive


def _check_crowd(archive: zipfile.ZipFile) -> None:
    """Count before anything is parsed: of a sheet that does not tell its size the library reads all rows just to learn it."""
    tags = 0
    for part in archive.infolist():
        with archive.open(part) as content:
            while chunk := content.read(_CHUNK):
                tags += chunk.count(b"<")
                if tags > MOST_TAGS:
                    raise RefusedFile("bomb", limit=f"{LARGEST_CONTENT // 1024**2}")


def _plain_number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else format(Decimal(repr(value)), "f")


def text_of(value: Any) -> str:
    """Return the value of a cell as the tables write it: numbers with a decimal point, days as ISO 8601, yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _plain_number(value)
    if isinstance(value, datetime):
        day_only = (value.hour, value.minute, value.second) == _DAY_ONLY
        return value.date().isoformat() if day_only else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    # Blanks that do not break, and lines within a cell, mean nothing in the tables.
    return " ".join(str(value).split())


def _merged(archive: zipfile.ZipFile, path: str) -> list[str]:
    """Return the ranges of merged cells, which the reader of rows does not tell; they stand behind the rows."""
    behind = archive.read(path).rpartition(b"sheetData>")[2]
    return [ref.decode(errors="replace") for ref in _MERGED.findall(behind)]


def _columns(table: str, headings: list[str], words: Words) -> tuple[dict[int, str], list[Finding]]:
    """Return which place holds which column, and what is wrong with the headings."""
    known = {same(name): name for name in TABLES[table].columns} | dict(words.headings)
    places: dict[int, str] = {}
    findings = []
    for place, heading in enumerate(headings):
        name = known.get(same(heading))
        if name and name not in places.values():
            places[place] = name
        elif heading:
            findings.append(Finding(table, 1, heading[:60], "", "column_twice" if name else "column_unknown"))
    findings += [Finding(table, 1, name, "", "column_missing") for name in TABLES[table].columns if name not in places.values()]
    return places, findings


def _cells(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        yield number, list(row)


def _read_sheet(table: str, sheet: Any, words: Words) -> tuple[Sheet, list[Finding]]:
    lines = _cells(sheet)
    _, head = next(lines, (1, []))
    places, findings = _columns(table, [text_of(cell.value) for cell in head], words)
    columns = TABLES[table].columns
    fields = {each.name: each for each in TABLES[table].fields}
    kept: list[dict[str, str]] = []
    rows: list[int] = []
    deleted: list[dict[str, str]] = []
    for number, line in lines:
        if number > MOST_ROWS and any(cell.value is not None for cell in line):
            raise RefusedFile("too_many_rows", sheet=sheet.title, limit=str(MOST_ROWS))
        values = {}
        faults = []
        for place, cell in enumerate(line):
            text = text_of(cell.value)
            if not text:
                continue
            name = places.get(place, "")
            if not name:
                # A heading that is unknown has been told of; a cell without any heading has not.
                if place >= len(head) or head[place].value is None:
                    faults.append(Finding(table, number, "", text[:60], "outside"))
                continue
            values[name] = text
            field = fields.get(name)
            if field and isinstance(cell.value, str):
                values[name] = read_as(text, table, field, words)
                if is_ambiguous(text, field):
                    faults.append(Finding(table, number, name, text, "ambiguous"))
                elif values[name] != text and field.type not in ("yesno", "choice"):
                    faults.append(Finding(table, number, name, text[:60], "read_as", {"became": values[name]}, is_error=False))
            if cell.data_type == "f" or text.startswith("="):
                faults.append(Finding(table, number, name, text[:60], "formula"))
            elif cell.data_type == "e":
                faults.append(Finding(table, number, name, text[:60], "error_cell"))
            elif len(text) > LONGEST_TEXT:
                faults.append(Finding(table, number, name, text[:60], "long", {"limit": str(LONGEST_TEXT)}))
        said = values.pop(MARK, "")
        mark = words.marks.get(same(said), "")
        if mark in (EXAMPLE, DRAFT) or (not values and not faults and not said):
            continue
        if said and not mark:
            faults.append(Finding(table, number, MARK, said[:60], "mark"))
        findings += faults
        row = {name: values.get(name, "") for name in columns}
        if mark == DELETE:
            deleted.append(row)
        elif values:
            kept.append(row)
            rows.append(number)
    frame = pd.DataFrame(kept, columns=columns, dtype=str)
    return Sheet(frame, rows, pd.DataFrame(deleted, columns=columns, dtype=str)), findings


def read_workbook(content: bytes, words: Words) -> tuple[dict[str, Sheet], list[Finding], str]:
    """Return the sheets of a workbook by table, what is wrong with their shape, and the fingerprint of what it was made from.

    Values are read by ``tolerance``.

    Where a sheet or column is missing the finding says so, and the sheet is left out.

    Raises:
        RefusedFile: it is no workbook, is protected, has macros, or is larger than anything this data could need.
    """
    archive = _check_container(content)
    sheets: dict[str, Sheet] = {}
    findings: list[Finding] = []
    try:
        _check_crowd(archive)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
        made_from = next((str(each.value) for each in book.custom_doc_props.props if each.name == MADE_FROM), "")
        for sheet in book.worksheets:
            table = words.sheets.get(same(sheet.title), "")
            if not table or table in sheets:
                continue
            sheets[table], wrong = _read_sheet(table, sheet, words)
            findings += wrong
            findings += [Finding(table, None, "", ref, "merged") for ref in _merged(archive, sheet._worksheet_path)]
    except RefusedFile:
        raise
    except Exception as error:
        # Whatever else a broken file sets off in the reader of foreign formats, it is the file that is broken.
        raise RefusedFile("damaged") from error
    missing = [table for table in TABLES if table not in sheets]
    if len(missing) == len(TABLES):
        raise RefusedFile("no_sheets")
    findings += [Finding(table, None, "", "", "sheet_missing") for table in missing]
    return sheets, findings, made_from
