"""Data and sources (Daten & Quellen): tables to read and download, sources, completeness, doubts, licences, and upkeep of the data."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.data import headline, part
from components.session.viewer import write_url


def draw() -> None:
    """Draw the page."""
    st.title(headline(), anchor=False)
    part()
    write_url()


if __name__ == "__main__":
    run_dashboard()
