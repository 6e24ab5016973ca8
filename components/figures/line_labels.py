"""Label lines at their right ends instead of in a legend, and move labels apart that would overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any, Final

#: Free space above and below such a chart, height of a line of a label and width of a character, in pixels.
TOP, BOTTOM, _LINE = 24, 40, 17
_LETTER: Final = 7.2
#: Characters per line of a label; longer lines would leave no space for the chart on a phone.
_LETTERS: Final = 14
_OFFSET: Final = 6


@dataclass(frozen=True)
class End:
    """The end of one line: its ``name``, its height in pixels above the bottom of the plot, its colour, and whether the name is bold."""

    name: str
    height: float
    colour: str
    bold: bool = False


def _lines(name: str) -> list[str]:
    return wrap(name, _LETTERS)


def room_for(names: Sequence[str]) -> float:
    """Return the width in pixels that ``names`` take at the right of a chart."""
    return 3 * _OFFSET + _LETTER * max(len(line) for name in names for line in _lines(name))


def end_names(ends: Sequence[End], inner: float, **settings: Any) -> list[dict[str, Any]]:
    """Return the names of ``ends`` as annotations of a chart whose lines are ``inner`` pixels high; ``settings`` are added to each."""
    words = [_lines(end.name) for end in ends]
    middles = spread([end.height for end in ends], [_LINE * len(lines) for lines in words], 0, inner)
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": _OFFSET, "yref": "paper", "yanchor": "middle", "align": "left"}
    return [
        place
        | {
            "y": middle / inner,
            "showarrow": False,
            "text": "<br>".join(f"<b>{line}</b>" if end.bold else line for line in lines),
            "font": {"size": 13, "color": end.colour},
        }
        | settings
        for end, lines, middle in zip(ends, words, middles, strict=True)
    ]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return the middles of labels near ``wanted``, in the same order, between ``low`` and ``high``.

    Labels are ``sizes`` high and do not overlap; if they do not all fit, all sizes are reduced by the same factor.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    gaps = [(sizes[one] + sizes[other]) / 2 for one, other in pairwise(order)]
    shrunk = min(1.0, (high - low) / sum(gaps)) if gaps else 1.0
    gaps = [gap * shrunk for gap in gaps]
    placed = [0.0] * len(wanted)
    floor = low
    for index, gap in zip(order, [*gaps, 0.0], strict=True):
        placed[index] = max(wanted[index], floor)
        floor = placed[index] + gap
    ceiling = high
    for index, gap in zip(reversed(order), [*reversed(gaps), 0.0], strict=True):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - gap
    return placed
