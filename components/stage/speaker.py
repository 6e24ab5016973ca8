"""Draw the presenter view: notes, next slide, clock and elapsed time; it follows the main window of its room."""

import time
from dataclasses import replace
from typing import Final

import streamlit as st

from components.exhibits.slides import FIGURE_HEIGHT
from components.session.viewer import choose, rerun_app, selection, texts
from components.stage import speaker_sync
from components.stage.presentation import current_exhibit, current_slides, number_of
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
    """Draw the presenter view of the current slide, and keep following the main window of its room."""
    t, slides = texts(), current_slides()
    number = number_of(slides)
    room = speaker_sync.shown_in(selection().room)
    shown = current_exhibit(slides[number - 1])
    with st.container(width=1100, key="speaker"):
        since = int(1000 * (room.since if room else time.time()))
        st.html(
            f'<p class="speaker-clock"><span>{t.t("stage.clock")} <b id="speaker-now"></b></span> '
            f'<span>{t.t("stage.elapsed")} <b id="speaker-past"></b></span></p>{script_element(CLOCK, since=str(since))}',
            unsafe_allow_javascript=True,
        )
        st.caption(t.t("stage.count", number=number, of=len(slides)))
        st.title(shown.headline[0], anchor=False)
        st.markdown(escaped(shown.note) if shown.note else t.t("stage.no_note"))
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
    _follow()


@st.fragment(run_every=1)
def _follow() -> None:
    """Adopt the main window's selection when it differs from the one shown here."""
    room = speaker_sync.shown_in(selection().room)
    if room:
        own = replace(room.selection, speaker=True, loop="", lang=selection().lang)
        if own != selection():
            choose(**vars(own))
            if own == selection():  # not adopted if the main window has newer facts and shows what cannot be selected here yet
                rerun_app()
