"""The published tables: valid against their description, accounted for in the README, clean in every cell."""

import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest
from frictionless import validate

from data.dataset import TABLES_DIRECTORY
from data.provenance.passport import PASSPORT, passport
from data.schema import TABLES
from data.validation import read_tables

README = PASSPORT.parent / "README.md"


@pytest.fixture(scope="module")
def cells():
    """Return the tables as text, as they stand in the files."""
    return read_tables(TABLES_DIRECTORY)


def counts() -> dict[str, tuple[int, int, str, int]]:
    """Return the README's table of counts: research file to rows read, rows left out, table and rows of it made from the file."""
    rows = re.findall(
        r"^\| `(\w+)\.csv` \| ([\d,]+) \| ([\d,]+) \| `(\w+)` \| ([\d,]+) \|", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {file: (number(read), number(left), table, number(made)) for file, read, left, table, made in rows}


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_passport_in_the_repository_is_the_one_the_schema_gives():
    assert json.loads(PASSPORT.read_text(encoding="utf-8")) == passport()


def test_the_passport_describes_every_table_that_is_there():
    described = {Path(resource["path"]).name for resource in passport()["resources"]}
    assert described == {path.name for path in TABLES_DIRECTORY.glob("*.csv")} == {f"{name}.csv" for name in TABLES}


def test_frictionless_finds_no_fault():
    report = validate(str(PASSPORT))
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert len(report.tasks) == len(TABLES)


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("partner_sources", "\nnancy,", "\nparis,", "foreign-key"),
        ("networks", "\neurocities,", "\nunesco-media-arts,", "primary-key"),
        ("networks", ",culture,2019,", ",culture,around 2019,", "type-error"),
    ],
)
def test_frictionless_would_find_a_fault(tmp_path, table, old, new, fault):
    shutil.copy(PASSPORT, tmp_path)
    path = Path(shutil.copytree(TABLES_DIRECTORY, tmp_path / "tables")) / f"{table}.csv"
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    report = validate(str(tmp_path / PASSPORT.name))
    assert fault in {kind for (kind,) in report.flatten(["type"])}


def test_the_readme_counts_every_research_file():
    assert set(counts()) == {
        "partners",
        "activities",
        "series",
        "networks",
        "network_members",
        "benchmark_twinnings",
        "status_council",
    }


@pytest.mark.parametrize(
    "file", ["partners", "activities", "series", "networks", "network_members", "benchmark_twinnings", "status_council"]
)
def test_every_research_row_is_kept_or_left_out_with_a_reason(file):
    read, left_out, _, made = counts()[file]
    assert read == left_out + made


def reviewed() -> dict[str, tuple[int, int, int, int]]:
    """Return the README's table of the review: table to rows before, added, dropped, after."""
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return {table: (number(before), number(added), number(dropped), number(after)) for table, before, added, dropped, after in rows}


def test_the_review_accounts_for_every_row(cells):
    made = {table: rows for _, _, table, rows in counts().values() if table != "relation_steps"}
    changed = reviewed()
    for table, (before, added, dropped, after) in changed.items():
        assert before + added - dropped == after == len(cells[table]), table
        assert made.get(table, before) == before, table
    assert {table: len(cells[table]) for table in made if table not in changed} == {
        table: rows for table, rows in made.items() if table not in changed
    }


def test_the_readme_counts_the_other_tables_too(cells):
    tables = README.read_text(encoding="utf-8").partition("## Changes")[0]
    stated = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", tables, re.MULTILINE))
    assert {name: number(count) for name, count in stated.items()} == {name: len(frame) for name, frame in cells.items()}


def test_the_readme_counts_what_was_only_announced(cells):
    (stated,) = re.findall(r"(\d+) activities are marked `announced`", README.read_text(encoding="utf-8"))
    assert int(stated) == (cells["activities"]["status"] == "announced").sum()


@pytest.mark.parametrize("table", [name for name, table in TABLES.items() if table.columns[0] == "id"])
def test_ids_are_filled_and_unique(cells, table):
    ids = cells[table]["id"]
    assert ids.ne("").all()
    assert ids.is_unique


