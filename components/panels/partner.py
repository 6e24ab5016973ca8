"""Draw the parts of the page on one partner: picker, portrait, history, people and contacts, exchange, and official statistics."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from itertools import groupby

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.exhibits.portrait import exchange_of, of_partner, plain, portrait
from components.exports.decks.deck import partner_deck
from components.exports.dossier import partner_dossier
from components.exports.portrait import globe_html, portrait_html
from components.figures.palette import PALETTES, Theme
from components.figures.timelines import activity_bars
from components.panels.anniversaries import calendar_buttons
from components.session.viewer import adopt, choose, dataset, mirror, options, selection, texts, theme, today
from components.widgets.copy_button import copy_text
from components.widgets.download import Offer, download_button
from components.widgets.figure import figure_panel
from components.widgets.links import address_of, with_remark
from components.widgets.table import table_of
from components.words.exchange import activity_sentence, with_unfinished
from components.words.partner import began_sentence
from components.words.phrases import amount_text, escaped, partner_name, partners_by_name, source_line, source_note
from components.words.texts import Texts
from data import queries, timelines
from data.anniversaries import anniversaries
from data.cache import cached_views
from data.dataset import Dataset
from data.records import records
from data.selection import Selection
from data.statistics import latest_of_country
from data.vocabulary import HOME_COUNTRY


def picker() -> str:
    """Draw the picker and the buttons for the previous and the next partner; return the id shown, by default the table's first."""
    t, facts = texts(), dataset()
    order = partners_by_name(facts, t)
    city = selection().city or facts.partner_ids[0]
    place = order.index(city)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="picker"):
        mirror("profile-city", city)
        st.selectbox(
            t.t("profile.city"),
            order,
            format_func=lambda partner: f"{partner_name(facts, partner, t)} ({facts.partner(partner)['country']})",
            key="profile-city",
            label_visibility="collapsed",
            on_change=adopt,
            args=("profile-city", "city"),
            width=340,
        )
        for key, step, icon in (("previous", -1, ":material/chevron_left:"), ("next", 1, ":material/chevron_right:")):
            target = order[(place + step) % len(order)]
            name = partner_name(facts, target, t)
            st.button(name, key=f"profile-{key}", icon=icon, type="tertiary", on_click=choose, kwargs={"city": target})
    return city


def documents(facts: Dataset, city: str, chosen: Selection, t: Texts, day: str, address: str) -> tuple[Offer, Offer]:
    """Return the deck and the PDF document on the partner ``city``."""
    name = partner_name(facts, city, t)
    return (
        Offer("deck", t.t("take.deck_of", name=name), name, "pptx", partial(partner_deck, facts, city, chosen, t, day, address)),
        Offer("dossier", t.t("take.dossier", name=name), name, "pdf", partial(partner_dossier, facts, city, chosen, t, day, address)),
    )


def header(city: str) -> None:
    """Draw the portrait: names, relation, facts, sentences, status lane and the way to dossier and slides; beside it the way there."""
    t, facts, chosen, day = texts(), dataset(), selection(), today()
    row, shown = facts.partner(city), portrait(facts, city, chosen, day)
    with st.container(key="portrait"):
        left, right = st.columns([6, 4], gap="large")
        with left:
            st.title(shown.name, anchor=False)
            st.html(portrait_html(shown))
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key="portrait-ways"):
                for offer in reversed(documents(facts, city, chosen, t, day, address_of("partner", chosen))):
                    download_button(replace(offer, key=f"portrait-{offer.key}"), chosen)
                present = {"story": "partner", "slide": 1}
                st.button(t.t("stage.present"), key="portrait-present", icon=":material/slideshow:", on_click=choose, kwargs=present)
                copy_text("copy-summary", " ".join(shown.sentences), t)
        with right:
            st.html(globe_html(facts, city, shown.name, shown.way, theme(), t.lang))
            notes = [t.t("stage.sources", sources=source_note(facts, set(shown.sources), t))] if shown.sources else []
            if row["coordinates_approximate"]:
                notes.append(escaped(row[f"coordinates_note_{t.lang}"]))
            st.caption(with_remark(" ".join([*notes, t.t("profile.map_source")]), city, t))


