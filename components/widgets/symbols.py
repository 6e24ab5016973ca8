"""Put the symbol of a sector or of a kind of relation before its word, as Markdown."""

from components.figures.palette import KIND_SYMBOLS, SECTOR_ICONS
from components.words.texts import Texts


def sector_with_icon(sector: str, texts: Texts) -> str:
    """Return the icon of ``sector`` and its word; no line break separates them."""
    return f"{SECTOR_ICONS[sector]}\N{NO-BREAK SPACE}{texts.label('sector', sector)}"


def with_symbol(kind: str, words: str) -> str:
    """Return ``words`` after the symbol that marks this kind of relation on the map; no line break separates them."""
    return f"{KIND_SYMBOLS[kind][1]}\N{NO-BREAK SPACE}{words}"
