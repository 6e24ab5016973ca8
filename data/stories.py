"""Read and validate stories for the stage: sequences of slides that officials write as YAML files in ``stories`` of the city's folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from data import city
from data.selection import PARAMETERS, Options, Selection, parse

FOLDER: Final = city.FOLDER / "stories"
#: Parameters of a link that a slide may not set, because they belong to the viewer, not to the story.
_OF_THE_VIEWER: Final = frozenset({"lang", "story", "slide", "loop", "bilingual", "room", "speaker", "today", "figure", "part", "table"})

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Shown = Literal[
    "title",
    "portrait",
    "number",
    "map",
    "growth",
    "bands",
    "activities",
    "cumulative",
    "sectors",
    "statistic",
    "history",
    "latest",
    "anniversaries",
    "matrix",
    "compared",
    "profiles",
    "towns",
    "distances",
    "towns-map",
    "members",
    "shared",
    "closing",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Headline(_Strict):
    """One line of text in each language."""

    de: Line
    en: Line


class Note(_Strict):
    """Speaker notes in each language."""

    de: Paragraph
    en: Paragraph


class Slide(_Strict):
    """One slide: its figure, the selection the figure shows, and its headline, by default the figure's own sentence."""

    figure: Shown
    selection: dict[str, str | int | list[str | int]] = Field(default_factory=dict)
    headline: Headline | None = None
    note: Note | None = None


class _Text(_Strict):
    title: Headline
    slides: Annotated[list[Slide], Field(min_length=1)]


@dataclass(frozen=True)
class Story:
    """A story: ``id`` is the name of its file without the ending, ``slides`` are shown in order."""

    id: str
    title: Headline
    slides: tuple[Slide, ...]


class BrokenStories(ValueError):
    """One or more story files are invalid; the message names file, slide, problem and fix."""


def parameters(slide: Slide) -> dict[str, list[str]]:
    """Return the selection of ``slide`` as the parameters of a link."""
    return {name: [str(one) for one in value] if isinstance(value, list) else [str(value)] for name, value in slide.selection.items()}


def selection_of(slide: Slide, options: Options, lang: str) -> Selection:
    """Return the selection of ``slide`` in the language ``lang``."""
    return parse(parameters(slide) | {"lang": [lang]}, options)[0]


def selection_shown(slide: Slide, chosen: Selection, options: Options) -> Selection:
    """Return what ``slide`` of a page shows: its own selection in the language of ``chosen``, or ``chosen`` if it has none."""
    return selection_of(slide, options, chosen.lang) if slide.selection else chosen


def story_names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the ids of the stories in ``folder`` without reading them: the sorted names of their files without the ending."""
    return tuple(sorted(path.stem for path in folder.glob("*.yml")))


def _where(location: tuple[str | int, ...]) -> str:
    """Return a location in a story in words, for example *slide 3, headline, de*."""
    words = list(location)
    if words[:1] == ["slides"] and len(words) > 1:
        words[:2] = [f"slide {int(words[1]) + 1}"]
    return ", ".join(str(word) for word in words) or "the whole file"


def _problems(name: str, slides: tuple[Slide, ...], options: Options) -> list[str]:
    problems = []
    allowed = set(PARAMETERS.values()) - _OF_THE_VIEWER
    for number, slide in enumerate(slides, 1):
        unknown = sorted(set(slide.selection) - allowed)
        if unknown:
            problems.append(f"{name}, slide {number}, selection: unknown {', '.join(unknown)}; allowed are {', '.join(sorted(allowed))}")
        _, dropped = parse(parameters(slide), options)
        problems += [f"{name}, slide {number}, selection: no such value {one}; a link shows the values in use" for one in dropped]
        chosen = parse(parameters(slide), options)[0]
        if slide.figure in ("portrait", "history", "latest", "sectors") and not chosen.city:
            problems.append(f"{name}, slide {number}, selection: {slide.figure} needs a city, such as city: {options.partners[0]}")
        if slide.figure == "number" and chosen.indicator and (chosen.topic == "all" or len(chosen.partners) != 1):
            problems.append(
                f"{name}, slide {number}, selection: number with an indicator needs its topic and one partner, "
                f"such as topic: economy and partner: {options.partners[0]}"
            )
    return problems


def load_stories(options: Options, folder: Path = FOLDER) -> Mapping[str, Story]:
    """Return the stories in ``folder`` by id, in order of their file names.

    Raises:
        BrokenStories: a file cannot be read or is invalid. The message lists all problems of all files.
    """
    stories, problems = {}, []
    for path in sorted(folder.glob("*.yml")):
        name = f"{city.FOLDER.name}/stories/{path.name}"
        try:
            text = _Text.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(f"{name}: this is no valid YAML; {' '.join(str(error).split())}")
            continue
        except ValidationError as error:
            problems += [f"{name}, {_where(one['loc'])}: {one['msg']}, but is {one['input']!r:.80}" for one in error.errors()]
            continue
        story = Story(path.stem, text.title, tuple(text.slides))
        problems += _problems(name, story.slides, options)
        stories[story.id] = story
    if problems:
        raise BrokenStories("The stories cannot be shown:\n" + "\n".join(f"  {problem}" for problem in problems))
    return stories
