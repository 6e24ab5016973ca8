"""Draw official statistics: lines only across years with one definition, points and bars everywhere else."""

from math import floor, log10
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import ROOM_BELOW, axis, laid_out, layout, room_beside
from components.figures.line_labels import BOTTOM, TOP, End, end_names, room_for
from components.figures.palette import PALETTES, Theme
from components.figures.small_multiples import small_multiples
from components.words.phrases import amount_text, time_text, value_text
from components.words.texts import Texts
from data.records import records
from data.statistics import Indicator

HEIGHT: Final = 440
#: Bars of one year: thickness, gap and height of a line of text in pixels; characters per line on a phone and on the stage.
_BAR, _GAP, _LINE, _LETTERS, _LETTERS_ON_STAGE = 16, 12, 17, 44, 110
#: Largest width of a column as a share of the time axis.
_COLUMN: Final = 0.12


def _hover(row: Any, meta: Indicator, unit: str, texts: Texts) -> str:
    provisional = f"<br><i>{texts.t('statistics.provisional')}</i>" if row.provisional else ""
    return f"<b>{row.label}</b>, {time_text(meta, row.year, texts)}<br>{amount_text(row.value, unit, texts)}{provisional}"


def _scaled(frame: pd.DataFrame, unit: str, texts: Texts) -> tuple[float, str]:
    """Return the divisor of the axis values and the unit shown beside the axis."""
    if frame["value"].max() < 1e10:
        return 1.0, unit
    return 1e9, texts.t("number.billions", unit=unit)


def _colours(labels: list[str], order: list[str], theme: Theme) -> dict[str, str]:
    """Return a colour per series by its position in ``order``, so that a filter changes no colour."""
    series = PALETTES[theme].series
    return {label: series[(order.index(label) if label in order else position) % len(series)] for position, label in enumerate(labels)}


def _end_names(
    frame: pd.DataFrame, colours: dict[str, str], logarithmic: bool, span: tuple[float, float], height: int, theme: Theme
) -> list[dict[str, Any]]:
    """Return annotations with the names at the line ends, each in its line's colour."""
    low, high = span
    inner = height - TOP - BOTTOM

    def height_of(value: float) -> float:
        share = (log10(value) - low) / (high - low) if logarithmic else (value - low) / (high - low)
        return share * inner

    last = frame.groupby("label", sort=False).tail(1)
    ends = [End(row.label, height_of(row.value), colours[row.label]) for row in records(last)]
    return end_names(ends, inner, bgcolor=PALETTES[theme].ground)


def indicator_chart(
    frame: pd.DataFrame,
    meta: Indicator,
    unit: str,
    logarithmic: bool,
    order: list[str],
    texts: Texts,
    theme: Theme,
    height: int | None = None,
) -> go.Figure:
    """Draw the series of one indicator.

    Args:
        frame: ``statistics.series`` (rescaled or not) with ``label`` filled; at least one row.
        meta: the indicator; its ``chart`` decides between lines and bars.
        unit: unit of the values in words.
        logarithmic: whether the value axis is logarithmic.
        order: labels in the order that fixes their colours.
        texts: language.
        theme: light or dark.
        height: height on the stage in pixels; if None, the figure is as high as a phone requires.

    Returns:
        Lines: one trace per segment of a series, so that nothing connects across a missing year or a break; a segment of
        one year is a point. Bars: one trace per series, each in its own chart if there are several years.
        Every row of ``frame`` is drawn exactly once.
    """
    labels = list(frame["label"].drop_duplicates())
    if meta.chart == "line":
        return _lines(frame, meta, unit, logarithmic, _colours(labels, order, theme), texts, theme, height or HEIGHT)
    if frame["year"].nunique() == 1:
        return _rows(frame, meta, unit, texts, theme, height)
    if len(labels) == 1:
        return _columns(frame, meta, unit, texts, theme, height)
    return _charts_of_columns(frame, meta, unit, texts, theme, height)


def _decimals(values: pd.Series, logarithmic: bool) -> int:
    """Return the number of decimals of the tick labels: as few as their steps need."""
    smallest = float(values[values > 0].min()) if logarithmic and (values > 0).any() else float(values.max()) / 10
    return max(0, -floor(log10(smallest))) if smallest > 0 else 0


