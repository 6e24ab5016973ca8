"""List the codes of countries and languages that tables may hold: ISO 3166-1 and BCP 47, as CLDR knows them."""

import re
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global

#: Codes that CLDR names and ISO 3166-1 does not assign to a country: groups of countries, parts of one, tests, unknown.
_NO_COUNTRY: Final = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
#: Kosovo has no code of ISO 3166-1; statistics use this one, which the standard leaves to its users.
_KOSOVO: Final = ("XK", "XKX")
#: Alpha-3 codes of states that are no more, which CLDR still leads to their successors' alpha-2 codes.
_FORMER: Final = frozenset(("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"))
#: Names that people write and CLDR does not have.
_EVERYDAY: Final = {
    "Großbritannien": "GB",
    "Great Britain": "GB",
    "U.S.A.": "US",
    "Vereinigte Staaten von Amerika": "US",
    "United States of America": "US",
    "Holland": "NL",
    "The Netherlands": "NL",
    "Tschechische Republik": "CZ",
    "Czech Republic": "CZ",
    "Slowakische Republik": "SK",
    "Slovak Republic": "SK",
    "Bosnien-Herzegowina": "BA",
    "Bosnia and Herzegovina": "BA",
    "Mazedonien": "MK",
    "Macedonia": "MK",
    "Moldau": "MD",
    "Moldawien": "MD",
    "Weißrussland": "BY",
    "Russische Föderation": "RU",
    "Russian Federation": "RU",
    "Turkey": "TR",
    "Volksrepublik China": "CN",
    "Palästina": "PS",
    "Palestine": "PS",
    "Elfenbeinküste": "CI",
    "Ivory Coast": "CI",
    "Kap Verde": "CV",
}
_TAG: Final = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}))?")


@cache
def countries() -> dict[str, str]:
    """Return the alpha-3 code of every country by its alpha-2 code."""
    names = Locale("en").territories
    aliases = get_global("territory_aliases")
    known = {to[0]: code for code, to in aliases.items() if len(code) == 3 and code.isalpha() and code not in _FORMER and len(to) == 1}
    known |= {_KOSOVO[0]: _KOSOVO[1]}
    return {code: known[code] for code in sorted(known) if code in names and code not in _NO_COUNTRY}


@cache
def country_words(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the alpha-2 code of every country by its names in ``languages``, everyday ones too, its alpha-3 code, and false codes (UK)."""
    aliases = get_global("territory_aliases")
    found = {code: to[0] for code, to in aliases.items() if len(code) == 2 and len(to) == 1 and to[0] in countries()}
    for lang in languages:
        names = Locale(lang).territories
        found |= {str(names[code]): code for code in countries()}
    return found | _EVERYDAY | {alpha3: alpha2 for alpha2, alpha3 in countries().items()} | {code: code for code in countries()}


@cache
def language_words(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the code of every language by its names in ``languages``."""
    return {str(name): code for lang in languages for code, name in Locale(lang).languages.items() if is_language_tag(code)}


def is_language_tag(text: str) -> bool:
    """Return whether ``text`` is a BCP 47 tag of a language that CLDR knows, with a script and a country where needed: de, en-GB."""
    if not (found := _TAG.fullmatch(text)):
        return False
    names = Locale("en")
    language, script, country = found.groups()
    return language in names.languages and (not script or script in names.scripts) and (not country or country in countries())
