"""Draw the buttons that save a map as a picture.

Plotly's own menu cannot: on the page a map has two sets of names and is higher than what is seen of it.
"""

from functools import partial
from typing import Literal

import streamlit as st

from components.exhibits.exhibit import FIGURE_HEIGHT
from components.exhibits.slides import exhibit, figure_slide
from components.exports.pictures.picture import headed, picture
from components.session.viewer import dataset, selection, texts, today
from components.widgets.download import Offer, download_button
from data.dataset import Dataset
from data.selection import Selection


def map_picture(map_id: str, facts: Dataset, chosen: Selection, day: str, form: Literal["png", "svg"]) -> bytes:
    """Return the map ``map_id`` (``map``, ``members`` or ``towns-map``) of ``chosen`` on white, below its headline and above its source."""
    shown = exhibit(figure_slide(map_id), chosen, "", facts, (chosen.lang,), "light", day, FIGURE_HEIGHT)
    if shown.figure is None:
        raise ValueError(f"{map_id} has no figure for this selection")
    return picture(shown.figure, headed(shown.headline, shown.source), "16:9", form)


def map_picture_buttons(map_id: str) -> None:
    """Draw a button each that saves the map ``map_id`` of the current selection as PNG and as SVG; drawn when clicked."""
    t, chosen = texts(), selection()
    with st.container(horizontal=True, gap="small", key=f"{map_id}-picture"):
        for form in ("png", "svg"):
            make = partial(map_picture, map_id, dataset(), chosen, today(), form)
            offer = Offer(f"{map_id}-{form}-here", t.t(f"map_picture.{form}"), t.label("figure", map_id), form, make)
            download_button(offer, chosen, weight="tertiary")
