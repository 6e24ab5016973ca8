"""Draw the chart of coming anniversaries: one row per partner, one column per year."""

from textwrap import wrap
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import BOTH_WIDTHS, Width, axis, for_width, laid_out, layout, room_for_words
from components.figures.palette import PALETTES, Theme
from components.words.anniversaries import anniversary_name
from components.words.phrases import names_with_status
from components.words.texts import Texts
from data.anniversaries import YEARS_AHEAD, YEARS_BACK, group_of
from data.dataset import Dataset
from data.records import records

#: Plotly's symbol of each group of occasions.
GROUPS: Final = {"signing": "circle", "founding": "diamond", "first_exchange": "square"}
_ROW: Final = 52
_SIZE = 9
_MAJOR: Final[dict[Width, int]] = {"narrow": 14, "wide": 22}
_MAJOR_ALONE: Final[dict[Width, int]] = {"narrow": 16, "wide": 30}
#: Vertical offset of a mark in its partner's row: major anniversaries are above the others.
_LANES: Final = {True: -0.16, False: 0.26}
#: Longest line of a partner's name in characters; longer names take two lines, which gives the years on a phone about 50 % more width.
_LETTERS: Final = 14
#: Least number of positions in the column of a year, so that a few marks are not far apart.
_PLACES: Final = 4
_PLACES_OF_MAJORS: Final[dict[Width, int]] = {"narrow": 2, "wide": 3}


def anniversary_chart(rows: pd.DataFrame, today: str, dataset: Dataset, texts: Texts, theme: Theme) -> go.Figure:
    """Draw ``rows`` (from ``anniversaries.anniversaries``): one row per partner, those with something to celebrate first.

    Within the column of a year, marks are in order of date. A major anniversary has a large mark, on wide screens with its number of years.
    One that is not celebrated is grey and hollow. The year of ``today`` (ISO date) is shaded.
    """
    palette = PALETTES[theme]
    marks = _marks(rows)
    names = names_with_status(dataset, texts)
    order = list(dict.fromkeys(marks.sort_values(["celebrated", "on"], ascending=[False, True], kind="stable")["partner"]))
    traces = list[dict[str, Any]]()
    for celebrated in (True, False):
        for group, symbol in GROUPS.items():
            own = marks[(marks["celebrated"] == celebrated) & (marks["kind"].map(group_of) == group)]
            if own.empty:
                continue
            word, resting = texts.label("occasion_group", group), texts.t("anniversaries.not_celebrated_short")
            colour = palette.city if celebrated else palette.resting
            common: dict[str, Any] = {
                "type": "scatter",
                "y": own["partner"].map(order.index) + (0 if marks["major"].all() else own["major"].map(_LANES)),
                "name": word if celebrated else f"{word}, {resting}",
                "legendgroup": f"{group}-{celebrated}",
                "hovertext": [_hover(row, dataset, texts) for row in records(own)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
            numbered: dict[str, Any] = {
                "mode": "markers+text",
                "text": [str(row.years) if row.major else "" for row in records(own)],
                "textfont": {"size": 14 if marks["major"].all() else 11, "color": palette.ground if celebrated else palette.text},
            }
            for width, major in (_MAJOR_ALONE if marks["major"].all() else _MAJOR).items():
                marker = _marker(own, symbol, colour, palette.ground, hollow=not celebrated, major=major)
                more = numbered if width == "wide" else {"mode": "markers", "showlegend": False}
                traces.append(for_width(width, common | more | {"x": own[width], "marker": marker}))
    year = int(today[:4])
    first, last = year - YEARS_BACK, year + YEARS_AHEAD
    even = [number for number in range(first, last + 1) if number % 2 == 0]
    rows_of = ["<br>".join(wrap(names[partner], _LETTERS)) for partner in order]
    margin = {"l": room_for_words(rows_of), "r": 12, "t": 44, "b": 8}
    band = {"type": "rect", "x0": year, "x1": year + 1, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    return laid_out(
        traces,
        layout(texts, theme, 120 + _ROW * len(order), margin=margin, shapes=[band | {"fillcolor": palette.land, "line": {"width": 0}}]),
        legend={"y": -0.02, "yanchor": "top"},
        xaxis=axis(
            theme,
            fixedrange=True,
            showgrid=True,
            side="top",
            range=[first - 0.1, last + 1.1],
            tickvals=[number + 0.5 for number in even],
            ticktext=[str(number) for number in even],
            tickangle=0,
        ),
        yaxis=axis(
            theme,
            fixedrange=True,
            showgrid=True,
            tickvals=list(range(len(order))),
            ticktext=rows_of,
            range=[len(order) - 0.4, -0.6],
        ),
    )


def _marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` once per partner, with one column per width for the position on the time axis.

    The marks of a year are side by side, in order of date.
    """
    marks = rows.assign(partner=rows["partners"]).explode("partner", ignore_index=True)
    year = marks["on"].str[:4].astype(int)
    lane = marks.groupby([marks["partner"], marks["major"], year])
    number = lane["id"].transform("size")
    from_the_middle = lane.cumcount() - (number - 1) / 2
    fewest = {width: marks["major"].map({True: _PLACES_OF_MAJORS[width], False: _PLACES}) for width in BOTH_WIDTHS}
    return marks.assign(**{width: year + 0.5 + from_the_middle / np.maximum(number, fewest[width]) for width in BOTH_WIDTHS})


def _marker(rows: pd.DataFrame, symbol: str, colour: str, ground: str, hollow: bool, major: int) -> dict[str, Any]:
    return {
        "symbol": f"{symbol}-open" if hollow else symbol,
        "size": [major if is_major else _SIZE for is_major in rows["major"]],
        "color": colour,
        "opacity": 1,
        "line": {"width": 1.5, "color": colour if hollow else ground},
    }


def _hover(row: Any, dataset: Dataset, texts: Texts) -> str:
    lines = [f"<b>{anniversary_name(row, dataset, texts)}</b>", texts.date(row.on)]
    lines.append(texts.t("calendar.occasion", date=texts.date(row.date), title=getattr(row, f"title_{texts.lang}")))
    return "<br>".join(lines + ([] if row.celebrated else [f"<i>{texts.t('anniversaries.not_celebrated')}</i>"]))
