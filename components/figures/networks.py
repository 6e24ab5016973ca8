"""Draw the figures on city networks: the map of members, and the cities that share the city's partners."""

from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.layout import BOTH_WIDTHS, Width, axis, laid_out, layout, made_of
from components.figures.map_labels import Lines, Name, place
from components.figures.map_views import CLOSE_UP, VIEWS, View, views_by_width
from components.figures.palette import CITY_FILL, CITY_OUTLINE, PALETTES, Palette, Theme
from components.figures.world_map import CITY_RADIUS, Ways, city_trace, exits, joined, map_layout, names_trace, under_the_city
from components.words.texts import Texts
from data.city import CITY
from data.geodesy import CENTRE, arc, ring
from data.records import records
from data.vocabulary import SECTORS

#: Plotly symbol of each theme and the matching character in text, so that no theme is marked by colour alone.
THEME_SYMBOLS: Final = {
    "culture": ("circle", "●"),
    "economy": ("square", "■"),
    "education": ("pentagon", "⬟"),
    "civic": ("diamond", "◆"),
    "sport": ("triangle-down", "▼"),
    "environment": ("triangle-up", "▲"),
    "humanitarian": ("cross", "✚"),
}
#: The same for a member of networks with several themes, and for a partner of the city.
SEVERAL_SYMBOL: Final = ("hexagon", "⬢")
PARTNER_SYMBOL: Final = ("star", "★")

#: Diameter in pixels of a member that shares one, two, or more networks with the city.
_SIZES: Final = (9, 11, 13)
_PARTNER_SIZE: Final = 16
_RIVER: Final[dict[Theme, str]] = {"light": "#b9cfe0", "dark": "#3f5a70"}
#: Radii in kilometres of the rings that the close-up draws around the city.
_RINGS: Final = (50, 100)
#: Index of the point of a ring that carries its name, in a direction with few members.
_NAMED_AT: Final = 31
#: Up to this many members are all named, at the end of leader lines where they are close together.
_LED_AT_MOST: Final = 12


# Map of members


def best_view(located: pd.DataFrame) -> str:
    """Return the closest of the views offered to viewers that shows all of ``located`` (columns ``lat`` and ``lon``)."""
    inside = all(VIEWS["europe"].shows(row.lat, row.lon) for row in records(located))
    return "europe" if inside and len(located) else "world"


def seen_through(view: str, located: pd.DataFrame) -> View:
    """Return the view to draw for ``view``: the close-up instead of Europe if all of ``located`` is near the city."""
    near = all(CLOSE_UP.shows(row.lat, row.lon) for row in records(located))
    return CLOSE_UP if view == "europe" and near and len(located) else VIEWS[view]


def _size(networks: int) -> int:
    return _SIZES[min(networks, len(_SIZES)) - 1]


def legend(rows: pd.DataFrame, sectors: dict[str, str], texts: Texts, theme: Theme) -> list[tuple[str, str, str]]:
    """Return the legend entries: colour, character and word of each theme in ``rows``, then the other symbols.

    ``rows`` is what ``networks.networks`` returns, ``sectors`` gives the words of the themes by id.
    """
    palette = PALETTES[theme]
    found = set(rows["sector"])
    themes = [sector for sector in SECTORS if sector in found]
    entries = [(palette.sectors[sector], THEME_SYMBOLS[sector][1], sectors[sector]) for sector in themes]
    if len(themes) > 1:
        entries.append((palette.quiet_text, SEVERAL_SYMBOL[1], texts.t("networks.several")))
    return [*entries, (palette.city, PARTNER_SYMBOL[1], texts.t("networks.our_partner"))]


def _marks(rows: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    symbols, colours = [], []
    for row in records(rows):
        if row.ours:
            symbol, colour = PARTNER_SYMBOL[0], palette.city
        elif len(row.themes) == 1:
            symbol, colour = THEME_SYMBOLS[row.themes[0]][0], palette.sectors[row.themes[0]]
        else:
            symbol, colour = SEVERAL_SYMBOL[0], palette.quiet_text
        symbols.append(symbol)
        colours.append(colour)
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": rows["lat"].tolist(),
        "lon": rows["lon"].tolist(),
        "text": rows["hover"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": symbols,
            "size": rows["size"].tolist(),
            "color": colours,
            "opacity": 1,
            "line": {"width": 1, "color": palette.city_outline},
        },
    }


