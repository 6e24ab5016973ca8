"""What a click draws anew: the page with its filters, or the view around both, or a slide. The frame around it stands still."""

from collections.abc import Callable

import streamlit as st

from components.frame.filters import FilterBar, dropped_values, filter_bar, filters, menus_follow
from components.session.script_lock import script_lock
from components.session.viewer import is_framed, rerun_app, selection


@st.fragment
def view(path: str, draw: Callable[[], None]) -> None:
    """Draw the row of filters and tools, unless a story is told, and below it the page at ``path`` by ``draw``.

    A click on a tool draws this part alone anew, so that navigation, style and foot neither travel nor are drawn again. Where the click
    has changed what the frame shows, all is drawn anew.
    """
    with script_lock():
        if not is_framed():
            rerun_app()
        _page(None if selection().story else filter_bar(path), draw)


@st.fragment
def _page(bar: FilterBar | None, draw: Callable[[], None]) -> None:
    """Draw the page by ``draw`` and the filters in their places of the ``bar``: with most clicks these alone, and not the tools.

    The filters come first where they are new, so that nothing below them moves. With a click they stand already, and what the click has
    changed comes first: a map is seen a tenth sooner.
    """
    with script_lock():
        if not is_framed() or (bar and not menus_follow()):
            rerun_app()
        if bar is None:
            dropped_values()
            draw()
            return
        if not bar.filled:
            filters(bar)
        dropped_values()
        draw()
        if bar.filled:
            filters(bar)
        bar.filled = True
