"""Read a workbook that anybody may have made: refuse what is no workbook, and never unpack more than memory can hold."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import takewhile
from typing import Any, Final

import openpyxl
import pandas as pd

from data.plain_text import plain
from data.schema import TABLES, Field
from data.upkeep.shown import as_shown
from data.upkeep.tolerance import is_ambiguous, read_as
from data.upkeep.words import DELETE, DRAFT, EXAMPLE, MADE_FROM, MARK, ORIGIN, Words, same

#: The present data fill a file of one megabyte; a workbook may grow tenfold.
LARGEST_FILE: Final = 10 * 1024 * 1024
#: Maximum size of the unpacked file, in bytes.
LARGEST_CONTENT: Final = 120 * 1024 * 1024
#: Maximum number of opening and closing tags, which determine how long reading takes; the present data need 500,000.
MOST_TAGS: Final = 4_500_000
#: Maximum number of parts of the file; the present data need some thirty.
MOST_PARTS: Final = 1_000
#: Maximum number of rows of a sheet; the largest table has some 6,000.
MOST_ROWS: Final = 50_000
#: Number of the last row that a spreadsheet can have.
_LAST_ROW: Final = 1_048_576
#: Maximum number of columns that are read, including empty ones; the widest table has 28.
MOST_COLUMNS: Final = 60
#: Maximum length of the text in a cell.
LONGEST_TEXT: Final = 2_000
#: Rows in which headings are looked for if they are not in the first row.
_HEAD_ROWS: Final = 15
#: Share of a table's headings from which a row counts as its heading row.
_HEADINGS_FOUND: Final = 0.5
#: First bytes of files that Excel protects with a password and of those before 2007, and names of the parts inside that tell them apart.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED, _OLE_BOOKS = "EncryptedPackage".encode("utf-16-le"), tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ZIP: Final = b"PK\x03\x04"
_BOOK: Final = "xl/workbook.xml"
#: Namespace of the variant *Strict Open XML*, which the reader does not know.
_STRICT: Final = b"purl.oclc.org/ooxml/"
#: Size of the file with the name of its user that Excel keeps beside an open workbook.
_OWNER_FILE: Final = (162, 165)
_ENCRYPTED: Final = 0x1
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([^"]+)"')
_DAY_ONLY: Final = (0, 0, 0)
_CHUNK: Final = 1024 * 1024
#: Types of columns whose cells may be written in words without a remark.
_IN_WORDS: Final = ("yesno", "choice", "country", "country3", "language")
#: Suffix that Numbers appends to the name of a sheet, one per table on it, possibly cut off at the end.
_OF_NUMBERS: Final = re.compile(r" [-–] (?:t|ta|tab|tabl|table.*|tabe|tabel|tabelle.*)?$")
#: Shortest name that may stand for the longer name of a sheet that begins with it.
_SHORTEST_NAME: Final = 8

#: A row of a sheet as text, with its number.
_Line = tuple[int, list[str]]


class RefusedFile(ValueError):
    """A file that is not read at all; ``fault`` names the reason and ``details`` fill its message."""

    def __init__(self, fault: str, **details: str) -> None:
        """Keep the reason."""
        super().__init__(f"{fault} {details}" if details else fault)
        self.fault, self.details = fault, details


@dataclass(frozen=True)
class Finding:
    """One thing to report about a workbook: its place, the value found, and what it means.

    ``fault`` names the message (``fault.<fault>`` in the catalogues) and ``details`` fill it. An *error* keeps the workbook from being
    used, a *remark* does not. ``table`` is empty if the whole file is meant. ``row`` counts as the spreadsheet does; it is None if the
    whole sheet or file is meant, and 0 for a row that the workbook does not have.
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
    """The rows of one table as text.

    ``cells`` has the table's columns, ``rows`` the number of each row in the spreadsheet; ``deleted`` and ``drafts`` hold the rows with
    these marks, ``draft_rows`` the numbers of the latter.
    """

    cells: pd.DataFrame
    rows: list[int]
    deleted: pd.DataFrame
    drafts: pd.DataFrame
    draft_rows: list[int]


@dataclass(frozen=True)
class Origin:
    """The data that a workbook was made from: their fingerprint, and the mark of each row by table and key.

    Either is empty if the workbook does not contain it.
    """

    fingerprint: str
    marks: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Book:
    """A workbook as it was read: its sheets by table, what is wrong with their shape, and its origin.

    ``is_complete`` is false if a sheet or a heading is missing, so that nothing more can be said about the rows.
    """

    sheets: dict[str, Sheet]
    findings: list[Finding]
    origin: Origin
    is_complete: bool


