"""Draw the parts of the comparison page: partners by sector, partners side by side, the city among other cities."""

from collections import Counter
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.exhibits.comparison import countries_chart, country_names, distances_chart, years_chart
from components.exhibits.comparison_slides import towns_map
from components.exhibits.exchange import with_topic_sectors
from components.figures.comparison import countries_in_order, sector_matrix, sector_profiles
from components.figures.timelines import partner_multiples
from components.session.viewer import adopt, choose, dataset, mirror, options, selection, texts, theme
from components.widgets.choice import choice
from components.widgets.figure import chart_config, chart_panel, figure_panel
from components.widgets.links import with_remark
from components.widgets.map_picture import map_picture_buttons
from components.widgets.symbols import sector_with_icon, with_symbol
from components.widgets.table import table_of
from components.words.comparison import (
    beginnings_sentence,
    farthest_sentence,
    focus_sentence,
    gaps_sentence,
    matrix_sentence,
    towns_sentence,
)
from components.words.exchange import with_unfinished
from components.words.phrases import (
    escaped,
    names_with_status,
    partners_by_name,
    population_text,
    relation_since,
    sector_names,
    source_note,
)
from data import comparison, queries, timelines
from data.geodesy import distance_km
from data.ranking import leading_sectors
from data.records import records
from data.selection import to_params
from data.vocabulary import COMPARED_AT_MOST, MEASURES, SECTORS, VIEWS


def _names() -> dict[str, str]:
    return names_with_status(dataset(), texts())


def _sectors() -> dict[str, str]:
    return sector_names(texts())


# Partners and sectors


def _link(partner: str, sector: str) -> str:
    """Return the URL of exactly the chronicle entries that a cell counts."""
    own = replace(selection(), partners=(partner,), sectors=(sector,), counted=True, aspect="matrix", measure="count", compared=())
    return f"chronicle?{urlencode(to_params(own, options()), doseq=True)}"


def _matrix_table(cells: pd.DataFrame) -> pd.DataFrame:
    t, names = texts(), _names()
    column = "n" if selection().measure == "count" else "since"
    rows = []
    for partner, own in cells.groupby("partner", sort=False):
        row = {t.t("table.partner"): escaped(names[str(partner)])}
        for cell in records(own):
            head = sector_with_icon(cell.sector, t)
            row[head] = f"[{t.number(getattr(cell, column))}]({_link(cell.partner, cell.sector)})" if cell.n else "–"
        rows.append(row)
    return pd.DataFrame(rows)


def _open_cell() -> None:
    points = st.session_state["matrix"]["selection"]["points"]
    cells = [point["customdata"] for point in points if point.get("customdata")]
    if cells:
        partner, sector = cells[0][:2]
        choose(partners=(partner,), sectors=(sector,), counted=True)
        st.session_state["leave-to"] = "chronicle"


def matrix() -> None:
    """Draw partners by sector; a click on a cell, or a link in the table, opens exactly the entries that the cell counts."""
    t = texts()
    cells = comparison.matrix(dataset(), selection())
    choice("measure", MEASURES, "measure")
    sentence = matrix_sentence(cells, selection().measure, dataset(), t)
    chart_panel(
        "matrix",
        sentence,
        lambda: sector_matrix(cells, selection().measure, _names(), _sectors(), t, theme()),
        lambda: _matrix_table(cells),
        t,
        "vergleich",
        t.t("stage.timeline_source"),
        on_point=_open_cell,
    )
    st.caption(escaped(gaps_sentence(cells, dataset(), t)))
    st.caption(with_remark(t.t("matrix.source"), "matrix", t))


# Partners side by side


def _facts_table(partners: tuple[str, ...]) -> pd.DataFrame:
    t, chosen = texts(), selection()
    columns: dict[str, list[str]] = {t.t("compared.fact"): []}
    for partner in partners:
        row = dataset().partner(partner)
        own = replace(chosen, partners=(partner,), relations=(), ended=True)
        facts = {
            "table.country": t.country(row["country"]),
            "table.relation": with_symbol(row["kind"], escaped(relation_since(row["kind"], row["since"], t))),
            "table.status": t.label("status", row["status"]),
            "table.distance": t.t("table.km", km=t.number(distance_km(row["lat"], row["lon"]))),
            "compared.population": escaped(population_text(row, dataset(), t)) or "–",
        }
        if dataset().has_exchange:
            found, (first, last) = queries.tally(dataset(), own), comparison.span(dataset(), own)
            unclear = t.t("compared.no_strongest") if first else "–"
            facts |= {
                "table.exchanges": t.number(queries.count_events(found)),
                "compared.strongest": t.listing([t.label("sector", sector) for sector in leading_sectors(found)]) or unclear,
                "compared.first": escaped(t.date(first)) if first else t.t("table.none"),
                "table.latest": escaped(t.date(last)) if last else t.t("table.none"),
                "compared.programmes": t.number(len(timelines.programmes(dataset(), own))),
            }
        columns[t.t("compared.fact")] = [t.t(name) for name in facts]
        columns[escaped(str(row[f"name_{t.lang}"]))] = list(facts.values())
    return pd.DataFrame(columns)


def _years_table(counts: pd.DataFrame, partners: tuple[str, ...]) -> pd.DataFrame:
    t = texts()
    wide = counts.pivot_table(index="start", columns="partner", values="n", fill_value=0)
    wide = wide[[partner for partner in partners if partner in wide]]
    table = wide.map(t.number).rename(columns=_names())
    table.insert(0, t.t("table.years"), [t.t("years.range", first=start, last=start + 4) for start in wide.index])
    return table.iloc[::-1]


