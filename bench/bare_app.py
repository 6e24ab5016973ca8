"""Run the reference app in plain Streamlit: a title, one control of the dashboard, and the choice as text.

The control is the choice of sectors or, with ``?control=topic``, the choice of topics on the exchange page.
"""

import streamlit as st

from data.vocabulary import SECTORS, TOPICS

st.title("Bare")
if st.query_params.get("control") == "topic":
    topic = st.segmented_control("Topics", TOPICS, default="all", required=True, label_visibility="collapsed", key="choice-topic")
    st.text(f"Chosen: {topic}")
else:
    chosen = st.pills("Sectors", SECTORS, selection_mode="multi", label_visibility="collapsed", key="filter-sectors")
    st.text(f"Chosen: {', '.join(chosen) or 'all'}")
