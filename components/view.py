"""The part of a page that a click draws anew: the filters and what they filter, or a slide. The frame around it stands still."""

from collections.abc import Callable

import streamlit as st

from components.filters import filter_bar
from components.session import draw_anew, is_framed, selection
from components.turns import turn


@st.fragment
def view(path: str, draw: Callable[[], None]) -> None:
    """Draw the filters, unless a story is told, and below them the page at ``path`` by ``draw``.

    A click within draws this part alone anew, so that navigation, style and foot neither travel nor are drawn again. Where the click has
    changed what the frame shows, all is drawn anew.
    """
    with turn():
        if not is_framed():
            draw_anew()
        if not selection().story:
            filter_bar(path)
        draw()
