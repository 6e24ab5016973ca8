"""Map labels in Chromium: names do not overlap, and markers are where Python expects them."""

from itertools import combinations

import pytest

from components.figures.map_views import VIEWS
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.queries import exchanges, relations
from tests.browser.conftest import settle

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


def switch(page, view):
    """Show ``view`` on the page that is open."""
    if view != "world":
        page.locator(".st-key-view button").filter(has_text=WORDS[view]).click()
        page.wait_for_url(f"**view={view}**")
        settle(page)


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


@pytest.mark.parametrize("width", [1920, 1440, 390])
def test_names_are_apart_within_the_map_and_markers_where_python_puts_them(visit, shown, width):
    page = visit("/", width=width)
    for view in VIEWS:
        switch(page, view)
        names = page.evaluate(NAMES)
        figure = world_map(shown, view, "", Texts("de"), "light")
        made_for_it = figure.data[-2 if names["map"][2] - names["map"][0] < 600 else -1]
        assert sorted(text for text, _ in names["texts"]) == sorted(text for text in made_for_it.text if text), view
        assert overlaps(names["texts"]) == [], view
        assert outside(names["texts"], names["map"]) == [], view

        markers = page.evaluate(MARKERS)
        in_sight = [row for row in shown.itertuples() if VIEWS[view].shows(row.lat, row.lon)]
        assert {(row.lat, row.lon) for row in in_sight} <= {(marker["lat"], marker["lon"]) for marker in markers}, view
        for marker in markers:
            expected = VIEWS[view].pixels(marker["lat"], marker["lon"], marker["width"])
            assert (marker["x"], marker["y"]) == pytest.approx(expected, abs=1.5), (view, marker)
