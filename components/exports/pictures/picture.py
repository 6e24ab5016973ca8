"""Draw the Plotly figures of the pages as PNG or SVG with Matplotlib, without a browser.

Only the features that our figures use are drawn. Any other raises an error, so that no mark is lost silently. Hover text is left out. Sizes
are those of the page in pixels, scaled as a whole to the picture.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any, Final, Literal

import matplotlib
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text

from components.exports.pictures.charts import draw
from components.exports.pictures.lettering import wrapped
from components.figures.palette import PALETTES
from components.words.letters import FONTS, printable

matplotlib.use("Agg")
FAMILY: Final = "KWV Sans"
#: Fonts for the letters that ours does not have: the greetings', and one that comes with Matplotlib.
_OTHER_FAMILIES: Final = ("DejaVu Sans", "Noto Sans Devanagari", "Noto Sans CJK KR")
for _font in sorted(FONTS.glob("*.[to]tf")):
    fontManager.addfont(_font)

#: Points per pixel of the page, at the size of the page.
_POINT: Final = 0.75
#: Millimetres on paper per pixel of the page: text of 13 pixels becomes 8 points.
MM_A_PIXEL: Final = 0.217
STYLE: Final[Any] = {
    "font.family": [FAMILY, *_OTHER_FAMILIES],
    "svg.fonttype": "path",
    "svg.hashsalt": "figures",
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": False,
}

#: Lock for drawing: Matplotlib's settings belong to the whole process, and each download is made in its own thread.
ONE_AT_A_TIME: Final = Lock()

Shape = Literal["16:9", "1:1", "1.91:1"]
#: Share of a picture's height that its figure takes, and the largest factor by which a canvas may exceed the page.
_ROOM, _LARGEST = 0.76, 1.6
SHAPES: Final[dict[str, tuple[int, int]]] = {"16:9": (1920, 1080), "1:1": (1080, 1080), "1.91:1": (1200, 630)}


@dataclass(frozen=True)
class PictureWords:
    """The texts of a picture: ``title`` above, ``source`` below, ``alternative`` for those who cannot see it."""

    title: str
    source: str
    alternative: str


def headed(headline: Sequence[str], source: str) -> PictureWords:
    """Return the texts of a picture below ``headline``, which is its alternative too, and above ``source``; both without Markdown."""
    title = described(headline)
    return PictureWords(title, described([source]), title)


def _plain(text: str) -> str:
    """Return ``text`` without Plotly's tags and Markdown's backslashes, its dollar signs escaped, which would begin a formula."""
    return re.sub(r"\\(?=[^a-zA-Z0-9])", "", re.sub(r"<[^>]+>", "", text)).replace("$", r"\$")


def _canvas(width: float, height: float, ground: str | None) -> Figure:
    """Return an empty canvas of ``width`` by ``height`` pixels of the page, transparent if ``ground`` is None."""
    canvas = Figure(figsize=(width / 96, height / 96), dpi=96)
    canvas.patch.set_facecolor(ground or "none")
    return canvas


def saved(canvas: Figure, form: str, dpi: float, words: PictureWords | None = None) -> bytes:
    """Return ``canvas`` as *png* or *svg*, with ``words`` as metadata but without a date, so that equal input gives equal bytes.

    Letters that no font has are replaced.
    """
    for text in canvas.findobj(Text):
        text.set_text(printable(text.get_text()))
    file = BytesIO()
    if form == "png":
        metadata = {"Software": None} | ({"Title": words.title, "Description": words.alternative, "Source": words.source} if words else {})
        canvas.savefig(file, format="png", dpi=dpi, metadata=metadata)
        return file.getvalue()
    metadata = {"Date": None, "Creator": None} | ({"Title": words.title, "Description": words.alternative} if words else {})
    canvas.savefig(file, format="svg", metadata=metadata)
    return file.getvalue()


def svg(figure: go.Figure, width_mm: float, height_mm: float) -> bytes:
    """Return ``figure`` as SVG of ``width_mm`` by ``height_mm``, with text as outlines and a transparent background.

    Raises:
        NotImplementedError: the figure has a feature that :mod:`components.exports.pictures.charts` does not draw.
    """
    width, height = width_mm / MM_A_PIXEL, height_mm / MM_A_PIXEL
    with ONE_AT_A_TIME, matplotlib.rc_context(STYLE):
        canvas = _canvas(width, height, None)
        draw(figure, canvas, (0, 0, width, height), _POINT)
        return saved(canvas, "svg", 96)


def png(figure: go.Figure, width_px: int, height_px: int, width: float = 960, ground: str | None = "white") -> bytes:
    """Return ``figure`` as PNG of ``width_px`` by ``height_px``, with text as large as on a page ``width`` pixels wide.

    ``ground`` is the colour behind the figure, None for a transparent picture.

    Raises:
        NotImplementedError: see :func:`svg`.
    """
    height = width * height_px / width_px
    with ONE_AT_A_TIME, matplotlib.rc_context(STYLE):
        canvas = _canvas(width, height, ground)
        draw(figure, canvas, (0, 0, width, height), _POINT)
        return saved(canvas, "png", 96 * width_px / width)


def picture(figure: go.Figure, words: PictureWords, shape: Shape, form: Literal["png", "svg"]) -> bytes:
    """Return ``figure`` below its title and above its source, for press and social media; equal input gives equal bytes.

    Raises:
        NotImplementedError: see :func:`svg`.
    """
    width_px, height_px = SHAPES[shape]
    width = {"16:9": 960.0, "1:1": 640.0, "1.91:1": 800.0}[shape]
    # A figure that is tall on the page needs space between its marks, so it is drawn on a larger canvas with smaller text.
    tall = float(figure.layout.height or 0) / (_ROOM * width * height_px / width_px)
    width *= min(max(1.0, tall), _LARGEST)
    height = width * height_px / width_px
    with ONE_AT_A_TIME, matplotlib.rc_context(STYLE):
        canvas = _canvas(width, height, "white")
        title = wrapped(_plain(words.title), 22, width - 56, "Bold")
        source = wrapped(_plain(words.source), 11.5, width - 56)
        top, bottom = 26 + 28 * len(title) + 10, 16 + 15 * len(source) + 12
        set_lines(canvas, title, (28, 24), 22, 28, "#1a1f1a", (width, height), weight="bold")
        set_lines(canvas, source, (28, height - bottom + 16), 11.5, 15, "#505850", (width, height))
        rule = canvas.add_axes((0, 1 - 6 / height, 1, 6 / height))
        bare(rule)
        rule.set_facecolor(PALETTES["light"].city)
        draw(figure, canvas, (20, top, width - 20, height - bottom), _POINT)
        return saved(canvas, form, 96 * width_px / width, words)


def bare(axes: Axes) -> None:
    """Remove ticks and frame from ``axes``, so that only the background remains."""
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def set_lines(
    canvas: Figure,
    lines: Sequence[str],
    at: tuple[float, float],
    size: float,
    gap: float,
    colour: str,
    of: tuple[float, float],
    point: float = _POINT,
    weight: str = "normal",
) -> None:
    """Draw ``lines`` of text from ``at`` downwards, ``gap`` apart, all in pixels of a canvas of the size ``of``."""
    for number, line in enumerate(lines):
        canvas.text(at[0] / of[0], 1 - (at[1] + number * gap) / of[1], line, fontsize=size * point, color=colour, weight=weight, va="top")


def described(parts: Iterable[str]) -> str:
    """Return ``parts`` as one text without tags, for a text alternative."""
    return " ".join(_plain(part).replace(r"\$", "$") for part in parts if part)
