"""Stories and slides: valid and honest in both languages; broken story files give messages an official can act on."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from weakref import WeakValueDictionary

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from components.exhibits.slides import FIGURE_HEIGHT, automatic_slides, exhibit, figure_slide, slides_of
from components.exports.qr import is_local, qr_data
from components.stage import speaker_sync
from components.words.partner import sectors_sentence
from components.words.texts import Texts
from data.options import options_of
from data.stories import BrokenStories, load_stories, selection_of, story_names
from data.vocabulary import LANGUAGES, PRESENTED_PAGES
from tests.visiting import open_page, sound

ROOT = Path(__file__).parents[3]
TODAY = "2026-11-25"
STORIES = story_names()


@pytest.fixture(scope="module")
def whole(facts):
    """Return what can be selected, stories among it."""
    return options_of(facts)


@pytest.fixture(scope="module")
def stories(whole):
    return load_stories(whole)


def visit(**params) -> AppTest:
    return sound(open_page("stage", **({"today": TODAY} | params)))


# Stories


def test_three_stories_are_ready(stories):
    titles = {story.title.de for story in stories.values()}
    assert titles == {
        "Karlsruhe weltweit in drei Minuten",
        "Karlsruhe und Nancy: Partner seit 1955",
        "Winnyzja: Partnerschaft in Zeiten des Krieges",
    }
    assert all(story.slides[0].figure == "title" and story.slides[-1].figure == "closing" for story in stories.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_every_slide_of_every_story_can_be_drawn(facts, whole, stories, name, lang):
    for number, slide in enumerate(stories[name].slides, 1):
        own = selection_of(slide, whole, lang)
        shown = exhibit(slide, own, getattr(stories[name].title, lang), facts, (lang,), "light", TODAY)
        assert shown.headline[0].strip()
        assert shown.figure is not None or shown.lines, number
        if slide.figure not in ("title", "closing"):
            assert shown.source, number
        both = exhibit(slide, own, "title", facts, (lang, *(one for one in LANGUAGES if one != lang)), "dark", TODAY)
        assert len(both.headline) == 2 or slide.figure == "title"


@pytest.mark.parametrize("name", STORIES)
def test_headlines_and_notes_hold_no_number_but_years_of_the_title(stories, name):
    """Numbers come from the tables, so that a story cannot grow wrong; the years 2011 to 2014 are those of the city's list."""
    for slide in stories[name].slides:
        for words in filter(None, (slide.headline, slide.note)):
            numbers = set(re.findall(r"\d+", words.de + words.en))
            assert numbers <= {"2011", "2014"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: {de: a, en: b}\nslides: []", "slides: List should have at least 1 item"),
        ("title: {de: a}\nslides: [{figure: title}]", "title, en: Field required"),
        ("title: {de: a, en: b}\nslides: [{figure: karte}]", "slide 1, figure: Input should be 'title', 'map'"),
        ("title: {de: a, en: b}\nslides: [{figure: map, selection: {sector: kultur}}]", "slide 1, selection: no such value sector=kultur"),
        ("title: {de: a, en: b}\nslides: [{figure: map, selection: {bereich: x}}]", "slide 1, selection: unknown bereich; allowed are"),
        ("title: {de: a, en: b}\nslides: [{figure: map, selection: {lang: en}}]", "slide 1, selection: unknown lang"),
        ("title: {de: a, en: b}\nslides: [{figure: history}]", "slide 1, selection: history needs a city"),
        ("title: {de: a, en: b}\nslides: [{figure: map, headlines: x}]", "slide 1, headlines: Extra inputs are not permitted"),
        ("title: [", "this is no valid YAML"),
        ("- just\n- a list", "the whole file"),
        ("", "the whole file"),
    ],
)
def test_a_broken_story_is_told_by_file_slide_and_field(whole, tmp_path, text, told):
    (tmp_path / "mine.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenStories) as caught:
        load_stories(whole, tmp_path)
    assert "data/stories/mine.yml" in str(caught.value)
    assert told in str(caught.value)


def test_all_problems_of_all_files_are_told_at_once(whole, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text("title: {de: a, en: b}\nslides: [{figure: x}, {figure: y}]", encoding="utf-8")
    with pytest.raises(BrokenStories) as caught:
        load_stories(whole, tmp_path)
    assert len(str(caught.value).splitlines()) == 5


# Stories of their own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_partner_has_a_story(facts, whole, select, lang):
    for partner in facts.partner_ids:
        for slide in automatic_slides("partner", select(city=partner, lang=lang), facts):
            shown = exhibit(slide, selection_of(slide, whole, lang), "title", facts, (lang,), "light", TODAY)
            assert shown.headline[0]
            assert shown.figure is not None or shown.lines, (partner, slide.figure)


@pytest.mark.parametrize("page", PRESENTED_PAGES)
def test_every_page_is_presented_as_the_viewer_sees_it(facts, select, stories, page):
    view = select(sectors=("education",), first_year=1990, topic="education" if page == "exchange" else "all", city="nancy")
    slides = slides_of(page, stories, view, facts)
    assert slides[-1].figure == "closing"
    shown = exhibit(slides[0], view, "title", facts, ("en",), "light", TODAY)
    if page in ("map", "chronicle", "exchange"):
        assert "ducation" in shown.headline[0]
        assert "1990" in shown.headline[0]


@pytest.mark.parametrize(("aspect", "shown"), [("matrix", "matrix"), ("partners", "compared"), ("cities", "towns")])
def test_the_comparison_presents_the_part_in_sight(facts, select, aspect, shown):
    assert automatic_slides("comparison", select(aspect=aspect), facts)[0].figure == shown


@pytest.mark.parametrize(
    "bare", [{}, {"partners": ("strasbourg",)}, {"sectors": ("sport",)}, {"partners": ("van",), "sectors": ("economy",)}]
)
@pytest.mark.parametrize("name", ["matrix", "compared", "profiles", "towns", "distances", "members", "shared"])
def test_figures_of_comparison_and_networks_are_whole_however_little_is_chosen(facts, select, name, bare):
    for lang in LANGUAGES:
        shown = exhibit(figure_slide(name), select(lang=lang, **bare), "title", facts, (lang,), "light", TODAY)
        assert shown.headline[0]
        assert shown.figure is None or shown.source


def test_names_at_line_ends_keep_apart_at_the_height_of_the_stage(facts, stories, whole):
    slide = next(slide for slide in stories["1-three-minutes"].slides if slide.figure == "statistic")
    figure = exhibit(slide, selection_of(slide, whole, "de"), "", facts, ("de",), "light", TODAY).figure
    assert figure.layout.height == FIGURE_HEIGHT
    inner = FIGURE_HEIGHT - figure.layout.margin.t - figure.layout.margin.b
    heights = sorted(note.y * inner for note in figure.layout.annotations)
    assert min(after - before for before, after in pairwise(heights)) >= 17 - 1e-6


# The page


def test_without_a_story_one_chooses_among_all():
    app = visit()
    assert app.title[0].value == Texts("de").t("stage.title")
    offered = {button.key for button in app.button if button.key.startswith("show-")}
    assert offered == {f"show-{name}" for name in STORIES} | {"show-partner"}


@pytest.mark.parametrize(("slide", "shown"), [("1", 1), ("8", 8), ("99", 8)])
def test_a_link_leads_to_its_slide(slide, shown):
    app = visit(story="2-nancy", slide=slide)
    assert app.button(key="stage-next").disabled is (shown == 8)
    assert app.button(key="stage-previous").disabled is (shown == 1)


@pytest.mark.parametrize("parameter", ["story", "slide", "loop", "bilingual", "room", "speaker"])
@pytest.mark.parametrize("nasty", ["", "0", "-1", "1e3", "<script>", "../etc", "9" * 20])
def test_nonsense_in_the_address_raises_nothing(parameter, nasty):
    visit(**{"story": "2-nancy"} | {parameter: nasty})


def test_buttons_turn_jump_and_leave():
    app = visit(story="2-nancy")
    for key, slide in (("next", 2), ("last", 8), ("previous", 7), ("first", 1)):
        app.button(key=f"stage-{key}").click().run()
        assert app.session_state["selection"].slide == slide
        assert app.query_params.get("slide", ["1"]) in ([str(slide)], str(slide))
    app.button(key="stage-leave").click().run()
    assert app.session_state["selection"].story == ""


@pytest.fixture
def browser(monkeypatch):
    """Return a function that makes the pages of this test belong to the browser with the given token."""

    def become(token: bytes) -> None:
        cookies = {"_streamlit_xsrf": generate_xsrf_token_string(token)} if token else {}
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", cookies)

    monkeypatch.setattr(speaker_sync, "_rooms", WeakValueDictionary())
    become(b"presenter")
    return become


ROOM = "0123456789abcdef"


def presented(slide: int = 2, **also: str) -> AppTest:
    return visit(story="2-nancy", slide=str(slide), room=ROOM, **also)


def words(app: AppTest) -> str:
    return "\n".join(line.value for line in app.markdown)


def test_the_speaker_sees_note_and_next_slide_and_follows(browser):
    main = presented()
    app = presented(5, speaker="yes")
    assert "Schulbesuche" in words(app)
    assert len([node for node in app.main if node.type == "plotly_chart"]) == 1
    assert app.session_state["selection"].slide == 2
    main.button(key="stage-next").click().run()
    app.run()
    assert app.session_state["selection"].slide == 3


def test_who_has_the_link_from_another_browser_reads_no_note_and_leads_nobody(browser):
    main, speaker = presented(), presented(speaker="yes")
    for token in (b"stranger", b""):
        browser(token)
        read = presented(speaker="yes")
        assert Texts("de").t("stage.no_room") in [title.value for title in read.title]
        assert "Schulbesuche" not in words(read)
        presented(5)
        browser(b"presenter")
        speaker.run()
        assert speaker.session_state["selection"].slide == 2
    assert main.session_state["selection"].slide == 2


def test_both_windows_may_be_reloaded(browser):
    main, speaker = presented(), presented(speaker="yes")
    main, speaker = presented(3), presented(3, speaker="yes")
    assert speaker.session_state["selection"].slide == 3
    main.button(key="stage-next").click().run()
    speaker.run()
    assert speaker.session_state["selection"].slide == 4


def test_the_speaker_view_begins_once_the_main_window_is_there(browser):
    speaker = presented(speaker="yes")
    assert "Schulbesuche" not in words(speaker)
    main = presented()
    speaker.run()
    assert "Schulbesuche" in words(speaker)
    assert main.session_state["selection"].slide == 2


def test_a_window_holds_one_room_and_pushes_no_other_out(browser, select, monkeypatch):
    main = presented()
    state: dict[str, object] = {}
    monkeypatch.setattr("streamlit.session_state", state)
    for number in range(500):
        speaker_sync.tell(replace(select(), room=f"{number:016x}"))
    assert len(speaker_sync._rooms) == 2
    assert speaker_sync.shown_in(ROOM).selection == main.session_state["selection"]


def test_a_room_goes_with_its_last_window(browser):
    main = presented()
    assert len(speaker_sync._rooms) == 1
    main.button(key="stage-leave").click().run()
    assert not speaker_sync._rooms


# QR codes


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost:8501/", True),
        ("http://127.0.0.1:8501", True),
        ("http://192.168.1.20:8501/x", True),
        ("http://10.1.2.3/", True),
        ("http://[::1]:8501", True),
        ("http://rathaus.local/", True),
        ("http://laptop/", True),
        ("https://welt.karlsruhe.example.org/partner?city=nancy", False),
        ("https://8.8.8.8/", False),
    ],
)
def test_an_address_is_local_where_no_guest_can_reach_it(address, local):
    assert is_local(address) is local


