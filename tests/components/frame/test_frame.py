"""Frame and map page without a browser: widgets, URL, languages, invalid input."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import components.session.viewer
from components.words.texts import Texts
from data.queries import count_events, exchanges, key_figures, relations
from data.selection import PARAMETERS, to_params
from data.validation import BrokenTables, Problem
from data.vocabulary import LANGUAGES, RELATION_KINDS, SECTORS, VIEWS
from tests.visiting import address, chosen, go_to, lines, open_page, press, stands_still, tables

ROOT = Path(__file__).parents[3]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")


def quiet_lines(app: AppTest) -> list[str]:
    """Return the small lines that say what of the address was dropped."""
    starts = tuple(Texts(lang).t("filters.dropped", values="") for lang in LANGUAGES)
    return [line.value for line in (*app.caption, *app.text) if line.value.startswith(starts)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_page_draws_in_both_languages_and_themes(lang, theme):
    app = open_page(theme=theme, lang=lang)
    assert stands_still(app)
    assert len(app.title) == 1
    assert len(app.metric) == 4


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("screen", PAGES)
def test_every_page_draws_in_both_languages(screen, lang):
    app = go_to(open_page(lang=lang), screen, screen)
    assert stands_still(app)
    assert len(app.title) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_the_map_carries_its_sentence_as_text_alternative(view):
    app = open_page(view=view)
    assert stands_still(app)
    (chart,) = app.get("plotly_chart")
    assert chart.proto.alt == app.title[0].value


def test_the_same_figures_stand_in_the_table(facts, select):
    app = open_page(lang="en")
    app.session_state["map-shown"] = "table"
    app.run()
    shown = relations(facts, select(lang="en"), exchanges(facts, select(lang="en")))
    table = tables(app)[0].value
    assert list(table["Partner"]) == list(shown["name"])
    assert list(table["Activities"]) == [str(n) for n in shown["exchanges"]]
    assert dict(zip(table["Partner"], table["Status"], strict=True))["Krasnodar"] == "suspended"


@pytest.mark.parametrize(
    ("use", "changes", "params"),
    [
        (lambda a: press(a, "filter-sectors", SECTORS, "education"), {"sectors": ("education",)}, {"sector": ["education"]}),
        (
            lambda a: press(a, "filter-sectors", SECTORS, "sport", "culture"),
            {"sectors": ("culture", "sport")},
            {"sector": ["culture", "sport"]},
        ),
        (lambda a: press(a, "filter-sectors", SECTORS, *SECTORS), {}, {}),
        (lambda a: a.multiselect(key="filter-partners").set_value(["nancy"]).run(), {"partners": ("nancy",)}, {"partner": ["nancy"]}),
        (
            lambda a: a.slider(key="filter-years").set_value((1990, 2020)).run(),
            {"first_year": 1990, "last_year": 2020},
            {"from": ["1990"], "to": ["2020"]},
        ),
        (lambda a: press(a, "filter-relations", RELATION_KINDS, "climate"), {"relations": ("climate",)}, {"relation": ["climate"]}),
        (lambda a: a.toggle(key="filter-ended").set_value(True).run(), {"ended": True}, {"ended": ["yes"]}),
        (lambda a: press(a, "language", LANGUAGES, "en"), {"lang": "en"}, {"lang": ["en"]}),
        (lambda a: press(a, "view", VIEWS, "globe"), {"view": "globe"}, {"view": ["globe"]}),
        (lambda a: a.radio(key="city").set_value("pune").run(), {"city": "pune"}, {"city": ["pune"]}),
        (lambda a: a.slider(key="moment").set_value(1999).run(), {"last_year": 1999}, {"to": ["1999"]}),
    ],
    ids=["sector", "sectors in order", "all are none", "partner", "years", "relation", "ended", "language", "view", "city", "moment"],
)
def test_every_widget_changes_the_selection_and_the_address(select, use, changes, params):
    app = use(open_page())
    assert stands_still(app)
    assert chosen(app) == select(**changes)
    assert address(app) == params


def test_the_moment_before_the_first_year_takes_the_first_year_along(select):
    app = open_page(**{"from": "1990", "to": "2020"})
    app.slider(key="moment").set_value(1980).run()
    assert chosen(app) == select(first_year=1980, last_year=1980)


def test_widgets_show_what_the_address_says():
    app = open_page(
        **{"sector": ["culture", "sport"], "partner": "nancy", "relation": "twinning", "from": "1990", "to": "2020", "ended": "yes"},
        view="europe",
        city="nancy",
        lang="en",
    )
    assert app.button_group(key="filter-sectors").value == ["culture", "sport"]
    assert app.multiselect(key="filter-partners").value == ["nancy"]
    assert app.button_group(key="filter-relations").value == ["twinning"]
    assert app.slider(key="filter-years").value == (1990, 2020)
    assert app.toggle(key="filter-ended").value is True
    assert app.button_group(key="view").value == "europe"
    assert app.radio(key="city").value == "nancy"
    assert app.button_group(key="language").value == "en"
    assert app.slider(key="moment").value == 2020


def test_a_link_shows_exactly_its_view(facts, select):
    app = open_page(**{"lang": "en", "sector": "education", "partner": "nancy", "from": "1990", "to": "2020"})
    same = select(lang="en", sectors=("education",), partners=("nancy",), first_year=1990, last_year=2020)
    assert chosen(app) == same
    found = exchanges(facts, same)
    figures = key_figures(relations(facts, same, found), found)
    assert app.title[0].value == "Karlsruhe had exchanges with Nancy in education from 1990 to 2020"
    assert {metric.label: metric.value for metric in app.metric} == {
        "Active partnerships": str(figures.active),
        "Countries (active only)": str(figures.countries),
        "Documented activities": str(figures.exchanges),
        "First activity": str(figures.first_year),
    }
    assert figures.exchanges > 0
    assert quiet_lines(app) == []


def test_headline_list_card_and_key_figure_give_one_partner_the_same_number(facts, select):
    for partner in facts.partner_ids:
        app = open_page(lang="en", partner=partner, city=partner)
        n = count_events(exchanges(facts, select(partners=(partner,))))
        assert app.metric[2].value == str(n)
        assert [option.rsplit(" · ", 1)[1] for option in app.radio(key="city").options] == [str(n)], partner
        assert any(line.startswith(f"**{n} documented activit") for line in lines(app)), partner


def test_key_figures_follow_every_change(facts, select):
    app = open_page()
    for sector in SECTORS:
        press(app, "filter-sectors", SECTORS, sector)
        assert app.metric[2].value == str(count_events(exchanges(facts, select(sectors=(sector,)))))


def test_reset_gives_the_bare_view_and_keeps_the_language(select):
    assert open_page().button(key="reset").disabled
    assert open_page(lang="en").button(key="reset").disabled
    app = open_page(**{"lang": "en", "sector": "sport", "from": "1990", "ended": "yes"}, partner="nancy", view="globe", city="pune")
    assert not app.button(key="reset").disabled
    app.button(key="reset").click().run()
    assert chosen(app) == select(lang="en")
    assert address(app) == {"lang": ["en"]}
    assert app.button_group(key="filter-sectors").value == []
    assert app.slider(key="moment").value == select().last_year
    assert app.button(key="reset").disabled


def test_another_language_keeps_every_filter(options):
    params = {
        "sector": "education",
        "partner": ["halle", "nancy"],
        "from": "1990",
        "to": "2020",
        "view": "europe",
        "city": "nancy",
        "ended": "yes",
    }
    app = open_page(**params)
    before = chosen(app)
    press(app, "language", LANGUAGES, "en")
    assert chosen(app) == replace(before, lang="en")
    assert address(app) == to_params(replace(before, lang="en"), options)
    assert "in education" in app.title[0].value
    press(app, "language", LANGUAGES, "de")
    assert chosen(app) == before


NASTY = [
    "",
    " ",
    "\0",
    "-1",
    "999999999999",
    "٢٠٠٠",
    "2000.5",
    "null",
    "' OR 1=1 --",
    "../../etc/passwd",
    "🌍",
    "a" * 5000,
    "{n}",
    "%s",
    "{0}",
]


#: Parameters that take any words, so that none is garbage.
WORDS = {"q"}
CHOICES = [parameter for parameter in PARAMETERS.values() if parameter not in WORDS]


@pytest.mark.parametrize("parameter", CHOICES)
def test_garbage_in_a_parameter_raises_nothing_and_one_quiet_line_names_it(select, parameter):
    app = open_page(**{parameter: NASTY[:5]})
    for nasty in NASTY:
        app.query_params = {parameter: nasty}
        app.run()
        assert stands_still(app), nasty
        assert chosen(app) == select(), nasty
        (line,) = quiet_lines(app)
        assert line.startswith(f"Unbekannte Angaben in der Adresse wurden ignoriert: {parameter}="), nasty


@pytest.mark.parametrize("parameter", sorted(WORDS & set(PARAMETERS.values())))
def test_any_words_draw_every_page(parameter):
    """The pages that read them are tried with all words, the others in turn."""
    for number, nasty in enumerate(NASTY):
        app = open_page(**{parameter: nasty})
        for screen in {"chronicle", "data", PAGES[number % len(PAGES)]}:
            assert stands_still(go_to(app, screen, screen)), (nasty, screen)


def test_garbage_in_every_parameter_at_once_gives_the_bare_view_and_one_line(select):
    app = open_page(**{parameter: ["nonsense", "culture;drop"] for parameter in CHOICES})
    assert stands_still(app)
    assert chosen(app) == select()
    assert len(quiet_lines(app)) == 1
    assert len(quiet_lines(app)[0]) < 500
    assert address(app) == {}


def test_what_is_good_in_a_bad_address_holds(select):
    app = open_page(**{"sector": ["magic", "sport"], "from": "2010", "to": "3000", "lang": "en"})
    assert chosen(app) == select(lang="en", sectors=("sport",), first_year=2010)
    assert quiet_lines(app) == ["Unknown values in the address were ignored: sector=magic, to=3000"]
    assert address(app) == {"sector": ["sport"], "from": ["2010"], "lang": ["en"]}


def test_years_in_the_wrong_order_are_dropped_and_named(select):
    app = open_page(**{"from": "2010", "to": "1990"})
    assert chosen(app) == select()
    assert quiet_lines(app) == ["Unbekannte Angaben in der Adresse wurden ignoriert: from=2010, to=1990"]


def test_the_quiet_line_goes_with_the_next_choice():
    app = open_page(sector="magic")
    assert len(quiet_lines(app)) == 1
    press(app, "filter-sectors", SECTORS, "sport")
    assert quiet_lines(app) == []


def test_parameters_that_are_not_ours_stay_in_the_address():
    app = open_page(utm_source="amtsblatt")
    press(app, "filter-sectors", SECTORS, "sport")
    assert address(app) == {"utm_source": ["amtsblatt"], "sector": ["sport"]}
    assert quiet_lines(app) == []


def test_another_page_keeps_the_selection_and_writes_it_into_its_address(options):
    app = open_page(**{"lang": "en", "sector": "education", "partner": "nancy", "from": "1990", "to": "2020"})
    before = chosen(app)
    for screen, path in (("about", "about"), ("exchange", "exchange"), ("map", "")):
        go_to(app, screen, path)
        assert stands_still(app)
        assert chosen(app) == before
        assert address(app) == to_params(before, options)


def test_the_browsers_back_gives_the_view_of_its_address(select):
    app = open_page()
    press(app, "filter-sectors", SECTORS, "sport")
    app.query_params = {}
    app.run()
    assert chosen(app) == select()
    assert app.button_group(key="filter-sectors").value == []


@pytest.fixture
def broken_tables(monkeypatch):
    """Let the tables be broken as long as the test runs."""

    def load():
        raise BrokenTables([Problem("tables/partners.csv", 7, "lat", "north", "must be a number")])

    monkeypatch.setattr(components.session.facts, "load", load)
    monkeypatch.setattr(components.session.facts, "_PRESENT", components.session.facts._Present())


@pytest.mark.usefixtures("broken_tables")
def test_broken_tables_show_a_message_in_both_languages_and_no_stack_trace(caplog):
    app = open_page()
    assert not app.exception
    assert [error.value for error in app.error] == [
        "Die Daten sind fehlerhaft; Einzelheiten stehen im Protokoll. / The data are faulty; the log says where."
    ]
    assert len(app.title) == len(app.button) == len(app.caption) == 0
    assert "tables/partners.csv, row 7, column lat" in caplog.text
    assert "Traceback" not in caplog.text


def test_relations_that_ended_appear_only_when_asked_for():
    def listed(**params):
        return [option.split(" · ")[0] for option in open_page(**params).radio(key="city").options]

    assert "Kampala (beendet)" not in listed()
    assert "Kampala (beendet)" in listed(ended="yes")
    assert listed(partner="kampala") == ["Kampala (beendet)"], "who asks for it by name gets it"


@pytest.mark.parametrize(("screen", "also"), [("", {}), ("embed", {"figure": "matrix"}), ("stage", {"story": "exchange."}), ("stage", {})])
def test_a_damaged_link_shows_what_was_meant_and_leaves_a_clean_address(screen, also):
    app = open_page(screen, SECTOR="culture.", **{"amp;lang": "en", "utm_source": "x"}, **also)
    assert chosen(app).sectors == ("culture",)
    assert chosen(app).lang == "en"
    assert quiet_lines(app) == []
    assert not app.toast
    story = {name: [value.rstrip(".")] for name, value in also.items()}
    assert address(app) == {"utm_source": ["x"], "sector": ["culture"], "lang": ["en"]} | story


@pytest.mark.parametrize(("screen", "also"), [("", {}), ("embed", {}), ("stage", {"story": "exchange"}), ("stage", {})])
def test_what_of_a_damaged_link_is_not_certain_gets_one_quiet_word(screen, also):
    app = open_page(screen, PARTNER="<b>atlantis.", **also)
    told = [*quiet_lines(app), *(toast.value for toast in app.toast)]
    assert len(told) == 1
    assert "atlantis." in told[0]
    assert stands_still(app) or screen == "stage"
    app.run()
    assert len([*quiet_lines(app), *app.toast]) == (0 if also else 1), "over a slide it is said once"
