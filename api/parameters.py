"""What may be asked: the parameters of the pages' links, read strictly, and the pages of a long answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from components.words.texts import Texts
from data.dataset import Dataset
from data.options import options_of
from data.selection import PARAMETERS, Selection, parse
from data.vocabulary import LANGUAGES, RELATION_KINDS, SECTORS

#: Fields of a selection that an answer heeds; the other parameters belong to pages.
FIELDS: Final = ("lang", "sectors", "partners", "relations", "first_year", "last_year", "ended")
LIMIT, LIMIT_AT_MOST = 1_000, 10_000
#: Longest offset that is read, far beyond every table.
_OFFSET_AT_MOST: Final = 10_000_000


class WrongParameter(ValueError):
    """A parameter or its value is unknown; ``allowed`` says what is not."""

    def __init__(self, message: str, parameter: str, allowed: Sequence[str]) -> None:
        """Keep what the answer tells."""
        super().__init__(message)
        self.parameter, self.allowed = parameter, list(allowed)


@dataclass(frozen=True)
class Asked:
    """What a request asks: the selection, and which rows of the answer."""

    selection: Selection
    limit: int
    offset: int

    @property
    def texts(self) -> Texts:
        """Return the words in the language asked for."""
        return Texts(self.selection.lang)


def schema_of(facts: Dataset) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of every parameter by name, the same that :func:`read` reads by."""
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
        "limit": {"type": "integer", "minimum": 1, "maximum": LIMIT_AT_MOST, "default": LIMIT},
        "offset": {"type": "integer", "minimum": 0, "maximum": _OFFSET_AT_MOST, "default": 0},
    }


def _allowed(schema: dict[str, Any]) -> list[str]:
    items = schema.get("items", schema)
    return list(items["enum"]) if "enum" in items else [f"{items['minimum']} – {items['maximum']}"]


def _whole(values: Sequence[str], name: str, schema: dict[str, Any], t: Texts) -> int:
    text = values[-1] if values else str(schema["default"])
    if text.isascii() and text.isdigit() and len(text) < 12 and schema["minimum"] <= int(text) <= schema["maximum"]:
        return int(text)
    raise WrongParameter(t.t("api.value", value=text[:80], name=name), name, _allowed(schema))


def read(asked: Mapping[str, Sequence[str]], facts: Dataset, rows: bool) -> Asked:
    """Return what the parameters ``asked`` ask; ``rows`` says whether the answer has pages.

    Raises:
        WrongParameter: one is unknown, or has a value that does not exist. Unlike a page, a program is not left guessing.
    """
    lang = next((value for value in reversed(asked.get("lang", ())) if value in LANGUAGES), LANGUAGES[0])
    t, schema = Texts(lang), schema_of(facts)
    known = [name for name in schema if rows or name not in ("limit", "offset")]
    for name in asked:
        if name not in known:
            raise WrongParameter(t.t("api.parameter", name=name[:80]), name[:80], known)
    chosen = {name: values for name, values in asked.items() if name not in ("limit", "offset")}
    selection, dropped = parse(chosen, options_of(facts))
    years = [int(asked[name][-1]) for name in ("from", "to") if asked.get(name) and asked[name][-1].isdigit()]
    if len(years) == 2 and years[0] > years[1] and dropped == (f"from={years[0]}", f"to={years[1]}"):
        # A span that ends before it begins holds nothing; that is an answer, not an error.
        selection, dropped = replace(selection, first_year=years[0], last_year=years[1]), ()
    if dropped:
        name, _, value = dropped[0].partition("=")
        raise WrongParameter(t.t("api.value", value=value[:80], name=name), name, _allowed(schema[name]))
    if not rows:
        return Asked(selection, LIMIT, 0)
    limit, offset = (_whole(asked.get(name, ()), name, schema[name], t) for name in ("limit", "offset"))
    return Asked(selection, limit, offset)


assert {PARAMETERS[field] for field in FIELDS} == {"lang", "sector", "partner", "relation", "from", "to", "ended"}
