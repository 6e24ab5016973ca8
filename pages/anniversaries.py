"""Anniversaries (Jubiläen): which anniversaries come up, and which must not be celebrated."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.anniversaries import calendar_buttons, chart, next_years, not_celebrated
from components.session.viewer import dataset, selection, texts, today, write_url
from components.words.anniversaries import anniversaries_headline
from data.anniversaries import anniversaries


def draw() -> None:
    """Draw the page."""
    rows = anniversaries(dataset(), selection(), today())
    st.title(anniversaries_headline(rows, today(), dataset(), texts()), anchor=False)
    calendar_buttons(rows, selection(), "calendar", "jubilaeen")
    chart(rows)
    next_years(rows)
    not_celebrated(rows)
    write_url()


if __name__ == "__main__":
    run_dashboard()
