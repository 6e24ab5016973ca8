"""Draw the card of one partner beside the map: relation, facts, counts, latest activities, history and the link to its page."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from components.session.viewer import choose
from components.widgets.links import remark
from components.widgets.symbols import sector_with_icon, with_symbol
from components.words.phrases import escaped, local_names, population_text, relation_since, source_line, source_note
from components.words.texts import Texts
from data.cache import cached_views
from data.dataset import Dataset
from data.geodesy import distance_km
from data.queries import count_events, latest_rows, sector_counts, standing, status_history
from data.records import records
from data.selection import Selection


def _facts(row: dict[str, Any], dataset: Dataset, texts: Texts) -> None:
    distance = texts.number(distance_km(row["lat"], row["lon"]))
    lines = [texts.t("card.distance", km=distance)]
    if population := population_text(row, dataset, texts):
        lines.append(texts.t("card.population", population=population))
    note = row[f"coordinates_note_{texts.lang}"]
    if row["coordinates_approximate"]:
        lines.append(texts.t("card.approximate", note=note))
    wrong = remark(row["id"], source_note(dataset, {row["population_source"]}, texts), texts)
    st.caption("  \n".join([*lines, *filter(None, (wrong,))]))


@cached_views(64)
def _history(dataset: Dataset, city: str, lang: str) -> tuple[str, ...]:
    """Return the steps of the relation with ``city``, each in Markdown."""
    texts, told = Texts(lang), []
    for step in records(status_history(dataset, city, lang)):
        note = f"  \n{escaped(step.note)}" if step.note else ""
        vote = f" ({escaped(step.vote)})" if step.vote else ""
        told.append(f"**{texts.date(step.date)}** {escaped(step.title)}{vote}.{note}  \n{source_line(step, texts)}")
    return tuple(told)


def partner_card(dataset: Dataset, selection: Selection, found: pd.DataFrame, texts: Texts) -> None:
    """Draw the card of ``selection.city``; ``found`` is what ``queries.tally`` returns for the selection.

    Relation, status, counts and activities follow the selection; names, facts and history do not depend on it.
    """
    row = dataset.partner(selection.city)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(row[f"name_{texts.lang}"], anchor=False, width="stretch")
        st.button(texts.t("card.close"), key="card-close", icon=":material/close:", type="tertiary", on_click=choose, kwargs={"city": ""})
    names = local_names(row, texts)
    st.markdown(f"{names}, {texts.country(row['country'])}" if names else texts.country(row["country"]))
    state = standing(dataset, selection.city, selection.last_year)
    if state is None:
        st.markdown(texts.t("card.not_yet", year=selection.last_year))
    else:
        kind, status, since = state
        st.markdown(with_symbol(kind, f"**{relation_since(kind, since, texts)}**"))
        if status != "active":
            st.markdown(f":material/pause_circle: **{texts.label('status', status).capitalize()}**")
        if note := row[f"note_{texts.lang}"]:
            st.markdown(f":small[{note}]")
    _facts(row, dataset, texts)
    own = found[found["partner"] == selection.city]
    years = texts.t("years.range", first=selection.first_year, last=selection.last_year)
    st.markdown(f"**{texts.n('exchange.documented', count_events(own))}** ({years})")
    counts = sector_counts(own)
    if counts:
        st.markdown(" · ".join(f"{sector_with_icon(sector, texts)} {texts.number(n)}" for sector, n in counts.items()))
        st.markdown(f"**{texts.t('card.latest')}**")
        for activity in latest_rows(dataset, replace(selection, partners=(selection.city,))):
            st.markdown(f"{escaped(texts.date(activity.date))}: {escaped(activity.title)}  \n{source_line(activity, texts)}")
    st.page_link("pages/partner.py", label=texts.t("card.more"), icon=":material/arrow_forward:")
    steps = _history(dataset, selection.city, texts.lang)
    if not steps:
        st.caption(texts.t("card.no_history"))
        return
    with st.expander(texts.n("card.history", len(steps)), key="card-history"):
        for step in steps:
            st.markdown(step)
