"""The lines of HTML for other sites: plain, escaped, and high enough at every width, not only at those that were computed."""

import re
from dataclasses import replace

import pytest

from components.exhibits.slides import exhibit, figure_slide
from components.panels.embed import _needed, frame_lines
from components.words.phrases import as_of_text
from components.words.texts import Texts
from data.vocabulary import FIGURES, LANGUAGES

TODAY = "2026-11-25"


def css_height(lines: str, width: int) -> float:
    """Return what a browser makes of the height in ``lines`` in a column ``width`` pixels wide."""
    (inside,) = re.findall(r"height: max\(([^)]+)\)", lines)
    terms = [re.fullmatch(r"(-?\d+)px \+ (-?[\d.]+)cqw", term) for term in inside.split(", ")]
    return max(float(term[1]) + float(term[2]) * width / 100 for term in terms)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure", FIGURES)
def test_a_frame_is_high_enough_between_the_computed_widths_and_beyond(facts, select, figure, lang):
    shown = exhibit(figure_slide(figure), select(lang=lang, city="nancy"), "", facts, (lang,), "light", TODAY, height=None)
    t = Texts(lang)
    lines = frame_lines("https://welt.example.org/embed", shown, as_of_text(facts, t), t)
    source = f"{shown.source} {as_of_text(facts, t)}. {t.t('embed.back')}"
    for width in range(240, 1800, 20):
        needed = _needed(shown, source, width)
        assert needed < css_height(lines, width) < needed + 130, width
    assert int(re.findall(r'height="(\d+)"', lines)[0]) == pytest.approx(css_height(lines, 480), abs=2)


def test_the_lines_are_plain_html_whatever_the_headline_says(facts, select):
    shown = exhibit(figure_slide("matrix"), select(), "", facts, ("de",), "light", TODAY, height=None)
    shown = replace(shown, headline=('"><script>alert(1)</script>',))
    lines = frame_lines("https://welt.example.org/embed?figure=matrix&sector=culture", shown, as_of_text(facts, Texts("de")), Texts("de"))
    assert "<script" not in lines
    assert "figure=matrix&amp;sector=culture" in lines
    assert re.findall(r"</?(\w+)", lines) == ["div", "iframe", "iframe", "div"]
