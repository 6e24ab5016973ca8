"""The ASGI door: ``python server.py`` or any ASGI server on ``server:app``."""
import streamlit as st
app = st.App("dashboard.py")
