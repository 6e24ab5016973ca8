"""Define the colours and symbols of the figures for the light and the dark theme.

A sector has a colour, a symbol and a word, so that it is never marked by colour alone. A kind of relation has a symbol and a word.
"""

from dataclasses import dataclass
from typing import Final, Literal

from data.city import CITY, GROUNDS, INK

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme as CSS values; ``ground`` is the background, ``resting_land`` a country whose partners are not active."""

    ground: str
    text: str
    quiet_text: str
    land: str
    partner_land: str
    resting_land: str
    border: str
    city: str
    city_outline: str
    resting: str
    sectors: dict[str, str]
    band: str
    veil: str
    series: tuple[str, ...]


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour a ``share`` of the way from ``one`` to ``other``, both CSS hex values."""
    parts = (round(int(one[at : at + 2], 16) + share * (int(other[at : at + 2], 16) - int(one[at : at + 2], 16))) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def faded(colour: str, opacity: float) -> str:
    """Return ``colour``, a CSS hex value, with ``opacity``."""
    return f"rgba({','.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))},{opacity})"


PALETTES: Final[dict[Theme, Palette]] = {
    "light": Palette(
        ground=GROUNDS["light"],
        text=INK["light"],
        quiet_text="#525b50",
        land="#e9ede6",
        partner_land=mixed("#e9ede6", CITY.colours.light.mark, 0.12),
        resting_land="#d9d9d7",
        border=GROUNDS["light"],
        city=CITY.colours.light.mark,
        city_outline="#ffffff",
        resting="#6b726a",
        sectors={
            "culture": "#522980",
            "economy": "#004f8f",
            "education": "#a86300",
            "civic": "#3d6b35",
            "sport": "#8a3b5c",
            "environment": "#1f7a6d",
            "humanitarian": "#8c4a2f",
        },
        band=faded(CITY.colours.fill, 0.22),
        veil="rgba(251,252,250,0.75)",
        series=(
            "#004f8f",
            "#a3470b",
            "#522980",
            "#1f7a6d",
            "#8a3b5c",
            "#6b6100",
            "#4a5568",
            "#0b7285",
            "#b3261e",
            "#7a3e9d",
            "#3d6b35",
        ),
    ),
    "dark": Palette(
        ground=GROUNDS["dark"],
        text=INK["dark"],
        quiet_text="#b3bdb1",
        land="#262d27",
        partner_land=mixed("#262d27", CITY.colours.dark.mark, 0.2),
        resting_land="#444645",
        border=GROUNDS["dark"],
        city=CITY.colours.dark.mark,
        city_outline="#141814",
        resting="#939c92",
        sectors={
            "culture": "#b996e0",
            "economy": "#76b3ea",
            "education": "#f2b552",
            "civic": "#9ccb92",
            "sport": "#e29abb",
            "environment": "#70cdbf",
            "humanitarian": "#e3a283",
        },
        band=faded(CITY.colours.fill, 0.16),
        veil="rgba(20,24,20,0.75)",
        series=(
            "#76b3ea",
            "#f0a070",
            "#b996e0",
            "#70cdbf",
            "#e29abb",
            "#d6cc6a",
            "#b8c2cf",
            "#7fd3e6",
            "#ff8a80",
            "#cf9bff",
            "#a9d18e",
        ),
    ),
}

CITY_FILL: Final = CITY.colours.fill  # only as a fill, always with an outline
CITY_OUTLINE: Final = INK["light"]

#: Plotly's marker symbol of each kind of relation, and the character for it in text.
KIND_SYMBOLS: Final = {
    "twinning": ("circle", "●"),
    "friendship": ("circle-open", "○"),
    "project": ("diamond", "◆"),
    "climate": ("triangle-up", "▲"),
    "cooperation": ("square", "■"),
    "contact": ("circle-open", "○"),
}

#: Material symbols of the sectors, which Streamlit includes and serves itself.
SECTOR_ICONS: Final = {
    "culture": ":material/palette:",
    "economy": ":material/factory:",
    "education": ":material/school:",
    "civic": ":material/groups:",
    "sport": ":material/sports_soccer:",
    "environment": ":material/eco:",
    "humanitarian": ":material/volunteer_activism:",
}

#: Bar patterns of the sectors, so that stacked bars can be distinguished without colour.
SECTOR_PATTERNS: Final = {
    "culture": "",
    "economy": "/",
    "education": ".",
    "civic": "-",
    "sport": "x",
    "environment": "\\",
    "humanitarian": "+",
}

#: Ground of title slides in each theme, in the city's colour from the upper left to the lower right; white is read on it.
TITLE_GROUND: Final[dict[Theme, tuple[str, str]]] = {
    "light": (CITY.colours.light.mark, mixed(CITY.colours.light.mark, "#000000", 0.3)),
    "dark": (mixed(CITY.colours.light.mark, "#000000", 0.45), mixed(CITY.colours.light.mark, "#000000", 0.7)),
}
