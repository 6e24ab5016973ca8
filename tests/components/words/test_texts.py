"""Catalogues: both languages have the same messages, the code uses no others, numbers and dates follow the language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from components.session.permissions import LIMITS, LOGIN_FAULTS
from components.words.texts import LOCALES_DIRECTORY, Texts
from data.city import CITY
from data.copies import REASONS
from data.schema import TABLES
from data.upkeep.store import DATABASE_FAULTS
from data.upkeep.words import MARKS
from data.vocabulary import (
    ACTIVITY_KINDS,
    ACTIVITY_STATUSES,
    ASPECTS,
    CONFIDENCES,
    FIGURES,
    FORMS,
    INSTITUTION_KINDS,
    INTERVALS,
    LANGUAGES,
    MEASURES,
    OCCASION_CHOICES,
    ORDERS,
    PARTS,
    RELATION_KINDS,
    SCALES,
    SECTORS,
    SOURCE_GRADES,
    STATUSES,
    STEP_KINDS,
    TOPICS,
    VIEWS,
)

ROOT = Path(__file__).parents[3]
CODE = sorted(
    {
        ROOT / "dashboard.py",
        ROOT / "server.py",
        *(file for folder in ("api", "components", "pages", "serving", "upkeep") for file in (ROOT / folder).rglob("*.py")),
    }
)

#: Families of messages and the ids of the data whose words each must hold.
FAMILIES = {
    "copy_reason": REASONS,
    "lacking": ("title", "publisher", "published", "grade", "linkable"),
    "sector": SECTORS,
    "sector_in": SECTORS,
    "sector_head": SECTORS,
    "relation": (*RELATION_KINDS, "friendship", "contact"),
    "relation_in": (*RELATION_KINDS, "friendship", "contact"),
    "status": STATUSES,
    "summary": STATUSES,
    "resting": tuple(status for status in STATUSES if status != "active"),
    "step": STEP_KINDS,
    "kind": ACTIVITY_KINDS,
    "held": tuple(status for status in ACTIVITY_STATUSES if status != "held"),
    "activity_status": ACTIVITY_STATUSES,
    "mark": MARKS,
    "confidence": CONFIDENCES,
    "grade": SOURCE_GRADES,
    "view": VIEWS,
    "language": LANGUAGES,
    "topic": TOPICS,
    "interval": tuple(INTERVALS),
    "form": FORMS,
    "scale": SCALES,
    "order": ORDERS,
    "unit": tuple(scale for scale in SCALES if scale not in ("linear", "log")),
    "geography": ("city", "region", "country"),
    "institution": INSTITUTION_KINDS,
    "aspect": ASPECTS,
    "measure": MEASURES,
    "occasions": OCCASION_CHOICES,
    "quality": ("line", "bar", "total", "number"),
    "occasion_group": ("signing", "founding", "first_exchange"),
    "table_name": tuple(TABLES),
    "table_row": tuple(TABLES),
    "part": PARTS,
    "figure": (*FIGURES, "towns-map"),
    "about_remark": ("population", "coordinates"),
    "database_fault": DATABASE_FAULTS,
    "login_fault": LOGIN_FAULTS,
    "limit": LIMITS,
    "wind": ("n", "ne", "e", "se", "s", "sw", "w", "nw"),
}


def catalogues(lang: str) -> Iterator[Catalog]:
    for path in sorted((LOCALES_DIRECTORY / lang).glob("*.po")):
        with path.open("rb") as file:
            yield read_po(file, locale=lang)


def messages(lang: str) -> dict[str, Message]:
    """Return the messages of all catalogues by id; one with a plural has its id for both."""
    return {
        message.id[0] if message.pluralizable else message.id: message
        for catalogue in catalogues(lang)
        for message in catalogue
        if message.id
    }


GERMAN, ENGLISH = messages("de"), messages("en")


def wordings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string,)


def placeholders(text: str) -> set[str]:
    """Return the placeholders of a text that the code fills; those of the city are filled with what it has."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} - {"our_country", *CITY.words("de")}


# What the code asks for


NODES = [node for file in CODE for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]


