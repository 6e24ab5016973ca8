"""The foot of every page: as of when, from whom, under which licence, and the legal pages."""

import streamlit as st

from components.session.viewer import dataset, texts
from data.vocabulary import LANGUAGES


def footer(about: st.Page) -> None:
    """Draw the foot; ``about`` is the page that carries sources, licences and legal notices."""
    t = texts()
    facts = dataset()
    with st.container(key="footer", gap="small"):
        st.divider()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                t.t(
                    "footer.data",
                    date=t.date(facts.as_of),
                    activities=t.number(len(facts.activities)),
                    sources=t.number(len(facts.sources)),
                ),
                width="stretch",
            )
            # The law asks for these three from every page.
            query = f"?lang={t.lang}" if t.lang != LANGUAGES[0] else ""
            links = [f"[{t.t(f'footer.{section}')}](about{query}#{section})" for section in ("accessibility", "privacy", "imprint")]
            st.caption(" · ".join(links), width="content")
            st.page_link(about, label=t.t("footer.about"))
