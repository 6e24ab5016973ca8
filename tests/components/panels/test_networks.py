"""Networks page: every network opens, the link reproduces the view, invalid input raises nothing."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from components.words.networks import known_members, members_sentence, memberships_sentence, networks_headline
from components.words.texts import Texts
from data import networks
from data.chronicle import entries
from data.selection import parse
from data.vocabulary import LANGUAGES, SECTORS, VIEWS
from tests.visiting import address, open_page, real_facts, tables, whole

ROOT = Path(__file__).parents[3]
NETWORKS = tuple(real_facts().networks["id"])


def visit(**params) -> AppTest:
    return whole(open_page("networks", **params))


def charts(app):
    return [node.proto.alt for node in app.main if node.type == "plotly_chart"]


def headers(app):
    return [node.value for node in app.header]


@pytest.fixture(scope="module")
def whole_options(facts, options):
    return replace(options, networks=tuple(facts.networks["id"]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_three_figures_whose_sentence_is_their_text(lang):
    app = visit(lang=lang)
    assert len(charts(app)) == 3
    assert all(alt in headers(app) for alt in charts(app))


def test_the_headline_reads_the_data(facts):
    assert visit().title[0].value == (
        "Karlsruhe ist Mitglied in 23 Netzwerken; am längsten in Magistrale für Europa / Main Line for Europe e. V. (seit 1990); "
        "das größte ist Mayors for Peace (Bürgermeister für den Frieden) mit 8.500 Mitgliedern"
    )
    assert visit(lang="en", sector="culture").title[0].value == (
        "Karlsruhe is a member of 2 networks; longest in euroArt – association of European artists’ colonies (since 2016); "
        "the largest is UNESCO Creative Cities Network (Karlsruhe: Media Arts) with 408 members"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_opens(facts, network, lang):
    app = visit(network=network, lang=lang)
    name = facts.networks.set_index("id").at[network, f"name_{lang}"]
    assert app.selectbox(key="network").value == network
    assert address(app)["network"] == [network]
    if network in set(facts.network_members["network"]):
        assert not app.info
        assert charts(app)[0].startswith(f"{name} ")
    else:
        assert name in app.info[0].value.replace("\\", "")
    assert any(Texts(lang).label("sector", facts.networks.set_index("id").at[network, "sector"]) in line.value for line in app.markdown)


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_reproduces_the_view(view):
    app = visit(network="eurocities", view=view, lang="en", sector=["civic", "economy"])
    again = visit(**address(app))
    assert address(again) == address(app)
    assert (again.title[0].value, headers(again)) == (app.title[0].value, headers(app))


def test_a_pick_shows_the_network_as_close_as_it_allows_and_stands_in_the_address():
    app = visit()
    whole(app.selectbox(key="network").set_value("eurodistrict-pamina").run())
    assert address(app)["network"] == ["eurodistrict-pamina"]
    assert address(app)["view"] == ["europe"]
    whole(app.selectbox(key="network").set_value(None).run())
    assert "network" not in app.query_params
    assert "view" not in app.query_params


@pytest.mark.parametrize("sector", SECTORS)
def test_every_theme_opens(facts, sector):
    app = visit(sector=sector)
    known = set(facts.networks.loc[facts.networks["sector"] == sector, "id"])
    table = [table for table in tables(app) if len(table.value.columns) == 8]
    assert (len(table[0].value) if table else 0) == len(known)
    if not known:
        assert app.title[0].value == Texts("de").t("networks.none")
    elif not known & set(facts.network_members["network"]):
        assert app.info[0].value == Texts("de").t("networks.no_lists")


def test_a_network_that_the_filters_leave_out_is_said_to_be():
    app = visit(network="eurocities", sector="culture")
    assert app.selectbox(key="network").value is None
    assert app.info[0].value == Texts("de").t("networks.filtered", name="EUROCITIES")
    alone = visit(network="sichere-haefen", sector="humanitarian")
    assert len(alone.info) == 1


def test_the_table_says_what_is_unknown(facts):
    t = Texts("de")
    table = next(table.value for table in tables(visit()) if len(table.value.columns) == 8)
    assert len(table) == 24
    for message, column in (("networks.since", "since_year"), ("networks.members", "members")):
        assert (table[t.t(message)] == t.t("table.unknown")).sum() == facts.networks[column].isna().sum()
    assert (table[t.t("networks.seat")] == t.t("table.unknown")).sum() == (facts.networks["seat"] == "").sum()
    listed = facts.networks["id"].isin(facts.network_members["network"])
    assert table[t.t("networks.list")].str.contains(t.t("networks.no_list")).sum() == (~listed).sum()
    assert not table.map(lambda cell: cell.strip() == "").any().any()
    assert "1993 bis 2010 (beendet)" in set(table[t.t("networks.since")])


@pytest.mark.parametrize("params", [{}, {"lang": "en"}, {"from": "2014", "to": "2022"}])
def test_a_link_to_the_chronicle_leads_to_as_many_entries(facts, whole_options, params):
    chosen = Texts(params.get("lang", "de"))
    table = next(table.value for table in tables(visit(**params)) if len(table.value.columns) == 8)
    followed = 0
    for cell in table[chosen.t("networks.entries")]:
        if not cell.startswith("["):
            # one network has an entry that no search finds alone
            assert cell in {chosen.n("networks.entries_n", n) for n in (0, 1)}
            continue
        words, link = cell[1:-1].split("](")
        view, dropped = parse(parse_qs(urlsplit(link).query), whole_options)
        assert dropped == ()
        assert view.lang == chosen.lang
        assert words == chosen.n("networks.entries_n", len(entries(facts, view)))
        followed += 1
    assert followed >= 5


def test_sources_are_linked_only_where_they_may_be(facts):
    table = next(table.value for table in tables(visit()) if len(table.value.columns) == 8)
    links = [cell for cell in table[Texts("de").t("source.label")] if cell.startswith("[")]
    allowed = set(facts.sources.loc[facts.sources["linkable"], "url"])
    assert links
    assert all(cell.rsplit("](", 1)[1].split(")")[0].replace("%29", ")").replace("%20", " ") in allowed for cell in links)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_hold_what_the_figures_show(lang):
    app = visit(lang=lang)
    t = Texts(lang)
    app.session_state["network-shown"] = "table"
    app.session_state["network-lanes-shown"] = "table"
    app.session_state["networks-second-shown"] = "table"
    shown = [table.value for table in tables(whole(app.run()))]
    assert [len(table) for table in shown] == [135, 24, 24, 2]
    assert (shown[0][t.t("networks.our_partner")] != "–").sum() == 6
    assert list(shown[0][t.t("networks.our_partner")])[:2] != ["–", "–"]


@pytest.mark.parametrize("parameter", ["network", "view", "sector", "from", "to"])
def test_nonsense_raises_nothing(parameter):
    app = visit(**{parameter: ["<script>", "", "x" * 400, "../../etc"]})
    assert len(charts(app)) == 3


def test_each_network_with_a_list_says_how_much_of_it_is_known(facts, select):
    t = Texts("de")
    rows = networks.networks(facts, select()).set_index("id", drop=False)
    names = {row["id"]: row["name_de"] for row in facts.partner_rows}
    said = {row.id: known_members(row, names, t) for row in rows.itertuples(index=False)}
    assert said["eurodistrict-pamina"] == "Alle 15 Mitglieder sind bekannt. Keiner unserer Partner ist darunter."
    assert said["magistrale-fuer-europa"] == "7 von 23 Mitgliedern sind bekannt. Mit dabei sind unsere Partner Nancy und Straßburg."
    assert said["efus-defus"] == "16 Mitglieder sind bekannt, ihre Gesamtzahl nicht. Mit dabei ist unser Partner Straßburg."
    assert said["klima-buendnis"] == t.t("networks.no_list")


@pytest.mark.parametrize(
    ("network", "sentence"),
    [
        (
            "",
            "12 Netzwerke verbinden Karlsruhe und mindestens 135 weitere Mitglieder aus 36 Ländern, darunter die Partner "
            "Halle (Saale), Nancy, Nottingham, Straßburg, Temeswar und Winnyzja",
        ),
        ("mayors-for-peace", "{name} verbindet Karlsruhe und 8.499 weitere Mitglieder, darunter den Partner Halle (Saale)"),
        ("egtc-rhine-alpine", "{name} verbindet Karlsruhe und 13 weitere Mitglieder aus 3 Ländern, darunter keinen unserer Partner"),
        ("efus-defus", "{name} verbindet Karlsruhe und mindestens 15 weitere Mitglieder, darunter den Partner Straßburg"),
    ],
)
def test_the_sentence_of_the_map_reads_the_data(facts, select, network, sentence):
    rows = networks.networks(facts, select())
    places = networks.places(networks.members(facts, select(), network))
    names = {row["id"]: row["name_de"] for row in facts.partner_rows}
    name = rows.set_index("id")["name"].get(network, "")
    assert members_sentence(places, rows, network, names, Texts("de")) == sentence.format(name=name)


def test_the_sentence_of_the_memberships_reads_the_data(facts, select):
    t = Texts("de")
    rows = networks.networks(facts, select())
    assert (
        memberships_sentence(rows, t)
        == "11 Mitgliedschaften begannen von 2010 bis 2019; bei 5 Netzwerken ist das Beitrittsjahr nicht bekannt; "
        "1 Mitgliedschaft ist beendet"
    )
    assert memberships_sentence(rows[rows["since"] == 0], t) == t.t("networks.lanes_none")
    assert memberships_sentence(rows[rows["id"] == "polis"], t) == "1 Mitgliedschaft begann im Jahr 2024"
    assert networks_headline(rows[rows["id"] == "iclei"], facts, t) == t.t("networks.headline_ended")
    assert networks_headline(rows.head(0), facts, t) == t.t("networks.none")


def test_the_headline_names_all_that_share_the_first_place(facts, select):
    t, rows = Texts("de"), networks.networks(facts, select())
    three = rows[rows["since"] > 0].tail(3).assign(name=["A", "B", "C"], until=0, since=[2001, 2001, 2002], members=[7, 9, 9])
    both = "Karlsruhe ist Mitglied in 3 Netzwerken; am längsten in A und B (seit 2001); die größten sind B und C mit je 9 Mitgliedern"
    assert networks_headline(three, facts, t) == both
    assert networks_headline(three.assign(since=2001, members=9), facts, t) == "Karlsruhe ist Mitglied in 3 Netzwerken"
    assert networks_headline(three.head(1), facts, t) == "Karlsruhe ist Mitglied in 1 Netzwerk: A, seit 2001"
    assert networks_headline(three.head(1).assign(since=0), facts, t) == "Karlsruhe ist Mitglied in 1 Netzwerk: A"
