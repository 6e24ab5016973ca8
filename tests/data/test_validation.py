"""Broken tables: each problem is reported once, in one line, with file, row, column, value and remedy."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.copies import refusal
from data.dataset import TABLES_DIRECTORY, load
from data.schema import TABLES
from data.validation import BrokenTables, Problem


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Return a copy of the real tables that a test may break."""
    return Path(shutil.copytree(TABLES_DIRECTORY, tmp_path / "tables"))


def problems(directory: Path) -> list[Problem]:
    """Return what is wrong with the tables, and nothing where they load."""
    try:
        load(directory)
    except BrokenTables as error:
        return error.problems
    return []


def rows_of(directory: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(directory / f"{table}.csv", dtype=str, keep_default_na=False)


def set_cell(directory: Path, table: str, row: int, column: str, value: str) -> None:
    """Write ``value`` into a cell; ``row`` counts as a spreadsheet does, the headings being row 1."""
    frame = rows_of(directory, table)
    frame.loc[row - 2, column] = value
    frame.to_csv(directory / f"{table}.csv", index=False, lineterminator="\n")


def rewrite(directory: Path, table: str, change: Callable[[bytes], bytes]) -> None:
    path = directory / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))


def test_the_real_tables_have_no_fault():
    assert problems(TABLES_DIRECTORY) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "remedy"),
    [
        ("observations", "value", "12,5", "must be a number, with a decimal point"),
        ("partners", "lat", "48,68", "must be a number between -90 and 90, with a decimal point"),
        ("partners", "lon", "190", "must be a number between -180 and 180, with a decimal point"),
        ("activities", "participants", "1.000", "must be a whole number of at least 0, without separators"),
        ("activities", "date", "2023-02-31", "must be an existing date between 1945 and 2100, written 2023, 2023-04 or 2023-04-22"),
        ("activities", "date", "22.04.2023", "must be an existing date between 1945 and 2100, written 2023, 2023-04 or 2023-04-22"),
        (
            "activities",
            "sector",
            "Kultur",
            "must be one of culture, economy, education, civic, sport, environment, humanitarian",
        ),
        ("activities", "partner", "paris", "no row of partners.csv has this id"),
        ("activities", "source", "s0000000000", "no row of sources.csv has this id"),
        ("activities", "title_de", "", "must not be empty"),
        ("activities", "title_en", " Visit", "must be text on one line in Unicode NFC, without surplus blanks and control characters"),
        ("sources", "linkable", "ja", "must be yes or no"),
        ("networks", "since_year", "19", "must be a year between 1900 and 2100"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place_and_its_remedy(tables, table, column, value, remedy):
    row = next(index for index, cell in enumerate(rows_of(tables, table)[column], 2) if cell and index > 4)
    set_cell(tables, table, row, column, value)
    found = problems(tables)
    assert found == [Problem(f"tables/{table}.csv", row, column, value, remedy)]
    assert str(found[0]) == f'tables/{table}.csv, row {row}, column {column} holds "{value}": {remedy}'


def test_the_row_is_the_one_a_spreadsheet_shows(tables):
    rewrite(tables, "partners", lambda content: content.replace(b"halle,Halle (Saale),", b"halle,,", 1))
    assert (tables / "partners.csv").read_text(encoding="utf-8").splitlines()[1].startswith("halle,,")
    assert [(problem.row, problem.column) for problem in problems(tables)] == [(2, "name_de")]


def test_a_blank_line_is_named_lest_the_rows_below_it_be_counted_wrong(tables):
    rewrite(tables, "networks", lambda content: content.replace(b"\n", b"\n\n", 1))
    assert problems(tables) == [Problem("tables/networks.csv", 2, "", "", "the line is blank; delete it")]


def test_a_duplicate_id_is_named_in_both_rows(tables):
    twin = rows_of(tables, "observations")["id"].iloc[0]
    set_cell(tables, "observations", 4, "id", twin)
    remedy = "must be unique; the same value stands in another row"
    assert problems(tables) == [Problem("tables/observations.csv", row, "id", twin, remedy) for row in (2, 4)]


def test_a_missing_column_is_named(tables):
    rows_of(tables, "networks").drop(columns="seat").to_csv(tables / "networks.csv", index=False)
    assert problems(tables) == [Problem("tables/networks.csv", None, "seat", "", "this column is missing; add it")]


def test_an_unknown_column_is_named(tables):
    rows_of(tables, "networks").assign(sitz="").to_csv(tables / "networks.csv", index=False)
    remedy = "this column is unknown; remove it or correct its heading"
    assert problems(tables) == [Problem("tables/networks.csv", None, "sitz", "", remedy)]
    assert str(problems(tables)[0]) == f"tables/networks.csv, column sitz: {remedy}"


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_file_is_named(tables, table):
    (tables / f"{table}.csv").unlink()
    assert [str(problem) for problem in problems(tables)] == [f"tables/{table}.csv: the file is missing; restore it from the repository"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_a_file_that_is_not_utf_8_is_told_how_to_be_saved(tables, encoding):
    rewrite(tables, "partners", lambda content: content.decode().encode(encoding, "replace"))
    (problem,) = problems(tables)
    assert (problem.file, problem.row) == ("tables/partners.csv", None)
    assert problem.remedy.startswith("save it as CSV with commas in UTF-8")


def test_a_file_with_semicolons_is_refused(tables):
    rows_of(tables, "networks").to_csv(tables / "networks.csv", index=False, sep=";")
    assert {problem.file for problem in problems(tables)} >= {"tables/networks.csv"}


@pytest.mark.parametrize("change", [lambda content: b"\xef\xbb\xbf" + content, lambda content: content.replace(b"\n", b"\r\n")])
def test_what_spreadsheets_add_to_utf_8_does_no_harm(tables, change):
    rewrite(tables, "activities", change)
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("scope", "partner", "network"),
    [("partner", "", ""), ("partner", "nancy", "eurocities"), ("network", "", ""), ("network", "nancy", "eurocities")],
)
def test_an_activity_names_the_partner_or_the_network_its_scope_says(tables, scope, partner, network):
    for column, value in (("scope", scope), ("partner", partner), ("network", network)):
        set_cell(tables, "activities", 9, column, value)
    (problem,) = problems(tables)
    other = "network" if scope == "partner" else "partner"
    assert problem == Problem("tables/activities.csv", 9, "scope", scope, f"fill {scope} and leave {other} empty, or correct the scope")


def test_an_activity_of_all_names_no_single_partner(tables):
    assert rows_of(tables, "activities")["partner"].iloc[7]
    set_cell(tables, "activities", 9, "scope", "all")
    assert [(problem.row, problem.column) for problem in problems(tables)] == [(9, "scope")]


def test_an_activity_does_not_end_before_it_begins(tables):
    row = next(index for index, end in enumerate(rows_of(tables, "activities")["end_date"], 2) if end)
    set_cell(tables, "activities", row, "end_date", "1950")
    assert [(problem.row, problem.column) for problem in problems(tables)] == [(row, "end_date")]


def test_the_breaks_of_an_indicator_are_years(tables):
    set_cell(tables, "indicators", 9, "breaks", "2018;x")
    assert [(problem.row, problem.column) for problem in problems(tables)] == [(9, "breaks")]


def test_activities_without_a_row_are_refused(tables):
    rewrite(tables, "activities", lambda content: content.split(b"\n", 1)[0] + b"\n")
    assert problems(tables)


def test_several_faults_at_once_are_all_told(tables):
    set_cell(tables, "activities", 5, "date", "2023-02-31")
    set_cell(tables, "activities", 6, "sector", "Kultur")
    set_cell(tables, "partners", 3, "population", "250 849")
    rows_of(tables, "networks").drop(columns="seat").to_csv(tables / "networks.csv", index=False)
    places = {(problem.file, problem.row, problem.column) for problem in problems(tables)}
    assert places == {
        ("tables/activities.csv", 5, "date"),
        ("tables/activities.csv", 6, "sector"),
        ("tables/partners.csv", 3, "population"),
        ("tables/networks.csv", None, "seat"),
    }


def test_several_missing_files_are_all_told(tables):
    for name in ("partners", "sources"):
        (tables / f"{name}.csv").unlink()
    assert {problem.file for problem in problems(tables)} == {"tables/partners.csv", "tables/sources.csv"}


def test_the_message_names_twenty_faults_and_counts_the_rest(tables):
    frame = rows_of(tables, "activities")
    frame.assign(sector="Kultur").to_csv(tables / "activities.csv", index=False)
    with pytest.raises(BrokenTables) as caught:
        load(tables)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"The tables cannot be used: {len(frame)} problem(s)."
    assert len([line for line in lines if line.startswith("  - ")]) == 20
    assert f"  ... and {len(frame) - 20} more." in lines
    assert len(caught.value.problems) == len(frame)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"\0" * 500,
        b'"' * 501,
        b'"never closed\n',
        b",,,,\n" * 9,
        b"\xff\xfe\x00\x01",
        b"PK\x03\x04" + bytes(range(256)) * 20,
        b"a" * 200_000,
        b"<!doctype html><html><body>404</body></html>",
    ],
    ids=["empty", "blank", "zeros", "quotes", "open-quote", "commas", "utf-16-mark", "spreadsheet", "one-long-line", "web-page"],
)
@pytest.mark.parametrize("table", ["activities", "network_members"])
def test_a_file_that_is_no_table_is_told_and_nothing_else_raised(tables, table, content):
    rewrite(tables, table, lambda _: content)
    found = problems(tables)
    assert f"tables/{table}.csv" in {problem.file for problem in found}


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.37, 0.5, 0.73, 0.99])
def test_a_truncated_file_is_told_and_nothing_else_raised(tables, share):
    rewrite(tables, "partners", lambda content: content[: int(len(content) * share)])
    assert problems(tables)


