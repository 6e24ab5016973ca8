"""Build the names of downloaded files from their content, selection and date."""

import re
from typing import Final

from components.words.texts import Texts
from data.city import CITY
from data.selection import Selection

_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ș": "s", "ț": "t", "é": "e"})


def slug(words: str) -> str:
    """Return ``words`` in lower-case letters a to z, digits and hyphens, which every file system accepts."""
    return re.sub(r"[^a-z0-9]+", "-", words.casefold().translate(_LETTERS)).strip("-")


def file_name(kind: str, chosen: Selection | None, texts: Texts, today: str, ending: str) -> str:
    """Return a name such as ``stadt-weltweit-aktivitaeten-bildung-2026-11-25.xlsx``.

    Args:
        kind: content of the file, in words of the language.
        chosen: selection whose first three sectors and first three partners are named; None if the file holds everything.
        texts: interface texts in the language of the name.
        today: ISO date on which the file is made.
        ending: file extension without the dot.
    """
    narrowed = [*(texts.label("sector", sector) for sector in chosen.sectors[:3]), *chosen.partners[:3]] if chosen else []
    parts = [CITY.slug, kind, *narrowed]
    return f"{'-'.join(slug(part) for part in parts if part)}-{today}.{ending}"
