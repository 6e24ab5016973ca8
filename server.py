"""The ASGI door: ``python server.py``, or any ASGI server on ``server:app``.

Around Streamlit it adds what the framework leaves out: the language of the page in its HTML, and headers that let the
browser fetch from us alone.
"""

import gc
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.session import dataset, scope
from components.stage import stories
from components.texts import Texts
from data.queries import connections
from data.selection import Selection
from data.stories import BrokenStories
from data.validation import BrokenTables
from data.vocabulary import LANGUAGES

#: Streamlit needs inline script and style; everything else comes from our own host.
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'"
)
HEADERS: Final = {
    b"content-security-policy": POLICY.encode(),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
#: Before the page itself has named its title.
TITLE: Final = b"<title>Karlsruhe weltweit vernetzt<"
#: The browser learns of the charts' script only when the first chart arrives; told early it fetches it while nothing else is to do.
EARLY: Final = b"".join(
    f'<link rel="prefetch" as="script" crossorigin href="./static/js/{script.name}" />'.encode()
    for script in Path(st.__file__).parent.glob("static/static/js/PlotlyChart.*.js")
)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else LANGUAGES[0]


class PageShell:
    """ASGI middleware: sets ``<html lang>`` to the language asked for and adds :data:`HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        asked = scope["headers"]
        if "." not in scope["path"].rpartition("/")[2]:
            # What may be a page must arrive in plain letters, else there is nothing to change; it is a few kilobytes.
            asked = [(name, value) for name, value in asked if name != b"accept-encoding"]

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name, value) for name, value in message["headers"] if name.lower() not in HEADERS]
                message["headers"] = headers + list(HEADERS.items())
                if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if not message.get("more_body", False):
                    await _send_page(held, _language(scope), send)
                return
            await send(message)

        await self.app(scope | {"headers": asked}, receive, send_changed)


async def _send_page(held: list[Message], lang: str, send: Send) -> None:
    """Send the HTML page, whose length is known only when it is whole."""
    start, *parts = held
    body = b"".join(part.get("body", b"") for part in parts)
    html_lang = f'<html lang="{lang}"'.encode()
    for old, new in ((b'<html lang="en"', html_lang), (b"<title>Streamlit<", TITLE), (b"</head>", EARLY + b"</head>")):
        body = body.replace(old, new, 1)
    # The tag and the date are those of the file before it was changed.
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag", b"last-modified")]
    await send(start | {"headers": [*headers, (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def _preload(_: object) -> AsyncIterator[None]:
    """Read facts and words, and import what the first visitor would otherwise wait for."""
    import components.figures.world_map  # noqa: F401

    connections(dataset(), Selection.default(scope()))
    for lang in LANGUAGES:
        Texts(lang).t("page.map")
    # Streamlit collects garbage after every script run; what is loaded now lives as long as the process and need not be searched.
    gc.collect()
    gc.freeze()
    yield


def _apologize(error: Exception) -> bool:
    """Log ``error`` whole and tell the visitor in their language; nobody sees a stack trace."""
    logging.getLogger(__name__).error("A page failed", exc_info=error)
    asked = st.query_params.get("lang", LANGUAGES[0])
    st.error(Texts(asked if asked in LANGUAGES else LANGUAGES[0]).t("error.page"), icon=":material/error:")
    return True


app = st.App("dashboard.py", lifespan=_preload, middleware=[Middleware(PageShell)], on_script_error=_apologize)


def main() -> None:
    """Serve on ADDRESS and PORT; broken tables end the start with one readable message."""
    try:
        dataset()
        stories()
    except (BrokenTables, BrokenStories) as error:
        sys.exit(str(error))
    address, port = os.environ.get("ADDRESS", "localhost"), os.environ.get("PORT", "8501")
    if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        sys.exit(f'PORT must be a number from 1 to 65535, but is "{port}".')
    print(f"Karlsruhe weltweit vernetzt: http://{address}:{port}", flush=True)
    uvicorn.run(app, host=address, port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
