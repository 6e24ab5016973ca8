"""The stage: one slide a screen, led by keys, a remote or touch, or alone in a loop; and the speaker's second window."""

import secrets
import time
from dataclasses import replace
from functools import cache
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components import rooms
from components.anniversaries_panel import today
from components.facts import published
from components.figure_panel import chart_config
from components.figures.world_map import world_map
from components.inline_script import script_element
from components.session import choose, dataset, scope, selection, texts, theme
from components.share import address_of, qr_code
from components.slides import FIGURE_HEIGHT, Picture, picture, slides_of
from components.stage_style import apply_stage_style
from components.take_away import story_button
from components.time_control import SECONDS_A_YEAR
from components.words import partner_names, plain
from data.queries import connections
from data.scope import scope_of
from data.selection import Selection, to_params
from data.stories import Slide, Story, load_stories, selection_of
from data.vocabulary import LANGUAGES, LOOP_SECONDS, PRESENTED_PAGES

#: Pages of the dashboard by the id under which they are presented; the map stands at the root.
PATHS: Final = {page: "" if page == "map" else page for page in PRESENTED_PAGES}

#: From so many letters on a headline is set smaller, so that the figure keeps its room.
LONG_HEADLINE: Final = 100

#: Keys press the buttons in sight. Remotes send PageUp and PageDown; no letter is taken, so that nothing typed leads a slide on.
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
#: Goes on until the speaker's window shows something else.
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


@cache
def stories() -> dict[str, Story]:
    """Return the stories, read once per process.

    Raises:
        BrokenStories: a story breaks its contract.
    """
    return dict(load_stories(scope_of(published())))


def _slides() -> tuple[Slide, ...]:
    return slides_of(selection().story, stories(), selection(), dataset())


def _number(slides: tuple[Slide, ...]) -> int:
    return min(selection().slide, len(slides))


def _title() -> str:
    story = selection().story
    if story in stories():
        return str(getattr(stories()[story].title, selection().lang))
    if story == "partner":
        return str(dataset().partner(selection().city or "halle")[f"name_{selection().lang}"])
    return texts().t(f"page.{story}")


def _selection_of(slide: Slide) -> Selection:
    """Return what ``slide`` shows: its own selection, or on the story of a page the viewer's where it has none."""
    if selection().story in stories() or slide.selection:
        return selection_of(slide, scope(), selection().lang)
    return selection()


def _picture(slide: Slide) -> Picture:
    lang = selection().lang
    languages = (lang, *(other for other in LANGUAGES if other != lang)) if selection().bilingual else (lang,)
    return picture(slide, _selection_of(slide), _title(), dataset(), languages, theme(), today())


def _go(slide: int) -> None:
    st.session_state.pop("stage-year", None)
    choose(slide=slide)


def _leave() -> None:
    st.session_state.pop("stage-year", None)
    page = selection().story if selection().story in PRESENTED_PAGES else ""
    st.session_state.pop("stage-paused", None)
    choose(story="", slide=1, loop="", room="", speaker=False)
    st.session_state["leave-to"] = page or "map"


def left_to() -> str:
    """Return the page to which the viewer has just left the stage, empty if they have not."""
    return str(st.session_state.pop("leave-to", ""))


def present(page: str) -> None:
    """Begin to present what the viewer looks at on ``page``."""
    choose(story=page, slide=1)


# The choice of stories


def choice_of_stories() -> None:
    """Draw the stories to choose from, and the partners, each of whom has one."""
    t, lang = texts(), selection().lang
    with st.container(width=860):
        st.title(t.t("stage.title"), anchor=False)
        st.markdown(t.t("stage.how"))
        for story in stories().values():
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(getattr(story.title, lang))}**  \n:small[{t.n('stage.slides', len(story.slides))}]", width="stretch")
                label = t.t("stage.show", title=getattr(story.title, lang))
                story_button(story)
                st.button(
                    label, key=f"show-{story.id}", icon=":material/slideshow:", on_click=choose, kwargs={"story": story.id, "slide": 1}
                )
        names = partner_names(dataset(), t)
        with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
            order = sorted(names, key=names.__getitem__)
            partner = st.selectbox(t.t("stage.partner"), order, format_func=names.__getitem__, key="stage-partner")
            st.button(
                t.t("stage.show", title=names[partner]),
                key="show-partner",
                icon=":material/slideshow:",
                on_click=choose,
                kwargs={"story": "partner", "city": partner, "slide": 1},
            )


