"""Write the workbook that editors fill in: all tables with drop-downs, explanations, locked ids and one example row per sheet."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from components.words.texts import Texts
from components.words.workbook import choice_words, sheet_name
from data.city import CITY
from data.schema import TABLES, Field, Table
from data.upkeep.changes import fingerprint, row_mark, rows_by_key
from data.upkeep.words import DELETE, DRAFT, EXAMPLE, MADE_FROM

#: Empty rows below the data that have drop-downs and explanations.
_ROOM: Final = 2_000
#: Widths of columns in characters, by type of field.
_WIDTHS: Final = {
    "date": 12,
    "year": 8,
    "integer": 11,
    "number": 12,
    "yesno": 9,
    "choice": 18,
    "key": 20,
    "years": 14,
    "country": 9,
    "country3": 12,
    "language": 10,
}
_TEXT_WIDTH, _ID_WIDTH = 34, 24
#: Scale factors of the comment that explains a column, and its font size in points.
_COMMENT: Final = {"x_scale": 2.4, "y_scale": 1.3, "font_size": 10}
_HEAD, _EXAMPLE_ROW, _FIRST = 0, 1, 2


class _Formats:
    """Formats of cells; only cells that may be edited are unlocked."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": "#1B3A5C"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "bg_color": "#E3EEDF", "bottom": 1})
        self.required = book.add_format({"bold": True, "bg_color": "#BBD6B4", "bottom": 1})
        self.example = book.add_format({"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2"})
        self.locked = book.add_format({"font_color": "#595959", "bg_color": "#F2F2F2"})
        # Dates are text, so that they keep the precision they are typed with: a spreadsheet would turn 04.2023 into a day.
        self.open_text = book.add_format({"locked": False, "num_format": "@"})
        self.open_number = book.add_format({"locked": False, "num_format": "0.############"})
        self.open_whole = book.add_format({"locked": False, "num_format": "0"})

    def of(self, field: Field) -> Any:
        return {"number": self.open_number, "integer": self.open_whole, "year": self.open_whole}.get(field.type, self.open_text)


def _value(text: str, field: Field, words: Mapping[str, str], texts: Texts) -> str | float:
    """Return what the cell of ``field`` shows for ``text``, its value in the table."""
    if not text:
        return ""
    if field.type in ("number", "integer", "year"):
        return float(text)
    if field.type == "yesno":
        return texts.t("data.yes" if text == "yes" else "data.no")
    return words.get(text, text)


def _comment(table: Table, field: Field, first: bool, texts: Texts) -> str:
    lines = [texts.t(f"column.{table.name}.{field.name}") + ".", texts.t(f"fill.{field.type}")]
    if field.target:
        lines.append(texts.t("fill.target", sheet=sheet_name(field.target, texts)))
    if field.name == "id":
        lines.append(texts.t("fill.id"))
    if meant := field.meant_by_nothing(first):
        if field.type == "yesno":
            meant = texts.t("data.yes" if meant == "yes" else "data.no")
        lines.append(texts.t("fill.default", value=choice_words(table.name, field.name, texts).get(meant, meant)))
    elif field.like:
        lines.append(texts.t("fill.like", column=field.like))
    else:
        lines.append(texts.t("fill.required" if field.must_be_typed(first) else "fill.optional"))
    return "\n".join(lines)


def _write(page: Any, row: int, column: int, value: str | float, look: Any) -> None:
    if value == "":
        page.write_blank(row, column, None, look)
    elif isinstance(value, str):
        page.write_string(row, column, value, look)
    else:
        page.write_number(row, column, value, look)


def _guide(book: Any, looks: _Formats, texts: Texts, as_of: str, version: int) -> None:
    page = book.add_worksheet(texts.t("workbook.guide"))
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 92)
    page.write_string(0, 0, texts.t("workbook.title"), looks.title)
    page.write_string(1, 0, texts.t("workbook.state", date=texts.date(as_of), version=version))
    row = 3
    for name in ("fill", "rows", "marks", "ids", "dates", "numbers", "sources", "people", "check"):
        page.write_string(row, 0, texts.t(f"workbook.{name}.title"), looks.required)
        page.write_string(row, 1, texts.t(f"workbook.{name}"), looks.text)
        row += 1
    row += 1
    for table in TABLES.values():
        page.write_url(row, 0, f"internal:'{sheet_name(table.name, texts)}'!A1", string=sheet_name(table.name, texts))
        page.write_string(row, 1, texts.t("workbook.row", row=texts.label("table_row", table.name)), looks.text)
        row += 1
    page.protect()


def _choices(page: Any, at: int, column: int, source: Any, texts: Texts, strict: bool) -> None:
    page.data_validation(
        _FIRST,
        column,
        at + _ROOM,
        column,
        {
            "validate": "list",
            "source": source,
            "ignore_blank": True,
            "error_type": "stop" if strict else "information",
            "error_title": texts.t("workbook.choice")[:32],
            "error_message": texts.t("workbook.choice_strict" if strict else "workbook.choice_open")[:255],
        },
    )


