"""Read the description of the city the dashboard is about: ``city.yml`` in its folder, beside ``tables`` and ``stories``.

The folder is ``data``, or the one that the environment variable ``CITY`` names. Nothing else in the code knows a city.
"""

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from babel import Locale
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

#: The folder that is used if the environment names none.
DELIVERED: Final = Path(__file__).parent
#: The colours behind text and figures in each theme; the city's colours must stand out from them.
GROUNDS: Final[dict[Literal["light", "dark"], str]] = {"light": "#fbfcfa", "dark": "#141814"}
#: The same behind buttons and fields.
FIELD_GROUNDS: Final[dict[Literal["light", "dark"], str]] = {"light": "#eef2ec", "dark": "#1f2620"}
#: The colour of text in each theme.
INK: Final[dict[Literal["light", "dark"], str]] = {"light": "#1b211a", "dark": "#eef2ec"}
#: Least contrast of text, and of large text and marks, according to WCAG 2.2, 1.4.3 and 1.4.11.
_TEXT_CONTRAST: Final = 4.5
_MARK_CONTRAST: Final = 3.0

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
#: Text without signs that catalogues or HTML would read as more than text.
PlainLine = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^<>{}]+$")]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Year = Annotated[int, Field(ge=1900, le=2100)]
ViewName = Literal["world", "europe", "globe"]


class BrokenCity(ValueError):
    """The description of the city is missing or invalid; the message names file, line, problem and fix."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    def text(self, lang: str) -> str:
        """Return the text in ``lang``."""
        return str(getattr(self, lang))


class Words(_Text):
    """A line of text in each language."""

    de: Line
    en: Line


class Names(_Text):
    """A name in each language."""

    de: PlainLine
    en: PlainLine


class Passage(_Text):
    """A longer text in each language; it may have paragraphs, and links in Markdown."""

    de: Paragraph
    en: Paragraph


class Place(_Strict):
    """A point in degrees, WGS 84."""

    lat: Latitude
    lon: Longitude


class Box(_Strict):
    """Ranges of longitude and latitude in degrees, each from the smaller to the larger."""

    lon: tuple[Longitude, Longitude]
    lat: tuple[Latitude, Latitude]

    @model_validator(mode="after")
    def _ordered(self) -> "Box":
        if not (self.lon[0] < self.lon[1] and self.lat[0] < self.lat[1]):
            raise ValueError("write the smaller degree first")
        return self


def contrast(one: str, other: str) -> float:
    """Return the contrast of two CSS hex colours, 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


class Accent(_Strict):
    """The city's colour in one theme: ``mark`` in figures and titles, ``link`` in links and buttons."""

    mark: Colour
    link: Colour


class Colours(_Strict):
    """The city's colours. ``fill`` is the ground of the city's own mark, which always has an outline; of text only on ``light.mark``."""

    fill: Colour
    light: Accent
    dark: Accent

    @model_validator(mode="after")
    def _visible(self) -> "Colours":
        pairs = [
            ("light.mark", self.light.mark, "white", "#ffffff", _TEXT_CONTRAST),
            ("fill", self.fill, "light.mark, on which titles are written in it", self.light.mark, _MARK_CONTRAST),
            ("fill", self.fill, "the outline of the city's mark", INK["light"], _MARK_CONTRAST),
        ]
        for theme, accent in (("light", self.light), ("dark", self.dark)):
            ground, field = GROUNDS[theme], FIELD_GROUNDS[theme]  # type: ignore[index]
            pairs += [
                (f"{theme}.mark", accent.mark, f"the ground {ground}", ground, _TEXT_CONTRAST),
                (f"{theme}.link", accent.link, f"the ground {ground}", ground, _TEXT_CONTRAST),
                (f"{theme}.link", accent.link, f"the ground of fields {field}", field, _TEXT_CONTRAST),
            ]
        faint = [
            f"{name} {colour} has a contrast of {contrast(colour, ground):.2f} to {what}, at least {least} is needed"
            for name, colour, what, ground, least in pairs
            if contrast(colour, ground) < least
        ]
        if faint:
            raise ValueError("; ".join(faint))
        return self


class TurningPoint(_Strict):
    """A year that changed exchange everywhere; charts over time mark it discreetly."""

    year: Year
    text: Words


