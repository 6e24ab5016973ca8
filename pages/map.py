"""World map (Weltkarte): where our partners are, since when, and how much exchange is documented with each in the chosen sectors."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.map import key_figures_panel, legend, map_or_table, partner_list
from components.panels.map_years import SECONDS_A_YEAR, advance, is_playing, time_control
from components.panels.partner_card import partner_card
from components.session.viewer import dataset, rerun_app, selection, texts, write_url
from components.words.map import map_headline
from data.queries import connections


def page() -> None:
    """Draw the page for the current selection."""
    facts, chosen, t = dataset(), selection(), texts()
    found, shown, figures = connections(facts, chosen)
    sentence = map_headline(chosen, figures, shown, t, facts)

    wide, side = st.columns([7, 3], gap="large")
    with wide:
        with st.container(key="headline"):
            st.title(sentence, anchor=False)
        map_or_table(shown, sentence)
        time_control()
        legend(shown)
    with side:
        key_figures_panel(figures)
        if chosen.city:
            partner_card(facts, chosen, found, t)
        partner_list(shown)


@st.fragment(run_every=SECONDS_A_YEAR)
def play() -> None:
    """Draw only the page, once per year, until the last year is reached or the viewer stops it."""
    if not advance():
        rerun_app()
    page()


def draw() -> None:
    """Draw the page, still or playing; the URL is not written while it plays."""
    if is_playing():
        play()
    else:
        page()
        write_url()


if __name__ == "__main__":
    run_dashboard()
