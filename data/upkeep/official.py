"""Bring indicators up to date from official sources: what comes from where, which values are new or revised, what could not be fetched."""

import re
from collections.abc import Iterable, Mapping
from csv import DictReader
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from math import prod
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.city import CITY
from data.codes import country_words
from data.schema import TABLES
from data.source_ids import source_id
from data.upkeep.answers import Fetcher, Filter, NoAnswer, from_ckan, from_eurostat, from_genesis, from_worldbank
from data.upkeep.ids import with_ids
from data.upkeep.reading import Finding
from data.vocabulary import LANGUAGES

#: Which indicator comes from where. ``filter`` holds ``dimension=value`` separated by semicolons; several values joined by ``+`` are added
#: up, ``*`` stands for all values there are. ``country`` is the dimension that names the country. A value in ``source_unit`` times
#: ``factor``, rounded to ``decimals``, is one in ``unit``. ``seen`` says where the codes were seen.
TABLE: Final = Path(__file__).with_name("official.csv")
#: Publisher, address of a dataset, and licence of each service. In the city's portal every dataset has its own licence.
SERVICES: Final = {
    "worldbank": ("World Bank, World Development Indicators", "https://data.worldbank.org/indicator/{dataset}", "CC BY 4.0"),
    "eurostat": (
        "Eurostat",
        "https://ec.europa.eu/eurostat/databrowser/view/{dataset}/default/table",
        "Eurostat re-use policy (CC BY 4.0)",
    ),
    "genesis": (
        "Statistisches Bundesamt (Destatis), GENESIS-Online",
        "https://genesis.destatis.de/datenbank/online/statistic/{statistic}/table/{dataset}",
        "dl-de/by-2-0",
    ),
    "regionaldatenbank": (
        "Statistische Ämter des Bundes und der Länder, Regionaldatenbank",
        "https://www.regionalstatistik.de/genesis/online?operation=table&code={dataset}",
        "dl-de/by-2-0",
    ),
    "ckan": (f"Stadt {CITY.name.de}, Transparenzportal", f"{CITY.open_data_portal}/dataset/{{dataset}}", ""),
}
#: Number of years up to the newest one of a series whose values may be revised.
REVISED_YEARS: Final = 5
#: Change of a value, as a share of the old one, from which it is named separately: its unit or definition may have changed.
JUMP: Final = Decimal("0.5")
#: Flags of provisional values, and of breaks, in all services.
_PROVISIONAL, _BREAK = "p", "b"
#: Names of countries in GENESIS that differ from CLDR's.
_OF_GENESIS: Final = {"Russische Föderation": "RU", "Republik Korea": "KR"}
#: All values of a dimension, and what GENESIS writes for exactly zero.
_ALL, _ZERO = ("*",), "-"
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SERIES: Final = ["from_place", "to_place", "partner", "country", "geography"]


@dataclass(frozen=True)
class Official:
    """Where the values of one indicator come from; see ``TABLE``."""

    indicator: str
    service: str
    dataset: str
    filter: Filter
    country: str
    source_unit: str
    unit: str
    factor: Decimal
    decimals: int

    @property
    def url(self) -> str:
        """Return the address of the dataset for readers."""
        return SERVICES[self.service][1].format(dataset=self.dataset, statistic=self.dataset.partition("-")[0])


@dataclass(frozen=True)
class Value:
    """One value of an indicator in its unit; ``country`` is empty if the dataset names none."""

    country: str
    year: int
    value: Decimal
    is_provisional: bool
    is_break: bool


@dataclass(frozen=True)
class Services:
    """Addresses of the services by id, those that may be asked, and a user name and password for those that need them."""

    addresses: Mapping[str, str]
    logins: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Refreshed:
    """Tables with the newest values, and remarks on what was not fetched, on breaks and on large changes."""

    cells: Mapping[str, pd.DataFrame]
    findings: list[Finding]


