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

from components.exhibits.exhibit import FIGURE_HEIGHT, Exhibit
from components.exhibits.slides import automatic_slides, exhibit, figure_slide, slides_of
from components.exports.qr import is_local, qr_data
from components.figures.ground_map import ground_map
from components.figures.layout import at_height
from components.figures.palette import PALETTES
from components.stage import speaker_sync
from components.stage.slide import headline_length, unbroken
from components.words.partner import sectors_sentence
from components.words.texts import Texts
from data.options import options_of
from data.queries import connections, count_events, status_history, tally
from data.selection import Selection
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


def test_five_stories_are_ready(stories):
    titles = {story.title.de for story in stories.values()}
    assert titles == {
        "Karlsruhe weltweit in drei Minuten",
        "Karlsruhe und Nancy: Partner seit 1955",
        "Winnyzja: Partnerschaft in Zeiten des Krieges",
        "Wirtschaft und Innovation",
        "Junge Leute unterwegs",
    }
    assert all(story.slides[0].figure == "title" and story.slides[-1].figure == "closing" for story in stories.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_every_slide_of_every_story_can_be_drawn(facts, whole, stories, name, lang):
    for number, slide in enumerate(stories[name].slides, 1):
        own = selection_of(slide, whole, lang)
        shown = exhibit(slide, own, getattr(stories[name].title, lang), facts, (lang,), "light", TODAY)
        assert shown.headline[0].strip()
        assert shown.figure is not None or shown.lines or shown.number, number
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


@pytest.mark.parametrize("name", STORIES)
def test_no_headline_of_a_story_ranks_years_that_hold_the_list_of_the_city(facts, whole, stories, name):
    """The densest years of 2011 to 2014 are those of the city's complete list: where they lead, the story has a headline of its own."""
    for slide in stories[name].slides:
        own = selection_of(slide, whole, "de")
        shown = exhibit(slide, own, "title", facts, ("de",), "light", TODAY)
        assert not re.search(r"dichtesten.*201[0-4]", shown.headline[0]), shown.headline[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: {de: a, en: b}\nslides: []", "slides: List should have at least 1 item"),
        ("title: {de: a}\nslides: [{figure: title}]", "title, en: Field required"),
        ("title: {de: a, en: b}\nslides: [{figure: karte}]", "slide 1, figure: Input should be 'title', 'portrait', 'number', 'map'"),
        ("title: {de: a, en: b}\nslides: [{figure: map, selection: {sector: kultur}}]", "slide 1, selection: no such value sector=kultur"),
        ("title: {de: a, en: b}\nslides: [{figure: map, selection: {bereich: x}}]", "slide 1, selection: unknown bereich; allowed are"),
        ("title: {de: a, en: b}\nslides: [{figure: map, selection: {lang: en}}]", "slide 1, selection: unknown lang"),
        ("title: {de: a, en: b}\nslides: [{figure: history}]", "slide 1, selection: history needs a city"),
        ("title: {de: a, en: b}\nslides: [{figure: portrait}]", "slide 1, selection: portrait needs a city, such as city: halle"),
        (
            "title: {de: a, en: b}\nslides: [{figure: number, selection: {topic: economy, indicator: de_exports_to_partner_eur}}]",
            "slide 1, selection: number with an indicator needs its topic and one partner",
        ),
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


# Portraits and numbers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_portrait_says_who_since_when_how_far_and_the_latest_exchange(facts, select, lang):
    for partner in facts.partner_ids:
        row, t = facts.partner(partner), Texts(lang)
        shown = exhibit(figure_slide("portrait", city=partner), select(city=partner, lang=lang), "", facts, (lang,), "light", TODAY)
        assert shown.headline == (row[f"name_{lang}"],)
        assert shown.name[0] in ("", row["name_local"])
        assert bool(shown.status) is (row["status"] != "active")
        assert t.country(row["country"]) in shown.lines[0]
        assert 1 <= len(shown.facts) <= 4
        assert shown.facts[0][0].endswith("km")
        assert bool(shown.latest) is (partner in set(facts.exchange["partner"]))
        if row["status"] != "active":  # what rests is not celebrated
            assert not [label for _, label in shown.facts if t.label("relation", row["kind"]) in label]


def test_the_portrait_of_krasnodar_is_in_its_script_and_says_that_the_partnership_is_suspended(facts, select):
    own = select(city="krasnodar")
    shown = exhibit(figure_slide("portrait", city="krasnodar"), own, "", facts, ("de", "en"), "light", TODAY)
    assert shown.name == ("Краснодар", "ru")
    assert shown.status == "Von der Stadt bis auf Weiteres ausgesetzt"
    opened = exhibit(figure_slide("title", city="krasnodar"), own, "Krasnodar", facts, ("de",), "light", TODAY)
    assert opened.lines[0] == "Städtepartnerschaft seit 1997, ausgesetzt"


def test_a_number_is_that_of_its_selection(facts, whole):
    counted = figure_slide("number", sector="education", **{"from": 2020})
    own = selection_of(counted, whole, "en")
    shown = exhibit(counted, own, "", facts, ("en",), "light", TODAY)
    assert shown.number == str(count_events(tally(facts, own)))
    assert shown.headline[0].startswith("activities in education with")
    value = figure_slide("number", topic="economy", indicator="de_exports_to_partner_eur", partner="nancy")
    shown = exhibit(value, selection_of(value, whole, "de"), "", facts, ("de",), "light", TODAY)
    assert shown.number.replace("\N{NO-BREAK SPACE}", " ").endswith(" Mio. €")
    assert shown.source


def test_a_number_that_does_not_exist_is_a_sentence(facts, whole):
    none = figure_slide("number", partner="strasbourg", to="2004")
    shown = exhibit(none, selection_of(none, whole, "de"), "", facts, ("de",), "light", TODAY)
    assert not shown.number
    assert shown.headline[0]


def test_a_map_explains_its_symbols_and_names_its_partners(facts, whole):
    slide = figure_slide("map")
    shown = exhibit(slide, selection_of(slide, whole, "de"), "", facts, ("de",), "light", TODAY)
    assert [entry.words for entry in shown.legend][-1] == Texts("de").t("stage.legend_resting")
    assert {"San Miguel de Los Bancos", "Suseong-gu (Daegu)"} <= set(shown.names)
    alone = figure_slide("map", partner="nancy")
    shown = exhibit(alone, selection_of(alone, whole, "de"), "", facts, ("de",), "light", TODAY)
    assert [entry.words for entry in shown.legend] == ["Städtepartnerschaft"]


def test_the_map_of_a_storys_sector_shows_the_partners_with_exchange_in_it_and_no_other(facts):
    known = options_of(facts)
    maps = [(slide, selection_of(slide, known, "de")) for story in load_stories(known).values() for slide in story.slides]
    maps = [own for slide, own in maps if slide.figure == "map" and own.sectors]
    assert len(maps) == 2
    for own in maps:
        shown = connections(facts, own)[1]
        everyone = connections(facts, replace(own, partners=()))[1]
        assert set(shown["id"]) == set(everyone.loc[everyone["exchanges"] > 0, "id"])


@pytest.mark.parametrize(
    ("figure", "chosen", "period"),
    [
        ("activities", {}, "2026"),
        ("activities", {"interval": "five"}, "2025 bis 2029"),
        ("cumulative", {}, "2026"),
        ("bands", {}, "2026"),
        ("compared", {}, "2025 bis 2029"),
    ],
)
def test_every_slide_of_counts_per_year_says_that_the_last_is_not_over(facts, whole, figure, chosen, period):
    slide = figure_slide(figure, **chosen)
    shown = exhibit(slide, selection_of(slide, whole, "de"), "", facts, ("de",), "light", TODAY)
    assert shown.source.startswith(f"{period} läuft noch. ")
    past = figure_slide(figure, to=2024, **chosen)
    assert "läuft noch" not in exhibit(past, selection_of(past, whole, "de"), "", facts, ("de",), "light", TODAY).source


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_of_members_explains_its_symbols_in_their_colours(facts, whole, theme):
    slide = figure_slide("members")
    shown = exhibit(slide, selection_of(slide, whole, "de"), "", facts, ("de",), theme, TODAY)
    drawn = {(symbol, colour) for trace in shown.figure.data if trace.mode == "markers" and trace.text is not None
             for symbol, colour in zip(trace.marker.symbol, trace.marker.color, strict=True)}  # fmt: skip
    assert len(shown.legend) == len(drawn)
    assert {entry.colour for entry in shown.legend} == {colour for _, colour in drawn}
    alone = figure_slide("members", network="unesco-media-arts")
    shown = exhibit(alone, selection_of(alone, whole, "de"), "", facts, ("de",), theme, TODAY)
    assert next(entry.words for entry in shown.legend) == "Kultur"


@pytest.mark.parametrize("on_green", [True, False])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_globe_of_one_partner_is_turned_to_the_way_there(facts, theme, on_green):
    every = Selection(*facts.years)
    whole = ground_map(connections(facts, every)[1], theme, on_green).layout.geo
    assert (whole.scope, whole.projection.scale) == ("world", 1)
    near = ground_map(connections(facts, replace(every, partners=("nancy",)))[1], theme, on_green).layout.geo
    assert (near.scope, near.projection.scale) == ("europe", 9)
    far = ground_map(connections(facts, replace(every, partners=("suseong-gu",)))[1], theme, on_green).layout.geo
    assert (far.scope, far.projection.scale) == ("world", 1)
    assert far.center.lat > 50  # the way to Korea leads over the north


# Stories of their own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_partner_has_a_story(facts, whole, select, lang):
    for partner in facts.partner_ids:
        for slide in automatic_slides("partner", select(city=partner, lang=lang), facts):
            shown = exhibit(slide, selection_of(slide, whole, lang), "title", facts, (lang,), "light", TODAY)
            assert shown.headline[0]
            assert shown.figure is not None or shown.lines or shown.number, (partner, slide.figure)


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
    "bare", [{}, {"partners": ("strasbourg",), "last_year": 2004}, {"sectors": ("sport",)}, {"partners": ("van",), "sectors": ("economy",)}]
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


@pytest.mark.parametrize(("slide", "shown"), [("1", 1), ("9", 9), ("99", 9)])
def test_a_link_leads_to_its_slide(slide, shown):
    app = visit(story="2-nancy", slide=slide)
    assert app.button(key="stage-next").disabled is (shown == 9)
    assert app.button(key="stage-previous").disabled is (shown == 1)


@pytest.mark.parametrize("parameter", ["story", "slide", "loop", "bilingual", "room", "speaker"])
@pytest.mark.parametrize("nasty", ["", "0", "-1", "1e3", "<script>", "../etc", "9" * 20])
def test_nonsense_in_the_address_raises_nothing(parameter, nasty):
    visit(**{"story": "2-nancy"} | {parameter: nasty})


def test_buttons_turn_jump_and_leave():
    app = visit(story="2-nancy")
    for key, slide in (("next", 2), ("last", 9), ("previous", 8), ("first", 1)):
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


def presented(slide: int = 3, **also: str) -> AppTest:
    return visit(story="2-nancy", slide=str(slide), room=ROOM, **also)


def words(app: AppTest) -> str:
    return "\n".join(line.value for line in app.markdown)


def test_the_speaker_sees_note_and_next_slide_and_follows(browser):
    main = presented()
    app = presented(5, speaker="yes")
    assert "Schulbesuche" in words(app)
    assert len([node for node in app.main if node.type == "plotly_chart"]) == 1
    assert app.session_state["selection"].slide == 3
    main.button(key="stage-next").click().run()
    app.run()
    assert app.session_state["selection"].slide == 4


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
        assert speaker.session_state["selection"].slide == 3
    assert main.session_state["selection"].slide == 3


def test_both_windows_may_be_reloaded(browser):
    main, speaker = presented(), presented(speaker="yes")
    main, speaker = presented(3), presented(3, speaker="yes")
    assert speaker.session_state["selection"].slide == 3
    main.button(key="stage-next").click().run()
    speaker.run()
    assert speaker.session_state["selection"].slide == 4


def begins_with_the_main_window(speaker):
    assert "Schulbesuche" not in words(speaker)
    main = presented()
    speaker.run()
    assert "Schulbesuche" in words(speaker)
    assert main.session_state["selection"].slide == 3


def test_the_speaker_view_begins_once_the_main_window_is_there(browser):
    speaker = presented(speaker="yes")
    begins_with_the_main_window(speaker)


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


def contact(app: AppTest) -> str:
    return "lost" if Texts("de").t("stage.contact_lost") in [header.value for header in app.header] else "there"


def test_the_speaker_view_says_when_the_main_window_has_left_and_when_it_is_back(browser):
    main, speaker = presented(), presented(speaker="yes")
    assert contact(speaker) == "there"
    main.button(key="stage-leave").click().run()
    speaker.run()
    assert contact(speaker) == "lost"
    assert Texts("de").t("stage.contact_lost_how") in words(speaker)
    assert "Schulbesuche" in words(speaker)
    presented()
    speaker.run()
    assert contact(speaker) == "there"


def test_the_speaker_view_says_when_the_main_window_is_closed(browser, monkeypatch):
    presented()
    speaker = presented(speaker="yes")
    connected = {"main": True}
    monkeypatch.setattr(speaker_sync, "_is_connected", lambda session: connected["main"])
    speaker.run()
    assert contact(speaker) == "there"
    connected["main"] = False
    speaker.run()
    assert contact(speaker) == "lost"


def test_after_a_restart_both_windows_find_each_other_again(browser, monkeypatch):
    presented(), presented(speaker="yes")
    monkeypatch.setattr(speaker_sync, "_rooms", WeakValueDictionary())  # another process remembers nothing
    speaker = presented(speaker="yes")
    begins_with_the_main_window(speaker)


def test_elapsed_time_is_a_duration_of_this_process_and_starts_at_zero(browser, monkeypatch):
    main = presented()
    room = next(iter(speaker_sync._rooms.values()))
    assert 0 <= room.elapsed < 60
    monkeypatch.setattr("time.time", lambda: 0.0)  # whatever the clock on the wall says
    assert 0 <= room.elapsed < 60
    assert main.session_state["selection"].slide == 3


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
    app = visit(story="2-nancy", slide="9")
    assert Texts("de").t("qr.local") not in [caption.value for caption in app.caption]
    monkeypatch.delenv("PUBLIC_ADDRESS")
    app = visit(story="2-nancy", slide="9")
    assert Texts("de").t("qr.local") in [caption.value for caption in app.caption]


def test_the_slide_of_sectors_names_who_shares_the_first_place_unless_that_says_nothing(facts):
    def said(*sectors, lang="de"):
        found = pd.DataFrame({"event": "", "sector": list(sectors), "weight": 1, "collection": ""})
        return sectors_sentence(facts, "nancy", found, Texts(lang))

    assert said("culture") == "Der belegte Austausch mit Nancy liegt ganz im Bereich Kultur"
    assert said("culture", "culture", "sport") == "Der Austausch mit Nancy hat seinen Schwerpunkt im Bereich Kultur"
    shared = ("culture", "culture", "sport", "sport", "civic")
    assert said(*shared) == "Der Austausch mit Nancy hat seine Schwerpunkte in den Bereichen Kultur und Sport"
    assert said(*shared, lang="en") == "Exchange with Nancy focuses on culture and sport"
    assert said("culture", "sport") == "Der Austausch mit Nancy umfasst 2 Bereiche"


@pytest.mark.parametrize(("today", "said"), [("2026-11-29", True), ("2023-01-01", False)])
def test_a_slide_says_of_which_year_an_old_newest_value_is(facts, select, today, said):
    chosen = select(topic="culture", indicator="foreign_residents_by_nationality", partners=("winnyzja",))
    shown = exhibit(figure_slide("statistic"), chosen, "", facts, ("de",), "light", today)
    assert ("Neuester bekannter Wert: 2022." in shown.source) is said


def test_slides_of_statistics_have_headlines_of_their_own(stories):
    statistics = [slide for story in stories.values() for slide in story.slides if slide.figure == "statistic"]
    assert statistics
    assert all(slide.headline for slide in statistics)


def test_the_title_of_a_story_is_heard_on_its_buttons_and_seen_once():
    app = sound(open_page("stage"))
    starts = [button.label for button in app.button if button.key.startswith("show-")]
    assert all(re.fullmatch(r"Starten :gray\[.+\]", label) for label in starts)
    assert len(set(starts)) == len(starts)


# What slides say


def shown(facts, slide, lang="de", height=FIGURE_HEIGHT):
    own = selection_of(slide, options_of(facts), lang)
    return exhibit(slide, own, "", facts, (lang,), "light", TODAY, height)


@pytest.mark.parametrize(("city", "named"), [("nancy", True), ("van", False), ("pune", False)])
def test_the_city_list_is_named_only_on_slides_that_count_it(facts, city, named):
    """A band over years that the list does not cover would look like years without exchange."""
    slide = figure_slide("activities", partner=city, ended="yes")
    made = shown(facts, slide)
    assert ("2011 bis 2014" in made.source) is named
    assert any(shape.type == "rect" for shape in made.figure.layout.shapes) is named


def test_a_slide_of_later_years_does_not_name_the_city_list(facts):
    assert "2014" not in shown(facts, figure_slide("activities", partner="nancy", **{"from": 2020})).source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_of_one_partner_tells_the_way_in_its_headline(facts, lang):
    (headline,) = shown(facts, figure_slide("map", partner="nancy", view="europe"), lang).headline
    assert "167" in headline
    assert "km" in headline
    (headline,) = shown(facts, figure_slide("map", partner="krasnodar"), lang).headline
    assert headline.startswith("Krasnodar ")
    assert headline.endswith({"de": "Stand der Verbindung: ausgesetzt", "en": "the partnership is suspended"}[lang])


@pytest.mark.parametrize(("city", "in_words"), [("halle", True), ("sakarya", True), ("krasnodar", False), ("nancy", False)])
def test_a_history_of_a_few_steps_is_told_and_a_long_one_drawn(facts, city, in_words):
    made = shown(facts, figure_slide("history", city=city, partner=city))
    assert (made.figure is None) is bool(made.rows) is in_words
    steps = status_history(facts, city, "de")
    told = {title for _, title in made.rows}
    assert told == (set(steps.loc[steps["kind"] != "report", "title"]) if in_words else set())


def test_a_figure_at_another_height_leaves_the_given_one_as_it_is(facts):
    given = shown(facts, figure_slide("activities")).figure
    before = given.to_dict()["layout"]["height"]
    made = at_height(given, before + 1).to_dict()
    assert made["layout"] == given.to_dict()["layout"] | {"height": before + 1}
    assert made["data"] == given.to_dict()["data"]
    assert given.to_dict()["layout"]["height"] == before


def test_the_farthest_town_is_named_in_the_figure_as_in_the_headline(facts):
    made = shown(facts, figure_slide("distances"))
    (named,) = [text for trace in made.figure.data for text in trace.text if text]
    assert made.headline[0].startswith(f"{named},")


@pytest.mark.parametrize(
    ("headline", "length"),
    [
        ("Menschen aus den Partnerländern studieren an deutschen Hochschulen", "brief"),
        ("Delegationen, Projekte, Konferenzen und Messen bringen die Wirtschaft zusammen", "short"),
        ("Ein langer Satz, der auf zwei Zeilen in voller Größe keinen Platz findet. " * 3, "long"),
    ],
)
def test_a_headline_takes_the_lines_that_it_needs(headline, length):
    assert headline_length(Exhibit((headline,))) == length
    assert headline_length(Exhibit((headline, headline))) == ("both" if length == "long" else "both-brief")


def test_no_line_of_a_headline_ends_between_a_number_and_what_it_counts():
    assert unbroken("von 1990 bis 2025 in 7 Bereichen, 1.032 km") == "von 1990 bis 2025 in 7\xa0Bereichen, 1.032\xa0km"


def test_a_slide_of_a_statistic_says_one_thing(facts):
    made = shown(facts, figure_slide("statistic", topic="economy", indicator="de_exports_to_partner_eur"))
    assert ";" not in made.headline[0]
    assert made.headline[0].endswith("(Frankreich)")


def test_the_last_column_of_a_statistic_has_its_value_on_the_stage(facts):
    slide_of_one = figure_slide("statistic", topic="culture", indicator="foreign_residents_by_nationality", partner="winnyzja")
    made = shown(facts, slide_of_one)
    last = made.figure.data[0].y[-1]
    assert Texts("de").number(float(last)) in [note.text for note in made.figure.layout.annotations]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_of_anniversaries_is_the_first_of_them(facts, lang):
    made = shown(facts, figure_slide("anniversaries"), lang)
    assert all(word in made.headline[0] for word in made.rows[0])


def test_a_comparison_in_five_years_says_that_the_last_are_not_over(facts):
    made = shown(facts, figure_slide("compared", partner=["nancy", "nottingham"]))
    assert made.source.startswith("2025 bis 2029 läuft noch.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_of_cities_beside_their_lines_do_not_touch_on_the_stage(facts, lang):
    """Names are placed for the height at which the stage draws the chart."""
    layout = shown(facts, figure_slide("towns"), lang).figure.layout
    assert layout.height == FIGURE_HEIGHT
    inner = FIGURE_HEIGHT - layout.margin.t - layout.margin.b
    boxes = sorted((note.y * inner, 17 * (1 + note.text.count("<br>"))) for note in layout.annotations)
    assert all(above - below >= (high + low) / 2 - 0.5 for (below, low), (above, high) in pairwise(boxes))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_green_of_the_city_is_no_colour_of_a_series(theme):
    palette = PALETTES[theme]
    assert palette.city not in palette.series
    assert len(set(palette.series)) == len(palette.series) > 10


def test_the_matrix_names_the_status_of_a_suspended_relation(facts):
    rows = shown(facts, figure_slide("matrix"), "de").figure.layout.yaxis.ticktext
    assert "Krasnodar (ausgesetzt)" in rows
    assert "Nancy" in rows