def test_a_code_is_an_svg_picture():
    assert qr_data("https://example.org/?a=ä&b=1").startswith("data:image/svg+xml")


def test_the_public_address_is_configurable(monkeypatch):
    monkeypatch.setenv("PUBLIC_ADDRESS", "https://welt.example.org/")
    app = visit(story="2-nancy", slide="8")
    assert Texts("de").t("qr.local") not in [caption.value for caption in app.caption]
    monkeypatch.delenv("PUBLIC_ADDRESS")
    app = visit(story="2-nancy", slide="8")
    assert Texts("de").t("qr.local") in [caption.value for caption in app.caption]


def test_the_slide_of_sectors_names_who_shares_the_first_place_unless_that_says_nothing(facts):
    def said(*sectors, lang="de"):
        found = pd.DataFrame({"event": "", "sector": list(sectors), "weight": 1, "collection": ""})
        return sectors_sentence(facts, "nancy", found, Texts(lang))

    assert said("culture") == "Nancy: 1 dokumentierte Aktivität im Bereich Kultur"
    assert said("culture", "culture", "sport") == "Nancy: Schwerpunkt Kultur mit 2 von 3 dokumentierten Aktivitäten"
    shared = ("culture", "culture", "sport", "sport", "civic")
    assert said(*shared) == "Nancy: Schwerpunkte Kultur und Sport mit je 2 von 5 dokumentierten Aktivitäten"
    assert said(*shared, lang="en") == "Nancy: culture and sport lead with 2 each out of 5 documented activities"
    assert said("culture", "sport") == "Nancy: 2 dokumentierte Aktivitäten in 2 Bereichen"
