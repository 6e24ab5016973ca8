"""Draw one slide: headline, figure or lines of text, footer; in a loop it advances by itself."""

import re
import time
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from components.exhibits.exhibit import FIGURE_HEIGHT, Exhibit, LegendEntry
from components.exports.pictures.lettering import wrapped
from components.figures.layout import at_height
from components.figures.world_map import world_map
from components.panels.map_years import SECONDS_A_YEAR
from components.session.viewer import dataset, options, rerun_app, selection, texts, theme
from components.stage import speaker_sync
from components.stage.controls import SCRIPT, foot
from components.stage.presentation import address, current_exhibit, current_slides, go, number_of, selection_of_slide
from components.stage.style import apply_stage_style
from components.widgets.figure import chart_config
from components.widgets.inline_script import script_element
from components.widgets.links import qr_code
from components.words.phrases import escaped
from data.queries import connections
from data.stories import Slide
from data.vocabulary import LANGUAGES

#: Width of a line of a headline at full size in units of its font size, a little less than the stage has (``--letters`` in stage/style.py).
LINE: Final = 31.5
#: The same of a headline in two languages, and of its second language.
LINES_OF_BOTH: Final = (39.5, 58)
#: A number of up to three digits, or grouped, and the space after it: a line does not end between a number and what it counts.
_COUNTED: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3})*) (?=\w)")


def slide() -> None:
    """Draw the current slide."""
    chosen, slides = selection(), current_slides()
    number = number_of(slides)
    shown = current_exhibit(slides[number - 1])
    if chosen.room:
        speaker_sync.tell(replace(chosen, slide=number))
    else:
        speaker_sync.close()
    apply_stage_style()
    with st.container(key="stage"), st.container(key=f"stage-as-{shown.kind}"):
        if shown.kind in ("title", "portrait"):
            _globe(shown, number)
        with st.container(key=f"stage-head-{headline_length(shown)}"):
            _head(shown)
        with st.container(key="stage-body"):
            _body(shown, slides[number - 1], number)
        foot(shown, number, len(slides))
    st.html(
        f'<p class="stage-lost" role="status">{texts().t("stage.lost")}</p><div id="stage-cover"></div>{script_element(SCRIPT)}',
        unsafe_allow_javascript=True,
    )
    if chosen.loop:
        st.session_state["stage-due"] = time.monotonic() + int(chosen.loop)
        _tick(len(slides))


def headline_length(shown: Exhibit) -> str:
    """Return the class of a headline by its length: how much of the screen it takes."""
    if len(shown.headline) > 1:
        fits = all(len(wrapped(words, 1, line, "Bold")) == 1 for words, line in zip(shown.headline, LINES_OF_BOTH, strict=True))
        return "both-brief" if fits else "both"
    lines = len(wrapped(shown.headline[0], 1, LINE, "Bold"))
    return "brief" if lines == 1 else "short" if lines == 2 else "long"


def unbroken(headline: str) -> str:
    """Return ``headline`` with a space that does not break after each number of up to three digits and each grouped one."""
    return _COUNTED.sub("\\1\N{NO-BREAK SPACE}", headline)


def _head(shown: Exhibit) -> None:
    if shown.greeting[0]:
        st.html(f'<p class="greeting" lang="{shown.greeting[1]}">{escape(shown.greeting[0])}</p>')
    if shown.name[0]:
        st.html(f'<p class="stage-name" lang="{shown.name[1]}">{escape(shown.name[0])}</p>')
    if shown.number:
        st.html(f'<p class="stage-number" style="--signs: {len(shown.number)}">{escape(shown.number)}</p>')
    st.title(unbroken(shown.headline[0]), anchor=False)
    if len(shown.headline) > 1 and shown.headline[1] != shown.headline[0]:
        other = next(lang for lang in LANGUAGES if lang != selection().lang)
        st.html(f'<p class="stage-second" lang="{other}">{escape(unbroken(shown.headline[1]))}</p>')


