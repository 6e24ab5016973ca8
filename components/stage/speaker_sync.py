"""Where a main window tells its speaker view which slide it shows. Kept in the memory of this process alone."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from data.selection import Selection

#: More presentations than this at one time push the oldest out.
ROOMS_AT_MOST: Final = 200


@dataclass(frozen=True)
class Room:
    """What a main window shows, and since when (seconds since 1970) it has been presenting."""

    selection: Selection
    since: float


_rooms: OrderedDict[str, Room] = OrderedDict()
_lock = Lock()


def tell(selection: Selection) -> None:
    """Note that the main window of the room of ``selection`` shows it."""
    with _lock:
        known = _rooms.pop(selection.room, None)
        _rooms[selection.room] = Room(selection, known.since if known else time.time())
        while len(_rooms) > ROOMS_AT_MOST:
            _rooms.popitem(last=False)


def shown_in(room: str) -> Room | None:
    """Return what the main window of ``room`` shows, None where none has told."""
    with _lock:
        return _rooms.get(room)