def _calendar(city: str) -> None:
    first, last = options().years
    all_years = replace(of_partner(selection(), city), first_year=first, last_year=last, occasions="all")
    rows = anniversaries(dataset(), all_years, today())
    if rows["celebrated"].any():
        calendar_buttons(rows, all_years, "profile-calendar", city)


@cached_views(64)
def _steps(facts: Dataset, city: str, lang: str) -> tuple[str, str]:
    """Return the heading of the history and its steps as a list in Markdown, which is empty if the beginning is not dated."""
    t = Texts(lang)
    steps = queries.status_history(facts, city, lang)
    if steps.empty:
        return t.t("profile.history"), ""
    lines = []
    for step in records(steps):
        vote = f" ({escaped(step.vote)})" if step.vote else ""
        note = f" {escaped(step.note)}" if step.note else ""
        lines.append(f"- **{escaped(t.date(step.date))}:** {escaped(step.title)}{vote}.{note} {source_line(step, t)}")
    return began_sentence(facts, city, steps, t), "\n".join(lines)


def history(city: str) -> None:
    """Draw what connects the cities: the note on the relation and its steps, or that its beginning is not dated."""
    t, facts = texts(), dataset()
    heading, steps = _steps(facts, city, t.lang)
    st.header(heading, anchor=False)
    st.markdown(escaped(facts.partner(city)[f"note_{t.lang}"]))
    if not steps:
        st.info(t.t("card.no_history"))
        return
    with st.container(key="history"):
        st.markdown(steps)
    _calendar(city)


@cached_views(64)
def _institutions(facts: Dataset, chosen: Selection) -> tuple[int, str]:
    """Return how many institutions the titles of ``chosen`` name, and the list of them by kind in Markdown."""
    t = Texts(chosen.lang)
    named = queries.institutions(facts, exchange_of(facts, chosen), t.lang)
    lines = []
    for kind, rows in groupby(records(named), key=lambda row: row.kind):
        names = "; ".join(f"{escaped(row.name)} ({t.number(row.activities)})" for row in rows)
        lines.append(f"- **{t.label('institution', kind)}:** {names}")
    return len(named), "\n".join(lines)


def people(city: str) -> None:
    """Draw who knows whom: the institutions that titles of activities name, and university links."""
    t, facts = texts(), dataset()
    links = facts.partner(city)["university_links"]
    number, listed = _institutions(facts, plain(selection(), city))
    if number:
        st.header(t.n("profile.institutions", number), anchor=False)
        st.markdown(listed)
        st.caption(t.t("profile.institutions_note"))
    if links:
        st.header(t.t("profile.universities"), anchor=False)
        st.markdown("\n".join(f"- {escaped(link.strip())}" for link in links.split(";")))


@dataclass(frozen=True)
class _Documented:
    """The documented exchange with a partner: sentence, chart and counts over time, bars as HTML, and two lists as lines of Markdown."""

    sentence: str
    figure: go.Figure
    counts: pd.DataFrame
    bars: str
    programmes: tuple[str, ...]
    latest: tuple[str, ...]


def _bars(title: str, counts: Mapping[str, int], family: str, t: Texts, ground: Theme) -> str:
    """Return ``counts`` as a heading and one bar per id, in HTML: a chart would be drawn again after every click."""
    palette, most = PALETTES[ground], max(counts.values())
    rows = "".join(
        f'<div><dt>{escape(t.label(family, name))}</dt><dd><i style="width:{100 * number / most:.1f}%;'
        f'background:{palette.sectors.get(name, palette.city)}"></i><b>{t.number(number)}</b></dd></div>'
        for name, number in counts.items()
    )
    return f"<section><h2>{escape(title)}</h2><dl>{rows}</dl></section>"


