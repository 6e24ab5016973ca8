"""Draw the presenter view: notes, next slide, clock and elapsed time; it follows the main window of its room."""

from dataclasses import replace
from html import escape
from typing import Final, Literal
from urllib.parse import urlencode

import streamlit as st

from components.exhibits.exhibit import FIGURE_HEIGHT
from components.session.viewer import choose, options, rerun_app, selection, texts
from components.stage import speaker_sync
from components.stage.presentation import current_exhibit, current_slides, number_of
from components.stage.speaker_sync import Room
from components.stage.style import apply_speaker_style
from components.widgets.figure import chart_config
from components.widgets.inline_script import script_element
from components.words.phrases import escaped
from data.selection import to_params

#: Script of the clock. It runs until the window shows something other than the presenter view. The server says how long the presentation
#: has been running when this window sees it first; from then on only this machine's clock counts, and a reset sets it to zero.
CLOCK: Final = """
clearInterval(window.speakerClock);
{
  const { room, elapsed } = document.currentScript.dataset, key = `speaker-${room}`, two = (number) => String(number).padStart(2, "0");
  const begin = (elapsed) => sessionStorage.setItem(key, Date.now() - elapsed);
  if (!sessionStorage.getItem(key)) begin(Number(elapsed));
  const tell = () => {
    const now = new Date(), past = Math.max(0, Math.floor((now - Number(sessionStorage.getItem(key))) / 1000));
    const at = document.getElementById("speaker-now"), since = document.getElementById("speaker-past");
    if (!at) return clearInterval(window.speakerClock);
    at.textContent = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
    since.textContent = `${two(Math.floor(past / 60))}:${two(past % 60)}`;
  };
  document.getElementById("speaker-reset").onclick = () => { begin(0); tell(); };
  window.speakerClock = setInterval(tell, 500);
  tell();
}
"""
#: What a presenter view knows of its main window.
Contact = Literal["waiting", "following", "lost"]


def speaker() -> None:
    """Draw the presenter view of the current slide and keep following the main window of its room; say so if there is none."""
    t, room = texts(), speaker_sync.shown_in(selection().room)
    contact = _contact(room)
    apply_speaker_style()
    with st.container(width=1100, key="speaker"):
        st.html(f'<p class="stage-lost" role="status">{t.t("stage.speaker_lost")}</p>')
        if contact == "lost":
            with st.container(border=True, key="speaker-contact"):
                st.header(t.t("stage.contact_lost"), anchor=False)
                st.markdown(t.t("stage.contact_lost_how"))
                params = to_params(replace(selection(), speaker=False), options())
                st.link_button(t.t("stage.open_again"), f"stage?{urlencode(params, doseq=True)}", icon=":material/open_in_new:")
        if room:
            _notes(room)
        else:
            st.title(t.t("stage.no_room"), anchor=False)
            st.markdown(t.t("stage.no_room_yet"))
    _follow(contact)


def _contact(room: Room | None) -> Contact:
    if room is None:
        return "waiting"
    return "following" if room.is_led else "lost"


def _notes(room: Room) -> None:
    t, slides = texts(), current_slides()
    number = number_of(slides)
    note = current_exhibit(slides[number - 1])
    clock = script_element(CLOCK, room=selection().room, elapsed=str(round(1000 * room.elapsed)))
    st.html(
        f'<p class="speaker-clock"><span>{t.t("stage.clock")} <b id="speaker-now"></b></span> '
        f'<span>{t.t("stage.elapsed")} <b id="speaker-past"></b></span>'
        f'<button id="speaker-reset" class="copy-button" type="button">{t.t("stage.reset")}</button></p>{clock}',
        unsafe_allow_javascript=True,
    )
    st.caption(t.t("stage.count", number=number, of=len(slides)))
    st.title(note.headline[0], anchor=False)
    st.markdown(escaped(note.note) if note.note else t.t("stage.no_note"))
    st.divider()
    if number < len(slides):
        st.caption(t.t("stage.next_slide"))
        following = current_exhibit(slides[number])
        if following.number:
            st.html(f'<p class="speaker-number">{escape(following.number)}</p>')
        st.header(following.headline[0], anchor=False)
        for line in following.lines:
            st.markdown(escaped(line))
        if following.kind in ("map", "chart"):
            with st.container(key=f"speaker-{following.kind}"):
                st.plotly_chart(
                    following.figure,
                    theme=None,
                    height=FIGURE_HEIGHT,
                    key="speaker-next",
                    config=chart_config(t, "slide", menu=False),
                    alt=following.headline[0],
                )
    else:
        st.caption(t.t("stage.last_slide"))


@st.fragment(run_every=1)
def _follow(drawn: Contact) -> None:
    """Show what the main window shows once it shows something else, and whether there is contact once that differs from ``drawn``."""
    room = speaker_sync.shown_in(selection().room)
    contact = _contact(room)
    if room is None or contact == "lost":
        if contact != drawn:
            rerun_app()
        return
    own = replace(room.selection, speaker=True, loop="", lang=selection().lang)
    turned = own != selection()
    if turned:
        choose(**vars(own))
    if (
        turned or contact != drawn
    ) and own == selection():  # not adopted if the main window has newer facts and shows what cannot be selected here yet
        rerun_app()
