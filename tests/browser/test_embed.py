"""Figures on other sites: the lines given out make a frame that is as high as the figure needs, however wide the site's column is."""

from dataclasses import replace

import pytest

from components.exhibits.slides import exhibit, figure_slide
from components.panels.embed import frame_lines
from components.words.phrases import as_of_text
from components.words.texts import Texts
from data.options import options_of
from data.selection import Selection
from data.vocabulary import FIGURES
from tests.visiting import real_facts

pytestmark = pytest.mark.browser

TODAY = "2026-11-25"
WIDTHS = (300, 480, 800, 1200)
#: More than this stays empty below the source in no frame, in pixels.
SPARE = 150
#: How far the frame's content is higher and wider than the frame, and how far its last line ends above the frame's lower edge, in pixels.
MEASURED = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const back = document.querySelector("[data-testid=stCaptionContainer] a:last-of-type");
  return {
    over: main.scrollHeight - main.clientHeight, wide: main.scrollWidth - main.clientWidth,
    spare: innerHeight - back.getBoundingClientRect().bottom
  };
}"""


#: A map, the highest chart, the longest source and a list; all by ``make accessibility``.
ALWAYS = ("map", "statistic", "towns", "anniversaries")


@pytest.mark.parametrize("figure", [pytest.param(one, marks=[] if one in ALWAYS else [pytest.mark.thorough]) for one in FIGURES])
def test_a_frame_is_as_high_as_its_figure_needs(profiles, address, figure):
    facts = real_facts()
    chosen = replace(Selection.default(options_of(facts)), figure=figure, city="halle")
    shown = exhibit(figure_slide(figure), chosen, "", facts, ("de",), "light", TODAY, height=None)
    lines = frame_lines(f"{address}/embed?figure={figure}&city=halle&today={TODAY}", shown, as_of_text(facts, Texts("de")), Texts("de"))
    page = profiles(address).new_page()
    page.route("**/site", lambda route: route.fulfill(content_type="text/html", body=f'<body style="margin: 0">{lines}</body>'))
    page.set_viewport_size({"width": WIDTHS[0], "height": 1400})
    page.goto(f"{address}/site")
    inside = page.locator("iframe").element_handle().content_frame()
    inside.wait_for_selector("[data-testid=stCaptionContainer] a", timeout=20_000)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1400})
        if shown.figure is not None:
            drawn = "width => Math.abs(document.querySelector('.js-plotly-plot .main-svg')?.getBoundingClientRect().width - width) < 2"
            inside.wait_for_function(drawn, arg=width - 32, timeout=20_000)
        page.wait_for_timeout(100)
        measured = inside.evaluate(MEASURED)
        assert measured["over"] <= 0, (width, measured)
        assert measured["wide"] <= 0, (width, measured)
        assert 0 <= measured["spare"] <= SPARE, (width, measured)
    page.close()
