"""One figure alone, for a frame on another site: no filters, no navigation, a link back to its page."""

from components.embedding import embedded_figure
from components.session import write_url


def draw() -> None:
    """Draw the page."""
    embedded_figure()
    write_url()
