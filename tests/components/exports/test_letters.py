"""Letters of any script: every kind of file is made, and what no font has is replaced and told."""

from dataclasses import replace
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from components.exhibits.slides import figure_slide
from components.exports.calendar import anniversary_calendar
from components.exports.dossier import partner_dossier
from components.exports.workbook import upkeep_workbook
from components.frame.downloads import data_files, documents, pictures, posters
from components.words.letters import FONTS, REPLACEMENT, letters, missing_letters, printable
from components.words.texts import Texts
from data.anniversaries import anniversaries

TODAY, ADDRESS = "2026-11-25", "https://example.org/"
SCRIPTS = {
    "emoji": "Fest 😀🎉 in Nancy",
    "joined emoji": "👩‍👩‍👧 👋🏽 🇩🇪",
    "Georgian": "თბილისი",
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום",
    "Chinese": "中文标题",
    "Japanese": "カタカナ ひらがな",
    "Devanagari": "कार्यक्रम हिन्दी",
    "Thai": "ภาษาไทย",
    "Korean": "카를스루에 안녕",
    "Armenian": "Հայերեն",
    "private use": "\ue000\uf8ff",
    "combined": "e\u0301 x\u0323\u0307",
    "beyond 16 bits": "𝒜 𐍈",
    "noncharacter": "a\ufffeb",
}


@pytest.fixture(scope="module")
def written(facts):
    """Return the facts with every script in titles, names, notes and titles of sources of one partner."""
    everything = " ".join(text for name, text in SCRIPTS.items() if name != "noncharacter")
    activities, partners, sources = facts.activities.copy(), facts.partners.copy(), facts.sources.copy()
    steps = facts.relation_steps.copy()
    own = activities.index[(activities["partner"] == "nancy") & activities["exchange"]][-len(SCRIPTS) :]
    for lang in ("de", "en"):
        activities.loc[own, f"title_{lang}"] = [text.replace("\ufffe", "") for text in SCRIPTS.values()]
        partners.loc[partners["id"] == "nancy", [f"name_{lang}", f"note_{lang}"]] = [f"Nancy {everything}", everything]
        steps.loc[steps["partner"] == "nancy", f"title_{lang}"] = everything
    partners.loc[partners["id"] == "nancy", "greeting"] = everything
    sources.loc[sources["id"].isin(activities.loc[own, "source"]), "publisher"] = everything
    return replace(facts, activities=activities, partners=partners, sources=sources, relation_steps=steps)


@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize("lang", ["de", pytest.param("en", marks=pytest.mark.thorough)])
def test_every_kind_of_file_is_made_with_every_script(written, select, lang):
    t, chosen = Texts(lang), select(lang=lang, city="nancy", partners=("nancy",))
    offers = [
        *documents("map", written, chosen, t, TODAY, ADDRESS),
        *documents("partner", written, chosen, t, TODAY, ADDRESS),
        *(posters(written, chosen, t)[0], posters(written, chosen, t)[-1]),
        *data_files("chronicle", written, chosen, t, TODAY, ADDRESS),
        *pictures(figure_slide("map"), written, chosen, t, TODAY)[0],
        *pictures(figure_slide("anniversaries"), written, chosen, t, TODAY)[0],
    ]
    for offer in offers:
        assert offer.make(), offer.label
    rows = anniversaries(written, chosen, TODAY)
    assert "中文标题" in anniversary_calendar(rows, written, t, TODAY).decode().replace("\r\n ", "")
    assert upkeep_workbook(written.cells, t, TODAY, written.as_of, 0)


def test_a_document_shows_what_it_can_and_says_what_it_replaced(written, facts, select):
    def words_of(facts):
        pages = PdfReader(BytesIO(partner_dossier(facts, "halle", select(), Texts("de"), TODAY, ADDRESS))).pages
        return " ".join(page.extract_text() for page in pages)

    sentence = Texts("de").t("dossier.replaced")
    activities = facts.activities.copy()
    last = activities.index[(activities["partner"] == "halle") & activities["exchange"]][-1]
    activities.loc[last, "title_de"] = "Chor aus თბილისი singt 中"
    told = words_of(replace(facts, activities=activities))
    assert "თბილისი singt □" in told
    assert sentence in told
    assert sentence not in words_of(facts)


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_only_what_no_font_has_is_replaced(text):
    shown = printable(text)
    assert set(shown) <= letters()
    assert (REPLACEMENT in shown) == bool(missing_letters(text))


def test_no_text_of_the_tables_needs_a_replacement(facts):
    for name, table in facts.cells.items():
        shown = [column for column in table if column.endswith(("_de", "_en")) or column in ("greeting", "publisher", "city")]
        for column in shown:
            assert [text for text in table[column] if missing_letters(text)] == [], (name, column)


def test_our_own_fonts_hold_every_letter_of_names_and_greetings(facts):
    own = set().union(*(TTFont(path).getBestCmap() for path in FONTS.glob("*.[to]tf")))
    for row in facts.partner_rows:
        for text in (row["greeting"], row["name_de"], row["name_en"], row["note_de"], row["note_en"]):
            assert not {letter for letter in text if ord(letter) not in own and letter.isprintable()}, text
