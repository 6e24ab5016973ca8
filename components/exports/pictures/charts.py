"""Draw a Plotly figure on a Matplotlib canvas: charts here, maps in :mod:`components.exports.pictures.maps`."""

from typing import Any

import plotly.graph_objects as go
from matplotlib.figure import Figure

from components.exports.pictures.annotations import draw_note, draw_shape
from components.exports.pictures.maps import draw_map
from components.exports.pictures.marks import decoded
from components.exports.pictures.plot import Plot
from components.exports.pictures.traces import draw_bars, draw_scatter, draw_stacks


def _draw_chart(told: dict[str, Any], canvas: Figure, box: tuple[float, float, float, float], point: float) -> None:
    plot = Plot(told, canvas, box, point)
    draw_bars(plot)
    draw_stacks(plot)
    for trace in plot.traces:
        match trace["type"]:
            case "scatter":
                draw_scatter(plot, trace)
            case "bar":
                pass
            case other:
                raise NotImplementedError(f"traces of type {other}")
    for shape in plot.layout.get("shapes", ()):
        draw_shape(plot, shape)
    for note in plot.layout.get("annotations", ()):
        draw_note(plot, note)


def draw(figure: go.Figure, canvas: Figure, box: tuple[float, float, float, float], point: float) -> None:
    """Draw ``figure`` into ``box`` (left, top, right, bottom in pixels of the canvas at 96 dpi); ``point`` is the points per pixel.

    Raises:
        NotImplementedError: the figure contains a kind of trace, shape or annotation that our figures do not use.
    """
    told = decoded(figure.to_plotly_json())
    if told["layout"].get("geo"):
        draw_map(told, canvas, box, point)
    else:
        _draw_chart(told, canvas, box, point)
