"""The pages: at which path each is found and what draws it.

A page is a table of contents over ``components.panels``. Its module draws nothing when it is imported: ``dashboard.py`` calls its
``draw`` within the frame.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from pages import about, anniversaries, chronicle, comparison, data, embed, exchange, networks, partner, stage
from pages import map as map_page


class Page(NamedTuple):
    """A page: its symbol in the navigation, empty for a page that is not listed there, and the function that draws it."""

    icon: str
    draw: Callable[[], None]


#: By path, in the order of the navigation. The path is the name of the module too; the first page is the one at the root.
PAGES: Final = {
    "map": Page("public", map_page.draw),
    "exchange": Page("timeline", exchange.draw),
    "partner": Page("location_city", partner.draw),
    "chronicle": Page("history", chronicle.draw),
    "comparison": Page("compare_arrows", comparison.draw),
    "networks": Page("hub", networks.draw),
    "anniversaries": Page("celebration", anniversaries.draw),
    "stage": Page("slideshow", stage.draw),
    "data": Page("database", data.draw),
    "about": Page("info", about.draw),
    "embed": Page("", embed.draw),
}