@pytest.mark.parametrize("seed", range(25))
def test_random_damage_raises_nothing_but_broken_tables(tables, seed):
    chance = random.Random(seed)
    content = bytearray((tables / "networks.csv").read_bytes())
    for _ in range(chance.choice((1, 3, 30))):
        place = chance.randrange(len(content))
        content[place : place + chance.choice((0, 1, 40))] = chance.choice((b",", b'"', b"\n", b"\r", b"\0", b"\xe4", b";", b"x", b""))
    (tables / "networks.csv").write_bytes(bytes(content))
    for problem in problems(tables):
        assert problem.file.startswith("tables/")
        assert problem.remedy


def test_a_comma_too_many_in_every_row_is_told_and_nothing_else_raised(tables):
    headings, *rows = (tables / "networks.csv").read_text(encoding="utf-8").splitlines()
    (tables / "networks.csv").write_text("\n".join([headings, *(f"{row}," for row in rows)]), encoding="utf-8")
    assert problems(tables)


def test_a_folder_in_the_place_of_a_file_is_told_and_nothing_else_raised(tables):
    (tables / "networks.csv").unlink()
    (tables / "networks.csv").mkdir()
    assert problems(tables)


def test_a_problem_is_one_line(tables):
    rewrite(tables, "networks", lambda content: content + b"a,b,c,d,e,f,g,h,i,j,k\n")
    (problem,) = problems(tables)
    assert "\n" not in str(problem)


