"""Draw the map as a vector poster, identical from A3 to A0, with a list of all partners."""

from typing import Any, Final, Literal

import matplotlib
from matplotlib.figure import Figure

from components.exports.pictures.charts import draw
from components.exports.pictures.lettering import text_width, wrapped
from components.exports.pictures.marks import mark_points
from components.exports.pictures.picture import ONE_AT_A_TIME, STYLE, PictureWords, bare, described, saved, set_lines
from components.exports.typesetting import typeset
from components.figures.palette import KIND_SYMBOLS, PALETTES
from components.figures.world_map import world_map
from components.words.map import map_headline
from components.words.phrases import as_of_text, relation_since
from components.words.texts import Texts
from data import queries
from data.city import CITY
from data.dataset import Dataset
from data.records import records
from data.selection import Selection

#: Width and height of each paper in millimetres, landscape.
PAPERS: Final = {"a3": (420, 297), "a2": (594, 420), "a1": (841, 594), "a0": (1189, 841)}
#: Width of the layout in pixels, whatever the paper.
_WIDTH: Final = 1190.0
_MARGIN: Final = 44.0
#: List of partners, in pixels: font size, width of a symbol, gap between two columns.
_LETTERS, _SIGN, _GAP = 12, 18, 8


def poster(facts: Dataset, chosen: Selection, texts: Texts, paper: str, form: Literal["pdf", "svg"]) -> bytes:
    """Return the map of ``chosen`` on ``paper``: headline, map, list of its partners with their symbols, source, date of the data.

    ``paper`` is a key of ``PAPERS``; text, lines and marks scale with it. Letters are outlines, and all that they say is the text
    alternative of a PDF, which is tagged. Equal input gives equal bytes.
    """
    _, shown, figures = queries.connections(facts, chosen)
    sentence = map_headline(chosen, figures, shown, texts, facts)
    source = f"{texts.t('stage.map_source')} {as_of_text(facts, texts)}."
    listed = [_entry(row, texts) for row in records(shown)]
    words = PictureWords(sentence, source, described([f"{sentence}:", f"{'; '.join(listed)}.", source]))
    width_mm, height_mm = PAPERS[paper]
    height = _WIDTH * height_mm / width_mm
    with ONE_AT_A_TIME, matplotlib.rc_context(STYLE):
        canvas = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=96)
        canvas.patch.set_facecolor("white")
        point = width_mm / 25.4 * 72 / _WIDTH
        size = (_WIDTH, height)
        rule = canvas.add_axes((0, 1 - 10 / height, 1, 10 / height))
        bare(rule)
        rule.set_facecolor(PALETTES["light"].city)
        title = wrapped(sentence, 32, _WIDTH - 2 * _MARGIN, "Bold")
        set_lines(canvas, [CITY.title], (_MARGIN, 30), 16, 20, PALETTES["light"].city, size, point, "bold")
        set_lines(canvas, title, (_MARGIN, 58), 32, 40, "#1a1f1a", size, point, "bold")
        top = 58 + 40 * len(title) + 12
        columns = columns_for(listed)
        rows = -(-len(listed) // columns)
        below = rows * 17 + 78
        scale = canvas.get_figwidth() * 96 / _WIDTH
        box = tuple(value * scale for value in (_MARGIN, top, _WIDTH - _MARGIN, height - below))
        draw(world_map(shown, chosen.view, chosen.sector, texts, "light"), canvas, box, point)  # type: ignore[arg-type]
        _list(canvas, shown, listed, columns, height - below + 14, size, point)
        foot = wrapped(source, 11, _WIDTH - 2 * _MARGIN)
        set_lines(canvas, foot, (_MARGIN, height - 18 - 14 * len(foot)), 11, 14, PALETTES["light"].quiet_text, size, point)
        drawn = saved(canvas, "svg", 96, words)
    if form == "svg":
        return drawn
    told = {"title": words.title, "alt": words.alternative, "lang": texts.lang, "author": CITY.title, "day": facts.as_of}
    return typeset("poster", told | {"width": width_mm, "height": height_mm, "svg": drawn.decode()}, facts.as_of)


def _entry(row: Any, texts: Texts) -> str:
    status = "" if row.status == "active" else f" ({texts.label('status', row.status)})"
    return f"{row.name}: {relation_since(row.kind, row.since[:4], texts)}{status}"


def columns_for(entries: list[str]) -> int:
    """Return the number of columns, from one to four, in which each of ``entries`` fits into one line."""
    longest = max((text_width(entry, _LETTERS) for entry in entries), default=0.0)
    return max(1, min(4, int((_WIDTH - 2 * _MARGIN) / (longest + _SIGN + _GAP))))


def _list(canvas: Figure, shown: Any, listed: list[str], columns: int, top: float, size: tuple[float, float], point: float) -> None:
    """Draw the partners in ``columns``, each with its symbol from the map."""
    palette = PALETTES["light"]
    panel = canvas.add_axes((0, 0, 1, 1), facecolor="none")
    panel.set_xlim(0, size[0])
    panel.set_ylim(size[1], 0)
    panel.axis("off")
    rows, column = -(-len(listed) // columns), (size[0] - 2 * _MARGIN) / columns
    for number, (row, words) in enumerate(zip(records(shown), listed, strict=True)):
        x, y = _MARGIN + number // rows * column, top + number % rows * 17
        colour = palette.city if row.status == "active" else palette.resting
        symbol = KIND_SYMBOLS[row.kind][0]
        mark_points(panel, [x + 5], [y + 6], f"{symbol}-open" if row.approximate else symbol, 8, colour, None, 0, point)
        set_lines(canvas, [words], (x + _SIGN, y), _LETTERS, 17, "#1a1f1a", size, point)
