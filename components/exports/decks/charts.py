"""Compute the editable charts of slides from the same queries as the figures of the pages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Final

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from components.exhibits.exchange import documented_exchange_chart, statistic_chart, with_topic_sectors
from components.figures.palette import PALETTES
from components.words.phrases import names_with_status, sector_names, time_text
from components.words.texts import Texts
from data import comparison, queries, timelines
from data.dataset import Dataset
from data.selection import Selection
from data.vocabulary import INTERVALS, SECTORS

_PALETTE: Final = PALETTES["light"]


@dataclass(frozen=True)
class ChartSpec:
    """An editable chart.

    ``series`` are names with one value per category, None for a gap. ``colours`` are one per series or, if ``by_category``, one per
    category. ``unit`` labels the value axis. ``joined`` is false for a line chart that has only points.
    """

    type: Any
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    colours: tuple[str, ...]
    by_category: bool = False
    unit: str = ""
    joined: bool = True

    @property
    def counts_up_to(self) -> float:
        """Return the highest count on the value axis, for stacked charts the highest sum.

        Infinity if a value is negative or fractional, because then the values are not counts.
        """
        columns = [[value for value in column if value is not None] for column in zip(*(values for _, values in self.series), strict=True)]
        if any(value < 0 or not float(value).is_integer() for column in columns for value in column):
            return inf
        stacked = self.type in (XL_CHART_TYPE.AREA_STACKED, XL_CHART_TYPE.COLUMN_STACKED)
        return max((sum(column) if stacked else max(column, default=0) for column in columns), default=0)

    @property
    def data(self) -> CategoryChartData:
        """Return the values as chart data of python-pptx."""
        chart = CategoryChartData(number_format="#,##0.###")
        chart.categories = self.categories
        for name, values in self.series:
            chart.add_series(name, values)
        return chart


def _documented(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    own = with_topic_sectors(chosen)
    form = own.form if own.form == "cumulative" else "sectors"
    frame = documented_exchange_chart(facts, replace(own, form=form), "light").frame
    if frame.empty:
        return None
    start = "year" if form == "cumulative" else "start"
    step = 1 if form == "cumulative" else INTERVALS[own.interval]
    first = int(frame[start].min())
    starts = range(first, int(frame[start].max()) + 1, step)
    wide = frame.pivot_table(index=start, columns="sector", values="n", aggfunc="sum").reindex(starts).fillna(0)
    present = [sector for sector in SECTORS if sector in wide]
    words = [str(one) if step == 1 else f"{one}–{one + step - 1}" for one in starts]
    return ChartSpec(
        XL_CHART_TYPE.AREA_STACKED if form == "cumulative" else XL_CHART_TYPE.COLUMN_STACKED,
        tuple(words),
        tuple((texts.label("sector", sector), tuple(float(n) for n in wide[sector])) for sector in present),
        tuple(_PALETTE.sectors[sector] for sector in present),
    )


def _cumulative(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    return _documented(facts, replace(chosen, form="cumulative"), texts)


def _activities(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    return _documented(facts, replace(chosen, form="sectors"), texts)


def _sectors(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    found = queries.exchanges(facts, replace(chosen, partners=(chosen.city,), relations=(), ended=True))
    counts = queries.sector_counts(found)
    ordered = [sector for sector in reversed(SECTORS) if counts.get(sector)]
    if not ordered:
        return None
    values = tuple(float(counts[sector]) for sector in ordered)
    names = tuple(texts.label("sector", sector) for sector in ordered)
    series = ((texts.t("table.exchanges"), values),)
    return ChartSpec(XL_CHART_TYPE.BAR_CLUSTERED, names, series, tuple(_PALETTE.sectors[one] for one in ordered), by_category=True)


def _statistic(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    chart = statistic_chart(facts, with_topic_sectors(chosen), "light")
    frame = chart.frame
    if frame.empty:
        return None
    lines, unit = chart.meta.chart == "line", chart.unit
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    labels = list(frame["label"].drop_duplicates())
    if len(years) == 1 and len(labels) > 1:
        told = frame.iloc[::-1]
        single = ((time_text(chart.meta, years[0], texts), tuple(map(float, told["value"]))),)
        colours_told = (_PALETTE.city,) * len(told)
        return ChartSpec(XL_CHART_TYPE.BAR_CLUSTERED, tuple(told["label"]), single, colours_told, by_category=True, unit=unit)
    group = ["label", "segment"] if lines else ["label"]
    series, colours = [], []
    for key, rows in frame.groupby(group, sort=False):
        values = dict(zip(rows["year"], rows["value"], strict=True))
        series.append((str(key[0]), tuple(float(values[year]) if year in values else None for year in years)))
        colours.append(_PALETTE.series[labels.index(key[0]) % len(_PALETTE.series)])
    # Columns of many series would be too thin to tell apart, so they are points.
    columns = not lines and len(labels) == 1
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if columns else XL_CHART_TYPE.LINE_MARKERS
    words = tuple(time_text(chart.meta, year, texts) for year in years)
    return ChartSpec(kind, words, tuple(series), (_PALETTE.city,) if columns else tuple(colours), unit=unit, joined=lines)


def _side_by_side(facts: Dataset, chosen: Selection) -> Selection:
    return replace(with_topic_sectors(chosen), partners=comparison.compared(facts, chosen), relations=(), ended=True)


def _compared(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    own, names = _side_by_side(facts, chosen), names_with_status(facts, texts)
    counts = timelines.counts(queries.tally(facts, own), "five", "partner")
    if counts.empty:
        return None
    starts = range(int(counts["start"].min()), int(counts["start"].max()) + 1, 5)
    wide = counts.pivot_table(index="start", columns="partner", values="n", aggfunc="sum").reindex(starts).fillna(0)
    series = tuple((names[one], tuple(float(n) for n in wide[one])) for one in own.partners if one in wide)
    words = tuple(f"{one}–{one + 4}" for one in starts)
    return ChartSpec(XL_CHART_TYPE.COLUMN_CLUSTERED, words, series, _PALETTE.series[: len(series)])


def _profiles(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    own, names = _side_by_side(facts, chosen), names_with_status(facts, texts)
    wide = comparison.matrix(facts, own).pivot(index="sector", columns="partner", values="n")
    ordered = [sector for sector in reversed(SECTORS) if sector in wide.index]
    series = tuple((names[one], tuple(float(n) for n in wide.loc[ordered, one])) for one in own.partners)
    words = tuple(sector_names(texts)[sector] for sector in ordered)
    return ChartSpec(XL_CHART_TYPE.BAR_CLUSTERED, words, series, _PALETTE.series[: len(series)])


def _towns(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    steps = comparison.twin_towns_over_time(facts, facts.years[1])
    years = range(int(steps["year"].min()), facts.years[1] + 1)
    undated, series = comparison.undated_towns(facts), []
    for home, own in steps.groupby("home"):
        lacks = undated.get(str(home), 0)
        name = texts.n("towns.line_lacks", lacks, home=home) if lacks else str(home)
        grown = own.groupby("year")["n"].max().reindex(years).ffill()
        series.append((name, tuple(None if pd.isna(n) else float(n) for n in grown)))
    quiet = _PALETTE.series
    colours = tuple(_PALETTE.city if name == comparison.HOME else quiet[place % len(quiet)] for place, (name, _) in enumerate(series))
    return ChartSpec(XL_CHART_TYPE.LINE, tuple(map(str, years)), tuple(series), colours)


def _partners(facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    counts = queries.partner_counts(queries.tally(facts, chosen))
    ordered = sorted((one for one in counts if counts[one]), key=lambda one: counts[one])
    if not ordered:
        return None
    names = names_with_status(facts, texts)
    colours = tuple(_PALETTE.city if facts.partner(one)["status"] == "active" else _PALETTE.resting for one in ordered)
    series = ((texts.t("table.exchanges"), tuple(float(counts[one]) for one in ordered)),)
    return ChartSpec(XL_CHART_TYPE.BAR_CLUSTERED, tuple(names[one] for one in ordered), series, colours, by_category=True)


_CHARTS: Final[dict[str, Callable[[Dataset, Selection, Texts], ChartSpec | None]]] = {
    "activities": _activities,
    "cumulative": _cumulative,
    "sectors": _sectors,
    "statistic": _statistic,
    "compared": _compared,
    "profiles": _profiles,
    "towns": _towns,
    "partners": _partners,
}


def chart_of(shown: str, facts: Dataset, chosen: Selection, texts: Texts) -> ChartSpec | None:
    """Return the chart of ``shown``, a figure of ``data.stories`` or *partners*; None if it is a picture or has no values."""
    return _CHARTS[shown](facts, chosen, texts) if shown in _CHARTS else None
