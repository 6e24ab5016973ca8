"""Draw the map's year slider and play button, and step through the years while it plays. It never starts by itself."""

import streamlit as st

from components.session.viewer import choose, mirror, options, selection, texts

#: Seconds per year while playing: seventy years take less than a minute.
SECONDS_A_YEAR = 0.7


def is_playing() -> bool:
    """Return whether the map is playing."""
    return bool(st.session_state.get("playing", False))


def stop() -> None:
    """Stop playing. Every page but the map does this, so that the map is not playing when the viewer returns."""
    st.session_state["playing"] = False


def advance() -> bool:
    """Move the selection one year on; return False if playing was stopped or has reached the last year."""
    if is_playing() and st.session_state.pop("just_started", False):
        return True  # the year in which it starts is shown, too
    if selection().last_year >= options().years[1]:
        st.session_state["playing"] = False
    if is_playing():
        choose(last_year=selection().last_year + 1)
    return is_playing()


def _play(on: bool) -> None:
    st.session_state["playing"] = st.session_state["just_started"] = on
    if on and selection().last_year >= options().years[1]:
        choose(last_year=selection().first_year)


def _adopt_year() -> None:
    year = st.session_state["moment"]
    choose(last_year=year, first_year=min(selection().first_year, year))


def time_control() -> None:
    """Draw the play or pause button, the year in large figures, and the year slider."""
    t, last_year = texts(), selection().last_year
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="time-control"):
        with st.container(width="content", key="play"):
            st.button(
                t.t("time.pause" if is_playing() else "time.play"),
                key="play-button",
                icon=":material/pause:" if is_playing() else ":material/play_arrow:",
                on_click=_play,
                args=(not is_playing(),),
            )
        with st.container(width="content", key="year"):
            st.markdown(str(last_year))
        mirror("moment", last_year)
        st.slider(t.t("time.year"), *options().years, key="moment", label_visibility="collapsed", on_change=_adopt_year)
