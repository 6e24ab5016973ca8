"""Fill cells of new rows whose content follows from other cells, so that nobody has to type it."""

from collections.abc import Mapping

import pandas as pd

from data.codes import countries
from data.schema import TABLES, Field
from data.upkeep.changes import keys_of
from data.upkeep.words import Words
from data.vocabulary import LANGUAGES


def _is_new(table: str, cells: pd.DataFrame, present: pd.DataFrame) -> pd.Series:
    return ~keys_of(table, cells).isin(set(keys_of(table, present)))


def _copied(text: str, field: Field) -> str:
    return countries().get(text, "") if field.type == "country3" else text


def with_defaults(table: str, cells: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    """Return ``cells`` with the empty cells of new rows filled that have a default or the content of a column of the same row."""
    new, changed = _is_new(table, cells, present), cells.copy()
    for field in TABLES[table].fields:
        empty = new & (changed[field.name] == "")
        # A column filled from a reference to another row needs that row: see ``with_beginnings``.
        if meant := field.meant_by_nothing(present.empty):
            changed.loc[empty, field.name] = meant
        elif field.like and not TABLES[table].field(field.like).target:
            changed.loc[empty, field.name] = [_copied(text, field) for text in changed.loc[empty, field.like]]
    return changed


def with_beginnings(cells: Mapping[str, pd.DataFrame], present: Mapping[str, pd.DataFrame], words: Words) -> dict[str, pd.DataFrame]:
    """Return ``cells`` with titles for new steps that begin a relation, and with the dates of such steps as the start of new relations."""
    steps, partners = cells["relation_steps"].copy(), cells["partners"].copy()
    new = _is_new("relation_steps", steps, present["relation_steps"])
    for lang in LANGUAGES:
        names, title = dict(zip(partners["id"], partners[f"name_{lang}"], strict=True)), f"title_{lang}"
        for index in steps.index[new & (steps[title] == "") & (steps["partner"] != "")]:
            # A partner that is not found is reported once, not for its titles too.
            partner = names.get(steps.at[index, "partner"], steps.at[index, "partner"])
            steps.at[index, title] = words.beginning(steps.at[index, "kind"], partner, lang)
    begun = steps[steps["date"] != ""].sort_values("date").drop_duplicates(["partner", "kind"])
    dates = dict(zip(zip(begun["partner"], begun["kind"], strict=True), begun["date"], strict=True))
    for index in partners.index[_is_new("partners", partners, present["partners"]) & (partners["since"] == "")]:
        partners.at[index, "since"] = dates.get((partners.at[index, "id"], partners.at[index, "kind"]), "")
    return {**cells, "relation_steps": steps, "partners": partners}
