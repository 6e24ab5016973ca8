"""Draw the parts of the networks page: members on a map, memberships over time, the networks, and cities that share our partners."""

from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.exhibits.networks import lanes_figure, member_rows, members_map_figure, off_the_map, shared_figure
from components.figures.networks import PARTNER_SYMBOL, best_view, legend
from components.figures.palette import CITY_FILL
from components.session.viewer import choose, dataset, mirror, options, selection, texts, theme
from components.widgets.choice import choice
from components.widgets.figure import chart_config, chart_panel, figure_head, figure_panel
from components.widgets.links import with_remark
from components.widgets.map_picture import map_picture_buttons
from components.widgets.symbols import sector_with_icon
from components.widgets.table import table_of
from components.words.networks import known_members, members_sentence, memberships_sentence
from components.words.phrases import escaped, names_with_status, sector_names, source_link, source_note
from data import networks
from data.comparison import HOME, home_cities
from data.queries import with_sources
from data.records import records
from data.selection import Selection, to_params
from data.vocabulary import VIEWS

#: If more members than this have no coordinates, the note counts them instead of naming them; the table names them all.
_NAMED_AT_MOST = 12


def _names() -> dict[str, str]:
    return names_with_status(dataset(), texts())


def _sectors() -> dict[str, str]:
    return sector_names(texts())


def legend_line(rows: pd.DataFrame) -> None:
    """Draw the legend of the symbols in the figures."""
    entries = legend(rows, _sectors(), texts(), theme())
    marks = "".join(
        f'<span><span style="color:{colour}" aria-hidden="true">{mark}</span> {escape(word)}</span>' for colour, mark, word in entries
    )
    home = f'<span><span class="home" style="background:{CITY_FILL}"></span> {HOME}</span>'
    st.html(f'<p class="symbols">{marks}{home}</p>')


# Members


def _adopt_network() -> None:
    """Select the network that was picked, and the closest view that shows all its known members."""
    network = st.session_state["network"] or ""
    cities = networks.members(dataset(), selection(), network)
    choose(network=network, view=best_view(cities.dropna(subset=["lat", "lon"])))


def _pick_lane() -> None:
    """Select the network whose symbol was clicked in the chart of memberships."""
    points = st.session_state["network-lanes"]["selection"]["points"]
    ids = [point["customdata"] for point in points if point.get("customdata")]
    if ids:
        st.session_state["network"] = ids[0][0] if isinstance(ids[0], list) else ids[0]
        _adopt_network()


def picker(rows: pd.DataFrame) -> str:
    """Draw the picker of networks and views; return the network whose members the map shows, empty for all of ``rows``.

    Every network can be picked. They are in the order of their names, those without a list of members last. If the network picked
    has no list of members, or the filters exclude it, a note says so and the map shows all others.
    """
    t, chosen = texts(), selection()
    named = dict(zip(rows["id"], rows["name"], strict=True))
    known = {row.id for row in records(rows) if row.known}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        mirror("network", chosen.network if chosen.network in named else None)
        st.selectbox(
            t.t("networks.pick"),
            sorted(named, key=lambda network: (network not in known, named[network].casefold())),
            index=None,
            format_func=lambda network: named[network] if network in known else t.t("networks.unlisted", name=named[network]),
            placeholder=t.t("networks.all"),
            key="network",
            on_change=_adopt_network,
            width=520,
        )
        choice("view", VIEWS, "view")
    if chosen.network and chosen.network not in known:
        name = str(dataset().networks.set_index("id").at[chosen.network, f"name_{t.lang}"])
        missing = "networks.missing" if known else "networks.missing_alone"
        st.info(escaped(t.t(missing if chosen.network in named else "networks.filtered", name=name)))
    return chosen.network if chosen.network in known else ""


