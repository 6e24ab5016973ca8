"""Dossier PDF: two tagged pages per partner in one language, table texts unchanged, suspended partners named as such."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from components.exports.dossier import partner_dossier, report
from components.words.texts import Texts
from data import queries
from data.vocabulary import LANGUAGES

TODAY, ADDRESS = "2026-11-25", "https://example.org/partner?city=nancy"


def opened(document):
    return PdfReader(BytesIO(document))


def words_of(document):
    """Return the words of all pages, read by PDFium, which takes a thirtieth of what pypdf takes on pages full of figures."""
    with PdfDocument(document) as pages:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def tags_of(reader):
    """Return the structure elements as pairs of role and alternative text, in reading order."""
    found = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((element["/S"], element.get("/Alt")))
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return [role for role, _ in found], [alt for role, alt in found if role == "/Figure"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_partner_has_a_brief_of_two_pages(facts, select, lang):
    for city in facts.partner_ids[LANGUAGES.index(lang) :: 2]:
        document = partner_dossier(facts, city, select(lang=lang), Texts(lang), TODAY, ADDRESS)
        assert len(opened(document).pages) == 2, city
        words = words_of(document)
        assert facts.partner(city)[f"name_{lang}"] in words
        assert Texts(lang).t("dossier.sources") in words
        assert "\\" not in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_is_tagged_and_names_its_language_and_title(facts, select, lang):
    reader = opened(partner_dossier(facts, "nancy", select(lang=lang), Texts(lang), TODAY, ADDRESS))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == lang
    assert reader.metadata.title == "Nancy"
    assert reader.outline
    roles, alternatives = tags_of(reader)
    assert roles.count("/H1") == 1
    assert {"/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(roles)
    assert alternatives
    assert all(alternatives)
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])]
    assert ADDRESS in links
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_what_is_suspended_is_said_first_and_not_celebrated(facts, select):
    words = words_of(partner_dossier(facts, "krasnodar", select(), Texts("de"), TODAY, ADDRESS))
    assert "Städtepartnerschaft seit 1997 – ausgesetzt" in words
    assert "Jubiläen" not in words


def test_words_of_the_tables_are_printed_and_never_read_as_instructions(facts, select):
    nasty = '#import "x": y $a^2$ *b* <script>alert(1)</script> `c` [d](e) #sys.inputs'
    activities = facts.activities.copy()
    last = activities.index[(activities["partner"] == "nancy") & activities["exchange"]][-1]
    activities.loc[last, "title_de"] = nasty
    words = words_of(partner_dossier(replace(facts, activities=activities), "nancy", select(), Texts("de"), TODAY, ADDRESS))
    assert "".join(nasty.split()) in "".join(words.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_tells_the_selection_and_its_numbers(facts, select, lang):
    chosen = select(sectors=("culture",), topic="culture", first_year=1990, lang=lang)
    document = report(facts, chosen, Texts(lang), TODAY, "https://example.org/?sector=culture")
    reader, words, t = opened(document), words_of(document), Texts(lang)
    _, _, figures = queries.connections(facts, chosen)
    assert t.number(figures.exchanges) in words
    assert t.label("sector", "culture") in words
    assert tags_of(reader)[0].count("/H1") == 1
    assert all(tags_of(reader)[1])


def test_equal_input_gives_equal_bytes(facts, select):
    assert report(facts, select(), Texts("de"), TODAY, ADDRESS) == report(facts, select(), Texts("de"), TODAY, ADDRESS)
