"""Chronicle page: search, filters, paging, order and links; sentence, entries and URL agree."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.panels.chronicle import ENTRIES_A_PAGE
from components.words.phrases import escaped
from components.words.texts import Texts
from data.chronicle import entries, record
from data.vocabulary import LANGUAGES, ORDERS, SECTORS
from tests.visiting import address, chosen, open_page, press


def visit(**params) -> AppTest:
    return exactly(open_page("chronicle", **params))


def exactly(app: AppTest) -> AppTest:
    """Return ``app``, drawn to its foot without an exception and without an error."""
    assert not app.exception
    assert not app.error
    foot = Texts(chosen(app).lang).t("data.as_of", activities="", statistics="", checked="")[:5]
    assert any(caption.value.startswith(foot) for caption in app.caption)
    assert len(app.title) == 1
    return app


def shown(app: AppTest) -> list[str]:
    """Return the ids of the entries on the page, from their links."""
    return re.findall(r"\(chronicle\?entry=([\w-]+)", "\n".join(markdown.value for markdown in app.markdown))


def lines(app: AppTest) -> dict[str, list[str]]:
    """Return the lines of each entry on the page by its id."""
    found = [entry for markdown in app.markdown if "(chronicle?entry=" in markdown.value for entry in markdown.value.split("\n\n")]
    return {re.search(r"entry=([\w-]+)", text).group(1): text.split("  \n") for text in found}


def sentence(app: AppTest) -> str:
    return app.text[-1].value


def number(app: AppTest) -> int:
    return int(re.match(r"[\d.,]+", sentence(app)).group().replace(".", "").replace(",", ""))


def quiet(app: AppTest) -> list[str]:
    start = Texts(chosen(app).lang).t("filters.dropped", values="")
    return [line.value for line in app.text if line.value.startswith(start)]


# What is shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bare_chronicle_counts_all_and_shows_the_newest(facts, select, lang):
    app = visit(lang=lang)
    rows = entries(facts, select(lang=lang))
    assert app.title[0].value == Texts(lang).t("page.chronicle")
    assert number(app) == len(rows) > 900
    assert sentence(app) == Texts(lang).n("chronicle.found", len(rows), about="", years=Texts(lang).years(1955, 2026))
    assert shown(app) == list(rows["id"].head(ENTRIES_A_PAGE))
    assert len(app.get("plotly_chart")) == 1
    assert address(app) == ({} if lang == "de" else {"lang": ["en"]})


@pytest.mark.parametrize(
    ("params", "changes"),
    [
        ({"q": "Jugendorchester"}, {"query": "Jugendorchester"}),
        ({"q": "jugenorchester", "order": "oldest"}, {"query": "jugenorchester", "order": "oldest"}),
        ({"q": "Вінниця"}, {"query": "Вінниця"}),
        ({"kind": ["concert", "exhibition"]}, {"kinds": ("concert", "exhibition")}),
        ({"confidence": "medium"}, {"confidence": "medium"}),
        ({"grade": "secondary"}, {"grade": "secondary"}),
        ({"sector": "sport", "partner": ["nancy", "halle"]}, {"sectors": ("sport",), "partners": ("nancy", "halle")}),
        ({"from": "1990", "to": "1999"}, {"first_year": 1990, "last_year": 1999}),
        ({"relation": "climate"}, {"relations": ("climate",)}),
        ({"ended": "yes", "q": "Kampala"}, {"ended": True, "query": "Kampala"}),
        ({"kind": "citizen_trip", "from": "2000", "to": "2012"}, {"kinds": ("citizen_trip",), "first_year": 2000, "last_year": 2012}),
    ],
    ids=lambda value: "&".join(value),
)
def test_a_link_shows_exactly_its_entries_and_the_sentence_counts_them(facts, select, params, changes):
    app = visit(**params)
    rows = entries(facts, select(**changes))
    assert len(rows) > 0
    assert number(app) == len(rows)
    assert shown(app) == list(rows["id"].head(ENTRIES_A_PAGE))
    years = sorted(rows["year"])
    assert all(str(year) in sentence(app) for year in (years[0], years[-1]))
    assert address(app) == {name: value if isinstance(value, list) else [value] for name, value in params.items()} or "partner" in params
    assert quiet(app) == []


def test_one_entry_is_told_in_the_singular():
    assert sentence(visit(q="Gürteltier")) == "1 Eintrag zu „Gürteltier“ im Jahr 2005"
    assert sentence(visit(q="armadillo", lang="en")) == "1 entry for “armadillo” in 2005"


def test_nothing_found_is_said_and_no_empty_figure_drawn():
    app = visit(q="xyzzyqwert")
    assert sentence(app) == "Kein Eintrag zu „xyzzyqwert“ passt zu dieser Auswahl."
    assert shown(app) == []
    assert not app.get("plotly_chart")
    assert not app.get("pagination")
    assert app.text_input(key="chronicle-query").value == "xyzzyqwert"


def test_the_entries_stand_under_their_decade(facts, select):
    app = visit(q="Handschlag", order="oldest")
    rows = entries(facts, select(query="Handschlag", order="oldest"))
    decades = list(dict.fromkeys(year // 10 * 10 for year in rows["year"]))
    assert len(rows) <= ENTRIES_A_PAGE
    assert [header.value for header in app.header] == [f"{decade} bis {decade + 9}" for decade in decades]


def test_the_strip_draws_the_entries_found(facts, select):
    chart = visit(q="Jugendorchester").get("plotly_chart")[0]
    years = entries(facts, select(query="Jugendorchester"))["year"]
    for year, count in years.value_counts().items():
        assert f"\\u003cb\\u003e{year}\\u003c\\u002fb\\u003e\\u003cbr\\u003e{count} " in chart.proto.spec
    assert chart.proto.alt == "Einträge je Jahr von 1955 bis 2026. Ein Klick auf ein Jahr zeigt nur dieses Jahr."


# Widgets


@pytest.mark.parametrize(
    ("use", "changes", "params"),
    [
        (lambda a: a.text_input(key="chronicle-query").set_value("  Pune ").run(), {"query": "Pune"}, {"q": ["Pune"]}),
        (lambda a: a.multiselect(key="chronicle-kinds").set_value(["concert"]).run(), {"kinds": ("concert",)}, {"kind": ["concert"]}),
        (lambda a: a.selectbox(key="chronicle-confidence").set_value("medium").run(), {"confidence": "medium"}, {"confidence": ["medium"]}),
        (lambda a: a.selectbox(key="chronicle-grade").set_value("secondary").run(), {"grade": "secondary"}, {"grade": ["secondary"]}),
        (lambda a: a.button_group(key="choice-order").set_value("Älteste zuerst").run(), {"order": "oldest"}, {"order": ["oldest"]}),
        (lambda a: a.multiselect(key="filter-partners").set_value(["rijeka"]).run(), {"partners": ("rijeka",)}, {"partner": ["rijeka"]}),
    ],
    ids=["query", "kind", "confidence", "grade", "order", "partner"],
)
def test_every_widget_changes_entries_and_address(facts, select, use, changes, params):
    app = visit()
    before = shown(app)
    exactly(use(app))
    rows = entries(facts, select(**changes))
    assert chosen(app) == select(**changes)
    assert address(app) == params
    assert number(app) == len(rows)
    assert shown(app) == list(rows["id"].head(ENTRIES_A_PAGE)) != before


def test_widgets_show_what_the_address_says():
    app = visit(q="Nancy", kind=["concert", "festival"], confidence="high", grade="official", order="oldest")
    assert app.text_input(key="chronicle-query").value == "Nancy"
    assert app.multiselect(key="chronicle-kinds").value == ["concert", "festival"]
    assert app.selectbox(key="chronicle-confidence").value == "high"
    assert app.selectbox(key="chronicle-grade").value == "official"
    assert app.button_group(key="choice-order").value == "oldest"


def test_a_choice_taken_back_leaves_the_bare_address(select):
    app = visit(q="Nancy", kind="concert", confidence="high")
    app.text_input(key="chronicle-query").set_value("").run()
    app.multiselect(key="chronicle-kinds").set_value([]).run()
    exactly(app.selectbox(key="chronicle-confidence").set_value(None).run())
    assert chosen(app) == select()
    assert address(app) == {}


def test_kinds_chosen_in_any_order_give_one_link(options):
    """A link must mean the same after it was opened: what the widget writes is what the address is read as."""
    app = visit()
    exactly(app.multiselect(key="chronicle-kinds").set_value(["exhibition", "concert"]).run())
    assert chosen(app) == chosen(visit(**address(app)))


@pytest.mark.parametrize("query", ["Partner\u00adschaft", "Nancy\u00a0Garten", "Pune\u200b"])
def test_a_query_pasted_with_invisible_letters_gives_a_link_that_works(query):
    app = visit()
    exactly(app.text_input(key="chronicle-query").set_value(query).run())
    again = visit(**address(app))
    assert quiet(again) == []
    assert sentence(again) == sentence(app)


def test_reset_clears_the_choices_of_the_chronicle_too(facts, select):
    app = visit(q="Nancy", kind="concert", confidence="high", grade="official", order="oldest", sector="culture", lang="en")
    assert not app.button(key="reset").disabled
    exactly(app.button(key="reset").click().run())
    assert chosen(app) == select(lang="en")
    assert address(app) == {"lang": ["en"]}
    assert app.text_input(key="chronicle-query").value == ""
    assert app.multiselect(key="chronicle-kinds").value == []
    assert app.button_group(key="choice-order").value == "newest"
    assert number(app) == len(entries(facts, select()))


def turn(app: AppTest, page: int) -> AppTest:
    app.session_state["chronicle-page"] = page
    return exactly(app.run())


def test_the_pages_hold_every_entry_once_in_order(facts, select):
    app = visit(q="Jugend", order="oldest")
    rows = entries(facts, select(query="Jugend", order="oldest"))
    pages = app.get("pagination")[0].proto.num_pages
    assert pages == -(-len(rows) // ENTRIES_A_PAGE) > 2
    seen = []
    for page in range(1, pages + 1):
        seen += shown(turn(app, page))
        assert len(shown(app)) == (ENTRIES_A_PAGE if page < pages else len(rows) - ENTRIES_A_PAGE * (pages - 1))
    assert seen == list(rows["id"])


def test_a_search_begins_on_the_first_page(facts, select):
    app = turn(visit(), 3)
    assert shown(app) == list(entries(facts, select())["id"][40:60])
    exactly(app.text_input(key="chronicle-query").set_value("Nancy").run())
    assert shown(app) == list(entries(facts, select(query="Nancy"))["id"].head(ENTRIES_A_PAGE))


def test_a_page_beyond_the_last_is_the_last(facts, select):
    app = turn(visit(), 49)
    exactly(app.multiselect(key="filter-partners").set_value(["sakarya"]).run())
    rows = entries(facts, select(partners=("sakarya",)))
    assert len(rows) <= ENTRIES_A_PAGE
    assert shown(app) == list(rows["id"])


@pytest.mark.parametrize("order", ORDERS)
def test_one_page_is_not_paged(order):
    assert not visit(q="Gürteltier", order=order).get("pagination")


# One entry


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", ["nancy-1955-02", "van-2019-dormancy", "kampala-2023-end", "iclei-1993-01", "all-2000-01"])
def test_a_link_to_an_entry_shows_it_alone_whatever_else_is_chosen(facts, entry, lang):
    app = visit(entry=entry, lang=lang, sector="sport", q="xyzzyqwert", **{"from": "2000", "to": "2001"})
    row = record(facts).set_index("id").loc[entry]
    assert shown(app) == [entry]
    assert escaped(row[f"title_{lang}"]) in lines(app)[entry][1]
    assert Texts(lang).date(row["date"]) in lines(app)[entry][0].replace("\\", "")
    assert address(app)["entry"] == [entry]
    assert not app.text_input
    assert not app.get("plotly_chart")


def test_from_one_entry_the_way_leads_to_all_that_were_chosen(facts, select):
    app = visit(entry="nancy-1955-02", q="Jugendorchester")
    (button,) = [button for button in app.button if button.label == "Alle Einträge zeigen"]
    exactly(button.click().run())
    assert address(app) == {"q": ["Jugendorchester"]}
    assert number(app) == len(entries(facts, select(query="Jugendorchester")))


def test_every_link_to_an_entry_shows_something(facts, options):
    """An id that the address understands must lead to an entry, not to an empty frame."""
    known = set(record(facts)["id"])
    for entry in sorted(options.entries - known)[:3]:
        app = visit(entry=entry)
        assert shown(app) or quiet(app), entry


def test_the_link_of_an_entry_keeps_the_language():
    assert "(chronicle?entry=halle-2005-01&lang=en)" in lines(visit(q="armadillo", lang="en"))["halle-2005-01"][2]
    assert "(chronicle?entry=halle-2005-01)" in lines(visit(q="armadillo"))["halle-2005-01"][2]


# Wrong turns

NASTY = [
    "",
    " ",
    "\0",
    "-1",
    "null",
    "' OR 1=1 --",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "a" * 5000,
    "{n}",
    "%s",
    "{0}",
    "(",
    "[a-",
    "\\",
]


@pytest.mark.parametrize("parameter", ["kind", "confidence", "grade", "order", "entry"])
def test_garbage_in_a_choice_is_dropped_and_named(facts, select, parameter):
    app = visit(**{parameter: NASTY[:3]})
    for nasty in NASTY:
        app.query_params = {parameter: nasty}
        exactly(app.run())
        assert chosen(app) == select(), nasty
        assert len(quiet(app)) == 1, nasty
        assert number(app) == len(entries(facts, select())), nasty


@pytest.mark.parametrize("nasty", [*NASTY, "*", "$x^2$", ":smile:", "🌍", "١٩٥٥", "a\u0301" * 30, "(?P<x>", "ﬁﬂ"])
def test_garbage_in_the_query_raises_nothing(facts, select, nasty):
    app = visit(q=nasty)
    query = chosen(app).query
    assert query in ("", nasty.strip())
    rows = entries(facts, select(query=query))
    assert shown(app) == list(rows["id"].head(ENTRIES_A_PAGE))
    assert (number(app) if len(rows) else 0) == len(rows)


@pytest.mark.parametrize(
    "text", ["[Klick](https://boese.example)", "![x](https://boese.example/x.png)", "a**fett**b", ":material/bolt:", "$x^2$", "`a`"]
)
def test_a_query_is_shown_as_it_stands_and_never_as_markup(text):
    """A link to the chronicle must not put foreign links into the city's page."""
    app = visit(q=text)
    assert text in sentence(app)


def test_a_filter_leaves_the_entry_a_link_has_opened(facts, select):
    app = visit(entry="nancy-2017-02")
    assert shown(app) == ["nancy-2017-02"]
    exactly(press(app, "filter-sectors", SECTORS, "sport"))
    assert chosen(app) == select(sectors=("sport",))
    assert number(app) == len(entries(facts, select(sectors=("sport",))))


def test_another_list_of_entries_begins_on_its_first_page():
    app = turn(visit(), 3)
    exactly(press(app, "filter-sectors", SECTORS, "culture"))
    assert app.session_state["chronicle-page"] == 1


def test_the_link_to_an_entry_of_a_shared_event_names_all_its_partners(facts, select):
    shared = facts.activities[facts.activities["event"] != ""]
    event = shared.groupby("event")["partner"].nunique().idxmax()
    members = shared[shared["event"] == event]
    for entry in members["id"]:
        rows = entries(facts, select(entry=entry))
        assert list(rows["id"]) == [entry]
        assert set(rows.iloc[0]["partners"]) == set(members["partner"]) - {""}
