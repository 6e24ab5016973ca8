"""The viewer's own colours (Windows high contrast) instead of ours: what is chosen, moved, focused or read stays visible."""

from io import BytesIO

import pytest
from PIL import Image

pytestmark = pytest.mark.browser


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2."""

    def luminance(colour):
        parts = [value / 255 for value in colour[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shown(page, locator, edge=6):
    """Return the share of pixels around and in an element that have a contrast of 3 to 1 with the ground."""
    box = locator.bounding_box()
    clip = {"x": box["x"] - edge, "y": box["y"] - edge, "width": box["width"] + 2 * edge, "height": box["height"] + 2 * edge}
    picture = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height)
    ground = picture.getpixel((0, 0))
    return sum(number for number, colour in counted if contrast(colour, ground) >= 3) / (picture.width * picture.height)


@pytest.mark.parametrize("theme", ["dark", pytest.param("light", marks=pytest.mark.thorough)])
def test_switches_sliders_land_and_what_is_chosen_are_seen(visit, theme):
    page = visit("/?sector=culture", theme=theme, forced_colors="active")
    assert shown(page, page.locator(".st-key-map .geolayer .land"), edge=0) > 0.02
    outline = "button => getComputedStyle(button).outlineStyle"
    chosen = page.locator("[aria-pressed=true], [aria-checked=true], [aria-current=page]").filter(visible=True)
    assert chosen.count() >= 5
    assert {one.evaluate(outline) for one in chosen.all()} == {"solid"}
    assert page.locator(".st-key-filter-sectors button").nth(1).evaluate(outline) == "none"
    page.locator(".st-key-further-filters button").first.click()
    page.wait_for_selector(".st-key-filter-ended")
    page.wait_for_timeout(400)
    track = page.locator(".st-key-filter-years [role=group] > div")
    assert shown(page, track.locator("> div").first) > 0.15
    for thumb in track.locator("div:has(> div > input)").all():
        assert shown(page, thumb, edge=2) > 0.4
    switch = page.locator(".st-key-filter-ended label > span + div")
    off = shown(page, switch)
    assert off > 0.15
    switch.click()
    page.wait_for_url("**ended=**")
    page.wait_for_timeout(600)
    assert switch.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_the_focus_is_seen(visit):
    page = visit("/", theme="dark", forced_colors="active")
    seen = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        style = page.evaluate("""() => {
          const one = document.activeElement, held = one.matches("input") ? one.closest("label") ?? one.parentElement.parentElement : one;
          const { outlineStyle, outlineWidth } = getComputedStyle(held);
          return [one.tagName, outlineStyle, outlineWidth];
        }""")
        if style[0] == "BODY":
            break
        if style[0] == "MAIN":  # its outline is inside
            continue
        assert style[1:] == ["dashed", "3px"], style
        seen.add(style[0])
    assert {"A", "BUTTON", "INPUT"} <= seen


def test_the_progress_of_a_presentation_is_seen(visit):
    page = visit("/stage?story=map&slide=2", theme="dark", ready=".stage-progress", forced_colors="active")
    page.wait_for_timeout(500)
    box = page.locator(".stage-progress").bounding_box()
    picture = Image.open(BytesIO(page.screenshot(clip=box))).convert("RGB")
    done, left = (picture.getpixel((int(picture.width * part), picture.height - 3)) for part in (0.2, 0.9))
    assert contrast(done, left) >= 3
