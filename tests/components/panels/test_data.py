"""Data page: each part in both languages, every table with its description, its file and working links."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from components.panels.data import ROWS_A_PAGE
from components.words.texts import Texts
from data import overview
from data.schema import TABLES
from data.vocabulary import LANGUAGES, PARTS
from tests.visiting import open_page, sound, tables

ROOT = Path(__file__).parents[3]


def visit(**params) -> AppTest:
    return sound(open_page("data", **params))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_drawn(part, lang):
    app = visit(part=part, lang=lang)
    assert len(app.title) == 1
    assert bool(tables(app)) == (part != "upkeep")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_shows_its_rows_and_what_its_columns_mean(facts, table):
    app = visit(table=table, lang="en")
    rows, columns = (each.value for each in tables(app))
    assert len(rows) == min(ROWS_A_PAGE, len(getattr(facts, table)))
    assert list(columns["Column"]) == list(TABLES[table].columns)
    assert list(columns["Meaning"]) == [field.description for field in TABLES[table].fields]


def test_the_meaning_of_columns_is_told_in_german_too():
    described = {field.description for table in TABLES.values() for field in table.fields}
    german = [Texts("de").t(f"column.{table.name}.{field.name}") for table in TABLES.values() for field in table.fields]
    assert not described & set(german)


def test_a_search_narrows_rows_and_begins_on_the_first_page():
    app = visit(table="activities", q="Nancy 1955")
    rows = tables(app)[0].value
    assert 0 < len(rows) < ROWS_A_PAGE
    assert "q" in app.query_params
    app.selectbox(key="data-table").set_value("partners").run()
    assert app.session_state["selection"].query == ""
    assert len(tables(app)[0].value) == 16


def test_sources_of_rows_lead_to_the_source(facts):
    link = tables(visit(table="networks"))[0].value["source"].iloc[0]
    query = parse_qs(urlsplit(link.partition("](")[2].rstrip(")")).query)
    assert query["part"] == ["sources"]
    app = visit(**{name: values[0] for name, values in query.items()})
    assert len(tables(app)[2].value) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_sources_says_what_they_lack(facts, lang):
    texts = Texts(lang)
    shown = tables(visit(part="sources", lang=lang))[1].value
    told = dict(zip(shown[texts.t("data.lacking")], shown[texts.t("data.number")], strict=True))
    assert told == {texts.label("lacking", column): texts.number(n) for column, n in overview.lacking(facts).items()}


def test_nothing_found_is_said():
    app = visit(q="xyzzyxyzzy")
    assert app.header[0].value == Texts("de").n("data.rows", 0, name=Texts("de").label("table_name", "activities"))
