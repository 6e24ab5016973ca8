"""Draws a Plotly figure with charts on a Matplotlib canvas; maps are drawn by :mod:`components.exports.mapping`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import isnan, log10
from pathlib import Path
from typing import Any, Final

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator
from PIL import ImageFont

from components.exports.mapping import draw_map
from components.exports.marks import colour_of, dashes, decoded, hatch, mark_points, text_of

FONTS: Final = Path(__file__).parent / "fonts"
_QUIET: Final = "#505850"
_TICK: Final = 13.0


def _day(value: Any) -> float:
    return float(mdates.date2num(pd.Timestamp(value)))  # type: ignore[no-untyped-call]


@lru_cache(maxsize=2)
def _measure(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"KWVSans-{weight}.ttf"), 100)


def text_width(text: str, size: float, weight: str = "Regular") -> float:
    """Return the width of ``text`` in the units of ``size``; ``weight`` is Regular or Bold."""
    return _measure(weight).getlength(text) * size / 100


def wrapped(text: str, size: float, width: float, weight: str = "Regular") -> list[str]:
    """Return ``text`` in lines no longer than ``width``, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass
class _Axis:
    """One axis of the figure: what Plotly was told, its categories in order, whether it counts days."""

    name: str
    told: dict[str, Any]
    categories: list[str] = field(default_factory=list)
    dates: bool = False
    values: list[float] = field(default_factory=list)

    @property
    def vertical(self) -> bool:
        return self.name.startswith("y")

    def numbers(self, values: Iterable[Any]) -> np.ndarray:
        """Return ``values`` as numbers on this axis: places of categories, days of dates, numbers as they are; None is a gap."""
        found = []
        for value in values:
            if value is None or (isinstance(value, float) and isnan(value)):
                found.append(np.nan)
            elif self.categories:
                found.append(float(self.categories.index(str(value))) if str(value) in self.categories else float(value))
            elif self.dates:
                found.append(_day(value))
            else:
                found.append(float(value))
        return np.array(found, dtype=float)


def _list(value: Any) -> list[Any]:
    return [] if value is None else list(value)