def _named(rows: pd.DataFrame, ways: Ways, seen: View, texts: Texts, size: Width) -> tuple[Name, ...]:
    """Return the names to place: the city, partners, then members by number of networks.

    On the world map, members in Europe have no names; an empty name keeps other names off their markers. Partners under the city's own
    marker have none either: headline, table and hover text name them. Those beyond the edge are named in a note there.
    """
    everyone, far = len(rows) <= _LED_AT_MOST, seen.name in ("world", "globe")
    names, nameless = [], []
    for row in records(rows[[seen.shows(row.lat, row.lon) for row in records(rows)]]):
        hidden = under_the_city(row.lat, row.lon, seen, size)
        if not hidden and (row.ours or everyone or not (far and VIEWS["europe"].shows(row.lat, row.lon))):
            names.append(Name(row.name, row.lat, row.lon, radius=row.size / 2, led=row.ours or everyone, needed=row.ours, near=far))
            continue
        nameless.append(Name("", row.lat, row.lon, radius=row.size / 2, led=False))
    rings = [Name(words, lat, lon, radius=0, led=False) for words, lat, lon in _ring_names()] if seen is CLOSE_UP else []
    beyond = exits(records(rows[rows["ours"]]), ways, seen, texts, size)
    return (Name(CITY.called(texts.lang), *CENTRE, radius=CITY_RADIUS, needed=True, near=far), *beyond, *names, *rings, *nameless)


def _ring_names() -> list[tuple[str, float, float]]:
    """Return the names of the rings around the city, each with its anchor point."""
    return [(f"{km} km", *ring(km)[_NAMED_AT]) for km in _RINGS]


def _rings(palette: Palette) -> dict[str, Any]:
    line = {"width": 1, "color": palette.resting, "dash": "3px,4px"}
    return {"type": "scattergeo", "mode": "lines", "line": line, "opacity": 0.6, "hoverinfo": "skip", **joined(ring(km) for km in _RINGS)}


def member_map(members: pd.DataFrame, view: str, texts: Texts, theme: Theme, tall: bool = False) -> go.Figure:
    """Draw members of networks on the map, those that are partners joined with the city.

    Args:
        members: columns ``name`` (as the map writes it), ``lat``, ``lon``, ``hover``, ``ours`` (bool), ``number`` (of the networks it
            shares with the city) and ``themes`` (tuple of their sectors); rows without coordinates are not drawn.
        view: a key of ``map_views.VIEWS``; ``europe`` is replaced by the close-up if all members are near the city.
        texts: language.
        theme: light or dark.
        tall: see :func:`~components.figures.world_map.map_layout`.

    Returns:
        A figure of the size of :func:`~components.figures.world_map.map_layout`. Partners are stars.
        The last two traces are the names for narrow and for wide containers. On a wide map visible partners are always named, other
        members if there is space. The browser fetches the borders from ``topojsonURL``.
    """
    palette = PALETTES[theme]
    located = members.dropna(subset=["lat", "lon"])
    seen = seen_through(view, located)
    rows = located.assign(size=[_PARTNER_SIZE if row.ours else _size(row.number) for row in records(located)])
    rows = rows.sort_values(["ours", "number", "name"], ascending=[False, False, True])
    by_width = views_by_width(seen, tall)
    # Members share a network, not a relation: a line to each would say too much, and leave no space for names near their points.
    ways = {(row.lat, row.lon): arc(row.lat, row.lon) for row in records(rows[rows["ours"]])}
    lines, obstacles = joined(ways.values()), Lines(tuple(ways.values()))
    names = {size: place(by_width[size], _named(rows, ways, by_width[size], texts, size), size, obstacles) for size in BOTH_WIDTHS}
    traces = [
        {
            "type": "scattergeo",
            "mode": "lines",
            "line": {"width": 1.5, "color": palette.city},
            "opacity": 0.5,
            "hoverinfo": "skip",
            **lines,
        },
        *([_rings(palette)] if seen is CLOSE_UP else []),
        # Reversed, so that partners are drawn last, above their neighbours.
        _marks(rows.iloc[::-1], palette),
        city_trace(palette),
        *(names_trace(names[size], seen, size, palette) for size in BOTH_WIDTHS),
    ]
    settings = map_layout(seen, texts, theme, tall)
    if seen is CLOSE_UP:
        settings["geo"] |= {"showrivers": True, "rivercolor": _RIVER[theme], "riverwidth": 1.5, "countrywidth": 1.6}
    return made_of(traces, settings)


