"""Simulate a visitor without a browser: open a session as the page's script does, and measure how long each response takes."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

#: Longest wait for one response, in seconds; after it the session counts as broken.
PATIENCE: Final = 30
#: Exceptions of a broken connection.
BROKEN: Final = (OSError, TimeoutError, WebSocketException, EOFError)


@dataclass
class View:
    """What a visitor sees after a run: headings in order, number of elements, and whether there is an error."""

    headings: list[str] = field(default_factory=list)
    elements: int = 0
    failed: bool = False


async def _xsrf_cookie(base: str) -> str:
    """Return the cookie that the health check sets, as a browser gets it before it opens a session.

    Raises:
        EOFError: the health check failed or set no cookie.
    """
    parts = urlsplit(base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET /_stcore/health HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
    answer = (await asyncio.wait_for(reader.read(), PATIENCE)).decode("latin-1")
    writer.close()
    found = re.search(r"^set-cookie: _streamlit_xsrf=([^;\r]+)", answer, re.IGNORECASE | re.MULTILINE)
    if not answer.startswith("HTTP/1.1 200") or not found:
        raise EOFError("the health check failed or set no cookie")
    return found[1]


class Session:
    """One visitor at ``base`` on the page ``page`` (empty: the map)."""

    def __init__(self, base: str, page: str = "") -> None:
        """Create the session without connecting; :meth:`open` connects."""
        self.base, self.page, self.query = base, page, ""
        self.view = View()
        self.cookie = self.id = self._hash = ""
        self._socket: ClientConnection | None = None

    async def open(self) -> Self:
        """Connect, or reconnect with the session's own id as a browser does; :meth:`show` then fetches a view."""
        self.cookie = self.cookie or await _xsrf_cookie(self.base)
        names = ["streamlit", self.cookie, *([self.id] if self.id else [])]
        self._socket = await connect(
            f"{self.base.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(self.base),
            subprotocols=[Subprotocol(name) for name in names],
            additional_headers={"Cookie": f"_streamlit_xsrf={self.cookie}"},
            max_size=None,
            open_timeout=PATIENCE,
        )
        return self

    async def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            await self._socket.close()

    async def show(self, query: str) -> float:
        """Request the view of ``query`` (a query string), wait until it is complete and return the seconds it took."""
        assert self._socket is not None, "the session is not open"
        self.query = query
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = query, self._hash
        if not self._hash:
            state.page_name = self.page
        state.context_info.url = f"{self.base}/{self.page}?{query}"
        state.context_info.timezone, state.context_info.locale, state.context_info.color_scheme = "Europe/Berlin", "de-DE", "light"
        begun = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._read(await self._socket.recv()):
                pass
        return time.perf_counter() - begun

    async def wait_until_broken(self) -> None:
        """Read messages until the connection breaks, which raises one of ``BROKEN``."""
        assert self._socket is not None, "the session is not open"
        while True:
            await self._socket.recv()

    def _read(self, data: str | bytes) -> bool:
        """Process one message and return whether it ends a run."""
        message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        match message.WhichOneof("type"):
            case "new_session":
                self.id, self.view = message.new_session.initialize.session_id, View()
            case "navigation":
                self._hash = message.navigation.page_script_hash
            case "delta":
                kind = message.delta.new_element.WhichOneof("type") if message.delta.HasField("new_element") else None
                self.view.elements += kind is not None
                self.view.failed |= kind == "exception" or (kind == "alert" and message.delta.new_element.alert.icon == ":material/error:")
                if kind == "heading":
                    self.view.headings.append(message.delta.new_element.heading.body)
            case "script_finished":
                return bool(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)
        return False
