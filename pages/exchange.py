"""Exchange over time (Austausch im Zeitverlauf): documented cultural, economic and educational exchange, and its statistics."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.exchange import activity_controls, chosen_statistic, documented_exchange, indicator_picker
from components.session.script_lock import pause_for_browser
from components.session.viewer import dataset, selection, texts, write_url
from components.words.phrases import missing_text


def draw() -> None:
    """Draw the page."""
    chosen, t = selection(), texts()
    st.title(t.t("exchange.title"), anchor=False)
    if not dataset().has_course:
        st.info(missing_text("exchange.missing", t))
        write_url()
        return
    activity_controls()
    documented_exchange()
    if chosen.topic != "all":
        pause_for_browser()  # what follows is below the first screen
        st.divider()
        st.header(t.t("statistics.title"), anchor=False)
        indicator_picker()
        chosen_statistic()
    write_url()


if __name__ == "__main__":
    run_dashboard()
