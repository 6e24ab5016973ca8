"""Draw the foot of a slide: source, number and progress, and the buttons that ``presenting.js`` hides and presses by key."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components.exhibits.exhibit import Exhibit
from components.session.viewer import adopt, choose, mirror, options, selection, texts
from components.stage.presentation import address, go, leave
from components.widgets.links import qr_code
from data.selection import to_params
from data.vocabulary import LOOP_SECONDS

#: The script of the stage, sent with every slide so that it also runs under ``streamlit run``; it starts once per page.
SCRIPT: Final = (Path(__file__).parent / "presenting.js").read_text(encoding="utf-8")


#: Number of characters up to which a source takes two lines.
TWO_LINES_OF_SOURCE: Final = 330


def foot(shown: Exhibit, number: int, of: int) -> None:
    """Draw the footer of slide ``number`` of ``of``: source, number and progress, and the buttons above them."""
    t = texts()
    with st.container(key="stage-foot"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="stage-tools"):
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
                name, icon = ("resume", "play_arrow") if paused else ("pause", "pause")
                st.button(t.t(f"stage.{name}"), key=f"stage-{name}", icon=f":material/{icon}:", on_click=_pause, args=(not paused,))
            _more()
            st.button(t.t("stage.leave"), key="stage-leave", icon=":material/close:", on_click=leave)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="stage-row"):
            with st.container(key="stage-source", width="stretch"):
                if shown.source:
                    with st.container(key="stage-source-long" if len(shown.source) > TWO_LINES_OF_SOURCE else "stage-source-short"):
                        st.caption(shown.source)
            st.html(f'<span class="stage-count">{t.t("stage.count", number=number, of=of)}</span>', width="content")
        st.html(f'<progress class="stage-progress" value="{number}" max="{of}" aria-label="{t.t("stage.progress")}"></progress>')


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
            f'<button id="stage-letters" class="copy-button" type="button" aria-pressed="true">{t.t("stage.letters")}</button>'
            f'<p class="stage-wake-note">{t.t("stage.sleeps")}</p>'
        )
        if chosen.room:
            params = to_params(replace(chosen, speaker=True, loop=""), options())
            st.link_button(t.t("stage.open_speaker"), f"stage?{urlencode(params, doseq=True)}", icon=":material/open_in_new:")
        else:
            st.button(t.t("stage.speaker"), key="stage-speaker", icon=":material/speaker_notes:", on_click=_open_room)
        qr_code(address())


def _open_room() -> None:
    choose(room=secrets.token_hex(8))
