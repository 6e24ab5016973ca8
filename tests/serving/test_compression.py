"""A file is compressed once, for as long as it is the same file; what is made for each visitor is compressed each time."""

import gzip
import random
from dataclasses import dataclass

import pytest

from serving.compression import KEPT_BYTES, Compression
from tests.running import run


@dataclass
class Files:
    """An application of one text file, which counts how often it is read."""

    text: bytes = b"one " * 1000
    etag: bytes = b'"1"'
    read: int = 0

    async def __call__(self, scope, receive, send):
        """Answer one request."""
        headers = [(b"content-type", b"text/javascript"), (b"content-length", b"%d" % len(self.text)), (b"etag", self.etag)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        self.read += scope["method"] == "GET"
        await send({"type": "http.response.body", "body": self.text if scope["method"] == "GET" else b""})


def ask(app, accept="gzip", method="GET", path="/static/a.js"):
    """Return headers and body of one answer; a header that comes twice is an error."""
    sent = []
    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", accept.encode())]}

    async def send(message):
        sent.append(message)

    run(app(scope, None, send))
    assert len(dict(sent[0]["headers"])) == len(sent[0]["headers"])
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def test_a_file_is_read_once_and_sent_compressed_to_everybody():
    files = Files()
    app = Compression(files)
    answers = [ask(app) for _ in range(3)]
    assert files.read == 1
    assert answers[0] == answers[1] == answers[2]
    headers, body = answers[0]
    assert gzip.decompress(body) == files.text
    assert headers[b"content-length"] == b"%d" % len(body)
    assert headers[b"etag"] == b'W/"1"'


def test_a_file_that_has_changed_is_compressed_anew():
    files = Files()
    app = Compression(files)
    ask(app)
    files.text, files.etag = b"two " * 1000, b'"2"'
    assert gzip.decompress(ask(app)[1]) == files.text
    assert gzip.decompress(ask(app)[1]) == files.text
    assert files.read == 2


def test_a_browser_that_cannot_read_it_gets_the_file_as_it_is():
    files = Files()
    app = Compression(files)
    ask(app)
    headers, body = ask(app, accept="identity")
    assert body == files.text
    assert b"content-encoding" not in headers


def test_asked_for_the_head_alone_no_body_is_sent():
    app = Compression(Files())
    ask(app)
    headers, body = ask(app, method="HEAD")
    assert body == b""
    assert headers[b"content-encoding"] == b"gzip"


@pytest.mark.parametrize("path", ["/static/./a.js", "/static/././a.js", "/static/a.js/", "/static/./a.js/."])
def test_another_spelling_of_a_path_is_the_same_file(path):
    files = Files()
    app = Compression(files)
    assert ask(app) == ask(app, path=path)
    assert files.read == 1


def test_what_is_kept_is_bounded_in_bytes_and_what_was_asked_for_last_stays():
    files = Files(text=b"%x" % random.Random(1).getrandbits(2_000_000))
    app = Compression(files)
    paths = [f"/static/{number}.js" for number in range(2 * KEPT_BYTES // len(files.text) + 20)]
    first = len(ask(app, path=paths[0])[1])
    for path in paths:
        ask(app, path=path)
        ask(app, path=paths[0])
    read = files.read
    assert app.kept_bytes <= KEPT_BYTES
    assert app.kept_bytes > KEPT_BYTES - 2 * first
    ask(app, path=paths[0])
    ask(app, path=paths[-1])
    assert files.read == read
    ask(app, path=paths[1])
    assert files.read == read + 1


def test_a_file_larger_than_all_that_is_kept_pushes_nothing_out():
    files = Files()
    app = Compression(files)
    ask(app)
    files.text = random.Random(1).randbytes(KEPT_BYTES + 1000)
    assert gzip.decompress(ask(app, path="/static/huge.js")[1]) == files.text
    files.text = Files.text
    read = files.read
    ask(app)
    assert files.read == read


@dataclass
class Made:
    """An application of one answer that is made for each visitor, below middleware that has seen to ``Vary`` already."""

    kind: bytes
    text: bytes = b"made;" * 1000
    vary: bytes = b"Origin, Accept-Encoding"

    async def __call__(self, scope, receive, send):
        """Answer one request, which asks for plain letters."""
        assert b"accept-encoding" not in dict(scope["headers"])
        headers = [(b"content-type", self.kind), (b"content-length", b"%d" % len(self.text)), (b"etag", b'"1"'), (b"vary", self.vary)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.text})


@pytest.mark.parametrize("kind", [b"text/html; charset=utf-8", b"application/json", b"text/csv; charset=utf-8", b"application/geo+json"])
def test_what_is_made_for_each_visitor_is_compressed(kind):
    headers, body = ask(Compression(Made(kind)), path="/api/v1/x")
    assert headers[b"content-encoding"] == b"gzip"
    assert headers[b"content-length"] == b"%d" % len(body)
    assert gzip.decompress(body) == Made.text
    assert headers[b"vary"] == b"Origin, Accept-Encoding"
    assert headers[b"etag"] == b'W/"1"', "other bytes of the same content"


@pytest.mark.parametrize("accept", ["identity", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_whoever_cannot_read_it_gets_plain_letters_and_caches_are_told(accept):
    headers, body = ask(Compression(Made(b"text/csv")), accept=accept, path="/api/v1/x.csv")
    assert body == Made.text
    assert headers[b"vary"] == b"Origin, Accept-Encoding"
    assert headers[b"etag"] == b'"1"'
    assert ask(Compression(Files()), accept=accept)[0][b"vary"] == b"Accept-Encoding"


@pytest.mark.parametrize("kind", [b"application/pdf", b"application/zip", b"image/png"])
def test_what_is_compressed_already_is_left_alone(kind):
    headers, body = ask(Compression(Made(kind)), path="/media/x")
    assert b"content-encoding" not in headers
    assert body == Made.text
