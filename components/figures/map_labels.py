"""Place the names on the map so that none covers another, a symbol or an arc, at every width the map can have.

A name is placed on one of eight sides of its point or, where that is crowded, farther away at the end of a thin leader line, as
cartographers do. One position must work for a range of widths, because the browser scales the map without asking the server, so each
position is tried at several widths. A name that fits nowhere appears only in hover text, list and table.

All positions of a name are tried at once: arcs are drawn into a grid of small cells per width, and the sum of a grid over all cells above
and to the left of each tells in four look-ups whether an arc runs through a box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil, cos, pi, sin
from typing import Any, Final

import numpy as np

from components.figures.letters import BREAK, text_width
from components.figures.map_views import ASPECT, View, visible

#: Map widths in pixels, for narrow containers (phones, half screens) and wide ones (desktops, projectors).
WIDTHS: Final = {"narrow": (320, 390, 480, 599), "wide": (600, 780, 1040, 1440)}

#: Font size of the names, in pixels.
FONT_SIZE: Final = {"narrow": 11, "wide": 13}

#: Distance in pixels that Plotly keeps between text and point, in addition to the marker's radius.
_GAP: Final = 3
#: Distance in pixels of names from the picture's edge, where the page fades the map out.
_EDGE: Final = 5

#: Plotly's ``textposition``, and the offset of the name from its point in units of the name's own size; the best side first.
_SIDES: Final = {
    "middle right": (0.5, 0.0),
    "middle left": (-0.5, 0.0),
    "top center": (0.0, -0.5),
    "bottom center": (0.0, 0.5),
    "top right": (0.5, -0.5),
    "top left": (-0.5, -0.5),
    "bottom right": (0.5, 0.5),
    "bottom left": (-0.5, 0.5),
}
#: How far the browser's box of a text is below where the side alone would have it, in units of the font size: above, beside, below a point.
_LIFT: Final = {-0.5: 0.025, 0.0: -0.105, 0.5: -0.235}
#: Lengths of leader lines, as shares of the map's width.
_LEADERS: Final = {
    "narrow": (0.03, 0.05, 0.07, 0.09, 0.12, 0.15, 0.18, 0.2, 0.24, 0.28, 0.33, 0.4, 0.5),
    "wide": (0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.08, 0.1, 0.12, 0.15, 0.18, 0.22, 0.27, 0.33),
}
#: The longest leader line of a name with a marker. Farther from it the name would seem to name another place; it is left out instead.
_NEAR: Final = {"narrow": 0.2, "wide": 0.1}
#: The same for a name that may be left out.
_NEARER: Final = {"narrow": 0.1, "wide": 0.08}
_DIRECTIONS: Final = 48
#: What a leader line costs by itself, per share of the map's width, and per arc or leader line that it crosses. A side costs its index.
_LED: Final = 8.0
_LENGTH: Final = 400.0
_CROSSING: Final = 8.0
#: What a leader line costs that runs over a marker without a name or with one that has no line, as it must where a point is surrounded.
_OVER_A_MARKER: Final = 12.0
#: What it costs if a name at the end of a leader line is this close, in pixels, to a marker without a name, whose it would seem to be.
_BESIDE: Final = 12.0
_CLOSE: Final = 6
#: How often names are placed, each time in another order, and what a name costs that has no place.
_ATTEMPTS: Final = 16
_NOWHERE: Final = 1000.0
#: If there are more names than these, only the needed ones are placed several times.
_MANY: Final = 30
#: How many positions are compared with the names already placed at once.
_AT_ONCE: Final = 32
#: What a box is larger by on each side when others are compared with it: names are a pixel apart.
_APART: Final = np.array([-1, -1, 1, 1])
#: Side of a cell in pixels.
_CELL: Final = 2
#: Width in pixels of the map for which the widths of arcs are given.
MEASURED: Final = 960

_Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Lines:
    """Arcs as points (lat, lon) in degrees.

    They widen from one pixel at their start to ``end`` pixels, on a map ``MEASURED`` pixels wide.
    """

    arcs: tuple[_Line, ...] = ()
    end: float = 1.0


NO_LINES: Final = Lines()


@dataclass(frozen=True)
class Name:
    """A name and its point in degrees.

    ``radius`` is the marker's radius in pixels, ``led`` whether a leader line is allowed, ``far`` whether it may be long because no marker
    is at the point, ``near`` whether it must be short because the name may be left out, ``needed`` whether a place is found for the name
    before all others.
    """

    text: str
    lat: float
    lon: float
    radius: float = 6
    led: bool = True
    needed: bool = False
    far: bool = False
    near: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Return whether the two boxes overlap."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: "Box") -> bool:
        """Return whether this box is inside ``other``."""
        return self.left >= other.left and self.top >= other.top and self.right <= other.right and self.bottom <= other.bottom


@dataclass(frozen=True)
class Place:
    """The position of a name: its anchor in degrees, its ``textposition``, and whether a leader line (``led``) joins it to its point."""

    lat: float
    lon: float
    side: str
    led: bool = False


def _offset(text: str, radius: float, side: str, size: float) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the box of ``text``, relative to its anchor, whose marker has ``radius``."""
    width, height = text_width(text) * size, size * (1.26 + 1.3 * text.count(BREAK))
    across, down = _SIDES[side]
    # On a diagonal the gap is shorter along each axis; straight to one side it is full.
    gap = (radius + _GAP) * (0.6 if across and down else 1)
    x = across * width + (across > 0) * gap - (across < 0) * gap
    y = down * height + (down > 0) * gap - (down < 0) * gap + _LIFT[down] * size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def text_box(x: float, y: float, name: Name, side: str, size: float) -> Box:
    """Return where Plotly draws ``name`` at ``side`` of a point at x, y, with a font of ``size`` pixels."""
    left, top, right, bottom = _offset(name.text, name.radius, side, size)
    return Box(x + left, y + top, x + right, y + bottom)


