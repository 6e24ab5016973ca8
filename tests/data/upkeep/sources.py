"""A server on this machine that answers in the documented formats of the official sources, with made-up values for 2097 and 2098."""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from time import sleep
from urllib.parse import parse_qs, urlsplit

#: Status and body of the answer to a request: path, parameters.
Answer = Callable[[str, dict[str, str]], tuple[int, bytes]]


class Sources:
    """What was asked, and how it is answered."""

    def __init__(self) -> None:
        """Answer nothing yet."""
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: dict[str, Answer] = {}
        #: The service whose answers go on and on, a byte at a time.
        self.endless = ""
        self.address = ""

    def answered(self, path: str, params: dict[str, str], headers: dict[str, str]) -> tuple[int, bytes]:
        """Note the request and return its answer."""
        self.asked.append((path, params, headers))
        service = path.split("/")[1]
        return self.answers[service](path, params) if service in self.answers else (404, b"")


@contextmanager
def serving() -> Iterator[Sources]:
    """Run the server as long as the context lasts."""
    sources = Sources()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, query: str) -> None:
            params = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
            status, body = sources.answered(urlsplit(self.path).path, params, {name.lower(): text for name, text in self.headers.items()})
            self.send_response(status)
            if self.path.split("/")[1] == sources.endless:
                self.end_headers()
                with suppress(OSError):
                    while True:
                        self.wfile.write(b" ")
                        sleep(0.02)
                return
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sources.address = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield sources
    finally:
        server.shutdown()
        server.server_close()


def worldbank(values: dict[tuple[str, int], object]) -> bytes:
    """Return an answer of the World Bank: a page of values by alpha-3 code and year."""
    head = {"page": 1, "pages": 1, "per_page": 20000, "total": len(values), "sourceid": "2", "lastupdated": "2097-07-01"}
    rows = [
        {
            "indicator": {"id": "X", "value": "x"},
            "country": {"id": code[:2], "value": code},
            "countryiso3code": code,
            "date": str(year),
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for (code, year), value in values.items()
    ]
    return json.dumps([head, rows]).encode()


def eurostat(dimensions: list[str], rows: list[list[str]]) -> bytes:
    """Return an answer of Eurostat: SDMX-CSV 2.0; each row has the dimensions, time, value and flag."""
    head = ["STRUCTURE", "STRUCTURE_ID", *dimensions, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"]
    lines = [",".join(["dataflow", "ESTAT:X(1.0)", *row, ""]) for row in rows]
    return "\n".join([",".join(head), *lines]).encode()


def genesis(variables: list[tuple[str, str]], rows: list[list[str]], packed: bool = False) -> bytes:
    """Return a flat CSV of GENESIS, packed as ZIP or not; each row has time, values of the variables, value, unit, content and quality."""
    named = [f"{number}_variable_{part}" for number in range(1, len(variables) + 1) for part in _PARTS]
    head = ["statistics_code", "statistics_label", "time_code", "time_label", "time", *named]
    head += ["value", "value_unit", "value_variable_code", "value_variable_label", "value_q"]
    lines = [";".join(head)]
    for time, *cells, value, unit, content, quality in rows:
        said = [text for (code, label), cell in zip(variables, cells, strict=True) for text in (code, label, cell[:2], cell)]
        lines.append(";".join(["51000", "Außenhandel", "JAHR", "Jahr", time, *said, value, unit, "W", content, quality]))
    body = "\n".join(lines).encode("utf-8-sig")
    if not packed:
        return body
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("51000-0003_de_flat.csv", body)
    return file.getvalue()


def ckan(resource: str, url: str, is_table: bool) -> bytes:
    """Return an answer of CKAN to ``package_show``: a package with a PDF and one resource, which is in the data store or only a file."""
    found = {"id": resource, "url": url, "format": "CSV", "mimetype": "text/csv", "datastore_active": is_table}
    other = {"id": "a-leaflet", "url": "https://elsewhere.example/a.pdf", "format": "PDF", "datastore_active": False}
    return json.dumps({"success": True, "result": {"name": "bevoelkerung", "resources": [other, found]}}).encode()


_PARTS = ("code", "label", "attribute_code", "attribute_label")
