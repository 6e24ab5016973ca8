"""What is being told: the story, its slides and the one in sight; where it leads and how it is left."""

from functools import cache
from typing import Final

import streamlit as st

from components.exhibits.slides import Exhibit, exhibit, slides_of
from components.session.facts import published
from components.session.viewer import choose, dataset, options, selection, texts, theme, today
from components.widgets.links import address_of
from components.words.phrases import partner_name
from data.options import options_of
from data.selection import Selection
from data.stories import Slide, Story, load_stories, selection_of
from data.vocabulary import LANGUAGES, PRESENTED_PAGES

#: Pages of the dashboard by the id under which they are presented; the map stands at the root.
PATHS: Final = {page: "" if page == "map" else page for page in PRESENTED_PAGES}


@cache
def stories() -> dict[str, Story]:
    """Return the stories, read once per process.

    Raises:
        BrokenStories: a story breaks its contract.
    """
    return dict(load_stories(options_of(published())))


def current_slides() -> tuple[Slide, ...]:
    """Return the slides of the story that the viewer has chosen."""
    return slides_of(selection().story, stories(), selection(), dataset())


def number_of(slides: tuple[Slide, ...]) -> int:
    """Return the number of the slide in sight, from 1; an address may name one behind the last."""
    return min(selection().slide, len(slides))


def _title() -> str:
    story = selection().story
    if story in stories():
        return str(getattr(stories()[story].title, selection().lang))
    if story == "partner":
        return partner_name(dataset(), selection().city or dataset().partner_ids[0], texts())
    return texts().t(f"page.{story}")


def selection_of_slide(slide: Slide) -> Selection:
    """Return what ``slide`` shows: its own selection, or on the story of a page the viewer's where it has none."""
    if selection().story in stories() or slide.selection:
        return selection_of(slide, options(), selection().lang)
    return selection()


def current_exhibit(slide: Slide) -> Exhibit:
    """Return what ``slide`` shows in the viewer's language, or in both with bilingual headlines."""
    lang = selection().lang
    languages = (lang, *(other for other in LANGUAGES if other != lang)) if selection().bilingual else (lang,)
    return exhibit(slide, selection_of_slide(slide), _title(), dataset(), languages, theme(), today())


def go(slide: int) -> None:
    """Turn to the slide with this number; a map that was growing is whole again."""
    st.session_state.pop("stage-year", None)
    choose(slide=slide)


def leave() -> None:
    """Leave the stage for the page that was presented, from a story for the map."""
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


def address() -> str:
    """Return the address a guest opens: the page presented, or the partner of the story, with the view's own filters."""
    chosen = selection()
    if chosen.story in PRESENTED_PAGES:
        return address_of(PATHS[chosen.story], chosen)
    own = selection_of_slide(current_slides()[-1])
    return address_of("partner" if own.city else "", own)
