"""Codes of countries and languages, one form of text, and whether a point can lie in a country."""

import unicodedata

import pytest

from components.words.phrases import as_of_text
from components.words.texts import Texts
from components.words.workbook import all_words
from data.borders import can_lie_in
from data.city import CITY
from data.codes import countries, country_words, is_language_tag
from data.dataset import Dataset, made
from data.plain_text import plain
from data.schema import TABLES
from data.validation import NEEDED, problems_of
from data.vocabulary import LANGUAGES


def test_there_are_the_countries_of_the_standard_and_kosovo():
    assert len(countries()) == 250
    assert len(set(countries().values())) == 250
    assert [countries()[code] for code in ("DE", "FR", "CD", "TL", "MM", "YE", "XK")] == ["DEU", "FRA", "COD", "TLS", "MMR", "YEM", "XKX"]
    assert not {"UK", "EU", "UN", "ZZ", "IC"} & set(countries())


@pytest.mark.parametrize("word", ["GB", "GBR", "UK", "Vereinigtes Königreich", "United Kingdom", "Großbritannien"])
def test_a_country_is_meant_by_any_of_its_codes_and_names(word):
    assert country_words(LANGUAGES)[word] == "GB"


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("fr", True),
        ("en-GB", True),
        ("sr-Latn", True),
        ("zh-Hant-TW", True),
        ("Französisch", False),
        ("DE", False),
        ("en-UK", False),
        ("xx", False),
    ],
)
def test_a_tag_names_a_language(tag, known):
    assert is_language_tag(tag) == known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_of_a_country_that_is_none_is_its_code(lang):
    assert Texts(lang).country("Österreich") == "Österreich"
    assert {Texts(lang).country(code) for code in countries()}.isdisjoint(countries())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a_x000D_\nb", "a b"),
        ("a_x0007_b", "ab"),
        ("_xD83D_", "_xD83D_"),
        (unicodedata.normalize("NFD", "Tübingen"), "Tübingen"),
        ("Bürger\u00adschaft\u200b\ufeff", "Bürgerschaft"),
        ("\u200e22.05.2026\u00a0", "22.05.2026"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\x00b\x85c", "ab c"),
        (" \t ", ""),
    ],
)
def test_text_has_one_form(written, read):
    assert plain(written) == read
    assert plain(plain(written)) == read


def test_every_cell_of_the_tables_is_in_this_form(facts: Dataset):
    assert [cell for table in facts.cells.values() for column in table for cell in set(table[column]) if cell != plain(cell)] == []


@pytest.mark.parametrize(
    ("place", "country", "can"),
    [
        ((48.69, 6.18), "FRA", True),
        ((6.18, 48.69), "FRA", False),
        ((4.9, -52.3), "GUF", True),
        ((43.1, 131.9), "RUS", True),
        ((35.86, 128.63), "KOR", True),
        ((35.86, -128.63), "KOR", False),
        ((1.35, 103.8), "SGP", True),
    ],
)
def test_a_point_can_lie_in_a_country_or_not(place, country, can):
    assert can_lie_in(*place, country) == can


def changed(facts, table, row, **values):
    frame = facts.cells[table].copy()
    for column, value in values.items():
        frame.loc[row, column] = value
    return dict(facts.cells) | {table: frame}


def faults(cells):
    return [(problem.file.rpartition("/")[2], problem.row, problem.column, problem.fault) for problem in problems_of(cells)]


