"""Draw documented exchange over time: stacked bars, cumulative areas, small multiples, programmes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import ROOM_BELOW, axis, laid_out, layout, room_beside, whole_steps
from components.figures.palette import PALETTES, SECTOR_PATTERNS, Palette, Theme
from components.figures.small_multiples import small_multiples
from components.words.exchange import interval_label, unfinished
from components.words.texts import Texts
from data.city import CITY
from data.records import records
from data.vocabulary import INTERVALS, SECTORS

HEIGHT: Final = 440
#: Height in pixels of each of the three rows of notes on years.
_NOTE: Final = 16
#: Width of a character of a note as a share of the chart's width on a phone, where the chart is narrowest.
_LETTER: Final = 0.023
#: Width of an upright note, likewise.
_UPRIGHT: Final = 0.05
#: Ratio of the value axis to the highest bar, so that the notes are above all bars even on the stage, where the chart is lowest.
HEADROOM: Final = 1.45
#: Top of the period of a complete list as a share of the plot: above all bars and below the notes, whose ground would cut it in pieces.
_PERIOD: Final = 0.8
#: Programmes: height in pixels of a bar, of a row without its text and of a line of text; characters per line on a phone.
_PROGRAMME_BAR, _PROGRAMME, _PROGRAMME_LINE, _PROGRAMME_LETTERS = 15, 28, 17, 48


def _pattern(sector: str, palette: Palette) -> dict[str, Any]:
    """Return the fill of a sector: its colour under its pattern. plotly.js fills the background of a pattern only if ``bgcolor`` is set."""
    colour = palette.sectors[sector]
    return {"shape": SECTOR_PATTERNS[sector], "bgcolor": colour, "fgcolor": palette.ground, "fgopacity": 0.5, "size": 7, "solidity": 0.15}


def _note(year: float, row: int, text: str, years: tuple[int, int], palette: Palette) -> dict[str, Any]:
    """Return a note in one of three rows above the bars: left of its year if there is space, else right of it.

    Left comes first, because the turning points of the last years are close to the right edge.
    """
    after = year - years[0] < (years[1] - years[0]) * min(0.5, _LETTER * len(text))
    return {
        "x": year,
        "xanchor": "left" if after else "right",
        "y": 1,
        "yshift": -_NOTE * row,
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 12, "color": palette.quiet_text},
        "text": text,
        "bgcolor": palette.veil,
        "xshift": 4 if after else -4,
    }


def _marks(years: tuple[int, int], city_list: bool, texts: Texts, theme: Theme) -> dict[str, Any]:
    """Return shapes and notes for the period of the city's list and for the years that changed exchange everywhere."""
    palette = PALETTES[theme]
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for whole in CITY.complete_lists if city_list else ():
        if years[0] > whole.last or years[1] < whole.first:
            continue
        left, right = whole.first - 0.5, whole.last + 0.5
        band = {"type": "rect", "x0": left, "x1": right, "y0": 0, "y1": _PERIOD, "yref": "paper"}
        shapes.append(band | {"fillcolor": palette.band, "line": {"width": 0}, "layer": "below"})
        notes.append(_note(left, 2, texts.t("timeline.city_list_band"), years, palette))
    for point in CITY.turning_points:
        year = point.year
        if years[0] <= year <= years[1]:
            line = {"type": "line", "x0": year - 0.5, "x1": year - 0.5, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
            shapes.append(line | {"line": {"width": 1, "dash": "dot", "color": palette.quiet_text}})
            row = 1 if point is CITY.turning_points[-1] else 0
            notes.append(_note(year - 0.5, row, point.text.text(texts.lang), years, palette))
    return {"shapes": shapes, "annotations": notes}


def _reach(counts: pd.DataFrame, interval: str, years: tuple[int, int]) -> list[float]:
    """Return the range of the year axis: the chosen years, extended to the end of the last interval."""
    last = int(counts["start"].max()) + INTERVALS[interval] - 1 if len(counts) else years[1]
    return [years[0] - 1, max(years[1], last) + 1]


def _margin(highest: float, texts: Texts) -> dict[str, int]:
    return {"l": room_beside(texts.number(highest)), "r": 12, "t": 44, "b": ROOM_BELOW}


def _signing_marks(signings: pd.DataFrame, names: dict[str, str], texts: Texts, theme: Theme) -> dict[str, Any]:
    lines = [f"<b>{texts.date(row.date)}</b> {names[row.partner]}<br>{row.title}" for row in records(signings)]
    return {
        "type": "scatter",
        "x": signings["year"],
        "y": [0] * len(signings),
        "yaxis": "y2",
        "mode": "markers",
        "name": texts.t("timeline.signings"),
        "marker": {"symbol": "triangle-up", "size": 10, "color": PALETTES[theme].city},
        "text": lines,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _unfinished_note(
    totals: Mapping[int, int], last: int, length: int, years: tuple[int, int], texts: Texts, palette: Palette
) -> dict[str, Any]:
    """Return a note above the bar of the interval ``last``, upright, so that it is hardly wider than a bar and stays close to its own.

    ``totals`` are the heights of the bars by the first year of their interval.
    """
    middle, half = last + (length - 1) / 2, _UPRIGHT * (years[1] - years[0] + 2) / 2
    covered = [total for start, total in totals.items() if start < middle + half and start + length > middle - half]
    height = float(max(covered, default=0))
    note = {"x": middle, "xanchor": "center", "y": height, "yanchor": "bottom", "yshift": 2, "textangle": -90, "showarrow": False}
    return note | {"text": texts.t("timeline.ongoing"), "font": {"size": 12, "color": palette.quiet_text}}


def activity_bars(
    counts: pd.DataFrame,
    interval: str,
    years: tuple[int, int],
    city_list: bool,
    signings: pd.DataFrame,
    names: dict[str, str],
    texts: Texts,
    theme: Theme,
    present: int | None = None,
) -> go.Figure:
    """Draw documented activities per interval, stacked by sector.

    Args:
        counts: ``timelines.counts(..., by="sector")``.
        interval: a key of ``INTERVALS``.
        years: first and last year of the axis.
        city_list: whether the city's complete lists are in ``counts`` and their periods are to be marked.
        signings: ``timelines.signings``, drawn as marks below the bars.
        names: names of the partners in ``signings`` by id.
        texts: language.
        theme: light or dark.
        present: the present year; a note above its bar says that its interval is not over, because a low bar there is no decline.
    """
    palette, length = PALETTES[theme], INTERVALS[interval]
    bars, totals = dict[str, dict[int, int]](), Counter[int]()
    for start, sector, n in zip(*(counts[name].tolist() for name in ("start", "sector", "n")), strict=True):
        bars.setdefault(sector, {})[start] = n
        totals[start] += n
    traces = list[dict[str, Any]]()
    for sector in (one for one in SECTORS if one in bars):
        own, word = bars[sector], texts.label("sector", sector)
        hover = [f"<b>{interval_label(start, interval, texts)}</b><br>{word}: {texts.number(n)}" for start, n in own.items()]
        traces.append(
            {
                "type": "bar",
                "x": [start + (length - 1) / 2 for start in own],
                "y": list(own.values()),
                "width": length * 0.86,
                "name": word,
                "text": hover,
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "color": palette.sectors[sector],
                    "line": {"width": 0.5, "color": palette.ground},
                    "pattern": _pattern(sector, palette),
                },
            }
        )
    traces.append(_signing_marks(signings, names, texts, theme))
    most = float(max(totals.values(), default=1))
    highest, marks = HEADROOM * most, _marks(years, city_list, texts, theme)
    last = years[1] // length * length
    if present is not None and unfinished(last, interval, present, texts):
        marks["annotations"].append(_unfinished_note(totals, last, length, years, texts, palette))
    return laid_out(
        traces,
        layout(texts, theme, HEIGHT, barmode="stack", margin=_margin(highest, texts), **marks),
        xaxis=axis(theme, showgrid=False, fixedrange=True, range=_reach(counts, interval, years), anchor="y2"),
        yaxis=axis(
            theme,
            range=[0, highest],
            fixedrange=True,
            domain=[0.08, 1],
            title={"text": texts.t("timeline.axis"), "font": {"size": 13}, "standoff": 6},
            **whole_steps(most),
        ),
        yaxis2={"domain": [0, 0.06], "visible": False, "range": [-1, 1], "fixedrange": True},
    )


def cumulative_areas(totals: pd.DataFrame, years: tuple[int, int], city_list: bool, texts: Texts, theme: Theme) -> go.Figure:
    """Draw the cumulative number of documented activities of each sector; ``totals`` is ``timelines.cumulative``."""
    palette = PALETTES[theme]
    traces = list[dict[str, Any]]()
    for sector in SECTORS:
        rows = totals[totals["sector"] == sector]
        if rows.empty:
            continue
        word = texts.label("sector", sector)
        traces.append(
            {
                "type": "scatter",
                "x": rows["year"],
                "y": rows["n"],
                "name": word,
                "mode": "lines",
                "stackgroup": "sectors",
                "line": {"width": 1, "color": palette.sectors[sector]},
                "fillcolor": palette.sectors[sector],
                "fillpattern": _pattern(sector, palette),
                "text": [f"<b>{year}</b><br>{word}: {texts.number(int(n))}" for year, n in zip(rows["year"], rows["n"], strict=True)],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    title = {"text": texts.t("timeline.axis_cumulative"), "font": {"size": 13}, "standoff": 6}
    most = max(1.0, float(totals.groupby("year")["n"].sum().max()))
    highest = HEADROOM * most
    return laid_out(
        traces,
        layout(texts, theme, HEIGHT, margin=_margin(highest, texts), **_marks(years, city_list, texts, theme)),
        # Beside tick labels of four digits a phone has less space for two columns of legend entries.
        legend={"font": {"size": 12}},
        xaxis=axis(theme, showgrid=False, fixedrange=True),
        yaxis=axis(theme, range=[0, highest], fixedrange=True, title=title, **whole_steps(most)),
    )


def partner_multiples(
    counts: pd.DataFrame,
    interval: str,
    years: tuple[int, int],
    names: dict[str, str],
    texts: Texts,
    theme: Theme,
    height: int | None = None,
    order: Sequence[str] = (),
) -> go.Figure:
    """Draw one small bar chart per partner on the same scales.

    Charts follow the ``order`` of their ids if it is given; otherwise partners with the most activities come first. ``counts`` is
    ``timelines.counts(..., by="partner")`` of at least one activity; ``names`` gives the partners' names by id, ``height`` is the height on
    the stage in pixels.
    """
    length = INTERVALS[interval]
    sums = counts.groupby("partner")["n"].sum().sort_values(ascending=False, kind="stable")
    sums = sums.reindex([partner for partner in order if partner in sums.index]) if order else sums
    charts = list[tuple[list[str], dict[str, Any]]]()
    for partner, total in sums.items():
        own, name = counts[counts["partner"] == partner], names[str(partner)]
        bars = {
            "type": "bar",
            "x": own["start"] + (length - 1) / 2,
            "y": own["n"],
            "width": length * 0.86,
            "marker": {"color": PALETTES[theme].city},
            "showlegend": False,
            "text": [
                f"<b>{name}, {interval_label(int(start), interval, texts)}</b><br>{texts.n('exchange.documented', int(n))}"
                for start, n in zip(own["start"], own["n"], strict=True)
            ],
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
        }
        charts.append(([name, texts.number(int(total))], bars))
    highest = float(counts["n"].max())
    reach = _reach(counts, interval, years)
    decades = [year for year in range(int(reach[0]), int(reach[1]) + 1) if year % 10 == 0]
    ticks = decades[:: ceil(len(decades) / 2)] if decades else list(years)
    across = {"range": reach, "tickvals": ticks, "tickformat": "d", "tickangle": 0}
    upright = {"range": [0, highest * 1.08]} | whole_steps(highest)
    return small_multiples(charts, across, upright, texts.number(highest), texts, theme, height)


def programme_bars(programmes: pd.DataFrame, names: dict[str, str], texts: Texts, theme: Theme) -> go.Figure:
    """Draw each running programme as a bar across its years; ``programmes`` is ``timelines.programmes``."""
    palette = PALETTES[theme]
    title = f"title_{texts.lang}"
    traces = list[dict[str, Any]]()
    words = [wrap(f"{names[row['partner']]}: {row[title]}", _PROGRAMME_LETTERS) for row in programmes.to_dict("records")]
    # The text is above the bar, because a phone has no space for it beside the bar, so the height of a row depends on its text.
    heights = pd.Series([_PROGRAMME + _PROGRAMME_LINE * len(lines) for lines in words], index=programmes.index)
    middles = heights.cumsum() - _PROGRAMME / 2
    for sector in SECTORS:
        rows = programmes[programmes["sector"] == sector]
        if rows.empty:
            continue
        traces.append(
            {
                "type": "bar",
                "y": middles[rows.index],
                "ids": rows["id"],
                "x": (rows["end"] - rows["begin"]).dt.days * 86_400_000.0,
                "base": rows["begin"].dt.strftime("%Y-%m-%d"),
                "orientation": "h",
                "width": _PROGRAMME_BAR,
                "name": texts.label("sector", sector),
                "marker": {
                    "color": palette.sectors[sector],
                    "pattern": _pattern(sector, palette),
                },
                "text": [
                    f"<b>{row[title]}</b><br>{names[row['partner']]}<br>{texts.date(row['date'])} – {texts.date(row['end_date'])}"
                    for row in rows.to_dict("records")
                ],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    notes = [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": middle,
            "yanchor": "bottom",
            "yshift": _PROGRAMME_BAR / 2,
            "align": "left",
            "showarrow": False,
            "font": {"size": 13},
            "text": "<br>".join(lines),
        }
        for middle, lines in zip(middles, words, strict=True)
    ]
    return laid_out(
        traces,
        layout(
            texts, theme, 80 + int(heights.sum()), barmode="overlay", annotations=notes, margin={"l": 8, "r": 12, "t": 44, "b": ROOM_BELOW}
        ),
        xaxis=axis(theme, type="date", fixedrange=True, showgrid=True),
        yaxis=axis(theme, fixedrange=True, showticklabels=False, showgrid=False, range=[float(heights.sum()), 0.0]),
    )
