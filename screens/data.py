"""Daten & Quellen: what the dashboard is based on, how complete it is, and how to take the tables along."""

import streamlit as st

from components.data_panel import headline, part
from components.session import write_url


def draw() -> None:
    """Draw the page."""
    st.title(headline(), anchor=False)
    part()
    write_url()
