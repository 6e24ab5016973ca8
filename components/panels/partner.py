"""Draw the parts of the page on one partner: picker, facts with map and summary, history, exchange, institutions and statistics."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from components.exhibits.map import map_figure
from components.figures.map_views import view_of
from components.figures.palette import PALETTES, SECTOR_PATTERNS
from components.figures.partner import count_bars, status_lane
from components.figures.timelines import activity_bars, programme_bars
from components.panels.anniversaries import calendar_button
from components.session.viewer import adopt, choose, dataset, mirror, options, selection, texts, theme, today
from components.widgets.copy_button import copy_text
from components.widgets.figure import chart_config, figure_panel
from components.widgets.symbols import with_symbol
from components.words.partner import partner_summary
from components.words.phrases import (
    amount_text,
    escaped,
    local_names,
    partner_name,
    partners_by_name,
    population_text,
    relation_since,
    source_line,
    source_note,
)
from data import queries, timelines
from data.anniversaries import anniversaries, next_anniversary
from data.geodesy import bearing, distance_km
from data.selection import Selection
from data.statistics import latest_of_country
from data.vocabulary import EXCHANGE_KINDS, HOME_COUNTRY

_COMPASS_POINTS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def picker() -> str:
    """Draw the picker and the buttons for the previous and the next partner; return the id shown, by default the table's first."""
    t = texts()
    order = partners_by_name(dataset(), t)
    city = selection().city or dataset().partner_ids[0]
    place = order.index(city)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        mirror("profile-city", city)
        st.selectbox(
            t.t("profile.city"),
            order,
            format_func=lambda partner: f"{partner_name(dataset(), partner, t)} ({dataset().partner(partner)['country']})",
            key="profile-city",
            on_change=adopt,
            args=("profile-city", "city"),
            width=340,
        )
        for key, step, icon in (("previous", -1, ":material/chevron_left:"), ("next", 1, ":material/chevron_right:")):
            target = order[(place + step) % len(order)]
            name = partner_name(dataset(), target, t)
            st.button(name, key=f"profile-{key}", icon=icon, type="tertiary", on_click=choose, kwargs={"city": target})
    return city


def chosen_city(city: str) -> Selection:
    """Return the selection narrowed to the partner ``city``, whatever its kind and status."""
    return replace(selection(), partners=(city,), relations=(), ended=True)


def _direction(row: dict[str, Any]) -> str:
    return texts().label("wind", _COMPASS_POINTS[round(bearing(row["lat"], row["lon"]) / 45) % 8])


def header(city: str, found: pd.DataFrame) -> None:
    """Draw names, greeting, relation, facts and summary on the left, a small map on the right."""
    t, row = texts(), dataset().partner(city)
    left, right = st.columns([6, 4], gap="large")
    with left:
        st.title(row[f"name_{t.lang}"], anchor=False)
        names = local_names(row, t)
        st.markdown(" · ".join(part for part in (names, t.country(row["country"])) if part))
        st.html(f'<p class="greeting" lang="{row["language"]}">{row["greeting"]}</p>')
        status = "" if row["status"] == "active" else f" · :material/pause_circle: **{t.label('status', row['status'])}**"
        st.markdown(with_symbol(row["kind"], f"**{relation_since(row['kind'], row['since'], t)}**{status}"))
        st.markdown(escaped(row[f"note_{t.lang}"]))
        _facts(row)
        _calendar(city)
    with right, st.container(key="profile-map-frame"):
        unfiltered = replace(chosen_city(city), sectors=(), first_year=options().years[0], last_year=options().years[1])
        st.plotly_chart(
            map_figure(dataset(), replace(unfiltered, view=view_of(row["lat"], row["lon"])), theme()),
            theme=None,
            key="profile-map",
            config=chart_config(t, f"karlsruhe-{city}", menu=False),
            alt=t.t("profile.map", name=row[f"name_{t.lang}"], km=t.number(distance_km(row["lat"], row["lon"])), direction=_direction(row)),
        )
        st.caption(t.t("profile.map_source"))
    with left:
        text = partner_summary(dataset(), city, found, t)
        with st.container(border=True, key="summary"):
            st.markdown(f"**{t.t('summary.title')}**")
            st.markdown(escaped(text))
            copy_text("copy-summary", text, t)


