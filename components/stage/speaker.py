"""Draw the presenter view: notes, next slide, clock and elapsed time; it follows the main window of its room."""

from dataclasses import replace
from typing import Final

import streamlit as st

from components.exhibits.slides import FIGURE_HEIGHT
from components.session.viewer import choose, rerun_app, selection, texts
from components.stage import speaker_sync
from components.stage.presentation import current_exhibit, current_slides, number_of
from components.stage.speaker_sync import Room
from components.widgets.figure import chart_config
from components.widgets.inline_script import script_element
from components.words.phrases import escaped

#: Script of the clock. It runs until the window shows something other than the presenter view.
CLOCK: Final = """
clearInterval(window.speakerClock);
{
  const begun = Number(document.currentScript.dataset.since), two = (number) => String(number).padStart(2, "0");
  const tell = () => {
    const now = new Date(), past = Math.max(0, Math.floor((now - begun) / 1000));
    const at = document.getElementById("speaker-now"), since = document.getElementById("speaker-past");
    if (!at) return clearInterval(window.speakerClock);
    at.textContent = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
    since.textContent = `${two(Math.floor(past / 60))}:${two(past % 60)}`;
  };
  window.speakerClock = setInterval(tell, 500);
  tell();
}
"""


def speaker() -> None:
    """Draw the presenter view of the current slide and keep following the main window of its room; say so if there is none."""
    t, room = texts(), speaker_sync.shown_in(selection().room)
    with st.container(width=1100, key="speaker"):
        if room:
            _notes(room)
        else:
            st.title(t.t("stage.no_room"), anchor=False)
            st.markdown(t.t("stage.no_room_yet"))
    _follow(waiting=room is None)


def _notes(room: Room) -> None:
    t, slides = texts(), current_slides()
    number = number_of(slides)
    note = current_exhibit(slides[number - 1])
    st.html(
        f'<p class="speaker-clock"><span>{t.t("stage.clock")} <b id="speaker-now"></b></span> '
        f'<span>{t.t("stage.elapsed")} <b id="speaker-past"></b></span></p>{script_element(CLOCK, since=str(int(1000 * room.since)))}',
        unsafe_allow_javascript=True,
    )
    st.caption(t.t("stage.count", number=number, of=len(slides)))
    st.title(note.headline[0], anchor=False)
    st.markdown(escaped(note.note) if note.note else t.t("stage.no_note"))
    st.divider()
    if number < len(slides):
        st.caption(t.t("stage.next_slide"))
        following = current_exhibit(slides[number])
        st.header(following.headline[0], anchor=False)
        for line in following.lines:
            st.markdown(escaped(line))
        if following.figure is not None:
            st.plotly_chart(
                following.figure,
                theme=None,
                height=FIGURE_HEIGHT,
                key="speaker-next",
                config=chart_config(t, "karlsruhe", menu=False),
                alt=following.headline[0],
            )
    else:
        st.caption(t.t("stage.last_slide"))


@st.fragment(run_every=1)
def _follow(waiting: bool) -> None:
    """Show what the main window shows, once it shows something else or, if ``waiting``, once there is one."""
    room = speaker_sync.shown_in(selection().room)
    if room is None:
        return
    own = replace(room.selection, speaker=True, loop="", lang=selection().lang)
    turned = own != selection()
    if turned:
        choose(**vars(own))
    if (
        turned or waiting
    ) and own == selection():  # not adopted if the main window has newer facts and shows what cannot be selected here yet
        rerun_app()
