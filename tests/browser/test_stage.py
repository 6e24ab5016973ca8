"""Stage in Chromium: every story works by keyboard in both directions, and each slide fits the screen."""

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from components.stage.presentation import stories
from data.stories import story_names
from tests.browser.test_accessibility import violations
from tests.browser.words import foreign_words

pytestmark = pytest.mark.browser

#: What of a slide is not whole: a scroll bar, a figure not drawn, words that are cut or lie on each other, a spinner, letters too small.
FAULTS = """() => {
  const faults = [], stage = document.querySelector(".st-key-stage"), least = 28 * innerWidth / 1920 - 0.2;
  const main = getComputedStyle(document.querySelector("[data-testid=stMain]"));
  if (document.documentElement.scrollHeight > innerHeight || main.overflowY !== "hidden") faults.push("scrolls");
  if (document.querySelector("[data-testid=stSpinner], [data-testid=stException], [data-testid=stAlert]")) faults.push("spinner or error");
  const words = [...stage.querySelectorAll("h1, p, dt, dd, .stage-count, .js-plotly-plot text")].filter((one) =>
    one.textContent.trim() && one.checkVisibility() &&
    !one.closest(".st-key-stage-tools, .st-key-stage-play, .st-key-stage-source, [data-testid=stCaptionContainer]"));
  if (words.length < 2) faults.push("no words");
  for (const one of words) {
    const own = one.getBoundingClientRect(), svg = one.ownerSVGElement;
    if (!own.width) continue;
    const factor = svg ? svg.getBoundingClientRect().width / svg.clientWidth : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * factor;
    if (size < least) faults.push(`letters of ${size}: ${one.textContent}`);
    if (own.left < -1 || own.right > innerWidth + 1 || own.top < -1 || own.bottom > innerHeight + 1) faults.push(`cut: ${one.textContent}`);
  }
  const head = stage.querySelector("h1").getBoundingClientRect();
  const room = stage.querySelector(".st-key-stage-as-chart .st-key-stage-figure-room")?.getBoundingClientRect();
  const source = stage.querySelector(".st-key-stage-row").getBoundingClientRect();
  if (room) {
    const chart = stage.querySelector(".st-key-stage-figure .main-svg").getBoundingClientRect();
    if (chart.width < innerWidth * 0.85 || chart.height < innerHeight * 0.6) faults.push(`small: ${chart.width} x ${chart.height}`);
    if (chart.right > innerWidth || chart.bottom > source.top + 2) faults.push("chart on its source");
    if (head.bottom > chart.top + 1) faults.push("headline on the chart");
  }
  const map = stage.querySelector(".st-key-stage-as-map .st-key-stage-figure .main-svg")?.getBoundingClientRect();
  if (map && map.width < Math.min(innerWidth, 1.6 * innerHeight) - 2) faults.push(`map of ${map.width}`);
  for (const figure of stage.querySelectorAll(".js-plotly-plot"))
    if (!figure.querySelector(".point, .js-line, .bars, .scatterlayer path")) faults.push("nothing drawn");
  return faults;
}"""


def turned(page, number):
    """Wait until slide ``number`` stands still."""
    page.wait_for_function(
        "(number) => document.querySelector('.stage-count')?.textContent.startsWith(number + ' ')", arg=str(number), timeout=15_000
    )
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-stage-figure')]"
        ".every(f => f.querySelector('.main-svg .point, .main-svg .js-line, .main-svg .bars'))"
    )
    page.wait_for_timeout(150)


@pytest.fixture
def stage(visit):
    """Return a function that opens a story on a screen of some size."""

    def open_stage(query, width=1920, height=1080, theme="light", **options):
        return visit(f"/stage?{query}", width, height, theme, ready=".st-key-stage h1", **options)

    return open_stage


def faults(page):
    """Return what is not whole once the slide has had time to be drawn.

    Asked with pauses: measuring every word on each frame leaves a busy machine no time to draw what is waited for. Asked no more once
    it is whole: a figure is drawn again as soon as its place has its height, and is empty in between.
    """
    try:
        page.wait_for_function(f"() => !({FAULTS})().length", polling=300, timeout=30_000)
    except PlaywrightTimeout:
        return page.evaluate(FAULTS)
    return []


