"""Parse the query parameters of the API strictly: those of the pages' links, and those of paging."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from api.licences import OF_SOURCES
from components.exports import feeds
from components.words.texts import Texts
from data.dataset import Dataset
from data.options import options_of
from data.selection import PARAMETERS, QUERY_LENGTH, Selection, parse
from data.vocabulary import ACTIVITY_KINDS, CONFIDENCES, LANGUAGES, OCCASION_CHOICES, RELATION_KINDS, SECTORS, SOURCE_GRADES

#: Fields of a selection that the files heed; the feeds have their own. The other parameters belong to pages.
FIELDS: Final = ("lang", "sectors", "partners", "relations", "first_year", "last_year", "ended")
#: Words to search for: printable signs of the scripts that names of partners and networks are written in.
_QUERY: Final = re.compile(rf"[ -~¡-¬®-ɏЀ-ԯऀ-ॿ‐-‧‰-⁞一-鿿가-힣]{{0,{QUERY_LENGTH}}}")
LIMIT_AT_MOST: Final = 10_000
#: Parameters of answers that come in pages.
_PAGING: Final = ("limit", "offset", "version")
#: Form of a version of the data, see :func:`api.answers.version`.
_VERSION: Final = re.compile(r"[0-9a-f]{16}")
#: Parameters that mail clients, caches and campaigns append; they mean nothing to an answer.
_HARMLESS: Final = re.compile(r"_|utm_.*")
#: Longest offset that is read, far beyond every table.
_OFFSET_AT_MOST: Final = 10_000_000


class WrongParameter(ValueError):
    """A parameter or its value is invalid; ``allowed`` lists the valid ones."""

    def __init__(self, message: str, parameter: str, allowed: Sequence[str]) -> None:
        """Store what the error response contains."""
        super().__init__(message)
        self.parameter, self.allowed = parameter, list(allowed)


@dataclass(frozen=True)
class Asked:
    """A parsed request: the selection, and which rows of the response.

    ``limit`` is None for all rows. ``licence`` is one of ``OF_SOURCES`` or empty for rows under any terms. ``version`` is the version of
    the data that the page before came from, empty on the first one; it does not change what an answer holds.
    """

    selection: Selection
    limit: int | None = None
    offset: int = 0
    licence: str = ""
    version: str = field(default="", compare=False)

    @property
    def texts(self) -> Texts:
        """Return the texts in the requested language."""
        return Texts(self.selection.lang)


def schema_of(facts: Dataset) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of every parameter by name, which :func:`read` enforces."""
    first, last = facts.years
    year = {"type": "integer", "minimum": first, "maximum": last}

    def several(values: Sequence[str]) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": list(values)}}

    return {
        "lang": {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
        "sector": several(SECTORS),
        "partner": several(facts.partner_ids),
        "relation": several(RELATION_KINDS),
        "from": year | {"default": first},
        "to": year | {"default": last},
        "ended": {"type": "string", "enum": ["yes"]},
        "q": {"type": "string", "pattern": f"^{_QUERY.pattern}$"},
        "kind": several(ACTIVITY_KINDS),
        "confidence": {"type": "string", "enum": list(CONFIDENCES)},
        "grade": {"type": "string", "enum": list(SOURCE_GRADES)},
        "counted": {"type": "string", "enum": ["yes"]},
        "occasions": {"type": "string", "enum": list(OCCASION_CHOICES), "default": OCCASION_CHOICES[0]},
        "licence": {"type": "string", "enum": list(OF_SOURCES)},
        "limit": {"type": "integer", "minimum": 1, "maximum": LIMIT_AT_MOST},
        "offset": {"type": "integer", "minimum": 0, "maximum": _OFFSET_AT_MOST, "default": 0},
        "version": {"type": "string", "pattern": f"^{_VERSION.pattern}$"},
    }


def names_for(file: str, facts: Dataset) -> list[str]:
    """Return the parameters of the route ``file``; a file that is the same for everybody has only ``lang``."""
    if file in feeds.FIELDS:
        return [PARAMETERS[each] for each in (*feeds.FIELDS[file], "first_year", "last_year")]
    paged = file.startswith(("activities.", "observations."))
    if not paged and file != "partners.geojson":
        return ["lang"]
    own = ("licence",) if file.startswith("observations.") else ()
    return [*(PARAMETERS[each] for each in FIELDS), *own, *(_PAGING if paged else ())]


def without_harmless(names: Iterable[str]) -> list[str]:
    """Return ``names`` without those that have no effect: ``_`` and ``utm_*``."""
    return [name for name in names if not _HARMLESS.fullmatch(name)]


def _allowed(schema: dict[str, Any]) -> list[str]:
    items = schema.get("items", schema)
    if "pattern" in items:
        return [items["pattern"]]
    return list(items["enum"]) if "enum" in items else [f"{items['minimum']} – {items['maximum']}"]


def _wrong(value: str, name: str, allowed: Sequence[str], t: Texts) -> WrongParameter:
    return WrongParameter(t.t("api.value", value=value[:80], name=name), name, allowed)


def _whole(text: str, name: str, schema: dict[str, Any], t: Texts) -> int:
    if text.isascii() and text.isdigit() and len(text) < 12 and schema["minimum"] <= int(text) <= schema["maximum"]:
        return int(text)
    raise _wrong(text, name, _allowed(schema), t)


def language(asked: Mapping[str, Sequence[str]]) -> str:
    """Return the language of the response and its messages: the last valid one requested, else German."""
    return next((value for value in reversed(asked.get("lang", ())) if value in LANGUAGES), LANGUAGES[0])


def check_names(asked: Mapping[str, Sequence[str]], file: str, facts: Dataset) -> None:
    """Refuse parameters that the route ``file`` does not have; harmless ones are ignored.

    Raises:
        WrongParameter: one is unknown.
    """
    known = names_for(file, facts)
    for name in without_harmless(asked):
        if name not in known:
            raise WrongParameter(Texts(language(asked)).t("api.parameter", name=name[:80]), name[:80], known)


def read_language(asked: Mapping[str, Sequence[str]]) -> str:
    """Return the requested language, empty if there is none.

    Raises:
        WrongParameter: there is no such language.
    """
    for value in asked.get("lang", ()):
        if value not in LANGUAGES:
            raise _wrong(value, "lang", LANGUAGES, Texts(language(asked)))
    return language(asked) if asked.get("lang") else ""


def read(asked: Mapping[str, Sequence[str]], facts: Dataset, file: str, version: str) -> Asked:
    """Return the request that the parameters ``asked`` of the route ``file`` mean; ``version`` is the current version of the data.

    Raises:
        WrongParameter: one is unknown, or has a value that does not exist. Unlike a page, a program is not left guessing.
    """
    check_names(asked, file, facts)
    t, schema = Texts(language(asked)), schema_of(facts)
    for words in asked.get("q", ()):
        if not _QUERY.fullmatch(words):
            raise _wrong(words, "q", _allowed(schema["q"]), t)
    selection, dropped = parse(asked, options_of(facts))
    years = [int(asked[name][-1]) for name in ("from", "to") if asked.get(name) and asked[name][-1].isdigit()]
    if len(years) == 2 and years[0] > years[1] and dropped == (f"from={years[0]}", f"to={years[1]}"):
        # A span that ends before it begins holds nothing; that is an answer, not an error.
        selection, dropped = replace(selection, first_year=years[0], last_year=years[1]), ()
    if dropped:
        name, _, value = dropped[0].partition("=")
        raise _wrong(value, name, _allowed(schema[name]), t)
    own = {name: values[-1] for name, values in asked.items() if values and name in ("licence", *_PAGING)}
    if own.get("licence", OF_SOURCES[0]) not in OF_SOURCES:
        raise _wrong(own["licence"], "licence", OF_SOURCES, t)
    if not _VERSION.fullmatch(own.get("version", version)):
        raise _wrong(own["version"], "version", [version], t)
    limit = _whole(own["limit"], "limit", schema["limit"], t) if "limit" in own else None
    offset = _whole(own.get("offset", "0"), "offset", schema["offset"], t)
    return Asked(selection, limit, offset, own.get("licence", ""), own.get("version", ""))


assert {PARAMETERS[field] for field in FIELDS} == {"lang", "sector", "partner", "relation", "from", "to", "ended"}
