"""The framework's page made ours: language, title, words without script, style, helpers, and the charts' script told early."""

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.frame.style import SHEET
from components.words.texts import Texts
from data.vocabulary import LANGUAGES
from serving.page_words import page_words
from serving.plain import links, without_session

#: Before the page itself has named its title.
TITLE: Final = b"<title>Karlsruhe weltweit vernetzt<"
#: The browser learns of the charts' script only when the first chart arrives; told early it fetches it while nothing else is to do.
EARLY: Final = b"".join(
    f'<link rel="prefetch" as="script" crossorigin href="./static/js/{script.name}" />'.encode()
    for script in Path(st.__file__).parent.glob("static/static/js/PlotlyChart.*.js")
)
#: What helps the framework in the browser; it comes with the page, so that no later answer need bring it.
PAGE_SCRIPTS: Final = tuple(script.read_text(encoding="utf-8") for script in sorted((Path(__file__).parent / "scripts").glob("*.js")))
#: How many changed pages are kept: the framework has one, in two languages.
_PAGES: Final = 4
#: Of the page before it was changed.
_STALE: Final = (b"content-length", b"etag", b"last-modified", b"accept-ranges")


def language(scope: Scope) -> str:
    """Return the language that the query string of a request asks for, German if it asks for none of ours."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else LANGUAGES[0]


@lru_cache(_PAGES)
def _changed(body: bytes, lang: str) -> bytes:
    html_lang = f'<html lang="{lang}"'.encode()
    data = f'<script id="page-words" type="application/json">{page_words()}</script>'
    helpers = (data + "".join(f"<script>{script}</script>" for script in PAGE_SCRIPTS)).encode()
    for old, new in (
        (b'<html lang="en"', html_lang),
        (b"<title>Streamlit<", TITLE),
        (b"</head>", EARLY + b"</head>"),
        # Behind the framework's style, which stands in the head, and before that of single pages, which stands in the body.
        (b"<body>", f"<body><style>{SHEET}</style>".encode()),
        (b"</body>", helpers + b"</body>"),
    ):
        body = body.replace(old, new, 1)
    t = Texts(lang)
    ways = " ".join(links(without_session(t)))
    words = f"<noscript><p>{t.t('page.noscript')}</p><p>{t.t('page.noscript_ask')}</p><p>{ways}</p></noscript>".encode()
    body = re.sub(rb"<noscript>.*?</noscript>", lambda _: words, body, count=1, flags=re.DOTALL)
    # The interface for agents is closed here.
    return re.sub(rb'<link rel="service-desc"[^>]*>', b"", body, count=1)


class PageShell:
    """ASGI middleware: changes the framework's HTML page on its way out; what is missing below ``/static/`` is missing and no page."""

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        """Wrap ``app``; ``pages`` are the paths at which the framework's page is shown."""
        self.app = app
        self._pages = frozenset(pages) | {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        ours = scope["type"] == "http" and (scope["path"].strip("/") in self._pages or scope["path"].startswith("/static/"))
        if not ours:
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = {name.lower(): value for name, value in message["headers"]}
                if headers.get(b"content-type", b"").startswith(b"text/html"):
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if not message.get("more_body", False):
                    await self._send_page(held, scope, send)
                return
            await send(message)

        await self.app(scope, receive, send_changed)

    async def _send_page(self, held: list[Message], scope: Scope, send: Send) -> None:
        """Send the HTML page, whose length is known only when it is whole."""
        start, *parts = held
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in _STALE]
        body = b"".join(part.get("body", b"") for part in parts)
        if scope["path"].startswith("/static/"):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})
            return
        if scope["method"] != "HEAD":
            body = _changed(body, language(scope))
            headers.append((b"content-length", str(len(body)).encode()))
        await send(start | {"headers": headers})
        await send({"type": "http.response.body", "body": body})