def _filter(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (part.partition("=") for part in text.split("; ") if part)
    return {name.strip(): tuple(value.strip() for value in values.split(" + ")) for name, _, values in pairs}


@cache
def officials() -> tuple[Official, ...]:
    """Return which indicator comes from where."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Official(
                row["indicator"],
                row["service"],
                row["dataset"],
                _filter(row["filter"]),
                row["country"],
                row["source_unit"],
                row["unit"],
                Decimal(row["factor"]),
                int(row["decimals"]),
            )
            for row in DictReader(file)
        )


def _country(word: str) -> str:
    """Return the alpha-2 code of a country by a code or name that a service uses; empty for anything else, such as *World*."""
    return _OF_GENESIS.get(word) or country_words(LANGUAGES).get(word, "")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None  # signs such as - . / x for a value that is missing or secret
    return number if number.is_finite() else None


def values_in(frame: pd.DataFrame, official: Official) -> list[Value]:
    """Return the values of ``official`` in ``frame``, the rows of an answer.

    Several values that the filter adds up give one if all are there; of all values of a dimension none may be unknown.

    Raises:
        NoAnswer: no row fits the filter, or several are the same value.
    """
    if missing := [name for name in (*official.filter, official.country) if name and name not in frame]:
        raise NoAnswer(f"{', '.join(missing)}?")
    named = {name: allowed for name, allowed in official.filter.items() if allowed != _ALL}
    for name, allowed in named.items():
        frame = frame[frame[name].isin(allowed)]
    parts = prod(len(allowed) for allowed in named.values())
    sums_all = len(named) < len(official.filter)
    if sums_all:
        frame = frame.assign(value=frame["value"].replace(_ZERO, "0"))
    found: dict[tuple[str, int], list[tuple[Decimal, str]]] = {}
    unknown: set[tuple[str, int]] = set()
    seen: set[tuple[str, ...]] = set()
    for row in frame.to_dict("records"):
        year, number = _YEAR.search(row["time"]), _number(row["value"])
        country = _country(row[official.country]) if official.country else ""
        if not year or (official.country and not country):
            continue
        if number is None:
            unknown.add((country, int(year[0])))
            continue
        part = (country, year[0], *(row[name] for name in official.filter))
        if part in seen:
            raise NoAnswer(f"{' / '.join(filter(None, part))} × 2")
        seen.add(part)
        found.setdefault((country, int(year[0])), []).append((number, row["flag"].lower()))
    if not found:
        raise NoAnswer("; ".join(f"{name}={' + '.join(values)}" for name, values in official.filter.items()) or "–")
    step = Decimal(1).scaleb(-official.decimals)
    return [
        Value(
            country,
            year,
            (sum((number for number, _ in numbers), Decimal(0)) * official.factor).quantize(step, ROUND_HALF_UP),
            any(_PROVISIONAL in flag for _, flag in numbers),
            any(_BREAK in flag for _, flag in numbers),
        )
        for (country, year), numbers in sorted(found.items())
        if len(numbers) == parts or (sums_all and (country, year) not in unknown)
    ]


def _fetched(official: Official, services: Services, fetcher: Fetcher, rows: pd.DataFrame, until: int) -> list[Value]:
    newest = rows["year"].astype(int).groupby([rows[name] for name in _SERIES]).max()
    since = int(newest.min()) - REVISED_YEARS + 1
    address, among = services.addresses[official.service], set(rows["country"]) - {""}
    match official.service:
        case "worldbank":
            frame = from_worldbank(fetcher, address, official.dataset, among, since, until)
        case "eurostat":
            frame = from_eurostat(fetcher, address, official.dataset, official.filter, official.country, among, since)
        case "ckan":
            frame = from_ckan(fetcher, address, official.dataset, official.filter)
        case _:
            login = services.logins.get(official.service, ("", ""))
            frame = from_genesis(fetcher, address, login, official.dataset, since, official.source_unit)
    return values_in(frame, official)


def _text(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass
class _Update:
    """The rows of one indicator while they are compared with what a source delivers."""

    official: Official
    source: str
    rows: list[dict[str, str]]
    findings: list[Finding]
    breaks: set[int]
    changed: bool = False

    def take(self, values: Iterable[Value]) -> None:
        by_country: dict[str, list[Value]] = {}
        for value in values:
            by_country.setdefault(value.country, []).append(value)
        series: dict[tuple[str, ...], dict[int, dict[str, str]]] = {}
        for row in self.rows:
            series.setdefault(tuple(row[name] for name in _SERIES), {})[int(row["year"])] = row
        for key, known in series.items():
            country = key[_SERIES.index("country")] if self.official.country else ""
            newest = max(known)
            for value in by_country.get(country, ()):
                if value.year in known and value.year > newest - REVISED_YEARS:
                    self._revise(known[value.year], value)
                elif value.year > newest:
                    self._add(dict(zip(_SERIES, key, strict=True)), value, known[newest]["value"])

    def _stated(self, value: Value) -> dict[str, str]:
        self.changed = True
        if value.is_break:
            self.breaks.add(value.year)
        return {"value": _text(value.value), "provisional": "yes" if value.is_provisional else "no", "source": self.source}

    def _revise(self, row: dict[str, str], value: Value) -> None:
        old = Decimal(row["value"])
        is_same = old.quantize(value.value, ROUND_HALF_UP) == value.value
        if is_same and (row["provisional"] == "yes") == value.is_provisional:
            return
        self._compare(row["value"], value, row["id"])
        row |= self._stated(value)

    def _compare(self, old: str, value: Value, name: str) -> None:
        if abs(value.value - Decimal(old)) > JUMP * abs(Decimal(old)):
            details = {"old": old, "new": _text(value.value)}
            self.findings.append(Finding("observations", None, "", name, "refresh_jump", details, is_error=False))

    def _add(self, series: dict[str, str], value: Value, newest: str) -> None:
        place = series["country"].lower() or "x"
        self._compare(newest, value, f"{self.official.indicator}-{place}-{value.year}")
        empty = dict.fromkeys(TABLES["observations"].columns, "")
        self.rows.append(empty | series | {"indicator": self.official.indicator, "year": str(value.year)} | self._stated(value))


def _source_row(official: Official) -> dict[str, str]:
    publisher, _, licence = SERVICES[official.service]
    row = {"id": source_id(official.url), "title": official.dataset, "publisher": publisher, "url": official.url}
    row |= {"grade": "official", "licence": licence, "linkable": "yes"}
    return dict.fromkeys(TABLES["sources"].columns, "") | row


def _remark(fault: str, value: str, **details: str) -> Finding:
    return Finding("", None, "", value, fault, details, is_error=False)


def refreshed(present: Mapping[str, pd.DataFrame], services: Services, until: int) -> Refreshed:
    """Return ``present``, tables as text, with the newest values of every indicator whose service may be asked.

    Only series that exist are continued: years after their newest one are added, values of their last ``REVISED_YEARS`` years are revised,
    gaps stay, because a value may have been left out on purpose. Years that a source marks as a break are added to the breaks of the
    indicator. ``until`` is the present year. A source that fails changes nothing and is named.
    """
    observations, indicators = present["observations"], present["indicators"]
    findings: list[Finding] = []
    changed: dict[str, list[dict[str, str]]] = {}
    breaks: dict[str, set[int]] = {}
    sources: dict[str, dict[str, str]] = {}
    silent: dict[str, str] = {}
    with Fetcher() as fetcher:
        for official in officials():
            rows = observations[observations["indicator"] == official.indicator]
            if official.service not in services.addresses or rows.empty:
                continue
            source = _source_row(official)
            name = {"publisher": source["publisher"], "dataset": official.dataset}
            try:
                if official.service in silent:
                    raise NoAnswer(silent[official.service])
                values = _fetched(official, services, fetcher, rows, until)
            except NoAnswer as error:
                if error.is_silent:
                    silent[official.service] = str(error)
                findings.append(_remark("refresh_failed", official.indicator, reason=str(error), **name))
                continue
            update = _Update(official, source["id"], rows.to_dict("records"), findings, set())
            update.take(values)
            if update.changed:
                changed[official.indicator], sources[source["id"]] = update.rows, source
                breaks[official.indicator] = update.breaks
    off = sorted({official.service for official in officials()} - services.addresses.keys())
    findings += [_remark("refresh_off", service, publisher=SERVICES[service][0]) for service in off]
    cells = dict(present)
    cells["observations"] = with_ids("observations", _with_rows(observations, changed), set(observations["id"]))
    cells["indicators"] = _with_breaks(indicators, breaks, findings)
    new = [row for key, row in sources.items() if key not in set(present["sources"]["id"])]
    cells["sources"] = pd.concat([present["sources"], pd.DataFrame(new, columns=present["sources"].columns, dtype=str)], ignore_index=True)
    return Refreshed(cells, findings)


def _with_rows(observations: pd.DataFrame, changed: Mapping[str, list[dict[str, str]]]) -> pd.DataFrame:
    """Return ``observations`` with the rows of each changed indicator in the place of its old ones, new rows after them."""
    lines: list[Any] = []
    told: set[str] = set()
    for row in observations.to_dict("records"):
        indicator = row["indicator"]
        if indicator not in changed:
            lines.append(row)
        elif indicator not in told:
            told.add(indicator)
            lines += changed[indicator]
    return pd.DataFrame(lines, columns=observations.columns, dtype=str)


def _with_breaks(indicators: pd.DataFrame, breaks: Mapping[str, set[int]], findings: list[Finding]) -> pd.DataFrame:
    lines = indicators.to_dict("records")
    for row in lines:
        known = set(row["breaks"].split())
        added = {str(year) for year in breaks.get(row["id"], ())} - known
        if added:
            row["breaks"] = " ".join(sorted(known | added))
            findings.append(_remark("refresh_break", row["id"], years=", ".join(sorted(added))))
    return pd.DataFrame(lines, columns=indicators.columns, dtype=str)
