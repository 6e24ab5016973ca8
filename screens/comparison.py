"""Vergleich: where exchange is strong, where it is asleep, and how Karlsruhe compares with other cities."""

import streamlit as st

from components.choices import choice
from components.comparison_panel import cities, matrix, side_by_side
from components.session import selection, texts, write_url
from data.vocabulary import ASPECTS


def draw() -> None:
    """Draw the page."""
    st.title(texts().t("page.comparison"), anchor=False)
    choice("aspect", ASPECTS, "aspect")
    match selection().aspect:
        case "partners":
            side_by_side()
        case "cities":
            cities()
        case _:
            matrix()
    write_url()
