"""Stage in Chromium: every story works by keyboard in both directions, and each slide fits the screen."""

import pytest

from data.stories import story_names
from tests.browser.test_accessibility import violations
from tests.browser.words import foreign_words

pytestmark = pytest.mark.browser

#: What of a slide is not whole: a scroll bar, a figure not drawn, something that leaves its box, a spinner, letters too small.
FAULTS = """() => {
  const faults = [], stage = document.querySelector(".st-key-stage"), body = document.querySelector(".st-key-stage-body");
  if (document.documentElement.scrollHeight > innerHeight || stage.scrollHeight > innerHeight + 1) faults.push("scrolls");
  if (stage.scrollWidth > innerWidth + 1) faults.push("wider than the screen");
  if (body.scrollHeight > body.clientHeight + 1) faults.push(`cut: ${body.scrollHeight} in ${body.clientHeight}`);
  if (document.querySelector("[data-testid=stSpinner], [data-testid=stException], [data-testid=stAlert]")) faults.push("spinner or error");
  const chart = document.querySelector(".st-key-stage-figure .js-plotly-plot");
  if (chart) {
    const box = chart.querySelector(".main-svg").getBoundingClientRect(), room = body.getBoundingClientRect();
    if (box.width < innerWidth * 0.5 || box.height < innerHeight * 0.5) faults.push(`small: ${box.width} x ${box.height}`);
    if (box.right > innerWidth + 1 || box.bottom > room.bottom + 1) faults.push("figure leaves its room");
    if (!chart.querySelector(".point, .js-line, .bars, .scatterlayer path")) faults.push("nothing drawn");
    for (const text of chart.querySelectorAll("text")) {
      const own = text.getBoundingClientRect();
      const seen = own.width && getComputedStyle(text).display !== "none";
      if (seen && (own.left < -1 || own.right > innerWidth + 1)) faults.push(`cut text: ${text.textContent}`);
    }
  } else if (!document.querySelector(".st-key-stage-lines")) faults.push("neither figure nor words");
  for (const line of document.querySelectorAll(".st-key-stage-lines p"))
    if (parseFloat(getComputedStyle(line).fontSize) < 28 * innerWidth / 1920) faults.push("letters too small");
  return faults;
}"""


def turned(page, number):
    """Wait until slide ``number`` stands still."""
    page.wait_for_function(
        "(number) => document.querySelector('.stage-count')?.textContent.startsWith(number + ' ')", arg=str(number), timeout=15_000
    )
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-stage-figure')].every(f => f.querySelector('.main-svg .point, .main-svg .js-line'))"
    )
    page.wait_for_timeout(150)


@pytest.fixture
def stage(visit):
    """Return a function that opens a story on a screen of some size."""

    def open_stage(query, width=1920, height=1080, theme="light", **options):
        return visit(f"/stage?{query}", width, height, theme, ready=".st-key-stage h1", **options)

    return open_stage


#: The stories in turn on a projector and on a laptop; all on both by ``make accessibility``.
SCREENS = [
    pytest.param(story, *screen, marks=[pytest.mark.thorough] if (number + other) % 2 else [])
    for number, story in enumerate(story_names())
    for other, screen in enumerate(((1920, 1080), (1280, 720)))
]


@pytest.mark.parametrize(("story", "width", "height"), SCREENS)
def test_a_story_is_led_by_keyboard_forth_and_back(stage, requests, address, story, width, height):
    page = stage(f"story={story}&lang={'en' if width == 1280 else 'de'}", width, height)
    number, keys = 1, ["PageDown", "ArrowRight"]
    turned(page, 1)
    while True:
        assert page.evaluate(FAULTS) == [], f"slide {number}"
        if page.locator(".st-key-stage-next button").is_disabled():
            break
        page.keyboard.press(keys[number % 2])
        number += 1
        turned(page, number)
    assert number == 8
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
    page.wait_for_selector(".st-key-footer")


@pytest.mark.parametrize(
    ("query", "slides"),
    [
        ("story=comparison", 2),
        ("story=comparison&aspect=partners&lang=en", 3),
        ("story=comparison&aspect=cities", 3),
        ("story=networks&lang=en", 3),
    ],
)
def test_a_page_presents_its_own_figures_whole(stage, query, slides):
    page = stage(query, 1280, 720)
    for number in range(1, slides + 1):
        turned(page, number)
        assert page.evaluate(FAULTS) == [], f"slide {number}"
        assert page.locator(".st-key-stage-figure").count() == (number < slides)
        page.keyboard.press("PageDown")
    assert page.locator(".st-key-stage-next button").is_disabled()


def test_bilingual_headlines_leave_the_figure_whole(stage):
    page = stage("story=2-nancy&bilingual=yes")
    for number in range(1, 9):
        turned(page, number)
        assert page.evaluate(FAULTS) == [], f"slide {number}"
        if number > 1:
            assert page.locator(".stage-second").get_attribute("lang") == "en"
        if number < 8:
            page.keyboard.press("PageDown")


def test_the_screen_goes_dark_and_comes_back(stage):
    page = stage("story=2-nancy&slide=3")
    turned(page, 3)
    page.keyboard.press("Delete")
    assert page.locator("#stage-blank").is_visible()
    page.keyboard.press("Delete")
    assert not page.locator("#stage-blank").is_visible()


@pytest.mark.parametrize(("query", "theme"), [("slide=1", "light"), ("slide=3&lang=en", "dark"), ("slide=8", "light")])
def test_axe_finds_no_violation(stage, query, theme):
    page = stage(f"story=1-three-minutes&{query}", theme=theme)
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
    page.keyboard.press("Escape")
    page.wait_for_url("**/exchange?**")


def test_the_speaker_follows_the_main_window_and_strangers_neither_read_nor_lead(stage, browser, address):
    page = stage("story=1-three-minutes")
    turned(page, 1)
    page.locator(".st-key-stage-more button").first.click()
    page.locator(".st-key-stage-speaker button").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sprecheransicht öffnen").click()
    second, note = opened.value, "wächst das Netz Jahr für Jahr"
    second.wait_for_selector(".speaker-clock b:not(:empty)")
    page.bring_to_front()
    page.keyboard.press("Escape")  # closes the menu
    page.keyboard.press("PageDown")
    turned(page, 2)
    second.wait_for_function("(note) => document.body.textContent.includes(note)", arg=note, timeout=15_000)
    assert violations(second) == []

    stranger = browser.new_context(locale="de-DE")
    reading, leading = stranger.new_page(), stranger.new_page()
    reading.goto(second.url)
    reading.wait_for_selector(".st-key-speaker")
    assert note not in reading.locator("body").inner_text()
    leading.goto(page.url.replace("slide=2", "slide=5"))
    turned(leading, 5)
    reading.wait_for_function("() => document.body.textContent.includes('5 von 8')", timeout=15_000)  # what the stranger presents
    second.wait_for_timeout(1500)
    assert "2 von 8" in second.locator("body").inner_text()
    stranger.close()

    for window in (second, page):
        window.reload()
    turned(page, 2)
    page.keyboard.press("PageDown")
    turned(page, 3)
    second.wait_for_function("() => document.body.textContent.includes('3 von 8')", timeout=15_000)


def test_twice_as_large_letters_stay_usable(stage):
    """At 200 % zoom a screen of 1920 pixels is one of 960."""
    page = stage("story=2-nancy&slide=4", 960, 540)
    turned(page, 4)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".st-key-stage-next button").is_visible()