def _entries(row: Any, message: str) -> str:
    """Return ``message`` with the number of chronicle entries on a network, as a link if a search finds exactly these entries."""
    t, chosen = texts(), selection()
    words = t.n(message, row.entries)
    if not row.entries or not row.query:
        return words
    own = Selection.default(options(), chosen.lang)
    own = replace(own, first_year=chosen.first_year, last_year=chosen.last_year, query=row.query)
    return f"[{words}](chronicle?{urlencode(to_params(own, options()), doseq=True)})"


def members_panel(rows: pd.DataFrame) -> None:
    """Draw the picker and the known members of one network, or of all of ``rows``, as a map or a table."""
    t, names = texts(), _names()
    network = picker(rows)
    if not rows["known"].any():
        if not selection().network:
            st.info(t.t("networks.no_lists"))
        facts_of_chosen(rows)
        return
    found = member_rows(dataset(), selection(), rows, network, t)
    sentence = members_sentence(found, rows, network, names, t)
    if figure_head("network", sentence, "map", t):
        table_of(_member_table(found, rows), sentence)
    else:
        with st.container(key="network-map-frame"):
            st.plotly_chart(
                members_map_figure(dataset(), selection(), network, theme(), tall=True),
                theme=None,
                key="network-map",
                config=chart_config(t, "netzwerke", menu=False),
                alt=sentence,
            )
        map_picture_buttons("members")
    facts_of_chosen(rows)
    _notes(rows, network)


def facts_of_chosen(rows: pd.DataFrame) -> None:
    """Draw one line on the network picked: theme, since when, members, seat, chronicle entries; draw nothing if none is picked."""
    t = texts()
    for row in (row for row in records(rows) if row.id == selection().network):
        since = t.t("networks.member_since", year=row.since) if row.since else t.t("networks.no_beginning")
        parts = [
            t.t("networks.member_until", first=row.since, last=row.until) if row.until else since,
            t.n("networks.members_n", row.members) if row.members else t.t("networks.members_unknown"),
            t.t("networks.seat_known", seat=row.seat) if row.seat else t.t("networks.seat_unknown"),
        ]
        theme_words = sector_with_icon(row.sector, t)
        st.markdown(" · ".join((theme_words, *(escaped(part) for part in parts), _entries(row, "networks.entries_in_chronicle"))))


