"""Networks (Netzwerke): which networks of cities the city belongs to, since when, and which cities are members, too."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.networks import lanes_panel, legend_line, members_panel, network_table, second_degree
from components.session.viewer import dataset, selection, texts, write_url
from components.words.networks import networks_headline
from components.words.phrases import missing_text
from data.networks import networks


def draw() -> None:
    """Draw the page."""
    rows = networks(dataset(), selection())
    st.title(networks_headline(rows, dataset(), texts()), anchor=False)
    if len(rows):
        legend_line(rows)
        who, since = st.columns([3, 2], gap="large")
        with who:
            members_panel(rows)
        with since:
            lanes_panel(rows)
        network_table(rows)
    elif dataset().networks.empty:
        st.info(missing_text("networks.empty_how", texts()))
    second_degree()
    write_url()


if __name__ == "__main__":
    run_dashboard()
