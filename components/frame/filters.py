"""The filters that stand above every page: widgets on one side, ``Selection`` on the other.

The selection is the truth and the widgets mirror it: before each run a widget is given the selection's value, and a
callback carries the viewer's change back. Options are ids; words come from the catalogues.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.figures.palette import SECTOR_ICONS
from components.frame.downloads import download_menu
from components.session.viewer import adopt, choose, dataset, mirror, options, selection, texts
from components.stage.presentation import present
from components.widgets.copy_button import copy_link
from components.widgets.links import qr_button
from components.words.phrases import plain
from data.selection import Selection
from data.vocabulary import LANGUAGES, PRESENTED_PAGES, RELATION_KINDS, SECTORS

#: The theme's named colours that carry the sectors' own (see .streamlit/config.toml); the others stay quiet.
_SECTOR_COLOURS = {"culture": "violet", "economy": "blue", "education": "orange"}


def _adopt_years() -> None:
    first, last = st.session_state["filter-years"]
    choose(first_year=first, last_year=last)


def _reset() -> None:
    choose(**vars(Selection.default(options(), selection().lang)))


def _sector_word(sector: str) -> str:
    word = texts().label("sector", sector)
    colour = _SECTOR_COLOURS.get(sector)
    icon = SECTOR_ICONS[sector]
    return f":{colour}[{icon}] {word}" if colour else f"{icon} {word}"


def sector_filter() -> None:
    """Draw the sectors, all in sight; none chosen means all."""
    mirror("filter-sectors", list(selection().sectors))
    st.pills(
        texts().t("filters.sectors"),
        SECTORS,
        selection_mode="multi",
        format_func=_sector_word,
        key="filter-sectors",
        label_visibility="collapsed",
        wrap=True,
        on_change=adopt,
        args=("filter-sectors", "sectors"),
    )


def further_filters() -> None:
    """Draw the button that opens the filters on partners, years and kinds of relation."""
    t, chosen = texts(), selection()
    default = Selection.default(options())
    fields = ("partners", "relations", "first_year", "last_year", "ended")
    count = sum(getattr(chosen, field) != getattr(default, field) for field in fields)
    label = t.n("filters.more_active", count) if count else t.t("filters.more")
    with st.popover(label, icon=":material/tune:", key="further-filters"):
        mirror("filter-partners", list(chosen.partners))
        st.multiselect(
            t.t("filters.partners"),
            sorted(options().partners, key=lambda partner: str(dataset().partner(partner)[f"name_{t.lang}"])),
            format_func=lambda partner: dataset().partner(partner)[f"name_{t.lang}"],
            placeholder=t.t("filters.all"),
            key="filter-partners",
            on_change=adopt,
            args=("filter-partners", "partners"),
        )
        mirror("filter-years", (chosen.first_year, chosen.last_year))
        st.slider(t.t("filters.years"), *options().years, key="filter-years", on_change=_adopt_years)
        mirror("filter-relations", list(chosen.relations))
        st.pills(
            t.t("filters.relations"),
            RELATION_KINDS,
            selection_mode="multi",
            format_func=lambda kind: t.label("relation", kind),
            key="filter-relations",
            on_change=adopt,
            args=("filter-relations", "relations"),
        )
        mirror("filter-ended", chosen.ended)
        st.toggle(t.t("filters.ended"), key="filter-ended", on_change=adopt, args=("filter-ended", "ended"))


def _reset_button() -> None:
    st.button(
        texts().t("filters.reset"),
        key="reset",
        icon=":material/restart_alt:",
        type="tertiary",
        disabled=selection() == Selection.default(options(), selection().lang),
        on_click=_reset,
    )


def present_button(path: str) -> None:
    """Draw the button that presents the page at ``path`` as it is; pages without a figure have none."""
    page = path or "map"
    if page in PRESENTED_PAGES:
        label = texts().t("stage.present")
        st.button(label, key="present", icon=":material/slideshow:", type="tertiary", help=label, on_click=present, args=(page,))


def language_switch() -> None:
    """Draw the switch between the languages."""
    mirror("language", selection().lang)
    st.segmented_control(
        texts().t("frame.language"),
        LANGUAGES,
        required=True,
        format_func=lambda lang: texts().label("language", lang),
        key="language",
        label_visibility="collapsed",
        on_change=adopt,
        args=("language", "lang"),
    )


@dataclass
class FilterBar:
    """The places in the row of filters and tools that :func:`filters` fills, and whether the browser has them filled."""

    sectors: DeltaGenerator
    further: DeltaGenerator
    filled: bool = False


def filter_bar(path: str) -> FilterBar:
    """Draw the row of tools: link, code, files, stage, language; return the places in it that are the filters'.

    ``path`` is that of the page below, which the stage presents and the code leads to.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filter-bar"):
        sectors = st.container(width="content")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="filter-tools"):
            further = st.container(horizontal=True, vertical_alignment="center", gap="small", width="content")
            copy_link(texts())
            qr_button(path)
            download_menu(path)
            present_button(path)
            language_switch()
    st.session_state["tools-for"] = selection()
    return FilterBar(sectors, further)


def menus_follow() -> bool:
    """Return whether no menu of the tools stands open, or what stands open was filled for what is selected now."""
    return st.session_state["tools-for"] == selection() or not any(st.session_state.get(menu) for menu in ("qr", "take-away"))


def filters(bar: FilterBar) -> None:
    """Draw sectors, further filters and reset in their places of the ``bar``."""
    with bar.sectors:
        sector_filter()
    with bar.further:
        further_filters()
        _reset_button()


def dropped_values() -> None:
    """Say in one quiet line what of the URL could not be understood; over a slide, which fills the screen, in a message that goes."""
    if st.session_state["dropped"]:
        values = ", ".join(value[:60] for value in st.session_state["dropped"][:5])
        if selection().story:
            st.toast(plain(texts().t("filters.dropped", values=values)), duration="long")
            st.session_state["dropped"] = ()
            return
        with st.container(key="dropped"):
            # Plain text, not Markdown: what a stranger wrote into a link must not become a link of ours.
            st.text(texts().t("filters.dropped", values=values))
