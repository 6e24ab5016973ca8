"""Serve files for robots and for people who report vulnerabilities, and a 404 response for every URL without a page."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from components.exports.wordmark import icon, wordmark
from data.selection import TAIL
from data.vocabulary import LANGUAGES
from serving.page import language
from serving.plain import IMPRINT, imprint, missing
from serving.settings import Settings

#: Prefixes of the paths that the framework and the open data serve.
_BELOW: Final = ("/static/", "/app/static/", "/media/", "/component/", "/_stcore/", "/api/")
#: The framework's other paths, for the login.
_EXACT: Final = ("/auth/login", "/auth/logout", "/oauth2callback")
#: Days for which the security contact is valid; the standard advises less than a year.
_CONTACT_DAYS: Final = 180
_DAY: Final = {"cache-control": "public, max-age=86400"}


def files(settings: Settings, pages: Sequence[str]) -> list[Route]:
    """Return the routes of robots.txt, sitemap.xml, security.txt, the icons, the wordmark and the plain imprint.

    ``pages`` are those to be found.

    The sitemap needs ``PUBLIC_ADDRESS``, because it lists absolute URLs, and security.txt ``SECURITY_CONTACT``; without them they are
    not there.
    """
    base = settings.public_address

    def robots(_: Request) -> Response:
        lines = ["User-agent: *", "Disallow: /embed", "Disallow: /media/", *([f"Sitemap: {base}/sitemap.xml"] if base else [])]
        return PlainTextResponse("\n".join(lines) + "\n", headers=_DAY)

    def sitemap(_: Request) -> Response:
        ends = [("" if page == "map" else page) + query for page in pages for query in ("", *(f"?lang={lang}" for lang in LANGUAGES[1:]))]
        urls = "".join(f"<url><loc>{escape(f'{base}/{end}')}</loc></url>" for end in ends)
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>\n'
        return Response(text, media_type="application/xml", headers=_DAY)

    def security(_: Request) -> Response:
        contact = settings.security_contact
        until = (datetime.now(UTC) + timedelta(days=_CONTACT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
        lines = [f"Contact: {contact if contact.startswith('https:') else f'mailto:{contact}'}", f"Expires: {until}"]
        lines += ["Preferred-Languages: de, en", *([f"Canonical: {base}/.well-known/security.txt"] if base else [])]
        return PlainTextResponse("\n".join(lines) + "\n", headers=_DAY)

    routes = [
        Route("/robots.txt", robots),
        Route("/favicon.ico", lambda _: Response(icon("ico"), media_type="image/x-icon", headers=_DAY)),
        Route("/favicon.png", lambda _: Response(icon("png"), media_type="image/png", headers=_DAY)),
        Route(
            "/app/static/wordmark-{theme}.svg",
            lambda request: Response(
                wordmark("dark" if request.path_params["theme"] == "dark" else "light"), media_type="image/svg+xml", headers=_DAY
            ),
        ),
        Route(IMPRINT, lambda request: imprint(language(request.scope))),
    ]
    if base:
        routes.append(Route("/sitemap.xml", sitemap))
    if settings.security_contact:
        routes.append(Route("/.well-known/security.txt", security))
    return routes


class Addresses:
    """ASGI middleware that redirects a damaged URL of a page to that page and answers 404 where there is nothing.

    The framework itself serves its page, with status 200, at every URL that it does not know.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], listed: Collection[str], routes: Sequence[BaseRoute]) -> None:
        """Wrap ``app``; ``pages`` are the paths of all pages, ``listed`` those that a visitor is led to, ``routes`` our own."""
        self.app = app
        self._pages, self._listed = frozenset(pages) - {"map"} | {""}, tuple(listed)
        self._own = frozenset(str(getattr(route, "path", "")) for route in routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or self._exists(scope["path"]):
            await self.app(scope, receive, send)
            return
        meant = self._meant(scope)
        await (missing(self._listed, language(scope)) if meant is None else RedirectResponse(meant, 307))(scope, receive, send)

    def _exists(self, path: str) -> bool:
        return path.removeprefix("/").removesuffix("/") in self._pages or path in _EXACT or path in self._own or path.startswith(_BELOW)

    def _meant(self, scope: Scope) -> str | None:
        """Return the URL of the page that a damaged path certainly means, with its query string, or None."""
        path, _, inner = scope["path"].partition("?")
        name = path.strip("/ ").rstrip(TAIL).casefold()
        name = "" if name == "map" else name
        if name not in self._pages or ".." in scope["path"]:
            return None
        # A question mark that was encoded has made the query string a part of the path.
        query = "&".join(part for part in (inner, scope["query_string"].decode("latin-1")) if part)
        return f"/{name}?{query}" if query else f"/{name}"
