"""Return users to the page where they started a login, and say why a login failed."""

import logging
import re
from contextvars import ContextVar
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import httpx2
from joserfc.errors import ExpiredTokenError, InvalidClaimError
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette import starlette_auth_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from components.session.permissions import BACK, OUTCOME

_LOGIN: Final = "/auth/login"
_CALLBACK: Final = "/oauth2callback"
#: The page on which people log in.
_START: Final = "/data?part=upkeep"
#: Name of the cookie that holds the page where a login started, and its lifetime in seconds.
_COOKIE: Final = "login_back"
_COOKIE_SECONDS: Final = 15 * 60
_USER_COOKIE: Final = f"{USER_COOKIE_NAME}=".encode()
_ALL_USER_COOKIES: Final = USER_COOKIE_NAME.encode()
#: Claims of a token that are wrong if a clock, here or at the provider, is wrong.
_TIMES: Final = ("exp", "iat", "nbf")

log = logging.getLogger(__name__)
_framework: Final = logging.getLogger(starlette_auth_routes.__name__)
#: The error of this request, which the framework only logs.
_error: ContextVar[list[BaseException]] = ContextVar("error of a login")


def _note(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1] and (errors := _error.get(None)) is not None:
        errors.append(record.exc_info[1])
    return True


def _local(address: str) -> str:
    """Return ``address`` if it is a path of this server, else the page on which people log in."""
    own = re.fullmatch(r"/(?![/\\])[!-~]*", address) and not urlsplit(address).netloc
    return address if own else _START


def _told(address: str, outcome: str) -> str:
    """Return ``address`` with the ``outcome`` for the page to tell; none is told of a login that has worked."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != OUTCOME]
    return parts._replace(query=urlencode(query + ([(OUTCOME, outcome)] if outcome else []))).geturl()


def _reason(error: BaseException) -> str:
    if isinstance(error, ExpiredTokenError) or (isinstance(error, InvalidClaimError) and error.claim in _TIMES):
        return "skewed"
    return "unreachable" if isinstance(error, httpx2.HTTPError) else "refused"


class Login:
    """ASGI middleware that reports the outcome of the framework's login routes and limits the lifetime of its cookies.

    The framework itself redirects to the first page without a message, whatever has happened.
    """

    def __init__(self, app: ASGIApp, hours: int) -> None:
        """Wrap ``app``; browsers keep a login for ``hours``."""
        self.app = app
        self._seconds = hours * 60 * 60
        _framework.addFilter(_note)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] not in (_LOGIN, _CALLBACK):
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []

        async def hold(message: Message) -> None:
            messages.append(message)

        errors: list[BaseException] = []
        _error.set(errors)
        # LOG_LEVEL=error would keep the framework from telling the error at all.
        _framework.setLevel(logging.WARNING)
        try:
            await self.app(scope, receive, hold)
        except Exception as error:
            log.exception("A login failed")
            errors.append(error)
            messages = []
        start = messages[0] if messages else {"headers": []}
        headers = [(name.lower(), value) for name, value in start["headers"]]
        request = Request(scope)
        if scope["path"] == _LOGIN:
            back = _local(request.query_params.get(BACK, _START))
            to_provider = dict(headers).get(b"location", b"").startswith((b"https://", b"http://"))
            target = dict(headers)[b"location"].decode() if to_provider else _told(back, _reason(errors[0]) if errors else "stale")
        else:
            back = _local(unquote(request.cookies.get(_COOKIE, _START)))
            target = _told(back, self._outcome(request, headers, errors))
        response = RedirectResponse(target, 302)
        if scope["path"] == _LOGIN:
            response.set_cookie(_COOKIE, quote(back, safe=""), max_age=_COOKIE_SECONDS, httponly=True, samesite="lax")
        response.raw_headers += [(name, self._limited(value)) for name, value in headers if name == b"set-cookie"]
        await response(scope, receive, send)

    def _limited(self, cookie: bytes) -> bytes:
        if not cookie.startswith(_ALL_USER_COOKIES):
            return cookie
        return re.sub(rb"(?i)(max-age=)([1-9]\d*)", lambda found: found[1] + str(self._seconds).encode(), cookie)

    @staticmethod
    def _outcome(request: Request, headers: list[tuple[bytes, bytes]], errors: list[BaseException]) -> str:
        asked = request.query_params
        if not asked.keys() & {"code", "error", "state"}:
            # The provider leads here after a logout, too.
            return ""
        if any(name == b"set-cookie" and value.startswith(_USER_COOKIE) and b"Max-Age=0" not in value for name, value in headers):
            return ""
        if "error" in asked:
            return "denied" if asked["error"] == "access_denied" else "refused"
        if errors:
            return _reason(errors[0])
        # A browser that keeps cookies brings the one that was set when the login began.
        return "stale" if _COOKIE in request.cookies else "lost"
