"""About (Hinweise): what the pages show and how they count, borders and names, sources, and the legal notices."""

from pathlib import Path

import streamlit as st

from components.frame.entry import run_dashboard
from components.session.viewer import dataset, texts, write_url
from components.words.legal import legal_text
from components.words.phrases import approximate_points, as_of_text

SECTIONS = ("purpose", "counting", "borders", "sources", "accessibility", "privacy", "imprint", "easy", "signs")
#: Sections whose text is in a file of its own and is completed with what the operating office has configured.
LEGAL = ("accessibility", "privacy", "imprint", "easy")
SIGNS = Path("static/dgs.mp4")


def draw() -> None:
    """Draw the sections one below the other; for sign language the video or, if there is none, a text."""
    facts, t = dataset(), texts()
    values = {
        "as_of": as_of_text(facts, t),
        "activities": t.number(len(facts.activities)),
        "sources": t.number(len(facts.sources)),
    }
    with st.container(width=760):
        st.title(t.t("about.title"), anchor=False)
        for section in SECTIONS:
            st.header(t.t(f"about.{section}.title"), anchor=section)
            if section in LEGAL:
                st.markdown(legal_text(section, t))
            elif section == "signs" and SIGNS.exists():
                st.video(str(SIGNS))
            else:
                message = "sources_partners" if section == "sources" and facts.activities.empty else section
                st.markdown(t.t(f"about.{message}", **values))
                if section == "borders":
                    st.markdown(approximate_points(facts, t))
    write_url()


if __name__ == "__main__":
    run_dashboard()
