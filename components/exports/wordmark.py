"""Draw the icon of browser tabs and the wordmark, the name of the dashboard beside a bar in the city's colour.

The letters are outlines, because a browser lends an image no font.
"""

from functools import cache
from html import escape
from io import BytesIO
from typing import Final, Literal

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw

from components.figures.palette import PALETTES, Theme
from components.words.letters import FONTS
from data.city import CITY, FOLDER

#: Size of the letters, their left edge and their base line, in pixels.
_SIZE: Final = 18.8
_LEFT: Final = 15.0
_BASE: Final = 22.0
_HEIGHT: Final = 30
#: Width and height of the icon in pixels.
_ICON: Final = 64
#: Sizes in a file of icons; the other form has one.
_ICON_SIZES: Final = ((16, 16), (32, 32))


@cache
def wordmark(theme: Theme) -> str:
    """Return the wordmark as SVG: the city's own file if it has one, else its title beside a bar."""
    if theme in CITY.wordmark:
        return (FOLDER / CITY.wordmark[theme]).read_text(encoding="utf-8")
    palette = PALETTES[theme]
    font = TTFont(FONTS / "KWVSans-Bold.ttf")
    letters, names, scale = font.getGlyphSet(), font.getBestCmap(), _SIZE / font["head"].unitsPerEm
    pen, at = SVGPathPen(letters, ntos=lambda number: f"{number:.1f}".removesuffix(".0")), _LEFT
    for letter in CITY.title:
        glyph = letters[names.get(ord(letter), ".notdef")]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, at, _BASE)))
        at += glyph.width * scale
    width = round(at) + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}" role="img" '
        f'aria-label="{escape(CITY.title)}"><path fill="{palette.city}" d="M0 8.5h5v14H0z"/>'
        f'<path fill="{palette.text}" d="{pen.getCommands()}"/></svg>'
    )


@cache
def icon(form: Literal["png", "ico"]) -> bytes:
    """Return the icon of browser tabs: a globe in the city's colour."""
    image = Image.new("RGBA", (_ICON * 4, _ICON * 4))
    draw, edge, line = ImageDraw.Draw(image), _ICON * 4, _ICON // 5
    middle, reach = edge / 2, edge * 0.47
    draw.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), CITY.colours.light.mark)
    draw.ellipse((middle - reach * 0.5, middle - reach, middle + reach * 0.5, middle + reach), outline="white", width=line)
    for height in (-0.34, 0.34):
        half = reach * (1 - height**2) ** 0.5
        draw.line((middle - half, middle + height * reach, middle + half, middle + height * reach), "white", line)
    file = BytesIO()
    image.resize((_ICON, _ICON), Image.Resampling.LANCZOS).save(file, form, sizes=_ICON_SIZES)
    return file.getvalue()