def _member_table(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    t, names = texts(), _names()
    named = dict(zip(rows["id"], rows["name"], strict=True))
    ordered = found.sort_values(["ours", "number", "name"], ascending=[False, False, True])
    return pd.DataFrame(
        {
            t.t("networks.member"): ordered["name"].map(escaped),
            t.t("table.country"): ordered["country"].map(t.country),
            t.t("networks.our_partner"): [f"{PARTNER_SYMBOL[1]} {escaped(names[one])}" if one else "–" for one in ordered["partner"]],
            t.t("networks.network"): [escaped("; ".join(named[one] for one in ids)) for ids in ordered["networks"]],
        }
    )


def _notes(rows: pd.DataFrame, network: str) -> None:
    """Draw the caption of the map: what the size of symbols means, which members it cannot show, and its sources."""
    t = texts()
    outside, nowhere = off_the_map(dataset(), selection(), rows, network)
    lines = [] if network else [t.t("networks.size")]
    if outside:
        lines.append(t.n("networks.outside", outside))
    if 0 < len(nowhere) <= _NAMED_AT_MOST:
        lines.append(t.n("networks.no_place", len(nowhere), names="; ".join(nowhere)))
    elif nowhere:
        lines.append(t.n("networks.no_place_many", len(nowhere)))
    known = networks.member_sources(dataset())
    ids = set[str]().union(*(known.get(one, ()) for one in rows["id"] if network in ("", one)))
    sources = source_note(dataset(), ids, t)
    lines = [escaped(line) for line in lines]
    st.caption(with_remark(" ".join((*lines, t.t("networks.map_source", sources=sources))), "networks-map", t))


# Memberships over time


def _span(row: Any) -> str:
    t = texts()
    if row.until:
        return t.t("networks.span", first=row.since, last=row.until)
    return str(row.since) if row.since else t.t("table.unknown")


def _lanes_table(rows: pd.DataFrame) -> pd.DataFrame:
    t = texts()
    return pd.DataFrame(
        {
            t.t("networks.network"): rows["name"].map(escaped),
            t.t("networks.theme"): [sector_with_icon(sector, t) for sector in rows["sector"]],
            t.t("networks.since"): [_span(row) for row in records(rows)],
        }
    )


def lanes_panel(rows: pd.DataFrame) -> None:
    """Draw since when the city has been a member of each of ``rows``; a click on a network shows its members."""
    t = texts()
    chart_panel(
        "network-lanes",
        memberships_sentence(rows, t),
        lambda: lanes_figure(dataset(), selection(), theme()),
        lambda: _lanes_table(rows),
        t,
        "mitgliedschaften",
        t.t("networks.lanes_source"),
        on_point=_pick_lane,
    )
    st.caption(with_remark(t.t("networks.lanes_source"), "networks-lanes", t))


def network_table(rows: pd.DataFrame) -> None:
    """Draw the table of networks: theme, since when, members, seat, known members, chronicle entries, source."""
    t, names = texts(), _names()
    lines = [
        {
            t.t("networks.network"): f"**{escaped(row.name)}**",
            t.t("networks.theme"): sector_with_icon(row.sector, t),
            t.t("networks.since"): _span(row),
            t.t("networks.members"): t.number(row.members) if row.members else t.t("table.unknown"),
            t.t("networks.seat"): escaped(row.seat) if row.seat else t.t("table.unknown"),
            t.t("networks.list"): escaped(known_members(row, names, t)),
            t.t("networks.entries"): _entries(row, "networks.entries_n"),
            t.t("source.label"): source_link(row, t),
        }
        for row in records(with_sources(dataset(), rows))
    ]
    st.header(t.t("networks.table"), anchor=False)
    with st.container(key="network-table"):
        table_of(pd.DataFrame(lines), t.t("networks.table"))
    st.caption(with_remark(t.t("networks.source"), "networks-table", t))


# Cities that share our partners


def second_degree() -> None:
    """Draw which comparable cities are connected with one of our partners, as far as this is known."""
    t, names = texts(), _names()
    shared = networks.second_degree(dataset(), selection())
    others = sorted(home for home in home_cities(dataset()) if home != HOME)
    sources = source_note(dataset(), set(shared["source"]) or set(dataset().benchmark_twinnings["source"]), t)
    note = t.t("networks.second_note", cities=t.listing(others), sources=sources)
    if shared.empty:
        st.header(t.t("networks.second_none"), anchor=False)
        st.caption(note)
        return
    homes = list(dict.fromkeys(shared["home"]))
    partners = t.listing(sorted({names[partner] for partner in shared["partner"]}))
    figure_panel(
        "networks-second",
        t.n("networks.second", len(homes), partners=partners, homes=t.listing(homes)),
        lambda: shared_figure(dataset(), selection(), theme()),
        lambda: _second_table(shared),
        note,
        t,
        "gemeinsame-partner",
    )


def _second_table(shared: pd.DataFrame) -> pd.DataFrame:
    t, names = texts(), _names()

    def relation(kind: str, since: str) -> str:
        return escaped(t.t("relation.since", kind=t.label("relation", kind), date=since) if since else t.label("relation", kind))

    rows = with_sources(dataset(), shared)
    return pd.DataFrame(
        {
            t.t("table.partner"): rows["partner"].map(names).map(escaped),
            t.t("networks.second_own"): [relation(row.own_kind, row.own_since[:4]) for row in records(rows)],
            t.t("networks.second_home"): rows["home"].map(escaped),
            t.t("networks.second_other"): [relation(row.kind, str(row.since or "")) for row in records(rows)],
            t.t("source.label"): [source_link(row, t) for row in records(rows)],
        }
    )
