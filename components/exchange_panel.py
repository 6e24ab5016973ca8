"""The parts of the page on exchange over time: documented activities in four forms, statistics by indicator."""

import pandas as pd
import streamlit as st

from components.choices import choice
from components.figure_panel import figure_panel
from components.figures.statistics import indicator_chart
from components.figures.timelines import activity_bars, cumulative_areas, interval_label, partner_multiples, programme_bars
from components.readings import activity_sentence, labelled, statistic_sentence
from components.session import choose, dataset, mirror, selection, texts, theme
from components.words import plain, source_note, value_text
from data import statistics, timelines
from data.queries import partners_chosen
from data.vocabulary import CITY_LIST_CHOICES, FORMS, INTERVALS, SCALES, SECTORS


def partner_names() -> dict[str, str]:
    """Return the partners' names in the viewer's language by id."""
    return {row["id"]: row[f"name_{texts().lang}"] for row in dataset().partner_rows}


def activity_controls() -> None:
    """Draw the choices of form, interval and whether the city's complete list is counted."""
    t, chosen = texts(), selection()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        choice("form", FORMS, "form")
        if chosen.form in ("sectors", "partners"):
            choice("interval", tuple(INTERVALS), "interval")
        mirror("city-list", chosen.city_list == CITY_LIST_CHOICES[0])
        st.toggle(t.t("timeline.city_list"), key="city-list", on_change=_adopt_city_list)


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
    t, names = texts(), partner_names()
    return pd.DataFrame(
        {
            t.t("table.begin"): rows["date"].map(t.date).map(plain),
            t.t("table.end"): rows["end_date"].map(t.date).map(plain),
            t.t("table.partner"): rows["partner"].map(names),
            t.t("table.sector"): rows["sector"].map(lambda sector: t.label("sector", sector)),
            t.t("table.title"): rows[f"title_{t.lang}"].map(plain),
        }
    )


def documented_exchange(found: pd.DataFrame) -> None:
    """Draw documented exchange in the chosen form; ``found`` is ``queries.exchanges`` of the selection."""
    t, chosen, names, ground = texts(), selection(), partner_names(), theme()
    counted = found if chosen.city_list == CITY_LIST_CHOICES[0] else timelines.without_city_list(found)
    years, with_list = (chosen.first_year, chosen.last_year), chosen.city_list == CITY_LIST_CHOICES[0]
    sectors = {sector: t.label("sector", sector) for sector in SECTORS}
    sentence, interval = activity_sentence(counted, chosen, dataset(), t), chosen.interval
    if counted.empty:
        st.info(sentence)
        return
    match chosen.form:
        case "cumulative":
            totals = timelines.cumulative(counted, *years)
            running = totals.rename(columns={"year": "start"})

            def draw() -> object:
                return cumulative_areas(totals, years, with_list, t, ground)

            def table() -> pd.DataFrame:
                return _count_table(running, "sector", sectors, "year")

        case "partners":
            counts = timelines.counts(counted, interval, "partner")

            def draw() -> object:
                return partner_multiples(counts, interval, years, names, t, ground)

            def table() -> pd.DataFrame:
                return _count_table(counts, "partner", names, interval)

        case "programmes":
            running = timelines.programmes(counted)
            sentence = t.n("timeline.programmes", len(running))
            if running.empty:
                st.info(sentence)
                return

            def draw() -> object:
                return programme_bars(running, names, t, ground)

            def table() -> pd.DataFrame:
                return _programme_table(running)

        case _:
            counts = timelines.counts(counted, interval, "sector")
            begun = timelines.signings(dataset(), partners_chosen(dataset(), chosen), t.lang)
            begun = begun[begun["year"].between(*years)]

            def draw() -> object:
                return activity_bars(counts, interval, years, with_list, begun, names, t, ground)

            def table() -> pd.DataFrame:
                return _count_table(counts, "sector", sectors, interval)

    figure_panel("activities", sentence, draw, table, t.t("timeline.source"), t, f"karlsruhe-{chosen.form}")


def _adopt_indicator() -> None:
    choose(indicator=st.session_state["choice-indicator"], scale="linear")


def indicator_picker(topic: str) -> str:
    """Draw the list of the topic's indicators and return the id of the chosen one, the topic's first by default."""
    t, options = texts(), statistics.indicators_of(dataset(), topic)
    name = selection().indicator if selection().indicator in options else options[0]
    labels = dict(zip(dataset().indicators["id"], dataset().indicators[f"label_{t.lang}"], strict=True))
    mirror("choice-indicator", name)
    st.selectbox(
        t.t("statistics.indicator"),
        options,
        format_func=labels.__getitem__,
        key="choice-indicator",
        on_change=_adopt_indicator,
    )
    return name


def _statistic_table(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    t = texts()
    ordered = frame.sort_values(["label", "year"], ascending=[True, False])
    return pd.DataFrame(
        {
            t.t("table.series"): ordered["label"].map(plain),
            t.t("table.year"): ordered["year"].astype(str),
            t.t("table.value", unit=unit): ordered["value"].map(lambda value: value_text(value, t)),
            t.t("table.quality"): ordered["provisional"].map({True: t.t("statistics.provisional"), False: t.t("statistics.final")}),
        }
    )


def _quality(meta: statistics.Indicator, sources: set[str]) -> None:
    t, grade = texts(), statistics.weakest_grade(dataset(), sources)
    words = [t.label("quality", meta.chart)]
    if meta.preferred:
        words.append(t.t("quality.preferred"))
    if grade:
        words.append(t.t("quality.grade", grade=t.label("grade", grade)))
    with st.container(horizontal=True, gap="xsmall"):
        for word in words:
            st.badge(word, color="gray")


def statistic(name: str) -> None:
    """Draw one indicator: what it means, its figure and where it is from."""
    t, chosen, facts = texts(), selection(), dataset()
    meta = statistics.indicator(facts, name, t.lang)
    frame = labelled(statistics.series(facts, chosen, name), facts, t)
    scales = statistics.scales_of(facts, meta, frame)
    scale = chosen.scale if chosen.scale in scales else "linear"
    unit = meta.unit_label if scale in ("linear", "log") else t.label("unit", scale)
    shown = statistics.rescaled(facts, meta, frame, scale)
    figure, passport = st.columns([7, 3], gap="large")
    with passport:
        st.markdown(f"**{t.label('geography', meta.geography)}** · {meta.unit_label}")
        _quality(meta, set(shown["source"]))
        st.markdown(f":small[{plain(meta.definition)}]")
        if meta.caveat:
            st.caption(f":material/info: {plain(meta.caveat)}")
        if meta.geography != "city":
            st.caption(t.t("statistics.not_the_city"))
        if len(scales) > 1:
            choice("scale", [option for option in SCALES if option in scales], "scale")
        if scale == "index":
            st.caption(t.t("statistics.index_year", year=statistics.latest_common_start(frame)))
    with figure:
        sentence = statistic_sentence(meta, shown, unit, t)
        if shown.empty:
            st.info(sentence)
            return
        order = sorted({t.country(row["country"]) for row in facts.partner_rows})
        source = t.t("statistics.source", sources=source_note(facts, set(shown["source"]), t))
        figure_panel(
            "statistic",
            sentence,
            lambda: indicator_chart(shown, meta, unit, scale == "log", order, t, theme()),
            lambda: _statistic_table(shown, unit),
            source,
            t,
            f"karlsruhe-{name}",
        )
