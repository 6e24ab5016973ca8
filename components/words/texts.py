"""Look up interface texts in the gettext catalogues, and format numbers, dates, country names and lists by CLDR.

There is one catalogue per area and language. Message ids are symbolic (``map.headline.none``); German and English are both translations, so
the code holds no text of either. A family of messages whose last part is an id of the data (``sector.culture``) is read with
:meth:`Texts.label`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from data.city import CITY

LOCALES_DIRECTORY: Final = Path(__file__).parents[2] / "locales"

#: CLDR locale of each language. English is British, because a German city writes the day before the month in English too.
_CLDR: Final = {"de": "de_DE", "en": "en_GB"}


def with_city(text: str, lang: str) -> str:
    """Return ``text`` with the placeholders filled that stand for the city (``data.city.City.words``); all others stay."""
    for placeholder, words in _city_words(lang).items():
        text = text.replace(placeholder, words)
    return text


@cache
def _city_words(lang: str) -> dict[str, str]:
    country = str(_locale(_CLDR[lang]).territories[CITY.country])
    return {f"{{{name}}}": words for name, words in (CITY.words(lang) | {"our_country": country}).items()}


@cache
def _catalogue(lang: str) -> GNUTranslations:
    """Return all catalogues of ``lang`` as one.

    With separate catalogues, a message of the last one would take ten times as long to look up as one of the first.

    Raises:
        FileNotFoundError: there is no catalogue for ``lang``.
    """
    whole = Catalog(lang)
    for path in sorted((LOCALES_DIRECTORY / lang).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang):
                plural = isinstance(message.string, tuple)
                filled = tuple(with_city(text, lang) for text in (message.string if plural else (message.string,)))
                message.string = filled if plural else filled[0]
                whole[message.id] = message
    if not len(whole):
        raise FileNotFoundError(f"{LOCALES_DIRECTORY / lang} holds no catalogue")
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(4096)
def _number(value: float, digits: int, lang: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=_locale(_CLDR[lang])))


@lru_cache(4096)
def _date(iso: str, lang: str) -> str:
    day = date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
    return str(format_date(day, "long" if len(iso) > 7 else "MMMM y", _locale(_CLDR[lang])))


@dataclass(frozen=True)
class Texts:
    """The interface texts of one language; ``lang`` is one of ``data.vocabulary.LANGUAGES``."""

    lang: str

    @property
    def locale(self) -> Locale:
        """Return the CLDR locale that formats numbers, dates and names."""
        return _locale(_CLDR[self.lang])

    def t(self, message: str, /, **values: object) -> str:
        """Return ``message`` with its placeholders filled.

        Raises:
            KeyError: the catalogue has no such message, or a placeholder has no value.
        """
        text = _catalogue(self.lang).gettext(message)
        if text == message:
            raise KeyError(f"no catalogue in locales/{self.lang} has the message {message!r}")
        return text.format(**values) if values else text

    def n(self, message: str, count: int, /, **values: object) -> str:
        """Return the singular or plural form of ``message`` for ``count``, which also fills the placeholder ``{n}``.

        Raises:
            KeyError: the catalogue has no such message, or a placeholder has no value.
        """
        text = _catalogue(self.lang).ngettext(message, message, count)
        if text == message:
            raise KeyError(f"no catalogue in locales/{self.lang} has the message {message!r}")
        return text.format(n=self.number(count), **values)

    def label(self, family: str, name: str) -> str:
        """Return the label of ``name``, an id of the data, in ``family``, such as ``label("sector", "culture")``."""
        return self.t(f"{family}.{name}")

    def number(self, value: float, digits: int = 0) -> str:
        """Return ``value`` rounded to ``digits`` decimals in the number format of the language: 1.234,5 or 1,234.5."""
        return _number(value or 0, digits, self.lang)  # ``or 0`` turns -0.0 into 0

    def date(self, iso: str) -> str:
        """Return an ISO date in words at its own precision: ``2014`` as it is, ``2014-05`` as *Mai 2014*, else with its day."""
        return iso if len(iso) < 7 else _date(iso, self.lang)

    def years(self, first: int, last: int) -> str:
        """Return a range of years for use in a sentence: *von 1960 bis 2026*, *im Jahr 1957*."""
        return self.t("years.one", year=first) if first == last else self.t("years.span", first=first, last=last)

    def country(self, code: str) -> str:
        """Return the name of the country with ISO 3166-1 alpha-2 ``code``, the code itself if CLDR does not know it."""
        return str(self.locale.territories.get(code, code))

    def listing(self, items: Sequence[str]) -> str:
        """Return ``items`` as a list in a sentence: *a, b und c*."""
        return str(format_list(list(items), locale=self.locale))
