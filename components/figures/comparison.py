"""Draw the comparison charts: partners by sector, partners side by side, the city among other cities."""

from collections import Counter
from functools import partial
from math import floor, sqrt
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import CLICKED, ROOM_BELOW, axis, laid_out, layout, room_beside, room_for_words
from components.figures.line_labels import BOTTOM, TOP, End, end_names, room_for
from components.figures.palette import PALETTES, Palette, Theme, mixed
from components.words.texts import Texts
from data.chronicle import folded
from data.city import contrast
from data.comparison import HOME
from data.records import records

_ROW: Final = 34
_HEIGHT: Final = 440
#: Bars by sector: pixels above them, and the share of a sector's height that separates it from the next.
_ABOVE_SECTORS, _BETWEEN_SECTORS = 44, 0.15


def _pattern(shape: str, colour: str, palette: Palette) -> dict[str, Any]:
    return {"shape": shape, "bgcolor": colour, "fgcolor": palette.ground, "fgopacity": 0.5, "size": 7, "solidity": 0.15}


def sector_matrix(
    cells: pd.DataFrame, measure: str, names: dict[str, str], sectors: dict[str, str], texts: Texts, theme: Theme, on_stage: bool = False
) -> go.Figure:
    """Draw partners by sector, with the number of activities or the years since the last one in each cell.

    Args:
        cells: ``comparison.matrix``.
        measure: ``"count"`` or ``"since"``; the more activities, or the more recent the last, the stronger the colour.
        names: names of the partners by id.
        sectors: words for the sectors by id.
        texts: language.
        theme: light or dark.
        on_stage: whether long heads of columns take two lines; a phone turns them, so that there they must not.

    Returns:
        One square mark per cell, over a bar that colours the cell, both with ``customdata`` (partner, sector). A cell without exchange
        shows only a dash. A heat map would take twice as long to draw: the browser paints and packs a picture of it.
    """
    palette = PALETTES[theme]
    shown = list(records(cells))
    order, columns = (list(dict.fromkeys(cells[name])) for name in ("partner", "sector"))
    strength = {
        (cell.partner, cell.sector): sqrt(cell.n) if measure == "count" else 1 / (1 + max(cell.since, 0)) for cell in shown if cell.n
    }
    low = 0.12  # the faintest cell with exchange still differs from one without
    top = max(strength.values(), default=1.0)
    grounds = {cell: mixed(palette.ground, palette.city, low + (1 - low) * value / top) for cell, value in strength.items()}
    across, down = ({one: number for number, one in enumerate(ids)} for ids in (columns, order))
    hovers = {(cell.partner, cell.sector): _cell_hover(cell, names, sectors, texts) for cell in shown}
    colours = {
        "type": "bar",
        "orientation": "h",
        "base": [across[sector] - 0.5 for _, sector in grounds],
        "x": [1] * len(grounds),
        "y": [down[partner] for partner, _ in grounds],
        "width": 1,
        "marker": {"color": list(grounds.values()), "line": {"width": 3, "color": palette.ground}},
        "customdata": list(grounds),
        "hovertext": [hovers[cell] for cell in grounds],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "unselected": {"marker": {"opacity": 1}},
    }
    inks = {colour: _ink(colour) for colour in set(grounds.values())} | {palette.ground: palette.text}
    marks = {
        "type": "scatter",
        "x": [across[cell.sector] for cell in shown],
        "y": [down[cell.partner] for cell in shown],
        "mode": "markers+text",
        "marker": {"symbol": "square", "size": _ROW - 6, "opacity": 0},
        "customdata": list(hovers),
        "text": [texts.number(cell.n if measure == "count" else cell.since) if cell.n else "–" for cell in shown],
        "textfont": {"size": 14, "color": [inks[grounds.get((cell.partner, cell.sector), palette.ground)] for cell in shown]},
        "hovertext": list(hovers.values()),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "unselected": {"marker": {"opacity": 0}, "textfont": {}},
        "selected": {"marker": {"opacity": 0}},
    }
    bare: dict[str, Any] = {"fixedrange": True, "showgrid": False, "linecolor": "rgba(0,0,0,0)", "ticks": ""}
    rows = [names[one] for one in order]
    margin = {"l": room_for_words(rows), "r": 8, "t": 40, "b": 8}
    return laid_out(
        [colours, marks],
        layout(texts, theme, 70 + _ROW * len(order), margin=margin, barmode="overlay", showlegend=False, **CLICKED),
        xaxis=axis(
            theme,
            side="top",
            range=[-0.5, len(columns) - 0.5],
            automargin=True,  # on a phone the heads are turned
            autotickangles=[0, 90],  # slanted, a head would stand over the columns beside
            tickvals=list(range(len(columns))),
            ticktext=[texts.label("sector_head", one).replace("\n", "<br>") if on_stage else sectors[one] for one in columns],
            **bare,
        ),
        yaxis=axis(theme, range=[len(order) - 0.5, -0.5], tickvals=list(range(len(order))), ticktext=rows, **bare),
    )