@pytest.mark.parametrize(
    ("table", "values", "column", "fault"),
    [
        ("partners", {"country": "UK"}, "country", "country"),
        ("partners", {"country": "fr"}, "country", "country"),
        ("partners", {"country_iso3": "Frankreich"}, "country_iso3", "country3"),
        ("partners", {"country_iso3": "FRA"}, "country_iso3", "country3_other"),
        ("partners", {"language": "Französisch"}, "language", "language"),
        ("network_members", {"country": "Österreich"}, "country", "country"),
        ("observations", {"country": "Ukraine"}, "country", "country"),
        ("indicators", {"unit": "Kilo"}, "unit", "choice"),
        ("sources", {"licence": "CC-BY"}, "licence", "choice"),
        ("benchmark_twinnings", {"kind": "Städtepartnerschaft"}, "kind", "choice"),
        ("networks", {"sector": "Umwelt"}, "sector", "choice"),
        ("partners", {"lat": "11.97947", "lon": "51.48158"}, "lat", "place_swapped"),
        ("partners", {"lat": "-51.48158"}, "lat", "place"),
        ("network_members", {"lat": "128.6", "lon": "35.86", "country": "KR"}, "lat", "place_swapped"),
        ("network_members", {"lat": ""}, "lat", "half_point"),
        ("activities", {"date": "1026-05-03"}, "date", "date_between"),
        ("activities", {"date": "1905-06-19"}, "date", "date_between"),
        ("relation_steps", {"date": "2162"}, "date", "date_between"),
        ("sources", {"published": "1026"}, "published", "date_between"),
        ("activities", {"title_de": "Zwei  Leerzeichen"}, "title_de", "text"),
    ],
)
def test_values_that_break_pages_break_the_contract_of_the_tables(facts, table, values, column, fault):
    assert (f"{table}.csv", 2, column, fault) in faults(changed(facts, table, 0, **values))


@pytest.mark.parametrize("table", NEEDED)
def test_sources_and_partners_must_have_rows(facts, table):
    cells = dict(facts.cells) | {table: facts.cells[table].iloc[:0]}
    assert (f"{table}.csv", None, "", "no_rows") in faults(cells)


def test_a_city_may_have_nothing_but_its_partners(facts):
    needed = (*NEEDED, "partner_sources", "relation_steps")
    few = dict(facts.cells) | {table: facts.cells[table].iloc[:0] for table in TABLES if table not in needed}
    few["relation_steps"] = few["relation_steps"].assign(activity="")
    assert faults(few) == []
    assert made(few).years == (1955, int(CITY.checked[:4]))
    assert made(few).as_of == CITY.checked


def test_a_single_stray_day_does_not_become_the_date_of_the_data(facts):
    for row, day in ((0, "2062-05-03"), (1, "2062-05-03"), (2, "2099-01-01")):
        cells = changed(facts, "activities", row, date=day, end_date="")
        assert (made(cells).as_of, made(cells).years) == (facts.as_of, facts.years)


def test_an_announced_activity_does_not_become_the_date_of_the_data_but_can_be_found(facts):
    dated = changed(facts, "activities", 0, date="2027-02-01", end_date="", status="announced")
    assert (made(dated).as_of, made(dated).years) == (facts.as_of, (1955, 2027))


def test_the_newest_statistics_are_a_year_that_several_regular_series_reach(facts):
    regular = set(facts.indicators.loc[facts.indicators["chart"] == "line", "id"])
    assert facts.newest_statistics == 2025
    rows = facts.observations.index[facts.observations["indicator"].isin(regular)]
    # Not even two new values of different series make a new year of the statistics.
    cells, first = facts.cells, facts.observations["indicator"]
    other = next(row for row in rows if first[row] != first[rows[0]])
    observations = cells["observations"].copy()
    observations.loc[[rows[0], other], "year"] = "2026"
    assert made(dict(cells) | {"observations": observations}).newest_statistics == 2025


def test_the_last_check_is_the_publication_else_the_review_of_the_delivered_tables(facts):
    assert facts.checked == CITY.checked >= facts.as_of
    assert made(facts.cells, published="2027-03-01T10:00:00+00:00").checked == "2027-03-01"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_activities_statistics_and_check_are_told_apart(facts, lang):
    t = Texts(lang)
    told = as_of_text(made(facts.cells, published="2027-03-01T10:00:00+00:00"), t)
    places = [told.find(each) for each in (t.date(facts.as_of), "2025", t.date("2027-03-01"))]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(("word", "code"), [("Österreich", "AT"), ("fr", "FR"), ("UK", "GB"), ("deu", "DE")])
def test_a_workbook_may_name_countries(word, code):
    assert all_words().choices["partners", "country"][word.casefold()] == code
    assert all_words().choices["partners", "country_iso3"][word.casefold()] == countries()[code]
