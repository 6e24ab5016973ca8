"""The same walk in Chromium, Firefox ESR and WebKitGTK: all pages, a story, filters, map, playing, files, links, back and forward."""

import time
from itertools import combinations

import pytest

from components.stage.presentation import stories
from data.stories import story_names
from data.vocabulary import LANGUAGES
from tests.browser.engines.window import window

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
PAGES = [
    "/?",
    "/?view=europe",
    "/?view=globe",
    "/exchange?",
    "/partner?city=nancy",
    "/chronicle?",
    "/comparison?",
    "/networks?",
    "/anniversaries?",
    "/data?",
    "/about?",
    "/embed?figure=map",
]

#: True once the page has run and all charts in sight are drawn, maps with what is on them.
STANDS = """(() => {
  const app = document.querySelector("[data-testid=stApp]");
  const drawn = (chart) => !chart.offsetParent || (chart.querySelector(".main-svg")
    && (!chart.querySelector(".js-plotly-plot")._fullLayout?.geo || chart.querySelector(".geo :is(.point, .js-line)")));
  return Boolean(app && app.dataset.testScriptState !== "running" && app.dataset.testConnectionState === "CONNECTED"
    && document.querySelector(".st-key-footer, .st-key-stage h1, .st-key-embedded-map")
    && !document.querySelector("[data-testid=stSkeleton]")
    && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(drawn));
})()"""
#: Names in all maps of the page with their boxes in pixels, without their halo, which Firefox counts as part of a box.
NAMES = """[...document.querySelectorAll(".scattergeo text")].filter((one) => one.textContent.trim() && one.checkVisibility()
  && getComputedStyle(one.closest(".scattergeo")).display !== "none").map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const {left, top, right, bottom} = range.getBoundingClientRect();
  return [one.textContent, left, top, right, bottom];
})"""
#: Where the arcs of the map begin and end, in shares of its width.
ARCS = """(() => {
  const width = document.querySelector(".st-key-map .main-svg").clientWidth;
  const seen = [...document.querySelectorAll(".st-key-map .scattergeo")].filter((one) => getComputedStyle(one).display !== "none");
  const drawn = seen.flatMap((one) => [...one.querySelectorAll("path.js-line")]);
  const lines = drawn.flatMap((path) => path.getAttribute("d")?.split("M") ?? []);
  return lines.filter(Boolean).map((line) => line.split("L")).flatMap((points) => [points[0], points.at(-1)])
    .map((point) => point.split(",").map((number) => parseFloat(number) / width));
})()"""
#: Opacity of every name, mark and land of the map.
STRENGTH = """[...document.querySelectorAll(".st-key-map :is(.geolayer path, .geolayer text)")]
  .map((one) => [one.textContent, getComputedStyle(one).opacity].join(" ")).sort().join("|")"""
HEADLINE = "(document.querySelector('h1')?.innerText ?? '')"


def settled(page):
    page.until(STANDS)
    time.sleep(0.4)
    page.until(STANDS)
    return page


