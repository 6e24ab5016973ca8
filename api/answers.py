"""Build the responses of the open data: entity tags, byte ranges, 304 without a body, errors as JSON."""

import re
from hashlib import sha256
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from components.exports.open_data import package_files
from components.words.texts import Texts
from data.cache import cached
from data.dataset import Dataset

#: Version of the form of the answers, as OpenAPI names it.
FORM: Final = "1.2.0"
#: Of an answer that stands alone.
_AGE: Final = "public, max-age=300"
#: Of one page of several: a page kept too long would lead to the pages of a version that is gone.
_PAGE_AGE: Final = "public, max-age=0, must-revalidate"
_EXPOSED: Final = "ETag, Link, X-Total-Count, X-Data-Version, Accept-Ranges, Content-Range"
_ANYONE: Final = {"access-control-allow-origin": "*", "access-control-expose-headers": _EXPOSED}
_ONE_RANGE: Final = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


@cached
def _digest(facts: Dataset) -> str:
    digest = sha256(FORM.encode())
    for content in package_files(facts).values():
        digest.update(content)
    return digest.hexdigest()


def version(facts: Dataset) -> str:
    """Return a digest of the tables and of the response format: 16 hexadecimal digits, the same on every replica."""
    return _digest(facts)[:16]


def tag_of(content: bytes) -> str:
    """Return the entity tag of a response with this ``content``."""
    return f'"{sha256(content).hexdigest()[:32]}"'


def allowed() -> Response:
    """Return the response to OPTIONS."""
    methods = "GET, HEAD, OPTIONS"
    told = {"access-control-allow-methods": methods, "access-control-allow-headers": "If-None-Match, Range", "allow": methods}
    return Response(status_code=204, headers=_ANYONE | told)


def _is_known(request: Request, tag: str) -> bool:
    """Return whether the client already has the content of ``tag``, by the weak comparison of RFC 9110."""
    asked = [part.strip() for line in request.headers.getlist("if-none-match") for part in line.split(",")]
    return "*" in asked or tag.removeprefix("W/") in [part.removeprefix("W/") for part in asked]


def _part(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, None for the whole; of a part that does not exist the first is not below ``size``.

    Several parts at once, other units and what was asked of another content are answered by the whole, as RFC 9110 allows.
    """
    found = _ONE_RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if not found or not any(found.groups()) or request.headers.get("if-range", tag) != tag:
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def answered(request: Request, body: bytes, media_type: str, headers: dict[str, str], tag: str, is_page: bool = False) -> Response:
    """Return ``body`` with its ``tag``, or 304 if the client has it; a ZIP file is served in ranges as well."""
    told = _ANYONE | {"etag": tag, "cache-control": _PAGE_AGE if is_page else _AGE} | headers
    if _is_known(request, tag):
        return Response(status_code=304, headers=told)
    if media_type != "application/zip":
        return Response(body, media_type=media_type, headers=told)
    told |= {"accept-ranges": "bytes"}
    part = _part(request, tag, len(body)) if request.method == "GET" else None
    if not part:
        return Response(body, media_type=media_type, headers=told)
    first, last = part
    if first >= len(body):
        return refused(request, 416, "api.range", {"content-range": f"bytes */{len(body)}"})
    told |= {"content-range": f"bytes {first}-{last}/{len(body)}"}
    return Response(body[first : last + 1], 206, media_type=media_type, headers=told)


def error(status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """Return an error response: status and message, and ``more`` about the parameter that is wrong."""
    told = _ANYONE | {"cache-control": "no-store"} | (headers or {})
    return JSONResponse({"error": {"status": status, "message": message} | more}, status, headers=told)


def refused(request: Request, status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """Return an error response with ``message``, an id of the catalogues, in the requested language."""
    lang = "en" if request.query_params.get("lang") == "en" else "de"
    return error(status, Texts(lang).t(message), headers, **more)
