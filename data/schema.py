"""Define the contract of each table: fields, types, constraints, foreign keys.

Each field is declared once and used three times: pandera validates with it, ``datapackage.json`` publishes it, and messages to
editors are worded from it. Tables are read as text first, so that a message can quote a cell exactly as it is in the file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Final, Literal

import pandas as pd
import pandera.pandas as pa

from data import vocabulary as v
from data.city import CITY
from data.codes import countries, is_language_tag
from data.plain_text import plain

FieldType = Literal["text", "date", "year", "integer", "number", "yesno", "choice", "key", "years", "country", "country3", "language"]

DATE_PATTERN: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
#: At most 18 digits, which fit a 64-bit integer, and no notation that only Python understands.
_WHOLE: Final = r"-?[0-9]{1,18}"
_DECIMAL: Final = r"-?[0-9]{1,18}(\.[0-9]+)?"
#: Earliest year of what municipalities did together: before the end of the war there is nothing to document. It also catches the years
#: that a spreadsheet turns into days of the year 1905, because it counts days from 1900.
FIRST_DATE: Final = 1945
#: Latest year that any date may have.
LAST_DATE: Final = 2100
#: Message for an empty cell that must be filled.
EMPTY: Final = "must not be empty"


@dataclass(frozen=True)
class Field:
    """One column: its name, type and constraints.

    ``choices`` apply to type *choice*; ``target`` (``"table"``, always its ``id``) applies to type *key*; ``low`` and ``high`` bound
    numbers, years and the years of dates, both inclusive. ``ahead`` is how many years a date or year may be in the future; only the check
    of a workbook applies it, because a server whose clock is wrong must still read its data. ``required`` forbids the empty cell.

    ``default`` is what an empty cell of a new row in a workbook stands for (see :meth:`meant_by_nothing`); ``like`` is the column of the
    same row from which it is filled.
    """

    name: str
    type: FieldType
    description: str
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    target: str = ""
    low: float | None = None
    high: float | None = None
    ahead: int | None = None
    default: str = ""
    like: str = ""

    def meant_by_nothing(self, first: bool) -> str:
        """Return what the empty cell of a new row stands for, empty if nothing.

        A choice is a fact about the row: it goes without saying only among the ``first`` rows of a table, a city's list of twin towns.
        """
        return "" if self.type == "choice" and not first else self.default

    def must_be_typed(self, first: bool) -> bool:
        """Return whether a new row of a workbook needs this cell, because nothing else says what belongs there."""
        return self.required and self.name != "id" and not self.meant_by_nothing(first) and not self.like


@dataclass(frozen=True)
class Table:
    """One table, stored in the file ``<name>.csv``; ``row`` says what one row is."""

    name: str
    row: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> list[str]:
        """Return the column names in file order."""
        return [field.name for field in self.fields]

    def field(self, name: str) -> Field:
        """Return the column ``name``.

        Raises:
            KeyError: the table has no such column.
        """
        return {field.name: field for field in self.fields}[name]


def _id(description: str) -> Field:
    return Field("id", "text", description, required=True, unique=True)


def _both(name: str, description: str, required: bool = False, like: tuple[str, str] = ("", "")) -> tuple[Field, Field]:
    return (
        Field(f"{name}_de", "text", f"{description}, German", required, like=like[0]),
        Field(f"{name}_en", "text", f"{description}, English", required, like=like[1]),
    )


def _source(description: str = "Where the row is stated", required: bool = True) -> Field:
    return Field("source", "key", description, required, target="sources")


def _country(name: str = "country", required: bool = True) -> Field:
    return Field(name, "country", "ISO 3166-1 alpha-2 code of the country", required)


def _date(name: str, description: str, ahead: int, low: int = FIRST_DATE, required: bool = False) -> Field:
    return Field(name, "date", description, required, low=low, high=LAST_DATE, ahead=ahead)


def _year(name: str, description: str, low: int, ahead: int, required: bool = False) -> Field:
    return Field(name, "year", description, required, low=low, high=LAST_DATE, ahead=ahead)


def _point(required: bool = True) -> tuple[Field, Field]:
    return (
        Field("lat", "number", "Latitude, WGS 84, degrees", required, low=-90, high=90),
        Field("lon", "number", "Longitude, WGS 84, degrees", required, low=-180, high=180),
    )


TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        Table(
            "sources",
            "a public source that a row of another table names",
            (
                _id("Stable id, made from the address"),
                Field("title", "text", "Title as the source gives it; may be empty"),
                Field("publisher", "text", "Who published it", required=True),
                Field("url", "text", "Address; of a copy of official data, the copy's"),
                Field("grade", "choice", "How close the source is to the fact", choices=v.SOURCE_GRADES),
                Field("licence", "choice", "Licence under which the publisher releases it; empty where none is stated", choices=v.LICENCES),
                _date("published", "Date of publication at its known precision", ahead=0, low=1800),
                Field("linkable", "yesno", "Whether a public page may link to it", required=True, default="yes"),
                Field("note", "text", "Remark for the data documentation, English"),
            ),
        ),
        Table(
            "partners",
            "a partner municipality",
            (
                _id("Slug used in the URL"),
                *_both("name", "Name as the city uses it", required=True, like=("", "name_de")),
                Field("name_local", "text", "Name in the local language and script", required=True, like="name_de"),
                _country(),
                Field(
                    "country_iso3",
                    "country3",
                    "ISO 3166-1 alpha-3 code, by which the border files name the country",
                    required=True,
                    like="country",
                ),
                *_point(),
                Field("coordinates_approximate", "yesno", "Whether the point is only near the place", required=True, default="no"),
                _year("coordinates_year", "Year of the gazetteer's extract", low=1990, ahead=0),
                Field("coordinates_source", "key", "Where the point is from", required=True, target="sources"),
                *_both("coordinates_note", "What the point is, where it is not the city centre"),
                Field("population", "integer", "Inhabitants", low=1),
                _year("population_year", "Reference year; empty where the source names none", low=1900, ahead=0),
                Field("population_source", "key", "Where the population is stated", target="sources"),
                *_both("population_note", "Definition of the population, where it needs one"),
                Field("kind", "choice", "Type of partnership", required=True, choices=v.RELATION_KINDS, default="twinning"),
                _date("since", "Start of the current type of partnership; empty if unknown", ahead=1),
                Field("status", "choice", "Present status", required=True, choices=v.STATUSES, default="active"),
                *_both("note", "Status and history in plain words"),
                Field("greeting", "text", "A greeting in the local language"),
                Field("language", "language", "BCP 47 tag of the local language"),
                Field("university_links", "text", "University contacts as the sources name them"),
            ),
        ),
        Table(
            "partner_sources",
            "a source on a partner as a whole",
            (
                Field("partner", "key", "The partner", required=True, target="partners"),
                _source(),
            ),
        ),
        Table(
            "relation_steps",
            "a step in the history of a relation",
            (
                _id("Stable id"),
                Field("partner", "key", "The partner; empty where the step concerns all of them", target="partners"),
                _date("date", "Date at its known precision", ahead=2, required=True),
                Field("kind", "choice", "What kind of step", required=True, choices=v.STEP_KINDS, default="twinning"),
                *_both("title", "The step in one sentence", required=True, like=("partner", "partner")),
                *_both("note", "Contradictions and wording"),
                *_both("vote", "Result of the vote"),
                Field("activity", "key", "The activity that tells the same event, if its partner or date differ", target="activities"),
                _source(),
            ),
        ),
        Table(
            "activities",
            "a documented activity or milestone with one partner or network",
            (
                _id("Stable id: partner, year, running number"),
                Field("event", "text", "Groups the rows of one event that appear under several partners"),
                _date("date", "Beginning at its known precision", ahead=2, required=True),
                _date("end_date", "End, of activities that last", ahead=10),
                Field("scope", "choice", "Whom it concerns", required=True, choices=("partner", "network", "all")),
                Field("partner", "key", "The partner, of scope partner", target="partners"),
                Field("network", "key", "The network, of scope network", target="networks"),
                Field("sector", "choice", "Sector", required=True, choices=v.SECTORS),
                Field("kind", "choice", "Kind of activity", required=True, choices=v.ACTIVITY_KINDS),
                *_both("title", "Title", required=True),
                Field("participants", "integer", "Number of people, counted as participants_note says", low=0),
                Field("participants_note", "text", "Who is counted; language of the research, never shown untranslated"),
                Field("status", "choice", "Whether it is known to have been held", True, choices=v.ACTIVITY_STATUSES),
                Field("confidence", "choice", "high: the source states the date; medium: inferred", True, choices=v.CONFIDENCES),
                Field("collection", "choice", "A complete list of the city it belongs to", choices=CITY.list_ids),
                Field("evidence", "text", "How the source supports the row, English, never shown untranslated"),
                _source(),
            ),
        ),
        Table(
            "indicators",
            "a statistical indicator: one definition, one unit, one level",
            (
                _id("Stable id"),
                *_both("label", "Name", required=True),
                *_both("definition", "What is counted, by whom", required=True),
                Field("unit", "choice", "Stable id of the unit", required=True, choices=v.UNITS),
                Field("unit_de", "text", "Unit as a person reads it, German", required=True),
                Field("unit_en", "text", "Unit as a person reads it, English", required=True),
                Field("sector", "choice", "Sector", required=True, choices=v.SECTORS),
                Field("geography", "choice", "Level", required=True, choices=("city", "region", "country")),
                Field("preferred", "yesno", "Whether it is the series to show first", required=True),
                Field("chart", "choice", "How it may be drawn", required=True, choices=("line", "bar", "number")),
                Field("breaks", "years", "Years at which a new segment begins, separated by spaces"),
                *_both("caveat", "What a reader must know before comparing"),
                Field("origin", "text", "Batch of the research it came with"),
            ),
        ),
        Table(
            "observations",
            "one value of one indicator for one pair of places and one year",
            (
                _id("Stable id"),
                Field("indicator", "key", "The indicator", required=True, target="indicators"),
                Field("from_place", "text", "Where the flow starts, or the place described"),
                Field("to_place", "text", "Where the flow goes"),
                Field("partner", "key", "The partner city, of city-level values only", target="partners"),
                _country(required=False),
                Field("geography", "choice", "Level", required=True, choices=("city", "region", "country")),
                _year("year", "Reference year", low=1700, ahead=2, required=True),
                Field("value", "number", "Value in the indicator's unit", required=True),
                Field("provisional", "yesno", "Whether the publisher calls the value provisional", required=True),
                _source(),
                *_both("note", "Remark on this value"),
            ),
        ),
        Table(
            "institutions",
            "a school, university, club or other institution that titles of activities name",
            (
                _id("Slug"),
                *_both("name", "Name, as the sources use it", required=True),
                Field("kind", "choice", "Kind of institution", required=True, choices=v.INSTITUTION_KINDS),
                Field("spellings", "text", "How German titles spell it, separated by semicolons", required=True),
            ),
        ),
        Table(
            "networks",
            "a city network to which the city belongs",
            (
                _id("Slug"),
                *_both("name", "Name", required=True),
                Field("sector", "choice", "Theme or sector", required=True, choices=v.SECTORS),
                _year("since_year", "The city's accession; empty where unknown", low=1900, ahead=1),
                Field("members", "integer", "Number of members; empty where unknown", low=1),
                Field("seat", "text", "Seat of its office"),
                _source(),
            ),
        ),
        Table(
            "network_members",
            "a member city of a network",
            (
                Field("network", "key", "The network", required=True, target="networks"),
                Field("city", "text", "Name of the city", required=True),
                _country(),
                *_point(required=False),
                _year("since_year", "Its accession", low=1900, ahead=1),
                _source(),
            ),
        ),
        Table(
            "benchmark_twinnings",
            "a twinning of the city or of a comparable city",
            (
                Field("home_city", "text", "The German city", required=True, default=CITY.name.de),
                Field("partner_city", "text", "Its partner", required=True),
                _country(),
                _year("since_year", "Year of the twinning; empty where unknown", low=1900, ahead=1),
                Field("kind", "choice", "Kind as the city lists it", choices=v.BENCHMARK_KINDS, default="twinning"),
                *_point(required=False),
                _source(),
            ),
        ),
    )
}


def is_partial_date(text: str) -> bool:
    """Return whether ``text`` is an existing year, month or day in ISO 8601."""
    if not re.fullmatch(DATE_PATTERN, text):
        return False
    try:
        return len(text) < 10 or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_number(text: str, field: Field, whole: bool) -> bool:
    if not re.fullmatch(_WHOLE if whole else _DECIMAL, text):
        return False
    number = float(text)
    return (field.low is None or number >= field.low) and (field.high is None or number <= field.high)


def _bounds(field: Field) -> str:
    if field.low is not None and field.high is not None:
        return f" between {field.low:g} and {field.high:g}"
    return f" of at least {field.low:g}" if field.low is not None else ""


def cell_test(field: Field) -> tuple[Callable[[str], bool], str]:
    """Return the test for a filled cell of ``field`` and a phrase that says what the cell must be."""
    match field.type:
        case "date":
            return (
                lambda text: is_partial_date(text) and _is_number(text[:4], field, True),
                f"an existing date{_bounds(field)}, written 2023, 2023-04 or 2023-04-22",
            )
        case "year":
            return lambda text: _is_number(text, field, True), f"a year{_bounds(field)}"
        case "integer":
            return lambda text: _is_number(text, field, True), f"a whole number{_bounds(field)}, without separators"
        case "number":
            return lambda text: _is_number(text, field, False), f"a number{_bounds(field)}, with a decimal point"
        case "yesno":
            return lambda text: text in ("yes", "no"), "yes or no"
        case "years":
            return lambda text: bool(re.fullmatch(r"[0-9]{4}( [0-9]{4})*", text)), "years separated by single spaces"
        case "choice":
            return lambda text: text in field.choices, "one of " + ", ".join(field.choices)
        case "country":
            return lambda text: text in countries(), "an ISO 3166-1 alpha-2 code of a country, such as DE"
        case "country3":
            return lambda text: text in countries().values(), "an ISO 3166-1 alpha-3 code of a country, such as DEU"
        case "language":
            return is_language_tag, "a BCP 47 tag of a language, such as fr or en-GB"
        case _:
            return lambda text: text == plain(text), "text on one line in Unicode NFC, without surplus blanks and control characters"


@cache
def pandera_schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of table ``name``: text columns with one check and one message per constraint.

    The schema does not check the type of a column, because tables are always read as text and that check takes longer than all others.

    Raises:
        KeyError: there is no such table.
    """

    def each_value(test: Callable[[str], bool], column: pd.Series) -> pd.Series:
        """Test every distinct value once, however many rows contain it."""
        return ~column.isin([value for value in column.unique() if value != "" and not test(value)])

    columns = {}
    for field in TABLES[name].fields:
        test, wanted = cell_test(field)
        checks = [pa.Check(partial(each_value, test), error=f"must be {wanted}")]
        if field.required:
            checks.append(pa.Check(lambda column: column != "", error=EMPTY))
        columns[field.name] = pa.Column(checks=checks, unique=field.unique, nullable=False)
    return pa.DataFrameSchema(columns, strict=True, ordered=False, name=name)