def _check_container(content: bytes) -> zipfile.ZipFile:
    if not content:
        raise RefusedFile("empty_file")
    if _is_lock_file(content):
        raise RefusedFile("lock_file")
    if len(content) > LARGEST_FILE:
        raise RefusedFile("too_large", size=f"{len(content) / 1024**2:.0f}", limit=f"{LARGEST_FILE // 1024**2}")
    if content.startswith(_OLE):
        raise RefusedFile(_ole_fault(content))
    if not content.startswith(b"PK"):
        raise RefusedFile("csv" if _is_csv(content) else "wrong_type")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, UnicodeError) as error:
        raise RefusedFile("cut_off" if content.startswith(_ZIP) else "wrong_type") from error
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise RefusedFile("protected")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise RefusedFile("bomb", limit=f"{LARGEST_CONTENT // 1024**2}")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("xl/macrosheets/") for name in names):
        raise RefusedFile("macros")
    if _BOOK not in names:
        raise RefusedFile(_archive_fault(names, archive))
    return archive


def _is_lock_file(content: bytes) -> bool:
    """Return whether ``content`` is the file by which Excel (``~$``) or LibreOffice (``.~lock.``) marks a workbook as open."""
    if len(content) in _OWNER_FILE and 0 < content[0] <= 54:
        return content[1 : 1 + content[0]].decode("latin-1").isprintable()
    return len(content) < 1_000 and content.startswith(b",") and content.rstrip().endswith(b";")


def _is_csv(content: bytes) -> bool:
    """Return whether ``content`` is a table of text: a first line with separators, without control characters and markup."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    first = content[:4_000].decode(encoding, errors="ignore").partition("\n")[0].rstrip("\r")
    separated = any(sign in first for sign in ";,\t")
    return separated and not first.lstrip().startswith("<") and all(sign >= " " or sign == "\t" for sign in first)


def _ole_fault(content: bytes) -> str:
    if _OLE_ENCRYPTED in content:
        return "protected"
    return "xls" if any(name in content for name in _OLE_BOOKS) else "protected_or_xls"


def _archive_fault(names: set[str], archive: zipfile.ZipFile) -> str:
    """Return what an archive is that holds no workbook of Excel."""
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith((".xlsx", ".xlsm", ".xls", ".ods", ".csv")) for name in names):
        return "zipped"
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        return "ods"
    if any(name.startswith("index/") or name.endswith(".iwa") for name in names):
        return "numbers"
    return "wrong_type"


def _check_crowd(archive: zipfile.ZipFile) -> None:
    """Count tags before anything is parsed, because reading takes time in proportion to them."""
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
    return plain(str(value))


def _merged(archive: zipfile.ZipFile, path: str) -> list[str]:
    """Return the ranges of merged cells, which the reader of rows does not report; they stand behind the rows."""
    behind = archive.read(path).rpartition(b"sheetData>")[2]
    return [ref.decode(errors="replace") for ref in _MERGED.findall(behind)]


def _columns_of(table: str, headings: Sequence[str], words: Words) -> dict[int, str]:
    """Return which place holds which column of ``table``; of two equal headings the first counts."""
    known = {same(name): name for name in TABLES[table].columns} | dict(words.headings)
    places: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = known.get(same(heading))
        if name and name not in places.values():
            places[place] = name
    return places


def _likeness(table: str, headings: Sequence[str], words: Words) -> float:
    """Return the share of the columns of ``table`` that ``headings`` name."""
    found = set(_columns_of(table, headings, words).values()) & set(TABLES[table].columns)
    return len(found) / len(TABLES[table].columns)


def _heading_faults(table: str, headings: Sequence[str], places: dict[int, str], words: Words) -> list[Finding]:
    known = {same(name) for name in TABLES[table].columns} | set(words.headings)
    wrong = [(place, heading) for place, heading in enumerate(headings) if heading and place not in places]
    findings = [Finding(table, 1, heading[:60], "", "column_twice" if same(heading) in known else "column_unknown") for _, heading in wrong]
    return findings + [Finding(table, 1, name, "", "column_missing") for name in TABLES[table].columns if name not in places.values()]


def _lines(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows of ``sheet`` with their numbers; of several rows in succession that the file leaves out only the first."""
    # Some programs write the range of a sheet too small; rows outside it would be lost.
    sheet.reset_dimensions()
    before: Sequence[Any] = ()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > _LAST_ROW:
            raise RefusedFile("damaged")
        if row is not before:
            yield number, row
        before = row


