"""Set the headers of every response: the browser may fetch from this server only, and only named sites may embed it."""

import logging
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers as RequestHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.settings import Settings

#: One year in seconds.
_YEAR: Final = 365 * 24 * 60 * 60
#: How long a browser keeps our own pictures and borders before it asks whether they have changed, in seconds.
_OWN_FILES: Final = 60 * 60
#: Headers that a response without a body does not have.
_OF_THE_BODY: Final = (b"content-length", b"content-type", b"content-encoding")


def scripts_in(html: str) -> list[str]:
    """Return the inline scripts of ``html``."""
    return re.findall(r"<script>(.*?)</script>", html, re.DOTALL)


def framework_scripts() -> list[str]:
    """Return the inline scripts of the framework's page."""
    return scripts_in((Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8"))


def content_policy(frame_ancestors: Iterable[str], scripts: Iterable[str]) -> str:
    """Return the content security policy: everything from our own host, and of inline scripts only ``scripts``, by their hash.

    Styles stay ``unsafe-inline``: the framework and plotly.js make style elements as they draw. ``wasm-unsafe-eval`` lets the
    framework's reader of messages compile its arithmetic on long numbers; it opens no way to evaluate text.
    """
    hashes = sorted({f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts})
    parts = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "frame-src": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": [*frame_ancestors],
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in parts.items())


def security_headers(settings: Settings, scripts: Iterable[str]) -> dict[bytes, bytes]:
    """Return the headers of every response by lower-case name; ``scripts`` are the inline scripts that may run."""
    headers = {
        "content-security-policy": content_policy(settings.frame_ancestors, scripts),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": (
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
            "midi=(), payment=(), usb=(), clipboard-write=(self), fullscreen=(self)"
        ),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    if settings.behind_tls:
        headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"
    return {name.encode(): value.encode() for name, value in headers.items()}


def has_current(scope: Scope, etag: str) -> bool:
    """Return whether the client names ``etag`` among those it holds, by the weak comparison of RFC 9110; ``*`` is any."""
    lines = RequestHeaders(scope=scope).getlist("if-none-match")
    held = [part.strip() for line in lines for part in line.split(",")]
    return bool(etag) and ("*" in held or etag.removeprefix("W/") in [part.removeprefix("W/") for part in held])


class Headers:
    """ASGI middleware around every response.

    It sets the security headers and the lifetime of our own files, makes redirects lead to the public address, and turns an exception into
    a plain response with status 500.
    """

    def __init__(self, app: ASGIApp, settings: Settings, scripts: Iterable[str]) -> None:
        """Wrap ``app``; for the rest see :func:`security_headers`."""
        self.app = app
        self._headers = security_headers(settings, scripts)
        self._secure = settings.behind_tls
        self._address = settings.public_address

    def _location(self, value: bytes, scope: Scope) -> bytes:
        """Return where a redirect leads; one to this server names no ``Host`` of the request, which anybody can invent."""
        target = urlsplit(value.decode("latin-1"))
        if not target.netloc or target.netloc != RequestHeaders(scope=scope).get("host", ""):
            return value
        path = target._replace(scheme="", netloc="").geturl().lstrip("/")
        return f"{self._address}/{path}".encode("latin-1")

    def _changed(self, message: Message, scope: Scope) -> Message:
        path = scope["path"]
        headers = [(name.lower(), value) for name, value in message.get("headers", ())]
        kept = [(name, self._cookie(value) if name == b"set-cookie" else value) for name, value in headers if name not in self._headers]
        kept = [(name, self._location(value, scope) if name == b"location" else value) for name, value in kept]
        if path.startswith("/app/static/") and message["status"] in (200, 304) and b"cache-control" not in dict(kept):
            kept.append((b"cache-control", f"public, max-age={_OWN_FILES}".encode()))
        return message | {"headers": kept + list(self._headers.items())}

    def _cookie(self, value: bytes) -> bytes:
        return value + b"; Secure" if self._secure and b"; secure" not in value.lower() else value

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        begun = unchanged = False

        async def send_changed(message: Message) -> None:
            nonlocal begun, unchanged
            begun = True
            if message["type"] == "http.response.start":
                message = self._changed(message, scope)
                # The framework tags our own files but does not compare.
                etag = RequestHeaders(raw=message["headers"]).get("etag", "")
                unchanged = message["status"] == 200 and has_current(scope, etag)
                if unchanged:
                    headers = [
                        (name, value)
                        for name, value in message["headers"]
                        if not name.startswith((b"content-length", b"content-type", b"content-encoding"))
                    ]
                    message |= {"status": 304, "headers": headers}
            elif unchanged and message["type"] == "http.response.body":
                message = message | {"body": b""}
            await send(message)

        try:
            await self.app(scope, receive, send_changed)
        except Exception:
            logging.getLogger(__name__).exception("A response failed")
            if not begun:
                failed = PlainTextResponse("Internal Server Error", 500)
                await (failed(scope, receive, send_changed) if scope["type"] == "http" else send({"type": "websocket.close", "code": 1011}))