# Shared partners


_HEIGHT_OF_A_LINK: Final = 68


def shared_partners(shared: pd.DataFrame, names: dict[str, str], texts: Texts, theme: Theme) -> go.Figure:
    """Draw the partners the city shares with other cities: the city on the left, partners in the middle, the others on the right.

    Args:
        shared: what ``networks.second_degree`` returns, not empty.
        names: the partners' names by id.
        texts: interface texts in the viewer's language.
        theme: light or dark.

    Returns:
        A figure in which each connection is labelled with its kind and, if known, since when.
    """
    palette = PALETTES[theme]
    partners = list(dict.fromkeys(shared["partner"]))
    homes = list(dict.fromkeys(shared["home"]))
    rows = max(len(partners), len(homes))

    def spread(items: list[str]) -> dict[str, float]:
        return {item: (place + 0.5) * rows / len(items) for place, item in enumerate(items)}

    middle, right, left = spread(partners), spread(homes), rows / 2
    first = shared.drop_duplicates("partner")
    links = [((0.0, left), (1.0, middle[row.partner]), _relation(row.own_kind, row.own_since, texts), True) for row in records(first)]
    links += [
        ((1.0, middle[row.partner]), (2.0, right[row.home]), _relation(row.kind, str(row.since or ""), texts), False)
        for row in records(shared)
    ]
    traces = list[dict[str, Any]]()
    notes = []
    for (x0, y0), (x1, y1), words, own in links:
        at = 0.62 if own else 0.38  # nearer to the partner, away from the names at both ends
        line = {"width": 2, "color": palette.city if own else palette.resting}
        traces.append(
            {"type": "scatter", "x": [x0, x1], "y": [y0, y1], "mode": "lines", "line": line, "hoverinfo": "skip", "cliponaxis": False}
        )
        notes.append(
            {"x": x0 + at * (x1 - x0), "y": y0 + at * (y1 - y0), "text": "<br>".join(wrap(words, 12, break_long_words=False))}
            | {"showarrow": False, "bgcolor": palette.ground, "font": {"size": 11, "color": palette.quiet_text}}
        )
    outline = CITY_OUTLINE if theme == "light" else palette.text
    points = [(0.0, left, CITY.called(texts.lang), "circle", CITY_FILL, outline)]
    points += [(1.0, middle[one], names[one], PARTNER_SYMBOL[0], palette.city, palette.city_outline) for one in partners]
    points += [(2.0, right[one], one, "circle", palette.quiet_text, palette.city_outline) for one in homes]
    x, y, titles, symbols, colours, outlines = ([point[part] for point in points] for part in range(6))
    traces.append(
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "mode": "markers+text",
            "text": [f"<b>{title}</b>" for title in titles],
            # Names are on the side away from the lines: above in the upper half, below in the lower.
            "textposition": ["top center" if height < rows / 2 else "bottom center" for _, height, *_ in points],
            "textfont": {"size": 14, "color": palette.text},
            "marker": {"symbol": symbols, "size": 15, "color": colours, "opacity": 1, "line": {"width": 2, "color": outlines}},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    return laid_out(
        traces,
        layout(
            texts, theme, 40 + _HEIGHT_OF_A_LINK * (rows + 1), showlegend=False, annotations=notes, margin={"l": 8, "r": 8, "t": 8, "b": 8}
        ),
        xaxis=axis(theme, range=[-0.28, 2.28], visible=False, fixedrange=True),
        yaxis=axis(theme, range=[rows + 0.1, -0.1], visible=False, fixedrange=True),
    )


def _relation(kind: str, since: str, texts: Texts) -> str:
    word = texts.label("relation", kind)
    return texts.t("relation.since", kind=word, date=since[:4]) if since else word
