"""Workbooks of two editors: changes to different rows are both kept, changes to the same row are reported with both values."""

import pandas as pd
import pytest

from components.exports.workbook_report import remedy
from components.words.texts import Texts
from components.words.workbook import all_words
from data.schema import TABLES
from data.upkeep.changes import changes_between
from data.upkeep.check import check
from data.vocabulary import LANGUAGES
from tests.data.upkeep.conftest import below, concert, put


@pytest.fixture
def newer(cells):
    """Return the published tables after a colleague changed one activity, removed an institution and added a network member."""
    activities = cells["activities"].copy()
    activities.loc[0, "title_de"] = "Titel der Kollegin"
    members = cells["network_members"]
    new = members.iloc[[0]].assign(city="Probestadt")
    return cells | {
        "activities": activities,
        "institutions": cells["institutions"].iloc[1:].reset_index(drop=True),
        "network_members": pd.concat([members, new], ignore_index=True),
    }


def faults(report):
    return [(error.table, error.row, error.column, error.fault) for error in report.errors]


@pytest.mark.parametrize("with_property", [True, False])
def test_changes_of_two_editors_to_different_rows_are_both_kept(cells, newer, edited, with_property):
    def change(book):
        put(book, "activities", 4, title_de="Mein Titel")
        put(book, "activities", below(book, "activities"), **concert(cells))
        if not with_property:
            book.custom_doc_props.props.clear()

    report = check(edited(change), newer, all_words())
    assert report.errors == []
    assert [(each.kind, each.table) for each in report.changes] == [("changed", "activities"), ("new", "activities")]
    assert report.cells["activities"]["title_de"][0] == "Titel der Kollegin"
    assert report.cells["activities"]["title_de"][1] == "Mein Titel"
    assert "Probestadt" in set(report.cells["network_members"]["city"])
    assert len(report.cells["institutions"]) == len(newer["institutions"])
    [merged] = [finding for finding in report.findings if finding.fault == "merged_in"]
    assert merged.details == {"n": "3"}
    assert changes_between(newer, report.cells) == report.changes


def test_an_unchanged_older_workbook_changes_nothing(plain_book, newer):
    report = check(plain_book, newer, all_words())
    assert (report.errors, report.changes) == ([], [])
    assert all(report.cells[table].sort_values(list(report.cells[table])).to_dict("list") for table in TABLES)


def test_a_cell_that_both_have_changed_is_reported_with_both_values(edited, newer):
    report = check(edited(lambda book: put(book, "activities", 3, title_de="Mein Titel")), newer, all_words())
    assert faults(report) == [("activities", 3, "title_de", "changed_twice")]
    assert report.cells is None
    [error] = report.errors
    assert error.value == "Mein Titel"
    for lang in LANGUAGES:
        assert "Titel der Kollegin" in remedy(error, Texts(lang))


def test_the_same_change_by_both_is_no_conflict(edited, newer):
    report = check(edited(lambda book: put(book, "activities", 3, title_de="Titel der Kollegin")), newer, all_words())
    assert (report.errors, report.changes) == ([], [])


def test_removing_what_the_other_has_changed_is_reported_either_way(edited, newer):
    removed = check(edited(lambda book: put(book, "activities", 3, Vermerk="löschen")), newer, all_words())
    assert [fault for *_, fault in faults(removed)] == ["removed_and_changed"]
    changed = check(edited(lambda book: put(book, "institutions", 3, name_de="Mein Name")), newer, all_words())
    assert faults(changed) == [("institutions", 3, "", "changed_and_removed")]


def test_a_row_that_the_editor_removed_stays_removed(edited, newer):
    report = check(edited(lambda book: put(book, "activities", 5, Vermerk="löschen")), newer, all_words())
    assert report.errors == []
    assert [(each.kind, each.table) for each in report.changes] == [("removed", "activities")]


def test_new_rows_of_both_get_different_ids(cells, edited):
    def change(book):
        put(book, "activities", below(book, "activities"), **concert(cells))

    first = check(edited(change), cells, all_words())
    other = concert(cells, title_de="Ganz andere Veranstaltung", date="23.05.2026")
    report = check(edited(lambda book: put(book, "activities", below(book, "activities"), **other)), first.cells, all_words())
    assert report.errors == []
    assert list(report.cells["activities"]["id"])[-2:] == ["halle-2026-02", "halle-2026-01"]
