"""Compression of text responses: files once for everybody, all else for each request."""

import gzip
import posixpath
import re
from collections import OrderedDict
from typing import Final

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: How much compressed text is kept in memory, in bytes; all scripts, borders and pictures together have some 7 million.
KEPT_BYTES: Final = 16 * 1024 * 1024
#: Smaller answers are not worth it, in bytes.
_MINIMUM: Final = 1000
#: Of 9; beyond it scripts shrink by another per cent at double the time.
_LEVEL: Final = 6
_FILES: Final = ("/static/", "/app/static/")
_TEXT: Final = ("text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml", "text/plain")
#: Documents that are compressed within; archives, pictures and the like are the middleware's own defaults.
_COMPRESSED_WITHIN: Final = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
_GZIP: Final = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?=,|$)", re.IGNORECASE)


class Compression:
    """ASGI middleware: compresses text for browsers that can read it.

    The framework leaves its scripts uncompressed because it would compress them for each visitor again; here a compressed file is kept
    as long as its ETag is valid. A file has one place however its path is spelt, and what was not asked for longest goes first once
    :data:`KEPT_BYTES` are full.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app
        excluded = (*DEFAULT_EXCLUDED_CONTENT_TYPES, *_COMPRESSED_WITHIN)
        self._fresh = GZipMiddleware(self._plain, minimum_size=_MINIMUM, compresslevel=_LEVEL, exclude_content_types=excluded)
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """Return how much compressed text is kept, in bytes."""
        return sum(len(body) for _, body in self._kept.values())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_marked(message: Message) -> None:
            await send(_marked(message) if message["type"] == "http.response.start" else message)

        if not _takes_gzip(headers):
            await self._plain(scope, receive, send_marked)
        elif not scope["path"].startswith(_FILES) or "range" in headers:
            await self._fresh(scope, receive, send_marked)
        else:
            file = posixpath.normpath(scope["path"])
            if not await self._send_kept(file, scope, receive, send_marked):
                await self._keep(file, scope, receive, send_marked)

    async def _plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask below for plain text: nobody there may compress, because pages are changed on their way out."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app(scope | {"headers": headers}, receive, send)

    async def _send_kept(self, file: str, scope: Scope, receive: Receive, send: Send) -> bool:
        """Send the kept copy of ``file`` and return whether there is one that is still valid."""
        if file not in self._kept:
            return False
        etag, body = self._kept[file]
        answers: list[Message] = []

        async def note(message: Message) -> None:
            answers.append(message)

        await self._plain(scope | {"method": "HEAD"}, receive, note)
        start = answers[0]
        if Headers(raw=start["headers"]).get("etag") != etag:
            return False
        if file in self._kept:
            self._kept.move_to_end(file)
        await send(_compressed(start, len(body)) if start["status"] == 200 else start)
        await send({"type": "http.response.body", "body": body if start["status"] == 200 and scope["method"] != "HEAD" else b""})
        return True

    async def _keep(self, file: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Send ``file`` compressed and keep it; what is not a text file is passed on unchanged."""
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
                    self._remember(file, Headers(raw=held[0]["headers"])["etag"], body)
                    await send(_compressed(held[0], len(body)))
                    await send({"type": "http.response.body", "body": body})
                return
            await send(message)

        await self._plain(scope, receive, hold)

    def _remember(self, file: str, etag: str, body: bytes) -> None:
        self._kept.pop(file, None)
        if len(body) > KEPT_BYTES:
            return
        self._kept[file] = (etag, body)
        kept = self.kept_bytes
        while kept > KEPT_BYTES:
            kept -= len(self._kept.popitem(last=False)[1][1])


def _takes_gzip(headers: Headers) -> bool:
    """Return whether the request accepts gzip; a weight of zero, or one that is no number, refuses it."""
    asked = _GZIP.search(headers.get("accept-encoding", ""))
    return asked is not None and (asked[1] is None or re.fullmatch(r"0\.0*[1-9][0-9]*|1(\.0*)?", asked[1]) is not None)


def _marked(start: Message) -> Message:
    """Return the start of a response with a weak tag if it is compressed, and with one ``Vary`` if it could be.

    Middleware of the framework below has answered a request that asked for nothing, and has set a ``Vary`` of its own.
    """
    headers = MutableHeaders(raw=list(start["headers"]))
    etag = headers.get("etag", "")
    if "content-encoding" in headers and etag.startswith('"'):
        headers["etag"] = f"W/{etag}"
    names = [name.strip() for value in headers.getlist("vary") for name in value.split(",") if name.strip()]
    kind = headers.get("content-type", "").partition(";")[0]
    if "content-encoding" in headers or kind in _TEXT or kind.startswith("text/"):
        names.append("Accept-Encoding")
    del headers["vary"]
    if names:
        headers["vary"] = ", ".join({name.lower(): name for name in names}.values())
    return start | {"headers": headers.raw}


def _compressed(start: Message, length: int) -> Message:
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"accept-ranges")]
    return start | {"headers": [*headers, (b"content-encoding", b"gzip"), (b"content-length", str(length).encode())]}