def _ink(ground: str) -> str:
    """Return black or white, whichever is read better on ``ground``: one of them always has a contrast of more than 4.5 to 1."""
    return max(("#000000", "#ffffff"), key=partial(contrast, ground))


def _cell_hover(row: object, names: dict[str, str], sectors: dict[str, str], texts: Texts) -> str:
    place = f"<b>{names[row.partner]}, {sectors[row.sector]}</b>"  # type: ignore[attr-defined]
    if not row.n:  # type: ignore[attr-defined]
        return f"{place}<br>{texts.t('matrix.nothing')}"
    latest = texts.t("matrix.latest", year=row.latest)  # type: ignore[attr-defined]
    return f"{place}<br>{texts.n('exchange.documented', int(row.n))}<br>{latest}"  # type: ignore[attr-defined]


def sector_profiles(
    cells: pd.DataFrame, names: dict[str, str], sectors: dict[str, str], texts: Texts, theme: Theme, height: int | None = None
) -> go.Figure:
    """Draw the number of activities by sector for some partners on one scale.

    ``cells`` is ``comparison.matrix`` of these partners. ``height`` is the height on the stage in pixels, where bars and numbers are small.
    """
    palette = PALETTES[theme]
    bars = cells["sector"].nunique() * max(1, cells["partner"].nunique())
    high = height or 110 + 20 * bars
    figure = max(9, min(13, floor((1 - _BETWEEN_SECTORS) * (high - _ABOVE_SECTORS - 8) / max(1, bars))))
    traces = list[dict[str, Any]]()
    for position, (partner, own) in enumerate(cells.groupby("partner", sort=False)):
        traces.append(
            {
                "type": "bar",
                "y": [sectors[one] for one in own["sector"]],
                "x": own["n"],
                "orientation": "h",
                "name": names[str(partner)],
                "marker": {
                    "color": palette.series[position % len(palette.series)],
                    "pattern": _pattern(("", "/", ".", "x")[position % 4], palette.series[position % len(palette.series)], palette),
                },
                "text": [texts.number(int(n)) for n in own["n"]],
                "textposition": "outside",
                "textfont": {"size": figure},
                "constraintext": "none",
                "cliponaxis": False,
                "hovertemplate": "%{y}: %{x}<extra></extra>",
            }
        )
    margin = {"l": room_for_words(sectors[str(one)] for one in cells["sector"].unique()), "r": 44, "t": _ABOVE_SECTORS, "b": 8}
    return laid_out(
        traces,
        layout(texts, theme, high, barmode="group", bargap=_BETWEEN_SECTORS, margin=margin),
        xaxis=axis(theme, fixedrange=True, visible=False),
        yaxis=axis(theme, fixedrange=True, autorange="reversed", showgrid=False, linecolor="rgba(0,0,0,0)"),
    )


def towns_over_time(steps: pd.DataFrame, undated: dict[str, int], texts: Texts, theme: Theme, height: int | None = None) -> go.Figure:
    """Draw the number of twin towns of each city as a step line, the city in the city's green.

    ``steps`` is ``comparison.twin_towns_over_time``. ``undated`` is ``comparison.undated_towns``: the name at the end of a line says how
    many twin towns it lacks, so that the line and the city's number agree. ``height`` is the height on the stage in pixels.
    """
    palette, height = PALETTES[theme], height or _HEIGHT
    traces = list[dict[str, Any]]()
    homes = sorted(steps["home"].unique(), key=lambda home: home == HOME)
    highest = float(steps["n"].max()) * 1.08
    inner = height - TOP - BOTTOM
    last = steps.groupby("home")["n"].max()
    ends = list[End]()
    for position, home in enumerate(homes):
        own = steps[steps["home"] == home]
        colour = palette.city if home == HOME else palette.series[position % len(palette.series)]
        traces.append(
            {
                "type": "scatter",
                "x": own["year"],
                "y": own["n"],
                "mode": "lines",
                "line": {"shape": "hv", "width": 3.5 if home == HOME else 1.6, "color": colour},
                "name": home,
                "text": [f"<b>{home}</b>, {row.year}<br>{texts.n('towns.number', int(row.n))}" for row in records(own)],
                "hovertemplate": "%{text}<extra></extra>",
                "showlegend": False,
            }
        )
        name = texts.n("towns.line_lacks", undated[home], home=home) if home in undated else home
        ends.append(End(name, last[home] / highest * inner, colour, bold=home == HOME))
    margin = {"l": room_beside(texts.number(highest)), "r": room_for([end.name for end in ends]), "t": TOP, "b": BOTTOM}
    return laid_out(
        traces,
        layout(texts, theme, height, margin=margin, annotations=end_names(ends, inner)),
        xaxis=axis(theme, fixedrange=True, showgrid=False, tickformat="d"),
        yaxis=axis(theme, fixedrange=True, range=[0, highest], title={"text": texts.t("towns.axis"), "font": {"size": 13}, "standoff": 15}),
    )


