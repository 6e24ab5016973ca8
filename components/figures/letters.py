"""Measure text in the font of the figures, without the font: which one the browser has is not known."""

from typing import Final

#: What parts two lines of a text.
BREAK: Final = "<br>"

#: Widths of characters of the font Source Sans in units of its size, and of all others.
_CHARACTERS: Final = {
    character: width
    for characters, width in (
        (" \u00a0", 0.2),
        ("iljI.,·", 0.26),
        ("ftr()-", 0.34),
        ("cszvxyk", 0.47),
        ("m", 0.83),
        ("w", 0.72),
        ("MW", 0.83),
        ("HNOQUDG", 0.65),
        ("→←", 0.8),
    )
    for character in characters
}
_CHARACTER: Final = 0.56


def text_width(text: str) -> float:
    """Return the width of ``text`` in units of the font size, a little generous, because a browser may lack the font."""
    return 1.06 * max(sum(_CHARACTERS.get(character, _CHARACTER) for character in line) for line in text.split(BREAK))
