"""Partner city (Partnerstadt): facts, history, exchange and institutions of one partner, as preparation for its delegation."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.partner import around, chosen_city, exchange, header, history, picker
from components.session.viewer import dataset, write_url
from data.queries import exchanges


def draw() -> None:
    """Draw the page."""
    city = picker()
    found = exchanges(dataset(), chosen_city(city))
    header(city, found)
    history(city)
    exchange(city, found)
    around(city, found)
    st.space("small")
    write_url()


if __name__ == "__main__":
    run_dashboard()
