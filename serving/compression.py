"""Compress text responses: files and pages once for everybody, everything else per request."""

import gzip
import posixpath
import re
from collections.abc import Collection
from typing import Final

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.cache import ByteCache
from serving.first_view import PICTURES

#: Largest number of compressed files and pages in memory, and their total size in bytes; all scripts, borders and pictures have 7 million.
_KEPT, KEPT_BYTES = 2048, 16 * 1024 * 1024
#: Size in bytes below which a response is not compressed.
_MINIMUM: Final = 1000
#: Level of gzip, of 9; a higher one makes scripts 1 % smaller in double the time.
_LEVEL: Final = 6
_FILES: Final = ("/static/", "/app/static/")
_TEXT: Final = ("text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml", "text/plain")
#: Documents whose content is compressed already; archives and pictures are among the defaults of the middleware.
_COMPRESSED_WITHIN: Final = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
_GZIP: Final = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?=,|$)", re.IGNORECASE)


class Compression:
    """ASGI middleware that compresses text for browsers that accept gzip.

    The framework does not compress its scripts, because it would do so for each visitor again. Here compressed files and pages are kept as
    long as their ETag is valid. All spellings of a path share one copy. Beyond :data:`KEPT_BYTES` the least recently used is dropped.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str] = ()) -> None:
        """Wrap ``app``; ``pages`` are the paths of the pages."""
        self.app = app
        self._pages = frozenset(pages) | {""}
        excluded = (*DEFAULT_EXCLUDED_CONTENT_TYPES, *_COMPRESSED_WITHIN)
        self._fresh = GZipMiddleware(self._plain, minimum_size=_MINIMUM, compresslevel=_LEVEL, exclude_content_types=excluded)
        self._kept: ByteCache[tuple[str, bytes]] = ByteCache(_KEPT, KEPT_BYTES, lambda kept: len(kept[1]))

    @property
    def kept_bytes(self) -> int:
        """Return the size of all compressed text in memory, in bytes."""
        return self._kept.bytes

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
        elif "range" in headers:
            await self._fresh(scope, receive, send_marked)
        elif scope["path"].startswith(_FILES):
            file = posixpath.normpath(scope["path"])
            if not await self._send_kept(file, scope, receive, send_marked):
                await self._keep(scope, receive, send_marked, file)
        elif scope["path"].strip("/") in self._pages or scope["path"].startswith(PICTURES):
            await self._keep(scope, receive, send_marked)
        else:
            await self._fresh(scope, receive, send_marked)

    async def _plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Request uncompressed text from below, because the page is changed on its way out."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app(scope | {"headers": headers}, receive, send)

    async def _send_kept(self, file: str, scope: Scope, receive: Receive, send: Send) -> bool:
        """Send the kept copy of ``file`` and return whether there is one that is still valid."""
        kept = self._kept.get(file)
        if kept is None:
            return False
        etag, body = kept
        responses: list[Message] = []

        async def note(message: Message) -> None:
            responses.append(message)

        await self._plain(scope | {"method": "HEAD"}, receive, note)
        start = responses[0]
        if Headers(raw=start["headers"]).get("etag") != etag:
            return False
        await send(_compressed(start, len(body)) if start["status"] == 200 else start)
        await send({"type": "http.response.body", "body": body if start["status"] == 200 and scope["method"] != "HEAD" else b""})
        return True

    async def _keep(self, scope: Scope, receive: Receive, send: Send, file: str = "") -> None:
        """Send text compressed and keep it; pass everything else on unchanged.

        ``file`` is the key of a file. Pages and pictures have none: they are looked up by their ETag, because many URLs have the same
        content.
        """
        held: list[Message] = []
        kinds = (*_TEXT, "text/html")

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                kind, size = headers.get("content-type", "").partition(";")[0], int(headers.get("content-length", 0))
                if message["status"] == 200 and scope["method"] == "GET" and "etag" in headers and kind in kinds and size >= _MINIMUM:
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if not message.get("more_body", False):
                    etag = Headers(raw=held[0]["headers"])["etag"]
                    whole = b"".join(part.get("body", b"") for part in held[1:])
                    known = None if file else self._kept.get(etag)
                    body = known[1] if known else await run_sync(gzip.compress, whole, _LEVEL)
                    self._kept.put(file or etag, (etag, body))
                    await send(_compressed(held[0], len(body)))
                    await send({"type": "http.response.body", "body": body})
                return
            await send(message)

        await self._plain(scope, receive, hold)


def _takes_gzip(headers: Headers) -> bool:
    """Return whether the request accepts gzip; a weight that is zero or not a number refuses it."""
    asked = _GZIP.search(headers.get("accept-encoding", ""))
    return asked is not None and (asked[1] is None or re.fullmatch(r"0\.0*[1-9][0-9]*|1(\.0*)?", asked[1]) is not None)


def _marked(start: Message) -> Message:
    """Return the start of a response with a weak ETag if it is compressed, and with a single ``Vary`` if it could be.

    The framework below has answered a request without ``Accept-Encoding`` and may have set a ``Vary`` of its own.
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
