"""Daten & Quellen: what the dashboard is based on, how complete it is, and how to take the tables along."""

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
