"""Pictures saved from the menu of a figure have a ground of their own and can be read on white and on black, in both themes."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from components.figures.palette import PALETTES
from tests.browser.test_partner_chronicle import drawn

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


def rgb(colour):
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def spoken(svg):
    """Return the words of a picture saved as SVG, with a blank between two of its lines."""
    return " ".join(unescape(line) for line in re.findall(r"<(?:text|tspan)[^>]*>([^<]+)", svg))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "figure"),
    [
        ("/exchange?form=sectors", "activities"),
        ("/exchange", "bands"),
        ("/chronicle", "strip"),
        ("/networks", "network-lanes"),
        ("/comparison", "matrix"),
    ],
)
def test_a_saved_picture_has_the_ground_of_the_page(visit, path, figure, theme):
    page = drawn(visit(path, theme=theme))
    chart = page.locator(f".st-key-{figure}").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    button = chart.locator(".modebar-btn:not(.svg-button)")
    button.wait_for(state="visible")
    assert chart.locator(".svg-button").is_visible()
    for place in (".svg-button", ".modebar-btn:not(.svg-button)"):
        with page.expect_download(timeout=30_000) as saved:
            chart.locator(place).click()
        content = Path(saved.value.path()).read_bytes()
        if content.startswith(b"<svg"):
            ground = re.search(rb"<rect[^>]*style=\"([^\"]*)\"", content)[1].decode()
            assert str(rgb(PALETTES[theme].ground))[1:-1] in ground
            assert "fill-opacity: 1" in ground
            given = page.evaluate(
                "(name) => document.querySelector(`.st-key-${name} .js-plotly-plot`)._context.toImageButtonOptions", figure
            )
            assert {"width", "height"}.isdisjoint(given)
            for words in (given["title"], given["source"]):
                assert words in spoken(content.decode())
        else:
            picture = Image.open(BytesIO(content)).convert("RGBA")
            for corner in ((0, 0), (picture.width - 1, 0), (0, picture.height - 1)):
                assert picture.getpixel(corner) == (*rgb(PALETTES[theme].ground), 255)
    assert (
        page.evaluate("(name) => document.querySelector(`.st-key-${name} .js-plotly-plot`).layout.paper_bgcolor", figure) == "rgba(0,0,0,0)"
    )


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("path", "figure", "word"), [("/exchange", "bands", "Kultur"), ("/anniversaries", "anniversaries", "Nancy")])
def test_a_saved_picture_has_one_of_two_sets_of_words_and_its_legend(visit, path, figure, word, width):
    page = drawn(visit(path, width=width))
    chart = page.locator(f".st-key-{figure}").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    with page.expect_download(timeout=30_000) as saved:
        chart.locator(".svg-button").click()
    content = Path(saved.value.path()).read_text()
    texts = [re.sub("<[^>]+>", "", text) for text in re.findall(r"<text.*?</text>", content, re.DOTALL)]
    assert texts.count(word) == 1
    assert ("legendtext" in content) == (chart.locator(".legendtext").count() > 0)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(("path", "figure"), [("/?", "map"), ("/networks?", "members"), ("/comparison?aspect=cities", "towns-map")])
def test_a_map_is_saved_on_white_by_buttons_of_its_own(visit, path, figure, lang):
    page = drawn(visit(f"{path}&lang={lang}", theme="dark"))
    for number, ending in enumerate(("png", "svg")):
        with page.expect_download(timeout=30_000) as saved:
            page.locator(f".st-key-{figure}-picture button").nth(number).click()
        assert saved.value.suggested_filename.endswith(ending)
        content = Path(saved.value.path()).read_bytes()
        if ending == "png":
            picture = Image.open(BytesIO(content)).convert("RGBA")
            assert picture.getpixel((0, picture.height - 1)) == (255, 255, 255, 255)
        else:
            assert b"<svg" in content
            assert b"fill: #ffffff" in content
