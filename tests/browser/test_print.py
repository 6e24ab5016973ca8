"""Print on A4: whole pages without controls, figures that fit, dark letters on white, and the screen as before afterwards."""

import pypdfium2
import pytest

from components.words.texts import Texts
from pages import PAGES

pytestmark = pytest.mark.browser

#: A4 in points.
A4 = (595, 842)
PATHS = [f"/{'' if path == 'map' else path}" for path, page in PAGES.items() if page.icon or path == "about"]
#: What is written in the drawn figures and seen there, not beyond the place of a map.
WRITTEN = """() => [...document.querySelectorAll(".js-plotly-plot .main-svg text")]
  .filter((text) => text.checkVisibility({ opacityProperty: true }) && !text.closest(".st-key-stage-globe") && text.getBBox().width > 0)
  .filter((text) => {
    const own = text.getBoundingClientRect(), place = text.closest("[data-testid=stElementContainer]").getBoundingClientRect();
    return text.closest(".st-key-stage") || (own.top >= place.top && own.bottom <= place.bottom);
  })
  .map((text) => text.textContent)"""
DRAWN = """() => [...document.querySelectorAll(".js-plotly-plot")].map((one) => {
  const { width, height } = one.getBoundingClientRect();
  return [Math.round(width), Math.round(height), getComputedStyle(one).zoom];
})"""


def signs(text):
    """Return ``text`` without what a line break changes."""
    return "".join(sign for sign in text if sign.isalnum())


def printed(page, **paper):
    """Return the printed pages, each as its size in points, its words and its picture in grey."""
    file = pypdfium2.PdfDocument(page.pdf(**paper or {"prefer_css_page_size": True, "format": "A4"}))
    return [
        (
            tuple(round(length) for length in one.get_size()),
            one.get_textpage().get_text_bounded(),
            one.render(scale=1).to_pil().convert("L"),
        )
        for one in file
    ]


def faults(page, lang, readable=True, **paper):
    """Return what is wrong with the page on ``paper``, after comparing the screen before and after.

    Without ``readable`` the words are looked for in no page, because the file holds letters only as shapes.
    """
    page.wait_for_timeout(1000)
    written, drawn = page.evaluate(WRITTEN), page.evaluate(DRAWN)
    sheets = printed(page, **paper)
    words, found, t = signs("".join(words for _, words, _ in sheets)), [], Texts(lang)
    if readable:
        found += [f"lost: {text}" for text in dict.fromkeys(written) if signs(text) not in words]
        found += [f"a control: {t.t(name)}" for name in ("filters.more", "filters.reset", "link.label") if signs(t.t(name)) in words]
    for number, (size, text, picture) in enumerate(sheets, 1):
        if max(abs(one - other) for one, other in zip(size, A4, strict=True)) > 2:
            found.append(f"page {number} measures {size}")
        if readable and not text.strip():
            found.append(f"page {number} is empty")
        levels = picture.histogram()
        if sum(levels[250:]) < 0.5 * sum(levels):
            found.append(f"page {number} is not white")
        if not sum(levels[:90]):
            found.append(f"page {number} has no dark letters")
        if picture.crop((0, 0, picture.width, 20)).getextrema()[0] < 250 or picture.crop((0, 0, 20, picture.height)).getextrema()[0] < 250:
            found.append(f"page {number} has no margin")
        if picture.crop((picture.width - 20, 0, picture.width, picture.height)).getextrema()[0] < 250:
            found.append(f"page {number} is cut at the right")
    page.wait_for_timeout(500)
    if page.evaluate(DRAWN) != drawn:
        found.append("the screen has changed")
    return found


@pytest.mark.parametrize(("path", "lang"), [pytest.param("/", "de", marks=pytest.mark.thorough), ("/exchange", "en")])
def test_a_dark_page_prints_whole_on_white(visit, path, lang):
    page = visit(f"{path}?lang={lang}", theme="dark")
    assert faults(page, lang) == []


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_prints_whole(visit, path, lang, theme):
    page = visit(f"{path}?lang={lang}", theme=theme)
    assert faults(page, lang) == []


@pytest.mark.thorough
@pytest.mark.parametrize("figure", ["map", "activities", "matrix"])
def test_an_embedded_figure_prints_whole(visit, figure):
    page = visit(f"/embed?figure={figure}", theme="dark", ready=".js-plotly-plot")
    assert faults(page, "de") == []


@pytest.mark.parametrize(
    "story",
    [
        "map",
        pytest.param("exchange", marks=pytest.mark.thorough),
        pytest.param("partner&city=nancy", marks=pytest.mark.thorough),
        pytest.param("comparison", marks=pytest.mark.thorough),
        pytest.param("anniversaries", marks=pytest.mark.thorough),
    ],
)
def test_a_slide_prints_as_one_sheet(visit, story):
    page = visit(f"/stage?story={story}", theme="dark", ready=".st-key-stage h1")
    page.wait_for_timeout(2000)
    written, drawn, headline = page.evaluate(WRITTEN), page.evaluate(DRAWN), page.locator("h1").inner_text()
    sheets = printed(page)
    assert len(sheets) == 1
    (width, height), words, picture = sheets[0]
    assert width > height
    assert [text for text in dict.fromkeys([headline, *written]) if signs(text) not in signs(words)] == []
    if "partner" not in story:  # whose first slide is on the city's green
        levels = picture.histogram()
        assert sum(levels[245:]) > 0.5 * sum(levels)
    page.wait_for_timeout(500)
    assert page.evaluate(DRAWN) == drawn
