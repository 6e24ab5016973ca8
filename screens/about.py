"""Hinweise: what the pages show and how they count, boundaries and names, sources, accessibility, privacy, imprint."""

import streamlit as st

from components.session import dataset, texts, write_url

SECTIONS = ("purpose", "counting", "borders", "sources", "accessibility", "privacy", "imprint")

facts, t = dataset(), texts()
values = {
    "date": t.date(facts.as_of),
    "activities": t.number(len(facts.activities)),
    "sources": t.number(len(facts.sources)),
}

with st.container(width=760):
    st.title(t.t("about.title"), anchor=False)
    for section in SECTIONS:
        st.header(t.t(f"about.{section}.title"), anchor=section)
        st.markdown(t.t(f"about.{section}", **values))
write_url()
