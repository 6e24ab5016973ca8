"""The pages: what stands at a path, and what draws it. Each is a table of contents over ``components``."""

from collections.abc import Callable
from typing import Final, NamedTuple

from screens import about, anniversaries, chronicle, comparison, data, embed, exchange, networks, partner, stage, world_map


class Screen(NamedTuple):
    """A page: its module in this folder, its symbol in the navigation (none where it does not stand there), and what draws it."""

    module: str
    icon: str
    draw: Callable[[], None]


#: By path, in the order of the navigation; the first stands at the root, too.
SCREENS: Final = {
    "map": Screen("world_map", "public", world_map.draw),
    "exchange": Screen("exchange", "timeline", exchange.draw),
    "partner": Screen("partner", "location_city", partner.draw),
    "chronicle": Screen("chronicle", "history", chronicle.draw),
    "comparison": Screen("comparison", "compare_arrows", comparison.draw),
    "networks": Screen("networks", "hub", networks.draw),
    "anniversaries": Screen("anniversaries", "celebration", anniversaries.draw),
    "stage": Screen("stage", "slideshow", stage.draw),
    "data": Screen("data", "database", data.draw),
    "about": Screen("about", "info", about.draw),
    "embed": Screen("embed", "", embed.draw),
}
