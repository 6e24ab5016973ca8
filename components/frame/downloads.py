"""Draw a page's download menu: documents, pictures, data files and embed code. A file is made only when its button is clicked."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from components.exhibits.exhibit import FIGURE_HEIGHT
from components.exhibits.slides import exhibit, standalone_slides
from components.exports.decks.deck import view_deck
from components.exports.dossier import report
from components.exports.open_data import package, partners_geojson
from components.exports.pictures.picture import headed, picture
from components.exports.pictures.poster import PAPERS, poster
from components.exports.sheets import activities_sheet, all_sheets, chronicle_sheet
from components.exports.spreadsheets import csv_file, workbook
from components.figures.anniversaries import anniversary_chart
from components.panels.embed import frame_of
from components.panels.partner import documents as partner_documents
from components.session.viewer import dataset, options, selection, texts, today
from components.widgets.copy_button import copy_text
from components.widgets.download import Offer, download_button
from components.widgets.links import address_of
from components.words.anniversaries import anniversaries_sentence
from components.words.phrases import source_note
from components.words.texts import Texts
from data.anniversaries import anniversaries
from data.city import CITY
from data.dataset import Dataset
from data.selection import Selection
from data.stories import Slide, selection_shown
from data.vocabulary import PRESENTED_PAGES


def _buttons(offers: Sequence[Offer], chosen: Selection) -> None:
    with st.container(horizontal=True, gap="small"):
        for offer in offers:
            download_button(offer, chosen)


def documents(page: str, facts: Dataset, chosen: Selection, t: Texts, day: str, address: str) -> list[Offer]:
    """Return the deck and the PDF document offered on ``page``: of the partner on *partner*, else of the current view."""
    if page == "partner":
        return list(partner_documents(facts, chosen.city or facts.partner_ids[0], chosen, t, day, address))
    return [
        Offer("deck", t.t("take.deck"), "", "pptx", partial(view_deck, facts, chosen, t, day, address)),
        Offer("report", t.t("take.report"), "", "pdf", partial(report, facts, chosen, t, day, address)),
    ]


def posters(facts: Dataset, chosen: Selection, t: Texts) -> list[Offer]:
    """Return the map as a PDF poster in every paper size, and as an A3 SVG for further editing."""
    pdfs = [
        Offer(
            f"poster-{paper}", t.t("take.poster_as", paper=paper.upper(), form="PDF"), t.t("take.poster", paper=paper), "pdf",
            partial(poster, facts, chosen, t, paper, "pdf"),
        )
        for paper in PAPERS
    ]  # fmt: skip
    svg_label = t.t("take.poster_as", paper="A3", form="SVG")
    return [*pdfs, Offer("poster-svg", svg_label, t.t("take.poster", paper="a3"), "svg", partial(poster, facts, chosen, t, "a3", "svg"))]


def data_files(page: str, facts: Dataset, chosen: Selection, t: Texts, day: str, address: str) -> list[Offer]:
    """Return the selection as spreadsheet, CSV and GeoJSON, and all tables as one package.

    On *chronicle* the CSV files hold the entries found, and the spreadsheet has them as an additional sheet.
    """
    of_chronicle = page == "chronicle"

    def spreadsheet() -> bytes:
        return workbook(all_sheets(facts, chosen, t, address, of_chronicle), CITY.title, day)

    def csv_bytes(flavour: str) -> bytes:
        sheet = chronicle_sheet if of_chronicle else activities_sheet
        return csv_file(sheet(facts, chosen, t).frame, "excel" if flavour == "excel" else "comma")

    activities = t.t("page.chronicle") if of_chronicle else t.label("table_name", "activities")
    return [
        Offer("xlsx", t.t("take.xlsx"), "", "xlsx", spreadsheet),
        Offer("csv-excel", t.t("take.csv_excel"), f"{activities} excel", "csv", partial(csv_bytes, "excel")),
        Offer("csv", t.t("take.csv"), activities, "csv", partial(csv_bytes, "comma")),
        Offer("geojson", t.t("take.geojson"), t.label("table_name", "partners"), "geojson", partial(partners_geojson, facts, chosen, t)),
        Offer("package", t.t("take.package"), t.t("take.tables"), "zip", partial(package, facts), narrowed=False),
    ]


def pictures(slide: Slide, facts: Dataset, chosen: Selection, t: Texts, day: str) -> tuple[list[Offer], str]:
    """Return the downloads of ``slide``'s picture (none if it has no figure) and its caption: title and source."""
    # The bands carry their sentences on a page only.
    height = None if slide.figure == "bands" else FIGURE_HEIGHT
    shown = exhibit(slide, chosen, "", facts, (t.lang,), "light", day, height)
    if slide.figure == "anniversaries":  # the stage shows lines of text instead, because the last row could not read the chart's marks
        rows = anniversaries(facts, chosen, day)
        sources = t.t("stage.sources", sources=source_note(facts, set(rows["source"]), t))
        figure = anniversary_chart(rows, day, facts, t, "light")
        shown = replace(shown, headline=(anniversaries_sentence(rows, day, t),), figure=figure, source=sources)
    words = headed(shown.headline, shown.source)
    caption, figure = t.t("take.caption_is", title=words.title, source=words.source), shown.figure
    if figure is None:
        return [], caption
    name = t.label("figure", slide.figure)
    return [
        Offer(f"{slide.figure}-wide", t.t("take.wide"), f"{name} 16x9", "png", partial(picture, figure, words, "16:9", "png")),
        Offer(f"{slide.figure}-square", t.t("take.square"), f"{name} 1x1", "png", partial(picture, figure, words, "1:1", "png")),
        Offer(f"{slide.figure}-svg", t.t("take.svg"), name, "svg", partial(picture, figure, words, "16:9", "svg")),
    ], caption