@cached_views(64)
def _documented(facts: Dataset, city: str, chosen: Selection, ground: Theme) -> _Documented | None:
    """Return the exchange with ``city`` in ``chosen`` (see ``portrait.plain``), None if none is documented."""
    found = exchange_of(facts, chosen)
    if found.empty:
        return None
    t, years = Texts(chosen.lang), found["year"].tolist()
    name, first, last = partner_name(facts, city, t), years[0], years[-1]
    counts = timelines.counts(found, "year", "sector")
    signed = timelines.signings(facts, [city], t.lang)
    signed = signed[signed["year"].between(chosen.first_year, chosen.last_year)]
    running = timelines.programmes_among(facts, found, t.lang)
    latest = queries.latest_rows(facts, chosen, 5)
    return _Documented(
        activity_sentence(found, replace(chosen, partners=(city,), first_year=first, last_year=last), facts, t),
        activity_bars(counts, "year", (first, chosen.last_year), True, signed, {city: name}, t, ground, facts.checked_year),
        counts,
        _bars(t.t("profile.sectors"), queries.sector_counts(found), "sector", t, ground)
        + _bars(t.t("profile.kinds"), queries.kind_counts(found), "kind", t, ground),
        tuple(f"- **{'–'.join(dict.fromkeys((begin[:4], end[:4])))}:** {escaped(title)}" for begin, end, title in running),
        tuple(f"- **{escaped(t.date(row.date))}:** {escaped(row.title)}  \n  {source_line(row, t)}" for row in latest),
    )


def exchange(city: str) -> None:
    """Draw the documented exchange with a partner: over time, by sector, by kind, its programmes and its latest activities."""
    t, facts, chosen = texts(), dataset(), selection()
    shown = _documented(facts, city, plain(chosen, city), theme())
    if shown is None:
        st.header(t.t("profile.exchange"), anchor=False)
        name, years = partner_name(facts, city, t), t.years(chosen.first_year, chosen.last_year)
        st.info(t.t("profile.nothing", name=name, years=years))
        return
    figure_panel(
        "profile-years",
        shown.sentence,
        lambda: shown.figure,
        lambda: _years_table(shown.counts, t),
        with_unfinished(t.t("timeline.source"), chosen.last_year, "year", facts.checked_year, t),
        t,
        f"{city}-jahre",
    )
    st.html(f'<div class="bars">{shown.bars}</div>')
    if shown.programmes:
        st.header(t.n("timeline.programmes", len(shown.programmes)), anchor=False)
        st.markdown("\n".join(shown.programmes))
    st.header(t.t("card.latest"), anchor=False)
    st.markdown("\n".join(shown.latest))


def _years_table(counts: pd.DataFrame, t: Texts) -> pd.DataFrame:
    wide = counts.pivot_table(index="start", columns="sector", values="n", fill_value=0)
    table = wide.map(t.number).rename(columns=lambda sector: t.label("sector", sector)).iloc[::-1]
    table.insert(0, t.t("table.year"), table.index.astype(str))
    return table


@cached_views(64)
def _country_figures(facts: Dataset, country: str, lang: str) -> tuple[pd.DataFrame, str]:
    """Return the table of a country's latest official figures, cells in Markdown, and the publishers of them."""
    t, figures = Texts(lang), latest_of_country(facts, country, lang)
    table = pd.DataFrame(
        {
            t.t("statistics.indicator"): figures["label"].map(escaped),
            t.t("table.year"): figures["year"].astype(str),
            t.t("table.latest_value"): [escaped(amount_text(line.value, line.unit, t)) for line in records(figures)],
        }
    )
    return table, source_note(facts, set(figures["source"]), t)


def numbers(city: str) -> None:
    """Draw official statistics of a foreign partner's country, labelled as such."""
    t, facts = texts(), dataset()
    row = facts.partner(city)
    if row["country"] == HOME_COUNTRY:
        return  # statistics of the country are shown for foreign partners only
    table, sources = _country_figures(facts, row["country"], t.lang)
    heading = t.t("profile.country", country=t.country(row["country"]))
    st.header(heading, anchor=False)
    if table.empty:
        st.info(t.t("profile.no_country", country=t.country(row["country"])))
        return
    st.caption(t.t("profile.country_note", country=t.country(row["country"]), name=row[f"name_{t.lang}"]))
    table_of(table, heading)
    st.caption(with_remark(t.t("profile.country_source", sources=sources), f"statistics-{row['country']}", t))
