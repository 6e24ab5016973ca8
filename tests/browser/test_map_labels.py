"""Maps in Chromium: names do not overlap, markers are where Python expects them, and a click fades nothing."""

from itertools import combinations, product

import pytest

from components.figures.letters import BREAK
from components.figures.map_views import VIEWS, views_by_width
from components.figures.palette import PALETTES
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.queries import exchanges, relations
from tests.browser.conftest import fitted, settle

pytestmark = pytest.mark.browser

WORDS = {"world": "Welt", "europe": "Europa", "globe": "Globus"}
TOLERANCE = 1.0

NAMES = """() => {
  const seen = [...document.querySelectorAll(".st-key-map .scattergeo")].filter((trace) => getComputedStyle(trace).display !== "none");
  const texts = seen.flatMap((trace) => [...trace.querySelectorAll("text")]).filter((text) => text.textContent.trim());
  const box = (element) => { const {left, top, right, bottom} = element.getBoundingClientRect(); return [left, top, right, bottom]; };
  return {
    map: box(document.querySelector(".st-key-map")),
    texts: texts.map((text) => [text.textContent, box(text)]),
  };
}"""

MARKERS = """() => {
  const map = document.querySelector(".st-key-map").getBoundingClientRect();
  const traces = [...document.querySelectorAll(".st-key-map .scattergeo")];
  const points = traces.flatMap((trace) => [...trace.querySelectorAll(".point")]).filter((point) => {
    const style = getComputedStyle(point);
    return style.opacity !== "0" && style.display !== "none";
  });
  return points.map((point) => {
    const matrix = point.getScreenCTM(), [lon, lat] = point.__data__.lonlat;
    return {lat, lon, x: matrix.e - map.left, y: matrix.f - map.top, width: map.width};
  });
}"""


@pytest.fixture
def shown(facts, selection):
    return relations(facts, selection, exchanges(facts, selection))


#: How strongly everything on a map is drawn, and with which colour: marks, names, land and lines.
STRENGTH = """(map) => [...document.querySelectorAll(`${map} :is(.geolayer path, .geolayer text)`)].map((one) => {
  const {opacity, fill, fillOpacity, strokeOpacity} = getComputedStyle(one);
  return [one.textContent, opacity, fill, fillOpacity, strokeOpacity].join(" ");
}).sort()"""


def switch(page, view):
    """Show ``view`` on the page that is open."""
    button = page.locator(".st-key-view button").filter(has_text=WORDS[view])
    if button.get_attribute("aria-checked") != "true":
        button.click()
        page.wait_for_url(lambda url: ("view=" not in url) if view == "world" else f"view={view}" in url)
        settle(page)


def glued(text):
    """Return ``text`` without what parts its words and lines."""
    return text.replace(BREAK, "").replace(" ", "").replace("\u00a0", "")


def overlaps(texts):
    found = []
    for (one, (l1, t1, r1, b1)), (other, (l2, t2, r2, b2)) in combinations(texts, 2):
        across, down = min(r1, r2) - max(l1, l2), min(b1, b2) - max(t1, t2)
        if across > TOLERANCE and down > TOLERANCE:
            found.append(f"{one} and {other} by {across:.1f} x {down:.1f}")
    return found


def outside(texts, box):
    left, top, right, bottom = box
    return [
        text
        for text, (l, t, r, b) in texts  # noqa: E741
        if l < left - TOLERANCE or t < top - TOLERANCE or r > right + TOLERANCE or b > bottom + TOLERANCE
    ]


def test_names_are_apart_within_the_map_and_markers_where_python_puts_them(visit, shown):
    page = visit("/")
    for view, width in product(VIEWS, (1920, 1440, 390)):
        page.set_viewport_size({"width": width, "height": 900})
        switch(page, view)
        fitted(page, "map")
        names = page.evaluate(NAMES)
        figure = world_map(shown, view, "", Texts("de"), "light", tall=True)
        size = "narrow" if names["map"][2] - names["map"][0] < 600 else "wide"
        made_for_it = figure.data[-2 if size == "narrow" else -1]
        assert sorted(glued(text) for text, _ in names["texts"]) == sorted(glued(text) for text in made_for_it.text if text), (view, width)
        assert overlaps(names["texts"]) == [], (view, width)
        assert outside(names["texts"], names["map"]) == [], (view, width)

        markers = page.evaluate(MARKERS)
        seen = views_by_width(VIEWS[view], tall=True)[size]
        in_sight = [row for row in shown.itertuples() if seen.shows(row.lat, row.lon)]
        assert {(row.lat, row.lon) for row in in_sight} <= {(marker["lat"], marker["lon"]) for marker in markers}, (view, width)
        for marker in markers:
            x, y = seen.pixels(marker["lat"], marker["lon"], marker["width"])
            # The globe is in the middle of a picture that is higher on a phone.
            y += (names["map"][3] - names["map"][1] - marker["width"] / seen.aspect) / 2
            assert (marker["x"], marker["y"]) == pytest.approx((x, y), abs=1.5), (view, width, marker)


def mark(page, of, partner):
    """Return where on the screen the mark of ``partner`` is on the map ``of``."""
    return page.evaluate(
        """([map, partner]) => {
          const points = [...document.querySelectorAll(`${map} .point`)];
          const matrix = points.find((point) => point.__data__.data === partner).getScreenCTM();
          return [matrix.e, matrix.f];
        }""",
        [of, partner],
    )


def test_a_click_on_the_map_fades_nothing_for_good(visit):
    page = visit("/?view=europe")
    before = page.evaluate(STRENGTH, ".st-key-map")
    assert len(before) > 30
    page.mouse.click(*mark(page, ".st-key-map", "temeswar"))
    page.wait_for_url("**city=temeswar**")
    settle(page)
    assert page.evaluate(STRENGTH, ".st-key-map") == before
    page.locator(".st-key-card-close button").click()
    page.wait_for_url(lambda url: "city=" not in url)
    settle(page)
    assert page.evaluate(STRENGTH, ".st-key-map") == before


def test_a_phone_begins_with_europe_and_its_address_says_so(visit):
    page = visit("/?lang=en", width=390, height=844, fresh=True)
    assert page.url.endswith("/?lang=en&view=europe")
    page.locator(".st-key-view button").filter(has_text="World").click()
    page.wait_for_url(lambda url: "view=" not in url)
    page.reload()
    settle(page)
    assert "view=" not in page.url, "what was chosen stays"
    assert "view=" not in visit("/?lang=en", width=1440).url
    assert "view=" not in visit("/?sector=culture", width=390, height=844).url, "a link shows the same on every device"


def test_the_menu_of_a_chart_has_no_ground_of_its_own_on_a_phone(visit):
    page = visit("/exchange", width=390, height=844, has_touch=True, is_mobile=True)
    page.wait_for_selector(".modebar-group", state="attached")
    ground, fill = page.evaluate(
        """() => [
          getComputedStyle(document.querySelector(".modebar-group")).backgroundColor,
          getComputedStyle(document.querySelector(".modebar-btn path")).fill,
        ]"""
    )
    red, green, blue = (int(PALETTES["light"].quiet_text[start : start + 2], 16) for start in (1, 3, 5))
    assert (ground, fill) == ("rgba(0, 0, 0, 0)", f"rgb({red}, {green}, {blue})")
