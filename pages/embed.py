"""Embedded figure: one figure for an iframe on another site, without navigation, filters or footer, with a link back to its page."""

from components.frame.entry import run_dashboard
from components.frame.filters import dropped_values
from components.panels.embed import embedded_figure
from components.session.viewer import write_url


def draw() -> None:
    """Draw the page."""
    embedded_figure()
    dropped_values()
    write_url()


if __name__ == "__main__":
    run_dashboard()
