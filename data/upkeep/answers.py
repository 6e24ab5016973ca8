"""Ask official statistics services over HTTP and read their answers into one form of table.

The services deliver CSV or JSON, which pandas and the standard library read. Their own client libraries would each bring another way of
fetching, without a limit of size and of time.
"""

import json
import re
import zipfile
from collections.abc import Collection, Mapping
from io import BytesIO, StringIO
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
import pandas as pd

from data.codes import countries

#: Seconds that a connection may take, and that a service may send nothing.
_CONNECT, _SILENCE = 10.0, 60.0
#: Number of attempts, and seconds before the second one; each further pause is twice as long.
_ATTEMPTS, _PATIENCE = 3, 2.0
#: Seconds that one answer may take with all attempts and pauses. A service that sends a little all the time never falls silent.
_LONGEST = 300.0
#: Seconds between two requests to a service.
_PAUSE: Final = 1.0
#: Maximum size of an answer, also unpacked, in bytes; the largest that is asked for has some two megabytes.
_LARGEST: Final = 30 * 1024 * 1024
#: Statuses after which a service may answer later.
_LATER: Final = (429, 500, 502, 503, 504)
#: Codes of Eurostat that differ from ISO 3166-1.
_OF_EUROSTAT: Final = {"GB": "UK", "GR": "EL"}
#: What GENESIS adds to the name of a country: since or until when its figures are.
_SPAN: Final = re.compile(r" \((?:ab|bis) [^)]*\)$")
_ZIP: Final = b"PK\x03\x04"

Filter = Mapping[str, tuple[str, ...]]


class NoAnswer(Exception):
    """A service gave no usable answer; the message says why.

    ``may_come`` if another attempt may have one, ``is_silent`` if the service cannot be reached at all.
    """

    def __init__(self, reason: str, may_come: bool = False, is_silent: bool = False) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.may_come, self.is_silent = may_come or is_silent, is_silent


class Fetcher:
    """Fetches from services one request after the other, each answer once."""

    def __init__(self) -> None:
        """Open no connection yet."""
        # A redirect is not followed: it could lead a token to another host.
        self._client = httpx2.Client(follow_redirects=False)
        self._kept: dict[str, bytes] = {}

    def __enter__(self) -> "Fetcher":
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self._client.close()

    def fetched(self, method: str, url: str, headers: Mapping[str, str] | None = None, **more: Any) -> bytes:
        """Return the body of the answer to a request; ``more`` holds ``params`` or ``data``.

        Raises:
            NoAnswer: after several attempts there is none, it refuses, it is too large or takes too long.
        """
        key = f"{method} {url} {sorted(more.items())}"
        if key not in self._kept:
            deadline = monotonic() + _LONGEST
            for attempt in range(_ATTEMPTS):
                sleep(_PATIENCE * 2 ** (attempt - 1) if attempt else _PAUSE)
                try:
                    self._kept[key] = self._once(method, url, headers or {}, more, deadline)
                    break
                except NoAnswer as error:
                    if not error.may_come or attempt == _ATTEMPTS - 1 or monotonic() > deadline:
                        raise
        return self._kept[key]

    def _once(self, method: str, url: str, headers: Mapping[str, str], more: Mapping[str, Any], deadline: float) -> bytes:
        body = bytearray()
        left = max(deadline - monotonic(), 0.001)
        timeout = httpx2.Timeout(min(_SILENCE, left), connect=min(_CONNECT, left))
        try:
            with self._client.stream(method, url, headers=dict(headers), timeout=timeout, **more) as response:
                if response.status_code != 200:
                    raise NoAnswer(f"HTTP {response.status_code}", response.status_code in _LATER)
                # In chunks as they arrive: a fixed size would wait until it is full.
                for chunk in response.iter_bytes():
                    body += chunk
                    if monotonic() > deadline:
                        raise NoAnswer(f"> {_LONGEST:g} s", is_silent=True)
                    if len(body) > _LARGEST:
                        raise NoAnswer(f"> {_LARGEST // 1024 // 1024} MB")
        except httpx2.HTTPError as error:
            raise NoAnswer(type(error).__name__, is_silent=True) from error
        return bytes(body)


