"""Know the letters that the fonts of documents and pictures have, and replace the others.

Besides our own fonts there is DejaVu Sans, which comes with Matplotlib: Arabic, Armenian, Georgian, Hebrew and many symbols. A
document with a letter that no font has cannot be written as PDF/UA.
"""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

FONTS: Final = Path(__file__).parents[1] / "exports" / "pictures" / "fonts"
#: Stands for a letter that no font has; ours have it.
REPLACEMENT: Final = "□"
#: Categories of characters without a shape or a meaning of their own, which a font may hold all the same.
_WITHOUT_SHAPE: Final = ("Cc", "Cf", "Cn", "Co", "Cs")
#: Variation selectors and skin tones, which change the sign before them, and the joiners of several signs to one.
_MODIFIERS: Final = frozenset((*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), *range(0xE0100, 0xE01F0), 0x200D))


def fallback_fonts() -> Path:
    """Return the folder of the fonts that come with Matplotlib, DejaVu Sans among them."""
    origin = getattr(find_spec("matplotlib"), "origin", None)
    assert origin, "Matplotlib is one of the requirements"
    return Path(origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def letters() -> frozenset[str]:
    """Return every character that is shown in regular and in bold letters."""

    def of(*files: Path) -> set[int]:
        return set.intersection(*(set(TTFont(file, lazy=True).getBestCmap()) for file in files))

    found = of(FONTS / "KWVSans-Regular.ttf", FONTS / "KWVSans-Bold.ttf")
    found |= of(fallback_fonts() / "DejaVuSans.ttf", fallback_fonts() / "DejaVuSans-Bold.ttf")
    for greeting in FONTS.glob("Noto*.[to]tf"):
        found |= of(greeting)
    shown = {chr(code) for code in found - _MODIFIERS}
    return frozenset({one for one in shown if unicodedata.category(one) not in _WITHOUT_SHAPE} | set("\n\u00ad\u200b\u200c\u200e\u200f"))


def missing_letters(text: str) -> list[str]:
    """Return the characters of ``text`` that no font has, each once and in order."""
    return [one for one in dict.fromkeys(text) if one not in letters() and ord(one) not in _MODIFIERS]


def printable(text: str) -> str:
    """Return ``text`` with ``REPLACEMENT`` for each character that no font has, without signs that only modify others."""
    if letters().issuperset(text):
        return text
    kept = (one for one in text if ord(one) not in _MODIFIERS)
    return "".join(one if one in letters() else REPLACEMENT for one in kept)
