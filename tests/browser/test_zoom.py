"""400 % zoom and letters of twice the size: no figure is gone, no text is over another or cut."""

import pytest

from components.stage.presentation import stories
from pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

PATHS = [f"/{'' if path == 'map' else path}" for path, page in PAGES.items() if page.icon or path == "about"]
SLIDES = [f"/stage?story={story}&slide={slide}" for story in list(stories())[:2] for slide in (1, 2, 4)]
#: A window of 1440 by 900 pixels at 400 % zoom.
ZOOMED = {"width": 360, "height": 225}
WRONG = """() => {
  const wrong = [], main = document.querySelector("[data-testid=stMain]");
  if (main.scrollWidth > main.clientWidth + 1) wrong.push("scrolls sideways");
  for (const chart of main.querySelectorAll("[data-testid=stPlotlyChart]")) {
    const { width, height } = chart.getBoundingClientRect();
    if (chart.checkVisibility() && (!chart.querySelector(".main-svg") || width < 100 || height < 40)) wrong.push("a figure is gone");
  }
  const lines = [], texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const silent = "svg, script, style, table, noscript, [role=tooltip], [data-testid=stIconMaterial], .said-aloud";
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement;
    if (!text.data.trim() || holder.closest(silent)) continue;
    if (!holder.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (getComputedStyle(holder).clipPath.startsWith("inset(50%")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const place of range.getClientRects())
      if (place.width > 2 && place.height > 2) lines.push({ place, holder, words: text.data.trim().slice(0, 40) });
  }
  lines.forEach((one, at) => {
    if (one.place.right > innerWidth + 1 || one.place.left < -1) wrong.push(`cut: ${one.words}`);
    for (const other of lines.slice(at + 1)) {
      if (one.holder === other.holder) continue;
      const across = Math.min(one.place.right, other.place.right) - Math.max(one.place.left, other.place.left);
      const down = Math.min(one.place.bottom, other.place.bottom) - Math.max(one.place.top, other.place.top);
      // The box of a letter is taller than its line.
      const least = 0.35 * Math.min(one.place.height, other.place.height);
      if (across > 3 && down > least) wrong.push(`over each other: ${one.words} / ${other.words}`);
    }
  });
  return wrong;
}"""


def drawn(visit, path, **options):
    """Open ``path`` and return its page once its figures are drawn."""
    page = visit(path, ready=".st-key-stage h1" if "story=" in path else "", **options)
    page.wait_for_function("() => [...document.querySelectorAll('#root .js-plotly-plot')].every((one) => one.querySelector('.main-svg'))")
    page.wait_for_timeout(1000)
    return page


@pytest.mark.parametrize("path", [*PATHS, *SLIDES])
def test_a_page_is_whole_at_400_per_cent(visit, path):
    assert drawn(visit, path, **ZOOMED).evaluate(WRONG) == []


@pytest.mark.parametrize("path", [*PATHS, *SLIDES])
def test_a_page_is_whole_with_letters_of_twice_the_size(visit, path):
    page = drawn(visit, path)
    page.add_style_tag(content="html { font-size: 32px !important; }")
    page.wait_for_timeout(1500)
    assert page.evaluate(WRONG) == []