def _body(shown: Exhibit, slide: Slide, number: int) -> None:
    if shown.rows:
        rows = "".join(f"<div><dt>{escape(day)}</dt><dd>{escape(title)}</dd></div>" for day, title in shown.rows)
        st.html(f'<dl class="stage-rows">{rows}</dl>')
    elif shown.lines:
        with st.container(key="stage-lines"):
            for line in shown.lines:
                st.markdown(escaped(line))
    if shown.status:
        st.html(f'<p class="stage-status">{escape(shown.status)}</p>')
    if shown.facts:
        facts = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for value, label in shown.facts)
        st.html(f'<dl class="stage-facts">{facts}</dl>')
    if shown.latest:
        with st.container(key="stage-latest"):
            st.markdown(escaped(shown.latest))
    if shown.closing:
        qr_code(address())
    if shown.kind == "map":
        if shown.grows:
            _growing_map(slide, shown)
        else:
            _figure(shown, f"stage-map-{number}", texts().t("stage.file", number=number))
        if shown.legend:
            st.html(f'<p class="stage-legend">{"".join(map(_entry, shown.legend))}</p>')
        if shown.names:
            st.html(f'<p class="stage-names">{escape(texts().t("stage.on_map", names=texts().listing(list(shown.names))))}</p>')
    elif shown.kind == "chart":
        _figure(shown, f"stage-chart-{number}", texts().t("stage.file", number=number))


def _entry(entry: LegendEntry) -> str:
    style = f' style="color: {entry.colour}"' if entry.colour else ""
    return f"<span><b{style}>{entry.symbol}</b> {escape(entry.words)}</span>"


def _globe(shown: Exhibit, number: int) -> None:
    """Draw the globe behind a title or beside a portrait; what it shows is said in words, so it is not described again."""
    with st.container(key="stage-globe-room"), st.container(key="stage-globe"):
        config = chart_config(texts(), "slide", menu=False) | {"staticPlot": True}
        st.plotly_chart(shown.figure, theme=None, key=f"stage-globe-{number}", config=config, height="stretch", alt=shown.headline[0])


def _figure(shown: Exhibit, key: str, name: str) -> None:
    with st.container(key="stage-figure-room"), st.container(key="stage-figure"):
        config = chart_config(texts(), name, menu=False)
        # The browser draws a chart at its own height before it measures the frame: at another one the chart would jump.
        figure = at_height(shown.figure, FIGURE_HEIGHT) if shown.kind == "chart" else shown.figure
        st.plotly_chart(figure, theme=None, key=key, config=config, alt=shown.headline[0])


def _growing_map(slide: Slide, shown: Exhibit) -> None:
    """Draw the map with a button that plays its growth year by year; it never starts by itself."""
    t, years = texts(), options().years
    growing = "stage-year" in st.session_state

    @st.fragment(run_every=SECONDS_A_YEAR if growing else None)
    def grow() -> None:
        if ("stage-year" in st.session_state) != growing:
            rerun_app()  # the button was pressed: only a rerun of the app switches the fragment's ``run_every`` on or off
        year = st.session_state.get("stage-year", years[1])
        figure = shown.figure
        if year != years[1]:
            own = replace(selection_of_slide(slide), last_year=year)
            figure = world_map(connections(dataset(), own)[1], own.view, own.sector, t, theme(), tall=True)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", width="content", key="stage-growth"):
            with st.container(key="play", width="content"):
                st.button(
                    t.t("time.pause" if growing else "time.play"),
                    key="stage-play",
                    icon=":material/pause:" if growing else ":material/play_arrow:",
                    on_click=_set_growing,
                    args=(not growing,),
                )
            with st.container(key="stage-year-now", width="content"):
                st.markdown(str(year))
        _figure(replace(shown, figure=figure), "stage-map-growing", "slide")
        if growing and year >= years[1]:
            del st.session_state["stage-year"]
            rerun_app()
        if growing:
            st.session_state["stage-year"] = year + 1

    grow()


def _set_growing(on: bool) -> None:
    if on:
        st.session_state["stage-year"] = options().years[0]
    else:
        st.session_state.pop("stage-year", None)


@st.fragment(run_every=1)
def _tick(slides: int) -> None:
    """Advance a loop when the slide's time is up, from the last slide to the first. A reload ends a pause."""
    if "stage-paused" not in st.session_state and time.monotonic() >= st.session_state["stage-due"]:
        go(selection().slide % slides + 1)
        rerun_app()
