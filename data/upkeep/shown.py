"""Read numbers and days at the precision that their cell shows, because that is what the editor has seen and meant."""

import re
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Final

from data.schema import Field

#: Parts of a number format that print as they are: quoted text, colours and languages in brackets, escaped and padding characters.
_LITERAL: Final = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)
_DIGITS: Final = re.compile(r"[0#?](?:[0#?,]*[0#?])?(?P<scale>,*)(?:\.(?P<decimals>[0#?]*)(?P<more>,*))?(?P<scientific>[eE][+-])?")
#: Day zero of the numbers behind days.
_DAY_ZERO: Final = date(1899, 12, 30)
#: Years that, typed into a cell formatted as a day, become a day of this year.
_YEARS: Final = range(1900, 2101)
_YEAR_OF_YEARS: Final = 1905
#: Numbers beyond these bounds cannot be compared exactly with what the cell shows; they are read as they are.
_LARGEST, _MOST_DECIMALS = 1e12, 15
#: Relative difference from which a number counts as rounded; less is noise of binary fractions.
_NOISE: Final = Decimal("1e-9")


@dataclass(frozen=True)
class Shown:
    """A cell as it is read: its text and, if it cannot be read, the fault. ``is_shortened`` says that it shows less than it holds."""

    text: str
    fault: str = ""
    details: dict[str, str] = attribute(default_factory=dict)
    is_shortened: bool = False


def number_format(cell: Any) -> str:
    """Return the number format of ``cell``; *General* if the workbook does not say."""
    try:
        return str(cell.number_format)
    except (AttributeError, IndexError, KeyError):
        return "General"


@lru_cache(1024)
def _first_part(code: str) -> str:
    return _LITERAL.sub("", code).split(";")[0]


def _date_precision(code: str) -> str:
    """Return the format in which a day with the number format ``code`` is written in the tables; empty if it shows no year."""
    signs = _first_part(code).lower()
    if "y" not in signs:
        return ""
    return "%Y-%m-%d" if "d" in signs else "%Y-%m" if "m" in signs else "%Y"


def _shown_day(value: datetime | date, code: str, field: Field, text: str) -> Shown:
    day = value.date() if isinstance(value, datetime) else value
    number = (day - _DAY_ZERO).days
    precision = _date_precision(code)
    if field.type not in ("date", "year") or not precision or (field.type == "year" and precision != "%Y"):
        return Shown(text, "made_day", {"number": str(number)})
    if day.year == _YEAR_OF_YEARS and number in _YEARS:
        return Shown(text, "year_as_day", {"year": str(number)})
    if isinstance(value, datetime) and value.time() != time():
        return Shown(text)
    written = f"{day.year:04}" + day.strftime(precision.removeprefix("%Y"))
    return Shown(written, is_shortened=written != day.isoformat())


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _shown_number(value: float, code: str, text: str) -> Shown:
    signs = _first_part(code)
    number = Decimal(repr(value))
    if "%" in signs:
        return Shown(text, "percent", {"shown": f"{number.scaleb(2).normalize():f} %"})
    found = _DIGITS.search(signs)
    if not found or signs.strip().lower() in ("general", "standard", "@"):
        return Shown(text)
    decimals = min(len(found["decimals"] or ""), _MOST_DECIMALS)
    if found["scientific"]:
        shown = Decimal(f"{number:.{decimals}E}")
    elif "/" in signs:
        shown = _rounded(number, 0)
    else:
        thousands = 3 * len(found["scale"] + (found["more"] or ""))
        shown = _rounded(number.scaleb(-thousands), decimals)
        if thousands:
            return Shown(text, "shown_less", {"shown": f"{shown:f}", "holds": text})
    if abs(shown - number) > _NOISE * max(abs(number), Decimal(1)):
        return Shown(text, "shown_less", {"shown": f"{shown:f}", "holds": text})
    return Shown(text)


def as_shown(cell: Any, field: Field, text: str) -> Shown:
    """Return how ``cell`` of ``field`` is read, ``text`` being its value as the tables write it.

    A day in a column of dates is read as precisely as the cell shows it. What a spreadsheet program has turned into a day, a time or
    a share is not read, because what was typed is lost. Neither is a number that the cell shows rounded.
    """
    value = cell.value
    if isinstance(value, time | timedelta):
        return Shown(text, "made_day", {"number": ""})
    if isinstance(value, date):
        return _shown_day(value, number_format(cell), field, text)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return _shown_number(value, number_format(cell), text)
    return Shown(text)
