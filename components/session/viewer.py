"""Read and change the session of one viewer: facts, selection, language and theme; keep widgets and URL in step with the selection."""

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
    """Return the facts of this session: those of its preview, those its presentation started with, else the current ones.

    Raises:
        BrokenTables: a table breaks its contract.
    """
    if facts := previewed(st.session_state.get("preview", "")):
        return facts
    chosen = st.session_state.get("selection")
    if not (chosen and chosen.story):
        return published()
    # A presentation keeps its facts until it ends or returns to its first slide, so that new data do not change it on the way.
    story, facts = st.session_state.get("presented", ("", None))
    if facts is None or story != chosen.story or chosen.slide == 1:
        facts = published()
        st.session_state["presented"] = (chosen.story, facts)
    return facts


def options() -> Options:
    """Return what can be selected in the facts of this session."""
    return options_of(dataset())


def selection() -> Selection:
    """Return what the viewer has chosen, as :func:`adopt_url` read it or a widget changed it."""
    chosen: Selection = st.session_state["selection"]
    return chosen


def texts() -> Texts:
    """Return the interface texts in the viewer's language."""
    return Texts(selection().lang)


def theme() -> Theme:
    """Return whether the viewer sees the light or the dark theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def today() -> str:
    """Return the date (YYYY-MM-DD) from which anniversaries are counted: the one in the URL, else the server's."""
    return selection().today or date.today().isoformat()


def mirror(key: str, value: object) -> None:
    """Set the widget ``key`` to the selection's ``value``, unless it already has it.

    After a change of language the value is set again, because the browser keeps showing a choice in the words in which it received it.
    It is also set again after the URL has changed the selection.
    """
    spoken: dict[str, str] = st.session_state.setdefault("spoken", {})
    if st.session_state.get(key) != value or spoken.get(key) != selection().lang:
        st.session_state[key], spoken[key] = value, selection().lang


def hold(key: str, allowed: Sequence[object], default: object) -> None:
    """Keep the value of the widget ``key``, which is not part of the selection, if it is in ``allowed``; else set it to ``default``."""
    value = st.session_state.get(key)
    mirror(key, value if value in allowed else default)


def choose(**changes: object) -> None:
    """Change fields of the selection. Callbacks of widgets call this; the URL follows in the same run, or after :func:`rerun_app`.

    A change of a filter closes the single chronicle entry that a link opened, because the filter would otherwise seem to do nothing.
    Values that cannot be chosen change nothing: when *back* crosses a change of language, a widget holds a label in the other
    language, which is not a click.
    """
    if changes.keys() & FILTERS:
        changes = {"entry": ""} | changes
    chosen = changed(selection(), changes, options())
    if chosen is not None:
        st.session_state["selection"] = chosen
        st.session_state["dropped"] = ()


def adopt(key: str, field: str, **also: object) -> None:
    """Write the value of the widget ``key`` into ``field`` of the selection, together with the changes ``also``; a callback for widgets."""
    choose(**{field: st.session_state[key]} | also)


def rerun_app() -> NoReturn:
    """Rerun the whole app with what this run has changed. Until the URL follows, its present value does not count as a *back*."""
    st.session_state["overtaken"] = _url_params()
    st.rerun()


def adopt_url() -> None:
    """Take the selection from the URL if the URL is new: on arrival, and after the browser's *back*.

    A change of page empties the query string although the viewer did not ask for it, so an empty one on another path changes nothing.
    The URL overrides what widgets report in the same run: on two quick steps *back*, the browser sends with the second step what its
    widgets showed before the first, which looks like clicks. Real clicks rerun the view, which does not read the URL.
    """
    arrived = _url_params()
    path = urlsplit(st.context.url or "").path
    first_run = "selection" not in st.session_state
    changed_page = path != st.session_state.get("path") and not arrived
    known = st.session_state.get("written", arrived), st.session_state.pop("overtaken", None)
    if not first_run and st.session_state.get("facts") != _facts_mark():
        # Other facts may lack what was chosen in the previous ones.
        st.session_state["selection"], st.session_state["dropped"] = parse(to_params(selection(), options()), options())
    st.session_state["facts"] = _facts_mark()
    if first_run or (arrived not in known and not changed_page):
        st.session_state["selection"], st.session_state["dropped"] = parse(mended(arrived, options()), options())
        st.session_state["spoken"] = {}  # the browser may show other values than its widgets have reported
    st.session_state["path"] = path
    st.session_state["framed"] = _frame_state()


def _url_params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _facts_mark() -> tuple[int, str]:
    return dataset().version, st.session_state.get("preview", "")


def is_framed() -> bool:
    """Return whether the frame shows the session's current facts, language and story, and no change of page is pending."""
    shown = st.session_state["facts"], st.session_state["framed"]
    return shown == (_facts_mark(), _frame_state()) and "leave-to" not in st.session_state


def _frame_state() -> tuple[str, str]:
    return selection().lang, selection().story


def write_url() -> None:
    """Write the selection into the URL, keeping parameters that are not ours; damaged ones are removed, because they have been read."""
    present = _url_params()
    wanted = foreign(present) | to_params(selection(), options())
    if wanted != present:
        st.query_params.from_dict(wanted)
    st.session_state["written"] = wanted
