"""Represent what a viewer has chosen as an immutable value, and convert it to and from the query string of a link."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Self
from urllib.parse import parse_qsl

from data.schema import TABLES
from data.vocabulary import (
    ACTIVITY_KINDS,
    ASPECTS,
    CITY_LIST_CHOICES,
    COMPARED_AT_MOST,
    CONFIDENCES,
    FIGURES,
    FORMS,
    INTERVALS,
    LANGUAGES,
    LOOP_SECONDS,
    MEASURES,
    OCCASION_CHOICES,
    ORDERS,
    PARTS,
    PRESENTED_PAGES,
    RELATION_KINDS,
    SCALES,
    SECTORS,
    SOURCE_GRADES,
    TOPICS,
    VIEWS,
)

#: URL parameter of each field. Parameters are ids and never change, because links in old minutes must keep working.
PARAMETERS: Final = {
    "lang": "lang",
    "sectors": "sector",
    "partners": "partner",
    "relations": "relation",
    "first_year": "from",
    "last_year": "to",
    "view": "view",
    "city": "city",
    "ended": "ended",
    "topic": "topic",
    "interval": "interval",
    "form": "form",
    "city_list": "list",
    "indicator": "indicator",
    "scale": "scale",
    "query": "q",
    "kinds": "kind",
    "confidence": "confidence",
    "grade": "grade",
    "order": "order",
    "entry": "entry",
    "counted": "counted",
    "aspect": "aspect",
    "measure": "measure",
    "compared": "compare",
    "network": "network",
    "occasions": "occasions",
    "today": "today",
    "story": "story",
    "slide": "slide",
    "loop": "loop",
    "bilingual": "bilingual",
    "room": "room",
    "speaker": "speaker",
    "figure": "figure",
    "part": "part",
    "table": "table",
}
_REPEATED: Final = ("sectors", "partners", "relations", "kinds", "compared")
#: Fields that filter activities and entries.
FILTERS: Final = frozenset(
    {"sectors", "partners", "relations", "first_year", "last_year", "ended", "query", "kinds", "confidence", "grade", "counted"}
)
#: Fields beside the years that decide which activities are counted.
COUNTED: Final = ("sectors", "partners", "relations", "ended")
#: ``today`` must lie before this year.
TODAY_BEFORE: Final = 2200
_SWITCHES: Final = ("ended", "counted", "bilingual", "speaker")
_PATTERNS: Final = {"slide": re.compile("[1-9][0-9]?", re.ASCII), "room": re.compile("[0-9a-f]{16}")}
#: Maximum length of the search text in a link, in characters.
QUERY_LENGTH: Final = 80
#: What stands in front of a name where a mail client has written the ``&`` of a link as HTML, once or more often.
_ESCAPED: Final = re.compile(r"^(?:amp;)+")
#: Characters that a sentence leaves at the end of a link.
TAIL: Final = ".,;:!?)]}>\"'»“”… "
#: What is left of ``=`` in a message that was decoded by halves.
_QUOTED: Final = "3D"


@dataclass(frozen=True)
class Options:
    """What can be chosen in a dataset: ids of partners, first and last year, ids of indicators, entries, networks and stories.

    Of ``aspects``, the parts of the comparison, and ``tables`` the first is shown first.
    """

    partners: tuple[str, ...]
    years: tuple[int, int]
    indicators: tuple[str, ...] = ()
    entries: frozenset[str] = frozenset()
    networks: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ASPECTS
    tables: tuple[str, ...] = tuple(sorted(TABLES, key=lambda table: table != "activities"))


@dataclass(frozen=True)
class Selection:
    """One view of the dashboard.

    An empty tuple means *all*. ``first_year`` and ``last_year`` are inclusive; ``last_year`` is also the moment the map shows.
    ``city`` is the partner whose card is open, or empty. ``ended`` shows relations that have ended.

    The exchange page uses ``topic``, ``interval``, ``form``, ``city_list``, ``indicator`` (empty: the topic's first) and ``scale``.

    The chronicle uses ``query``, ``kinds``, ``confidence``, ``grade``, ``order``, ``entry`` (the one entry a link points to, or
    empty) and ``counted`` (show only what counts as exchange).

    The comparison page uses ``aspect``, ``measure`` and ``compared``, the networks page ``network`` (empty: all), the anniversaries
    page ``occasions`` (major anniversaries or all) and ``today`` (ISO day from which they are counted, empty for the server's current
    date).

    The stage uses ``story`` (id of a story or of the presented page, empty for the choice of stories), ``slide`` (counted from 1),
    ``loop`` (seconds per slide, empty for no loop), ``bilingual`` (headlines in both languages) and ``room``, which connects a main
    window with its ``speaker`` view in the same browser.

    ``figure`` is the figure of an embedded page; ``part`` and ``table`` are those of the data page.
    """

    first_year: int
    last_year: int
    lang: str = "de"
    sectors: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    view: str = VIEWS[0]
    city: str = ""
    ended: bool = False
    topic: str = "all"
    interval: str = "year"
    form: str = "bands"
    city_list: str = "with"
    indicator: str = ""
    scale: str = "linear"
    query: str = ""
    kinds: tuple[str, ...] = ()
    confidence: str = ""
    grade: str = ""
    order: str = "newest"
    entry: str = ""
    counted: bool = False
    aspect: str = "matrix"
    measure: str = "count"
    compared: tuple[str, ...] = ()
    network: str = ""
    occasions: str = "major"
    today: str = ""
    story: str = ""
    slide: int = 1
    loop: str = ""
    bilingual: bool = False
    room: str = ""
    speaker: bool = False
    figure: str = ""
    part: str = "tables"
    table: str = "activities"

    @classmethod
    def default(cls, options: Options, lang: str = "de") -> Self:
        """Return the view of a URL without parameters."""
        return cls(
            first_year=options.years[0],
            last_year=options.years[1],
            lang=lang,
            aspect=options.aspects[0],
            table=options.tables[0],
        )

    @property
    def sector(self) -> str:
        """Return the sector if exactly one is chosen, else an empty string."""
        return self.sectors[0] if len(self.sectors) == 1 else ""

    def only(self, *names: str) -> Self:
        """Return the same view in the years and the fields ``names``, and the default in all others: a key for what depends on no other."""
        return type(self)(self.first_year, self.last_year, **{name: getattr(self, name) for name in names})

    @property
    def filtered(self) -> bool:
        """Return whether a filter on sectors, partners or relations narrows the view."""
        return bool(self.sectors or self.partners or self.relations)


def _choices(options: Options) -> dict[str, Collection[str]]:
    return {
        "lang": LANGUAGES,
        "sectors": SECTORS,
        "partners": options.partners,
        "relations": RELATION_KINDS,
        "view": VIEWS,
        "city": options.partners,
        "ended": ("yes",),
        "topic": TOPICS,
        "interval": tuple(INTERVALS),
        "form": FORMS,
        "city_list": CITY_LIST_CHOICES,
        "indicator": options.indicators,
        "scale": SCALES,
        "kinds": ACTIVITY_KINDS,
        "confidence": CONFIDENCES,
        "grade": SOURCE_GRADES,
        "order": ORDERS,
        "entry": options.entries,
        "counted": ("yes",),
        "aspect": options.aspects,
        "measure": MEASURES,
        "compared": options.partners,
        "network": options.networks,
        "occasions": OCCASION_CHOICES,
        "story": (*options.stories, *PRESENTED_PAGES),
        "loop": LOOP_SECONDS,
        "bilingual": ("yes",),
        "speaker": ("yes",),
        "figure": FIGURES,
        "part": PARTS,
        "table": options.tables,
    }


def _year(text: str, options: Options) -> int | None:
    first, last = options.years
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and first <= int(text) <= last else None


def _is_day(text: str, options: Options) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and options.years[0] <= int(text[:4]) < TODAY_BEFORE
    except ValueError:
        return False


def _in_order(values: Iterable[str], order: Collection[str]) -> tuple[str, ...]:
    """Return each of ``values`` once, in the order of ``order``; choosing all of them is the same as choosing none."""
    chosen = tuple(value for value in order if value in set(values))
    return () if len(chosen) == len(order) else chosen


def parse(params: Mapping[str, Sequence[str]], options: Options) -> tuple[Selection, tuple[str, ...]]:
    """Return the selection that ``params`` describe, and the parameters that were dropped as ``name=value``.

    ``params`` maps a parameter to its values in order; if a parameter may not be repeated, its last valid value applies. Unknown,
    out-of-range and contradictory values are dropped and never raise an error. Parameters that do not belong to the selection are
    ignored and not reported.
    """
    chosen: dict[str, object] = {}
    dropped: list[str] = []
    choices = _choices(options)
    for name, parameter in PARAMETERS.items():
        values = list(params.get(parameter, ()))
        if name in ("first_year", "last_year"):
            good = [value for value in values if _year(value, options) is not None]
            if good:
                chosen[name] = int(good[-1])
        elif name == "query":
            good = [value for value in values if value.isprintable() and len(value) <= QUERY_LENGTH]
            if good:
                chosen[name] = good[-1].strip()
        elif name in _PATTERNS or name == "today":
            good = [value for value in values if (_is_day(value, options) if name == "today" else _PATTERNS[name].fullmatch(value))]
            if good:
                chosen[name] = int(good[-1]) if name == "slide" else good[-1]
        else:
            good = [value for value in values if value in choices[name]]
            if name == "compared":
                good = list(dict.fromkeys(good))[:COMPARED_AT_MOST]
                chosen[name] = tuple(good)
            elif name in _REPEATED:
                chosen[name] = _in_order(good, choices[name])
            elif good:
                chosen[name] = good[-1] == "yes" if name in _SWITCHES else good[-1]
        dropped += [f"{parameter}={value}" for value in values if value not in good]
    selection = replace(Selection.default(options), **chosen)  # type: ignore[arg-type]
    if selection.first_year > selection.last_year:
        dropped += [f"from={selection.first_year}", f"to={selection.last_year}"]
        selection = replace(selection, first_year=options.years[0], last_year=options.years[1])
    return selection, tuple(dropped)


def mended(params: Mapping[str, Sequence[str]], options: Options) -> dict[str, list[str]]:
    """Return ``params`` as they were before a mail client damaged the link.

    Names are put right that differ from ours in case or begin with ``amp;``, and pairs whose ``=`` or ``&`` was encoded. A value is put
    right only where it could not be chosen as it stands and the result can: without what a sentence has left at its end, or in lower case.
    What is not certain stays as it is, for :func:`parse` to drop and name; the search text is never changed.
    """
    meant: dict[str, list[str]] = {}
    for name, values in params.items():
        for value in values:
            pairs = _pairs(name, value)
            if not any(one in PARAMETERS.values() for one, _ in pairs):
                meant.setdefault(name, []).append(value)
            for parameter, right in (pair for one, text in pairs if one in PARAMETERS.values() for pair in _right(one, text, options)):
                meant.setdefault(parameter, []).append(right)
    return meant


def foreign(params: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return those of ``params`` that do not belong to the selection, not even in a damaged form."""
    return {name: list(values) for name, values in params.items() if not any(one in PARAMETERS.values() for one, _ in _pairs(name, ""))}


def _pairs(name: str, value: str) -> list[tuple[str, str]]:
    """Return name and value of each parameter that ``name`` and ``value`` were meant to be."""
    pairs = parse_qsl(f"{name}={value}" if value else name, keep_blank_values=True) if "=" in name else [(name, value)]
    bare = [(_ESCAPED.sub("", one.strip()), text) for one, text in pairs]
    return [(one.casefold() if one.casefold() in PARAMETERS.values() else one, text) for one, text in bare]


def _right(parameter: str, value: str, options: Options) -> list[tuple[str, str]]:
    """Return the pairs that ``value`` certainly means, else the one pair as it stands."""
    if parameter == PARAMETERS["query"] or _can_be(parameter, value, options):
        return [(parameter, value)]
    first, *rest = re.split(r"&(?:amp;)*", value)
    for text in (first, first.removeprefix(_QUOTED)):
        for right in (text.strip(TAIL), text.strip(TAIL).casefold()):
            if right and _can_be(parameter, right, options):
                further = [pair for part in rest for pair in _pairs(part, "") if pair[0] in PARAMETERS.values()]
                return [(parameter, right), *(pair for one, other in further for pair in _right(one, other, options))]
    return [(parameter, value)]


def _can_be(parameter: str, value: str, options: Options) -> bool:
    return not parse({parameter: [value]}, options)[1]


def changed(selection: Selection, changes: Mapping[str, Any], options: Options) -> Selection | None:
    """Return ``selection`` with ``changes``, or None if one of them names something that ``options`` does not have.

    ``changes`` maps fields to values as widgets hold them: None and empty values mean no choice; several values are put into canonical
    order, and choosing all of them also means no choice. Free text, numbers and switches are taken as they are.
    """
    choices, taken = _choices(options), dict(changes)
    for name in changes.keys() & choices.keys() - _SWITCHES:
        several = isinstance(getattr(selection, name), tuple)
        values = tuple(changes[name] or ()) if several else (changes[name] or "",)
        if any(value and value not in choices[name] for value in values):
            return None
        if several:
            taken[name] = values if name == "compared" else _in_order(values, choices[name])
        else:
            taken[name] = values[0]
    return replace(selection, **taken)


def to_params(selection: Selection, options: Options) -> dict[str, list[str]]:
    """Return the parameters of a link to ``selection`` without defaults: the inverse of :func:`parse`."""
    default = Selection.default(options)
    params: dict[str, list[str]] = {}
    for field in fields(selection):
        value = getattr(selection, field.name)
        if value != getattr(default, field.name):
            values = list(value) if isinstance(value, tuple) else ["yes" if value is True else str(value)]
            params[PARAMETERS[field.name]] = values
    return params
