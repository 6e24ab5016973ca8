"""Draw the choice of stories to present: the written ones, each with its deck, and one for every partner."""

from dataclasses import replace
from functools import partial

import streamlit as st

from components.exports.decks.deck import story_deck
from components.session.viewer import choose, dataset, hold, selection, texts, today
from components.stage.presentation import stories
from components.widgets.download import Offer, download_button
from components.widgets.links import address_of
from components.words.phrases import escaped, partner_names, partners_by_name
from data.stories import Story


def choice_of_stories() -> None:
    """Draw the written stories, and a picker of partners that presents the partner's story."""
    t, lang = texts(), selection().lang
    with st.container(width=1080, key="stories"):
        st.title(t.t("stage.title"), anchor=False)
        st.markdown(t.t("stage.how"))
        for story in stories().values():
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"**{escaped(getattr(story.title, lang))}**  \n:small[{t.n('stage.slides', len(story.slides))}]",
                    width="stretch",
                )
                _deck_button(story)
                label = t.t("stage.show", title=_aside(getattr(story.title, lang)))
                st.button(
                    label, key=f"show-{story.id}", icon=":material/slideshow:", on_click=choose, kwargs={"story": story.id, "slide": 1}
                )
        names = partner_names(dataset(), t)
        with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
            order = partners_by_name(dataset(), t)
            hold("stage-partner", order, order[0])
            partner = st.selectbox(t.t("stage.partner"), order, format_func=names.__getitem__, key="stage-partner")
            st.button(
                t.t("stage.show", title=_aside(names[partner])),
                key="show-partner",
                icon=":material/slideshow:",
                on_click=choose,
                kwargs={"story": "partner", "city": partner, "slide": 1},
            )


def _aside(title: str) -> str:
    """Return the title of a story as the part of a label that is only heard, because it is written beside the button."""
    return f":gray[{escaped(title)}]"


def _deck_button(story: Story) -> None:
    """Draw the button that downloads the deck of ``story``."""
    t, day = texts(), today()
    title = str(getattr(story.title, t.lang))
    make = partial(story_deck, dataset(), story, t, day, address_of("stage", replace(selection(), story=story.id)))
    download_button(Offer(f"story-{story.id}", t.t("take.story", title=_aside(title)), title, "pptx", make), selection())
