"""Draw the traces of a Plotly chart with Matplotlib: bars, stacked areas, lines and points."""

from collections import defaultdict
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from components.exports.pictures.axes import as_list
from components.exports.pictures.marks import colour_of, dashes, hatch, mark_points, text_of
from components.exports.pictures.plot import QUIET, Plot


def draw_bars(plot: Plot) -> None:
    """Draw all bars: grouped, stacked, or each from its own ``base``."""
    mode = plot.layout.get("barmode", "group")
    base: dict[tuple[Any, ...], float] = defaultdict(float)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for trace in plot.traces:
        if trace["type"] == "bar" and trace.get("opacity") != 0:  # an invisible bar only reacts to the pointer
            groups[trace.get("xaxis", "x"), trace.get("yaxis", "y")].append(trace)
    for pair, traces in groups.items():
        panel = plot.panels[pair]
        for number, trace in enumerate(traces):
            flat = trace.get("orientation") == "h"
            along, across = (plot.axes[pair[0 if flat else 1]], plot.axes[pair[1 if flat else 0]])
            places = across.numbers(as_list(trace["y" if flat else "x"]))
            raw = as_list(trace["x" if flat else "y"])
            lengths = np.array(raw, dtype=float) / 86_400_000 if along.dates else np.array(raw, dtype=float)
            starts = along.numbers(as_list(trace["base"])) if trace.get("base") is not None else np.zeros(len(places))
            width = trace.get("width")
            width = 0.8 if width is None else width
            if mode == "group" and len(traces) > 1:
                width = 0.8 / len(traces)
                places = places + (number - (len(traces) - 1) / 2) * width
            if mode == "stack":
                starts = np.array([base[(*pair, place)] for place in places])
                for place, length in zip(places, lengths, strict=True):
                    base[(*pair, place)] += length
            _draw_bars(plot, panel, trace, places, lengths, starts, width, flat)


def _draw_bars(
    plot: Plot,
    panel: Axes,
    trace: dict[str, Any],
    places: np.ndarray,
    lengths: np.ndarray,
    starts: np.ndarray,
    width: Any,
    flat: bool,
) -> None:
    marker = trace.get("marker", {})
    pattern = (marker.get("pattern") or {}).get("shape", "")
    line = marker.get("line", {})
    edge = (marker.get("pattern") or {}).get("fgcolor") or line.get("color") or "white"
    colour = marker.get("color", QUIET)
    style: dict[str, Any] = {"color": colour if isinstance(colour, str) else list(colour), "hatch": hatch(pattern)}
    style["linewidth"] = line.get("width", 0.5) * plot.point
    drawn = panel.barh if flat else panel.bar
    bars = drawn(places, lengths, width, starts, **style)
    for bar in bars:
        bar.set_edgecolor(colour_of(edge))
    if trace.get("textposition") in (None, "outside") and trace.get("text") is not None:
        for place, length, start, words in zip(places, lengths, starts, as_list(trace["text"]), strict=True):
            at = (start + length, place) if flat else (place, start + length)
            panel.annotate(
                text_of(str(words))[0],
                at,
                xytext=(4, 0) if flat else (0, 3),
                textcoords="offset points",
                va="center" if flat else "bottom",
                ha="left" if flat else "center",
                fontsize=13 * plot.point,
                annotation_clip=False,
            )


def draw_stacks(plot: Plot) -> None:
    """Draw the stacked areas."""
    sums: dict[tuple[Any, ...], float] = defaultdict(float)
    for trace in plot.traces:
        if not trace.get("stackgroup"):
            continue
        pair = trace.get("xaxis", "x"), trace.get("yaxis", "y")
        x = plot.axes[pair[0]].numbers(as_list(trace["x"]))
        low = np.array([sums[(*pair, place)] for place in x])
        high = low + np.array(as_list(trace["y"]), dtype=float)
        for place, value in zip(x, high, strict=True):
            sums[(*pair, place)] = value
        pattern = trace.get("fillpattern", {})
        plot.panels[pair].fill_between(
            x,
            low,
            high,
            facecolor=trace.get("fillcolor"),
            hatch=hatch(pattern.get("shape", "")),
            edgecolor=pattern.get("fgcolor") or "white",
            linewidth=0.2,
        )


def draw_scatter(plot: Plot, trace: dict[str, Any]) -> None:
    """Draw the lines, points and texts of ``trace``; :func:`draw_stacks` draws stacked ones."""
    if trace.get("stackgroup"):
        return
    panel = plot.panel_of(trace)
    x = plot.axes[trace.get("xaxis", "x")].numbers(as_list(trace.get("x")))
    y = plot.axes[trace.get("yaxis", "y")].numbers(as_list(trace.get("y")))
    mode, marker, line = trace.get("mode") or "lines+markers", trace.get("marker", {}), trace.get("line", {})
    if "lines" in mode:
        step = {"hv": "steps-post", "vh": "steps-pre"}.get(line.get("shape", ""), "default")
        panel.plot(
            x,
            y,
            color=line.get("color", QUIET),
            linewidth=line.get("width", 2) * plot.point,
            linestyle=dashes(line.get("dash")),
            drawstyle=step,
            clip_on=False,
            zorder=3,
        )
    if "markers" in mode and marker.get("opacity", 1) != 0:
        outline = marker.get("line", {})
        mark_points(
            panel, x, y, marker.get("symbol", "circle"), marker.get("size", 6), marker.get("color", QUIET),
            outline.get("color"), outline.get("width", 0), plot.point,
        )  # fmt: skip
    if "text" in mode:
        _texts(plot, panel, x, y, trace)


def _texts(plot: Plot, panel: Axes, x: np.ndarray, y: np.ndarray, trace: dict[str, Any]) -> None:
    font = trace.get("textfont", {})
    sides, texts = trace.get("textposition", "middle center"), as_list(trace.get("text"))
    size, colour = font.get("size", 12), font.get("color", "#1a1f1a")
    gap = trace.get("marker", {}).get("size", 0)
    for number, words in enumerate(texts):
        side = sides if isinstance(sides, str) else sides[number]
        around = (gap if not isinstance(gap, (list, tuple, np.ndarray)) else gap[number]) / 2 + 3 if side != "middle center" else 0
        vertical, horizontal = side.split()
        plain, bold = text_of(str(words))
        panel.annotate(
            plain,
            (x[number], y[number]),
            xytext=(
                plot.point * around * {"left": -1, "center": 0, "right": 1}[horizontal],
                plot.point * around * {"top": 1, "middle": 0, "bottom": -1}[vertical],
            ),
            textcoords="offset points",
            ha={"left": "right", "center": "center", "right": "left"}[horizontal],
            va={"top": "bottom", "middle": "center", "bottom": "top"}[vertical],
            fontsize=size * plot.point,
            color=colour if isinstance(colour, str) else colour[number],
            weight="bold" if bold else "normal",
            annotation_clip=False,
            zorder=5,
        )
