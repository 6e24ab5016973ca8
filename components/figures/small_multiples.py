"""Draw small charts of one kind in rows and columns, on the same scales."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from components.figures.layout import ROOM_BELOW, axis, laid_out, layout, room_beside
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts

#: Charts per row and letters per line of a heading that fit on a phone.
_COLUMNS, _LETTERS = 3, 15
#: Heights in pixels: of a chart, of the lowest chart on the stage, of a line of its heading, of the gap above the heading, and of the menu
#: beside the topmost headings.
_CHART, _LOWEST, _LINE, _GAP, _MENU = 96, 60, 17, 20, 10


def small_multiples(
    charts: Sequence[tuple[Sequence[str], dict[str, Any]]],
    across: Mapping[str, Any],
    upright: Mapping[str, Any],
    longest: str,
    texts: Texts,
    theme: Theme,
    height: int | None = None,
) -> go.Figure:
    """Draw small charts row by row; only the lowest of a column has tick labels below, only the first of a row beside it.

    Args:
        charts: at least one; for each the parts of its heading, one per line, and its trace.
        across: settings of the horizontal axes, including the ``range`` they share.
        upright: settings of the vertical axes, likewise.
        longest: the longest tick label of the vertical axes, for which space is left.
        texts: interface texts in the viewer's language.
        theme: light or dark.
        height: height of the whole figure on the stage in pixels; None on a page, where three charts are in a row and the figure is as high
            as needed.
    """
    headings = [[line for part in parts for line in wrap(part, _LETTERS)] for parts, _ in charts]
    above = _LINE * max(len(lines) for lines in headings) + _GAP
    top = above + _MENU
    if height is None:
        columns = min(_COLUMNS, len(charts))
        rows = ceil(len(charts) / columns)
        inner = rows * _CHART + (rows - 1) * above
    else:
        inner = height - top - ROOM_BELOW
        rows = next((rows for rows in (3, 2) if len(charts) > 4 and (inner + above) / rows - above >= _LOWEST), 1)
        columns = ceil(len(charts) / rows)
    grid = _grid(len(charts), rows, columns, min(above / inner, 0.9 / max(1, rows - 1)))
    both = {
        "x": axis(theme, showgrid=False, fixedrange=True, **across),
        "y": axis(theme, fixedrange=True, nticks=4, **upright),
    }
    axes = {name: told | both[name[0]] for name, told in grid.items() if name[1:].startswith("axis")}
    for place in range(max(0, len(charts) - columns), len(charts)):
        axes[f"xaxis{place + 1 if place else ''}"]["showticklabels"] = True
    font = {"size": 13, "color": PALETTES[theme].text}
    titles = [title | {"text": "<br>".join(lines), "font": font} for title, lines in zip(grid["annotations"], headings, strict=True)]
    margin = {"l": room_beside(longest, titled=False), "r": 12, "t": top, "b": ROOM_BELOW}
    return laid_out(
        [trace | {"xaxis": f"x{number}", "yaxis": f"y{number}"} for number, (_, trace) in enumerate(charts, 1)],
        layout(texts, theme, inner + top + ROOM_BELOW, margin=margin),
        annotations=titles,
        **axes,
    )


@lru_cache(64)
def _grid(number: int, rows: int, columns: int, vertical_spacing: float) -> dict[str, Any]:
    """Return the layout of ``number`` charts in ``rows`` and ``columns``: axes, and a heading without its words above each chart.

    Plotly takes longer for it than we for the whole figure. Treat it as read-only.
    """
    cells: list[list[dict[str, Any] | None]] = [
        [{} if row * columns + column < number else None for column in range(columns)] for row in range(rows)
    ]
    grid = make_subplots(
        rows,
        columns,
        specs=cells,
        shared_xaxes=True,
        shared_yaxes=True,
        subplot_titles=["–"] * number,
        vertical_spacing=vertical_spacing,
        horizontal_spacing=0.03,
    )
    settings: dict[str, Any] = grid.layout.to_plotly_json()
    return settings
