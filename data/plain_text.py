"""Bring text into one form before it is compared or stored, whatever program wrote it."""

import re
import unicodedata
from typing import Final

#: How Excel writes characters that XML cannot hold, such as ``_x000D_`` for a carriage return.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: Control characters that are not blanks, and characters without a width of their own. The joiners (U+200C, U+200D), which Indic and
#: Arabic spelling needs, and the characters that change the direction of writing stay: an editor must decide about them.
_INVISIBLE: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff]")


def _decoded(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    # Half of a surrogate pair is not a character.
    return found[0] if 0xD800 <= number <= 0xDFFF else chr(number)


def plain(text: str) -> str:
    """Return ``text`` on one line in Unicode NFC, without control and zero-width characters and without surplus blanks."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", _ESCAPED.sub(_decoded, text))).split())
