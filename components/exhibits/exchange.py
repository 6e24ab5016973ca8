"""Build the charts of documented exchange and of statistics with their headlines, without Streamlit.

Charts are cached per process, because at an event many viewers look at the same few views. Treat figures and frames as read-only.
"""

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.figures.bands import BandWords, exchange_bands
from components.figures.palette import Theme
from components.figures.statistics import indicator_chart
from components.figures.timelines import activity_bars, cumulative_areas, partner_multiples, programme_bars
from components.words.bands import band_sentence, bands_headline, official_label, others_text
from components.words.exchange import activity_sentence, statistic_sentence, unfinished, with_labels, with_unfinished
from components.words.phrases import names_with_status, source_note
from components.words.texts import Texts
from data import queries, statistics, timelines
from data.bands import Bands, bands, sectors_shown
from data.cache import cached_views
from data.city import CITY
from data.dataset import Dataset
from data.selection import COUNTED, Selection

#: Largest number of charts in a cache; beyond it the least recently used is dropped. One takes a few hundred kilobytes.
KEPT = 64


@dataclass(frozen=True)
class Documented:
    """Documented exchange in one form: headline, the data of the figure, and the figure, which is None if there are no activities.

    ``interval`` is that of its counts, empty if the form counts nothing per interval.
    """

    sentence: str
    frame: pd.DataFrame
    figure: go.Figure | None
    interval: str = ""


@dataclass(frozen=True)
class Statistic:
    """One indicator on one of its ``scales``; ``base_year`` is the base year of an index, ``unit`` the unit of the scale in words."""

    meta: statistics.Indicator
    scales: tuple[str, ...]
    scale: str
    unit: str
    base_year: int | None
    sentence: str
    frame: pd.DataFrame
    figure: go.Figure | None


