"""Draw exchange by sector in bands below each other, on one axis of years: a sentence, an official series, documented activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from textwrap import wrap
from typing import Any, Final

import plotly.graph_objects as go

from components.figures.layout import BOTH_WIDTHS, ROOM_BELOW, Width, axis, for_width, laid_out, layout, room_beside
from components.figures.networks import THEME_SYMBOLS
from components.figures.palette import PALETTES, Palette, Theme, mixed
from components.words.bands import CLAUSE_END
from components.words.texts import Texts
from data.bands import Band, Bands, Value
from data.city import CITY

#: Heights in pixels: of a band's name, a line of its sentence, the space after it, the name of a row, the space between bands, and
#: the space above the first.
_NAME, _LINE, _AFTER, _ROW, _BETWEEN, _TOP = 20, 17, 8, 16, 14, 4
#: Heights in pixels of the two rows, the official series and the activities, with their names: one of several bands, and a band alone.
_ROWS: Final = (50, 48)
_ROWS_ALONE: Final = (130, 220)
#: Characters per line of a sentence: on a phone 320 pixels wide, and in a column of 788 pixels.
_LETTERS: Final[dict[Width, int]] = {"narrow": 48, "wide": 110}
_SENTENCE: Final[dict[Width, int]] = {"narrow": 13, "wide": 15}
#: Font size of the bands' names in pixels; no other word of the figure has it.
NAME_SIZE: Final = 16
#: Widths as shares of the chart: of the compressed years before the axis and of the gap after them; of a letter of a mark's name.
_EARLY, _GAP = 0.2, 0.02
_LETTER: Final[dict[Width, float]] = {"narrow": 0.023, "wide": 0.0088}
#: How much of its colour a bar keeps that stands for the city's complete list; it is opaque, for pictures know no transparency of bars.
_PALE: Final = 0.4
_BAR: Final = 0.78


@dataclass(frozen=True)
class BandWords:
    """What a band says: its ``name``, its ``sentence``, and the name of its official series, empty if it has none."""

    name: str
    sentence: str
    series: str


@dataclass(frozen=True)
class _Place:
    """Where a band is: pixels from the top of the plot to its name, its two rows and its end."""

    top: float
    series: float
    activities: float
    end: float


def _round_below(value: float) -> float:
    """Return the largest number of one digit, followed by zeros, that is not above ``value``."""
    if value <= 0:
        return 0.0
    step = 10.0 ** floor(log10(value))
    return float(floor(value / step) * step)


def _wrapped(sentence: str, width: Width) -> list[str]:
    """Return the lines of a sentence; where there is space, each of its clauses begins one."""
    clauses = sentence.replace(f"{CLAUSE_END} ", f"{CLAUSE_END}\n").split("\n") if width == "wide" else [sentence]
    return [line for clause in clauses for line in wrap(clause, _LETTERS[width])]


def _places(shown: Bands, lines: int, height: int | None) -> list[_Place]:
    """Return the places of the bands; ``lines`` is the number of lines of the longest sentence, 0 without sentences."""
    alone = len(shown.bands) == 1
    head = _NAME + (_LINE * lines + _AFTER if lines else 0)
    rows = _ROWS_ALONE if alone else _ROWS
    if height is not None:
        room = (height - _TOP - ROOM_BELOW + _BETWEEN) / len(shown.bands) - head - _BETWEEN
        rows = (round(room * 0.45), round(room * 0.55))
    places, top = list[_Place](), 0.0
    for band in shown.bands:
        series = top + head
        # A band without an official series gives its space to the activities on the stage, where the height is given.
        activities = series + (rows[0] if band.official else 0)
        end = activities + rows[1] + (rows[0] if height is not None and not band.official else 0)
        places.append(_Place(top, series, activities, end))
        top = end + _BETWEEN
    return places


def exchange_bands(
    shown: Bands,
    words: Sequence[BandWords],
    scales: dict[str, float],
    names: dict[str, str],
    texts: Texts,
    theme: Theme,
    height: int | None = None,
    ongoing: str = "",
) -> go.Figure:
    """Draw the bands of ``shown`` below each other; all count activities on one scale, each official series has its own at the right.

    Args:
        shown: ``data.bands.bands``; at least one band.
        words: what each band says, in the same order.
        scales: divisors of the values of official series by indicator; those not in it are drawn as they are.
        names: names of the partners by id.
        texts: interface texts in the viewer's language.
        theme: light or dark.
        height: height on the stage in pixels, where the bands have names but no sentences; None on a page.
        ongoing: that the last year is not over, written above its bar in the last band; empty if it is.

    Returns:
        One bar per year and, paler and on top of it, one for what only the city's complete list names; one trace per official series,
        interrupted where its definition changes or a year is missing, with hollow points for provisional values. Years before the axis are
        single marks. The last traces are the words, alternately for narrow and for wide containers.
    """
    palette = PALETTES[theme]
    lines = {width: [_wrapped(word.sentence, width) if height is None else [] for word in words] for width in BOTH_WIDTHS}
    widths: tuple[Width, ...] = BOTH_WIDTHS if height is None else ("wide",)
    most_lines = max(len(told) for own in lines.values() for told in own)
    places = _places(shown, most_lines, height)
    inner = places[-1].end
    has_early = any(band.early for band in shown.bands)
    start = _EARLY + _GAP if has_early else 0.0
    span = shown.end - shown.start + 1
    most = max(1.0, *(count.n for band in shown.bands for count in band.counts))

    def beside(year: float) -> float:
        """Return the place of a year of the axis as a share of the width."""
        return start + (1 - start) * (year - shown.start + 0.5) / span

    def before(year: float) -> float:
        """Return the same of a year before the axis."""
        return _EARLY * (year - shown.first + 0.7) / (shown.start - shown.first + 0.7)

    traces, axes, shapes = list[dict[str, Any]](), dict[str, Any](), list[dict[str, Any]]()
    small: dict[Width, list[tuple[float, float, str, str]]] = {width: [] for width in BOTH_WIDTHS}  # place, text and side
    marks: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "symbol": [], "color": []}
    longest, first_listed = "0", next((number for number, band in enumerate(shown.bands) if band.listed), None)
    for number, (band, word, place) in enumerate(zip(shown.bands, words, places, strict=True)):
        bars, line = f"y{2 * number + 2}", f"y{2 * number + 3}"
        colour, symbol = palette.sectors[band.sector], THEME_SYMBOLS[band.sector][0]
        rows = place.end - place.activities
        top = most * rows / (rows - _ROW)
        tick = _round_below(most)
        axes[f"yaxis{bars[1:]}"] = _across(theme, (place.activities, place.end), inner, [0, top], {0: "", tick: texts.number(tick)})
        traces.append(_bars(band, bars, word.name, texts, palette))
        for width in BOTH_WIDTHS:
            label = "bands.activities_short" if width == "narrow" else "bands.activities"
            small[width].append((0, place.activities, texts.t(label), "bottom right"))
        if band.listed:
            box = {"type": "rect", "xref": "x2", "yref": f"{bars} domain", "y0": 0, "y1": 1, "layer": "below"}
            lists = [one for one in CITY.complete_lists if one.first <= shown.end and one.last >= shown.start]
            spans = [(max(one.first, shown.start) - 0.5, min(one.last, shown.end) + 0.5) for one in lists]
            shapes += [box | {"x0": left, "x1": right, "fillcolor": palette.band, "line": {"width": 0}} for left, right in spans]
            if number == first_listed and spans:
                left = spans[0][0]
                for width in BOTH_WIDTHS:
                    small[width].append((beside(left), place.activities, texts.t("bands.listed"), "bottom right"))
        if band.official:
            scale = scales.get(band.official.indicator, 1.0)
            high = max(value.value for value in band.official.values) / scale or 1.0
            rows = place.activities - place.series
            tick = _round_below(high)
            told = texts.number(tick, max(0, -floor(log10(tick))) if tick > 0 else 0)
            longest = max(longest, told, key=len)
            room = rows - 4 - _ROW
            ticks = {0: "0" if room * tick / high >= _ROW else "", tick: told}  # a low row has no space for two labels
            axes[f"yaxis{line[1:]}"] = _across(theme, (place.series, place.activities - 4), inner, [0, high * (rows - 4) / room], ticks)
            traces.append(_line(band.official.values, line, word.series, colour, scale, texts))
            for width in BOTH_WIDTHS:
                small[width].append((0, place.series, word.series, "bottom right"))
        if has_early:
            ground = {"type": "line", "xref": "x", "x0": 0, "x1": _EARLY, "yref": "y", "y0": inner - place.end, "y1": inner - place.end}
            shapes.append(ground | {"line": {"width": 1, "color": palette.land}})
        ends = dict.fromkeys(BOTH_WIDTHS, -1.0)
        for count in band.early:
            at = before(count.year)
            partners = ", ".join(names[partner] for partner in count.partners)
            marks["x"].append(at)
            marks["y"].append(inner - place.end + 5)
            marks["text"].append(f"<b>{count.year}</b> {partners}<br>{word.name}: {texts.number(count.n)}")
            marks["symbol"].append(symbol)
            marks["color"].append(colour)
            told = f"{count.year} {names[count.partners[0]]}"
            for width in BOTH_WIDTHS:
                # A name needs space up to the next one, and the last one may reach a little into the years of the axis.
                long = _LETTER[width] * len(told)
                if at > ends[width] and (ends[width] < 0 or at + long < _EARLY + _GAP):
                    # The first name is there in any case, if necessary farther left than its mark, because lines of the axis follow.
                    left = max(0.0, min(at - 0.005, _EARLY - long))
                    small[width].append((left, place.end - 9, told, "top right"))
                    ends[width] = max(at, left) + long
    if ongoing:
        # A line lower where the row already names the city's list.
        down = places[-1].activities + (_LINE if first_listed == len(places) - 1 else 0)
        for width in BOTH_WIDTHS:
            small[width].append((1.0, down, ongoing, "bottom left"))
    if marks["x"]:
        traces.append(_early_marks(marks, palette))
    # Where sentences need fewer lines, name and sentence are lower, beside what they are about.
    free = {width: [most_lines - len(told) for told in lines[width]] for width in widths}
    for width in widths:
        tops = [place.top + _LINE * spare for place, spare in zip(places, free[width], strict=True)]
        traces.append(for_width(width, _heads(shown, words, tops, inner, palette)))
    for width in widths:
        tops = [place.top + _LINE * spare + _NAME for place, spare in zip(places, free[width], strict=True)]
        traces.append(for_width(width, _sentences(lines[width], tops, inner, _SENTENCE[width], palette)))
    for width in widths:
        traces.append(for_width(width, _small_words(small[width], inner, palette)))
    years = [year for year in range(shown.start, shown.end + 1) if year % 5 == 0] if span > 6 else list(range(shown.start, shown.end + 1))
    axes["xaxis2"] = axis(
        theme,
        domain=[start, 1],
        range=[shown.start - 0.5, shown.end + 0.5],
        anchor=f"y{2 * len(shown.bands)}",
        tickvals=years,
        tickformat="d",
        tickangle=0,
        showgrid=False,
        fixedrange=True,
    )
    early_years = f"{shown.first}–{shown.start - 1}" if shown.start - 1 > shown.first else str(shown.first)
    hidden = {"showgrid": False, "fixedrange": True, "showline": False}
    margin = {"l": 6, "r": room_beside(longest, titled=False), "t": _TOP, "b": ROOM_BELOW}
    return laid_out(
        traces,
        layout(
            texts,
            theme,
            round(inner) + _TOP + ROOM_BELOW,
            barmode="overlay",
            showlegend=False,
            margin=margin,
            shapes=shapes,
            hoverdistance=14,
        ),
        xaxis=axis(
            theme,
            range=[0, 1],
            tickvals=[_EARLY / 2] if has_early else [],
            ticktext=[early_years] if has_early else [],
            tickangle=0,
            **hidden,
        ),
        yaxis=axis(theme, range=[0, inner], showticklabels=False, **hidden),
        **axes,
    )


def _across(theme: Theme, between: tuple[float, float], inner: float, ends: list[float], ticks: dict[float, str]) -> dict[str, Any]:
    """Return the value axis of a row that is ``between`` two distances from the top, in pixels; ``ticks`` are its labels by value."""
    top, bottom = between
    return axis(
        theme,
        domain=[1 - bottom / inner, 1 - top / inner],
        range=ends,
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        side="right",
        anchor="x2",
        showline=False,
        fixedrange=True,
    )


def _bars(band: Band, upright: str, name: str, texts: Texts, palette: Palette) -> dict[str, Any]:
    colour = palette.sectors[band.sector]
    own, listed = [count for count in band.counts if count.unlisted], [count for count in band.counts if count.n > count.unlisted]
    hover = {
        count.year: f"<b>{count.year}</b><br>{name}: {texts.number(count.n)}"
        + (f"<br>{texts.t('bands.listed_hover', n=texts.number(count.n - count.unlisted))}" if count.n > count.unlisted else "")
        for count in band.counts
    }
    return {
        "type": "bar",
        "xaxis": "x2",
        "yaxis": upright,
        "x": [count.year for count in (*own, *listed)],
        "y": [*(count.unlisted for count in own), *(count.n - count.unlisted for count in listed)],
        "base": [*[0] * len(own), *(count.unlisted for count in listed)],
        "width": _BAR,
        "marker": {"color": [*[colour] * len(own), *[mixed(palette.ground, colour, _PALE)] * len(listed)], "line": {"width": 0}},
        "text": [hover[count.year] for count in (*own, *listed)],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _line(values: Sequence[Value], upright: str, name: str, colour: str, scale: float, texts: Texts) -> dict[str, Any]:
    x, y, symbols, hover = list[Any](), list[Any](), list[str](), list[str]()
    segment = None
    for value in values:
        if segment not in (None, value.segment):  # nothing connects two segments
            x, y, symbols, hover = [*x, None], [*y, None], [*symbols, "circle"], [*hover, ""]
        segment = value.segment
        shown = value.value / scale
        x.append(value.year)
        y.append(shown)
        symbols.append("circle-open" if value.provisional else "circle")
        note = f"<br><i>{texts.t('statistics.provisional')}</i>" if value.provisional else ""
        hover.append(f"<b>{value.year}</b><br>{name}: {texts.number(shown, 0 if scale == 1 else 1)}{note}")
    return {
        "type": "scatter",
        "xaxis": "x2",
        "yaxis": upright,
        "x": x,
        "y": y,
        "mode": "lines+markers",
        "line": {"width": 2.2, "color": colour},
        "marker": {"size": 5, "symbol": symbols, "color": colour},
        "text": hover,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _early_marks(marks: dict[str, list[Any]], palette: Palette) -> dict[str, Any]:
    outline = {"width": 1, "color": palette.ground}
    return {
        "type": "scatter",
        "x": marks["x"],
        "y": marks["y"],
        "mode": "markers",
        "marker": {"symbol": marks["symbol"], "color": marks["color"], "size": 8, "line": outline},
        "text": marks["text"],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _heads(shown: Bands, words: Sequence[BandWords], tops: Sequence[float], inner: float, palette: Palette) -> dict[str, Any]:
    colours = [palette.sectors[band.sector] for band in shown.bands]
    return {
        "type": "scatter",
        "x": [0.0] * len(tops),
        "y": [inner - top - _NAME / 2 for top in tops],
        "mode": "markers+text",
        "marker": {"symbol": [THEME_SYMBOLS[band.sector][0] for band in shown.bands], "color": colours, "size": 11},
        "text": [f"<b>{word.name}</b>" for word in words],
        "textposition": "middle right",
        "textfont": {"size": NAME_SIZE, "color": colours},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _sentences(lines: Sequence[Sequence[str]], tops: Sequence[float], inner: float, size: int, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [0.0] * len(tops),
        "y": [inner - top for top in tops],
        "mode": "text",
        "text": ["<br>".join(told) for told in lines],
        "textposition": "bottom right",
        "textfont": {"size": size, "color": palette.text},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _small_words(told: Sequence[tuple[float, float, str, str]], inner: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [x for x, _, _, _ in told],
        "y": [inner - down for _, down, _, _ in told],
        "mode": "text",
        "text": [text for _, _, text, _ in told],
        "textposition": [side for _, _, _, side in told],
        "textfont": {"size": 12, "color": palette.quiet_text},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