#: A story on a projector and another one on a laptop; all on both by ``make accessibility``.
SCREENS = [
    pytest.param(story, *screen, marks=[] if (number, other) in ((0, 0), (1, 1)) else [pytest.mark.thorough])
    for number, story in enumerate(story_names())
    for other, screen in enumerate(((1920, 1080), (1024, 768)))
]


@pytest.mark.parametrize(("story", "width", "height"), SCREENS)
def test_a_story_is_led_by_keyboard_forth_and_back(stage, requests, address, story, width, height):
    page = stage(f"story={story}&lang={'en' if width == 1024 else 'de'}", width, height)
    number, keys = 1, ["PageDown", "ArrowRight"]
    turned(page, 1)
    while True:
        assert faults(page) == [], f"slide {number}"
        if page.locator(".st-key-stage-next button").is_disabled():
            break
        page.keyboard.press(keys[number % 2])
        number += 1
        turned(page, number)
    assert number == len(stories()[story].slides)
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)
    if story != story_names()[0]:
        return  # the keys that follow are the same for all stories
    page.keyboard.press("PageUp")
    turned(page, number - 1)
    page.keyboard.press("Home")
    turned(page, 1)
    page.keyboard.press("End")
    turned(page, number)
    page.reload()
    page.wait_for_selector(".st-key-stage h1")
    turned(page, number)
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    turned(page, number)
    page.mouse.move(500, 500)
    page.locator(".st-key-stage-leave button").click()
    page.wait_for_selector(".st-key-footer")


@pytest.mark.parametrize(
    ("query", "slides"),
    [
        ("story=comparison", 2),
        pytest.param("story=comparison&aspect=partners&lang=en", 3, marks=pytest.mark.thorough),
        pytest.param("story=comparison&aspect=cities", 3, marks=pytest.mark.thorough),
        ("story=networks&lang=en", 3),
    ],
)
def test_a_page_presents_its_own_figures_whole(stage, query, slides):
    page = stage(query, 1280, 720)
    for number in range(1, slides + 1):
        turned(page, number)
        assert faults(page) == [], f"slide {number}"
        assert page.locator(".st-key-stage-figure").count() == (number < slides)
        page.keyboard.press("PageDown")
    assert page.locator(".st-key-stage-next button").is_disabled()


def test_bilingual_headlines_leave_the_figure_whole(stage):
    page = stage("story=2-nancy&bilingual=yes")
    for number in range(1, 10):
        turned(page, number)
        assert faults(page) == [], f"slide {number}"
        if number not in (1, 2):  # a title is in one language, a name in both
            assert page.locator(".stage-second").get_attribute("lang") == "en"
        if number < 9:
            page.keyboard.press("PageDown")


def test_the_screen_goes_black_or_white_and_comes_back_even_after_a_reload(stage):
    page = stage("story=2-nancy&slide=4", 1280, 720)
    turned(page, 4)
    cover = page.locator("#stage-cover")
    for key, colour in (("Delete", "0, 0, 0"), (".", "0, 0, 0"), ("w", "255, 255, 255"), ("b", "0, 0, 0")):
        page.keyboard.press(key)
        assert cover.evaluate("one => getComputedStyle(one).backgroundColor") == f"rgb({colour})", key
        assert cover.is_visible(), key
        if key == "b":
            page.reload()
            page.wait_for_selector("#stage-cover", state="visible")
        page.keyboard.press("PageDown")  # the first key brings the slide back, and turns nothing
        assert not cover.is_visible(), key
        turned(page, 4)


def test_keys_of_remotes_neither_reload_nor_leave_and_a_held_key_turns_once(stage):
    page = stage("story=2-nancy&slide=3", 1280, 720)
    turned(page, 3)
    page.evaluate("() => { window.here = true; }")
    page.keyboard.press("F5")
    page.wait_for_function("() => document.fullscreenElement")
    page.keyboard.press("F5")
    page.keyboard.press("Escape")
    page.evaluate("() => document.exitFullscreen().catch(() => {})")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.here && location.pathname") == "/stage"
    for _ in range(6):
        page.keyboard.down("PageDown")  # without a release in between the browser repeats the key
    page.keyboard.up("PageDown")
    turned(page, 4)
    page.wait_for_timeout(800)
    turned(page, 4)


