"""Convert what a person writes into the form of the tables if its meaning is beyond doubt; leave everything else unchanged."""

import re
from datetime import date
from typing import Final

from data.schema import Field
from data.upkeep.words import Words, same

#: A full stop before three digits is a German thousands separator or an English decimal point; both readings are possible.
_AMBIGUOUS: Final = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_GERMAN: Final = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+")
_GERMAN_THOUSANDS: Final = re.compile(r"-?\d{1,3}(\.\d{3}){2,}")
_SPACED: Final = re.compile(r"-?\d{1,3}([ '’]\d{3})+([.,]\d+)?")
_DAY: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_MONTH: Final = re.compile(r"(\d{1,2})[./] ?(\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?: 00:00:00)?")
_IN_WORDS: Final = re.compile(r"(?:(\d{1,2})\.? )?([^\W\d]+)\.? (\d{4})")


def is_ambiguous(text: str, field: Field) -> bool:
    """Return whether the cell ``text`` of ``field`` could be read as two different numbers."""
    return field.type == "number" and bool(_AMBIGUOUS.fullmatch(text))


def _number(text: str, whole: bool) -> str:
    plain = text.replace("−", "-")
    if whole and re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", plain):
        return re.sub("[.,]", "", plain)
    if _GERMAN.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif _GERMAN_THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    elif _SPACED.fullmatch(plain):
        plain = re.sub("[ '’]", "", plain).replace(",", ".")
    if re.fullmatch(r"-?\d+\.\d+", plain):
        plain = plain.rstrip("0").rstrip(".")
    return plain


def _date(text: str, words: Words) -> str:
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return _iso(year, month, day) or text
    if found := _MONTH.fullmatch(text):
        month, year = (int(part) for part in found.groups())
        return f"{year}-{month:02}" if 1 <= month <= 12 else text
    if found := _ISO.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        if found[3]:
            return _iso(year, month, int(found[3])) or text
        return f"{year}-{month:02}" if 1 <= month <= 12 else text
    if (found := _IN_WORDS.fullmatch(text)) and same(found[2]) in words.months:
        year, month = int(found[3]), words.months[same(found[2])]
        return (_iso(year, month, int(found[1])) or text) if found[1] else f"{year}-{month:02}"
    return text


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def read_as(text: str, table: str, field: Field, words: Words) -> str:
    """Return the cell ``text`` of ``field`` in the form of its table, or unchanged if its meaning is not clear."""
    if not text:
        return ""
    match field.type:
        case "date":
            return _date(text, words)
        case "integer" | "year":
            return _number(text, field.type == "integer")
        case "number":
            return text if is_ambiguous(text, field) else _number(text, False)
        case "yesno":
            return "yes" if same(text) in words.yes else "no" if same(text) in words.no else text
        case "choice" | "country" | "country3" | "language":
            return words.choices[table, field.name].get(same(text), text)
        case "years":
            return " ".join(re.split(r"[\s,;]+", text))
        case _:
            return text
