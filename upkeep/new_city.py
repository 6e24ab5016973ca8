"""Make the folder of a new city: its description, empty tables, a story, a workbook to fill in."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from pathlib import Path
from shutil import rmtree
from string import Template
from tempfile import mkdtemp
from typing import Final

import pandas as pd
import yaml

from components.words.texts import LOCALES_DIRECTORY, Texts
from data.borders import can_lie_in
from data.city import BrokenCity, read_city
from data.codes import countries, country_words
from data.dataset import table_file
from data.plain_text import plain
from data.provenance import passport
from data.schema import TABLES
from data.upkeep.ids import slug
from data.upkeep.words import same
from data.vocabulary import LANGUAGES

#: Name of the workbook in the folder of a new city.
WORKBOOK: Final = "book.xlsx"
#: Directions in which the globe is turned away from the city, in degrees, so that arcs are seen that leave to the south and west.
_GLOBE_TURN: Final = 3.0
#: Half the height of the region around a city, and half its width at the equator, in degrees.
_REGION: Final = (0.95, 1.9)
#: West, south, east and north of the cities for which the map has a view of Europe.
_EUROPE: Final = (-25.0, 34.0, 45.0, 72.0)
#: The part of a name that says where a city is; the genitive leaves it as it is.
_WHERE: Final = re.compile(r" (?:am|an|auf|bei|im|in|ob|unter|vor|vorm|\().*")
_ROOT: Final = Path(__file__).parents[1]


class NotMade(Exception):
    """The folder was not made, and nothing was left behind; the message says why."""


@dataclass(frozen=True)
class Beginning:
    """What must be known of a new city: name, centre in degrees, ISO 3166-1 alpha-2 code of the country, state or region."""

    name: str
    lat: float
    lon: float
    country: str
    region: str


def _degrees(text: str, option: str, limit: float, t: Texts) -> float:
    """Return ``text`` as degrees from ``-limit`` to ``limit``; it may have a decimal comma.

    Raises:
        NotMade: it is no such number.
    """
    try:
        value = float(text.strip().removesuffix("°").replace(",", "."))
    except ValueError:
        value = limit + 1
    if not -limit <= value <= limit:
        raise NotMade(t.t("new.no_number", value=text, option=option))
    return value


def _country(text: str, t: Texts) -> str:
    """Return the ISO 3166-1 alpha-2 code of the country that ``text`` names.

    Raises:
        NotMade: there is no such country.
    """
    known = {same(word): code for word, code in country_words(LANGUAGES).items()}
    if same(text) not in known:
        raise NotMade(t.t("new.no_country", value=text))
    return known[same(text)]


def asked_city(given: Mapping[str, str | None], t: Texts) -> Beginning:
    """Return the city that ``given`` describes by option; what is None is asked for, if there is a terminal.

    Raises:
        NotMade: something is missing or wrong.
    """

    def text(name: str) -> str:
        answer = given[name]
        if answer is None and sys.stdin.isatty():
            answer = input(t.t(f"new.ask.{name}"))
        if not (told := plain(answer or "")):
            raise NotMade(t.t("new.missing", option=f"--{name}"))
        return told

    name, code = text("name"), _country(given["country"] or "", t)
    return Beginning(name, _degrees(text("lat"), "--lat", 90, t), _degrees(text("lon"), "--lon", 180, t), code, text("region"))


def genitive(name: str) -> str:
    """Return the German genitive of the name of a city: *Lübecks*, *Frankfurts am Main*, but *Mainz’*."""
    where = _WHERE.search(name)
    own, rest = (name[: where.start()], where.group()) if where else (name, "")
    return own + ("’" if own.lower().endswith(("s", "ß", "x", "z", "ce")) else "s") + rest


def _within(low: float, value: float, high: float) -> float:
    return round(min(max(value, low), high), 2)


def _words(city: Beginning, today: str) -> dict[str, object]:
    """Return the placeholders of the templates; texts are quoted as YAML needs them."""
    stem = slug(city.name)[:30].strip("-")
    west, south, east, north = _EUROPE
    is_european = west < city.lon < east and south < city.lat < north
    height, width = _REGION[0], _REGION[1] / max(cos(radians(city.lat)), 0.1)
    texts = {
        "title": f"{city.name} weltweit vernetzt",
        "name": city.name,
        "genitive_de": genitive(city.name),
        "genitive_en": f"{city.name}’s",
        "region": city.region,
        "about_de": f"zeigt, wie die Stadt {city.name} mit ihren Partnerstädten verbunden ist",
        "about_en": f"shows how the city of {city.name} is connected with its twin cities",
        "easy_de": f"Die Stadt {city.name} macht die Arbeit für die Partner-Städte.",
        "easy_en": f"The city of {city.name} does the work for the twin cities.",
    }
    return {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()} | {
        "id": f"{stem}-weltweit-vernetzt",
        "slug": f"{stem}-weltweit",
        "country": json.dumps(city.country),  # the code of Norway would be a truth value
        "lat": city.lat,
        "lon": city.lon,
        "today": today,
        "views": "[world, europe, globe]" if is_european else "[world, globe]",
        "globe_lat": _within(-90, city.lat - _GLOBE_TURN, 90),
        "globe_lon": _within(-180, city.lon - _GLOBE_TURN, 180),
        "west": _within(-180, city.lon - width, 179),
        "east": _within(-179, city.lon + width, 180),
        "south": _within(-90, city.lat - height, 89),
        "north": _within(-89, city.lat + height, 90),
    }


def _story() -> str:
    both = {lang: Texts(lang) for lang in LANGUAGES}

    def said(message: str) -> dict[str, str]:
        return {lang: t.t(message) for lang, t in both.items()}

    slides: list[dict[str, object]] = [
        {"figure": "title", "note": said("new.story.note")},
        {"figure": "map"},
        {"figure": "growth", "headline": said("new.story.growth")},
        {"figure": "anniversaries"},
        {"figure": "closing"},
    ]
    return str(yaml.safe_dump({"title": said("new.story.title"), "slides": slides}, allow_unicode=True, sort_keys=False, width=140))


def _write(folder: Path, words: Mapping[str, object], title: str, lang: str) -> None:
    for template in sorted((LOCALES_DIRECTORY / lang / "city").iterdir()):
        filled = words if template.suffix == ".yml" else {"title": title}
        (folder / template.name).write_text(Template(template.read_text(encoding="utf-8")).substitute(filled), encoding="utf-8")
    (folder / "tables").mkdir()
    for table in TABLES.values():
        (folder / "tables" / f"{table.name}.csv").write_bytes(table_file(pd.DataFrame(columns=table.columns)))
    (folder / "stories").mkdir()
    (folder / "stories" / "1-twin-cities.yml").write_text(_story(), encoding="utf-8")


def _run(folder: Path, *command: str) -> None:
    """Run a module for the city in ``folder``; a process knows one city only."""
    settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"CITY": str(folder)}
    done = subprocess.run([sys.executable, "-m", *command], cwd=_ROOT, env=settings, capture_output=True, text=True)
    if done.returncode:
        raise NotMade(done.stderr.strip())


def make(folder: Path, city: Beginning, t: Texts) -> None:
    """Write ``folder``, which must not exist or be empty, with everything of a city that has no partners yet.

    Raises:
        NotMade: the folder holds something, cannot be written, or the city cannot be described.
    """
    alpha3 = countries()[city.country]
    if not can_lie_in(city.lat, city.lon, alpha3):
        raise NotMade(t.t("new.elsewhere", lat=city.lat, lon=city.lon, country=t.country(city.country)))
    if not slug(city.name)[:1].isalpha():
        raise NotMade(t.t("new.no_name", value=city.name))
    words = _words(city, date.today().isoformat())
    beside = None
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotMade(t.t("new.not_empty", folder=folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent)).resolve()
        _write(beside, words, f"{city.name} weltweit vernetzt", t.lang)
        read_city(beside)
        _run(beside, passport.__name__)
        _run(beside, "upkeep", "--lang", t.lang, "workbook", str(beside / WORKBOOK))
        if folder.exists():
            folder.rmdir()
        beside.chmod(0o755)
        beside.rename(folder)
    except BrokenCity as error:
        raise NotMade(str(error)) from error
    except OSError as error:
        raise NotMade(t.t("new.not_written", folder=folder, reason=error.strerror)) from error
    finally:
        if beside and beside.exists():
            rmtree(beside, ignore_errors=True)