def _sheet(page: Any, table: Table, cells: pd.DataFrame, sources: Mapping[tuple[str, str], str], looks: _Formats, texts: Texts) -> None:
    page.freeze_panes(_FIRST, 2)
    marks = [texts.label("mark", mark) for mark in (EXAMPLE, DRAFT, DELETE)]
    page.write_string(_HEAD, 0, texts.t("workbook.mark"), looks.head)
    page.write_comment(_HEAD, 0, texts.t("workbook.marks"), _COMMENT)
    page.set_column(0, 0, 11, looks.open_text)
    last = _FIRST + len(cells)
    _choices(page, last, 0, marks[1:], texts, strict=True)
    page.write_string(_EXAMPLE_ROW, 0, marks[0], looks.example)
    for place, field in enumerate(table.fields, start=1):
        words = choice_words(table.name, field.name, texts)
        page.write_string(_HEAD, place, field.name, looks.required if field.must_be_typed(cells.empty) else looks.head)
        page.write_comment(_HEAD, place, _comment(table, field, cells.empty, texts), _COMMENT)
        width = _ID_WIDTH if field.name == "id" else _WIDTHS.get(field.type, _TEXT_WIDTH)
        page.set_column(place, place, max(width, len(field.name) + 2), looks.of(field))
        shown = [_value(text, field, words, texts) for text in cells[field.name]]
        look = looks.locked if field.name == "id" else looks.of(field)
        for row, value in enumerate(shown, start=_FIRST):
            _write(page, row, place, value, look)
        # The example row shows the newest row; a column that is empty there shows its newest value.
        example = next((value for value in reversed(shown) if value != ""), "")
        _write(page, _EXAMPLE_ROW, place, shown[-1] if shown and shown[-1] != "" else example, looks.example)
        if field.type == "yesno":
            _choices(page, last, place, [texts.t("data.yes"), texts.t("data.no")], texts, strict=True)
        elif field.choices or field.target:
            _choices(page, last, place, sources[table.name, field.name], texts, strict=not field.target)
    page.autofilter(_HEAD, 0, last - 1, len(table.fields))
    page.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "insert_rows": True,
            "sort": True,
            "autofilter": True,
            "insert_hyperlinks": True,
        },
    )


def _origin(page: Any, tables: Mapping[str, pd.DataFrame], made_from: str) -> None:
    """Write the state of every row, so that the check can tell what the editor has changed if others publish in the meantime.

    It is a sheet and not only a property of the file, because some programs drop properties when they save.
    """
    page.hide()
    page.write_row(0, 0, [MADE_FROM, made_from])
    lines = ((table, key, row_mark(row)) for table in TABLES for key, row in rows_by_key(table, tables[table]).items())
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            page.write_string(number, column, text)


def upkeep_workbook(
    tables: Mapping[str, pd.DataFrame],
    texts: Texts,
    today: str,
    as_of: str,
    version: int,
    origin: Mapping[str, pd.DataFrame] | None = None,
) -> bytes:
    """Return the workbook of ``tables`` (cells as text) in the language of ``texts``.

    Each sheet holds a table below its headings and one example row, which the check ignores. ``today`` is the date of creation, ``as_of``
    the date of the data (both ISO 8601), ``version`` the version of the data. ``origin`` are the published tables if ``tables`` differ
    from them, as after an edit. Equal input gives equal bytes.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.fromisoformat(today)
    book.set_properties({"title": texts.t("workbook.title"), "author": CITY.title, "created": made})
    origin = origin or tables
    made_from = fingerprint(origin)
    book.set_custom_property(MADE_FROM, made_from)
    looks = _Formats(book)
    _guide(book, looks, texts, as_of, version)
    pages = {table: book.add_worksheet(sheet_name(table, texts)) for table in TABLES}
    hidden = book.add_worksheet(texts.t("workbook.lists"))
    hidden.hide()
    sources: dict[tuple[str, str], str] = {}
    for table in TABLES.values():
        for field in table.fields:
            if field.choices:
                words, letter = list(choice_words(table.name, field.name, texts).values()), xl_col_to_name(len(sources))
                hidden.write_column(f"{letter}1", words)
                sources[table.name, field.name] = f"='{texts.t('workbook.lists')}'!${letter}$1:${letter}${len(words)}"
            elif field.target:
                last = _FIRST + len(tables[field.target]) + _ROOM
                sources[table.name, field.name] = f"='{sheet_name(field.target, texts)}'!$B${_FIRST + 1}:$B${last}"
    for table in TABLES.values():
        _sheet(pages[table.name], table, tables[table.name], sources, looks, texts)
    _origin(book.add_worksheet(texts.t("workbook.origin")), origin, made_from)
    pages["partners" if tables["partners"].empty else "activities"].activate()
    book.close()
    return file.getvalue()