class CompleteList(_Strict):
    """A complete list of activities that the city has published for some years (counting rule 1).

    It causes a peak in the data, not in reality. ``id`` is what ``activities.collection`` says; ``note`` tells readers about it, ``short``
    as the end of a sentence.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    first: Year
    last: Year
    note: Passage
    short: Words

    @model_validator(mode="after")
    def _ordered(self) -> "CompleteList":
        if self.first > self.last:
            raise ValueError("first is after last")
        return self


def _fillable(words: Words) -> Words:
    unknown = {name for text in (words.de, words.en) for name in re.findall(r"{([^}]*)}", text)} - {"year", "value", "into", "origin"}
    if unknown:
        raise ValueError(f"unknown placeholder {', '.join(sorted(unknown))}; there are year, value, into and origin")
    return words


class OfficialSeries(_Strict):
    """The official series in the band of a sector: an indicator, its name for a line of a chart, and a clause that tells a value.

    A chart divides the values by ``scale``. The clause may contain ``{year}``, ``{value}``, and for a series by
    country ``{into}`` and ``{origin}``, the countries.
    """

    indicator: Line
    label: Words
    scale: Annotated[float, Field(gt=0)] = 1.0
    told: Annotated[Words, AfterValidator(_fillable)]


def _known(country: str) -> str:
    if country not in Locale.parse("en").territories:
        raise ValueError(f"there is no country {country}; write its code of ISO 3166-1, such as DE")
    return country


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}; write year, month and day, such as 2026-11-29") from None
    return text


class AccessibilityLaw(_Strict):
    """The law behind the accessibility statement, as the end of *based on*, and whom to ask if the city does not answer."""

    basis: Passage
    arbitration: Passage


class City(_Strict):
    """A city; ``docs/another-city.md`` explains every entry.

    ``title`` is the name of the dashboard, ``id`` the identity of its calendars, feeds and catalogue, which must never change, and
    ``slug`` the beginning of the names of files.
    """

    title: PlainLine
    id: Name
    slug: Name
    name: Names
    genitive: Names
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_known)]
    region: Names
    place: Place
    open_data_portal: Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+$")] | None = None
    municipality_key: Annotated[str, StringConstraints(pattern=r"^\d{8}$")] | None = None
    checked: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_day)]
    colours: Colours
    wordmark: dict[Literal["light", "dark"], str] = Field(default_factory=dict)
    views: Annotated[tuple[ViewName, ...], Field(min_length=1)]
    globe: Place
    close_up: Box
    leave_out: tuple[Literal["exchange", "chronicle", "comparison", "networks", "anniversaries"], ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    complete_lists: tuple[CompleteList, ...] = ()
    official_series: dict[str, OfficialSeries] = Field(default_factory=dict)
    official_series_note: Passage | None = None
    about: Passage
    office: Passage | None = None
    easy_contact: Passage
    accessibility: AccessibilityLaw

    @property
    def at(self) -> tuple[float, float]:
        """Return the latitude and longitude of the city's centre in degrees."""
        return self.place.lat, self.place.lon

    def called(self, lang: str) -> str:
        """Return the name of the city in ``lang``."""
        return self.name.text(lang)

    @property
    def list_ids(self) -> tuple[str, ...]:
        """Return the ids of the city's complete lists."""
        return tuple(one.id for one in self.complete_lists)

    def words(self, lang: str) -> dict[str, str]:
        """Return what the placeholders of catalogues and Markdown texts stand for that every city fills in its own way.

        Optional texts begin with a blank, so that they can follow a full stop, and are empty if the city has none.
        """

        def optional(*passages: Passage | None) -> str:
            return "".join(f" {one.text(lang)}" for one in passages if one)

        spans = [f"{one.first}–{one.last}" for one in self.complete_lists]
        return {
            "dashboard": self.title,
            "our_city": self.called(lang),
            "our_city_genitive": self.genitive.text(lang),
            "region": self.region.text(lang),
            "about_city": self.about.text(lang),
            "office": optional(self.office),
            "easy_contact": self.easy_contact.text(lang).replace("\n", "  \n"),
            "list_years": ", ".join(spans),
            "list_note": optional(*(one.note for one in self.complete_lists)),
            "list_short": "".join(f"; {one.short.text(lang)}" for one in self.complete_lists),
            "series_note": optional(self.official_series_note).strip(),
            "accessibility_basis": self.accessibility.basis.text(lang),
            "accessibility_arbitration": self.accessibility.arbitration.text(lang),
        }


def _line(node: yaml.Node | None, location: tuple[str | int, ...]) -> int:
    """Return the line of the file, counted from 1, in which the deepest part of ``location`` that exists is written."""
    line = node.start_mark.line + 1 if node else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if not found:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def read_city(folder: Path) -> City:
    """Return the description of the city in ``folder``.

    Raises:
        BrokenCity: ``city.yml`` is missing or invalid. The message lists all problems with their lines.
    """
    path = folder / "city.yml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenCity(f"{path} cannot be read ({error}); CITY names a folder that contains city.yml, tables and stories") from error
    try:
        city = City.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BrokenCity(f"{path}: this is no valid YAML; {' '.join(str(error).split())}") from error
    except ValidationError as error:
        root = yaml.compose(text)
        told = [
            f"  {path}, line {_line(root, one['loc'])}, {'.'.join(map(str, one['loc'])) or 'the whole file'}: "
            + one["msg"].removeprefix("Value error, ")
            + ("" if one["type"] in ("missing", "value_error") else f", but is {one['input']!r:.80}")
            for one in error.errors()
        ]
        raise BrokenCity("The city cannot be shown:\n" + "\n".join(told)) from error
    for theme, name in city.wordmark.items():
        if not (folder / name).is_file():
            raise BrokenCity(f"The city cannot be shown:\n  {path}, wordmark.{theme}: there is no file {folder / name}")
    return city


#: The folder of the city that this process shows.
FOLDER: Final = Path(os.environ.get("CITY", "").strip() or DELIVERED)
try:
    CITY: Final = read_city(FOLDER)
except BrokenCity as error:
    # Everything below is about a city; whatever was started ends here, with a message instead of a stack trace.
    sys.exit(str(error))
