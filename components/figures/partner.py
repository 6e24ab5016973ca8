"""Draw the charts of one partner: its key dates as lanes, and its activities by sector or kind."""

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import axis, laid_out, layout, year_fraction
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts

#: Symbol of each kind of step; the words beside the marks name them.
STEP_SYMBOLS: Final = {
    "friendship": "circle-open",
    "twinning": "circle",
    "project": "diamond",
    "climate": "triangle-up",
    "cooperation": "square",
    "certificate": "star",
    "renewal": "cross",
    "trilateral": "hexagon",
    "decision": "line-ns-open",
    "suspension": "x",
    "dormancy": "x-open",
    "end": "x",
    "report": "line-ns-open",
}
_STOPS: Final = ("suspension", "dormancy", "end")
_ROW: Final = 30
#: The thickest bar on the stage, in pixels.
_THICKEST: Final = 44


def status_lane(steps: pd.DataFrame, last_year: int, texts: Texts, theme: Theme) -> go.Figure:
    """Draw the steps of a relation as lanes on one time axis, one lane per kind of step in order of first appearance.

    ``steps`` is ``queries.status_history``; ``last_year`` ends the axis. Stops are drawn in grey.
    """
    palette = PALETTES[theme]
    kinds = list(steps["kind"].drop_duplicates())
    traces = list[dict[str, Any]]()
    for kind in kinds:
        rows = steps[steps["kind"] == kind]
        traces.append(
            {
                "type": "scatter",
                "x": rows["date"].map(year_fraction),
                "y": [texts.label("step", kind)] * len(rows),
                "mode": "markers",
                "marker": {
                    "symbol": STEP_SYMBOLS[kind],
                    "size": 13,
                    "color": palette.resting if kind in _STOPS else palette.city,
                    "line": {"width": 2, "color": palette.resting if kind in _STOPS else palette.city},
                },
                "text": [f"<b>{texts.date(row.date)}</b><br>{row.title}" for row in rows.itertuples()],
                "hovertemplate": "%{text}<extra></extra>",
                "showlegend": False,
            }
        )
    first = int(steps["date"].min()[:4])
    return laid_out(
        traces,
        layout(texts, theme, 70 + _ROW * len(kinds), margin={"l": 8, "r": 12, "t": 8, "b": 36}),
        xaxis=axis(theme, fixedrange=True, showgrid=True, range=[first - 2, last_year + 2], tickformat="d"),
        yaxis=axis(theme, fixedrange=True, showgrid=True, autorange="reversed", type="category"),
    )


def count_bars(
    counts: dict[str, int], words: dict[str, str], colours: dict[str, str], texts: Texts, theme: Theme, height: int | None = None
) -> go.Figure:
    """Draw one number per id as horizontal bars with word and number; ids not in ``colours`` are in the city's green.

    ``height`` is the height on the stage in pixels, where a few bars do not fill the whole space.
    """
    palette = PALETTES[theme]
    labels = [words[name] for name in counts]
    bar: dict[str, Any] = {"color": [colours.get(name, palette.city) for name in counts]}
    bars = {
        "type": "bar",
        "x": list(counts.values()),
        "y": labels,
        "orientation": "h",
        "width": 0.8 if height is None else min(0.8, _THICKEST * len(counts) / height),
        "marker": bar,
        "text": [texts.number(number) for number in counts.values()],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return laid_out(
        [bars],
        layout(texts, theme, height or 40 + _ROW * len(counts), margin={"l": 8, "r": 44, "t": 8, "b": 8}),
        xaxis=axis(theme, fixedrange=True, visible=False),
        yaxis=axis(theme, fixedrange=True, autorange="reversed", showgrid=False, linecolor="rgba(0,0,0,0)"),
    )
