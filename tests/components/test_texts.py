"""The words: both catalogues say the same things, the code asks for nothing else, and numbers, dates and names follow the language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from components.texts import LOCALES_DIRECTORY, Texts
from data.vocabulary import (
    ACTIVITY_KINDS,
    FORMS,
    INTERVALS,
    LANGUAGES,
    RELATION_KINDS,
    SCALES,
    SECTORS,
    SOURCE_GRADES,
    STATUSES,
    TOPICS,
    TURNING_POINTS,
    VIEWS,
)

ROOT = Path(__file__).parents[2]
CODE = sorted({ROOT / "dashboard.py", *(file for folder in ("components", "screens") for file in (ROOT / folder).rglob("*.py"))})

#: Families of messages and the ids of the data whose words each must hold. Official is the grade that is not named.
FAMILIES = {
    "sector": SECTORS,
    "sector_in": SECTORS,
    "relation": (*RELATION_KINDS, "friendship", "contact"),
    "status": STATUSES,
    "grade": tuple(grade for grade in SOURCE_GRADES if grade != "official"),
    "view": VIEWS,
    "language": LANGUAGES,
    "topic": TOPICS,
    "interval": tuple(INTERVALS),
    "form": FORMS,
    "scale": SCALES,
    "unit": tuple(scale for scale in SCALES if scale not in ("linear", "log")),
    "geography": ("city", "region", "country"),
    "turning_point": tuple(map(str, TURNING_POINTS)),
}
