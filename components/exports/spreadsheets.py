"""Write tables as XLSX and CSV files; in those made for a spreadsheet no cell is a formula, the others are exact."""

from datetime import date, datetime
from io import BytesIO
from typing import Any, Final, Literal

import pandas as pd
import xlsxwriter

from components.exports.sheets import Sheet
from data.city import CITY

#: First characters that make a spreadsheet read a cell as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: Least and greatest width of a column, in characters.
_NARROWEST, _WIDEST = 8, 60
#: Length of an ISO date that names a day.
_DAY: Final = 10
LINE_END: Final = "\r\n"  # RFC 4180


def harmless(value: str) -> str:
    """Return ``value`` so that a spreadsheet shows it as text: with an apostrophe before it if it could be read as a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def workbook(sheets: list[Sheet], title: str, today: str) -> bytes:
    """Return ``sheets`` as XLSX with a frozen header and filters; numbers are numbers, and dates with a known day are dates.

    Text is written as text, so that no cell becomes a formula or a link. ``today`` is the ISO date of creation. Equal input gives equal
    bytes.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "author": CITY.title, "created": datetime.fromisoformat(today)})
    head = book.add_format({"bold": True, "bg_color": "#E3EEDF", "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0.############", "valign": "top"})
    whole = book.add_format({"num_format": "0", "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
        for column, name in enumerate(sheet.frame):
            page.write_string(0, column, str(name), head)
            values = sheet.frame[name].to_list()
            longest = max([len(str(name)), *(len(str(value)) for value in values if not pd.isna(value))], default=_NARROWEST)
            page.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST))
            for row, value in enumerate(values, 1):
                _write(page, row, column, value, text, number, whole, day)
        if len(sheet.frame):
            page.autofilter(0, 0, len(sheet.frame), len(sheet.frame.columns) - 1)
    book.close()
    return file.getvalue()


def _write(page: Any, row: int, column: int, value: Any, text: Any, number: Any, whole: Any, day: Any) -> None:
    if pd.isna(value) or value == "":
        return
    if isinstance(value, str):
        if len(value) == _DAY and value[4::3] == "--" and value.replace("-", "").isdigit():
            page.write_datetime(row, column, date.fromisoformat(value), day)
        else:
            page.write_string(row, column, value, text)
    else:
        page.write_number(row, column, float(value), whole if float(value).is_integer() else number)


def csv_file(frame: pd.DataFrame, flavour: Literal["comma", "excel"]) -> bytes:
    """Return ``frame`` as CSV in UTF-8.

    *comma* is for programs: commas between values, decimal points, every text exactly as in the tables. *excel* has semicolons, decimal
    commas and a byte order mark, so that a German Excel opens it correctly by a double click, and no cell that it could read as a formula.
    """
    if flavour == "comma":
        return str(frame.to_csv(index=False, lineterminator=LINE_END)).encode()
    cells = frame.map(lambda value: harmless(value) if isinstance(value, str) else value)
    cells.columns = [harmless(str(name)) for name in cells]
    return f"\ufeff{cells.to_csv(index=False, sep=';', decimal=',', lineterminator=LINE_END)}".encode()
