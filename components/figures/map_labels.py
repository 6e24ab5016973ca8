"""Place the names on the map so that none covers another, at every width the map can have.

A name is placed on one of eight sides of its point or, if the partners are crowded, farther away at the end of a thin leader line, as
cartographers do. One position must work for a range of widths, because the browser scales the map without asking the server, so each
position is tried at several widths. A name that fits nowhere appears only in hover text, list and table. Names are placed in order: the
first gets the best position.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from components.figures.map_views import view_called

#: Map widths in pixels, for narrow containers (phones, half screens) and wide ones (desktops, projectors).
WIDTHS: Final = {"narrow": (320, 340, 358, 390, 430, 480, 540, 599), "wide": (600, 680, 780, 880, 960, 1080, 1240, 1440)}

#: Font size of the names, in pixels.
FONT_SIZE: Final = {"narrow": 11, "wide": 13}

#: Width of an average character as a share of the font size, generous for a humanist sans-serif.
_CHARACTER: Final = 0.56
#: Distance in pixels that Plotly keeps between text and point, in addition to the marker's radius.
_GAP: Final = 3

#: Plotly's ``textposition``, and the offset of the name from its point in units of the name's own size.
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


@dataclass(frozen=True)
class Name:
    """A name and its point in degrees; ``radius`` is the marker's radius in pixels, ``led`` whether a leader line is allowed."""

    text: str
    lat: float
    lon: float
    radius: float = 6
    led: bool = True


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


def text_box(x: float, y: float, name: Name, side: str, size: float) -> Box:
    """Return where Plotly draws ``name`` at ``side`` of a point at x, y, with a font of ``size`` pixels."""
    width, height = len(name.text) * size * _CHARACTER, size * 1.2
    across, down = _SIDES[side]
    # On a diagonal the gap is shorter along each axis; straight to one side it is full.
    gap = (name.radius + _GAP) * (0.6 if across and down else 1)
    centre_x = x + across * width + (across > 0) * gap - (across < 0) * gap
    centre_y = y + down * height + (down > 0) * gap - (down < 0) * gap
    return Box(centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2)


@dataclass(frozen=True)
class Place:
    """The position of a name: its anchor in degrees, its ``textposition``, and whether a leader line (``led``) joins it to its point."""

    lat: float
    lon: float
    side: str
    led: bool = False


@cache
def _pixels(view: str, lat: float, lon: float, size: str) -> tuple[tuple[float, float], ...] | None:
    points = [view_called(view).pixels(lat, lon, width) for width in WIDTHS[size]]
    return tuple(point for point in points if point) if all(points) else None


def _boxes(view: str, name: Name, place: Place, size: str) -> list[Box] | None:
    """Return the name's box at each width; None if it would leave the picture at one of them."""
    points = _pixels(view, place.lat, place.lon, size)
    if points is None:
        return None
    drawn = Name(name.text, place.lat, place.lon, 0) if place.led else name
    boxes = [text_box(*point, drawn, place.side, FONT_SIZE[size]) for point in points]
    inside = all(box.inside(Box(*view_called(view).drawn(width))) for box, width in zip(boxes, WIDTHS[size], strict=True))
    return boxes if inside else None


def _dot(view: str, name: Name, size: str) -> list[Box] | None:
    points = _pixels(view, name.lat, name.lon, size)
    r = name.radius
    return [Box(x - r, y - r, x + r, y + r) for x, y in points] if points and r else None


def _leader(view: str, name: Name, place: Place, size: str) -> list[list[Box]]:
    """Return the leader line as a chain of small boxes, each at every width, without the part that covers its own marker."""
    start, end = _pixels(view, name.lat, name.lon, size), _pixels(view, place.lat, place.lon, size)
    if start is None or end is None:
        return []
    chain = []
    for step in range(2, 11):
        t = step / 11
        middle = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for (x0, y0), (x1, y1) in zip(start, end, strict=True)]
        chain.append([Box(x - 1, y - 1, x + 1, y + 1) for x, y in middle])
    return chain


def _candidates(name: Name, leaders: bool) -> Iterator[Place]:
    for side in _SIDES:
        yield Place(name.lat, name.lon, side)
    if leaders:
        offsets = sorted(
            ((north, east) for north in range(-48, 31, 2) for east in range(-72, 73, 3) if abs(east) >= 6),
            key=lambda offset: offset[0] ** 2 + (offset[1] * 0.6) ** 2,
        )
        for north, east in offsets:
            yield Place(name.lat + north, name.lon + east, "middle right" if east > 0 else "middle left", led=True)


@cache
def place(view: str, names: tuple[Name, ...], size: str) -> dict[Name, Place]:
    """Return the position of each of ``names`` that can be shown in ``view`` without overlapping another.

    Args:
        view: a name that ``map_views.view_called`` knows.
        names: most important first. Each stays clear of the others' names, markers and leader lines, and of the
            picture's edge.
        size: a key of :data:`WIDTHS`; the position is valid for all its widths. Leader lines need the space of a wide map.
    """
    dots = {name: dot for name in names if (dot := _dot(view, name, size))}
    placed: dict[Name, Place] = {}
    names_taken: list[list[Box]] = []
    lines_taken: list[list[Box]] = []

    def is_free(boxes: list[Box], others: Iterable[list[Box]]) -> bool:
        return not any(mine.meets(theirs) for other in others for mine, theirs in zip(boxes, other, strict=True))

    # Names that fit beside their point are placed first, so that no leader line takes their space.
    for leaders in (False, True) if size == "wide" else (False,):
        for name in names:
            other_dots = [dot for other, dot in dots.items() if other is not name]
            for candidate in _candidates(name, leaders) if name not in placed and name.led >= leaders else ():
                boxes = _boxes(view, name, candidate, size)
                if boxes is None or not is_free(boxes, [*names_taken, *lines_taken, *other_dots]):
                    continue
                line = _leader(view, name, candidate, size) if candidate.led else []
                if not all(is_free(link, names_taken) for link in line):
                    continue
                placed[name] = candidate
                names_taken.append(boxes)
                lines_taken += line
                break
    return placed
