"""Complete the framework's HTML: language, title, words without script, style, scripts, and the first view of the page."""

import re
from collections.abc import Collection
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import parse_qs

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.frame.language import set_page_language
from components.frame.style import SHEET
from components.words.texts import Texts
from data.city import CITY
from data.vocabulary import LANGUAGES
from serving.first_view import STYLE, FirstViews, Parts
from serving.page_words import page_words
from serving.plain import links, without_session

#: The title of every page.
TITLE: Final = f"<title>{escape(CITY.title)}<".encode()
#: Scripts that fill gaps in the framework. They are part of the HTML, so that no script run has to send them.
_BY_NAME: Final = {
    script.stem: script.read_text(encoding="utf-8")
    for script in sorted((Path(__file__).parent / "scripts").glob("*.js"))
    if script.stem != "phone_view" or "europe" in CITY.views
}
PAGE_SCRIPTS: Final = tuple(_BY_NAME.values())
#: Scripts that must run before a session begins; a session cannot bring them.
_BEFORE_SESSIONS: Final = ("base", "first_view", "no_connection", "phone_view")
#: Number of templates in memory: the framework has one page, which is completed in two languages.
_TEMPLATES: Final = 4
#: Headers that describe the framework's page before it is changed.
_STALE: Final = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
#: Places in the framework's HTML behind which the head and the body of a first view are put.
_MARKS: Final = (b"</title>", b'<div id="root"></div>')
_SHEETS: Final = re.compile(rb'<link rel="stylesheet"[^>]*>')


def _words() -> str:
    return f'<script id="page-words" type="application/json">{page_words()}</script>'


def complete_in_session(lang: str) -> None:
    """Send with the session what :class:`PageShell` puts into the page: language, style and scripts.

    Under ``streamlit run dashboard.py`` nobody completes the page. Where the server does, nothing is sent.
    """
    if PageShell.is_used:
        return
    scripts = "\n".join(script for name, script in _BY_NAME.items() if name not in _BEFORE_SESSIONS)
    once = f"<script>if (!window.isComplete) {{ window.isComplete = true;\n{scripts}\n}}</script>"
    set_page_language(lang)
    st.html(f"<style>{SHEET}</style>")
    st.html(_words() + once, unsafe_allow_javascript=True)


def language(scope: Scope) -> str:
    """Return the language that the query string of a request names, German if it names none of ours."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else LANGUAGES[0]


@lru_cache(_TEMPLATES)
def _template(body: bytes, lang: str) -> tuple[tuple[bytes, ...], str]:
    """Return the framework's page in parts, between which the first view is put, and a hash of them."""
    html_lang = f'<html lang="{lang}" data-lang="{lang}" translate="no" class="notranslate"'.encode()
    helpers = (_words() + "".join(f"<script>{script}</script>" for script in PAGE_SCRIPTS)).encode()
    for old, new in (
        (b'<html lang="en"', html_lang),
        (b"<title>Streamlit<", b'<meta name="google" content="notranslate" />' + TITLE),
        # After the framework's style, which is in the head, and before the style of single pages, which is in the body.
        (b"<body>", f"<body><style>{SHEET}{STYLE}</style>".encode()),
        (b"</body>", helpers + b"</body>"),
    ):
        body = body.replace(old, new, 1)
    t = Texts(lang)
    ways = " ".join(links(without_session(t)))
    words = f"<noscript><p>{t.t('page.noscript')}</p><p>{t.t('page.noscript_ask')}</p><p>{ways}</p></noscript>".encode()
    body = re.sub(rb"<noscript>.*?</noscript>", lambda _: words, body, count=1, flags=re.DOTALL)
    # The framework's interface for agents is switched off here.
    body = re.sub(rb'<link rel="service-desc"[^>]*>', b"", body, count=1)
    # The framework's style sheet follows the first view, because a browser paints nothing that comes after one it still fetches.
    sheets = b"".join(_SHEETS.findall(body))
    body = _SHEETS.sub(b"", body)
    parts = []
    for mark in _MARKS:
        before, found, body = body.partition(mark)
        parts.append(before + found)
    body = sheets + body
    return (*parts, body), sha256(b"".join(parts) + body).hexdigest()[:16]


class PageShell:
    """ASGI middleware that completes the framework's HTML, and answers 404 for missing files below ``/static/``."""

    #: Whether this process completes pages.
    is_used: ClassVar[bool] = False

    def __init__(self, app: ASGIApp, pages: Collection[str], views: FirstViews) -> None:
        """Wrap ``app``; ``pages`` are the paths at which the framework's page is shown, ``views`` their first views."""
        self.app, self._views = app, views
        PageShell.is_used = True
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
        """Send the completed page. Its ETag changes with the view, so that a browser that has it receives no body."""
        start, *parts = held
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in _STALE]
        body = b"".join(part.get("body", b"") for part in parts)
        if scope["path"].startswith("/static/"):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})
            return
        if scope["method"] != "HEAD":
            (top, middle, rest), template = _template(body, language(scope))
            view = await self._views.parts(scope) if start["status"] == 200 else Parts()
            body = b"".join((top, view.head, middle, view.body, rest))
            headers += [(b"content-length", str(len(body)).encode()), (b"etag", f'"{template}{view.mark}"'.encode())]
        await send(start | {"headers": headers})
        await send({"type": "http.response.body", "body": body})
