"""Draw the page that other sites embed as an iframe, and return the HTML that embeds it."""

from dataclasses import replace
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components.exhibits.exhibit import Exhibit
from components.exhibits.slides import exhibit, figure_slide
from components.figures.map_views import ASPECT
from components.session.viewer import dataset, options, selection, texts, theme, today
from components.widgets.figure import chart_config, picture_words
from components.widgets.links import address_of, base_address
from components.words.phrases import as_of_text, escaped
from components.words.texts import Texts
from data.selection import Selection, to_params
from data.stories import Slide, selection_shown

#: Path of the page that shows each figure.
PAGES: Final = {
    **dict.fromkeys(("map",), ""),
    **dict.fromkeys(("bands", "activities", "cumulative", "statistic"), "exchange"),
    **dict.fromkeys(("history", "sectors"), "partner"),
    **dict.fromkeys(("matrix", "compared", "profiles", "towns", "distances"), "comparison"),
    **dict.fromkeys(("members", "shared"), "networks"),
    "anniversaries": "anniversaries",
}
#: Widths of a frame in pixels for which its height is estimated; the last also applies to wider frames.
_WIDTHS: Final = (240, 340, 480, 800, 1200)
#: The width, one of ``_WIDTHS``, for which the height is given on sites that remove styles.
_COLUMN: Final = 480
#: Space in pixels between the parts of the page and around it.
_GAP: Final = 16
#: Font size and line height in pixels of the headline, of the text below the figure, and of the source, at the browser's default font size.
_HEADLINE, _TEXT, _SOURCE = (21.6, 27.0), (16.0, 25.6), (14.0, 22.4)
#: Mean width of a letter as a share of the font size.
_LETTER: Final = 0.47
#: Pixels added to every height, because a scroll bar is worse than empty lines: letters may be wider than the mean, and between two of
#: ``_WIDTHS`` a line of the headline and one of the source may break earlier.
_SPARE: Final = _HEADLINE[1] + _SOURCE[1]
_RULES: Final = f"""<style>
[data-testid="stHeader"] {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ padding: {_GAP}px !important; max-width: none; }}
h1 {{ font-size: {_HEADLINE[0] / 16}rem !important; line-height: {_HEADLINE[1] / _HEADLINE[0]} !important; padding: 0 !important; }}
/* A map is first drawn at the chart's own height and then at the height of its container. */
.st-key-embedded-map {{ overflow: clip; }}
</style>"""


def embedded_figure() -> None:
    """Draw the figure that the URL names, by default the map, with its source and a link back to its page."""
    t, chosen = texts(), selection()
    name = chosen.figure or "map"
    if name in ("history", "sectors") and not chosen.city:
        chosen = replace(chosen, city=dataset().partner_ids[0])
    shown = exhibit(figure_slide(name), chosen, "", dataset(), (chosen.lang,), theme(), today(), height=None)
    st.html(_RULES)
    st.title(shown.headline[0], anchor=False)
    if shown.figure is not None:
        with st.container(key="map-frame" if shown.is_map else "embedded-bands" if name == "bands" else "embedded-frame"):
            st.plotly_chart(
                shown.figure,
                theme=None,
                key="embedded-map" if shown.is_map else "embedded",
                height="stretch" if shown.is_map else "content",
                config=chart_config(t, name, words=picture_words(shown.headline[0], shown.source, t)),
                alt=shown.headline[0],
            )
    for line in shown.lines:
        st.markdown(escaped(line))
    st.caption(_source(shown, as_of_text(dataset(), t), f"[{t.t('embed.back')}]({address_of(PAGES[name], chosen)})"))


def _source(shown: Exhibit, as_of: str, back: str) -> str:
    return " ".join(filter(None, (shown.source, f"{as_of}.", back)))


def _needed(shown: Exhibit, source: str, width: int) -> float:
    """Return the height in pixels that the embedded page of ``shown`` needs in a frame ``width`` pixels wide."""
    inner = width - 2 * _GAP

    def height(text: str, letters: tuple[float, float]) -> float:
        size, line = letters
        return len(wrap(text, max(int(inner / (_LETTER * size)), 1))) * line

    needed = 3 * _GAP + height(shown.headline[0], _HEADLINE) + height(source, _SOURCE)
    for text in shown.lines:
        needed += height(text, _TEXT) + _GAP
    if shown.figure is not None:
        needed += _GAP + (inner / ASPECT if shown.is_map else shown.figure.layout.height)
    return needed


def frame_lines(address: str, shown: Exhibit, as_of: str, t: Texts) -> str:
    """Return the HTML that shows the embedded page at ``address`` on another site, as high as it needs at any width.

    The height is the maximum of straight lines through the heights needed at ``_WIDTHS``, because text needs fewer lines in a wider frame
    and a map grows with it. Sites that remove styles use the height needed in a column of text.

    Args:
        address: URL of the embedded page.
        shown: its exhibit, made with ``height=None``.
        as_of: as of when the data are, in words.
        t: language of the page.
    """
    source = _source(shown, as_of, t.t("embed.back"))
    needed = {width: _needed(shown, source, width) + _SPARE for width in _WIDTHS}
    # The height at a width, in pixels, and how it changes with each pixel of width.
    slopes = [(left, (needed[right] - needed[left]) / (right - left)) for left, right in pairwise(_WIDTHS)]
    slopes.append((_WIDTHS[-1], 1 / ASPECT if shown.is_map else 0.0))
    column = max(needed[at] + slope * (_COLUMN - at) for at, slope in slopes)
    heights = ", ".join(f"{needed[at] - slope * at:.0f}px + {100 * slope:.1f}cqw" for at, slope in slopes)
    return (
        f'<div style="container-type: inline-size; width: 100%"><iframe src="{escape(address)}" title="{escape(shown.headline[0])}" '
        f'width="100%" height="{column:.0f}" style="border: 0; height: max({heights})" loading="lazy"></iframe></div>'
    )


def frame_of(slide: Slide, chosen: Selection) -> str:
    """Return the HTML that embeds ``slide``, one of ``slides.standalone_slides``, in another site with the filters of ``chosen``."""
    own = selection_shown(slide, chosen, options())
    own = replace(own, figure=slide.figure, story="", slide=1, loop="", bilingual=False, room="", speaker=False)
    shown = exhibit(slide, own, "", dataset(), (own.lang,), "light", today(), height=None)
    address = f"{base_address()}/embed?{urlencode(to_params(own, options()), doseq=True)}"
    t = Texts(own.lang)
    return frame_lines(address, shown, as_of_text(dataset(), t), t)
