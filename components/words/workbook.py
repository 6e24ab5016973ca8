"""Map the words that a workbook may use for sheets, headings, choices, marks and months to their ids, in all languages at once."""

from functools import cache
from typing import Final

from components.words.letters import missing_letters
from components.words.texts import Texts
from data.codes import countries, country_words, language_words
from data.schema import TABLES, Field
from data.upkeep.words import MARK, MARKS, OTHER_SHEETS, Words, same
from data.vocabulary import BEGINNINGS, LANGUAGES

#: Family of messages with the labels of a column's choices; the other columns are filled with ids.
FAMILIES: Final = {
    ("activities", "sector"): "sector",
    ("activities", "kind"): "kind",
    ("activities", "status"): "activity_status",
    ("activities", "confidence"): "confidence",
    ("indicators", "sector"): "sector",
    ("indicators", "geography"): "geography",
    ("observations", "geography"): "geography",
    ("partners", "kind"): "relation",
    ("partners", "status"): "status",
    ("relation_steps", "kind"): "step",
    ("sources", "grade"): "grade",
    ("institutions", "kind"): "institution",
    ("networks", "sector"): "sector",
}
#: Longest name of a sheet that a spreadsheet allows, in characters.
_SHEET_NAME: Final = 31


def sheet_name(table: str, texts: Texts) -> str:
    """Return the name of the sheet of ``table``, cut to the length that a spreadsheet allows."""
    return texts.label("table_name", table)[:_SHEET_NAME].rstrip()


def choice_words(table: str, column: str, texts: Texts) -> dict[str, str]:
    """Return the labels of a column's choices by id.

    If the choices have no labels, each id is its own label. If the column has no choices, the result is empty.
    """
    field = next(each for each in TABLES[table].fields if each.name == column)
    family = FAMILIES.get((table, column))
    if family:
        return {choice: texts.label(family, choice) for choice in field.choices}
    return {choice: choice for choice in field.choices}


def _code_words(field: Field) -> dict[str, str]:
    """Return the code that ``field`` holds by each word for it: its names in all languages and the other codes of the same country."""
    if field.type == "language":
        return language_words(LANGUAGES)
    if field.type in ("country", "country3"):
        codes = countries()
        return {word: codes[code] if field.type == "country3" else code for word, code in country_words(LANGUAGES).items()}
    return {}


def beginning(kind: str, partner: str, lang: str) -> str:
    """Return the sentence that a relation of ``kind`` with ``partner`` begins, empty if ``kind`` is a step that begins none."""
    return Texts(lang).t(f"beginning.{kind}", partner=partner) if kind in BEGINNINGS else ""


@cache
def all_words() -> Words:
    """Return all words that a workbook may use in any of the languages, each with its id."""
    sheets: dict[str, str] = {}
    months: dict[str, int] = {}
    headings, marks = {same(MARK): MARK}, {same(mark): mark for mark in MARKS}
    choices = {
        (table.name, field.name): {same(one): one for one in field.choices} | {same(word): one for word, one in _code_words(field).items()}
        for table in TABLES.values()
        for field in table.fields
    }
    others = {same(name): name for name in OTHER_SHEETS}
    yes, no = {"yes", "y", "true", "wahr", "1"}, {"no", "n", "false", "falsch", "0"}
    for lang in LANGUAGES:
        t = Texts(lang)
        sheets |= {same(name): table for table in TABLES for name in (table, sheet_name(table, t), t.label("table_name", table))}
        others |= {same(t.t(f"workbook.{name}")): name for name in OTHER_SHEETS}
        headings[same(t.t("workbook.mark"))] = MARK
        marks |= {same(t.label("mark", mark)): mark for mark in MARKS}
        for (table, column), known in choices.items():
            known |= {same(word): one for one, word in choice_words(table, column, t).items()}
        yes.add(same(t.t("data.yes")))
        no.add(same(t.t("data.no")))
        for width in ("wide", "abbreviated"):
            months |= {same(name).rstrip("."): number for number, name in t.locale.months["format"][width].items()}
    return Words(sheets, others, headings, marks, choices, frozenset(yes), frozenset(no), months, missing_letters, beginning)
