"""Draw the controls of a presentation: the footer with its buttons, the keys that press them, and the menu of settings."""

import secrets
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components.exhibits.slides import Exhibit
from components.session.viewer import adopt, choose, mirror, options, selection, texts
from components.stage.presentation import address, go, leave
from components.widgets.links import qr_code
from data.selection import to_params
from data.vocabulary import LOOP_SECONDS

#: Keys press the visible buttons. Remotes send PageUp and PageDown. No letter is assigned, so that typing never changes the slide.
KEYS: Final = """
if (!window.stageKeys) {
  window.stageKeys = true;
  const keys = {
    PageDown: "next", ArrowRight: "next", PageUp: "previous", ArrowLeft: "previous", Home: "first", End: "last", Pause: "pause",
    Escape: "leave"
  };
  addEventListener("keydown", (event) => {
    const stage = document.querySelector(".st-key-stage");
    if (!stage || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Delete") return document.body.classList.toggle("stage-blank");
    if (!(event.key in keys) || event.target.closest("input, [role=radiogroup], [role=slider], [data-baseweb=popover]")) return;
    document.body.classList.remove("stage-blank");
    if (event.key === "Escape" && document.fullscreenElement) return;
    const button = document.querySelector(`.st-key-stage-${keys[event.key]} button:not(:disabled)`);
    if (button) { event.preventDefault(); button.click(); }
  });
  addEventListener("click", (event) => {
    if (event.target.closest("#stage-blank")) document.body.classList.remove("stage-blank");
    if (event.target.closest("#stage-dark")) document.body.classList.add("stage-blank");
    if (event.target.closest("#stage-full")) {
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    }
  });
}
"""


def foot(shown: Exhibit, number: int, of: int) -> None:
    """Draw the footer of slide ``number`` of ``of``: progress, source and buttons."""
    t = texts()
    with st.container(key="stage-foot", gap="xsmall"):
        st.html(f'<progress class="stage-progress" value="{number}" max="{of}" aria-label="{t.t("stage.progress")}"></progress>')
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stage-row"):
            with st.container(key="stage-source", width="stretch"):
                st.caption(shown.source)
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="stage-tools"):
                st.html(f'<span class="stage-count">{t.t("stage.count", number=number, of=of)}</span>', width="content")
                for name, icon, target in (
                    ("first", "first_page", 1),
                    ("previous", "chevron_left", number - 1),
                    ("next", "chevron_right", number + 1),
                    ("last", "last_page", of),
                ):
                    outside = target < 1 or target > of or target == number
                    st.button(
                        t.t(f"stage.{name}"),
                        key=f"stage-{name}",
                        icon=f":material/{icon}:",
                        on_click=go,
                        args=(min(max(target, 1), of),),
                        disabled=outside,
                    )
                if selection().loop:
                    paused = "stage-paused" in st.session_state
                    word, icon = ("stage.resume", "play_arrow") if paused else ("stage.pause", "pause")
                    st.button(t.t(word), key="stage-pause", icon=f":material/{icon}:", on_click=_pause, args=(not paused,))
                _more()
                st.button(t.t("stage.leave"), key="stage-leave", icon=":material/close:", on_click=leave)


def _pause(on: bool) -> None:
    if on:
        st.session_state["stage-paused"] = True
    else:
        st.session_state.pop("stage-paused", None)


def _more() -> None:
    """Draw the menu of settings made before the start: loop, languages, full screen, dark screen, presenter view, QR code."""
    t, chosen = texts(), selection()
    with st.popover(t.t("stage.more"), icon=":material/more_horiz:", key="stage-more", on_change="rerun") as opened:
        if not opened.open:
            return
        pauses = ("", *LOOP_SECONDS)
        mirror("stage-loop", chosen.loop)
        st.segmented_control(
            t.t("stage.loop"),
            pauses,
            required=True,
            format_func=lambda seconds: t.t("stage.seconds", seconds=seconds) if seconds else t.t("stage.by_hand"),
            key="stage-loop",
            on_change=adopt,
            args=("stage-loop", "loop"),
        )
        mirror("stage-bilingual", chosen.bilingual)
        st.toggle(t.t("stage.bilingual"), key="stage-bilingual", on_change=adopt, args=("stage-bilingual", "bilingual"))
        st.html(
            f'<button id="stage-full" class="copy-button" type="button">{t.t("stage.full")}</button>'
            f'<button id="stage-dark" class="copy-button" type="button">{t.t("stage.dark")}</button>'
        )
        if chosen.room:
            params = to_params(replace(chosen, speaker=True, loop=""), options())
            st.link_button(t.t("stage.open_speaker"), f"stage?{urlencode(params, doseq=True)}", icon=":material/open_in_new:")
        else:
            st.button(t.t("stage.speaker"), key="stage-speaker", icon=":material/speaker_notes:", on_click=_open_room)
        qr_code(address())


def _open_room() -> None:
    choose(room=secrets.token_hex(8))
