"""The first view says what the page itself says, for any selection."""

from dataclasses import replace

import pytest

from components.exhibits.first_view import essential, first_view
from pages import PAGES
from tests.visiting import open_page, sound

TODAY = "2026-11-29"
#: Views by page: parameters of the URL, and the fields of the selection that they mean.
VIEWS = [(page, {}, {}) for page in PAGES if page != "embed"]
VIEWS += [
    ("map", {"sector": "culture"}, {"sectors": ("culture",)}),
    ("exchange", {"topic": "culture", "form": "cumulative"}, {"topic": "culture", "form": "cumulative"}),
    ("exchange", {"from": "1950", "to": "1950"}, {"first_year": 1955, "last_year": 2026}),
    ("partner", {"city": "krasnodar"}, {"city": "krasnodar"}),
    ("chronicle", {"q": "<b>Nancy"}, {"query": "<b>Nancy"}),
    ("comparison", {"aspect": "cities"}, {"aspect": "cities"}),
    ("networks", {"network": "iclei"}, {"network": "iclei"}),
    ("anniversaries", {"today": "2030-01-01"}, {"today": "2030-01-01"}),
]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(("page", "params", "fields"), VIEWS)
def test_heading_and_sentence_are_those_of_the_page(facts, select, page, params, fields, lang):
    view = first_view(page, facts, select(**{"lang": lang, "today": TODAY} | fields), TODAY)
    shown = sound(open_page("" if page == "map" else page, **{"lang": lang, "today": TODAY} | params))
    assert shown.title[0].value == view.headline
    if view.sentence and view.figure is not None and page != "chronicle":
        assert view.sentence in [header.value for header in shown.header]
    if page == "chronicle":
        assert view.sentence in [text.value for text in shown.text]


@pytest.mark.parametrize(("page", "params", "fields"), VIEWS)
def test_a_figure_has_its_table_and_everything_is_text(facts, select, page, params, fields):
    view = first_view(page, facts, select(**fields), TODAY)
    if view.figure is not None:
        assert view.table is not None
        assert len(view.table)
        for theme in ("light", "dark"):
            assert view.figure(theme).data
    assert view.title
    assert view.headline
    assert view.description.startswith(view.label)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_suspended_partnership_is_named_with_its_status(facts, select, lang):
    word = {"de": "ausgesetzt", "en": "suspended"}[lang]
    for page, fields in (
        ("partner", {"city": "krasnodar"}),
        ("map", {"partners": ("krasnodar",)}),
        ("exchange", {"partners": ("krasnodar",)}),
    ):
        view = first_view(page, facts, select(lang=lang, **fields), TODAY)
        assert word in view.description
        assert word in " ".join((view.status, *view.lines))
    assert first_view("partner", facts, select(lang=lang, city="nancy"), TODAY).status == ""


def test_what_changes_nothing_makes_no_view_of_its_own(select):
    assert essential(select(room="0123456789abcdef", slide=7, speaker=True, table="sources")) == essential(select())
    assert essential(replace(select(), sectors=("culture",))) != essential(select())
