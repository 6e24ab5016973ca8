"""Reject unwanted requests before anything reads them."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.settings import Settings

#: Largest head of a request, in bytes; the server reads no more. Cookies of a login with large tokens take some 20 kB.
HEAD_BYTES: Final = 64 * 1024
#: Largest message a session may send, in bytes: the state of all widgets of a page is a few thousand.
SESSION_MESSAGE_BYTES: Final = 256 * 1024
#: Longest path and query string, in bytes; our longest links have some 2,000.
_TARGET_BYTES: Final = 8 * 1024
#: Largest body of a request that uploads nothing, in bytes; one that uploads is larger than its file by less.
BODY_BYTES: Final = 16 * 1024
#: Below it the framework takes files: ``/_stcore/upload_file/<session>/<file>``.
UPLOAD: Final = "/_stcore/upload_file/"
_STREAM: Final = "/_stcore/stream"
#: What the browser needs of the framework's own endpoints; metrics, script checks and the agents' interface are not for the public.
_OPEN: Final = frozenset({"/_stcore/health", "/_stcore/host-config"})
_PROBES: Final = frozenset({"/healthz", "/readyz", "/_stcore/health"})
_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Gate:
    """ASGI middleware that refuses foreign hosts and origins, closed endpoints, wrong methods and oversized requests."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap ``app``."""
        self.app = app
        self._hosts = settings.allowed_hosts
        self._upload_bytes = settings.max_upload_mb * 1024 * 1024

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] == "websocket":
            if self._is_own_session(scope):
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            refused = self._refused(scope)
            if refused:
                await refused(scope, receive, send)
                return
            # The framework compares a foreign origin with this machine's address on the internet, which it asks a foreign host for.
            scope = scope | {"headers": [(name, value) for name, value in scope["headers"] if name != b"origin"]}
        await self.app(scope, receive, send)

    def _is_own_session(self, scope: Scope) -> bool:
        """Return whether a page of this host opens its session; clients other than browsers send no origin."""
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        own = not origins or (len(origins) == 1 and urlsplit(origins[0]).netloc == headers.get("host"))
        return scope["path"] == _STREAM and own and self._is_our_host(headers.get("host", ""))

    def _is_our_host(self, host: str) -> bool:
        if not self._hosts:
            return True
        name = re.sub(r":\d+$", "", host.lower()).removesuffix(".")
        return any(name == each or (each.startswith("*.") and name.endswith(each[1:])) for each in self._hosts)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        path, method, headers = scope["path"], scope["method"], Headers(scope=scope)
        uploads = bool(self._upload_bytes) and path.startswith(UPLOAD)
        if path not in _PROBES and not self._is_our_host(headers.get("host", "")):
            return PlainTextResponse("Misdirected Request", 421)
        if len(path.encode(errors="replace")) + len(scope["query_string"]) > _TARGET_BYTES:
            return PlainTextResponse("URI Too Long", 414)
        if _CONTROL.search(path) or "\\" in path or "//" in path:
            return PlainTextResponse("Bad Request", 400)
        if "/_stcore/" in f"{path}/" and path not in _OPEN and not uploads:
            return PlainTextResponse("Not Found", 404)
        methods = (*_METHODS, "PUT", "DELETE") if uploads else _METHODS
        if method not in methods:
            return PlainTextResponse("Method Not Allowed", 405, {"allow": ", ".join(methods)})
        length = headers.get("content-length", "0")
        # A multipart body is a little larger than the file in it.
        if not length.isdigit() or int(length) > BODY_BYTES + (self._upload_bytes if uploads else 0):
            return PlainTextResponse("Content Too Large", 413)
        return None
