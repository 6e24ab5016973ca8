"""Convert the axes of a Plotly figure for Matplotlib: values to numbers, range, ticks and tick labels."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan, log10
from typing import Any, Final

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from components.exports.pictures.lettering import text_width
from components.exports.pictures.marks import text_of
from components.words.letters import printable

#: Font size of tick labels, in pixels.
TICK: Final = 13.0


def as_list(value: Any) -> list[Any]:
    """Return ``value``, an array of a Plotly figure or None, as a list."""
    return [] if value is None else list(value)


def _day(value: Any) -> float:
    return float(mdates.date2num(pd.Timestamp(value)))  # type: ignore[no-untyped-call]


@dataclass
class Axis:
    """One axis of the figure: its Plotly settings (``told``), its categories in order, whether it has dates, and its values as numbers."""

    name: str
    told: dict[str, Any]
    categories: list[str] = field(default_factory=list)
    dates: bool = False
    values: list[float] = field(default_factory=list)

    @property
    def vertical(self) -> bool:
        """Return whether the axis is vertical."""
        return self.name.startswith("y")

    @property
    def logarithmic(self) -> bool:
        """Return whether the axis is logarithmic."""
        return bool(self.told.get("type") == "log")

    def numbers(self, values: Iterable[Any]) -> np.ndarray:
        """Return ``values`` as numbers on this axis: categories by position, dates as days, numbers unchanged; None becomes NaN."""
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

    def learn(self, trace: dict[str, Any]) -> None:
        """Add the values that ``trace`` has on this axis."""
        letter = self.name[0]
        values = as_list(trace.get(letter))
        is_length = trace["type"] == "bar" and (trace.get("orientation") == "h") == (letter == "x")
        self.dates |= self.told.get("type") == "date"
        texts = [value for value in values if isinstance(value, str)]
        if (texts and not self.dates) or self.told.get("type") == "category":
            order = as_list(self.told.get("categoryarray")) or self.categories
            self.categories = list(dict.fromkeys([*map(str, order), *map(str, values)]))
        elif self.dates:
            self.values += [_day(value) for value in as_list(trace.get("base")) or values]
            if is_length and "base" in trace:
                lengths = np.array(values, dtype=float) / 86_400_000
                self.values += list(np.array(self.values[-len(values) :]) + lengths)
        else:
            self.values += [float(value) for value in values if value is not None and not (isinstance(value, float) and isnan(value))]
            if is_length:
                self.values.append(0.0)

    def ends(self, has_bars: bool) -> tuple[float, float]:
        """Return the start and the end of the axis: Plotly's ``range`` if set, else the extent of its values with some space around.

        If ``has_bars``, an axis without negative values starts at zero. A reversed axis starts at its highest value.
        """
        told, logarithmic = self.told, self.logarithmic
        if told.get("range") is not None:
            ends = [_day(end) if self.dates else float(end) for end in told["range"]]
            return (10 ** ends[0], 10 ** ends[1]) if logarithmic else (ends[0], ends[1])
        if self.categories:
            ends = [-0.5, len(self.categories) - 0.5]
        else:
            values = self.values or [0.0, 1.0]
            low, high = min(values), max(values)
            if logarithmic:
                return low / 1.15, high * 1.15
            pad = (high - low or 1) * (0.02 if self.dates else 0.05)
            ends = [0.0 if low >= 0 and (has_bars or told.get("rangemode") == "tozero") else low - pad, high + pad]
        return (ends[1], ends[0]) if told.get("autorange") == "reversed" else (ends[0], ends[1])


def _fit(names: Sequence[str], pixels: float) -> bool:
    return not names or max(text_width(name, TICK) for name in names) + 8 <= pixels / len(names)


def height_of_turned(axis: Axis, pixels: float) -> float:
    """Return the height of the tick labels of a horizontal axis if they are turned, as Plotly does where they do not fit; else 0."""
    widths = [text_width(text_of(str(one))[0], TICK) for one in as_list(axis.told.get("ticktext"))]
    if 90 not in axis.told.get("autotickangles", ()) or all(
        (one + other) / 2 + 4 < pixels / len(widths) for one, other in pairwise(widths)
    ):
        return 0
    return 12 + max(widths)


def _set_names(names: list[str], panel: Axes, axis: Axis, pixels: float) -> None:
    """Set the tick labels ``names``; if those of a horizontal axis are wider than their places, they are turned or take several lines."""
    if axis.vertical:
        panel.yaxis.set_ticklabels(names)
    elif height_of_turned(axis, pixels):
        panel.xaxis.set_ticklabels(names, rotation=270)
    else:
        panel.xaxis.set_ticklabels(names if _fit(names, pixels) else [name.replace(" ", "\n") for name in names])


def set_ticks(panel: Axes, axis: Axis, ends: tuple[float, float], pixels: float, separators: str) -> None:
    """Set the ticks and tick labels of ``axis`` on ``panel``.

    ``ends`` are the lowest and the highest value, ``pixels`` is the length of the axis, which limits the number of ticks, and
    ``separators`` are those of the Plotly layout: decimal, then thousands.
    """
    number = _number_words(axis.told, separators)
    told, shown = axis.told, panel.yaxis if axis.vertical else panel.xaxis
    shown.set_minor_locator(NullLocator())
    if axis.categories:
        words = [text_of(printable(one)) for one in told.get("ticktext") or axis.categories]
        shown.set_major_locator(FixedLocator(range(len(words))))
        _set_names([word for word, _ in words], panel, axis, pixels)
        return
    if told.get("tickvals") is not None:
        places = [float(value) for value in told["tickvals"]]
        words_at = [text_of(printable(str(word)))[0] for word in told.get("ticktext") or map(number, places)]
        inside = [(place, word) for place, word in zip(places, words_at, strict=True) if ends[0] <= place <= ends[1]]
        shown.set_major_locator(FixedLocator([place for place, _ in inside]))
        _set_names([word for _, word in inside], panel, axis, pixels)
        return
    if axis.dates:
        locator = mdates.AutoDateLocator(maxticks=max(3, int(pixels / 90)), interval_multiples=True)  # type: ignore[no-untyped-call]
        shown.set_major_locator(locator)
        shown.set_major_formatter(mdates.DateFormatter("%Y"))  # type: ignore[no-untyped-call]
        return
    if axis.logarithmic:
        powers = range(int(np.floor(log10(ends[0]))), int(np.ceil(log10(ends[1]))) + 1)
        places = [step * 10.0**power for power in powers for step in (1, 2, 5) if ends[0] <= step * 10.0**power <= ends[1]]
    else:
        most = told.get("nticks") or max(2, int(pixels / (45 if axis.vertical else 75)))
        places = [float(place) for place in MaxNLocator(nbins=most, steps=[1, 2, 5, 10], integer=told.get("dtick") == 1).tick_values(*ends)]
        places = [place for place in places if ends[0] - 1e-9 <= place <= ends[1] + 1e-9]
    shown.set_major_locator(FixedLocator(places))
    shown.set_ticklabels([number(place) for place in places])


def _number_words(told: dict[str, Any], separators: str) -> Callable[[float], str]:
    decimal, thousands = separators[0], separators[1]

    def words(value: float) -> str:
        if float(value).is_integer():
            plain = f"{value:.0f}"
            is_year = 1800 <= value <= 2200 and told.get("tickformat") in (None, "d") and not told.get("rangemode")
            return plain if is_year or told.get("tickformat") == "d" else f"{value:,.0f}".replace(",", thousands)
        return f"{value:,.6g}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)

    return words
