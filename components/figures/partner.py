"""Draw the charts of one partner: its status lane, and bars by sector or by kind of exchange."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import axis, laid_out, layout, room_for_words, year_fraction
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts
from data.records import records
from data.vocabulary import STOPS

#: Plotly's symbol of each kind of step; the words beside the marks name the kinds.
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
_ROW: Final = 34
#: Share of the time axis within which two steps share a label.
_CLOSE: Final = 0.15
#: Largest thickness of a bar on the stage, in pixels.
_THICKEST: Final = 44


def status_lane(steps: pd.DataFrame, last_year: int, texts: Texts, theme: Theme) -> go.Figure:
    """Draw the partner's status lane: its steps on a time axis, one row per kind of step in order of first appearance.

    ``steps`` is ``queries.status_history``; ``last_year`` ends the axis. Suspension, dormancy and end are grey.
    """
    palette = PALETTES[theme]
    kinds, first = list(steps["kind"].drop_duplicates()), int(steps["date"].min()[:4])
    traces = list[dict[str, Any]]()
    for kind in kinds:
        rows = steps[steps["kind"] == kind]
        traces.append(
            {
                "type": "scatter",
                "x": rows["date"].map(year_fraction),
                "y": [texts.label("step", kind)] * len(rows),
                "mode": "markers+text",
                "textposition": "top center",
                "textfont": {"size": 13, "color": palette.quiet_text},
                "cliponaxis": False,  # on a phone the years of the last marks reach beyond the axis
                "marker": {
                    "symbol": STEP_SYMBOLS[kind],
                    "size": 13,
                    "color": palette.resting if kind in STOPS else palette.city,
                    "line": {"width": 2, "color": palette.resting if kind in STOPS else palette.city},
                },
                "text": _years(list(rows["date"]), last_year - first),
                "hovertext": [f"<b>{texts.date(row.date)}</b><br>{row.title}" for row in records(rows)],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "showlegend": False,
            }
        )
    beside = 2 + (last_year - first) * _CLOSE / 2  # half the name of a mark at either end
    return laid_out(
        traces,
        layout(
            texts,
            theme,
            70 + _ROW * len(kinds),
            margin={"l": room_for_words(texts.label("step", kind) for kind in kinds), "r": 16, "t": 8, "b": 36},
        ),
        xaxis=axis(theme, fixedrange=True, showgrid=True, range=[first - beside, last_year + beside], tickformat="d"),
        yaxis=axis(theme, fixedrange=True, showgrid=True, autorange="reversed", type="category"),
    )


def _years(dates: Sequence[str], span: int) -> list[str]:
    """Return a label for each of ``dates``, which are in order: its year, or for close dates the years of all at the middle one."""
    groups: list[list[int]] = []
    for place, date in enumerate(dates):
        if groups and year_fraction(date) - year_fraction(dates[groups[-1][-1]]) < _CLOSE * span:
            groups[-1].append(place)
        else:
            groups.append([place])
    labels = [""] * len(dates)
    for group in groups:
        years = dict.fromkeys((dates[group[0]][:4], dates[group[-1]][:4]))
        labels[group[len(group) // 2]] = "–".join(years)
    return labels


def count_bars(
    counts: dict[str, int], words: dict[str, str], colours: dict[str, str], texts: Texts, theme: Theme, height: int | None = None
) -> go.Figure:
    """Draw one horizontal bar per id of ``counts``, with its word and number; ids that ``colours`` lacks are in the city's green.

    ``height`` is the height on the stage in pixels, where a few bars keep their thickness and leave space.
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
        layout(texts, theme, height or 40 + _ROW * len(counts), margin={"l": room_for_words(labels), "r": 44, "t": 8, "b": 8}),
        xaxis=axis(theme, fixedrange=True, visible=False),
        yaxis=axis(theme, fixedrange=True, autorange="reversed", showgrid=False, linecolor="rgba(0,0,0,0)"),
    )