def test_letters_can_be_turned_off(stage):
    page = stage("story=2-nancy&slide=4", 1280, 720)
    turned(page, 4)
    page.mouse.move(300, 300)
    page.locator(".st-key-stage-more button").first.click()
    switch = page.locator("#stage-letters")
    switch.wait_for()
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    page.mouse.click(300, 300)
    page.keyboard.press("b")
    assert not page.locator("#stage-cover").is_visible()
    page.keyboard.press("Delete")
    assert page.locator("#stage-cover").is_visible()
    page.evaluate("() => localStorage.clear()")


def test_controls_and_pointer_hide_until_somebody_asks_for_them(stage):
    page = stage("story=2-nancy&slide=4", 1280, 720)
    turned(page, 4)
    tools = page.locator(".st-key-stage-tools")
    page.wait_for_function("() => document.body.classList.contains('stage-still')", timeout=6_000)
    page.wait_for_timeout(300)
    expect(tools).to_have_css("opacity", "0")
    expect(tools).to_have_css("cursor", "none")
    page.mouse.move(400, 300)
    page.mouse.move(420, 300)
    page.wait_for_timeout(300)
    expect(tools).to_have_css("opacity", "1")
    page.keyboard.press("PageDown")  # a remote asks for nothing
    page.wait_for_timeout(300)
    expect(tools).to_have_css("opacity", "0")
    page.keyboard.press("Tab")
    page.wait_for_timeout(4_000)  # who walks by keyboard keeps seeing where
    expect(tools).to_have_css("opacity", "1")


def swipe(page, start, end):
    at = "({ identifier: 1, target: document.body, clientX: %d, clientY: 300 })"
    for kind, x in (("touchstart", start), ("touchend", end)):
        touches = f"[new Touch({at % x})]"
        page.evaluate(
            f"() => document.body.dispatchEvent(new TouchEvent('{kind}', {{ bubbles: true, "
            f"touches: {touches if kind == 'touchstart' else '[]'}, changedTouches: {touches} }}))"
        )


def test_a_swipe_turns_and_a_tap_does_not(stage):
    page = stage("story=2-nancy&slide=3", 1024, 768, has_touch=True)
    turned(page, 3)
    page.wait_for_function("() => document.body.classList.contains('stage-still')")  # the controls that it presses are hidden
    swipe(page, 700, 300)
    turned(page, 4)
    swipe(page, 300, 700)
    turned(page, 3)
    swipe(page, 300, 320)
    page.wait_for_timeout(700)
    turned(page, 3)


@pytest.mark.parametrize("able", [True, False])
def test_the_screen_stays_awake_or_the_menu_says_that_it_cannot_and_full_screen_is_offered_where_it_exists(visit, address, able):
    page = visit("/healthz", ready="body")
    lock = "{ request: async () => { window.asked = true; return Object.assign(new EventTarget(), { release: async () => {} }); } }"
    page.add_init_script(
        f"Object.defineProperty(navigator, 'wakeLock', {{ value: {lock if able else 'undefined'} }});"
        f"Object.defineProperty(document, 'fullscreenEnabled', {{ value: {'true' if able else 'false'} }});"
    )
    page.goto(f"{address}/stage?story=2-nancy&slide=2&lang=en")
    turned(page, 2)
    page.mouse.move(300, 300)
    page.locator(".st-key-stage-more button").first.click()
    page.wait_for_selector(".qr-code")
    assert bool(page.evaluate("() => window.asked")) is able
    assert page.locator(".stage-wake-note").is_visible() is not able
    assert page.locator("#stage-full").is_visible() is able


