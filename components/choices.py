"""Single choices of a page as widgets that mirror the selection."""

from collections.abc import Sequence

import streamlit as st

from components.session import choose, mirror, selection, texts


def _adopt(field: str) -> None:
    choose(**{field: st.session_state[f"choice-{field}"]})


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
        on_change=_adopt,
        args=(field,),
    )