def picture(view: View, width: float) -> Box:
    """Return the part of a picture ``width`` pixels wide in which names are: all of it, because beside the globe there is space."""
    return Box(_EDGE, _EDGE, width - _EDGE, width / view.aspect - _EDGE)


@dataclass(frozen=True)
class _Candidates:
    """Positions of one name that no arc and no symbol is in the way of, the cheapest first.

    ``units`` are anchors in a picture of the width 1, ``sides`` indices of :data:`_SIDES`. ``boxes`` (positions, widths, 4) is in pixels,
    as are the points along the leader lines (``lines``: points, positions, widths, 2).
    """

    costs: np.ndarray
    units: np.ndarray
    sides: np.ndarray
    led: np.ndarray
    boxes: np.ndarray
    lines: np.ndarray


class _Map:
    """The picture at all widths of one size: where points are, and which cells arcs run through."""

    def __init__(self, view: View, size: str, names: Sequence[Name], lines: Lines) -> None:
        self.view, self.size = view, size
        self.widths = np.array(WIDTHS[size], dtype=float)
        self.frames = np.array([(box.left, box.top, box.right, box.bottom) for box in (picture(view, width) for width in WIDTHS[size])])
        self.drawn = np.array(view.drawn(1))
        radii = {(name.lat, name.lon): name.radius for name in names}
        strokes = [self._stroke(line, radii) for line in lines.arcs]
        self._sums = [self._sum(width, lines.end, strokes) for width in self.widths]
        self.dots = {name: self._dot(name) for name in names if name.radius}

    def units(self, points: Sequence[tuple[float, float]]) -> np.ndarray:
        """Return the positions of points (lat, lon) in a picture of the width 1, not finite on the far side of the globe."""
        return np.asarray(self.drawn[:2] + self.view.shares(points) * (self.drawn[2:] - self.drawn[:2]))

    def degrees(self, unit: np.ndarray) -> tuple[float, float]:
        """Return the point (lat, lon) at a position in a picture of the width 1."""
        ((lat, lon),) = self.view.degrees(((unit - self.drawn[:2]) / (self.drawn[2:] - self.drawn[:2]))[None])
        return round(float(lat), 2), round(float(lon), 2)

    def _dot(self, name: Name) -> np.ndarray:
        centre = self.units([(name.lat, name.lon)]) * self.widths[:, None]
        return np.concatenate([centre - name.radius, centre + name.radius], axis=1)

    def _stroke(self, line: _Line, radii: dict[tuple[float, float], float]) -> tuple[np.ndarray, float, float]:
        """Return the points of an arc in a picture of the width 1, a cell apart at the largest width, and the radii at its ends."""
        corners = self.units(visible(self.view, line))
        corners = corners[np.isfinite(corners).all(axis=1)]
        along = np.concatenate([[0], np.hypot(*np.diff(corners, axis=0).T).cumsum()])
        at = np.linspace(0, along[-1], ceil(along[-1] * self.widths[-1] / _CELL) + 2)
        points = np.column_stack([np.interp(at, along, corners[:, axis]) for axis in (0, 1)])
        return points, radii.get(line[0], 0), radii.get(line[-1], 0)

    def _sum(self, width: float, end: float, strokes: Sequence[tuple[np.ndarray, float, float]]) -> np.ndarray:
        rows, columns = int(width / self.view.aspect / _CELL) + 1, int(width / _CELL) + 1
        taken = np.zeros((rows + 1, columns + 1), dtype=np.int32)
        cells, spreads = [np.empty((0, 2), dtype=int)], [np.empty(0, dtype=int)]
        for unit, first, last in strokes:
            points = unit * width
            # An arc may end at its own symbol, beside which its name is.
            far = np.hypot(*(points - points[0]).T) >= first
            far &= np.hypot(*(points - points[-1]).T) >= last
            # Half of the arc's width and a pixel, in whole cells.
            half = (1 + (end - 1) * np.linspace(0, 1, len(points))[far]) * width / MEASURED / 2
            cells.append((points[far] / _CELL).astype(int))
            spreads.append(np.ceil((half + 1) / _CELL).astype(int))
        (column, row), spread = np.concatenate(cells).T, np.concatenate(spreads)
        widest = int(spread.max(initial=0))
        for down in range(-widest, widest + 1):
            for across in range(-widest, widest + 1):
                y, x, wide = row + down, column + across, max(abs(down), abs(across)) <= spread
                seen = (y >= 0) & (y < rows) & (x >= 0) & (x < columns) & wide
                taken[y[seen] + 1, x[seen] + 1] = 1
        return taken.cumsum(axis=0).cumsum(axis=1)

    def crossed(self, boxes: np.ndarray) -> np.ndarray:
        """Return for each of ``boxes`` (positions, widths, 4), whether an arc runs through it at any width."""
        found = np.zeros(len(boxes), dtype=bool)
        for number, sums in enumerate(self._sums):
            rows, columns = sums.shape
            left, top, right, bottom = (boxes[:, number] / _CELL).astype(int).T
            left, right = left.clip(0, columns - 1), (right + 1).clip(0, columns - 1)
            top, bottom = top.clip(0, rows - 1), (bottom + 1).clip(0, rows - 1)
            found |= sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left] > 0
        return found

    def crossings(self, start: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Return for each line from ``start`` to ``ends`` (in a picture of the width 1) how many arcs it crosses at a middle width."""
        number = len(self._sums) // 2
        sums = self._sums[number]
        rows, columns = sums.shape
        shares = np.linspace(0.1, 0.95, 40)[:, None, None]
        points = (start * (1 - shares) + ends * shares) * self.widths[number] / _CELL
        column, row = points[..., 0].astype(int).clip(0, columns - 2), points[..., 1].astype(int).clip(0, rows - 2)
        on = sums[row + 1, column + 1] - sums[row, column + 1] - sums[row + 1, column] + sums[row, column] > 0
        return np.asarray((on[1:] & ~on[:-1]).sum(axis=0) + on[0])

    def candidates(self, name: Name) -> _Candidates | None:
        """Return the positions of ``name`` that are in the picture, and that no arc and no symbol covers; None if there are none."""
        (start,) = self.units([(name.lat, name.lon)])
        if not np.isfinite(start).all():
            return None
        font = FONT_SIZE[self.size]
        beside = np.array([_offset(name.text, name.radius, side, font) for side in _SIDES])
        away = np.array([_offset(name.text, 0, side, font) for side in _SIDES])
        turned, sides, lengths = _offsets(self.size)
        if not name.led:
            turned, sides, lengths = turned[: len(_SIDES)], sides[: len(_SIDES)], lengths[: len(_SIDES)]
        if not name.far:
            near = lengths <= (_NEARER if name.near else _NEAR)[self.size]
            turned, sides, lengths = turned[near], sides[near], lengths[near]
        led = lengths > 0
        units = start + turned
        boxes = np.tile(units[:, None, :] * self.widths[:, None], 2) + np.where(led[:, None], away[sides], beside[sides])[:, None, :]
        free = ((boxes[..., :2] >= self.frames[:, :2]) & (boxes[..., 2:] <= self.frames[:, 2:])).all(axis=(1, 2))
        # A leader line ends on the map.
        free &= ~led | ((units >= self.drawn[:2]) & (units <= self.drawn[2:])).all(axis=1)
        if self.view.name == "globe":
            free &= ~led | (np.hypot(*(units - (0.5, 0.5 / ASPECT)).T) < 0.97 * 0.5 / ASPECT)
        free[free] = ~self.crossed(boxes[free])
        ends = units[:, None, :] * self.widths[:, None]
        lines = _along(np.broadcast_to(start * self.widths[:, None], ends.shape), ends)
        kept = np.flatnonzero(free)
        if others := [dot for other, dot in self.dots.items() if other is not name]:
            kept = kept[~_meet(boxes[kept, None], np.array(others))]
        if name.led and (theirs := [dot for other, dot in self.dots.items() if other is not name and other.text and other.led]):
            # At the smallest width, where markers are largest, a line may touch one.
            kept = kept[~(led[kept] & _hit(lines[:, kept, 1:], np.array(theirs)[:, 1:], 1))]
        if not len(kept):
            return None
        costs = np.where(led, _LED + _LENGTH * lengths, sides.astype(float))[kept]
        costs += np.where(led[kept], _CROSSING * self.crossings(start, units[kept]), 0)
        if name.led and others:
            costs += np.where(led[kept] & _hit(lines[:, kept], np.array(others), 1), _OVER_A_MARKER, 0)
        if name.led and (bare := [dot for other, dot in self.dots.items() if not other.text]):
            costs += np.where(led[kept] & _meet(boxes[kept, None] + _CLOSE * _APART, np.array(bare)), _BESIDE, 0)
        order = np.argsort(costs, kind="stable")
        kept = kept[order]
        return _Candidates(costs[order], units[kept], sides[kept], led[kept], boxes[kept], lines[:, kept])


@cache
def _offsets(size: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all positions around a point: offset of the anchor in shares of the width, index of the side, length of the leader line."""
    names = list(_SIDES)
    turned, sides, lengths = [(0.0, 0.0)] * len(names), list(range(len(names))), [0.0] * len(names)
    for length in _LEADERS[size]:
        for turn in range(_DIRECTIONS):
            right, down = cos(2 * pi * turn / _DIRECTIONS), sin(2 * pi * turn / _DIRECTIONS)
            fitting = {"middle right": right > -0.3, "middle left": right < 0.3}
            fitting |= {"top center": down < -0.6, "bottom center": down > 0.6}
            for side in (side for side, fits in fitting.items() if fits):
                turned.append((right * length, down * length))
                sides.append(names.index(side))
                lengths.append(length)
    return np.array(turned), np.array(sides), np.array(lengths)


def _meet(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return which of ``boxes`` (positions, 1, widths, 4) overlap one of ``others`` (number, widths, 4) at any width."""
    apart = (boxes[..., 0] >= others[..., 2]) | (boxes[..., 2] <= others[..., 0])
    apart |= (boxes[..., 1] >= others[..., 3]) | (boxes[..., 3] <= others[..., 1])
    return np.asarray((~apart).any(axis=(1, 2)))


def _along(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return points along leader lines (any shape ending in 2), as an additional first axis, without the part on the line's own marker."""
    shares = np.linspace(0.15, 0.97, 8).reshape(-1, *[1] * starts.ndim)
    return starts * (1 - shares) + ends * shares


def _hit(points: np.ndarray, boxes: np.ndarray, by: float) -> np.ndarray:
    """Return whether any of ``points`` (steps, positions, widths, 2) is in one of ``boxes`` (number, widths, 4), enlarged ``by`` pixels."""
    x, y = points[:, :, None, :, 0], points[:, :, None, :, 1]
    within = (x > boxes[..., 0] - by) & (x < boxes[..., 2] + by) & (y > boxes[..., 1] - by) & (y < boxes[..., 3] + by)
    return np.asarray(within.any(axis=(0, 2, 3)))


def _covered(boxes: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Return which of ``boxes`` (positions, widths, 4) a leader line (points, widths, 2) comes within two pixels of."""
    x, y = line[:, None, :, 0], line[:, None, :, 1]
    within = (x > boxes[..., 0] - 2) & (x < boxes[..., 2] + 2) & (y > boxes[..., 1] - 2) & (y < boxes[..., 3] + 2)
    return np.asarray(within.any(axis=(0, 2)))


def _cross(lines: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return which of ``lines`` (points, positions, widths, 2) cross the straight line through the points ``other`` (points, widths, 2)."""
    a, b, c, d = lines[0], lines[-1], other[0], other[-1]

    def turn(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> Any:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])

    return np.asarray(((turn(a, b, c) * turn(a, b, d) < 0) & (turn(c, d, a) * turn(c, d, b) < 0)).any(axis=-1))


def _cheapest(mine: _Candidates, boxes: Sequence[np.ndarray], leaders: Sequence[np.ndarray]) -> tuple[int, float]:
    """Return the cheapest position that is clear of ``boxes`` and ``leaders``, and its cost; -1 if there is none."""
    best, least = -1, np.inf
    for begin in range(0, len(mine.costs), _AT_ONCE):
        if mine.costs[begin] >= least:
            break
        part = slice(begin, begin + _AT_ONCE)
        own, lines, led, price = mine.boxes[part], mine.lines[:, part], mine.led[part], mine.costs[part].copy()
        free = np.ones(len(own), dtype=bool)
        if boxes:
            taken = np.array(boxes) + _APART
            free &= ~_meet(own[:, None], taken)
            if led.any():
                free &= ~(led & _hit(lines, taken, 2))
        for line in leaders:
            free &= ~_covered(own, line)
            price += _CROSSING * (led & _cross(lines, line))
        if free.any():
            found = int(np.where(free, price, np.inf).argmin())
            if price[found] < least:
                best, least = begin + found, float(price[found])
    return best, least


def _arranged(order: Sequence[Name], every: dict[Name, _Candidates]) -> tuple[dict[Name, int], dict[Name, float]]:
    """Place names in ``order``, each at the cheapest position that is free; return the positions' indices and costs."""
    placed, prices = dict[Name, int](), dict[Name, float]()
    boxes, leaders = list[np.ndarray](), list[np.ndarray]()
    for name in order:
        mine = every[name]
        best, price = _cheapest(mine, boxes, leaders)
        if best < 0:
            continue
        placed[name], prices[name] = best, price
        boxes.append(mine.boxes[best])
        if mine.led[best]:
            leaders.append(mine.lines[:, best])
    return placed, prices


def _improved(order: Sequence[Name], every: dict[Name, _Candidates]) -> list[Name]:
    """Return the names of ``order`` in the order in which placing them costs least, as far as a few attempts find it.

    After each attempt those choose first that had no place or one much worse than their best, in all attempts together.
    """
    best, least, missed = list(order), np.inf, dict.fromkeys(order, 0.0)
    for _ in range(_ATTEMPTS):
        _, prices = _arranged(order, every)
        prices |= {name: _NOWHERE * (1 + len(order) * name.needed) for name in order if name not in prices}
        if sum(prices.values()) < least:
            best, least = list(order), sum(prices.values())
        dearer = {name: prices[name] - every[name].costs[0] for name in order}
        if not any(dearer.values()):
            break
        missed = {name: missed[name] + dearer[name] for name in order}
        order = sorted(order, key=lambda name: -missed[name])
    return best


@lru_cache(1024)
def place(view: View, names: tuple[Name, ...], size: str, lines: Lines = NO_LINES) -> dict[Name, Place]:
    """Return the position of each of ``names`` that can be shown in ``view`` without overlapping another or an arc.

    Args:
        view: the view as containers of the size show it.
        names: each stays clear of the others' names, markers and leader lines, and of the picture's edge. One with an empty text keeps
            others off its marker and is not placed.
        size: a key of :data:`WIDTHS`; the position is valid for all its widths.
        lines: arcs that no name may cover; an arc may end at the marker of its own name.
    """
    drawn = _Map(view, size, names, lines)
    every = {name: mine for name in names if name.text and (mine := drawn.candidates(name)) is not None}
    # Names with few positions choose first.
    order = sorted(every, key=lambda name: (not name.needed, len(every[name].costs), name.text))
    tried = order if len(order) <= _MANY else [name for name in order if name.needed]
    best, _ = _arranged([*_improved(tried, every), *order[len(tried) :]], every)
    sides = list(_SIDES)
    places = {}
    for name in names:
        if name in best:
            mine, number = every[name], best[name]
            led = bool(mine.led[number])
            at = drawn.degrees(mine.units[number]) if led else (name.lat, name.lon)
            places[name] = Place(*at, sides[mine.sides[number]], led)
    return places
