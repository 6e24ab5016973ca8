"""Draw the view (filter bar and page) as a fragment and the page as a fragment in it, so that a click does not rerun the frame."""

from collections.abc import Callable

import streamlit as st

from components.frame.filters import FilterBar, dropped_values, filter_bar, filters, menus_follow
from components.session.script_lock import script_lock
from components.session.viewer import is_framed, rerun_app, selection


@st.fragment
def view(path: str, draw: Callable[[], None]) -> None:
    """Draw the filter bar, unless a story is presented, and below it the page at ``path`` with ``draw``.

    A click on a tool reruns only this fragment, so that navigation, style and footer are neither sent nor drawn again. If the click
    changes what the frame shows, the whole app reruns.
    """
    with script_lock():
        if not is_framed():
            rerun_app()
        _page(None if selection().story else filter_bar(path), draw)


@st.fragment
def _page(bar: FilterBar | None, draw: Callable[[], None]) -> None:
    """Draw the page with ``draw`` and the filters in their containers of ``bar``; most clicks rerun only these, not the tools.

    In the first run the filters are drawn first, so that nothing below them moves. In a rerun the browser already shows them, so the
    page, which shows what the click changed, is drawn first: a map appears about 10 % sooner.
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