def towns_by_distance(towns: pd.DataFrame, homes: list[str], texts: Texts, theme: Theme) -> go.Figure:
    """Draw each of ``towns`` (``comparison.twin_towns``) at its distance from the city, one row per city, and name the farthest."""
    palette, farthest = PALETTES[theme], towns["distance_km"].max()
    traces = list[dict[str, Any]]()
    for home in homes:
        own = towns[(towns["home"] == home) & towns["distance_km"].notna()]
        hover = [
            f"<b>{row.town}</b>, {texts.country(row.country)}<br>{texts.t('table.km', km=texts.number(row.distance_km))}"
            for row in records(own)
        ]
        traces.append(
            {
                "type": "scatter",
                "x": own["distance_km"],
                "y": [home] * len(own),
                "mode": "markers+text",
                "text": [row.town if row.distance_km == farthest else "" for row in records(own)],
                "textposition": "top center",
                "cliponaxis": False,
                "textfont": {"size": 13, "color": palette.text},
                "marker": {
                    "size": 11,
                    "color": palette.city if home == HOME else palette.quiet_text,
                    "line": {"width": 1, "color": palette.ground},
                },
                "name": home,
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "showlegend": False,
            }
        )
    return laid_out(
        traces,
        layout(texts, theme, 80 + _ROW * len(homes), margin={"l": room_for_words(homes), "r": 16, "t": 8, "b": 54}),
        xaxis=axis(
            theme,
            fixedrange=True,
            type="log",
            showgrid=True,
            tickvals=[100, 1_000, 10_000],  # as many as fit on a phone
            tickformat=",~f",
            minor={"dtick": "D1", "showgrid": True, "gridcolor": palette.land},
            title={"text": texts.t("towns.distance_axis"), "font": {"size": 13}, "standoff": 15},
        ),
        yaxis=axis(
            theme, fixedrange=True, autorange="reversed", showgrid=True, type="category", categoryorder="array", categoryarray=homes
        ),
    )


def countries_in_order(towns: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return the countries of ``towns`` by number of twin towns, those with the same number by their ``names``."""
    numbers = Counter(towns["country"].tolist())
    return sorted(numbers, key=lambda code: (-numbers[code], folded(names[code])))


def towns_by_country(towns: pd.DataFrame, names: dict[str, str], texts: Texts, theme: Theme) -> go.Figure:
    """Draw the number of twin towns per country, the city's apart from the others'; ``names`` gives the countries' names by code."""
    palette = PALETTES[theme]
    counts = towns.assign(ours=towns["home"] == HOME).groupby(["country", "ours"]).size().unstack(fill_value=0)
    order = countries_in_order(towns, names)
    traces = list[dict[str, Any]]()
    for ours, word, colour, shape in ((True, HOME, palette.city, ""), (False, texts.t("towns.others"), palette.quiet_text, "/")):
        values = [int(counts.at[code, ours]) if ours in counts else 0 for code in order]
        traces.append(
            {
                "type": "bar",
                "y": [names[code] for code in order],
                "x": values,
                "orientation": "h",
                "name": word,
                "marker": {"color": colour, "pattern": _pattern(shape, colour, palette)},
                "hovertemplate": f"%{{y}}, {word}: %{{x}}<extra></extra>",
            }
        )
    margin = {"l": room_for_words(names[code] for code in order), "r": 12, "t": 44, "b": ROOM_BELOW}
    return laid_out(
        traces,
        layout(texts, theme, 90 + 22 * len(order), barmode="stack", margin=margin),
        xaxis=axis(theme, fixedrange=True, showgrid=True, dtick=2, tickformat="d"),
        yaxis=axis(theme, fixedrange=True, autorange="reversed", showgrid=False),
    )
