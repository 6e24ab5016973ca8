"""Comparison (Vergleich): partners by sector, partners side by side, and the city among other cities."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.comparison import cities, matrix, side_by_side
from components.session.viewer import options, selection, texts, write_url
from components.widgets.choice import choice


def draw() -> None:
    """Draw the page."""
    st.title(texts().t("page.comparison"), anchor=False)
    choice("aspect", options().aspects, "aspect")
    match selection().aspect:
        case "partners":
            side_by_side()
        case "cities":
            cities()
        case _:
            matrix()
    write_url()


if __name__ == "__main__":
    run_dashboard()
