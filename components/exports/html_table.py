"""Write a table as HTML, the same for pages and for the first view of a page."""

from collections.abc import Callable, Iterable
from html import escape

import pandas as pd


def html_table(frame: pd.DataFrame, label: str = "", cell: Callable[[str], str] = escape) -> str:
    """Return ``frame`` as HTML, in an element of the class ``table`` that scrolls where the table is wider than its place.

    Args:
        frame: cells and headings as text; the first column says what the row is about.
        label: what the table shows, for screen readers, unless a heading above says it.
        cell: makes HTML of a cell or a heading.
    """
    name = f' aria-label="{escape(label)}"' if label else ""
    head = "".join(f'<th scope="col">{cell(str(heading))}</th>' for heading in frame.columns)
    body = "".join(_row(map(cell, map(str, cells))) for cells in frame.itertuples(index=False, name=None))
    return f'<div class="table"><table{name}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: Iterable[str]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
