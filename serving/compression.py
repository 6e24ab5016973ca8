"""Less to send: text goes out compressed, and files that do not change are compressed once."""

import gzip
from typing import Final

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Smaller answers are not worth it, in bytes.
_MINIMUM: Final = 1000
#: Of 9; beyond it scripts shrink by another per cent at double the time.
_LEVEL: Final = 6
#: Only files; their number bounds what is kept.
_FILES: Final = ("/static/", "/app/static/")
_TEXT: Final = ("text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml", "text/plain")


class Compression:
    """ASGI middleware: compresses what is text, for browsers that can read it.

    The framework leaves its scripts uncompressed, because it would compress them for each visitor anew; here the compressed
    file is kept in memory for as long as its ETag holds.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app
        self._fresh = GZipMiddleware(app, minimum_size=_MINIMUM, compresslevel=_LEVEL)
        self._kept: dict[str, tuple[str, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else {}
        if "gzip" not in headers.get("accept-encoding", ""):
            await self.app(scope, receive, send)
            return
        if not scope["path"].startswith(_FILES) or "range" in headers:
            await self._fresh(_plain(scope), receive, send)
            return
        if scope["path"] not in self._kept or not await self._send_kept(_plain(scope), receive, send):
            await self._keep(_plain(scope), receive, send)

    async def _send_kept(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Send the kept file and return whether it still is the one asked for."""
        etag, body = self._kept[scope["path"]]
        answers: list[Message] = []

        async def note(message: Message) -> None:
            answers.append(message)

        await self.app(scope | {"method": "HEAD"}, receive, note)
        start = answers[0]
        if Headers(raw=start["headers"]).get("etag") != etag:
            return False
        await send(_compressed(start, len(body)) if start["status"] == 200 else start)
        await send({"type": "http.response.body", "body": body if start["status"] == 200 and scope["method"] != "HEAD" else b""})
        return True

    async def _keep(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file compressed and keep it; what is no text file passes as it is."""
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                kind, size = headers.get("content-type", "").partition(";")[0], int(headers.get("content-length", 0))
                if message["status"] == 200 and scope["method"] == "GET" and "etag" in headers and kind in _TEXT and size >= _MINIMUM:
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if not message.get("more_body", False):
                    body = await run_sync(gzip.compress, b"".join(part.get("body", b"") for part in held[1:]), _LEVEL)
                    self._kept[scope["path"]] = (Headers(raw=held[0]["headers"])["etag"], body)
                    await send(_compressed(held[0], len(body)))
                    await send({"type": "http.response.body", "body": body})
                return
            await send(message)

        await self.app(scope, receive, hold)


def _plain(scope: Scope) -> Scope:
    """Return ``scope`` asking for plain letters: nobody below may compress, for pages are changed on their way out."""
    return scope | {"headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}


def _compressed(start: Message, length: int) -> Message:
    # Of the same content in other bytes, hence a weak tag.
    headers = [
        (name, b"W/" + value if name == b"etag" else value)
        for name, value in start["headers"]
        if name.lower() not in (b"content-length", b"accept-ranges", b"vary")
    ]
    added = ((b"content-encoding", b"gzip"), (b"content-length", str(length).encode()), (b"vary", b"Accept-Encoding"))
    return start | {"headers": [*headers, *added]}
