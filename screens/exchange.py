"""Austausch im Zeitverlauf: how cultural, economic and educational exchange developed, documented and in statistics."""

from dataclasses import replace

import streamlit as st

from components.choices import choice
from components.exchange_panel import activity_controls, documented_exchange, indicator_picker, statistic
from components.session import dataset, selection, texts, write_url
from data.queries import exchanges
from data.vocabulary import TOPICS

facts, chosen, t = dataset(), selection(), texts()

st.title(t.t("exchange.title"), anchor=False)
choice("topic", TOPICS, "topic")
if chosen.topic == "all":
    of_topic = chosen
else:
    of_topic = replace(chosen, sectors=(chosen.topic,))
    if chosen.sectors and chosen.topic not in chosen.sectors:
        st.caption(t.t("exchange.topic_over_filter", topic=t.label("sector", chosen.topic)))

activity_controls()
documented_exchange(exchanges(facts, of_topic))
if chosen.topic != "all":
    st.divider()
    st.header(t.t("statistics.title"), anchor=False)
    statistic(indicator_picker(chosen.topic))
write_url()