# A slide


def slide() -> None:
    """Draw the slide on the screen."""
    chosen, slides = selection(), _slides()
    number = _number(slides)
    shown = _picture(slides[number - 1])
    if chosen.room:
        rooms.tell(replace(chosen, slide=number))
    apply_stage_style()
    with st.container(key="stage"):
        if shown.figure is None and not shown.source:
            with st.container(key="stage-body"), st.container(key="stage-opening"):
                _headline(shown)
                _body(shown, slides[number - 1], number)
        else:
            with st.container(key="stage-long" if len(shown.headline[0]) > LONG_HEADLINE or len(shown.headline) > 1 else "stage-short"):
                _headline(shown)
            with st.container(key="stage-body"):
                _body(shown, slides[number - 1], number)
        _foot(shown, number, len(slides))
    st.html(f'<div id="stage-blank"></div>{script_element(KEYS)}', unsafe_allow_javascript=True)
    if chosen.loop:
        st.session_state["stage-due"] = time.monotonic() + int(chosen.loop)
        _tick(len(slides))


def _headline(shown: Picture) -> None:
    if shown.greeting[0]:
        st.html(f'<p class="greeting" lang="{shown.greeting[1]}">{shown.greeting[0]}</p>')
    st.title(shown.headline[0], anchor=False)
    if len(shown.headline) > 1 and shown.headline[1] != shown.headline[0]:
        other = next(lang for lang in LANGUAGES if lang != selection().lang)
        st.html(f'<p class="stage-second" lang="{other}">{escape(shown.headline[1])}</p>')


def _body(shown: Picture, slide: Slide, number: int) -> None:
    t = texts()
    if shown.closing:
        qr_code(_address())
    if shown.lines:
        with st.container(key="stage-lines"):
            for line in shown.lines:
                st.markdown(plain(line))
    if shown.figure is None:
        return
    if shown.grows:
        _growth(slide, shown)
        return
    _figure(shown, f"stage-{'map' if shown.is_map else 'chart'}-{number}", t.t("stage.file", number=number))


def _figure(shown: Picture, key: str, name: str) -> None:
    assert shown.figure is not None
    with (
        st.container(key="stage-figure-room"),
        st.container(key="stage-figure"),
        st.container(key="stage-figure-map" if shown.is_map else None),
    ):
        config = chart_config(texts(), name, menu=False)
        st.plotly_chart(shown.figure, theme=None, key=key, config=config, alt=shown.headline[0])


def _growth(slide: Slide, shown: Picture) -> None:
    """Draw the map with a button that lets it grow; nothing moves unasked."""
    t, years = texts(), scope().years
    growing = "stage-year" in st.session_state

    @st.fragment(run_every=SECONDS_A_YEAR if growing else None)
    def grow() -> None:
        if ("stage-year" in st.session_state) != growing:
            st.rerun()  # the button has been pressed: the fragment needs its clock, or no longer
        year = st.session_state.get("stage-year", years[1])
        figure = shown.figure
        if year != years[1]:
            own = replace(_selection_of(slide), last_year=year)
            figure = world_map(connections(dataset(), own)[1], own.view, own.sector, t, theme())
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            with st.container(key="play", width="content"):
                st.button(
                    t.t("time.pause" if growing else "time.play"),
                    key="stage-play",
                    icon=":material/pause:" if growing else ":material/play_arrow:",
                    on_click=_toggle_growth,
                )
            with st.container(key="stage-year-now", width="content"):
                st.markdown(str(year))
        _figure(replace(shown, figure=figure), "stage-map-growing", "karlsruhe")
        if growing and year >= years[1]:
            del st.session_state["stage-year"]
            st.rerun()
        if growing:
            st.session_state["stage-year"] = year + 1

    grow()


def _toggle_growth() -> None:
    if st.session_state.pop("stage-year", None) is None:
        st.session_state["stage-year"] = scope().years[0]


def _address() -> str:
    """Return the address a guest opens: the page presented, or the partner of the story, with the view's own filters."""
    chosen = selection()
    if chosen.story in PRESENTED_PAGES:
        return address_of(PATHS[chosen.story], chosen)
    own = _selection_of(_slides()[-1])
    return address_of("partner" if own.city else "", own)


