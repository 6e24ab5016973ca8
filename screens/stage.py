"""Bühne: the dashboard as a presentation, led by hand or in a loop."""

from components.session import selection, write_url
from components.stage.choice import choice_of_stories
from components.stage.slide import slide
from components.stage.speaker import speaker


def draw() -> None:
    """Draw the page."""
    if not selection().story:
        choice_of_stories()
    elif selection().speaker and selection().room:
        speaker()
    else:
        slide()
    write_url()
