"""Draw the parts of the page on exchange over time: documented activities in five forms, and statistics by indicator."""

from functools import partial

import pandas as pd
import streamlit as st

from components.exhibits.exchange import (
    Documented,
    Statistic,
    bands_chart,
    bands_table,
    documented_exchange_chart,
    documented_source,
    shown_indicator,
    statistic_chart,
    with_topic_sectors,
)
from components.session.viewer import adopt, choose, dataset, mirror, selection, texts, theme
from components.widgets.choice import choice
from components.widgets.figure import chart_panel, figure_panel
from components.widgets.links import with_remark
from components.words.exchange import interval_label
from components.words.phrases import escaped, names_with_status, sector_names, source_note, time_text, value_text
from data import statistics
from data.city import CITY
from data.vocabulary import CITY_LIST_CHOICES, FORMS, INTERVALS, SCALES, TOPICS


def activity_controls() -> None:
    """Draw the choices of topic and form and, unless the form is that of the bands, those of interval and of the city's complete list."""
    chosen = selection()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        choice("topic", TOPICS, "topic")
        choice("form", FORMS, "form")
    if chosen.topic != "all" and chosen.sectors and chosen.topic not in chosen.sectors:
        st.caption(texts().t("exchange.topic_over_filter", topic=texts().label("sector", chosen.topic)))
    if chosen.form != "bands":
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if chosen.form in ("sectors", "partners"):
                choice("interval", tuple(INTERVALS), "interval")
            _city_list_switch()


def _city_list_switch() -> None:
    """Draw the switch that counts the city's complete lists, if there are any."""
    if not CITY.complete_lists:
        return
    mirror("city-list", selection().city_list == CITY_LIST_CHOICES[0])
    st.toggle(texts().t("timeline.city_list"), key="city-list", on_change=_adopt_city_list)


def _adopt_city_list() -> None:
    choose(city_list=CITY_LIST_CHOICES[0 if st.session_state["city-list"] else 1])


def _count_table(counts: pd.DataFrame, by: str, words: dict[str, str], interval: str) -> pd.DataFrame:
    t = texts()
    order = [name for name in words if name in set(counts[by])]
    wide = counts.pivot_table(index="start", columns=by, values="n", fill_value=0)[order]
    table = wide.map(t.number).rename(columns=words)
    table[t.t("table.total")] = wide.sum(axis=1).map(t.number)
    table.insert(0, t.t("table.years"), [interval_label(int(start), interval, t) for start in table.index])
    return table.iloc[::-1]


def _programme_table(rows: pd.DataFrame) -> pd.DataFrame:
    t = texts()
    names = names_with_status(dataset(), t)
    return pd.DataFrame(
        {
            t.t("table.begin"): rows["date"].map(t.date).map(escaped),
            t.t("table.end"): rows["end_date"].map(t.date).map(escaped),
            t.t("table.partner"): rows["partner"].map(names),
            t.t("table.sector"): rows["sector"].map(lambda sector: t.label("sector", sector)),
            t.t("table.title"): rows[f"title_{t.lang}"].map(escaped),
        }
    )


def _table(chart: Documented) -> pd.DataFrame:
    t, chosen = texts(), selection()
    sectors = sector_names(t)
    match chosen.form:
        case "cumulative":
            return _count_table(chart.frame.rename(columns={"year": "start"}), "sector", sectors, "year")
        case "partners":
            return _count_table(chart.frame, "partner", names_with_status(dataset(), t), chosen.interval)
        case "programmes":
            return _programme_table(chart.frame)
        case _:
            return _count_table(chart.frame, "sector", sectors, chosen.interval)


def _bands() -> None:
    """Draw the bands or, if none has an activity, a line that says so, and which other sectors have some."""
    t, chart = texts(), bands_chart(dataset(), with_topic_sectors(selection()), theme())
    if chart.figure is None:
        st.info(chart.sentence)
    else:
        alternative = " ".join((f"{chart.sentence}.", *chart.lines))
        table = partial(bands_table, chart, t)
        chart_panel("bands", chart.sentence, lambda: chart.figure, table, t, "bands", chart.source, alt=alternative)
    if chart.others:
        st.markdown(chart.others)
    _city_list_switch()
    if chart.source:
        st.caption(with_remark(f"{chart.source} {chart.reading}", selection().form, t))