def download_menu(path: str) -> None:
    """Draw the download menu of the page at ``path``, if it has one; its content is computed only while the menu is open."""
    t, page = texts(), path or "map"
    if page not in (*PRESENTED_PAGES, "data"):
        return
    with st.popover(t.t("take.button"), icon=":material/download:", key="take-away", type="tertiary", on_change="rerun") as opened:
        if opened.open:
            _menu_content(page, path)


def _menu_content(page: str, path: str) -> None:
    facts, chosen, t, day = dataset(), selection(), texts(), today()
    address = address_of(path, chosen)
    st.caption(t.t("take.made"))
    if page == "data":
        _buttons(data_files(page, facts, chosen, t, day, address), chosen)
        return
    st.markdown(f"**{t.t('take.slides')}**")
    _buttons(documents(page, facts, chosen, t, day, address), chosen)
    slides = standalone_slides(page, chosen, facts)
    st.markdown(f"**{t.t('take.pictures')}**")
    for slide in slides:
        own = selection_shown(slide, chosen, options())
        offers, caption = pictures(slide, facts, own, t, day)
        st.markdown(t.label("figure", slide.figure))
        with st.container(horizontal=True, gap="small"):
            for offer in offers:
                download_button(offer, own, None)
            copy_text(f"caption-{slide.figure}", caption, t, t.t("take.caption"))
    if page == "map":
        _buttons(posters(facts, chosen, t), chosen)
    st.markdown(f"**{t.t('take.data')}**")
    _buttons(data_files(page, facts, chosen, t, day, address), chosen)
    st.markdown(f"**{t.t('take.embed')}**")
    st.caption(t.t("take.embed_how"))
    for slide in slides:
        with st.container(horizontal=True, vertical_alignment="center", key=f"frame-row-{slide.figure}"):
            st.markdown(t.label("figure", slide.figure), width="stretch")
            copy_text(f"frame-{slide.figure}", frame_of(slide, chosen), t, t.t("take.frame"))