def _sectors_table(cells: pd.DataFrame, partners: tuple[str, ...]) -> pd.DataFrame:
    t, known = texts(), set(cells["sector"])
    profile = cells.pivot(index="sector", columns="partner", values="n").reindex(index=[one for one in SECTORS if one in known])
    profile = profile[list(partners)].map(t.number).rename(columns=_names())
    profile.insert(0, t.t("table.sector"), [t.label("sector", sector) for sector in profile.index])
    return profile


def side_by_side() -> None:
    """Draw two to four partners side by side: facts, activities over time and sectors, each with the same scale for all of them."""
    t, names = texts(), _names()
    partners = comparison.compared(dataset(), selection())
    mirror("compared", list(partners))
    st.multiselect(
        t.t("compared.label"),
        partners_by_name(dataset(), t),
        format_func=names.__getitem__,
        max_selections=COMPARED_AT_MOST,
        key="compared",
        on_change=adopt,
        args=("compared", "compared"),
    )
    own = replace(with_topic_sectors(selection()), partners=partners, relations=(), ended=True)
    cells = comparison.matrix(dataset(), own)
    cells = cells.sort_values("partner", key=lambda ids: ids.map(partners.index), kind="stable", ignore_index=True)
    heading = t.t("compared.heading", partners=t.listing([names[partner] for partner in partners]))
    st.header(heading, anchor=False)
    table_of(_facts_table(partners), heading)
    found = queries.tally(dataset(), own)
    if not dataset().has_exchange:
        return
    if found.empty:
        st.info(t.t("timeline.none", years=t.years(own.first_year, own.last_year)))
        return
    counts = timelines.counts(found, "five", "partner")
    years = (own.first_year, own.last_year)
    figure_panel(
        "compared-years",
        beginnings_sentence(found, partners, t.years(*years), dataset(), t),
        lambda: partner_multiples(counts, "five", years, names, t, theme(), order=partners),
        lambda: _years_table(counts, partners),
        with_unfinished(t.t("timeline.source"), own.last_year, "five", dataset().checked_year, t),
        t,
        "vergleich-jahre",
    )
    figure_panel(
        "compared-sectors",
        focus_sentence(found, partners, t.years(*years), dataset(), t),
        lambda: sector_profiles(cells, names, _sectors(), t, theme()),
        lambda: _sectors_table(cells, partners),
        t.t("timeline.source"),
        t,
        "vergleich-bereiche",
    )


# The city among other cities


def _towns_table(towns: pd.DataFrame) -> pd.DataFrame:
    t = texts()
    ordered = towns.sort_values(["home", "since", "town"], kind="stable")
    return pd.DataFrame(
        {
            t.t("towns.home"): ordered["home"],
            t.t("towns.town"): ordered["town"].map(escaped),
            t.t("table.country"): ordered["country"].map(t.country),
            t.t("table.since"): ordered["since"].map(lambda year: str(year) if year else t.t("table.unknown")),
            t.t("towns.distance"): [
                t.t("table.unknown") if pd.isna(km) else t.t("table.km", km=t.number(km)) for km in ordered["distance_km"]
            ],
        }
    )


def _countries_table(towns: pd.DataFrame, order: list[str], names: dict[str, str]) -> pd.DataFrame:
    t, homes = texts(), dict[str, list[str]]()
    for country, home in zip(towns["country"], towns["home"], strict=True):
        homes.setdefault(country, []).append(home)
    return pd.DataFrame(
        {
            t.t("table.country"): [names[code] for code in order],
            t.t("towns.number_head"): [t.number(len(homes[code])) for code in order],
            t.t("towns.home"): [t.listing(sorted(set(homes[code]))) for code in order],
        }
    )


def cities() -> None:
    """Draw the city among comparable cities: their twin cities over time, by distance, by country, and on a map."""
    t, chosen = texts(), selection()
    towns = comparison.twin_towns(dataset())
    undated = sum(comparison.undated_towns(dataset()).values())
    source = t.t("towns.source", sources=source_note(dataset(), set(towns["source"]), t))
    figure_panel(
        "towns-years",
        towns_sentence(towns, t),
        lambda: years_chart(dataset(), t, theme()),
        lambda: _towns_table(towns),
        f"{t.n('towns.undated', undated)} {source}",
        t,
        "staedte-jahre",
    )
    figure_panel(
        "towns-distance",
        farthest_sentence(towns, t),
        lambda: distances_chart(dataset(), t, theme()),
        lambda: _towns_table(towns),
        f"{t.t('towns.distance_note')} {source}",
        t,
        "staedte-entfernung",
    )
    names, numbers = country_names(dataset(), t), Counter(towns["country"].tolist())
    order = countries_in_order(towns, names)
    first = [names[code] for code in order if numbers[code] == numbers[order[0]]]
    figure_panel(
        "towns-country",
        t.n("towns.countries", len(first), all=t.number(len(order)), countries=t.listing(first), most=t.number(numbers[order[0]])),
        lambda: countries_chart(dataset(), t, theme()),
        lambda: _countries_table(towns, order, names),
        source,
        t,
        "staedte-laender",
    )
    st.header(t.t("towns.map"), anchor=False)
    choice("view", VIEWS, "view")
    with st.container(key="towns-frame"):
        st.plotly_chart(
            towns_map(dataset(), chosen.view, t, theme()),
            theme=None,
            height="stretch",
            key="towns-map",
            config=chart_config(t, "staedte-karte", menu=False),
            alt=t.t("towns.map"),
        )
    map_picture_buttons("towns-map")
    st.caption(with_remark(f"{source} {t.t('profile.map_source')}", "towns-map", t))