def documented_exchange() -> None:
    """Draw the topic's documented exchange in the chosen form."""
    t = texts()
    if selection().form == "bands":
        _bands()
        return
    chart = documented_exchange_chart(dataset(), with_topic_sectors(selection()), theme())
    if chart.figure is None:
        st.info(chart.sentence)
        return
    source, name = documented_source(t.t("timeline.source"), chart, selection(), dataset()), selection().form
    figure_panel("activities", chart.sentence, lambda: chart.figure, lambda: _table(chart), source, t, name)


def indicator_picker() -> None:
    """Draw the picker of the topic's indicators; the first one is the default."""
    t, options = texts(), statistics.indicators_of(dataset(), selection().topic)
    labels = dict(zip(dataset().indicators["id"], dataset().indicators[f"label_{t.lang}"], strict=True))
    mirror("choice-indicator", shown_indicator(dataset(), selection()))
    st.selectbox(
        t.t("statistics.indicator"),
        options,
        format_func=labels.__getitem__,
        key="choice-indicator",
        on_change=adopt,
        args=("choice-indicator", "indicator"),
        kwargs={"scale": "linear"},
    )


def _statistic_table(frame: pd.DataFrame, meta: statistics.Indicator, unit: str) -> pd.DataFrame:
    t = texts()
    ordered = frame.sort_values(["label", "year"], ascending=[True, False])
    return pd.DataFrame(
        {
            t.t("table.series"): ordered["label"].map(escaped),
            t.t("table.year"): ordered["year"].map(lambda year: time_text(meta, year, t)),
            t.t("table.value", unit=unit): ordered["value"].map(lambda value: value_text(value, t)),
            t.t("table.quality"): ordered["provisional"].map({True: t.t("statistics.provisional"), False: t.t("statistics.final")}),
        }
    )


def _quality(meta: statistics.Indicator, sources: set[str]) -> str:
    t, grade = texts(), statistics.weakest_grade(dataset(), sources)
    words = [t.label("quality", "total" if meta.total_of else meta.chart)]
    if meta.preferred:
        words.append(t.t("quality.preferred"))
    if grade:
        words.append(t.t("quality.grade", grade=t.label("grade", grade)))
    return " ".join(f":gray-badge[{word}]" for word in words)


def _details(meta: statistics.Indicator, sources: set[str]) -> None:
    """Draw the indicator's level, unit, quality, definition and caveats, as two elements only, because each element slows every click."""
    t = texts()
    level = f"**{t.label('geography', meta.geography)}** · {meta.unit_label}"
    st.markdown("\n\n".join([level, _quality(meta, sources), f":small[{escaped(meta.definition)}]"]))
    caveats = [f":material/info: {escaped(meta.caveat)}"] if meta.caveat else []
    if meta.geography != "city":
        caveats.append(t.t("statistics.not_the_city"))
    if caveats:
        st.caption("\n\n".join(caveats))


def _source(chart: Statistic) -> str:
    """Return the source line of a statistic, with the notes that its chart needs to be read correctly."""
    t, frame = texts(), chart.frame
    line = chart.meta.chart == "line"
    notes = {
        "statistics.source_line": line,
        "statistics.source_missing": frame["year"].nunique() > 1,
        "statistics.source_provisional": line and frame["provisional"].any(),
    }
    source = t.t("statistics.source", sources=source_note(dataset(), set(frame["source"]), t))
    return source + "".join(t.t(note) for note, needed in notes.items() if needed)


def chosen_statistic() -> None:
    """Draw the chosen indicator: its figure with the source and, beside it, its details and scale."""
    t = texts()
    chart = statistic_chart(dataset(), with_topic_sectors(selection()), theme())
    meta, sources = chart.meta, set(chart.frame["source"])
    figure, details = st.columns([7, 3], gap="large")
    with details:
        _details(meta, sources)
        if len(chart.scales) > 1:
            choice("scale", [option for option in SCALES if option in chart.scales], "scale")
        if chart.base_year:
            st.caption(t.t("statistics.index_year", year=chart.base_year))
    with figure:
        if chart.figure is None:
            st.info(chart.sentence)
            return
        table = partial(_statistic_table, chart.frame, meta, chart.unit)
        figure_panel("statistic", chart.sentence, lambda: chart.figure, table, _source(chart), t, meta.id)