def _facts(row: dict[str, Any]) -> None:
    t = texts()
    lines = [
        t.t("profile.distance", km=t.number(distance_km(row["lat"], row["lon"])), direction=_direction(row)),
        t.t("card.population", population=population_text(row, dataset(), t)),
    ]
    if row["since"] and row["status"] == "active":
        years = options().years[1] - int(row["since"][:4])
        lines.insert(0, t.n("profile.years", years, year=options().years[1]))
    if row["coordinates_approximate"]:
        lines.append(t.t("card.approximate", note=row[f"coordinates_note_{t.lang}"]))
    coming = next_anniversary(dataset(), row["id"], today())
    if coming:
        kind = t.label("relation", coming.kind)
        lines.append(t.t("profile.anniversary", years=coming.years, kind=kind, date=t.date(coming.on)))
    st.caption("  \n".join(escaped(line) for line in lines))


def _calendar(city: str) -> None:
    all_years = replace(chosen_city(city), first_year=options().years[0], last_year=options().years[1], occasions="all")
    rows = anniversaries(dataset(), all_years, today())
    if rows["celebrated"].any():
        calendar_button(rows, "profile-calendar", city)


def history(city: str) -> None:
    """Draw the history of a partner's status as a chart or a table, or say that its beginning is not dated."""
    t = texts()
    steps = queries.status_history(dataset(), selection(), city)
    if steps.empty:
        st.header(t.t("profile.history"), anchor=False)
        st.info(t.t("card.no_history"))
        return
    table = pd.DataFrame(
        {
            t.t("table.date"): steps["date"].map(t.date).map(escaped),
            t.t("table.step"): steps["kind"].map(lambda kind: t.label("step", kind)),
            t.t("table.title"): steps["title"].map(escaped),
            t.t("table.note"): [escaped("; ".join(part for part in (row.vote, row.note) if part)) for row in steps.itertuples()],
            t.t("source.label"): [source_line(row, t) for row in steps.itertuples()],
        }
    )
    figure_panel(
        "lane",
        t.n("profile.history_sentence", len(steps), first=t.date(steps.iloc[0]["date"])),
        lambda: status_lane(steps, options().years[1], t, theme()),
        lambda: table,
        t.t("profile.history_source", sources=source_note(dataset(), set(steps["source"]), t)),
        t,
        f"karlsruhe-{city}-werdegang",
    )


def _counts(counts: dict[str, int], family: str, key: str, coloured: bool) -> None:
    t, ground = texts(), theme()
    words = {name: t.label(family, name) for name in counts}
    colours = {name: PALETTES[ground].sectors[name] for name in counts} if coloured and SECTOR_PATTERNS else {}
    alt = ", ".join(f"{words[name]} {t.number(number)}" for name, number in counts.items())
    figure = count_bars(counts, words, colours, t, ground)
    st.plotly_chart(figure, theme=None, key=key, config=chart_config(t, f"karlsruhe-{key}", menu=False), alt=alt)


