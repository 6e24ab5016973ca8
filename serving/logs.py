"""The log: one line per event, JSON or plain text, with nothing that identifies a person."""

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.settings import Settings

#: Longest path the log repeats, in characters.
_PATH_LENGTH: Final = 200
_IPV4: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
_IPV6: Final = r"[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:\.\d{1,3}){0,3}"
_ADDRESS: Final = re.compile(rf"(?<![\w.:])(?:{_IPV4}|{_IPV6})(?![\w.])")
_access: Final = logging.getLogger("access")
_FIELDS: Final = ("client", "method", "path", "status", "milliseconds", "bytes")


def shortened(address: str) -> str:
    """Return an IP address shortened so that it identifies no household, IPv4 to /24 and IPv6 to /48; else an empty string."""
    try:
        whole = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if whole.version == 6 and whole.ipv4_mapped:
        whole = whole.ipv4_mapped
    return str(ip_network((whole, 24 if whole.version == 4 else 48), strict=False).network_address)


def without_addresses(text: str) -> str:
    """Return ``text`` with every IP address in it shortened."""
    return _ADDRESS.sub(lambda found: shortened(found[0]) or found[0], text)


class PlainLines(logging.Formatter):
    """Format records for a person at a terminal."""

    def __init__(self) -> None:
        """Make the formatter."""
        super().__init__("%(asctime)s %(levelname)-7s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, addresses shortened."""
        return without_addresses(super().format(record))


class JsonLines(logging.Formatter):
    """Format records as one JSON object per line: time (UTC), level, logger, message, fields of a request, exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, addresses shortened."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_addresses(record.getMessage()),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = without_addresses(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up_log(settings: Settings) -> None:
    """Send all loggers of the process, including the framework's, through one handler to standard error."""
    as_json = (settings.log_format or ("json" if settings.is_production else "plain")) == "json"
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    level = (settings.log_level or ("info" if settings.is_production else "warning")).upper()
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    logging.getLogger("uvicorn.error").addFilter(_is_telling)
    for name in ("streamlit", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("streamlit", "uvicorn", "websockets"):
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = True
            # At level info uvicorn writes whole addresses and query strings.
            logger.setLevel(logging.WARNING if name.startswith(("uvicorn", "websockets")) else logging.NOTSET)


def _is_telling(record: logging.LogRecord) -> bool:
    """Return whether ``record`` is useful to the operator; anyone can flood the log with malformed requests."""
    return record.getMessage() != "Invalid HTTP request received."


class AccessLog:
    """ASGI middleware that logs each response and each closed session, without query strings and user agents."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and write its line."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 0, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            match message["type"]:
                case "http.response.start":
                    status = message["status"]
                case "http.response.body":
                    size += len(message.get("body", b""))
                case "websocket.accept":
                    status = 101
                case "websocket.close":
                    status = status or 403
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            # Probes ask every few seconds and say nothing new while all is well.
            level = logging.DEBUG if scope["path"] in ("/healthz", "/readyz") and status == 200 else logging.INFO
            method = scope.get("method", "SESSION")
            path = scope["path"][:_PATH_LENGTH]
            fields = {
                "client": shortened(scope["client"][0]) if scope.get("client") else "",
                "method": method,
                "path": path,
                "status": status,
                "milliseconds": round(1000 * (time.perf_counter() - begun)),
                "bytes": size,
            }
            _access.log(level, "%s %s %s", method, path.encode("unicode_escape").decode(), status, extra=fields)
