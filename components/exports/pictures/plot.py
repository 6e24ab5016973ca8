"""Lay out a chart on a Matplotlib canvas: margins, legend, and panels with their axes."""

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import NullLocator

from components.exports.pictures.axes import TICK, Axis, height_of_turned, set_ticks
from components.exports.pictures.lettering import text_width
from components.exports.pictures.marks import colour_of, hatch, mark_points, text_of
from components.figures.layout import Width, fitting

#: Colour of marks that have none of their own.
QUIET: Final = "#505850"
#: Width in pixels from which a chart shows the traces made for wide containers.
WIDE: Final = 600


class Plot:
    """A chart without its marks: its area on the canvas, its legend, and a panel per pair of axes.

    Attributes:
        layout, traces: those of the figure, without traces that are hidden.
        canvas, size: the canvas that is drawn on, and its width and height in pixels.
        point: points per pixel.
        axes: by name, such as *x* or *y2*.
        panels: by the names of both axes.
        inner: left, top, right and bottom of the plot in pixels.
    """

    def __init__(self, told: dict[str, Any], canvas: Figure, box: tuple[float, float, float, float], point: float) -> None:
        """Lay out the figure ``told`` (JSON with decoded arrays) in ``box``: left, top, right, bottom in pixels of the canvas."""
        self.layout, self.canvas, self.box, self.point = told["layout"], canvas, box, point
        width: Width = "wide" if box[2] - box[0] >= WIDE else "narrow"
        self.traces = [trace for trace in fitting(told["data"], width) if trace.get("visible", True) is True]
        self.size = (canvas.get_figwidth() * 96, canvas.get_figheight() * 96)
        self.axes: dict[str, Axis] = {}
        for trace in self.traces:
            for letter in "xy":
                name = trace.get(f"{letter}axis", letter)
                axis = self.axes.setdefault(name, Axis(name, self.layout.get(f"{letter}axis{name[1:]}", {})))
                axis.learn(trace)
        self.has_bars = any(trace["type"] == "bar" for trace in self.traces)
        self.panels: dict[tuple[str, str], Axes] = {}
        self._lay_out()

    def _margins(self, legend_rows: int, legend_below: bool) -> tuple[float, float, float, float]:
        told = self.layout.get("margin", {})
        left, right, top, bottom = (float(told.get(side, 8)) for side in "lrtb")
        for axis in self.axes.values():
            if axis.vertical or not axis.told.get("visible", True) or not axis.told.get("showticklabels", True):
                continue
            if axis.told.get("side") == "top":
                top = max(top, 30, height_of_turned(axis, self.box[2] - self.box[0] - left - right))
            else:
                bottom = max(bottom, 30 + (18 if axis.told.get("title", {}).get("text") else 0))
        if legend_below:
            bottom += 22 * legend_rows + 6
        else:
            top = max(top, 22 * legend_rows + 14) if legend_rows else top
        return left, right, top, bottom

    @property
    def ink(self) -> str:
        """Return the colour of text, which the theme decides."""
        return str(self.layout.get("font", {}).get("color", "#1a1f1a"))

    @property
    def ground(self) -> str:
        """Return the colour of the background, which the theme decides."""
        return str(self.layout.get("hoverlabel", {}).get("bgcolor", "white"))

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
            return Patch(facecolor=colour if isinstance(colour, str) else QUIET, hatch=hatch(pattern), edgecolor="white", linewidth=0.3)
        if "markers" in trace.get("mode", "markers"):
            symbol = marker.get("symbol", "circle")
            symbol = symbol if isinstance(symbol, str) else symbol[0]
            colour = marker.get("color", QUIET)
            return mark_points(None, [0], [0], symbol, 9 * self.point, colour if isinstance(colour, str) else colour[0], None, 0)
        return Line2D([0], [0], color=trace.get("line", {}).get("color", QUIET), linewidth=2)

    def _lay_out(self) -> None:
        entries = self._legend()
        left, top, right, bottom = self.box
        rows = self._rows_of(entries, right - left)
        below = float(self.layout.get("legend", {}).get("y") or 1) < 0.5
        m = self._margins(len(rows), below)
        self.inner = (left + m[0], top + m[2], right - m[1], bottom - m[3])
        self._draw_legend(rows, (bottom - 20 * len(rows)) if below else top + m[2] - 14 - 22 * (len(rows) - 1))
        for trace in self.traces:
            self._add_panel(trace.get("xaxis", "x"), trace.get("yaxis", "y"))

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
                    labelcolor=self.ink,
                    handlelength=1.1,
                    handletextpad=0.5,
                    borderpad=0,
                    borderaxespad=0,
                )
                legend.set_in_layout(False)
                x += 34 + text_width(word, 13)

    def _add_panel(self, x: str, y: str) -> None:
        if (x, y) in self.panels:
            return
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

    def _scale(self, panel: Axes, axis: Axis, other: str, pixels: float) -> None:
        told = axis.told
        letter: Any = axis.name[0]
        shown = panel.yaxis if axis.vertical else panel.xaxis
        if axis.logarithmic:
            (panel.set_yscale if axis.vertical else panel.set_xscale)("log")
        low, high = axis.ends(self.has_bars)
        (panel.set_ylim if axis.vertical else panel.set_xlim)(low, high)
        anchor = told.get("anchor") or ("x" if axis.vertical else "y")
        hidden = told.get("visible", True) is False or (anchor != other and anchor != "free" and not self._only(axis, other))
        if hidden:
            shown.set_major_locator(NullLocator())
            shown.set_minor_locator(NullLocator())
            return
        set_ticks(panel, axis, (min(low, high), max(low, high)), pixels, self.layout.get("separators", ".,"))
        if told.get("showgrid", True):
            shown.grid(True, color=told.get("gridcolor", "#e4e8e2"), linewidth=0.8)
        side = ("right" if told.get("side") == "right" else "left") if axis.vertical else "top" if told.get("side") == "top" else "bottom"
        if told.get("linecolor") and told.get("showline", True):
            panel.spines[side].set_visible(True)
            panel.spines[side].set_color(colour_of(told["linecolor"]))
            panel.spines[side].set_linewidth(0.8)
        labels = told.get("showticklabels", True)
        size = told.get("tickfont", {}).get("size", TICK) * self.point
        panel.tick_params(axis=letter, which="both", length=0, pad=4, labelsize=size, labelcolor=self.ink)
        if axis.vertical:
            panel.tick_params(axis="y", labelleft=labels and side == "left", labelright=labels and side == "right")
        else:
            panel.tick_params(axis="x", labelbottom=labels and side == "bottom", labeltop=labels and side == "top")
        title = told.get("title", {}).get("text", "")
        if title:
            (panel.set_ylabel if axis.vertical else panel.set_xlabel)(text_of(title)[0], fontsize=TICK * self.point, color=self.ink)

    def _only(self, axis: Axis, other: str) -> bool:
        """Return whether all traces on ``axis`` have ``other`` as their second axis, whatever ``axis`` is anchored to."""
        pairs = {(t.get("xaxis", "x"), t.get("yaxis", "y")) for t in self.traces}
        mates = {pair[0] if axis.vertical else pair[1] for pair in pairs if axis.name in pair}
        return mates == {other}

    def panel_of(self, trace: dict[str, Any]) -> Axes:
        """Return the panel on which ``trace`` is drawn."""
        return self.panels[trace.get("xaxis", "x"), trace.get("yaxis", "y")]
