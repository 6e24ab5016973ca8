"""Draw a table as one element of HTML: of the framework's tables each cell is a component, which a click of networks paid with 70 ms."""

import re
from functools import lru_cache
from typing import Final

import pandas as pd
import streamlit as st
from markdown_it import MarkdownIt

from components.exports.html_table import html_table

#: Number of cells kept as HTML; they repeat with every rerun, and a page of the data has 500. Longer ones, as a workbook can have, are not
#: kept.
_KEPT_CELLS: Final = 4096
_LONGEST_KEPT: Final = 1000

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable("image")
#: An icon of the framework's font, unless the text itself has it and has therefore been escaped.
_ICON: Final = re.compile(r"(?<!\\):material/(\w+):")
_PLAIN: Final = re.compile(r"[^\\`*_\[\]<>&:\n]*")


def table_of(frame: pd.DataFrame, label: str, narrow: bool = False) -> None:
    """Draw ``frame`` with ``label`` as its name for screen readers; it scrolls sideways where it is wider than its place.

    Args:
        frame: cells are text of inline Markdown with icons; the first column says what a row is about.
        label: what the table shows; plain text.
        narrow: it is only as wide as its cells need, instead of as its place.
    """
    st.html(html_table(frame, label, cell_html), width="content" if narrow else "stretch")


def cell_html(cell: str) -> str:
    """Return a cell of inline Markdown as HTML; links open beside the page, as the framework's do."""
    return (_kept if len(cell) <= _LONGEST_KEPT else _html)(cell)


def _html(cell: str) -> str:
    if _PLAIN.fullmatch(cell):
        return cell
    parts = _ICON.split(cell)
    for at in range(1, len(parts), 2):
        parts[at] = f'<span class="icon" translate="no" aria-hidden="true">{parts[at]}</span>'
    for at in range(0, len(parts), 2):
        parts[at] = str(_MARKDOWN.renderInline(parts[at])).replace("<a href=", '<a target="_blank" href=')
    return "".join(parts)


_kept: Final = lru_cache(_KEPT_CELLS)(_html)
