"""Build figures with the layout that all charts share: font, axes, legend, hover labels, German or English numbers."""

import marshal
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any, Final, Literal
from zlib import crc32

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.figures.letters import text_width
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts

#: The browser's own narrow letters follow, because a picture saved from a chart's menu cannot load ours, and wider ones would be cut.
FONT: Final = "'Source Sans', 'Arial Narrow', 'Liberation Sans Narrow', 'DejaVu Sans Condensed', sans-serif"
#: The kinds of trace that figures have; the browser gets no others (``serving/charts.py``).
TRACES: Final = ("bar", "choropleth", "scatter", "scattergeo")
#: Font size of tick labels in pixels.
_TICK: Final = 13
#: Whether a trace is made for narrow containers, such as phones, or for wide ones.
Width = Literal["narrow", "wide"]
BOTH_WIDTHS: Final[tuple[Width, Width]] = ("narrow", "wide")


def axis(theme: Theme, **settings: Any) -> dict[str, Any]:
    """Return the settings of an axis without a zero line, with a faint grid and small tick labels; ``settings`` are added."""
    palette = PALETTES[theme]
    quiet = {"gridcolor": palette.land, "zeroline": False, "linecolor": palette.quiet_text, "tickfont": {"size": _TICK}}
    return quiet | settings


#: Height of the tick labels below an axis, and width of one digit, in pixels.
ROOM_BELOW: Final = 30
_DIGIT: Final = 7.4


def room_beside(longest: str, titled: bool = True) -> int:
    """Return the width in pixels of tick labels as long as ``longest`` beside a vertical axis, plus its title if ``titled``.

    Axes have no ``automargin``, which makes the browser draw the whole chart a second time.
    """
    return round(14 + _DIGIT * len(longest) + (24 if titled else 0))


def room_for_words(labels: Iterable[str]) -> int:
    """Return the width in pixels of tick ``labels`` beside a vertical axis; a label may have several lines."""
    return ceil(4 + _TICK * max(map(text_width, labels), default=0))


def whole_steps(highest: float) -> dict[str, Any]:
    """Return the settings of an axis of counts up to ``highest``, with ticks at whole numbers only."""
    return {"tickformat": ",d"} | ({"dtick": 1} if highest <= 4 else {})


def layout(texts: Texts, theme: Theme, height: int, **settings: Any) -> dict[str, Any]:
    """Return the layout of a chart ``height`` pixels high; ``settings`` are added."""
    palette = PALETTES[theme]
    return {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 44, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": palette.text},
        "hoverlabel": {
            "bgcolor": palette.ground,
            "bordercolor": palette.quiet_text,
            "font": {"family": FONT, "size": 14, "color": palette.text},
            "align": "left",
        },
        # At the font size of the tick labels, two columns of legend entries fit on a phone.
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemsizing": "constant",
            "traceorder": "normal",
            "font": {"size": 13},
        },
        "separators": ",." if texts.lang == "de" else ".,",
        "dragmode": False,
        "xaxis": axis(theme, showgrid=False, fixedrange=True),
        "yaxis": axis(theme, rangemode="tozero", fixedrange=True),
    } | settings


#: Layout settings that the page adds to a figure with clickable points; set from the start, they avoid a second drawing.
CLICKED: Final = {"clickmode": "event+select", "hovermode": "closest", "dragmode": "pan"}


def for_width(width: Width, trace: dict[str, Any]) -> dict[str, Any]:
    """Return ``trace`` as one of two variants that show the same, each for containers of one ``width``.

    A figure has both because the browser does not ask the server again when its container changes: a CSS rule shows the one that fits, and
    a picture draws it (:func:`fitting`).
    """
    return trace | {"meta": width}


def fitting(traces: Sequence[dict[str, Any]], width: Width) -> list[dict[str, Any]]:
    """Return ``traces`` without those made for containers of another width."""
    return [trace for trace in traces if trace.get("meta", width) == width]


def _merged(settings: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(settings)
    for name, value in more.items():
        known = both.get(name)
        both[name] = _merged(known, value) if isinstance(value, dict) and isinstance(known, dict) else value
    return both


def _plain(value: Any) -> Any:
    """Return ``value`` with arrays as lists, because the browser recognises unchanged data only in lists."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.tolist() if isinstance(value, (np.ndarray, pd.Series)) else value


class Figure(go.Figure):  # type: ignore[misc]
    """A figure that plotly.py checks and turns into objects only when one of its parts is read or changed.

    A page sends the specification as it stands, for the check takes longer than making the figure. Tests check the figures of every page.
    """

    def __init__(self, spec: Mapping[str, Any]) -> None:
        """Keep ``spec``: ``data`` (traces) and ``layout`` in their full form, without abbreviations such as ``title_text``."""
        self.__dict__["_spec"] = spec

    def __getattr__(self, name: str) -> Any:
        """Make the objects; called for what is not there before."""
        if name in self.__dict__:  # another thread has made them meanwhile
            return self.__dict__[name]
        if name == "_spec" or "_data_objs" in self.__dict__:
            raise AttributeError(name)
        # Of copies, for plotly.py takes the type out of a trace while it reads it, and other threads read the same specification.
        made = go.Figure({**self._spec, "data": [dict(trace) for trace in self._spec["data"]]})
        made.layout.template = None
        self.__dict__.update(made.__dict__)
        return getattr(self, name)

    def to_dict(self) -> dict[str, Any]:
        """Return the specification; treat it as read-only."""
        return super().to_dict() if "_data_objs" in self.__dict__ else dict(self._spec)


def made_of(traces: Sequence[dict[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """Return the figure of ``traces`` with ``layout``.

    It has no template, because the framework's default one would add about 7 kB. It carries a hash of its data (``datarevision``): the
    page passes every new figure to the browser twice, and the browser skips the second drawing only if the hash is the same.

    Raises:
        ValueError: a trace is of no kind of ``TRACES``; the browser would draw something else.
    """
    if unknown := {trace["type"] for trace in traces} - set(TRACES):
        raise ValueError(f"add to TRACES: {', '.join(sorted(unknown))}")
    data = [_plain(trace) for trace in traces]
    return Figure({"data": data, "layout": {**layout, "datarevision": crc32(marshal.dumps(data, 2))}})


def at_height(figure: go.Figure, height: int) -> go.Figure:
    """Return ``figure`` with ``height`` pixels; the given one stays as it is, because others may show it."""
    spec = figure.to_dict()
    return Figure({**spec, "layout": {**spec["layout"], "height": height}})


def laid_out(traces: Sequence[dict[str, Any]], settings: Mapping[str, Any], **more: Any) -> go.Figure:
    """Return the figure of ``traces`` with ``settings`` and ``more`` as its layout; ``more`` wins if both set a part."""
    return made_of(traces, _merged(settings, more))


def year_fraction(date: str) -> float:
    """Return an ISO date of any precision as a year with its fraction; an unknown month or day counts as the middle."""
    year, month, day = (int(part) for part in [*date.split("-"), "0", "0"][:3])
    return year + ((month - 1 + ((day or 16) - 1) / 31) / 12 if month else 0.5)
