"""Partner city (Partnerstadt): a portrait of one partner, then its history, people, exchange and numbers, to prepare for its delegation."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.partner import exchange, header, history, numbers, people, picker
from components.session.viewer import write_url


def draw() -> None:
    """Draw the page."""
    city = picker()
    header(city)
    history(city)
    people(city)
    exchange(city)
    numbers(city)
    st.space("small")
    write_url()


if __name__ == "__main__":
    run_dashboard()