def _longest_figure(values: pd.Series, texts: Texts, logarithmic: bool = False) -> str:
    return texts.number(float(values.max()), _decimals(values, logarithmic))


def _lines(
    frame: pd.DataFrame, meta: Indicator, unit: str, logarithmic: bool, colours: dict[str, str], texts: Texts, theme: Theme, height: int
) -> go.Figure:
    traces = list[dict[str, Any]]()
    divisor, axis_unit = _scaled(frame, unit, texts)
    for (label, _), rows in frame.groupby(["label", "segment"], sort=False):
        single = len(rows) == 1
        traces.append(
            {
                "type": "scatter",
                "x": rows["year"],
                "y": rows["value"] / divisor,
                "name": label,
                "mode": "markers" if single else "lines+markers",
                "line": {"width": 2.2, "color": colours[label]},
                # A provisional value is drawn hollow.
                "marker": {
                    "size": 7 if single else 5,
                    "symbol": ["circle-open" if row else "circle" for row in rows["provisional"]],
                    "color": colours[label],
                },
                "text": [_hover(row, meta, unit, texts) for row in records(rows)],
                "hovertemplate": "%{text}<extra></extra>",
                "showlegend": False,
            }
        )
    values = frame["value"] / divisor
    if logarithmic:
        span = (log10(values.min()) - 0.08, log10(values.max()) + 0.08)
    else:
        low = min(0.0, float(values.min()))
        span = (low, float(values.max()) * 1.06 or 1.0)
    figures = _longest_figure(values, texts, logarithmic)
    margin = {"l": room_beside(figures), "r": room_for(list(colours)), "t": TOP, "b": BOTTOM}
    names = _end_names(frame.assign(value=values), colours, logarithmic, span, height, theme)
    return laid_out(
        traces,
        layout(texts, theme, height, margin=margin, annotations=names),
        xaxis=axis(theme, showgrid=False, fixedrange=True, tickformat="d", tickangle=0),
        yaxis=axis(
            theme,
            fixedrange=True,
            type="log" if logarithmic else "linear",
            range=list(span),
            dtick="D2" if logarithmic else None,
            title={"text": axis_unit, "font": {"size": 13}, "standoff": 6},
            tickformat=",~f",
        ),
    )