def _first_lines(sheet: Any) -> list[_Line]:
    """Return the first rows of ``sheet`` as text, with their numbers."""
    lines = takewhile(lambda line: line[0] <= _HEAD_ROWS, _lines(sheet))
    return [(number, [text_of(cell.value) for cell in line]) for number, line in lines]


def _head_fault(table: str, lines: list[_Line], words: Words) -> Finding | None:
    """Return what is wrong if the first row is not the heading row of ``table``: where that row is instead, or that there is none."""
    heads = [number for number, line in lines if _likeness(table, line, words) >= _HEADINGS_FOUND]
    if not heads:
        return Finding(table, 1, "", "", "headings_missing")
    return Finding(table, heads[0], "", "", "headings_shifted", {"row": str(heads[0])}) if heads[0] > 1 else None


def _read_cell(place: tuple[str, int, str], field: Field | None, cell: Any, words: Words) -> tuple[str, list[Finding]]:
    """Return the text of ``cell`` at ``place`` (table, row, column) as the tables write it, and what is wrong with it."""
    text = text_of(cell.value)
    if cell.data_type == "f" or text.startswith("="):
        return text, [Finding(*place, text[:60], "formula")]
    if cell.data_type == "e":
        return text, [Finding(*place, text[:60], "error_cell")]
    if len(text) > LONGEST_TEXT:
        return text, [Finding(*place, text[:60], "long", {"limit": str(LONGEST_TEXT)})]
    if field is None:
        return text, []
    if isinstance(cell.value, str):
        if is_ambiguous(text, field):
            return text, [Finding(*place, text, "ambiguous")]
        became = read_as(text, place[0], field, words)
        if became != text and field.type not in _IN_WORDS:
            return became, [Finding(*place, text[:60], "read_as", {"became": became}, is_error=False)]
        return became, []
    shown = as_shown(cell, field, text)
    if shown.fault:
        # The cell counts as empty, so that one cause is reported once.
        return "", [Finding(*place, text[:60], shown.fault, shown.details)]
    if shown.is_shortened:
        return shown.text, [Finding(*place, text[:60], "read_as_shown", {"became": shown.text}, is_error=False)]
    return shown.text, []


def _read_sheet(table: str, sheet: Any, words: Words) -> tuple[Sheet, list[Finding]]:
    lines = _lines(sheet)
    _, head = next(lines, (1, ()))
    headings = [text_of(cell.value) for cell in head]
    places = _columns_of(table, headings, words)
    findings = _heading_faults(table, headings, places, words)
    columns = TABLES[table].columns
    fields = {each.name: each for each in TABLES[table].fields}
    kept: list[dict[str, str]] = []
    rows: list[int] = []
    marked: dict[str, list[tuple[int, dict[str, str]]]] = {DELETE: [], DRAFT: []}
    outside: set[int] = set()
    for number, line in lines:
        values = {}
        faults = []
        for place, cell in enumerate(line):
            if cell.value is None:
                continue
            name = places.get(place, "")
            if name:
                text, wrong = _read_cell((table, number, name), fields.get(name), cell, words)
                faults += wrong
                if text:
                    values[name] = text
            elif (text := text_of(cell.value)) and not (place < len(headings) and headings[place]) and place not in outside:
                # A column whose heading is unknown has been reported already; one without a heading is reported once.
                outside.add(place)
                faults.append(Finding(table, number, "", text[:60], "outside"))
        if number > MOST_ROWS and (values or faults):
            raise RefusedFile("too_many_rows", sheet=sheet.title, limit=str(MOST_ROWS))
        said = values.pop(MARK, "")
        mark = words.marks.get(same(said), "")
        row = {name: values.get(name, "") for name in columns}
        if mark == DRAFT:
            marked[DRAFT].append((number, row))
        if mark in (EXAMPLE, DRAFT) or (not values and not faults and not said):
            continue
        if said and not mark:
            faults.append(Finding(table, number, MARK, said[:60], "mark"))
        findings += faults
        if mark == DELETE:
            marked[DELETE].append((number, row))
        elif values:
            kept.append(row)
            rows.append(number)

    def frame(some: list[dict[str, str]]) -> pd.DataFrame:
        return pd.DataFrame(some, columns=columns, dtype=str)

    deleted, drafts = (frame([row for _, row in marked[mark]]) for mark in (DELETE, DRAFT))
    return Sheet(frame(kept), rows, deleted, drafts, [number for number, _ in marked[DRAFT]]), findings


