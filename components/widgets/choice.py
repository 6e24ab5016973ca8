"""Draw a choice of one option as a segmented control that mirrors a field of the selection."""

from collections.abc import Sequence

import streamlit as st

from components.session.viewer import adopt, mirror, selection, texts


def choice(field: str, options: Sequence[str], family: str) -> None:
    """Draw a segmented control with ``options`` for the selection's ``field``; its labels are the messages of ``family``."""
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