@pytest.mark.parametrize("table", [name for name, table in TABLES.items() if table.columns[0] != "id"])
def test_a_table_without_ids_has_no_row_twice(cells, table):
    assert not cells[table].duplicated().any()


@pytest.mark.parametrize("table", TABLES)
def test_what_is_said_in_german_is_said_in_english(cells, table):
    frame = cells[table]
    for column in (name for name in frame if name.endswith("_de")):
        uneven = frame[(frame[column] == "") != (frame[f"{column[:-3]}_en"] == "")]
        assert uneven.empty, uneven[[column, f"{column[:-3]}_en"]].to_dict("records")


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_holds_a_control_character_or_a_broken_one(cells, table):
    def strange(text: str) -> bool:
        return any(unicodedata.category(sign) in ("Cc", "Co", "Cs", "Cn") or sign == "\ufffd" for sign in text)

    assert [cell for column in cells[table] for cell in cells[table][column] if strange(cell)] == []


def dated_rows(cells) -> Iterator[tuple[str, str, str]]:
    for row in cells["activities"].itertuples():
        if row.end_date:
            yield row.id, row.date, row.end_date


def test_nothing_ends_before_it_begins(cells):
    wrong = [(row, begin, end) for row, begin, end in dated_rows(cells) if end[: len(begin)] < begin[: len(end)]]
    assert len(list(dated_rows(cells))) > 300
    assert wrong == []


def test_every_activity_the_citys_list_says_was_held_lies_in_its_years(cells):
    listed = cells["activities"][cells["activities"]["collection"] == "city_list_2011_2014"]
    assert len(listed) == 237
    counted = listed[(listed["status"] == "held") & (listed["kind"] != "cancellation")]
    assert set(counted["date"].str[:4]) == {"2011", "2012", "2013", "2014"}


def test_only_city_figures_name_a_partner(cells):
    observations = cells["observations"]
    assert set(observations.loc[observations["partner"] != "", "geography"]) == {"city"}
    assert "all" not in set(observations["partner"])


def test_an_observation_has_the_level_of_its_indicator(cells):
    level = dict(zip(cells["indicators"]["id"], cells["indicators"]["geography"], strict=True))
    assert list(cells["observations"]["geography"]) == [level[name] for name in cells["observations"]["indicator"]]


def test_every_indicator_has_a_value(cells):
    assert set(cells["indicators"]["id"]) == set(cells["observations"]["indicator"])


def test_a_source_on_the_web_has_one_address_that_can_be_followed(cells):
    addresses = cells["sources"]["url"]
    on_the_web = addresses[addresses.str.startswith("http")]
    assert len(on_the_web) > 600
    assert [address for address in on_the_web if address.split() != [address] or not urlsplit(address).hostname] == []


def test_every_source_is_named_by_a_row(cells):
    named = {source for frame in cells.values() for column in frame for source in frame[column] if column.endswith("source")}
    assert set(cells["sources"]["id"]) <= named


def test_a_publisher_with_a_known_name_is_not_called_by_its_host(cells):
    known = pd.read_csv(PASSPORT.parent / "provenance" / "publishers.csv", dtype=str, keep_default_na=False)
    assert list(known["host"]) == sorted(set(known["host"]))
    assert known["publisher"].ne("").all()
    hosts = set(known["host"][known["host"] != known["publisher"]])
    unnamed = cells["sources"][cells["sources"]["publisher"].str.removeprefix("www.").isin(hosts)]
    assert list(unnamed["id"]) == []


def test_breaks_are_years_in_order(cells):
    for breaks in cells["indicators"]["breaks"]:
        assert re.fullmatch(r"(\d{4}( \d{4})*)?", breaks)
        assert breaks.split() == sorted(breaks.split())


def test_the_years_of_one_pair_of_places_are_distinct(cells):
    key = ["indicator", "from_place", "to_place", "partner", "country", "year"]
    assert not cells["observations"].duplicated(key).any()
