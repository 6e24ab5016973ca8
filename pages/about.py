"""Hinweise und Quellen (draft)."""

import streamlit as st

st.title("…")
