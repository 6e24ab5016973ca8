"""Single choices of a page as widgets that mirror the selection."""

from collections.abc import Sequence

import streamlit as st

from components.session.viewer import adopt, mirror, selection, texts


def choice(field: str, options: Sequence[str], family: str) -> None:
    """Draw a segmented control over ``options`` for the selection's ``field``; words are the messages of ``family``."""
    mirror(f"choice-{field}", getattr(selection(), field))
    st.segmented_control(
        texts().t(f"{family}.label"),
        options,
        required=True,
        format_func=lambda option: texts().label(family, option),
        key=f"choice-{field}",
        label_visibility="collapsed",
        wrap=True,
        on_change=adopt,
        args=(f"choice-{field}", field),
    )
