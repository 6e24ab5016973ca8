"""Draw the strip above the chronicle that shows how many entries each year has."""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import CLICKED, axis, laid_out, layout
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts

HEIGHT: Final = 96


def density_strip(counts: pd.Series, years: tuple[int, int], texts: Texts, theme: Theme) -> go.Figure:
    """Draw one bar per year; ``counts`` maps years to numbers of entries, and the ``customdata`` of a bar is its year."""
    bars = {
        "type": "bar",
        "x": list(counts.index),
        "y": list(counts.values),
        "customdata": list(counts.index),
        "marker": {"color": PALETTES[theme].city},
        "text": [f"<b>{year}</b><br>{texts.n('chronicle.entries', int(number))}" for year, number in counts.items()],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "unselected": {"marker": {"opacity": 1}},
    }
    return laid_out(
        [bars],
        layout(texts, theme, HEIGHT, margin={"l": 8, "r": 8, "t": 4, "b": 25}, bargap=0.15, **CLICKED),
        xaxis=axis(theme, fixedrange=True, showgrid=False, range=[years[0] - 1, years[1] + 1], tickformat="d"),
        yaxis=axis(theme, fixedrange=True, visible=False, rangemode="tozero"),
    )
