"""Presentation, at the path ``stage``: the choice of stories, the slides of the chosen one, or their presenter view."""

from components.frame.entry import run_dashboard
from components.session.viewer import selection, write_url
from components.stage.slide import slide
from components.stage.speaker import speaker
from components.stage.speaker_sync import close
from components.stage.story_choice import choice_of_stories


def draw() -> None:
    """Draw the page."""
    if not selection().story:
        close()
        choice_of_stories()
    elif selection().speaker and selection().room:
        speaker()
    else:
        slide()
    write_url()


if __name__ == "__main__":
    run_dashboard()
