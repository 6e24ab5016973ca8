"""Data and sources (Daten & Quellen): tables to read and download, sources, completeness, doubts, licences, and upkeep of the data."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.data import part
from components.session.viewer import dataset, texts, write_url
from components.words.data import data_headline


def draw() -> None:
    """Draw the page."""
    st.title(data_headline(dataset(), texts()), anchor=False)
    part()
    write_url()


if __name__ == "__main__":
    run_dashboard()
