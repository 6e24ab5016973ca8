"""The open-data routes below ``/api/v1/``: read-only, for everybody, with tags so that a portal fetches only what has changed."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api import tables
from api.description import FILES, FIXED, VERSION, catalog, index, openapi
from api.parameters import Asked, WrongParameter, read
from components.exports.open_data import package, package_files, partners_geojson
from components.exports.spreadsheets import csv_file
from components.words.texts import Texts
from data.cache import cached, cached_views
from data.dataset import Dataset
from data.vocabulary import LANGUAGES

_AGE: Final = "public, max-age=300"
_ANYONE: Final = {"access-control-allow-origin": "*", "access-control-expose-headers": "ETag, Link, X-Total-Count"}
#: Answers that are kept; the largest has some megabytes.
_KEPT: Final = 32


@cached
def _version(facts: Dataset) -> str:
    """Return a mark of the tables and of the form of the answers."""
    mark = sha256(VERSION.encode())
    for content in package_files(facts).values():
        mark.update(content)
    return mark.hexdigest()


@cached_views(_KEPT)
def _made(facts: Dataset, name: str, asked: Asked) -> tuple[bytes, int]:
    """Return the answer in bytes and how many rows or features there are in all."""
    chosen, t = asked.selection, asked.texts
    if name == "partners.geojson":
        body = partners_geojson(facts, chosen, t)
        return body, len(json.loads(body)["features"])
    make = tables.activities if name.startswith("activities") else tables.observations
    rows = make(facts, chosen, t)
    part = rows.iloc[asked.offset : asked.offset + asked.limit]
    if name.endswith(".csv"):
        return csv_file(part, "comma"), len(rows)
    page = {"total": len(rows), "limit": asked.limit, "offset": asked.offset, "as_of": facts.as_of, "note": t.t("timeline.source")}
    return _json(page | {"data": tables.records(part)}), len(rows)


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


class OpenData:
    """The routes over one dataset; ``address`` is the configured address of the server, else the request's own is used."""

    def __init__(self, facts: Callable[[], Dataset], address: str = "", publisher: str = "") -> None:
        """Keep where the facts are from."""
        self.facts, self.address, self.publisher = facts, address.rstrip("/"), publisher or "Stadt Karlsruhe"

    def routes(self) -> list[BaseRoute]:
        """Return the routes for the server."""
        own = [Route(f"/v1/{name}", self._file, name=name, methods=["GET", "OPTIONS"]) for name in FILES]
        own += [Route(f"/v1/{name}", self._fixed, name=name or "index", methods=["GET", "OPTIONS"]) for name in FIXED]
        return [Mount("/api", app=Starlette(routes=own, exception_handlers={HTTPException: _refused, WrongParameter: _wrong}))]

    def _file(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return _options()
        name = _name(request)
        media_type, rows = FILES[name]
        facts = self.facts()
        asked = read(_asked(request), facts, rows)
        body, total = _made(facts, name, asked)
        headers = {"x-total-count": str(total)} | (_links(request.url, asked, total) if rows else {})
        return _answer(request, facts, body, media_type, headers)

    def _fixed(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return _options()
        if request.query_params:
            name = next(iter(request.query_params))[:80]
            raise WrongParameter(Texts(_lang(request)).t("api.parameter", name=name), name, [])
        name, facts = _name(request), self.facts()
        match name:
            case "datapackage.json":
                body = package_files(facts)[name]
            case "package.zip":
                body = package(facts)
            case "catalog.jsonld":
                base = self.address or f"{request.url.scheme}://{request.url.netloc}"
                body = _json(catalog(facts, base, self.publisher))
            case "openapi.json":
                body = _json(openapi(facts))
            case _:
                body = _json(index())
        headers = {"content-disposition": 'attachment; filename="karlsruhe-weltweit-tables.zip"'} if name == "package.zip" else {}
        return _answer(request, facts, body, FIXED[name], headers)


def _name(request: Request) -> str:
    return str(request.url.path).rpartition("/")[2]


def _asked(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _options() -> Response:
    methods = "GET, HEAD, OPTIONS"
    allowed = {"access-control-allow-methods": methods, "access-control-allow-headers": "If-None-Match", "allow": methods}
    return Response(status_code=204, headers=_ANYONE | allowed)


def _answer(request: Request, facts: Dataset, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    mark = sha256(f"{_version(facts)} {request.url.path} {sorted(request.query_params.multi_items())}".encode() + body).hexdigest()[:32]
    tag = f'"{mark}"'
    told = _ANYONE | {"etag": tag, "cache-control": _AGE} | headers
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)


def _links(url: URL, asked: Asked, total: int) -> dict[str, str]:
    """Return the links to the neighbouring pages of a long answer."""
    last = max(0, (total - 1) // asked.limit * asked.limit)
    pages = {"first": 0, "last": last}
    if asked.offset + asked.limit < total:
        pages["next"] = asked.offset + asked.limit
    if asked.offset > 0:
        pages["prev"] = max(0, asked.offset - asked.limit)
    kept = [(name, value) for name, value in parse_qsl(url.query) if name not in ("limit", "offset")]
    targets = {rel: urlencode([*kept, ("limit", asked.limit), ("offset", offset)]) for rel, offset in pages.items()}
    return {"link": ", ".join(f'<{url.path}?{query}>; rel="{rel}"' for rel, query in targets.items())}


def _error(status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    told = _ANYONE | {"cache-control": "no-store"} | (headers or {})
    return JSONResponse({"error": {"status": status, "message": message} | more}, status, headers=told)


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, WrongParameter)
    return _error(400, str(error), parameter=error.parameter, allowed=error.allowed)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    t = Texts(_lang(request))
    message = t.t("api.missing") if error.status_code == 404 else t.t("api.method")
    return _error(error.status_code, message, dict(error.headers or {}))
