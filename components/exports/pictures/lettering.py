"""Measure and wrap text in the font of the pictures, which is part of the repository."""

from functools import lru_cache

from PIL import ImageFont

from components.words.letters import FONTS


@lru_cache(maxsize=2)
def _measure(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"KWVSans-{weight}.ttf"), 100)


@lru_cache(maxsize=16_384)
def _length(text: str, weight: str) -> float:
    """Return the width of ``text`` at size 100; widths are proportional to the size, so one measurement serves all sizes that are tried."""
    # The library refuses text with a line break.
    return max(_measure(weight).getlength(line) for line in text.split("\n"))


def text_width(text: str, size: float, weight: str = "Regular") -> float:
    """Return the width of ``text`` in the unit of ``size``; ``weight`` is Regular or Bold."""
    return _length(text, weight) * size / 100


def wrapped(text: str, size: float, width: float, weight: str = "Regular") -> list[str]:
    """Return ``text`` in lines no wider than ``width``, broken between words; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