def test_nothing_is_written_while_tables_are_read(tables):
    set_cell(tables, "activities", 5, "date", "2023-02-31")
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    problems(tables)
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


@pytest.mark.parametrize(
    ("url", "grade", "linkable", "faults"),
    [
        ("https://de.frwiki.wiki/wiki/Nancy", "press_or_club", "yes", ["copy_linked"]),
        ("https://de.frwiki.wiki/wiki/Nancy", "secondary", "yes", ["copy_linked"]),
        ("https://de.frwiki.wiki/wiki/Nancy", "secondary", "no", []),
        ("https://news-test.example.org/1", "official", "yes", ["copy_linked"]),
        ("https://www.scribd.com./document/1", "official", "yes", ["copy_linked"]),
        ("https://bit.ly/abc", "official", "yes", ["copy_linked"]),
        ("https://www.karlsruhe.de/testseite", "official", "yes", []),
        ("https://attest.example.org/", "official", "yes", []),
    ],
)
def test_a_copy_is_named_but_never_linked(tables, url, grade, linkable, faults):
    known = rows_of(tables, "activities").set_index("id").at["nancy-1955-02", "source"]
    row = list(rows_of(tables, "sources")["id"]).index(known) + 2
    for table in ("observations", "partners"):
        for column in ("source", "population_source"):
            frame = rows_of(tables, table)
            if column in frame:
                frame[column] = frame[column].replace(known, "s44ad3c91f6")
                frame.to_csv(tables / f"{table}.csv", index=False, lineterminator="\n")
    for column, value in (("url", url), ("grade", grade), ("linkable", linkable)):
        set_cell(tables, "sources", row, column, value)
    found = problems(tables)
    assert [problem.fault for problem in found] == faults
    assert all((problem.row, problem.column, problem.value) == (row, "url", url) for problem in found)


def test_a_number_needs_a_source_that_is_not_a_copy(tables):
    copies = rows_of(tables, "sources")
    copied = copies.loc[copies["url"].map(refusal) != "", "id"].iloc[0]
    set_cell(tables, "observations", 3, "source", copied)
    set_cell(tables, "partners", 2, "population_source", copied)
    assert [(problem.row, problem.column, problem.fault) for problem in problems(tables)] == [
        (3, "source", "copy_number"),
        (2, "population_source", "copy_number"),
    ]
