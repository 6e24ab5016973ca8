"""Draw the parts of the anniversaries page: calendar file, chart, list of the coming years, what is not celebrated."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.exports.calendar import anniversary_calendar
from components.exports.feeds import CALENDAR, feed_path
from components.figures.anniversaries import anniversary_chart
from components.session.viewer import dataset, options, selection, texts, theme, today
from components.widgets.choice import choice
from components.widgets.figure import figure_panel
from components.widgets.links import base_address
from components.words.anniversaries import anniversaries_sentence, anniversary_name
from components.words.phrases import escaped, source_line
from data.anniversaries import coming
from data.city import CITY
from data.queries import with_sources
from data.records import records
from data.selection import Selection, to_params
from data.vocabulary import OCCASION_CHOICES

#: Number of years, including the current one, whose anniversaries are listed one by one.
YEARS_LISTED: Final = 3


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    t = texts()
    return pd.DataFrame(
        {
            t.t("table.date"): rows["on"].map(t.date).map(escaped),
            t.t("table.anniversary"): [escaped(anniversary_name(row, dataset(), t)) for row in records(rows)],
            t.t("table.begin"): rows["date"].map(t.date).map(escaped),
            t.t("table.title"): rows[f"title_{t.lang}"].map(escaped),
            t.t("table.status"): rows["celebrated"].map({True: "", False: t.t("anniversaries.not_celebrated")}),
            t.t("source.label"): [source_line(row, t) for row in records(with_sources(dataset(), rows))],
        }
    )


def calendar_buttons(rows: pd.DataFrame, chosen: Selection, key: str, name: str) -> None:
    """Draw the buttons that save the celebrated ones of ``rows`` as a calendar file, and that subscribe to those of ``chosen``.

    ``name`` becomes part of the name of the file.
    """
    with st.container(horizontal=True, gap="small", key=f"{key}-buttons"):
        _file_button(rows, key, name)
        _subscription(chosen, key)


def _subscription(chosen: Selection, key: str) -> None:
    t, address = texts(), f"{base_address()}{feed_path(CALENDAR, chosen, dataset())}"
    st.link_button(
        t.t("anniversaries.subscribe"),
        f"webcal://{address.partition('://')[2]}",
        help=escaped(t.t("anniversaries.subscribe_how", address=address)),
        icon=":material/sync:",
        key=f"{key}-subscribe",
    )


def _file_button(rows: pd.DataFrame, key: str, name: str) -> None:
    t, day = texts(), today()
    number = int(rows["celebrated"].sum())
    st.download_button(
        t.n("anniversaries.calendar", number),
        lambda: anniversary_calendar(rows, dataset(), t, day),
        file_name=f"{CITY.slug}-{name}-{day}.ics",
        mime="text/calendar",
        icon=":material/event:",
        on_click="ignore",
        disabled=not number,
        key=key,
    )


def chart(rows: pd.DataFrame) -> None:
    """Draw the choice between major and all anniversaries, and those of ``rows`` as a chart or a table."""
    t = texts()
    choice("occasions", OCCASION_CHOICES, "occasions")
    if rows.empty:
        return
    figure_panel(
        "anniversaries",
        anniversaries_sentence(rows, today(), t),
        lambda: anniversary_chart(rows, today(), dataset(), t, theme()),
        lambda: _table(rows),
        t.t("anniversaries.source"),
        t,
        "jubilaeen",
    )


def _line(row: Any) -> str:
    """Return an anniversary as a paragraph of Markdown."""
    t = texts()
    name = escaped(anniversary_name(row, dataset(), t))
    title = escaped(t.t("calendar.occasion", date=t.date(row.date), title=getattr(row, f"title_{t.lang}")))
    return f"**{escaped(t.date(row.on))}** · {f'**{name}**' if row.major else name}  \n:small[{title}]  \n{source_line(row, t)}"


def next_years(rows: pd.DataFrame) -> None:
    """List the coming anniversaries of the next ``YEARS_LISTED`` years one by one, in each year those known only by year first."""
    t, ahead = texts(), coming(rows, today())
    last = int(today()[:4]) + YEARS_LISTED - 1
    listed = with_sources(dataset(), ahead[ahead["on"].str[:4].astype(int) <= last])
    if listed.empty:
        return
    st.header(t.t("anniversaries.next_years", last=last), anchor=False)
    for column, (year, own) in zip(st.columns(YEARS_LISTED, gap="large"), listed.groupby(listed["on"].str[:4]), strict=False):
        with column:
            st.subheader(str(year), anchor=False)
            st.markdown("\n\n".join(map(_line, records(own))))


def _resting_partner(row: Any) -> str:
    return next(str(partner) for partner in row.partners if dataset().partner(partner)["status"] != "active")


def _reason(row: Any) -> str:
    t, facts = texts(), dataset()
    if row.stop:
        step = facts.relation_steps.set_index("id").loc[row.stop]
        return t.t("calendar.occasion", date=t.date(step["date"]), title=step[f"title_{t.lang}"])
    return str(facts.partner(_resting_partner(row))[f"note_{t.lang}"])


def not_celebrated(rows: pd.DataFrame) -> None:
    """List, by partner, the anniversaries that must not be celebrated, each partner with the reason."""
    t, resting = texts(), rows[~rows["celebrated"]]
    if resting.empty:
        return
    st.header(t.n("anniversaries.resting", len(resting)), anchor=False)
    st.caption(t.t("anniversaries.resting_note"))
    paragraphs = []
    for partner, own in resting.groupby([_resting_partner(row) for row in records(resting)], sort=False):
        facts = dataset().partner(str(partner))
        page = urlencode(to_params(replace(selection(), city=str(partner)), options()), doseq=True)
        days = [f"- {escaped(t.date(row.on))}: {escaped(anniversary_name(row, dataset(), t))}" for row in records(own)]
        paragraphs.append(
            f"**[{escaped(facts[f'name_{t.lang}'])}](partner?{page})** · {t.label('status', facts['status'])}  \n"
            f"{escaped(_reason(next(records(own))))}\n\n" + "\n".join(days)
        )
    with st.container(key="not-celebrated"):
        st.markdown("\n\n".join(paragraphs))