def exchange(city: str, found: pd.DataFrame) -> None:
    """Draw the documented exchange with a partner: over time, by sector, by kind, its programmes and its latest activities."""
    t, chosen = texts(), chosen_city(city)
    name = partner_name(dataset(), city, t)
    years = (chosen.first_year, chosen.last_year)
    if found.empty:
        st.header(t.t("profile.exchange"), anchor=False)
        st.info(t.t("profile.nothing", name=name, years=t.years(*years)))
        return
    documented = t.years(found.iloc[0]["year"], found.iloc[-1]["year"])
    counts = timelines.counts(found, "year", "sector")
    signed = timelines.signings(dataset(), [city], t.lang)
    signed = signed[signed["year"].between(*years)]
    wide = counts.pivot_table(index="start", columns="sector", values="n", fill_value=0)
    table = wide.map(t.number).rename(columns=lambda sector: t.label("sector", sector)).iloc[::-1]
    table.insert(0, t.t("table.year"), table.index.astype(str))
    figure_panel(
        "profile-years",
        t.n("profile.exchange_sentence", queries.count_events(found), name=name, years=documented),
        lambda: activity_bars(counts, "year", (int(found.iloc[0]["year"]), years[1]), True, signed, {city: name}, t, theme()),
        lambda: table,
        t.t("timeline.source"),
        t,
        f"karlsruhe-{city}-jahre",
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t.t("profile.sectors"), anchor=False)
        _counts(queries.sector_counts(found), "sector", f"sectors-{city}", coloured=True)
    with right:
        st.header(t.t("profile.kinds"), anchor=False)
        kinds = queries.events(found)["kind"].value_counts()
        _counts({kind: int(kinds[kind]) for kind in kinds.index if kind in EXCHANGE_KINDS}, "kind", f"kinds-{city}", coloured=False)
    running = timelines.programmes(dataset(), chosen)
    if len(running):
        st.header(t.n("timeline.programmes", len(running)), anchor=False)
        listed = "; ".join(f"{row['title_' + t.lang]} ({row['date'][:4]}–{row['end_date'][:4]})" for row in running.to_dict("records"))
        figure = programme_bars(running, {city: name}, t, theme())
        st.plotly_chart(figure, theme=None, key="profile-programmes", config=chart_config(t, f"karlsruhe-{city}-programme"), alt=listed)
    st.header(t.t("card.latest"), anchor=False)
    for row in queries.latest_activities(dataset(), chosen, 5).itertuples():
        st.markdown(f"**{escaped(t.date(row.date))}**: {escaped(row.title)}  \n{source_line(row, t)}")


def _institutions(found: pd.DataFrame) -> None:
    t = texts()
    named = queries.institutions(dataset(), found, t.lang)
    if named.empty:
        return
    st.header(t.n("profile.institutions", len(named)), anchor=False)
    lines = []
    for kind, rows in named.groupby("kind", sort=False):
        names = "; ".join(f"{escaped(row.name)} ({t.number(row.activities)})" for row in rows.itertuples(index=False))
        lines.append(f"- **{t.label('institution', str(kind))}:** {names}")
    st.markdown("\n".join(lines))
    st.caption(t.t("profile.institutions_note"))


def around(city: str, found: pd.DataFrame) -> None:
    """Draw the institutions that sources name, university links and, labelled as such, official statistics of a foreign country."""
    t, row = texts(), dataset().partner(city)
    _institutions(found)
    if row["university_links"]:
        st.header(t.t("profile.universities"), anchor=False)
        st.markdown("\n".join(f"- {escaped(link.strip())}" for link in row["university_links"].split(";")))
    if row["country"] == HOME_COUNTRY:
        return  # statistics of the country are shown for foreign partners only
    figures = latest_of_country(dataset(), row["country"], t.lang)
    st.header(t.t("profile.country", country=t.country(row["country"])), anchor=False)
    if figures.empty:
        st.info(t.t("profile.no_country", country=t.country(row["country"])))
        return
    st.caption(t.t("profile.country_note", country=t.country(row["country"]), name=row[f"name_{t.lang}"]))
    st.table(
        pd.DataFrame(
            {
                t.t("statistics.indicator"): figures["label"].map(escaped),
                t.t("table.year"): figures["year"].astype(str),
                t.t("table.latest_value"): [escaped(amount_text(line.value, line.unit, t)) for line in figures.itertuples()],
            }
        ),
        hide_index=True,
        border="horizontal",
        alt=t.t("profile.country", country=t.country(row["country"])),
    )
    st.caption(t.t("profile.country_source", sources=source_note(dataset(), set(figures["source"]), t)))
