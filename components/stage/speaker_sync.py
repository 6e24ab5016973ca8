"""Share the slide that a main window shows with its presenter view, in the memory of this process only.

The room in the URL is not secret, because links are shown and shared. Windows are connected only if they also belong to the same browser,
which is identified by its XSRF cookie: the token in it is random, and no other browser has it. After a restart or the loss of a replica
both windows connect again, the main window tells its slide once more, and the presenter view finds it.
"""

import time
from dataclasses import dataclass
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from data.selection import Selection

#: Session key of the room of a window.
_HELD: Final = "stage-room"


@dataclass(eq=False)
class Room:
    """What a main window shows, when it started presenting (on the monotonic clock of this process), and its session.

    ``main`` is empty once the window has left the presentation.
    """

    selection: Selection
    since: float
    main: str

    @property
    def elapsed(self) -> float:
        """Return how long the presentation has been running, in seconds: a duration, because the clocks of two machines differ."""
        return time.monotonic() - self.since

    @property
    def is_led(self) -> bool:
        """Return whether a main window shows this room and is connected."""
        return bool(self.main) and _is_connected(self.main)


#: A room lasts as long as a session holds it: each holds one, so that there are never more rooms than windows, and none is pushed out.
_rooms: WeakValueDictionary[tuple[bytes, str], Room] = WeakValueDictionary()
_lock = Lock()


def _browser() -> bytes:
    """Return the token of the viewer's browser, empty if it has none."""
    return decode_xsrf_token_string(st.context.cookies.get(XSRF_COOKIE_NAME, ""))[0] or b""


def _is_connected(session: str) -> bool:
    return not Runtime.exists() or Runtime.instance().is_active_session(session)


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else "none"


def tell(selection: Selection) -> None:
    """Record ``selection`` as what this session, a main window, shows in its room; without a cookie nothing is recorded."""
    if not (browser := _browser()):
        return
    with _lock:
        room = _rooms.setdefault((browser, selection.room), Room(selection, time.monotonic(), _session()))
        room.selection, room.main = selection, _session()
    if st.session_state.get(_HELD) is not room:
        close()
    st.session_state[_HELD] = room


def shown_in(room: str) -> Room | None:
    """Return what the main window of ``room`` in this browser shows and keep it for this session; None if none has been recorded."""
    with _lock:
        found = _rooms.get((_browser(), room))
    st.session_state[_HELD] = found
    return found


def close() -> None:
    """Let go of the room of this session's window; if it is the main window, its presenter view learns that it has left."""
    room = st.session_state.pop(_HELD, None)
    if room is not None and room.main == _session():
        room.main = ""
