"""What every page needs to know about the present viewer: the facts, the selection, the language, the theme."""

from collections.abc import Sequence
from datetime import date
from typing import NoReturn
from urllib.parse import urlsplit

import streamlit as st

from components.figures.palette import Theme
from components.session.facts import published
from components.session.previews import previewed
from components.words.texts import Texts
from data.dataset import Dataset
from data.options import options_of
from data.selection import FILTERS, Options, Selection, changed, foreign, mended, parse, to_params


def dataset() -> Dataset:
    """Return the facts of this session: those of its preview, those a presentation has begun with, else the present ones.

    Raises:
        BrokenTables: a table breaks its contract.
    """
    if facts := previewed(st.session_state.get("preview", "")):
        return facts
    chosen = st.session_state.get("selection")
    if not (chosen and chosen.story):
        return published()
    # New data wait until the presentation is over, or begins again on its first slide.
    story, facts = st.session_state.get("presented", ("", None))
    if facts is None or story != chosen.story or chosen.slide == 1:
        facts = published()
        st.session_state["presented"] = (chosen.story, facts)
    return facts


def options() -> Options:
    """Return what can be selected in the present facts."""
    return options_of(dataset())


def selection() -> Selection:
    """Return what the viewer has chosen, as :func:`adopt_url` found it or a widget changed it."""
    chosen: Selection = st.session_state["selection"]
    return chosen


def texts() -> Texts:
    """Return the words in the viewer's language."""
    return Texts(selection().lang)


def theme() -> Theme:
    """Return whether the viewer sees a light or a dark ground."""
    return "dark" if st.context.theme.type == "dark" else "light"


def today() -> str:
    """Return the day from which anniversaries are told: the one of the link, else the machine's own."""
    return selection().today or date.today().isoformat()


def mirror(key: str, value: object) -> None:
    """Give the widget ``key`` the ``value`` of the selection, unless it has it.

    In another language it is given again: the browser goes on showing a choice in the words in which it has got it. So it is where the
    URL has brought the selection.
    """
    spoken: dict[str, str] = st.session_state.setdefault("spoken", {})
    if st.session_state.get(key) != value or spoken.get(key) != selection().lang:
        st.session_state[key], spoken[key] = value, selection().lang


def hold(key: str, allowed: Sequence[object], default: object) -> None:
    """Let the widget ``key``, whose choice is not part of the selection, keep what it has of ``allowed``, else give it the ``default``."""
    value = st.session_state.get(key)
    mirror(key, value if value in allowed else default)


def choose(**changes: object) -> None:
    """Change fields of the selection; callbacks of widgets call this, and the URL follows in the same run, or after :func:`rerun_app`.

    A filter leaves the single entry of the chronicle that a link has opened: else it would seem to do nothing. What cannot be chosen
    changes nothing: on the way *back* over a change of language a widget holds a label of the other one, and that is no click.
    """
    if changes.keys() & FILTERS:
        changes = {"entry": ""} | changes
    chosen = changed(selection(), changes, options())
    if chosen is not None:
        st.session_state["selection"] = chosen
        st.session_state["dropped"] = ()


def adopt(key: str, field: str, **also: object) -> None:
    """Take what the widget ``key`` holds over into ``field`` of the selection, and with it the changes ``also``; a callback of widgets."""
    choose(**{field: st.session_state[key]} | also)


def rerun_app() -> NoReturn:
    """Let all be drawn anew with what this run has changed, and the URL follow then: until it does, the one that stands is no *back*."""
    st.session_state["overtaken"] = _address()
    st.rerun()


def adopt_url() -> None:
    """Take the selection over from the URL where it says something new: on arrival, and after the browser's *back*.

    A change of page empties the query string without the viewer wanting that, so an empty one on another path changes
    nothing. Whatever widgets have said in the same run gives way to the URL: on two quick steps *back* the browser sends with the second
    what its widgets showed before the first, which looks like clicks. Those are sent to the view, and drawn without asking the URL.
    """
    arrived = _address()
    path = urlsplit(st.context.url or "").path
    first_run = "selection" not in st.session_state
    changed_page = path != st.session_state.get("path") and not arrived
    known = st.session_state.get("written", arrived), st.session_state.pop("overtaken", None)
    if not first_run and st.session_state.get("facts") != _mark():
        # Other data may lack what was chosen in the former ones.
        st.session_state["selection"], st.session_state["dropped"] = parse(to_params(selection(), options()), options())
    st.session_state["facts"] = _mark()
    if first_run or (arrived not in known and not changed_page):
        st.session_state["selection"], st.session_state["dropped"] = parse(mended(arrived, options()), options())
        st.session_state["spoken"] = {}  # the browser may show something else than what its widgets have said
    st.session_state["path"] = path
    st.session_state["framed"] = _framed()


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _mark() -> tuple[int, str]:
    return dataset().version, st.session_state.get("preview", "")


def is_framed() -> bool:
    """Return whether the frame shows what this session now has, its facts, language and story, and leads nowhere else."""
    shown = st.session_state["facts"], st.session_state["framed"]
    return shown == (_mark(), _framed()) and "leave-to" not in st.session_state


def _framed() -> tuple[str, str]:
    return selection().lang, selection().story


def write_url() -> None:
    """Write the selection into the address bar, keeping parameters that are not ours; damaged ones go, because they have been read."""
    present = _address()
    wanted = foreign(present) | to_params(selection(), options())
    if wanted != present:
        st.query_params.from_dict(wanted)
    st.session_state["written"] = wanted
