"""The open-data routes below ``/api/v1/``: read-only, public, with entity tags so that portals fetch only what has changed."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from api import tables
from api.answers import allowed, answered, error, refused, tag_of, version
from api.catalogue import FORMS, Publisher, acceptable, catalogue
from api.description import FILES, FIXED, index, openapi
from api.parameters import Asked, WrongParameter, check_names, read, read_language, without_harmless
from components.exports import feeds
from components.exports.calendar import anniversary_calendar
from components.exports.open_data import package, package_files, partners_geojson
from components.exports.spreadsheets import csv_file
from data.anniversaries import anniversaries
from data.cache import ByteCache, cached
from data.city import CITY
from data.dataset import Dataset

#: Largest number of responses that are cached per version of the data, and their largest size in bytes; the largest response has 3 MB.
_KEPT, _KEPT_BYTES = 64, 12 * 1024 * 1024


@cached
def _responses(facts: Dataset) -> ByteCache[tuple[bytes, int]]:
    return ByteCache(_KEPT, _KEPT_BYTES, lambda response: len(response[0]))


@cached
def _catalogues(facts: Dataset) -> ByteCache[bytes]:
    return ByteCache(_KEPT, _KEPT_BYTES)


def _made(facts: Dataset, name: str, asked: Asked, base: str) -> tuple[bytes, int]:
    """Return the body of a response, and how many rows, features, entries or dates there are in all; ``base`` is the address of the API."""
    # Feeds begin and end with the day, the other files do not.
    today = date.today().isoformat() if name in feeds.FIELDS else ""
    return _responses(facts).made((name, asked, today, base), lambda: _body(facts, name, asked, today, base))


def _body(facts: Dataset, name: str, asked: Asked, today: str, base: str) -> tuple[bytes, int]:
    chosen, t = asked.selection, asked.texts
    if name == "partners.geojson":
        body = partners_geojson(facts, chosen, t)
        return body, len(json.loads(body)["features"])
    if name == feeds.CALENDAR:
        rows = anniversaries(facts, chosen, today)
        return anniversary_calendar(rows, facts, t, today), int(rows["celebrated"].sum())
    if name == feeds.NEWS:
        body = feeds.news_feed(facts, chosen, t, today, base.removesuffix("api/v1/"))
        return body, body.count(b"<entry>")
    is_activities = name.startswith("activities")
    rows = tables.activities(facts, chosen, t) if is_activities else tables.observations(facts, chosen, t, asked.licence)
    part = rows.iloc[asked.offset :] if asked.limit is None else rows.iloc[asked.offset : asked.offset + asked.limit]
    if name.endswith(".csv"):
        return csv_file(part, "comma"), len(rows)
    page = {
        "total": len(rows),
        "limit": asked.limit,
        "offset": asked.offset,
        "version": version(facts),
        "as_of": facts.as_of,
        "newest_statistics": facts.newest_statistics,
        "checked": facts.checked,
        "note": t.t("timeline.source"),
    }
    return _json(page | {"data": tables.records(part)}), len(rows)


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


class OpenData:
    """The routes over one dataset.

    ``address`` is the configured address of the server. Without one, addresses are given without a host, for the ``Host`` of a request may
    be anybody's invention.
    """

    def __init__(self, facts: Callable[[], Dataset], address: str = "", publisher: Publisher | None = None) -> None:
        """Store how to get the current dataset."""
        self.facts, self.publisher = facts, publisher or Publisher()
        self.base = f"{address.rstrip('/')}/api/v1/"

    def routes(self) -> list[BaseRoute]:
        """Return the routes for the server."""
        own = [Route(f"/v1/{name}", self._file, name=name, methods=["GET", "OPTIONS"]) for name in FILES]
        own += [Route(f"/v1/{name}", self._fixed, name=name or "index", methods=["GET", "OPTIONS"]) for name in FIXED]
        return [Mount("/api", app=Starlette(routes=own, exception_handlers={HTTPException: _refused, WrongParameter: _wrong}))]

    def _file(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return allowed()
        name, facts = _name(request), self.facts()
        media_type, paged = FILES[name]
        present = version(facts)
        asked = read(_asked(request), facts, name, present)
        if asked.version and asked.version != present:
            first = self._page(request, name, asked, 0, "")
            links = {"link": f'<{first}>; rel="first"', "x-data-version": present}
            return refused(request, 409, "api.stale", links, parameter="version", allowed=[present])
        body, total = _made(facts, name, asked, self.base)
        headers = {"x-total-count": str(total), "x-data-version": present}
        is_page = paged and asked.limit is not None
        if is_page:
            headers |= self._links(request, name, asked, total, present)
        return answered(request, body, media_type, headers, tag_of(f"{present} {self._this(request, name)}".encode() + body), is_page)

    def _fixed(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return allowed()
        name, facts = _name(request), self.facts()
        check_names(_asked(request), name, facts)
        lang = read_language(_asked(request))
        if name.startswith("catalog"):
            return self._catalog(request, name, facts, lang)
        match name:
            case "datapackage.json":
                body = package_files(facts)[name]
            case "package.zip":
                body = package(facts)
            case "openapi.json":
                body = _json(openapi(facts))
            case _:
                body = _json(index())
        headers = {"content-disposition": f'attachment; filename="{CITY.slug}-tables.zip"'} if name == "package.zip" else {}
        return answered(request, body, FIXED[name], headers, tag_of(body))

    def _catalog(self, request: Request, name: str, facts: Dataset, lang: str) -> Response:
        """Respond in the format of the file ending, without an ending in the format that the client prefers."""
        offered = [name.partition(".")[2]] if "." in name else list(FORMS)
        form = acceptable(request.headers.getlist("accept"), offered)
        if not form:
            types = [FORMS[each][0] for each in offered]
            return refused(request, 406, "api.form", {"vary": "Accept"}, parameter="Accept", allowed=types)
        key = (self.base, self.publisher, lang, form)
        body = _catalogues(facts).made(key, lambda: catalogue(facts, self.base, self.publisher, lang, form))
        # Equal graphs may be written in another order by another process.
        tag = "W/" + tag_of(f"{version(facts)} {self.base} {self.publisher} {facts.published} {lang} {form}".encode())
        return answered(request, body, FORMS[form][0], {"vary": "Accept"}, tag)

    def _this(self, request: Request, name: str) -> str:
        return f"{self.base}{name}?{urlencode(_kept(request))}"

    def _page(self, request: Request, name: str, asked: Asked, offset: int, present: str) -> str:
        paging = [("limit", asked.limit), ("offset", offset), ("version", present)]
        kept = [(key, value) for key, value in _kept(request) if key not in ("limit", "offset", "version")]
        return f"{self.base}{name}?{urlencode([*kept, *((key, value) for key, value in paging if value not in (None, ''))])}"

    def _links(self, request: Request, name: str, asked: Asked, total: int, present: str) -> dict[str, str]:
        """Return the links to the other pages of a long response; each names the version of the data."""
        assert asked.limit is not None
        pages = {"first": 0, "last": max(0, (total - 1) // asked.limit * asked.limit)}
        if asked.offset + asked.limit < total:
            pages["next"] = asked.offset + asked.limit
        if asked.offset > 0:
            pages["prev"] = max(0, asked.offset - asked.limit)
        links = {rel: self._page(request, name, asked, offset, present) for rel, offset in pages.items()}
        return {"link": ", ".join(f'<{target}>; rel="{rel}"' for rel, target in links.items())}


def _name(request: Request) -> str:
    return str(request.url.path).rpartition("/")[2]


def _asked(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _kept(request: Request) -> list[tuple[str, str]]:
    """Return the parameters that have an effect, in the order of the request."""
    names = set(without_harmless(request.query_params))
    return [(name, value) for name, value in request.query_params.multi_items() if name in names]


def _wrong(request: Request, exception: Exception) -> Response:
    assert isinstance(exception, WrongParameter)
    return error(400, str(exception), parameter=exception.parameter, allowed=exception.allowed)


def _refused(request: Request, exception: Exception) -> Response:
    assert isinstance(exception, HTTPException)
    message = "api.missing" if exception.status_code == 404 else "api.method"
    return refused(request, exception.status_code, message, dict(exception.headers or {}))
