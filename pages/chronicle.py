"""Chronicle (Chronik): what happened, when, with whom and from which source, as a searchable list or the one entry a link names."""

import streamlit as st

from components.frame.entry import run_dashboard
from components.panels.chronicle import controls, entry_list, single_entry, strip
from components.session.viewer import dataset, selection, texts, write_url
from components.widgets.links import with_remark
from components.words.chronicle import found_sentence
from data.chronicle import entries


def draw() -> None:
    """Draw the page."""
    t = texts()
    rows = entries(dataset(), selection())
    st.title(t.t("page.chronicle"), anchor=False)
    if selection().entry:
        single_entry(rows)
    else:
        controls()
        with st.container(key="found"):
            # Plain text, not Markdown, because the sentence repeats the query, and a link can put any text there.
            st.text(found_sentence(rows, selection(), t))
        if len(rows):
            strip(rows)
            entry_list(rows)
        st.caption(with_remark(t.t("chronicle.source"), "chronicle", t))
    write_url()


if __name__ == "__main__":
    run_dashboard()
