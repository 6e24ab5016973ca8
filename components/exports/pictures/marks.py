"""Translate Plotly's symbols, dashes, patterns, colours, texts and packed arrays for Matplotlib."""

import re
from base64 import b64decode
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

_MARKS: Final = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "triangle-down": "v",
    "star": "*",
    "cross": "P",
    "x": "X",
    "hexagon": "h",
    "line-ns": "|",
    "pentagon": "p",
}
_HATCHES: Final = {"": "", "/": "////", "\\": "\\\\\\\\", "x": "xxxx", "-": "----", "|": "||||", "+": "++++", ".": "...."}
_DASHES: Final = {"solid": "-", "dash": (0, (6, 4)), "dot": (0, (1.5, 2.5)), "dashdot": (0, (6, 3, 1.5, 3))}


def decoded(value: Any) -> Any:
    """Return ``value``, a part of a figure's JSON, with the arrays that Plotly has packed as base64 unpacked."""
    if isinstance(value, dict):
        if "bdata" in value:
            array = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
            return array.reshape([int(length) for length in value["shape"].split(",")]) if "shape" in value else array
        return {name: decoded(part) for name, part in value.items()}
    return [decoded(part) for part in value] if isinstance(value, (list, tuple)) else value


def hatch(shape: str) -> str:
    """Return Matplotlib's hatch for Plotly's pattern ``shape``.

    Raises:
        NotImplementedError: none of our figures uses the pattern.
    """
    if shape not in _HATCHES:
        raise NotImplementedError(f"pattern {shape!r}")
    return _HATCHES[shape]


def dashes(dash: str | None) -> Any:
    """Return Matplotlib's line style for Plotly's ``dash``: a word, or lengths such as *7px,5px*.

    Raises:
        NotImplementedError: ``dash`` is another word.
    """
    if not dash:
        return "-"
    if dash in _DASHES:
        return _DASHES[dash]
    lengths = [float(number) for number in re.findall(r"[0-9.]+", dash)]
    if not lengths:
        raise NotImplementedError(f"dash {dash!r}")
    return 0, tuple(length / 2 for length in lengths)


def colour_of(value: str) -> Any:
    """Return a CSS colour in Matplotlib's form."""
    if value.startswith("rgba("):
        red, green, blue, alpha = (float(part) for part in value[5:-1].split(","))
        return red / 255, green / 255, blue / 255, alpha
    return value


def text_of(text: str) -> tuple[str, bool]:
    """Return ``text`` without Plotly's tags, and whether it is bold; ``<br>`` becomes a newline, and dollar signs are escaped."""
    lines = re.sub(r"<br\s*/?>", "\n", text)
    return re.sub(r"<[^>]+>", "", lines).replace("$", r"\$"), "<b>" in text


def _each(value: Any, number: int) -> Any:
    return value[number] if isinstance(value, (list, tuple, np.ndarray)) else value


def mark_points(
    panel: Axes | None,
    x: Sequence[float] | np.ndarray,
    y: Sequence[float] | np.ndarray,
    symbols: Any,
    sizes: Any,
    colours: Any,
    outlines: Any,
    widths: Any,
    point: float = 1.0,
) -> Line2D | None:
    """Draw a marker at each point; without ``panel``, return one for a legend.

    Raises:
        NotImplementedError: none of our figures uses the symbol.
    """
    for number in range(len(x)):
        symbol = str(_each(symbols, number))
        hollow = symbol.endswith("-open")
        name = symbol.removesuffix("-open")
        if name not in _MARKS:
            raise NotImplementedError(f"symbol {symbol!r}")
        colour = colour_of(_each(colours, number))
        size = float(_each(sizes, number)) * point * (1.5 if name == "star" else 0.85 if name == "diamond" else 1.0)
        outline = colour_of(_each(outlines, number) or "none")
        line = hollow or name.startswith("line")
        style = {
            "marker": _MARKS[name],
            "linestyle": "none",
            "markersize": size,
            "markerfacecolor": "none" if hollow else colour,
            "markeredgecolor": colour if line or outline == "none" else outline,
            "markeredgewidth": 1.3 if line else float(_each(widths, number) or 0) * point,
        }
        if panel is None:
            return Line2D([0], [0], **style)
        panel.plot([x[number]], [y[number]], clip_on=False, zorder=4, **style)
    return None