def test_the_code_of_the_last_slide_is_large(stage):
    """On a screen three metres wide it is more than a metre wide: a tenth of the way to the tenth row."""
    page = stage("story=1-three-minutes&slide=8")
    turned(page, 8)
    for width, height in ((1920, 1080), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        assert page.locator(".st-key-stage-as-closing .qr-code").bounding_box()["width"] >= 0.4 * width


#: On a narrow screen: words that lie on a figure, figures that are not in sight anywhere, something wider than the screen.
NARROW = """() => {
  const faults = [], room = document.querySelector(".st-key-stage-figure-room"), box = (one) => one.getBoundingClientRect();
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the screen");
  const figure = room?.querySelector(".main-svg");
  if (room && (box(room).height < 100 || !figure || box(figure).width < innerWidth * 0.8)) faults.push("no figure");
  const kinds = "h1, dt, dd, .stage-legend, .stage-names, .st-key-stage-lines p, .qr-code";
  const words = [...document.querySelectorAll(`.st-key-stage :is(${kinds})`)];
  for (const one of words.filter((one) => box(one).height))
    for (const other of [...words, ...(room ? [room] : [])].filter((other) => !other.contains(one) && !one.contains(other)))
      if (box(one).bottom > box(other).top + 2 && box(other).bottom > box(one).top + 2 && box(one).right > box(other).left + 2 &&
          box(other).right > box(one).left + 2) faults.push(`${one.textContent} on ${other.className}`);
  for (const code of document.querySelectorAll(".qr-code"))
    if (box(code).width > innerWidth || box(code).height > innerHeight) faults.push("the code is not whole");
  return faults;
}"""


#: Names of the map that leave the part of it that is in sight.
CUT = """() => {
  const room = document.querySelector(".st-key-stage-figure-room").getBoundingClientRect();
  const seen = [...document.querySelectorAll(".st-key-stage-figure .scattergeo")].filter((one) => getComputedStyle(one).display !== "none");
  return seen.flatMap((one) => [...one.querySelectorAll("text")]).filter((text) => {
    const {top, bottom} = text.getBoundingClientRect();
    return text.textContent.trim() && (top < room.top - 1 || bottom > room.bottom + 1);
  }).map((text) => text.textContent);
}"""

#: On a phone on its side: what scrolls, what leaves the screen, and words that lie on the source.
SIDEWAYS = """() => {
  const faults = [], main = document.querySelector("[data-testid=stMain]"), box = (one) => one.getBoundingClientRect();
  if (getComputedStyle(main).overflowY !== "hidden") faults.push("the slide scrolls");
  const source = document.querySelector(".st-key-stage-foot [class*=st-key-stage-source]"), top = source ? box(source).top : innerHeight;
  for (const one of document.querySelectorAll(".st-key-stage :is(h1, dd, .stage-legend, .qr-code, .stage-number, .xtick text)")) {
    const {left, right, bottom} = box(one);
    if (bottom > top + 2 || left < 0 || right > innerWidth) faults.push(`${one.textContent} reaches ${bottom} of ${top}`);
  }
  return faults;
}"""


#: Portrait, and a window at 400 % zoom.
NARROWS = ((390, 844), (320, 256))


def test_narrow_windows_show_the_figure_all_names_and_the_whole_code(stage, address):
    page = stage("story=1-three-minutes&slide=2", *NARROWS[0])
    for number in (2, 3, 4, 8):
        if number != 2:
            page.goto(f"{address}/stage?story=1-three-minutes&slide={number}")
        for width, height in NARROWS:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(400)
            turned(page, number)
            assert page.evaluate(NARROW) == [], (number, width)
            if number == 3:
                names = page.locator(".stage-names").inner_text()
                assert "San Miguel de Los Bancos" in names
                assert "Suseong-gu (Daegu)" in names
                assert height < width or page.evaluate(CUT) == [], "names of the map are whole"


def test_on_a_phone_on_its_side_every_slide_fits_the_screen(stage, address):
    page = stage("story=1-three-minutes&slide=2", 844, 390)
    for number in range(2, 9):
        if number > 2:
            page.goto(f"{address}/stage?story=1-three-minutes&slide={number}")
        turned(page, number)
        assert page.evaluate(SIDEWAYS) == [], f"slide {number}"


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        pytest.param("slide=1&story=1-three-minutes", "light", marks=pytest.mark.thorough),
        ("slide=1&story=2-nancy", "dark"),
        ("slide=3&story=1-three-minutes&lang=en", "dark"),
        ("slide=2&story=partner&city=krasnodar", "light"),
        pytest.param("slide=3&story=4-economy", "dark", marks=pytest.mark.thorough),
        pytest.param("slide=7&story=2-nancy", "light", marks=pytest.mark.thorough),
        ("slide=8&story=1-three-minutes", "light"),
    ],
)
def test_axe_finds_no_violation(stage, query, theme):
    page = stage(query, theme=theme)
    turned(page, int(query[6]))
    assert violations(page) == []
    assert foreign_words(page, "en" if "lang=en" in query else "de") == []


