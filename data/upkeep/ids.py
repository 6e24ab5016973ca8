"""Assign ids to new rows, and find the rows to which other rows refer by a name or a URL."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process

from data.schema import TABLES
from data.source_ids import source_id
from data.upkeep.words import same

#: Form of the ids of new rows, which a URL holds unchanged.
ID_FORM: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
#: Columns by whose text other rows may refer to a row.
_NAMES: Final = ("name_de", "name_en", "name_local", "label_de", "label_en", "url")
_ADDRESS: Final = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: Likeness (0 to 100) from which a row is suggested for what was written.
_LIKE: Final = 75


def slug(text: str) -> str:
    """Return ``text`` as part of an id: small Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_GERMAN))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60]


def is_address(text: str) -> bool:
    """Return whether ``text`` is the URL of a page."""
    return bool(_ADDRESS.match(text))


def _bare(address: str) -> str:
    """Return ``address`` without what two spellings of one URL differ in."""
    return _ADDRESS.sub("", same(address)).partition("#")[0].rstrip("/")


def names_of(cells: pd.DataFrame) -> dict[str, str]:
    """Return the id of a row by each of its names and addresses, as :func:`same` compares them; a name of several rows is left out."""
    found: dict[str, set[str]] = {}
    for column in _NAMES:
        if column in cells:
            for key, name in zip(cells["id"], cells[column], strict=True):
                if name and key:
                    found.setdefault(same(name), set()).add(key)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def suggestion(text: str, known: Mapping[str, str]) -> str:
    """Return the id whose name is most like ``text``, empty if none is.

    URLs are compared as addresses: two pages of one site are similar as text but not the same source.
    """
    if is_address(text):
        return next((key for name, key in known.items() if is_address(name) and _bare(name) == _bare(text)), "")
    best = process.extractOne(same(text), known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return known[best[0]] if best else ""


def _stem(table: str, row: Mapping[str, str]) -> str:
    match table:
        case "sources":
            return source_id(row["url"])
        case "activities":
            return f"{row['partner'] or row['network'] or 'all'}-{row['date'][:4]}"
        case "relation_steps":
            return f"{row['partner'] or 'all'}-{row['date']}-{row['kind']}"
        case "observations":
            place = row["partner"] or row["country"].lower() or slug(f"{row['from_place']} {row['to_place']}") or "x"
            return f"{row['indicator']}-{place}-{row['year']}"
        case _:
            return slug(row.get("name_de", "") or row.get("label_de", ""))


def with_ids(table: str, cells: pd.DataFrame, taken: set[str]) -> pd.DataFrame:
    """Return ``cells`` with an id in each row that has none, in the form of its table and not among ``taken``.

    If an id cannot be made, because the cells it is made of are empty, the cell stays empty.
    """
    if "id" not in TABLES[table].columns or not (cells["id"] == "").any():
        return cells
    used = taken | set(cells["id"])
    ids = []
    for row in cells.to_dict("records"):
        name = row["id"]
        if not name:
            # Errors in the cells that the id is made of are reported for those cells, not for an id that nobody has written.
            stem = re.sub(r"[^a-z0-9_.-]+", "-", _stem(table, row).lower()).strip("-.")
            name = f"{stem}-01" if table == "activities" else stem
            number = 1
            while stem and name in used:
                number += 1
                name = f"{stem}-{number:02}"
            used.add(name)
        ids.append(name)
    return cells.assign(id=ids)