def _table(body: bytes, separator: str) -> pd.DataFrame:
    try:
        return pd.read_csv(StringIO(body.decode("utf-8-sig")), sep=separator, dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        raise NoAnswer("CSV") from error


def _needs(frame: pd.DataFrame, columns: Collection[str]) -> None:
    if missing := [column for column in columns if column not in frame]:
        raise NoAnswer(f"{', '.join(missing)}?")


def from_eurostat(
    fetcher: Fetcher, address: str, dataset: str, wanted: Filter, country: str, among: Collection[str], since: int
) -> pd.DataFrame:
    """Return rows of a dataset of Eurostat (SDMX 3.0, SDMX-CSV): its dimensions, ``time``, ``value``, ``flag``.

    ``country`` is the dimension that names one of the countries ``among`` (alpha-2), empty if none does; ``since`` is the first year.

    Raises:
        NoAnswer: there is no usable answer.
    """
    params = {f"c[{name}]": ",".join(values) for name, values in wanted.items()}
    if country:
        params[f"c[{country}]"] = ",".join(_OF_EUROSTAT.get(code, code) for code in sorted(among))
    params |= {"c[TIME_PERIOD]": f"ge:{since}", "compress": "false", "format": "csvdata", "formatVersion": "2.0"}
    frame = _table(fetcher.fetched("GET", f"{address}/sdmx/3.0/data/dataflow/ESTAT/{dataset}/1.0", params=params), ",")
    frame = frame.rename(columns={"TIME_PERIOD": "time", "OBS_VALUE": "value", "OBS_FLAG": "flag"})
    _needs(frame, ("time", "value", *filter(None, (country,))))
    if country:
        frame = frame.assign(**{country: frame[country].replace({theirs: code for code, theirs in _OF_EUROSTAT.items()})})
    return frame if "flag" in frame else frame.assign(flag="")


def from_worldbank(fetcher: Fetcher, address: str, dataset: str, among: Collection[str], since: int, until: int) -> pd.DataFrame:
    """Return rows of an indicator of the World Bank (API version 2, JSON): ``country``, ``time``, ``value``, ``flag``.

    Raises:
        NoAnswer: there is no usable answer.
    """
    codes = ";".join(countries()[code] for code in sorted(among))
    params = {"format": "json", "per_page": "20000", "date": f"{since}:{until}"}
    body = fetcher.fetched("GET", f"{address}/country/{codes}/indicator/{dataset}", params=params)
    try:
        # Numbers stay text, so that no digit is lost.
        answer = json.loads(body, parse_float=str, parse_int=str)
        if "message" in answer[0]:
            raise NoAnswer(str(answer[0]["message"][0]["value"])[:200])
        if int(answer[0]["pages"]) > 1:
            raise NoAnswer(f"{answer[0]['pages']} pages")
        rows = [
            {"country": row["countryiso3code"], "time": row["date"], "value": row["value"] or "", "flag": row.get("obs_status") or ""}
            for row in answer[1] or ()
        ]
    except (ValueError, LookupError, TypeError) as error:
        raise NoAnswer("JSON") from error
    return pd.DataFrame(rows, columns=["country", "time", "value", "flag"], dtype=str)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_ZIP):
        return body
    try:
        with zipfile.ZipFile(BytesIO(body)) as packed, packed.open(packed.namelist()[0]) as file:
            content = file.read(_LARGEST + 1)
    except (zipfile.BadZipFile, LookupError, OSError, RuntimeError) as error:
        raise NoAnswer("ZIP") from error
    if len(content) > _LARGEST:
        raise NoAnswer(f"> {_LARGEST // 1024 // 1024} MB")
    return content


def from_genesis(fetcher: Fetcher, address: str, login: tuple[str, str], dataset: str, since: int, unit: str) -> pd.DataFrame:
    """Return rows of a GENESIS table (flat CSV) in ``unit``: a column per variable, ``content``, ``time``, ``value``, ``flag``.

    ``login`` is a user name and a password, or a token and an empty password. GENESIS-Online and Regionaldatenbank have this protocol.

    Variables and their values are named in German, as the table names them, without the years since or until which a country is listed.

    Raises:
        NoAnswer: there is no usable answer.
    """
    asked = {
        "name": dataset,
        "area": "all",
        "format": "ffcsv",
        "startyear": str(since),
        "compress": "false",
        "quality": "on",
        "language": "de",
    }
    headers = {"username": login[0], "password": login[1]}
    body = _unpacked(fetcher.fetched("POST", f"{address}/data/tablefile", headers, data=asked))
    if body.lstrip().startswith(b"{"):
        raise NoAnswer(_message(body))
    frame = _table(body, ";")
    _needs(frame, ("time", "value", "value_unit", "value_variable_label"))
    frame = frame[frame["value_unit"] == unit]
    columns = {
        str(frame[f"{number}_variable_label"].iloc[0]): frame[f"{number}_variable_attribute_label"].str.replace(_SPAN, "", regex=True)
        for number in range(1, 10)
        if len(frame) and f"{number}_variable_label" in frame
    }
    return pd.DataFrame(
        columns
        | {
            "content": frame["value_variable_label"],
            "time": frame["time"],
            "value": frame["value"].str.replace(",", ".", regex=False),
            "flag": frame.get("value_q", ""),
        }
    )


def from_ckan(fetcher: Fetcher, address: str, dataset: str, wanted: Filter) -> pd.DataFrame:
    """Return rows of a table in a CKAN portal (action API, version 3): columns in ``wanted``, ``content``, ``time``, ``value``, ``flag``.

    ``dataset`` is the name of the package, ``/resource/`` and the id of the resource, as in the address of its page. ``content`` in
    ``wanted`` names the columns with values; the column *Jahr* has the year, as in the city's tables.

    Raises:
        NoAnswer: there is no usable answer, or the file is on another host than the portal.
    """
    package, _, resource = dataset.partition("/resource/")
    try:
        answer = json.loads(fetcher.fetched("GET", f"{address}/action/package_show", params={"id": package}))
        (found,) = (each for each in answer["result"]["resources"] if each["id"] == resource)
        url, is_table = str(found["url"]), found.get("datastore_active") is True
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise NoAnswer("package_show") from error
    portal = urlsplit(address)
    if is_table:
        body = fetcher.fetched("GET", f"{portal.scheme}://{portal.netloc}/datastore/dump/{resource}")
    elif urlsplit(url)[:2] == portal[:2]:
        body = fetcher.fetched("GET", url)
    else:
        raise NoAnswer(urlsplit(url).netloc)
    frame = _table(body, ";" if b";" in body.partition(b"\n")[0] else ",")
    columns = ["Jahr", *(name for name in wanted if name != "content")]
    _needs(frame, (*columns, *wanted["content"]))
    rows = frame.melt(columns, wanted["content"], "content", "value").rename(columns={"Jahr": "time"})
    return rows.assign(value=rows["value"].str.replace(",", ".", regex=False), flag="")


def _message(body: bytes) -> str:
    """Return what GENESIS says instead of delivering a table."""
    try:
        return str(json.loads(body)["Status"]["Content"])[:200]
    except (ValueError, LookupError, TypeError):
        return "JSON"