def _table_of(title: str, words: Words) -> str:
    """Return the table whose sheet is named ``title``: as we name it, as Numbers exports it, or cut off at the end; empty if none is."""
    name = _OF_NUMBERS.sub("", same(title))
    if name in words.sheets:
        return words.sheets[name]
    longer = {table for known, table in words.sheets.items() if known.startswith(name)} if len(name) >= _SHORTEST_NAME else set()
    return longer.pop() if len(longer) == 1 else ""


def _other_sheet(title: str, lines: list[_Line], words: Words) -> list[Finding]:
    """Return what to report about a sheet that belongs to no table: an error if it looks like a table, so that its rows are not lost."""
    if not any(any(line) for _, line in lines):
        return []
    for _, line in lines:
        alike = [table for table in TABLES if _likeness(table, line, words) >= _HEADINGS_FOUND]
        if alike:
            # The columns of a small table may all occur in a larger one.
            best = max(alike, key=lambda table: len(TABLES[table].columns))
            return [Finding(best, None, "", title, "sheet_copy")]
    return [Finding("", None, "", title, "sheet_unknown", is_error=False)]


def _origin(sheet: Any) -> Origin:
    """Return the origin of the workbook from its sheet: the fingerprint in the first row, then table, key and mark of each row."""
    lines = ([text_of(cell.value) for cell in line[:3]] for _, line in _lines(sheet))
    first = next(lines, ["", "", ""])
    marks: dict[str, dict[str, str]] = {}
    for table, key, mark in lines:
        marks.setdefault(table, {})[key] = mark
    return Origin(first[1], marks) if first[0] == MADE_FROM else Origin("", {})


def _book(content: bytes, archive: zipfile.ZipFile, words: Words) -> Book:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    sheets: dict[str, Sheet] = {}
    titles: dict[str, str] = {}
    findings: list[Finding] = []
    is_complete = True
    origin = Origin("", {})
    for sheet in book.worksheets:
        other = words.others.get(_OF_NUMBERS.sub("", same(sheet.title)), "")
        if other == ORIGIN and not origin.fingerprint:
            origin = _origin(sheet)
        if other:
            continue
        table = _table_of(sheet.title, words)
        lines = _first_lines(sheet)
        if not table:
            findings += _other_sheet(sheet.title, lines, words)
        elif table in titles:
            findings.append(Finding(table, None, "", sheet.title, "sheet_twice", {"first": titles[table]}))
        else:
            titles[table] = sheet.title
            if wrong := _head_fault(table, lines, words):
                findings.append(wrong)
                is_complete = False
                continue
            sheets[table], faults = _read_sheet(table, sheet, words)
            findings += faults
            findings += [Finding(table, None, "", ref, "merged") for ref in _merged(archive, sheet._worksheet_path)]
    if not titles:
        raise RefusedFile("no_sheets")
    findings += [Finding(table, None, "", "", "sheet_missing") for table in TABLES if table not in titles]
    is_complete = is_complete and len(titles) == len(TABLES) and not any(each.fault.startswith("column_") for each in findings)
    made_from = next((str(each.value) for each in book.custom_doc_props.props if each.name == MADE_FROM), "")
    return Book(sheets, findings, Origin(origin.fingerprint or made_from, origin.marks), is_complete)


def read_workbook(content: bytes, words: Words) -> Book:
    """Return the workbook ``content``; values are read by ``shown`` and ``tolerance``.

    If a sheet or column is missing the findings say so, and the sheet is left out.

    Raises:
        RefusedFile: it is no workbook, is protected, has macros, or is larger than anything this data could need.
    """
    archive = _check_container(content)
    try:
        _check_crowd(archive)
        if _STRICT in archive.read(next(part for part in archive.namelist() if part.lower() == _BOOK)):
            raise RefusedFile("strict")
        return _book(content, archive, words)
    except RefusedFile:
        raise
    except Exception as error:
        # Whatever else a broken file sets off in the reader of foreign formats, it is the file that is broken.
        raise RefusedFile("damaged") from error
