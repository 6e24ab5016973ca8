"""Pictures saved from the menu of a figure have a ground of their own and can be read on white and on black, in both themes."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from components.figures.palette import PALETTES
from tests.browser.test_partner_chronicle import drawn

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


def rgb(colour):
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "figure"), [("/exchange", "activities"), ("/comparison", "matrix"), ("/comparison?aspect=cities", "towns-map")]
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
        else:
            picture = Image.open(BytesIO(content)).convert("RGBA")
            for corner in ((0, 0), (picture.width - 1, 0), (0, picture.height - 1)):
                assert picture.getpixel(corner) == (*rgb(PALETTES[theme].ground), 255)
    assert (
        page.evaluate("(name) => document.querySelector(`.st-key-${name} .js-plotly-plot`).layout.paper_bgcolor", figure) == "rgba(0,0,0,0)"
    )