@dataclass(frozen=True)
class BandsShown:
    """Exchange by sector in bands: headline, a sentence per band, a line about other sectors, source, how to read it, and the figure.

    ``bands`` are the data of the figure, which is None if no band has an activity; ``words`` is what each band says. ``others`` is empty if
    there are none.
    """

    sentence: str
    bands: Bands
    words: tuple[BandWords, ...]
    others: str
    source: str
    reading: str
    figure: go.Figure | None

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the sentences of the bands, each with the name of its sector."""
        return tuple(f"{word.name}: {word.sentence}" for word in self.words)


#: Divisors of official series by indicator.
BAND_SCALES: Final = {series.indicator: series.scale for series in CITY.official_series.values() if series.scale != 1}


@cached_views(KEPT, needs=(*COUNTED, "lang", "city_list", "form", "interval"))
def documented_exchange_chart(dataset: Dataset, selection: Selection, ground: Theme) -> Documented:
    """Return documented exchange of ``selection`` in its form, interval and language; ``ground`` is the theme of the figure."""
    t, years, interval = Texts(selection.lang), (selection.first_year, selection.last_year), selection.interval
    names = names_with_status(dataset, t)
    counted = queries.listed(queries.tally(dataset, selection), selection)
    # Where the list names nothing, its period would look like years without exchange.
    with_list = queries.has_city_list(counted)
    sentence = activity_sentence(counted, selection, dataset, t)
    if counted.empty:
        return Documented(sentence, counted, None)
    match selection.form:
        case "cumulative":
            frame = timelines.cumulative(counted, *years)
            return Documented(sentence, frame, cumulative_areas(frame, years, with_list, t, ground), "year")
        case "partners":
            frame = timelines.counts(counted, interval, "partner")
            return Documented(sentence, frame, partner_multiples(frame, interval, years, names, t, ground), interval)
        case "programmes":
            frame = timelines.programmes(dataset, selection, with_list)
            figure = programme_bars(frame, names, t, ground) if len(frame) else None
            return Documented(t.n("timeline.programmes", len(frame)), frame, figure)
        case _:
            frame = timelines.counts(counted, interval, "sector")
            begun = timelines.signings(dataset, queries.partners_chosen(dataset, selection), t.lang)
            begun = begun[begun["year"].between(*years)]
            figure = activity_bars(frame, interval, years, with_list, begun, names, t, ground, dataset.checked_year)
            return Documented(sentence, frame, figure, interval)


@cached_views(KEPT, needs=(*COUNTED, "lang", "city_list"))
def bands_chart(dataset: Dataset, selection: Selection, ground: Theme, height: int | None = None) -> BandsShown:
    """Return the bands of ``selection``; ``ground`` is the theme of the figure, ``height`` its height on the stage, None on a page."""
    t, own = Texts(selection.lang), replace(selection, sectors=sectors_shown(selection))
    shown = bands(dataset, selection)
    others = others_text(shown, t)
    if not shown.partners:
        return BandsShown(activity_sentence(queries.tally(dataset, own).head(0), own, dataset, t), shown, (), others, "", "", None)
    words = tuple(
        BandWords(
            t.label("sector", band.sector),
            band_sentence(band, own, dataset, t),
            official_label(band.official, t) if band.official else "",
        )
        for band in shown.bands
    )
    sources = frozenset().union(*(value.sources for band in shown.bands if band.official for value in band.official.values))
    source, reading = [with_unfinished(t.t("bands.source"), shown.end, "year", dataset.checked_year, t)], list[str]()
    if any(band.listed for band in shown.bands):
        source.append(t.t("bands.pale"))
    if sources:
        source.append(t.t("bands.series", sources=source_note(dataset, set(sources), t)))
        reading.append(t.t("bands.reading"))
    if selection.first_year < shown.start:
        reading.append(t.t("bands.axis", year=shown.start))
    ongoing = unfinished(shown.end, "year", dataset.checked_year, t)
    figure = exchange_bands(shown, words, BAND_SCALES, names_with_status(dataset, t), t, ground, height, ongoing)
    return BandsShown(bands_headline(shown, own, dataset, t), shown, words, others, " ".join(source), " ".join(reading), figure)


def documented_source(source: str, chart: Documented, selection: Selection, dataset: Dataset) -> str:
    """Return ``source``, preceded by the interval that is not over yet if ``chart`` counts per interval."""
    if not chart.interval:
        return source
    return with_unfinished(source, selection.last_year, chart.interval, dataset.checked_year, Texts(selection.lang))


def bands_table(chart: BandsShown, texts: Texts) -> pd.DataFrame:
    """Return the numbers of the bands in words: a row per year with an activity or a value, the latest first.

    A year without a value of an official series is empty there, because it is unknown and not zero.
    """
    columns = dict[str, dict[int, str]]()
    for band, word in zip(chart.bands.bands, chart.words, strict=True):
        numbers = {count.year: texts.number(count.n) for count in (*band.early, *band.counts)}
        columns[texts.t("bands.column_activities", sector=word.name)] = numbers
        if band.official:
            scale = BAND_SCALES.get(band.official.indicator)
            told = dict[int, str]()
            for value in band.official.values:
                words = texts.number(value.value / (scale or 1), 1 if scale else 0)
                told[value.year] = texts.t("bands.provisional", value=words) if value.provisional else words
            columns[word.series] = told
    years = sorted({year for column in columns.values() for year in column}, reverse=True)
    named = {name: [column.get(year, "") for year in years] for name, column in columns.items()}
    return pd.DataFrame({texts.t("table.year"): [str(year) for year in years], **named})


def shown_indicator(dataset: Dataset, selection: Selection) -> str:
    """Return the id of the indicator that ``selection`` shows: its own if it belongs to the topic, else the topic's first."""
    options = statistics.indicators_of(dataset, selection.topic)
    return selection.indicator if selection.indicator in options else options[0]


@cached_views(KEPT, needs=(*COUNTED, "lang", "topic", "indicator", "scale"))
def statistic_chart(dataset: Dataset, selection: Selection, ground: Theme, height: int | None = None) -> Statistic:
    """Return the indicator of ``selection`` on the chosen scale if the indicator allows it, else on the linear one.

    ``ground`` is the theme of the figure, ``height`` its height in pixels on the stage; None on a page.
    """
    t, name = Texts(selection.lang), shown_indicator(dataset, selection)
    meta = statistics.indicator(dataset, name, t.lang)
    plain = with_labels(statistics.series(dataset, selection, name), dataset, t)
    scales = tuple(statistics.scales_of(dataset, meta, plain))
    scale = selection.scale if selection.scale in scales else "linear"
    unit = meta.unit_label if scale in ("linear", "log") else t.label("unit", scale)
    frame = statistics.rescaled(dataset, meta, plain, scale)
    base_year = statistics.latest_common_start(plain) if scale == "index" else None
    # By code, so that a country has one colour in every language.
    order = [t.country(code) for code in sorted({row["country"] for row in dataset.partner_rows})]
    figure = None if frame.empty else indicator_chart(frame, meta, unit, scale == "log", order, t, ground, height)
    sentence = statistic_sentence(meta, frame, unit, t, short=height is not None)
    return Statistic(meta, scales, scale, unit, base_year, sentence, frame, figure)


def with_topic_sectors(selection: Selection) -> Selection:
    """Return ``selection`` with the sectors of its topic."""
    return selection if selection.topic == "all" else replace(selection, sectors=(selection.topic,))