@st.fragment(run_every=1)
def _tick(slides: int) -> None:
    """Lead a loop on when its time has come; after the last slide comes the first. A pause ends with a reload."""
    if "stage-paused" not in st.session_state and time.monotonic() >= st.session_state["stage-due"]:
        _go(selection().slide % slides + 1)
        st.rerun()


def _foot(shown: Picture, number: int, of: int) -> None:
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
                        on_click=_go,
                        args=(min(max(target, 1), of),),
                        disabled=outside,
                    )
                if selection().loop:
                    paused = "stage-paused" in st.session_state
                    word, icon = ("stage.resume", "play_arrow") if paused else ("stage.pause", "pause")
                    st.button(t.t(word), key="stage-pause", icon=f":material/{icon}:", on_click=_toggle_pause)
                _more()
                st.button(t.t("stage.leave"), key="stage-leave", icon=":material/close:", on_click=_leave)


def _toggle_pause() -> None:
    if st.session_state.pop("stage-paused", None) is None:
        st.session_state["stage-paused"] = True


def _more() -> None:
    """Draw what one sets before one begins: loop, languages, dark screen, full screen, code, speaker view."""
    t, chosen = texts(), selection()
    with st.popover(t.t("stage.more"), icon=":material/more_horiz:", key="stage-more", on_change="rerun") as opened:
        if not opened.open:
            return
        options = ("", *LOOP_SECONDS)
        st.session_state["stage-loop"] = chosen.loop
        st.segmented_control(
            t.t("stage.loop"),
            options,
            required=True,
            format_func=lambda seconds: t.t("stage.seconds", seconds=seconds) if seconds else t.t("stage.by_hand"),
            key="stage-loop",
            on_change=lambda: choose(loop=st.session_state["stage-loop"]),
        )
        st.session_state["stage-bilingual"] = chosen.bilingual
        st.toggle(t.t("stage.bilingual"), key="stage-bilingual", on_change=lambda: choose(bilingual=st.session_state["stage-bilingual"]))
        st.html(
            f'<button id="stage-full" class="copy-button" type="button">{t.t("stage.full")}</button>'
            f'<button id="stage-dark" class="copy-button" type="button">{t.t("stage.dark")}</button>'
        )
        if chosen.room:
            params = to_params(replace(chosen, speaker=True, loop=""), scope())
            st.link_button(t.t("stage.open_speaker"), f"stage?{urlencode(params, doseq=True)}", icon=":material/open_in_new:")
        else:
            st.button(t.t("stage.speaker"), key="stage-speaker", icon=":material/speaker_notes:", on_click=_open_room)
        qr_code(_address())


def _open_room() -> None:
    choose(room=secrets.token_hex(8))


# The speaker's window


def speaker() -> None:
    """Draw the speaker's view: note, next slide, clock; it follows the main window of its room."""
    t, slides = texts(), _slides()
    number = _number(slides)
    room = rooms.shown_in(selection().room)
    note = _picture(slides[number - 1])
    with st.container(width=1100, key="speaker"):
        since = int(1000 * (room.since if room else time.time()))
        st.html(
            f'<p class="speaker-clock"><span>{t.t("stage.clock")} <b id="speaker-now"></b></span> '
            f'<span>{t.t("stage.elapsed")} <b id="speaker-past"></b></span></p>{script_element(CLOCK, since=str(since))}',
            unsafe_allow_javascript=True,
        )
        st.caption(t.t("stage.count", number=number, of=len(slides)))
        st.title(note.headline[0], anchor=False)
        st.markdown(plain(note.note) if note.note else t.t("stage.no_note"))
        st.divider()
        if number < len(slides):
            st.caption(t.t("stage.next_slide"))
            following = _picture(slides[number])
            st.header(following.headline[0], anchor=False)
            for line in following.lines:
                st.markdown(plain(line))
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
    """Show what the main window shows, once it shows something else."""
    room = rooms.shown_in(selection().room)
    if room:
        own = replace(room.selection, speaker=True, loop="", lang=selection().lang)
        if own != selection():
            choose(**vars(own))
            st.rerun()
