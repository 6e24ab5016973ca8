"""Share the slide that a main window shows with its presenter view, in the memory of this process only."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from data.selection import Selection

#: Number of presentations kept. Beyond it, the one whose main window has been idle longest is dropped.
ROOMS_AT_MOST: Final = 200


@dataclass(frozen=True)
class Room:
    """What a main window shows, and when it started presenting (in seconds since 1970)."""

    selection: Selection
    since: float


_rooms: OrderedDict[str, Room] = OrderedDict()
_lock = Lock()


def tell(selection: Selection) -> None:
    """Record ``selection`` as what the main window of its room shows."""
    with _lock:
        known = _rooms.pop(selection.room, None)
        _rooms[selection.room] = Room(selection, known.since if known else time.time())
        while len(_rooms) > ROOMS_AT_MOST:
            _rooms.popitem(last=False)


def shown_in(room: str) -> Room | None:
    """Return what the main window of ``room`` shows, None if none has been recorded."""
    with _lock:
        return _rooms.get(room)
