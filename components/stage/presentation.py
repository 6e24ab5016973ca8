"""Find the story, the slides and the current slide of a presentation; start and leave it, change the slide, and return its guest URL."""

from functools import cache
from typing import Final

import streamlit as st

from components.exhibits.exhibit import Exhibit
from components.exhibits.slides import exhibit, slides_of
from components.session.facts import published
from components.session.viewer import choose, dataset, options, selection, texts, theme, today
from components.stage import speaker_sync
from components.widgets.links import address_of
from components.words.phrases import partner_name
from data.options import options_of
from data.selection import Selection
from data.stories import Slide, Story, load_stories, selection_of
from data.vocabulary import LANGUAGES, PRESENTED_PAGES

#: URL path of each page that can be presented, by the id of its presentation. The map is at the root.
PATHS: Final = {page: "" if page == "map" else page for page in PRESENTED_PAGES}


@cache
def stories() -> dict[str, Story]:
    """Return the stories, read once per process.

    Raises:
        BrokenStories: a story breaks its contract.
    """
    return dict(load_stories(options_of(published())))


def current_slides() -> tuple[Slide, ...]:
    """Return the slides of the viewer's story."""
    return slides_of(selection().story, stories(), selection(), dataset())


def number_of(slides: tuple[Slide, ...]) -> int:
    """Return the number of the current slide, from 1: the URL's or, if that is beyond the last slide, the last."""
    return min(selection().slide, len(slides))


def _title() -> str:
    story = selection().story
    if story in stories():
        return str(getattr(stories()[story].title, selection().lang))
    if story == "partner":
        return partner_name(dataset(), selection().city or dataset().partner_ids[0], texts())
    return texts().t(f"page.{story}")


def selection_of_slide(slide: Slide) -> Selection:
    """Return the selection that ``slide`` shows: its own or, if a page is presented and the slide has none, the viewer's."""
    if selection().story in stories() or slide.selection:
        return selection_of(slide, options(), selection().lang)
    return selection()


def current_exhibit(slide: Slide) -> Exhibit:
    """Return what ``slide`` shows in the viewer's language, with headlines in both languages if the presentation is bilingual."""
    lang = selection().lang
    languages = (lang, *(other for other in LANGUAGES if other != lang)) if selection().bilingual else (lang,)
    return exhibit(slide, selection_of_slide(slide), _title(), dataset(), languages, theme(), today())


def go(slide: int) -> None:
    """Show the slide with the number ``slide``; a map that is playing stops and shows all years."""
    st.session_state.pop("stage-year", None)
    choose(slide=slide)


def leave() -> None:
    """Leave the stage for the page that was presented or, after a story, for the map."""
    st.session_state.pop("stage-year", None)
    page = selection().story if selection().story in PRESENTED_PAGES else ""
    st.session_state.pop("stage-paused", None)
    speaker_sync.close()
    choose(story="", slide=1, loop="", room="", speaker=False)
    st.session_state["leave-to"] = page or "map"


def left_to() -> str:
    """Return and forget the page that the viewer has just left for, empty if there is none."""
    return str(st.session_state.pop("leave-to", ""))


def present(page: str) -> None:
    """Start presenting what the viewer sees on ``page``."""
    choose(story=page, slide=1)


def address() -> str:
    """Return the URL for guests: the presented page, or what a story's last slide shows (partner page or map), each with its filters."""
    chosen = selection()
    if chosen.story in PRESENTED_PAGES:
        return address_of(PATHS[chosen.story], chosen)
    own = selection_of_slide(current_slides()[-1])
    return address_of("partner" if own.city else "", own)
