"""Make ten thousand hostile requests from a few patterns and a fixed seed, and send them raw."""

import asyncio
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

#: Files that exist, seen from the folders that are served.
TARGETS = ("server.py", "data/tables/partners.csv", "etc/passwd", ".streamlit/config.toml", "serving/gate.py", "proc/self/environ")
UPWARDS = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "..%c0%af", "....//", ".%00./", "..;/")
ROOTS = ("/", "/app/static/", "/static/", "/static/js/", "/media/", "/component/", "/_stcore/", "/exchange/", "/api/")
PAGES = ("/", "/exchange", "/partner", "/chronicle", "/comparison", "/networks", "/anniversaries", "/stage", "/about", "/embed")
PARAMETERS = ("lang", "sector", "from", "to", "city", "view", "q", "entry", "story", "slide", "room", "today", "lang[]", "__proto__", "")
VALUES = (
    *("%00", "%ff%fe", "'%20OR%201=1--", "<script>alert(1)</script>", "%3Cimg%20src=x%3E", "{{7*7}}", "${jndi:ldap://x}", "-1", "1e309"),
    *("NaN", "9" * 400, "../../etc/passwd", "%0d%0aSet-Cookie:%20a=b", "%", "%zz", "%u0041", "ä".encode().decode("latin-1"), "\x7f", ""),
)
CLOSED = (
    *("metrics", "script-health-check", "agent/interact", "agent/mcp", "agent/openapi.json", "agent/x", "upload_file/a/b", "stream", "x"),
    *("bidi-components/x/y.js", "allowed-message-origins", "message?hash=a", "metrics/", "health/../metrics", "host-config/x"),
)
METHODS = ("POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "G\u00cbT", "OPTIONS")
HOSTS = (
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:8501",
    "localhost@evil.example",
    "[::1",
    "",
    "127.0.0.1, evil.example",
    "*",
)
ORIGINS = ("https://evil.example", "null", "http://localhost.evil.example", "http://127.0.0.1:1", "file://", "http://localhost:3000", "//")
HEADERS = (
    *("Range: bytes=0-", "Range: bytes=9-1", "Range: bytes=-", "Range: lines=1-2", "Range: bytes=" + ",".join(["0-1"] * 900)),
    *("If-None-Match: *", 'If-None-Match: "' + "a" * 900, "If-Modified-Since: never", "Accept-Encoding: gzip;q=nan, \xff", "Accept: \xfe"),
    *("Cookie: _streamlit_xsrf=2|zz|zz|x", "Cookie: " + "a=b; " * 900, "Cookie: _streamlit_session=e30.x.y", "X-Forwarded-For: 1.2.3.4, x"),
    *(
        "X-Forwarded-Host: evil.example",
        "X-Original-URL: /server.py",
        "Expect: 100-continue",
        "Upgrade: h2c",
        "Content-Type: multipart/form-data",
    ),
)
RAW = (
    *(
        b"GET\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  /  HTTP/1.1\r\n\r\n",
    ),
    *(
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"\x00" * 500,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ),
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /server.py",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 4000 + b"\r\n",
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: yes\r\nX y\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    b"GET \xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
)
HANDSHAKE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: {}\r\nSec-WebSocket-Key: {}\r\n"


@dataclass(frozen=True)
class Request:
    """One request as it goes over the wire; ``framed`` ones are whole, so that several may follow each other on one connection."""

    kind: str
    data: bytes
    framed: bool = True


def _request(kind: str, target: str, method: str = "GET", host: str = "127.0.0.1", more: str = "", framed: bool = True) -> Request:
    # After a target that is no target the server ends the connection.
    framed = framed and target.isascii() and target.isprintable() and " " not in target
    if not framed and "Connection:" not in more:
        more += "Connection: close\r\n"
    return Request(kind, f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode("utf-8", "replace"), framed)


def _traversal(chance: random.Random) -> Request:
    up = chance.choice(UPWARDS) * chance.randint(1, 9)
    return _request(
        "traversal", chance.choice(ROOTS) + up + chance.choice(TARGETS) + chance.choice(("", "%00", "%00.png", "/", "?x", "::$DATA"))
    )


def _parameters(chance: random.Random) -> Request:
    pairs = "&".join(f"{chance.choice(PARAMETERS)}={chance.choice(VALUES)}" for _ in range(chance.randint(1, 6)))
    return _request("parameters", f"{chance.choice(PAGES)}?{pairs}".replace(" ", "%20").replace("\x7f", "%7f"))


def _long(chance: random.Random) -> Request:
    length = chance.randint(8_000, 15_000)
    return _request("long", chance.choice((f"/?q={'a' * length}", f"/{'a/' * (length // 2)}", f"/static/{'%41' * (length // 3)}")))


def _closed(chance: random.Random) -> Request:
    return _request(
        "closed", chance.choice(("/", "/exchange/", "/a/b/")) + "_stcore/" + chance.choice(CLOSED), chance.choice(("GET", "POST"))
    )


def _method(chance: random.Random) -> Request:
    path = chance.choice((*PAGES, "/_stcore/health", "/app/static/wordmark-light.svg", "/media/x", "/_stcore/upload_file/a/b"))
    body = chance.choice(("", "Content-Length: 0\r\n", "Content-Length: 99999999999\r\n"))
    return _request("method", path, chance.choice(METHODS), more=body, framed=False)


def _host(chance: random.Random) -> Request:
    return _request(
        "host", chance.choice((*PAGES, "/_stcore/host-config", "/app/static/wordmark-light.svg")), host=chance.choice(HOSTS), framed=False
    )


def _headers(chance: random.Random) -> Request:
    path = chance.choice(
        (*PAGES, "/app/static/wordmark-light.svg", "/favicon.png", "/_stcore/health", "/app/static/topojson/europe_50m.json")
    )
    return _request("headers", path, more="".join(f"{header}\r\n" for header in chance.sample(HEADERS, 2)), framed=False)


def _handshake(chance: random.Random) -> Request:
    version, key = (
        chance.choice(("13", "13", "13", "8", "x")),
        chance.choice(("AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAA==", "short", "")),
    )
    origin, path = (
        chance.choice(ORIGINS),
        chance.choice(("/_stcore/stream", "/_stcore/stream", "/stream", "/", "/_stcore/metrics", "/app/static/x")),
    )
    more = HANDSHAKE.format(version, key) + f"Origin: {origin}\r\nSec-WebSocket-Protocol: streamlit, {'x' * chance.choice((1, 3000))}\r\n"
    return _request("origin", path, more=more, framed=False)


def _raw(chance: random.Random) -> Request:
    return Request("raw", chance.choice(RAW), framed=False)


#: The kinds in the proportion in which they are sent.
KINDS = (
    _traversal,
    _parameters,
    _closed,
    _traversal,
    _parameters,
    _method,
    _traversal,
    _parameters,
    _host,
    _long,
    _headers,
    _handshake,
    _raw,
)


def hostile_requests(number: int, seed: int = 20261125) -> Iterator[Request]:
    """Yield ``number`` requests, the same ones for the same seed."""
    chance = random.Random(seed)
    return (kind(chance) for kind in islice(cycle(KINDS), number))


@dataclass(frozen=True)
class Answer:
    """What came back for some requests on one connection: the status codes and everything that was sent."""

    requests: tuple[Request, ...]
    statuses: tuple[int, ...]
    data: bytes


async def send(port: int, requests: tuple[Request, ...]) -> Answer:
    """Send ``requests`` on one connection, the last one ending it, and return what comes back within half a minute."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    data = b""
    try:
        *before, last = [request.data for request in requests]
        if requests[-1].framed:
            last = last.removesuffix(b"\r\n") + b"Connection: close\r\n\r\n"
        writer.write(b"".join(before) + last)
        if requests[-1].kind == "raw":
            writer.write_eof()  # the server may still wait for more
        async with asyncio.timeout(30):
            while part := await reader.read(65536):
                data += part
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.close()
    statuses = tuple(int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [^\r\n]*\r\n", data))
    return Answer(requests, statuses, data)


async def attack(port: int, requests: Iterator[Request], at_once: int = 12, together: int = 25) -> list[Answer]:
    """Send all ``requests``, framed ones ``together`` on one connection, over ``at_once`` connections at a time."""
    batches: list[tuple[Request, ...]] = []
    framed: list[Request] = []
    for request in requests:
        if request.framed:
            framed.append(request)
        else:
            batches.append((request,))
    batches += [tuple(framed[start : start + together]) for start in range(0, len(framed), together)]
    random.Random(1).shuffle(batches)
    waiting = iter(batches)

    async def work() -> list[Answer]:
        return [await send(port, batch) for batch in waiting]

    return [answer for answers in await asyncio.gather(*(work() for _ in range(at_once))) for answer in answers]