def overlaps(names):
    """Return the names of which more than a pixel lies on another one."""
    return [
        (one[0], other[0])
        for one, other in combinations(names, 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > 1 and min(one[4], other[4]) - max(one[2], other[2]) > 1
    ]


@pytest.mark.engines
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_whole(opened, address, lang, size):
    for path in PAGES:
        opened.open(f"{address}{path}&lang={lang}", *size)
        settled(opened)
        assert opened.ask("document.documentElement.lang") == lang, path
        assert opened.ask("document.querySelectorAll('[data-testid=stException]').length") == 0, path
        assert opened.ask("document.querySelectorAll('h1').length") == 1, path
        assert opened.ask("document.documentElement.scrollWidth <= innerWidth"), path
        assert overlaps(opened.ask(NAMES)) == [], path
        assert opened.faults() == [], path


@pytest.mark.engines
@pytest.mark.parametrize("view", ["world", "europe", "globe"])
def test_arcs_are_those_of_chromium(opened, playwright, address, view):
    url = f"{address}/?view={view}&lang=de"
    opened.open(url, *DESK)
    arcs = sorted(settled(opened).ask(ARCS))
    with window("chromium", playwright) as other:
        other.open(url, *DESK)
        expected = sorted(settled(other).ask(ARCS))
    assert len(arcs) == len(expected) > 10
    for own, theirs in zip(arcs, expected, strict=True):
        assert own == pytest.approx(theirs, abs=0.01)


def test_a_filter_a_click_on_the_map_and_the_way_back(opened, address):
    opened.open(f"{address}/?view=europe&lang=de", *DESK)
    whole = settled(opened).ask(HEADLINE)
    strength = opened.ask(STRENGTH)
    x, y = opened.ask("""(() => {
      const mark = [...document.querySelectorAll(".st-key-map .point")].find((one) => one.__data__.data === "temeswar").getScreenCTM();
      return [mark.e, mark.f];
    })()""")
    opened.click_at(x, y)
    opened.until("location.search.includes('city=temeswar') && document.querySelector('.st-key-card-close')")
    assert settled(opened).ask(STRENGTH) == strength, "a click fades nothing"
    opened.click(".st-key-card-close button")
    opened.until("!location.search.includes('city=')")
    settled(opened).click(".st-key-filter-sectors button")
    opened.until("location.search.includes('sector=')")
    narrowed = settled(opened).ask(HEADLINE)
    assert narrowed != whole
    opened.ask("history.back()")
    opened.until(f"!location.search.includes('sector=') && {HEADLINE} === {whole!r}")
    opened.ask("history.forward()")
    opened.until(f"location.search.includes('sector=') && {HEADLINE} === {narrowed!r}")
    assert opened.faults() == []


@pytest.mark.engines
def test_the_map_plays_and_stops(opened, address):
    opened.open(f"{address}/?to=1990&lang=en", *DESK)
    settled(opened).click(".st-key-play-button button")
    opened.until("Number(document.querySelector('.st-key-year').innerText) > 1992")
    opened.click(".st-key-play-button button")
    settled(opened)
    assert opened.ask("document.querySelector('.st-key-play-button').innerText").strip().endswith("Play")
    assert opened.faults() == []


@pytest.mark.engines
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_arrives_and_the_link_is_copied(opened, address, lang):
    opened.open(f"{address}/?sector=culture&lang={lang}", *DESK)
    settled(opened).click(".st-key-take-away [data-testid=stPopoverButton]")
    opened.until("document.querySelector('.st-key-take-deck button')?.checkVisibility()")
    settled(opened)
    file = opened.download(".st-key-take-deck button")
    assert file is None or file.startswith(b"PK")
    opened.press("Escape")
    opened.click("#copy-link")
    copied = {"de": "kopiert", "en": "copied"}[lang]
    opened.until(f"document.querySelector('#copy-link-said').textContent.toLowerCase().includes({copied!r})")
    assert opened.faults() == []


@pytest.mark.engines
@pytest.mark.parametrize(("lang", "size"), [("de", (1920, 1080)), ("en", PHONE)], ids=["projector", "phone"])
def test_a_story_is_led_by_keyboard(opened, address, lang, size):
    story = story_names()[0]
    opened.open(f"{address}/stage?story={story}&lang={lang}", *size)
    number = len(stories()[story].slides)
    for slide in range(1, number + 1):
        opened.until(f"document.querySelector('.stage-count')?.textContent.startsWith('{slide} ')")
        settled(opened)
        assert opened.ask(HEADLINE), slide
        assert overlaps(opened.ask(NAMES)) == [], slide
        assert opened.ask("document.documentElement.scrollHeight <= innerHeight"), slide
        opened.press("PageDown")
    opened.press("Home")
    opened.until("document.querySelector('.stage-count').textContent.startsWith('1 ')")
    assert opened.faults() == []
