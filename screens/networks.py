"""Netzwerke: which networks of cities Karlsruhe belongs to, and who else is in them."""

import streamlit as st

from components.networks_panel import headline, member_map, network_table, second_degree
from components.session import dataset, selection, texts, write_url
from data.networks import networks

rows = networks(dataset(), selection())
st.title(headline(rows), anchor=False)
if len(rows):
    member_map(rows)
    st.header(texts().t("networks.table"), anchor=False)
    network_table(rows)
second_degree()
write_url()
