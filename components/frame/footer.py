"""Draw the footer of every page: date, size and licence of the data, and links to the legal notices."""

import streamlit as st

from components.session.viewer import dataset, texts
from components.words.phrases import as_of_text
from data.vocabulary import LANGUAGES


def footer(about: st.Page) -> None:
    """Draw the footer; ``about`` is the page that holds sources, licences and legal notices."""
    t = texts()
    facts = dataset()
    with st.container(key="footer", gap="small"):
        st.divider()
        st.caption(
            t.t(
                "footer.data" if len(facts.activities) else "footer.data_partners",
                as_of=as_of_text(facts, t),
                activities=t.number(len(facts.activities)),
                sources=t.number(len(facts.sources)),
            )
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            # The law requires every page to link to these three.
            query = f"?lang={t.lang}" if t.lang != LANGUAGES[0] else ""
            links = [f"[{t.t(f'footer.{section}')}](about{query}#{section})" for section in ("accessibility", "privacy", "imprint")]
            st.caption(" · ".join(links), width="content")
            st.page_link(about, label=t.t("footer.about"))
