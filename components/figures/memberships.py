"""Draw the city's memberships in city networks as lanes: since when, until when, and those with unknown start."""

from collections import defaultdict
from textwrap import shorten
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import CLICKED, Width, axis, for_width, laid_out, layout
from components.figures.networks import THEME_SYMBOLS
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts
from data.records import records

#: Heights in pixels of a row with a line, of a row without, and of the space above the first row.
_ROW: Final = 23
_BARE_ROW: Final = 19
_TOP: Final = 24
#: Characters of a name that are shown: as many as fit on a phone; wide screens show the whole name.
_LONGEST: Final[dict[Width, int]] = {"narrow": 48, "wide": 200}
#: Space for a symbol before a name: an em and a thin space.
_ROOM: Final = "\u2003\u2009"


def membership_lanes(rows: pd.DataFrame, year: int, chosen: str, sectors: dict[str, str], texts: Texts, theme: Theme) -> go.Figure:
    """Draw each membership as a line from its start to its end or to ``year``, with the name above it.

    Args:
        rows: what ``networks.networks`` returns; those with unknown start are below the others, without a line.
        year: the last year shown.
        chosen: id of the network whose name is bold, or empty.
        sectors: words of the themes by id.
        texts: interface texts in the viewer's language.
        theme: light or dark.

    Returns:
        A figure whose points carry the networks' ids as ``customdata``. A membership that has ended is grey and dashed. Names are included
        twice, for narrow and for wide screens.
    """
    palette = PALETTES[theme]
    dated = rows[rows["since"] > 0]
    first = int(dated["since"].min()) if len(dated) else year - 10
    span = max(year - first, 10)
    left, right = first - span * 0.03, year + span * 0.01
    heights, below = _heights(rows)
    traces = list[dict[str, Any]]()
    # One trace holds all lines that look alike, because a further trace costs the browser as much as all the lines together.
    alike: defaultdict[tuple[str, str], dict[str, list[float | None]]] = defaultdict(lambda: {"x": [], "y": []})
    for row in records(dated):
        line = alike[(palette.resting, "4px,3px") if row.until else (palette.sectors[row.sector], "solid")]
        line["x"] += [row.since, row.until or year, None]
        line["y"] += [heights[row.id], heights[row.id], None]
    for (colour, dash), line in alike.items():
        traces.append(
            {
                "type": "scatter",
                **line,
                "mode": "lines",
                "line": {"width": 3, "color": colour, "dash": dash},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    traces.append(
        {
            "type": "scatter",
            "x": [row.since or left + (right - left) * 0.0115 for row in records(rows)],
            "y": [heights[row.id] - (0 if row.since else _BARE_ROW / 2 - 4) for row in records(rows)],
            "mode": "markers",
            "marker": {
                "symbol": [THEME_SYMBOLS[row.sector][0] for row in records(rows)],
                "size": 9,
                "opacity": 1,
                "color": [palette.resting if row.until else palette.sectors[row.sector] for row in records(rows)],
                "line": {"width": 1, "color": palette.ground},
            },
            "hoverinfo": "skip",
            "unselected": {"marker": {"opacity": 1}},
            "cliponaxis": False,
        }
    )
    # Invisible bars make the whole row react to the pointer, not only its symbol.
    traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "base": [left] * len(rows),
            "x": [right - left] * len(rows),
            "y": [heights[network] - 6 for network in rows["id"]],
            "width": _ROW,
            "opacity": 0,
            "customdata": list(rows["id"]),
            "text": [lane_hover(row, sectors[row.sector], texts) for row in records(rows)],
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
        }
    )
    undated = len(rows) - len(dated)
    for width, longest in _LONGEST.items():
        names = [_lane_name(row, chosen, longest) for row in records(rows)]
        y = [heights[row.id] - (10.5 if row.since else 5) for row in records(rows)]
        if undated:
            names.append(f"<i>{texts.t('networks.no_beginning')}</i>")
            y.append(below - undated * _BARE_ROW - 9)
        words = {
            "type": "scatter",
            "x": [left] * len(names),
            "y": y,
            "text": names,
            "mode": "text",
            "textposition": "middle right",
            "textfont": {"size": 12.5, "color": palette.text},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        traces.append(for_width(width, words))
    return laid_out(
        traces,
        layout(
            texts, theme, _TOP + round(below) + 6, margin={"l": 0, "r": 4, "t": _TOP, "b": 6}, showlegend=False, hoverdistance=14, **CLICKED
        ),
        xaxis=axis(
            theme,
            range=[left, right],
            side="top",
            fixedrange=True,
            showgrid=True,
            showline=False,
            nticks=6,
            tickformat="d",
        ),
        yaxis=axis(theme, range=[below, 0], showticklabels=False, showgrid=False, showline=False, fixedrange=True),
    )


def _heights(rows: pd.DataFrame) -> tuple[dict[str, float], float]:
    """Return the vertical position of each network's line and the end of the last row, in pixels from the top."""
    heights: dict[str, float] = {}
    below = 0.0
    headed = False
    for row in records(rows):
        if not row.since and not headed:
            below += _ROW
            headed = True
        below += _ROW if row.since else _BARE_ROW
        heights[row.id] = below - 4
    return heights, below


def _lane_name(row: Any, chosen: str, longest: int) -> str:
    words = shorten(f"{row.since} {row.name}" if row.since else row.name, longest, placeholder=" …")
    return f"{'' if row.since else _ROOM}{f'<b>{words}</b>' if row.id == chosen else words}"


def lane_hover(row: Any, sector: str, texts: Texts) -> str:
    """Return the hover text for one row of ``networks.networks``."""
    since = texts.t("networks.member_since", year=row.since) if row.since else texts.t("networks.no_beginning")
    span = texts.t("networks.member_until", first=row.since, last=row.until) if row.until else since
    size = texts.n("networks.members_n", row.members) if row.members else texts.t("networks.members_unknown")
    return "<br>".join((f"<b>{row.name}</b>", sector, span, size))
