"""Share the slide that a main window shows with its presenter view, in the memory of this process only.

The room in the URL is not secret, because links are shown and shared. Windows are connected only if they also belong to the same browser,
which is identified by its XSRF cookie: the token in it is random, and no other browser has it.
"""

import time
from dataclasses import dataclass
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from data.selection import Selection

#: Session key of the room of a window.
_HELD: Final = "stage-room"


@dataclass(eq=False)
class Room:
    """What a main window shows, and when it started presenting (in seconds since 1970)."""

    selection: Selection
    since: float


#: A room lasts as long as a session holds it: each holds one, so that there are never more rooms than windows, and none is pushed out.
_rooms: WeakValueDictionary[tuple[bytes, str], Room] = WeakValueDictionary()
_lock = Lock()


def _browser() -> bytes:
    """Return the token of the viewer's browser, empty if it has none."""
    return decode_xsrf_token_string(st.context.cookies.get(XSRF_COOKIE_NAME, ""))[0] or b""


def tell(selection: Selection) -> None:
    """Record ``selection`` as what this session, a main window, shows in its room; without a cookie nothing is recorded."""
    if not (browser := _browser()):
        return
    with _lock:
        room = _rooms.setdefault((browser, selection.room), Room(selection, time.time()))
        room.selection = selection
    st.session_state[_HELD] = room


def shown_in(room: str) -> Room | None:
    """Return what the main window of ``room`` in this browser shows and keep it for this session; None if none has been recorded."""
    with _lock:
        found = _rooms.get((_browser(), room))
    st.session_state[_HELD] = found
    return found


def close() -> None:
    """Let go of the room of this session's window."""
    st.session_state.pop(_HELD, None)
