"""List the pages with their paths, their symbols in the navigation and the functions that draw them.

A page is a table of contents of ``components.panels``. Its module draws nothing on import: ``dashboard.py`` calls its ``draw`` within
the frame.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from data.city import CITY
from pages import about, anniversaries, chronicle, comparison, data, embed, exchange, networks, partner, stage
from pages import map as map_page


class Page(NamedTuple):
    """A page: its symbol in the navigation, empty if the page is not listed there, and the function that draws it.

    A page that the city leaves out keeps its path, so that links and calendars that name it still lead somewhere.
    """

    icon: str
    draw: Callable[[], None]


#: All pages by path, in the order of the navigation. The path is also the name of the module. The first page is at the root.
_PAGES: Final = {
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
#: The same without a symbol for those that the city leaves out of the navigation.
PAGES: Final = {path: page._replace(icon="" if path in CITY.leave_out else page.icon) for path, page in _PAGES.items()}
