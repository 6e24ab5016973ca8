"""A file is compressed once, for as long as it is the same file."""

import gzip
from dataclasses import dataclass

from serving.compression import Compression
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


def ask(app, accept="gzip", method="GET"):
    """Return headers and body of one answer."""
    sent = []
    scope = {"type": "http", "method": method, "path": "/static/a.js", "headers": [(b"accept-encoding", accept.encode())]}

    async def send(message):
        sent.append(message)

    run(app(scope, None, send))
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
