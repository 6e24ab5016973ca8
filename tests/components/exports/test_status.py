"""The status of a partnership that is not active stands wherever the partner is named: slides, pictures, previews, documents, files."""

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pypdfium2 import PdfDocument

from components.exhibits.first_view import first_view
from components.exhibits.slides import automatic_slides, exhibit, figure_slide, standalone_slides
from components.exports.calendar import anniversary_calendar
from components.exports.decks.deck import partner_deck, story_deck, view_deck
from components.exports.dossier import partner_dossier, report
from components.exports.open_data import partners_geojson
from components.exports.pictures.poster import _entry
from components.exports.sheets import all_sheets
from components.frame.downloads import pictures
from components.words.texts import Texts
from data import queries
from data.anniversaries import anniversaries
from data.options import options_of
from data.stories import load_stories, selection_shown
from data.vocabulary import PRESENTED_PAGES

TODAY, ADDRESS = "2026-11-25", "https://example.org/"
NAME, WORDS = "Krasnodar", {"de": "ausgesetzt", "en": "suspended"}
#: Name of an association that is a source of others too.
SOURCE = "Gesellschaft zur Förderung der Partnerschaft Karlsruhe–Krasnodar"


def silent(texts, lang):
    """Return those of ``texts``, by where they stand, that name the partner but not the status."""
    told = {place: text.replace(SOURCE, "") for place, text in texts.items()}
    return [place for place, text in told.items() if NAME in text and WORDS[lang] not in text.lower()]


def slides_of(deck, name):
    """Return the words of each slide of ``deck``: texts, tables, categories of charts."""
    found = {}
    for number, slide in enumerate(Presentation(BytesIO(deck)).slides, 1):
        words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        words += [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        words += [str(one) for shape in slide.shapes if shape.has_chart for one in shape.chart.plots[0].categories]
        found[f"{name}, slide {number}"] = " ".join(words)
    return found


@pytest.fixture(params=WORDS)
def lang(request):
    return request.param


@pytest.fixture
def own(select, lang):
    return select(lang=lang, partners=("krasnodar",), city="krasnodar")


@pytest.mark.parametrize("lang", ["de", pytest.param("en", marks=pytest.mark.thorough)], indirect=True)
def test_slides_name_the_status(facts, select, own, lang):
    t = Texts(lang)
    found = slides_of(partner_deck(facts, "krasnodar", select(lang=lang), t, TODAY, ADDRESS), "partner")
    found |= slides_of(view_deck(facts, select(lang=lang), t, TODAY, ADDRESS), "view")
    found |= slides_of(view_deck(facts, own, t, TODAY, ADDRESS), "view of one")
    for name, story in load_stories(options_of(facts)).items():
        found |= slides_of(story_deck(facts, story, t, TODAY, ADDRESS), name)
    assert sum(NAME in text for text in found.values()) >= 12
    assert silent(found, lang) == []


def test_stage_and_previews_of_links_name_the_status(facts, own, lang):
    found = {}
    for page in PRESENTED_PAGES:
        view = first_view(page, facts, own, TODAY)
        found[f"preview of {page}"] = f"{view.label} {view.description}"
        for slide in automatic_slides(page, own, facts):
            shown = exhibit(slide, selection_shown(slide, own, options_of(facts)), "", facts, (lang,), "light", TODAY)
            words = (*shown.headline, *shown.lines, shown.status, shown.latest, shown.source)
            found[f"{page}/{slide.figure}"] = " ".join(words)
    assert silent(found, lang) == []


def test_the_list_of_a_map_on_the_stage_names_the_status_of_today(facts, select, lang):
    word = {2026: WORDS[lang], 2010: {"de": "heute ausgesetzt", "en": "now suspended"}[lang]}
    for year, status in word.items():
        shown = exhibit(figure_slide("map"), select(lang=lang, last_year=year), "", facts, (lang,), "light", TODAY)
        assert [name for name in shown.names if NAME in name] == [f"{NAME} ({status})"]


def test_pictures_name_the_status_below_them(facts, own, lang):
    found = {}
    for page in PRESENTED_PAGES:
        for slide in standalone_slides(page, own, facts):
            offers, caption = pictures(slide, facts, selection_shown(slide, own, options_of(facts)), Texts(lang), TODAY)
            if offers and slide.figure != "anniversaries":  # which shows the day of each status
                found[slide.figure] = caption
    assert sum(NAME in text for text in found.values()) >= 3
    assert silent(found, lang) == []


def test_documents_and_data_name_the_status(facts, select, own, lang):
    t, found = Texts(lang), {}
    for name, made in (
        ("dossier", partner_dossier(facts, "krasnodar", select(lang=lang), t, TODAY, ADDRESS)),
        ("report", report(facts, own, t, TODAY, ADDRESS)),
    ):
        with PdfDocument(made) as pages:
            found[name] = pages[0].get_textpage().get_text_bounded()
    for sheet in all_sheets(facts, own, t, ADDRESS, True):
        if sheet.name in (t.label("table_name", "partners"), t.t("sheet.notes")):
            found[sheet.name] = sheet.frame.to_string()
    for row in queries.connections(facts, select(lang=lang))[1].itertuples():
        found[f"poster {row.id}"] = _entry(row, t)
    found["geojson"] = partners_geojson(facts, own, t).decode()
    assert sum(NAME in text for text in found.values()) >= 6
    assert silent(found, lang) == []
    every = anniversaries(facts, replace(own, occasions="all"), TODAY)
    assert len(every)
    assert NAME not in anniversary_calendar(every, facts, t, TODAY).decode().replace(SOURCE, "")
