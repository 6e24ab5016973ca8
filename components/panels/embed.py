"""Draw the page that other sites embed as an iframe, and return the HTML that embeds it."""

from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components.exhibits.slides import exhibit, figure_slide
from components.session.viewer import dataset, options, selection, texts, theme, today
from components.widgets.figure import chart_config
from components.widgets.links import address_of, base_address
from components.words.phrases import escaped
from data.selection import Selection, to_params
from data.stories import Slide, selection_shown

#: Path of the page that shows each figure.
PAGES: Final = {
    **dict.fromkeys(("map",), ""),
    **dict.fromkeys(("activities", "cumulative", "statistic"), "exchange"),
    **dict.fromkeys(("history", "sectors"), "partner"),
    **dict.fromkeys(("matrix", "compared", "profiles", "towns", "distances"), "comparison"),
    **dict.fromkeys(("members", "shared"), "networks"),
    "anniversaries": "anniversaries",
}
#: Height in pixels that fits headline, figure and source in an iframe as wide as a column of text.
FRAME_HEIGHT: Final = 620
_RULES: Final = """<style>
[data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: 1rem !important; max-width: none; }
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
        with st.container(key="map-frame" if shown.is_map else "embedded-frame"):
            st.plotly_chart(
                shown.figure,
                theme=None,
                key="embedded-map" if shown.is_map else "embedded",
                height="stretch" if shown.is_map else "content",
                config=chart_config(t, f"karlsruhe-{name}"),
                alt=shown.headline[0],
            )
    for line in shown.lines:
        st.markdown(escaped(line))
    back = f"[{t.t('embed.back')}]({address_of(PAGES[name], chosen)})"
    st.caption(" ".join(filter(None, (shown.source, t.t("stage.as_of", date=t.date(dataset().as_of)) + ".", back))))


def frame_of(slide: Slide, chosen: Selection) -> str:
    """Return the HTML that embeds ``slide``, one of ``slides.figures_of``, in another site with the filters of ``chosen``."""
    own = selection_shown(slide, chosen, options())
    own = replace(own, figure=slide.figure, story="", slide=1, loop="", bilingual=False, room="", speaker=False)
    title = exhibit(slide, own, "", dataset(), (own.lang,), "light", today()).headline[0]
    address = f"{base_address()}/embed?{urlencode(to_params(own, options()), doseq=True)}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" '
        f'width="100%" height="{FRAME_HEIGHT}" style="border: 0" loading="lazy"></iframe>'
    )