def _bar(rows: pd.DataFrame, label: str, colour: str, meta: Indicator, unit: str, texts: Texts, theme: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": label,
        "marker": {"color": colour, "line": {"width": 0.5, "color": PALETTES[theme].ground}},
        "text": [_hover(row, meta, unit, texts) for row in records(rows)],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _years_told(years: list[int], apart: float) -> list[int]:
    """Return the years to label: the last of ``years`` (in order), and those before it at least ``apart`` years from the next label."""
    told = [years[-1]]
    for year in reversed(years[:-1]):
        if told[-1] - year >= apart:
            told.append(year)
    return told[::-1]


def _upright(values: pd.Series) -> dict[str, Any]:
    return {"range": [1.08 * min(0.0, float(values.min())), 1.08 * max(0.0, float(values.max())) or 1.0], "tickformat": ",~f"}


def _columns(frame: pd.DataFrame, meta: Indicator, unit: str, texts: Texts, theme: Theme, height: int | None) -> go.Figure:
    """Draw the values of one series as columns on a time axis, so that missing years are gaps.

    On the stage, where nobody can point at a column, those whose year is labelled have their value above them.
    """
    years = frame["year"].tolist()
    span = 1.08 * (years[-1] - years[0] + 1)
    middle = (years[0] + years[-1]) / 2
    bars = _bar(frame, frame["label"].iloc[0], PALETTES[theme].city, meta, unit, texts, theme)
    margin = {"l": room_beside(_longest_figure(frame["value"], texts)), "r": 12, "t": TOP, "b": ROOM_BELOW}
    told = _years_told(years, span / 8)
    values = [
        {"x": row.year, "y": row.value, "yanchor": "bottom", "showarrow": False, "font": {"size": 13}, "text": value_text(row.value, texts)}
        for row in records(frame)
        if height is not None and row.year in told and row.value >= 0
    ]
    return laid_out(
        [bars | {"x": frame["year"], "y": frame["value"], "width": min(0.8, span * _COLUMN), "showlegend": False}],
        layout(texts, theme, height or HEIGHT, margin=margin, annotations=values),
        xaxis=axis(
            theme,
            fixedrange=True,
            showgrid=False,
            range=[middle - span / 2, middle + span / 2],
            tickvals=told,
            tickformat="d",
            tickangle=0,
        ),
        yaxis=axis(theme, fixedrange=True, title={"text": unit, "font": {"size": 13}, "standoff": 6}, **_upright(frame["value"])),
    )


def _charts_of_columns(frame: pd.DataFrame, meta: Indicator, unit: str, texts: Texts, theme: Theme, height: int | None) -> go.Figure:
    """Draw the columns of several series, each in a small chart, starting with the largest latest value."""
    first, last = int(frame["year"].min()), int(frame["year"].max())
    # The charts are close together: half a year label must fit beside the outermost columns.
    span, middle = 1.4 * (last - first + 1), (first + last) / 2
    close = last - first < span / 2
    across = {
        "range": [middle - span / 2, middle + span / 2],
        "tickvals": [first, last],
        "ticktext": [f"’{year % 100:02}" if close else str(year) for year in (first, last)],
        "tickangle": 0,
    }
    charts = list[tuple[tuple[str, str], dict[str, Any]]]()
    latest = frame.groupby("label", sort=False).tail(1).sort_values("value", ascending=False, kind="stable")
    for row in records(latest):
        rows = frame[frame["label"] == row.label]
        bars = _bar(rows, row.label, PALETTES[theme].city, meta, unit, texts, theme)
        bars |= {"x": rows["year"], "y": rows["value"], "width": min(0.8, span * _COLUMN), "showlegend": False}
        charts.append(((row.label, f"{value_text(row.value, texts)} ({row.year})"), bars))
    return small_multiples(charts, across, _upright(frame["value"]), _longest_figure(frame["value"], texts), texts, theme, height)


def _rows(frame: pd.DataFrame, meta: Indicator, unit: str, texts: Texts, theme: Theme, height: int | None) -> go.Figure:
    """Draw the values of one year as bars, with name and value above each, because long names do not fit beside bars on a phone."""
    letters = _LETTERS if height is None else _LETTERS_ON_STAGE
    names = {row.label: wrap(f"{row.label}: {amount_text(row.value, unit, texts)}", letters) for row in records(frame)}
    bar, words = _BAR, _LINE * max(len(lines) for lines in names.values())
    room = float(bar + _GAP + words)
    if height is not None and room * len(names) > height - ROOM_BELOW - 10:
        room = (height - ROOM_BELOW - 10) / len(names)
        bar = max(4, min(_BAR, round(room) - words - 4))
    traces = [
        _bar(rows, label, PALETTES[theme].city, meta, unit, texts, theme)
        | {"x": rows["value"], "y": rows["label"], "orientation": "h", "width": bar / room, "showlegend": False}
        for label, rows in frame.groupby("label", sort=False)
    ]
    notes = [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": label,
            "yanchor": "bottom",
            "yshift": bar // 2,
            "align": "left",
            "showarrow": False,
            "font": {"size": 13},
            "text": "<br>".join(lines),
        }
        for label, lines in names.items()
    ]
    ends = [min(0.0, float(frame["value"].min())), 1.04 * max(0.0, float(frame["value"].max())) or 1.0]
    below = (room - words) / 2 / room  # the part below the middle of a bar, as a share of its row
    return laid_out(
        traces,
        layout(
            texts,
            theme,
            round(room * len(names)) + ROOM_BELOW + 10,
            barmode="overlay",
            annotations=notes,
            margin={"l": 8, "r": 12, "t": 10, "b": ROOM_BELOW},
        ),
        xaxis=axis(theme, fixedrange=True, showgrid=True, range=ends, tickformat=",~f"),
        yaxis=axis(theme, fixedrange=True, range=[len(names) - 1 + below, below - 1], showticklabels=False, showgrid=False),
    )
