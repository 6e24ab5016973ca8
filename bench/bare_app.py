"""The yardstick for Streamlit itself: a title, the sector pills of the dashboard, and the choice as text."""

import streamlit as st

from data.vocabulary import SECTORS

st.title("Bare")
chosen = st.pills("Sectors", SECTORS, selection_mode="multi", label_visibility="collapsed", key="filter-sectors")
st.text(f"Chosen: {', '.join(chosen) or 'all'}")
