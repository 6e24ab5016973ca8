"""Numbers that a page shows several times, in headline, key figures, lists, tables and files, are the same or named differently."""

import re

import pytest

from components.exports.sheets import partners_sheet
from components.words.texts import Texts
from data.anniversaries import anniversaries, coming
from data.queries import connections, count_events, exchanges
from tests.visiting import chosen, open_page, real_facts

VIEWS = [
    {},
    {"sector": "education"},
    {"relation": "twinning", "lang": "en"},
    {"partner": ["krasnodar", "nancy"]},
    {"from": "1990", "to": "2010"},
]


def numbers(text: str) -> list[int]:
    return [int(re.sub(r"[.,]", "", one)) for one in re.findall(r"\d{1,3}(?:[.,]\d{3})+|\d+", text)]


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_on_the_map_headline_key_figures_and_list_agree(view):
    app = open_page(**view)
    facts, selection = real_facts(), chosen(app)
    found, shown, _ = connections(facts, selection)
    named = numbers(app.title[0].value)
    active, countries, exchanged, _ = (numbers(str(metric.value))[0] for metric in app.metric)
    assert exchanged == count_events(found) == count_events(exchanges(facts, selection))
    met = shown[shown["exchanges"] > 0]
    assert {len(met), met["country"].nunique()} <= {*named, 1}
    going = [row for row in shown.itertuples() if row.status == "active" and row.kind != "contact"]
    assert (active, countries) == (len(going), len({row.country for row in going}))
    counted = [int(option.split(" · ")[1].replace(".", "").replace(",", "")) for option in app.radio(key="city").options]
    assert counted == list(shown["exchanges"])


def test_the_countries_of_active_relations_say_that_they_are():
    for lang in ("de", "en"):
        words = Texts(lang)
        assert re.search("aktiv|active", words.t("figure.countries"))
        assert re.search("aktiv|active", words.t("figure.active"), re.IGNORECASE)


@pytest.mark.parametrize("occasions", ["major", "all"])
@pytest.mark.parametrize("view", [{}, {"partner": "nancy"}, {"lang": "en"}], ids=str)
def test_on_the_anniversaries_page_headline_chart_and_calendar_agree(view, occasions):
    app = open_page("anniversaries", occasions=occasions, today="2026-11-29", **view)
    rows = anniversaries(real_facts(), chosen(app), "2026-11-29")
    ahead = coming(rows, "2026-11-29")
    major = ahead[ahead["major"]] if ahead["major"].any() else ahead
    assert len(major) in numbers(app.title[0].value)
    said = numbers(app.header[0].value)
    resting = int((~rows["celebrated"]).sum())
    assert said == [len(ahead), 2036, *([resting] if resting else [])]


def test_entries_are_called_entries_where_they_are_more_than_what_counts_as_exchange():
    facts = real_facts()
    every = f"{len(facts.activities):,}"
    for lang, mark, word in (("de", ".", "Einträge"), ("en", ",", "entries")):
        title = open_page("data", lang=lang).title[0].value
        assert f"{every.replace(',', mark)} {word}" in title


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_chronicle_of_what_counts_and_the_file_of_partners_have_as_many_as_the_map_says(view):
    app = open_page(**view)
    facts, selection = real_facts(), chosen(app)
    said = numbers(str(app.metric[2].value))[0]
    assert numbers(open_page("chronicle", counted="yes", **view).text[0].value)[0] == said
    t = Texts(selection.lang)
    table = partners_sheet(facts, selection, t).frame
    assert list(table[t.t("table.exchanges")]) == list(connections(facts, selection)[1]["exchanges"])
