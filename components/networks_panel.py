"""The parts of the page on networks: which there are, who is in them, and which cities share our partners."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.choices import choice
from components.figure_panel import chart_config
from components.figures.palette import SECTOR_ICONS
from components.figures.point_map import point_map
from components.session import choose, dataset, mirror, selection, texts, theme
from components.words import plain, source_line, source_note
from data import networks
from data.comparison import home_cities
from data.queries import with_sources
from data.vocabulary import VIEWS


def _names() -> dict[str, str]:
    return {row["id"]: str(row[f"name_{selection().lang}"]) for row in dataset().partner_rows}


def headline(rows: pd.DataFrame) -> str:
    """Return the sentence on ``rows`` (from ``networks.networks``): how many, since when, and where our partners sit."""
    t = texts()
    if rows.empty:
        return t.t("networks.none")
    dated = rows[rows["since"] > 0]
    partners = {partner for ids in rows["partners"] for partner in ids}
    sentence = t.n("networks.headline", len(rows))
    if len(dated):
        sentence += t.t("networks.first", name=dated.iloc[0]["name"], year=dated.iloc[0]["since"])
    return sentence + (t.t("networks.shared", partners=t.listing(sorted(_names()[one] for one in partners))) if partners else "")


def network_table(rows: pd.DataFrame) -> None:
    """Draw the table of the networks: theme, since when, members, seat, what the tables know of the members."""
    t, names = texts(), _names()
    lines = []
    for row in with_sources(dataset(), rows).itertuples():
        query = urlencode({"q": row.name} | ({"lang": t.lang} if t.lang != "de" else {}))
        activities = t.number(row.activities)
        known = t.t("networks.known", known=t.number(row.known)) if row.known else t.t("networks.no_list")
        if row.partners:
            known += " " + t.t("networks.with", partners=t.listing([names[one] for one in row.partners]))
        lines.append(
            {
                t.t("networks.network"): plain(row.name),
                t.t("table.sector"): f"{SECTOR_ICONS[row.sector]} {t.label('sector', row.sector)}",
                t.t("networks.since"): str(row.since) if row.since else t.t("table.unknown"),
                t.t("networks.members"): t.number(row.members) if row.members else t.t("table.unknown"),
                t.t("networks.seat"): plain(row.seat) if row.seat else t.t("table.unknown"),
                t.t("networks.list"): plain(known),
                t.t("networks.activities"): f"[{activities}](chronicle?{query})" if row.activities else activities,
                t.t("source.label"): source_line(row, t),
            }
        )
    st.table(pd.DataFrame(lines), hide_index=True, border="horizontal", alt=t.t("page.networks"))
    st.caption(t.t("networks.source"))


def _adopt_network() -> None:
    choose(network=st.session_state["network"] or "")


def member_map(rows: pd.DataFrame) -> None:
    """Draw the member cities that the tables know, of one network or of all of ``rows``, as map and as table."""
    t, chosen, names = texts(), selection(), _names()
    listed = rows[rows["known"] > 0].set_index("id")
    if listed.empty:
        st.info(t.t("networks.no_lists"))
        return
    network = chosen.network if chosen.network in listed.index else ""
    if chosen.network and not network:
        words = rows.set_index("id")["name"].to_dict()
        st.info(t.t("networks.missing", name=words.get(chosen.network, chosen.network)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        mirror("network", network or None)
        st.selectbox(
            t.t("networks.pick"),
            list(listed.index),
            index=None,
            format_func=lambda name: listed.at[name, "name"],
            placeholder=t.t("networks.all"),
            key="network",
            on_change=_adopt_network,
            width=480,
        )
        choice("view", VIEWS, "view")
    cities = networks.members(dataset(), network)
    cities = cities[cities["network"].isin(listed.index)]
    places = cities.groupby(["city", "country", "partner"], sort=False).agg(
        lat=("lat", "first"), lon=("lon", "first"), networks=("network", lambda ids: [str(listed.at[one, "name"]) for one in ids])
    )
    places = places.reset_index()
    sentence = _map_sentence(places, listed, network)
    st.header(sentence, anchor=False)
    as_map, as_table = st.tabs([t.t("tab.map"), t.t("tab.table")], key="network-tabs", on_change="rerun")
    if as_map.open:
        points = places.assign(
            ours=places["partner"] != "",
            hover=[f"<b>{row.city}</b>, {t.country(row.country)}<br>" + "<br>".join(row.networks) for row in places.itertuples()],
        )
        with as_map:
            wide, side = st.columns([7, 3], gap="large")
            with wide:
                st.plotly_chart(
                    point_map(points, chosen.view, (t.t("networks.city"), t.t("networks.our_partner")), t, theme()),
                    theme=None,
                    height="stretch",
                    key="network-map",
                    config=chart_config(t, "karlsruhe-netzwerke", menu=False),
                    alt=sentence,
                )
            with side:
                _side(rows)
    if as_table.open:
        with as_table:
            st.table(
                pd.DataFrame(
                    {
                        t.t("networks.city"): places["city"].map(plain),
                        t.t("table.country"): places["country"].map(t.country),
                        t.t("networks.our_partner"): [plain(names[one]) if one else "" for one in places["partner"]],
                        t.t("networks.network"): [plain(t.listing(ids)) for ids in places["networks"]],
                    }
                ),
                hide_index=True,
                border="horizontal",
                alt=sentence,
            )
    st.caption(t.t("networks.map_source", sources=source_note(dataset(), set(cities["source"]), t)))


def _side(rows: pd.DataFrame) -> None:
    """Draw how many networks there are, of how many the members are known, and where our partners sit."""
    t, names = texts(), _names()
    left, right = st.columns(2)
    left.metric(t.t("page.networks"), t.number(len(rows)))
    right.metric(t.t("networks.with_list"), t.number(int((rows["known"] > 0).sum())))
    for row in rows[rows["partners"].map(len) > 0].itertuples():
        st.markdown(f"**{plain(row.name)}**  \n{plain(t.t('networks.with', partners=t.listing([names[one] for one in row.partners])))}")
    missing = [row.name for row in rows[rows["known"] == 0].itertuples()]
    if missing:
        st.caption(plain(t.t("networks.without", names="; ".join(missing))))


def _map_sentence(places: pd.DataFrame, listed: pd.DataFrame, network: str) -> str:
    t = texts()
    countries = t.n("map.headline.countries", places["country"].nunique())
    if not network:
        return t.n("networks.map_all", len(places), networks=t.number(len(listed)), countries=countries)
    row = listed.loc[network]
    total = t.number(int(row["members"])) if row["members"] else t.t("table.unknown")
    return t.n("networks.map_one", len(places), name=row["name"], countries=countries, total=total)


def second_degree() -> None:
    """Draw which comparable cities are twinned with one of our partners, as far as the tables know."""
    t, names = texts(), _names()
    shared = networks.second_degree(dataset())
    others = [home for home in home_cities(dataset()) if home != "Karlsruhe"]
    st.header(t.n("networks.second", len(shared)), anchor=False)
    if len(shared):
        st.table(
            pd.DataFrame(
                {
                    t.t("table.partner"): shared["partner"].map(names).map(plain),
                    t.t("towns.home"): shared["home"],
                    t.t("table.since"): shared["since"].map(lambda year: str(year) if year else t.t("table.unknown")),
                }
            ),
            hide_index=True,
            border="horizontal",
            alt=t.n("networks.second", len(shared)),
        )
    sources = source_note(dataset(), set(dataset().benchmark_twinnings["source"]), t)
    st.caption(t.t("networks.second_note", cities=t.listing(others), sources=sources))
