"""Draw the annotations and shapes of a Plotly figure with Matplotlib, placed by axis values or by shares of the plot."""

from math import log10
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from components.exports.pictures.axes import Axis
from components.exports.pictures.marks import colour_of, dashes, text_of
from components.exports.pictures.plot import QUIET, Plot


def _place(plot: Plot, letter: str, ref: str, value: Any) -> float:
    """Return a position in pixels across or down, from a value on an axis or from a share of the plot or of a panel."""
    left, top, right, bottom = plot.inner
    if ref != "paper":
        name = ref.removesuffix(" domain")
        panel = next(panel for pair, panel in plot.panels.items() if name in pair)
        box = panel.get_position()
        left, right = box.x0 * plot.size[0], box.x1 * plot.size[0]
        top, bottom = (1 - box.y1) * plot.size[1], (1 - box.y0) * plot.size[1]
    share = float(value) if ref == "paper" or ref.endswith("domain") else _share(panel, plot.axes[name], value)
    return left + share * (right - left) if letter == "x" else bottom - share * (bottom - top)


def _share(panel: Axes, axis: Axis, value: Any) -> float:
    """Return the position of ``value`` as a share of ``axis``; on logarithmic axes Plotly gives the values of annotations as logarithms."""
    low, high = panel.get_ylim() if axis.vertical else panel.get_xlim()
    if axis.logarithmic:
        low, high = log10(low), log10(high)
    return float((axis.numbers([value])[0] - low) / (high - low))


def draw_note(plot: Plot, note: dict[str, Any]) -> None:
    """Draw an annotation.

    Raises:
        NotImplementedError: the annotation has an arrow.
    """
    if note.get("showarrow", True):
        raise NotImplementedError("annotations with an arrow")
    x = _place(plot, "x", note.get("xref", "x"), note["x"])
    y = _place(plot, "y", note.get("yref", "y"), note["y"])
    x, y = x + note.get("xshift", 0), y - note.get("yshift", 0)
    plain, bold = text_of(note["text"])
    horizontal, vertical = note.get("xanchor", "auto"), note.get("yanchor", "auto")
    background = note.get("bgcolor")
    plot.canvas.text(
        x / plot.size[0],
        1 - y / plot.size[1],
        plain,
        ha=horizontal if horizontal != "auto" else "center",
        va={"top": "top", "middle": "center", "bottom": "bottom", "auto": "center"}[vertical],
        fontsize=note.get("font", {}).get("size", 12) * plot.point,
        color=note.get("font", {}).get("color", "#1a1f1a"),
        weight="bold" if bold else "normal",
        rotation=-note.get("textangle", 0),
        bbox={"facecolor": colour_of(background), "edgecolor": "none", "pad": 1} if background else None,
        zorder=6,
    )


def draw_shape(plot: Plot, shape: dict[str, Any]) -> None:
    """Draw a shape: a rectangle or a line.

    Raises:
        NotImplementedError: the shape is of another type.
    """
    x0, x1 = (_place(plot, "x", shape.get("xref", "x"), shape[end]) for end in ("x0", "x1"))
    y0, y1 = (_place(plot, "y", shape.get("yref", "y"), shape[end]) for end in ("y0", "y1"))
    line = shape.get("line", {})
    below = -1 if shape.get("layer") == "below" else 4
    if shape["type"] == "rect":
        patch = Rectangle(
            (min(x0, x1) / plot.size[0], 1 - max(y0, y1) / plot.size[1]),
            abs(x1 - x0) / plot.size[0],
            abs(y1 - y0) / plot.size[1],
            transform=plot.canvas.transFigure,
            facecolor=colour_of(shape.get("fillcolor", "none")),
            alpha=shape.get("opacity"),
            linewidth=line.get("width", 0) * plot.point,
            edgecolor=line.get("color", "none"),
            zorder=below,
        )
        plot.canvas.add_artist(patch)
    elif shape["type"] == "line":
        plot.canvas.add_artist(
            Line2D(
                [x0 / plot.size[0], x1 / plot.size[0]],
                [1 - y0 / plot.size[1], 1 - y1 / plot.size[1]],
                transform=plot.canvas.transFigure,
                color=line.get("color", QUIET),
                linewidth=line.get("width", 1) * plot.point,
                linestyle=dashes(line.get("dash")),
                zorder=below,
            )
        )
    else:
        raise NotImplementedError(f"shapes of type {shape['type']}")