def calls(*names: str) -> Iterator[ast.Call]:
    for node in NODES:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names and node.args:
            yield node


def literals(node: ast.expr) -> list[str]:
    """Return the strings an argument may be: a literal, or either side of a conditional expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return literals(node.body) + literals(node.orelse) if isinstance(node, ast.IfExp) else []


def pattern(node: ast.JoinedStr) -> str:
    """Return the expression that the values of an f-string match: any id in the place of a value."""
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+" for part in node.values)


ASKED = sorted({(call.func.attr, literal) for call in calls("t", "n") for literal in literals(call.args[0])})
ASKED_BY_PATTERN = sorted(
    {pattern(call.args[0]) for call in calls("t", "n") if isinstance(call.args[0], ast.JoinedStr)} - {r"[\w-]+\.[\w-]+"}
)
ASKED_FAMILIES = sorted({literal for call in calls("label") for literal in literals(call.args[0])})
ALL_LITERALS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def is_used(message: str) -> bool:
    family, _, name = message.partition(".")
    return (
        message in ALL_LITERALS
        or (family in ALL_LITERALS and name in FAMILIES.get(family, ()))
        or (family in ALL_LITERALS and name == "label")
        or any(re.fullmatch(asked, message) for asked in ASKED_BY_PATTERN if re.match(r"\w+\\\.", asked))
    )


def test_the_scan_of_the_code_finds_what_is_known_to_be_there():
    assert ("t", "map.source") in ASKED
    assert ("t", "map.headline.exchanges") in ASKED
    assert {("t", "time.pause"), ("t", "time.play")} <= set(ASKED)
    assert "sector" in ASKED_FAMILIES
    assert r"about\.[\w-]+\.title" in ASKED_BY_PATTERN
    assert not is_used("about.title.no")
    assert not is_used("sector.weather")


def test_what_the_code_asks_for_stands_in_the_catalogue():
    assert {message for _, message in ASKED} - {*GERMAN} == set()
    assert [(method, message) for method, message in ASKED if bool(GERMAN[message].pluralizable) != (method == "n")] == []


def test_what_looks_like_a_message_is_one():
    first_parts = {message.partition(".")[0] for message in GERMAN}
    alike = {text for text in ALL_LITERALS if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text) and text.partition(".")[0] in first_parts}
    assert {"table.partner", "map.headline.quiet"} <= alike
    assert alike - set(GERMAN) == set()


def test_what_the_code_composes_stands_in_the_catalogue():
    assert [asked for asked in ASKED_BY_PATTERN if not any(re.fullmatch(asked, message) for message in GERMAN)] == []


def test_a_family_the_code_asks_for_is_one_whose_ids_are_checked():
    assert {*ASKED_FAMILIES} - {*FAMILIES} == set(), "add the family and its ids to FAMILIES"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_id_of_a_family_has_its_word(lang):
    texts = Texts(lang)  # an unknown word is an error that names it
    assert [(family, name) for family, names in FAMILIES.items() for name in names if not texts.label(family, name)] == []


def test_every_message_is_used():
    assert [message for message in GERMAN if not is_used(message)] == []


def test_every_placeholder_is_given_its_value():
    missing = {}
    for call in calls("t", "n"):
        given = {keyword.arg for keyword in call.keywords} | ({"n"} if call.func.attr == "n" else set())
        for message in literals(call.args[0]) if None not in given else []:
            wanted = set().union(*(placeholders(text) for text in wordings(GERMAN[message]))) if message in GERMAN else set()
            if wanted - given:
                missing[message] = wanted - given
    assert missing == {}


# The catalogues


def test_both_catalogues_hold_the_same_messages():
    assert set(GERMAN) == set(ENGLISH)
    assert len(GERMAN) > 100


def test_both_catalogues_have_plurals_for_the_same_messages():
    assert {name for name in GERMAN if GERMAN[name].pluralizable} == {name for name in ENGLISH if ENGLISH[name].pluralizable} != set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_stands_twice(lang):
    text = "".join(path.read_text(encoding="utf-8") for path in (LOCALES_DIRECTORY / lang).glob("*.po"))
    ids = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert len(ids) == len(set(ids))


def test_a_message_has_words_in_both_languages():
    for name in GERMAN:
        for message in (GERMAN[name], ENGLISH[name]):
            assert len(wordings(message)) == (2 if message.pluralizable else 1), name
            assert all(text.strip() and text != name for text in wordings(message)), name
            assert not message.fuzzy, name


def test_a_message_has_the_same_placeholders_in_both_languages():
    for name in GERMAN:
        german, english = ([placeholders(text) for text in wordings(message)] for message in (GERMAN[name], ENGLISH[name]))
        assert german == english, name
        assert german[0] <= german[-1], f"{name}: a singular may say less than its plural, never more"


# Texts


def test_an_unknown_message_is_an_error_not_a_bare_id():
    for lang in LANGUAGES:
        with pytest.raises(KeyError):
            Texts(lang).t("map.nonsense")
        with pytest.raises(KeyError):
            Texts(lang).n("map.nonsense", 2)
        with pytest.raises(KeyError):
            Texts(lang).label("sector", "weather")


def test_a_missing_value_for_a_placeholder_is_an_error():
    with pytest.raises(KeyError):
        Texts("de").t("years.range", first=1955)


@pytest.mark.parametrize(
    ("lang", "count", "expected"),
    [
        ("de", 1, "1 dokumentierte Aktivität"),
        ("de", 0, "0 dokumentierte Aktivitäten"),
        ("de", 1234, "1.234 dokumentierte Aktivitäten"),
        ("en", 1, "1 documented activity"),
        ("en", 1234, "1,234 documented activities"),
    ],
)
def test_plurals_follow_the_count(lang, count, expected):
    assert Texts(lang).n("exchange.documented", count) == expected


@pytest.mark.parametrize(
    ("lang", "value", "digits", "expected"),
    [
        ("de", 1234.5, 1, "1.234,5"),
        ("en", 1234.5, 1, "1,234.5"),
        ("de", 1234567, 0, "1.234.567"),
        ("en", 1234567, 0, "1,234,567"),
        ("de", 0.7, 2, "0,70"),
        ("en", -1234.56, 1, "-1,234.6"),
        ("de", 999, 0, "999"),
        ("de", -0.0, 1, "0,0"),
    ],
)
def test_numbers_are_set_as_the_language_does(lang, value, digits, expected):
    assert Texts(lang).number(value, digits) == expected


@pytest.mark.parametrize(
    ("iso", "german", "english"),
    [
        ("1955", "1955", "1955"),
        ("2014-05", "Mai 2014", "May 2014"),
        ("1997-11", "November 1997", "November 1997"),
        ("1969-07-22", "22. Juli 1969", "22 July 1969"),
        ("2023-03-01", "1. März 2023", "1 March 2023"),
        ("", "", ""),
    ],
)
def test_a_date_is_said_at_the_precision_it_has(iso, german, english):
    assert (Texts("de").date(iso), Texts("en").date(iso)) == (german, english)


@pytest.mark.parametrize(
    ("code", "german", "english"),
    [
        ("DE", "Deutschland", "Germany"),
        ("GB", "Vereinigtes Königreich", "United Kingdom"),
        ("HR", "Kroatien", "Croatia"),
        ("KR", "Südkorea", "South Korea"),
        ("UA", "Ukraine", "Ukraine"),
    ],
)
def test_countries_have_their_names(code, german, english):
    assert (Texts("de").country(code), Texts("en").country(code)) == (german, english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_country_of_the_tables_has_a_name(facts, lang):
    tables = (facts.partners, facts.observations, facts.network_members, facts.benchmark_twinnings)
    codes = {code for table in tables for code in table["country"] if code}
    assert len(codes) > 30
    assert {code for code in codes if len(Texts(lang).country(code)) < 3} == set()


@pytest.mark.parametrize(
    ("items", "german", "english"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a und b", "a and b"), (["a", "b", "c"], "a, b und c", "a, b and c")],
)
def test_an_enumeration_ends_with_and(items, german, english):
    assert (Texts("de").listing(items), Texts("en").listing(items)) == (german, english)
