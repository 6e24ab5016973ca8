"""Draw the filter bar above every page: the filters, and the tools for link, QR code, downloads, presentation and language.

The widgets mirror ``Selection``: before each run a widget is given the selection's value, and its callback writes the viewer's change
back to the selection. Options are ids; their labels come from the catalogues.
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
from components.words.phrases import escaped, partner_name, partners_by_name
from data.selection import Selection
from data.vocabulary import LANGUAGES, PRESENTED_PAGES, RELATION_KINDS, SECTORS

#: The theme's named colours that are set to the sectors' own colours (see .streamlit/config.toml). Other sectors have no colour.
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
    """Draw the choice of sectors, all of them visible at once; none chosen means all. Where nothing has a sector, there is no choice."""
    if not dataset().has_sectors:
        return
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
    """Draw the button that opens the filters for partners, years, kinds of relation and ended partnerships."""
    t, chosen = texts(), selection()
    default = Selection.default(options())
    fields = ("partners", "relations", "first_year", "last_year", "ended")
    count = sum(getattr(chosen, field) != getattr(default, field) for field in fields)
    label = t.n("filters.more_active", count) if count else t.t("filters.more")
    with st.popover(label, icon=":material/tune:", key="further-filters"):
        mirror("filter-partners", list(chosen.partners))
        st.multiselect(
            t.t("filters.partners"),
            partners_by_name(dataset(), t),
            format_func=lambda partner: partner_name(dataset(), partner, t),
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
    """Draw the button that presents the page at ``path`` in its current state; pages that cannot be presented have none."""
    page = path or "map"
    if page in PRESENTED_PAGES:
        label = texts().t("stage.present")
        st.button(label, key="present", icon=":material/slideshow:", type="tertiary", help=label, on_click=present, args=(page,))


def language_switch() -> None:
    """Draw the language switch."""
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
    """The containers in the filter bar that :func:`filters` fills, and whether the browser already shows their widgets."""

    sectors: DeltaGenerator
    further: DeltaGenerator
    filled: bool = False


def filter_bar(path: str) -> FilterBar:
    """Draw the filter bar with its tools (link, QR code, downloads, presentation, language); return the containers of its filters.

    ``path`` is the path of the page below: the QR code leads to it, and downloads and presentation show it.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filter-bar"):
        sectors = st.container(width="content")
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="filter-tools"):
            further = st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content")
            copy_link(texts())
            qr_button(path)
            download_menu(path)
            present_button(path)
            language_switch()
    st.session_state["tools-for"] = selection()
    return FilterBar(sectors, further)


def menus_follow() -> bool:
    """Return whether every open menu of the tools was drawn for the current selection; true if none is open."""
    return st.session_state["tools-for"] == selection() or not any(st.session_state.get(menu) for menu in ("qr", "take-away"))


def filters(bar: FilterBar) -> None:
    """Draw the sectors, the further filters and the reset button in their containers of ``bar``."""
    with bar.sectors:
        sector_filter()
    with bar.further:
        further_filters()
        _reset_button()


def dropped_values() -> None:
    """List in one line the values of the URL that are not valid; over a slide, which fills the screen, in a toast."""
    if st.session_state["dropped"]:
        values = ", ".join(value[:60] for value in st.session_state["dropped"][:5])
        if selection().story:
            st.toast(escaped(texts().t("filters.dropped", values=values)), duration="long")
            st.session_state["dropped"] = ()
            return
        with st.container(key="dropped"):
            # Plain text, not Markdown, because text that a stranger put into a link must not become a link on our page.
            st.text(texts().t("filters.dropped", values=values))