class _Chart:
    def __init__(self, told: dict[str, Any], canvas: Figure, box: tuple[float, float, float, float], point: float) -> None:
        self.layout, self.canvas, self.box, self.point = told["layout"], canvas, box, point
        self.traces = [trace for trace in told["data"] if trace.get("visible", True) is True]
        if len(self.traces) > 2 and all("text" in trace.get("mode", "") for trace in self.traces[-2:]):
            del self.traces[-2]  # names for narrow screens
        self.size = (canvas.get_figwidth() * 96, canvas.get_figheight() * 96)
        self.axes: dict[str, _Axis] = {}
        for trace in self.traces:
            for letter in "xy":
                self._learn(trace.get(f"{letter}axis", letter), trace)
        self.panels: dict[tuple[str, str], Axes] = {}

    def _learn(self, name: str, trace: dict[str, Any]) -> None:
        letter = name[0]
        axis = self.axes.setdefault(name, _Axis(name, self.layout.get(f"{letter}axis{name[1:]}", {})))
        values = _list(trace.get(letter))
        is_length = trace["type"] == "bar" and (trace.get("orientation") == "h") == (letter == "x")
        axis.dates |= axis.told.get("type") == "date"
        texts = [value for value in values if isinstance(value, str)]
        if (texts and not axis.dates) or axis.told.get("type") == "category":
            order = _list(axis.told.get("categoryarray")) or axis.categories
            axis.categories = list(dict.fromkeys([*map(str, order), *map(str, values)]))
        elif axis.dates:
            axis.values += [_day(value) for value in _list(trace.get("base")) or values]
            if is_length and "base" in trace:
                lengths = np.array(values, dtype=float) / 86_400_000
                axis.values += list(np.array(axis.values[-len(values) :]) + lengths)
        else:
            axis.values += [float(value) for value in values if value is not None and not (isinstance(value, float) and isnan(value))]
            if is_length:
                axis.values.append(0.0)

    # Room

    def _margins(self, legend_rows: int, legend_below: bool) -> tuple[float, float, float, float]:
        told = self.layout.get("margin", {})
        left, right, top, bottom = (float(told.get(side, 8)) for side in "lrtb")
        for axis in self.axes.values():
            if not axis.told.get("visible", True) or not axis.told.get("showticklabels", True):
                continue
            if axis.vertical:
                labels = [text_of(str(one))[0] for one in axis.categories or _list(axis.told.get("ticktext"))] or ["10.000"]
                if axis.told.get("automargin"):
                    left = max(left, 12 + max(text_width(label, _TICK) for label in labels) + (22 if axis.told.get("title") else 0))
            elif axis.told.get("side") == "top":
                top = max(top, 30)
            else:
                bottom = max(bottom, 30 + (18 if axis.told.get("title", {}).get("text") else 0))
        if legend_below:
            bottom += 22 * legend_rows + 6
        else:
            top = max(top, 22 * legend_rows + 14) if legend_rows else top
        return left, right, top, bottom

    def _legend(self) -> list[tuple[str, Any]]:
        shown = [trace for trace in self.traces if trace.get("showlegend", True) and trace.get("name")]
        several = len(self.traces) > 1 or any(trace.get("showlegend") for trace in self.traces)
        if self.layout.get("showlegend") is False or not several:
            return []
        entries: dict[str, Any] = {}
        for trace in shown:
            entries.setdefault(text_of(trace["name"])[0], self._handle(trace))
        return list(entries.items())

    def _handle(self, trace: dict[str, Any]) -> Any:
        marker = trace.get("marker", {})
        if trace["type"] == "bar" or trace.get("stackgroup"):
            colour = marker.get("color") or trace.get("fillcolor")
            pattern = (marker.get("pattern") or trace.get("fillpattern") or {}).get("shape", "")
            return Patch(facecolor=colour if isinstance(colour, str) else _QUIET, hatch=hatch(pattern), edgecolor="white", linewidth=0.3)
        if "markers" in trace.get("mode", "markers"):
            symbol = marker.get("symbol", "circle")
            symbol = symbol if isinstance(symbol, str) else symbol[0]
            colour = marker.get("color", _QUIET)
            return mark_points(None, [0], [0], symbol, 9 * self.point, colour if isinstance(colour, str) else colour[0], None, 0)
        return Line2D([0], [0], color=trace.get("line", {}).get("color", _QUIET), linewidth=2)

    # Drawing

    def draw(self) -> None:
        entries = self._legend()
        left, top, right, bottom = self.box
        rows = self._rows_of(entries, right - left)
        below = float(self.layout.get("legend", {}).get("y") or 1) < 0.5
        m = self._margins(len(rows), below)
        self.inner = (left + m[0], top + m[2], right - m[1], bottom - m[3])
        self._draw_legend(rows, (bottom - 20 * len(rows)) if below else top + m[2] - 14 - 22 * (len(rows) - 1))
        for trace in self.traces:
            self._panel(trace.get("xaxis", "x"), trace.get("yaxis", "y"))
        self._bars()
        self._stacks()
        for trace in self.traces:
            panel = self._panel(trace.get("xaxis", "x"), trace.get("yaxis", "y"))
            match trace["type"]:
                case "scatter":
                    self._scatter(panel, trace)
                case "heatmap":
                    self._heat(panel, trace)
                case "bar":
                    pass
                case other:
                    raise NotImplementedError(f"traces of type {other}")
        for shape in self.layout.get("shapes", ()):
            self._shape(shape)
        for note in self.layout.get("annotations", ()):
            self._note(note)

    def _rows_of(self, entries: list[tuple[str, Any]], width: float) -> list[list[tuple[str, Any]]]:
        rows: list[list[tuple[str, Any]]] = []
        used = width
        for entry in entries:
            needed = 34 + text_width(entry[0], 13)
            if used + needed > width - 40:
                rows.append([])
                used = 0
            rows[-1].append(entry)
            used += needed
        return rows

    def _draw_legend(self, rows: list[list[tuple[str, Any]]], top: float) -> None:
        for number, row in enumerate(rows):
            x, y = self.inner[0], top + 22 * number
            for word, handle in row:
                legend = self.canvas.legend(
                    [handle],
                    [word],
                    loc="center left",
                    bbox_to_anchor=(x / self.size[0], 1 - y / self.size[1]),
                    frameon=False,
                    fontsize=13 * self.point,
                    handlelength=1.1,
                    handletextpad=0.5,
                    borderpad=0,
                    borderaxespad=0,
                )
                legend.set_in_layout(False)
                x += 34 + text_width(word, 13)

    def _panel(self, x: str, y: str) -> Axes:
        if (x, y) in self.panels:
            return self.panels[x, y]
        left, top, right, bottom = self.inner
        across, up = (self.axes[name].told.get("domain") or (0, 1) for name in (x, y))
        width, height = right - left, bottom - top
        rect = (
            (left + across[0] * width) / self.size[0],
            1 - (bottom - up[0] * height) / self.size[1],
            (across[1] - across[0]) * width / self.size[0],
            (up[1] - up[0]) * height / self.size[1],
        )
        panel = self.canvas.add_axes(rect, facecolor="none")
        panel.set_axisbelow(True)
        for side in panel.spines.values():
            side.set_visible(False)
        self.panels[x, y] = panel
        self._scale(panel, self.axes[x], y, (across[1] - across[0]) * width)
        self._scale(panel, self.axes[y], x, (up[1] - up[0]) * height)
        return panel

    def _scale(self, panel: Axes, axis: _Axis, other: str, pixels: float) -> None:
        told = axis.told
        letter: Any = axis.name[0]
        shown = panel.yaxis if axis.vertical else panel.xaxis
        logarithmic = told.get("type") == "log"
        if logarithmic:
            (panel.set_yscale if axis.vertical else panel.set_xscale)("log")
        low, high = self._ends(axis, logarithmic)
        (panel.set_ylim if axis.vertical else panel.set_xlim)(low, high)
        anchor = told.get("anchor") or ("x" if axis.vertical else "y")
        hidden = told.get("visible", True) is False or (anchor != other and anchor != "free" and not self._only(axis, other))
        if hidden:
            shown.set_major_locator(NullLocator())
            shown.set_minor_locator(NullLocator())
            return
        self._ticks(panel, axis, (min(low, high), max(low, high)), logarithmic, pixels)
        if told.get("showgrid", True):
            shown.grid(True, color=told.get("gridcolor", "#e4e8e2"), linewidth=0.8)
        side = "left" if axis.vertical else "top" if told.get("side") == "top" else "bottom"
        if told.get("linecolor") and told.get("showline", True):
            panel.spines[side].set_visible(True)
            panel.spines[side].set_color(colour_of(told["linecolor"]))
            panel.spines[side].set_linewidth(0.8)
        labels = told.get("showticklabels", True)
        size = told.get("tickfont", {}).get("size", _TICK) * self.point
        panel.tick_params(axis=letter, which="both", length=0, pad=4, labelsize=size, labelcolor="#1a1f1a")
        if axis.vertical:
            panel.tick_params(axis="y", labelleft=labels)
        else:
            panel.tick_params(axis="x", labelbottom=labels and side == "bottom", labeltop=labels and side == "top")
        title = told.get("title", {}).get("text", "")
        if title:
            (panel.set_ylabel if axis.vertical else panel.set_xlabel)(text_of(title)[0], fontsize=_TICK * self.point, color="#1a1f1a")

    def _only(self, axis: _Axis, other: str) -> bool:
        """Return whether ``axis`` is drawn against ``other`` alone, whatever it is anchored to."""
        pairs = {(t.get("xaxis", "x"), t.get("yaxis", "y")) for t in self.traces}
        mates = {pair[0] if axis.vertical else pair[1] for pair in pairs if axis.name in pair}
        return mates == {other}

    def _ends(self, axis: _Axis, logarithmic: bool) -> tuple[float, float]:
        told = axis.told
        if told.get("range") is not None:
            ends = [_day(end) if axis.dates else float(end) for end in told["range"]]
            return (10 ** ends[0], 10 ** ends[1]) if logarithmic else (ends[0], ends[1])
        if axis.categories:
            ends = [-0.5, len(axis.categories) - 0.5]
        else:
            values = axis.values or [0.0, 1.0]
            low, high = min(values), max(values)
            if logarithmic:
                return low / 1.15, high * 1.15
            pad = (high - low or 1) * (0.02 if axis.dates else 0.05)
            bars = any(trace["type"] == "bar" for trace in self.traces)
            ends = [0.0 if low >= 0 and (bars or told.get("rangemode") == "tozero") else low - pad, high + pad]
        return (ends[1], ends[0]) if told.get("autorange") == "reversed" else (ends[0], ends[1])

    def _ticks(self, panel: Axes, axis: _Axis, ends: tuple[float, float], logarithmic: bool, pixels: float) -> None:
        told, shown = axis.told, panel.yaxis if axis.vertical else panel.xaxis
        shown.set_minor_locator(NullLocator())
        if axis.categories:
            words = [text_of(one) for one in axis.categories]
            shown.set_major_locator(FixedLocator(range(len(words))))
            names = [word for word, _ in words]
            if not axis.vertical and max(text_width(name, _TICK) for name in names) + 8 > pixels / len(names):
                names = [name.replace(" ", "\n") for name in names]  # long names side by side take two lines
            shown.set_ticklabels(names)
            return
        if told.get("tickvals") is not None:
            places = [float(value) for value in told["tickvals"]]
            words_at = [str(word) for word in told.get("ticktext") or map(self._number(told), places)]
            inside = [(place, word) for place, word in zip(places, words_at, strict=True) if ends[0] <= place <= ends[1]]
            shown.set_major_locator(FixedLocator([place for place, _ in inside]))
            shown.set_ticklabels([word for _, word in inside])
            return
        if axis.dates:
            locator = mdates.AutoDateLocator(maxticks=max(3, int(pixels / 90)), interval_multiples=True)  # type: ignore[no-untyped-call]
            shown.set_major_locator(locator)
            shown.set_major_formatter(mdates.DateFormatter("%Y"))  # type: ignore[no-untyped-call]
            return
        if logarithmic:
            powers = range(int(np.floor(log10(ends[0]))), int(np.ceil(log10(ends[1]))) + 1)
            places = [step * 10.0**power for power in powers for step in (1, 2, 5) if ends[0] <= step * 10.0**power <= ends[1]]
        else:
            most = told.get("nticks") or max(2, int(pixels / (45 if axis.vertical else 75)))
            places = [float(place) for place in MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(*ends)]
            places = [place for place in places if ends[0] - 1e-9 <= place <= ends[1] + 1e-9]
        shown.set_major_locator(FixedLocator(places))
        shown.set_ticklabels([self._number(told)(place) for place in places])

    def _number(self, told: dict[str, Any]) -> Any:
        decimal, thousands = self.layout.get("separators", ".,")[:2]

        def words(value: float) -> str:
            if float(value).is_integer():
                plain = f"{value:.0f}"
                is_year = 1800 <= value <= 2200 and told.get("tickformat") in (None, "d") and not told.get("rangemode")
                return plain if is_year or told.get("tickformat") == "d" else f"{value:,.0f}".replace(",", thousands)
            return f"{value:,.6g}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)

        return words

    def _bars(self) -> None:
        mode = self.layout.get("barmode", "group")
        base: dict[tuple[Any, ...], float] = defaultdict(float)
        groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for trace in self.traces:
            if trace["type"] == "bar":
                groups[trace.get("xaxis", "x"), trace.get("yaxis", "y")].append(trace)
        for pair, traces in groups.items():
            panel = self.panels[pair]
            for number, trace in enumerate(traces):
                flat = trace.get("orientation") == "h"
                along, across = (self.axes[pair[0 if flat else 1]], self.axes[pair[1 if flat else 0]])
                places = across.numbers(_list(trace["y" if flat else "x"]))
                raw = _list(trace["x" if flat else "y"])
                lengths = np.array(raw, dtype=float) / 86_400_000 if along.dates else np.array(raw, dtype=float)
                starts = along.numbers(_list(trace["base"])) if trace.get("base") is not None else np.zeros(len(places))
                width = trace.get("width")
                width = 0.8 if width is None else width
                if mode == "group" and len(traces) > 1:
                    width = 0.8 / len(traces)
                    places = places + (number - (len(traces) - 1) / 2) * width
                if mode == "stack":
                    starts = np.array([base[(*pair, place)] for place in places])
                    for place, length in zip(places, lengths, strict=True):
                        base[(*pair, place)] += length
                self._draw_bars(panel, trace, places, lengths, starts, width, flat)

    def _draw_bars(
        self, panel: Axes, trace: dict[str, Any], places: np.ndarray, lengths: np.ndarray, starts: np.ndarray, width: Any, flat: bool
    ) -> None:
        marker = trace.get("marker", {})
        pattern = (marker.get("pattern") or {}).get("shape", "")
        edge = (marker.get("pattern") or {}).get("fgcolor") or marker.get("line", {}).get("color") or "white"
        colour = marker.get("color", _QUIET)
        style: dict[str, Any] = {"color": colour if isinstance(colour, str) else list(colour), "hatch": hatch(pattern), "linewidth": 0.4}
        drawn = panel.barh if flat else panel.bar
        bars = drawn(places, lengths, width, starts, **style)
        for bar in bars:
            bar.set_edgecolor(colour_of(edge))
        if trace.get("textposition") in (None, "outside") and trace.get("text") is not None:
            for place, length, start, words in zip(places, lengths, starts, _list(trace["text"]), strict=True):
                at = (start + length, place) if flat else (place, start + length)
                panel.annotate(
                    text_of(str(words))[0],
                    at,
                    xytext=(4, 0) if flat else (0, 3),
                    textcoords="offset points",
                    va="center" if flat else "bottom",
                    ha="left" if flat else "center",
                    fontsize=13 * self.point,
                    annotation_clip=False,
                )

    def _stacks(self) -> None:
        sums: dict[tuple[Any, ...], float] = defaultdict(float)
        for trace in self.traces:
            if not trace.get("stackgroup"):
                continue
            pair = trace.get("xaxis", "x"), trace.get("yaxis", "y")
            x = self.axes[pair[0]].numbers(_list(trace["x"]))
            low = np.array([sums[(*pair, place)] for place in x])
            high = low + np.array(_list(trace["y"]), dtype=float)
            for place, value in zip(x, high, strict=True):
                sums[(*pair, place)] = value
            pattern = trace.get("fillpattern", {})
            self.panels[pair].fill_between(
                x,
                low,
                high,
                facecolor=trace.get("fillcolor"),
                hatch=hatch(pattern.get("shape", "")),
                edgecolor=pattern.get("fgcolor") or "white",
                linewidth=0.2,
            )

    def _scatter(self, panel: Axes, trace: dict[str, Any]) -> None:
        if trace.get("stackgroup"):
            return
        x = self.axes[trace.get("xaxis", "x")].numbers(_list(trace.get("x")))
        y = self.axes[trace.get("yaxis", "y")].numbers(_list(trace.get("y")))
        mode, marker, line = trace.get("mode") or "lines+markers", trace.get("marker", {}), trace.get("line", {})
        if "lines" in mode:
            step = {"hv": "steps-post", "vh": "steps-pre"}.get(line.get("shape", ""), "default")
            panel.plot(
                x,
                y,
                color=line.get("color", _QUIET),
                linewidth=line.get("width", 2) * self.point,
                linestyle=dashes(line.get("dash")),
                drawstyle=step,
                clip_on=False,
                zorder=3,
            )
        if "markers" in mode and marker.get("opacity", 1) != 0:
            outline = marker.get("line", {})
            mark_points(
                panel, x, y, marker.get("symbol", "circle"), marker.get("size", 6), marker.get("color", _QUIET),
                outline.get("color"), outline.get("width", 0), self.point,
            )  # fmt: skip
        if "text" in mode:
            self._texts(panel, x, y, trace)

    def _texts(self, panel: Axes, x: np.ndarray, y: np.ndarray, trace: dict[str, Any]) -> None:
        font = trace.get("textfont", {})
        sides, texts = trace.get("textposition", "middle center"), _list(trace.get("text"))
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
                    self.point * around * {"left": -1, "center": 0, "right": 1}[horizontal],
                    self.point * around * {"top": 1, "middle": 0, "bottom": -1}[vertical],
                ),
                textcoords="offset points",
                ha={"left": "right", "center": "center", "right": "left"}[horizontal],
                va={"top": "bottom", "middle": "center", "bottom": "top"}[vertical],
                fontsize=size * self.point,
                color=colour if isinstance(colour, str) else colour[number],
                weight="bold" if bold else "normal",
                annotation_clip=False,
                zorder=5,
            )

    def _heat(self, panel: Axes, trace: dict[str, Any]) -> None:
        z = np.array(trace["z"], dtype=float)
        low, high = trace.get("zmin", 0) or 0, trace.get("zmax") or float(np.nanmax(z))
        first, last = (_rgb(stop[1]) for stop in (trace["colorscale"][0], trace["colorscale"][-1]))
        for row, column in np.ndindex(z.shape):
            if isnan(z[row, column]):
                continue
            share = (z[row, column] - low) / (high - low or 1)
            colour = tuple(a + (b - a) * share for a, b in zip(first, last, strict=True))
            panel.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=2.2))

    # Notes

    def _place(self, letter: str, ref: str, value: Any) -> tuple[float, Any]:
        """Return a place in pixels across or down, from a value on an axis or a share of the plot."""
        left, top, right, bottom = self.inner
        if ref == "paper":
            return (left + float(value) * (right - left)) if letter == "x" else (bottom - float(value) * (bottom - top)), None
        name = ref.removesuffix(" domain")
        pair = next(pair for pair in self.panels if name in pair)
        panel = self.panels[pair]
        box = panel.get_position()
        if ref.endswith("domain"):
            share = float(value)
            return (
                ((box.x0 + share * box.width) * self.size[0], None)
                if letter == "x"
                else ((1 - box.y0 - share * box.height) * self.size[1], None)
            )
        number = self.axes[name].numbers([value])[0]
        axis_log = self.axes[name].told.get("type") == "log"
        ends = panel.get_xlim() if letter == "x" else panel.get_ylim()
        low, high, number = (log10(ends[0]), log10(ends[1]), number) if axis_log else (ends[0], ends[1], number)
        share = (number - low) / (high - low)
        if letter == "x":
            return (box.x0 + share * box.width) * self.size[0], None
        return (1 - box.y0 - share * box.height) * self.size[1], None

    def _note(self, note: dict[str, Any]) -> None:
        if note.get("showarrow", True):
            raise NotImplementedError("annotations with an arrow")
        x, _ = self._place("x", note.get("xref", "x"), note["x"])
        y, _ = self._place("y", note.get("yref", "y"), note["y"])
        x, y = x + note.get("xshift", 0), y - note.get("yshift", 0)
        plain, bold = text_of(note["text"])
        horizontal, vertical = note.get("xanchor", "auto"), note.get("yanchor", "auto")
        background = note.get("bgcolor")
        self.canvas.text(
            x / self.size[0],
            1 - y / self.size[1],
            plain,
            ha=horizontal if horizontal != "auto" else "center",
            va={"top": "top", "middle": "center", "bottom": "bottom", "auto": "center"}[vertical],
            fontsize=note.get("font", {}).get("size", 12) * self.point,
            color=note.get("font", {}).get("color", "#1a1f1a"),
            weight="bold" if bold else "normal",
            bbox={"facecolor": colour_of(background), "edgecolor": "none", "pad": 1} if background else None,
            zorder=6,
        )

    def _shape(self, shape: dict[str, Any]) -> None:
        x0, x1 = (self._place("x", shape.get("xref", "x"), shape[end])[0] for end in ("x0", "x1"))
        y0, y1 = (self._place("y", shape.get("yref", "y"), shape[end])[0] for end in ("y0", "y1"))
        line = shape.get("line", {})
        below = -1 if shape.get("layer") == "below" else 4
        if shape["type"] == "rect":
            patch = Rectangle(
                (min(x0, x1) / self.size[0], 1 - max(y0, y1) / self.size[1]),
                abs(x1 - x0) / self.size[0],
                abs(y1 - y0) / self.size[1],
                transform=self.canvas.transFigure,
                facecolor=colour_of(shape.get("fillcolor", "none")),
                alpha=shape.get("opacity"),
                linewidth=line.get("width", 0) * self.point,
                edgecolor=line.get("color", "none"),
                zorder=below,
            )
            self.canvas.add_artist(patch)
        elif shape["type"] == "line":
            self.canvas.add_artist(
                Line2D(
                    [x0 / self.size[0], x1 / self.size[0]],
                    [1 - y0 / self.size[1], 1 - y1 / self.size[1]],
                    transform=self.canvas.transFigure,
                    color=line.get("color", _QUIET),
                    linewidth=line.get("width", 1) * self.point,
                    linestyle=dashes(line.get("dash")),
                    zorder=below,
                )
            )
        else:
            raise NotImplementedError(f"shapes of type {shape['type']}")


def _rgb(value: str) -> tuple[float, float, float]:
    if value.startswith("rgb"):
        red, green, blue = (float(part) / 255 for part in value[value.index("(") + 1 : -1].split(",")[:3])
        return red, green, blue
    return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255


def draw(figure: go.Figure, canvas: Figure, box: tuple[float, float, float, float], point: float) -> None:
    """Draw ``figure`` into ``box`` (left, top, right, bottom in pixels of the canvas at 96 dpi); ``point`` is the points of a pixel.

    Raises:
        NotImplementedError: the figure holds a trace, a shape or a note of a kind that our figures do not use.
    """
    told = decoded(figure.to_plotly_json())
    if told["layout"].get("geo"):
        draw_map(told, canvas, box, point)
    else:
        _Chart(told, canvas, box, point).draw()