def test_axe_finds_no_violation_in_the_choice_and_in_the_menu(visit, stage):
    choice = visit("/stage?lang=en", width=390, height=844)
    assert violations(choice) == []
    words = choice.locator(".st-key-stories button [data-testid=stMarkdownContainer]")
    assert words.count() == 2 * len(story_names()) + 1
    assert words.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)") == []
    page = stage("story=2-nancy")
    turned(page, 1)
    page.locator(".st-key-stage-more button").first.click()
    page.wait_for_selector(".qr-code")
    page.wait_for_timeout(300)
    assert violations(page) == []


def test_nothing_moves_unasked_and_growth_is_no_offer_under_reduced_motion(stage):
    page = stage("story=1-three-minutes&slide=2", reduced_motion="reduce")
    turned(page, 2)
    assert not page.locator(".st-key-stage-play button").is_visible()
    assert page.locator(".st-key-stage-year-now").inner_text().strip() == "2026"


def test_the_map_grows_when_asked(stage):
    page = stage("story=1-three-minutes&slide=2")
    turned(page, 2)
    page.locator(".st-key-stage-play button").click()
    page.wait_for_function("() => document.querySelector('.st-key-stage-year-now')?.textContent.trim() < '1970'")
    page.wait_for_function("() => document.querySelector('.st-key-stage-year-now')?.textContent.trim() > '1957'", timeout=15_000)


def test_one_click_presents_what_one_looks_at(visit):
    page = visit("/exchange?topic=education&from=1990")
    page.get_by_role("button", name="Präsentieren").click()
    page.wait_for_selector(".st-key-stage h1")
    turned(page, 1)
    heading = page.locator(".st-key-stage h1").inner_text()
    assert "Bildung" in heading
    assert "1990" in heading
    page.mouse.move(300, 300)
    page.locator(".st-key-stage-leave button").click()
    page.wait_for_url("**/exchange?**")


def test_the_speaker_follows_the_main_window_and_strangers_neither_read_nor_lead(stage, profiles, address):
    page = stage("story=1-three-minutes")
    turned(page, 1)
    page.locator(".st-key-stage-more button").first.click()
    page.locator(".st-key-stage-speaker button").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Referentenansicht öffnen").click()
    second, note = opened.value, "wächst das Netz Jahr für Jahr"
    second.wait_for_selector(".speaker-clock b:not(:empty)")
    page.bring_to_front()
    page.keyboard.press("Escape")  # closes the menu
    page.keyboard.press("PageDown")
    turned(page, 2)
    second.wait_for_function("(note) => document.body.textContent.includes(note)", arg=note, timeout=15_000)
    assert violations(second) == []

    stranger = profiles(address, locale="de-DE")
    reading, leading = stranger.new_page(), stranger.new_page()
    reading.goto(second.url)
    reading.wait_for_selector(".st-key-speaker")
    assert note not in reading.locator("body").inner_text()
    leading.goto(page.url.replace("slide=2", "slide=5"))
    turned(leading, 5)
    reading.wait_for_function("() => document.body.textContent.includes('5 von 8')", timeout=15_000)  # what the stranger presents
    second.wait_for_timeout(1500)
    assert "2 von 8" in second.locator("body").inner_text()
    for window in (reading, leading):
        window.close()

    for window in (second, page):
        window.reload()
    turned(page, 2)
    page.keyboard.press("PageDown")
    turned(page, 3)
    second.wait_for_function("() => document.body.textContent.includes('3 von 8')", timeout=15_000)

    assert second.locator("#speaker-past").inner_text() != "00:00"
    second.locator("#speaker-reset").click()
    assert second.locator("#speaker-past").inner_text() in ("00:00", "00:01")
    page.close()
    second.get_by_role("heading", name="Kontakt verloren").wait_for(timeout=10_000)
    assert violations(second) == []


def test_twice_as_large_letters_stay_usable(stage):
    """At 200 % zoom a screen of 1920 pixels is one of 960."""
    page = stage("story=2-nancy&slide=5", 960, 540)
    turned(page, 5)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".st-key-stage-next button").is_visible()
