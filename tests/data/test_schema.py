"""Schema: what a cell may hold, the messages for what it may not, and that the declarations agree with each other."""

import pytest

from data.dataset import TABLES_DIRECTORY, Dataset
from data.schema import TABLES, Field, cell_test, is_partial_date, pandera_schema
from data.validation import read_tables

FIELDS = [pytest.param(table, field, id=f"{table.name}.{field.name}") for table in TABLES.values() for field in table.fields]


@pytest.mark.parametrize("text", ["1955", "1997-11", "1969-07-22", "2024-02-29"])
def test_a_date_may_be_a_year_a_month_or_a_day(text):
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-02-31",
        "2023-02-29",
        "2023-13",
        "2023-00",
        "2023-1",
        "2023-1-1",
        "23",
        "22.04.2023",
        "2023/04/22",
        "2023-04-22T10:00",
        "now",
    ],
)
def test_what_is_no_date_in_iso_8601_is_refused(text):
    assert not is_partial_date(text)


@pytest.mark.parametrize("text", ["２０２３", "٢٠٢٣"])
def test_a_date_is_written_in_ascii_digits(text):
    assert not is_partial_date(text)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Field("n", "integer", "", low=0), ["0", "12"], ["1.5", "1,5", "1.000", "-1", "many"]),
        (Field("n", "number", ""), ["0", "-1.5", "48.68439"], ["48,68439", "1.000,5", "about 5"]),
        (Field("n", "number", "", low=-90, high=90), ["90", "-90.0"], ["90.1", "-91"]),
        (Field("n", "year", "", low=1900, high=2100), ["1900", "2100"], ["1899", "2101", "55", "1955-01"]),
        (Field("n", "yesno", ""), ["yes", "no"], ["ja", "Yes", "1", "true"]),
        (Field("n", "choice", "", choices=("culture", "sport")), ["sport"], ["Sport", "Kultur", "sport "]),
        (Field("n", "text", ""), ["Temeswar", "Вінниця"], [" Temeswar", "Temeswar ", "two\nlines"]),
    ],
    ids=lambda value: value.type if isinstance(value, Field) else None,
)
def test_a_cell_holds_what_its_type_allows(field, good, bad):
    test, _ = cell_test(field)
    assert [text for text in good if not test(text)] == []
    assert [text for text in bad if test(text)] == []


@pytest.mark.parametrize("text", ["1_000", "١٢", "１２", "99999999999999999999"])
def test_a_whole_number_is_one_that_pandas_reads_too(text):
    test, _ = cell_test(Field("participants", "integer", "", low=0))
    assert not test(text)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e400", "1_0.5"])
def test_a_number_is_finite_and_plain(text):
    test, _ = cell_test(Field("value", "number", ""))
    assert not test(text)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field("n", "integer", "", low=1), "a whole number of at least 1, without separators"),
        (Field("n", "number", "", low=-90, high=90), "a number between -90 and 90, with a decimal point"),
        (Field("n", "date", ""), "an existing date, written 2023, 2023-04 or 2023-04-22"),
        (Field("n", "choice", "", choices=("yes", "perhaps")), "one of yes, perhaps"),
    ],
)
def test_the_remedy_says_what_the_cell_must_hold(field, words):
    assert cell_test(field)[1] == words


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_field_is_declared_whole(table, field):
    assert field.description
    assert bool(field.choices) == (field.type == "choice")
    assert bool(field.target) == (field.type == "key")
    if field.target:
        assert TABLES[field.target].columns[0] == "id"


@pytest.mark.parametrize("name", TABLES)
def test_every_german_column_has_its_english_one(name):
    columns = set(TABLES[name].columns)
    assert {column[:-3] for column in columns if column.endswith("_de")} == {column[:-3] for column in columns if column.endswith("_en")}


@pytest.mark.parametrize("name", TABLES)
def test_the_real_table_keeps_its_columns_in_the_declared_order(name):
    assert list(read_tables(TABLES_DIRECTORY)[name]) == TABLES[name].columns


@pytest.mark.parametrize("name", TABLES)
def test_pandera_knows_every_declared_column_and_no_other(name):
    schema = pandera_schema(name)
    assert list(schema.columns) == TABLES[name].columns
    assert schema.strict is True


def test_a_typed_table_has_numbers_where_numbers_are_declared(facts: Dataset):
    assert facts.partners["population"].dtype == "Int64"
    assert facts.observations["year"].dtype == "Int64"
    assert facts.observations["value"].dtype == "float64"
    assert facts.sources["linkable"].dtype == "bool"
    assert facts.activities["participants"].isna().any()
    assert not facts.activities["title_de"].isna().any()
