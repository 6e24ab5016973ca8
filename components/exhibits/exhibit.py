"""What a slide shows, and what the slides of one viewer are made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.figures.palette import Theme
from components.words.texts import Texts
from data import queries
from data.dataset import Dataset
from data.records import records
from data.selection import Selection

#: Height of a figure in pixels before the stage enlarges it to the height of the screen (see stage/style.py).
FIGURE_HEIGHT: Final = 345
#: Largest number of anniversaries or activities on a slide, so that the last row of the audience can read them.
LINES_AT_MOST: Final = 4
#: Stands in a legend for the dashed grey of relations that are not active.
RESTING_SYMBOL: Final = "– –"
#: How a slide is set: what takes its screen.
Kind = Literal["title", "portrait", "number", "map", "chart", "words", "closing"]


class LegendEntry(NamedTuple):
    """A symbol of a map, what it means, and its colour, empty if symbols of this kind have several."""

    symbol: str
    words: str
    colour: str = ""


@dataclass(frozen=True)
class Exhibit:
    """The content of a slide, ready to be drawn.

    ``headline`` has one line per language, the viewer's first. ``figure`` is None on slides of text, whose ``lines`` are plain text;
    ``rows`` are the same as days with their titles, if they have days. On a title slide and on a portrait the figure is a globe without
    words. ``names`` are those of the partners on a map, ``legend`` its symbols; it ``grows`` if it plays through the
    years. ``greeting`` is a word and its language. ``number`` is the one a slide is about. A portrait has ``name``, the partner's name in
    its own script with its language, ``status``, which is empty if the relation is active, ``facts``, values with their labels, and the
    ``latest`` exchange.
    """

    headline: tuple[str, ...]
    figure: go.Figure | None = None
    kind: Kind = "words"
    grows: bool = False
    names: tuple[str, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    greeting: tuple[str, str] = ("", "")
    name: tuple[str, str] = ("", "")
    status: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    latest: str = ""
    number: str = ""
    source: str = ""
    note: str = ""

    @property
    def is_map(self) -> bool:
        """Return whether the figure is a map with names."""
        return self.kind == "map"

    @property
    def closing(self) -> bool:
        """Return whether the slide shows the QR code of the view."""
        return self.kind == "closing"


@dataclass(frozen=True)
class Maker:
    """The data and settings from which the slides of one viewer are built."""

    facts: Dataset
    texts: Texts
    theme: Theme
    today: str
    languages: tuple[str, ...]
    height: int | None

    def words(self, selection: Selection) -> list[tuple[Texts, Selection]]:
        """Return the texts and ``selection`` in each language of the headline."""
        return [(Texts(lang), replace(selection, lang=lang)) for lang in self.languages]

    def reports(self, selection: Selection) -> str:
        """Return the source of counted activities; it names the city's complete list only if the list has activities of ``selection``."""
        counted = queries.listed(queries.tally(self.facts, selection), selection)
        return self.texts.t("stage.timeline_source" if queries.has_city_list(counted) else "stage.reports_source")


#: Makes a slide from the data of a viewer, the slide's selection and the title of its story.
Make = Callable[[Maker, Selection, str], Exhibit]


def dated_rows(dated: pd.DataFrame, t: Texts) -> tuple[tuple[str, str], ...]:
    """Return day and title of each row of ``dated``, which has the columns ``date`` and ``title``."""
    return tuple((t.date(row.date), str(row.title)) for row in records(dated))


def dated_lines(rows: Sequence[tuple[str, str]], t: Texts) -> tuple[str, ...]:
    """Return days and titles as lines of plain text."""
    return tuple(t.t("stage.line", date=day, title=title) for day, title in rows)
