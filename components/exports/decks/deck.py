"""Write PowerPoint decks with editable charts and tables: on the selection, on a partner, of a story."""

import re
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import segno
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from components.exhibits.exhibit import Exhibit
from components.exhibits.slides import automatic_slides, exhibit, figure_slide
from components.exports.decks.charts import ChartSpec, chart_of
from components.exports.decks.layouts import CONTENT, CONTENT_BOX, SOURCE, new_deck
from components.exports.pictures.lettering import wrapped
from components.exports.pictures.picture import described, png
from components.exports.sheets import selection_in_words
from components.figures.layout import whole_steps
from components.figures.palette import CITY_FILL, PALETTES, TITLE_GROUND
from components.words.partner import latest_sentence
from components.words.phrases import resting_sentence, source_note
from components.words.texts import Texts
from data import queries
from data.city import CITY
from data.dataset import Dataset
from data.options import options_of
from data.records import records
from data.selection import Selection
from data.stories import Slide, Story, selection_of, selection_shown

#: Font sizes in points, largest first; a text takes the largest at which it fits its box.
_TITLE_SIZES: Final = (30, 26, 23, 20, 18, 16)
_BODY_SIZES: Final = (24, 22, 20, 18, 16, 14)
_SOURCE_SIZES: Final = (11, 10, 9, 8, 7)
_TABLE_SIZE: Final = 14
#: How much wider text may become on an office computer without our font, which substitutes another: DejaVu Sans, plus a margin.
_SAFETY: Final = {"Regular": 1.27, "Bold": 1.4}
_LINE: Final = 1.22
LATEST_AT_MOST: Final = 9
_CITY: Final = RGBColor.from_string(PALETTES["light"].city[1:].upper())
_INK: Final = RGBColor.from_string("1A1F1A")
_QUIET: Final = RGBColor.from_string(PALETTES["light"].quiet_text[1:])
_WHITE: Final = RGBColor.from_string("FFFFFF")
_FILL: Final = RGBColor.from_string(CITY_FILL[1:].upper())
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
#: Markers of points without lines, because their colours alone would be too similar.
_MARKS: Final = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE)


def fitting(lines: Sequence[str], width: int, height: int, sizes: Sequence[int], bold: bool = False) -> tuple[int, list[str]]:
    """Return the largest of ``sizes`` (points) at which ``lines`` fit into ``width`` by ``height`` (EMU), and the lines that fit.

    Lines are left out from the end, and only if they do not fit at the smallest size either. The first line always stays.
    """
    weight = "Bold" if bold else "Regular"
    across, down = width / 12700, height / 12700
    kept = list(lines)
    while True:
        for size in sizes:
            rows = sum(len(wrapped(line, size * _SAFETY[weight], across, weight)) or 1 for line in kept)
            if rows * size * _LINE + max(0, len(kept) - 1) * 6 <= down:
                return size, kept
        if len(kept) == 1:
            return sizes[-1], kept
        kept.pop()


class _Deck:
    """A deck being built, with one method per kind of slide."""

    def __init__(self, facts: Dataset, texts: Texts, today: str, title: str) -> None:
        self.facts, self.t, self.today = facts, texts, today
        self.deck = new_deck()
        properties = self.deck.core_properties
        properties.title, properties.author, properties.language = title, CITY.title, texts.lang
        properties.created = properties.modified = datetime.fromisoformat(today)
        properties.comments = properties.keywords = ""
        properties.last_modified_by = CITY.title

    def _slide(self, layout: str) -> Any:
        slide = self.deck.slides.add_slide(next(each for each in self.deck.slide_layouts if each.name == layout))
        for place in slide.slide_layout.placeholders if layout != "title" else ():
            if place.element.ph.get("type") == "sldNum":  # the library leaves it out
                slide.shapes._spTree.append(deepcopy(place.element))
        return slide

    def _write(self, shape: Any, lines: Sequence[str], sizes: Sequence[int], colour: RGBColor = _INK, bold: bool = False) -> None:
        frame = shape.text_frame
        frame.word_wrap = True
        for side in ("left", "right", "top", "bottom"):
            setattr(frame, f"margin_{side}", 0)
        size, kept = fitting(lines, shape.width, shape.height, sizes, bold)
        for number, line in enumerate(kept):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.space_after = Pt(6 if len(kept) > 1 else 0)
            # The master formats placeholders of text as bulleted lists; our texts are sentences.
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.insert_element_before(properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buNone"))
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
            run.font.language_id = MSO_LANGUAGE_ID.GERMAN if self.t.lang == "de" else MSO_LANGUAGE_ID.ENGLISH_UK

    def _frame(self, slide: Any, title: str, source: str, notes: Sequence[str]) -> None:
        # A title of one line is next to its content, whatever font the office program substitutes.
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._write(slide.shapes.title, [described([title])], _TITLE_SIZES, bold=True)
        place = slide.placeholders[SOURCE]
        if source:
            self._write(place, [described([source])], _SOURCE_SIZES, _QUIET)
        else:
            place.element.getparent().remove(place.element)
        told = [described([note]) for note in (*notes, source) if note]
        slide.notes_slide.notes_text_frame.text = "\n\n".join(told)

    def title(self, shown: Exhibit) -> None:
        """Add a title slide: words on the city's colour, the globe at the edge."""
        slide = self._slide("title")
        fill = slide.background.fill
        fill.gradient()
        fill.gradient_angle = 315
        for stop, colour in zip(fill.gradient_stops, TITLE_GROUND["light"], strict=True):
            stop.color.rgb = RGBColor.from_string(colour[1:].upper())
        self._globe(slide, shown, 6.3, 9.6)
        first, second = slide.shapes.title, slide.placeholders[1]
        for shape, top, height in ((first, 1.6, 2.6), (second, 4.4, 1.6)):
            shape.left, shape.top, shape.width, shape.height = Inches(0.6), Inches(top), Inches(6.9), Inches(height)
        first.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        words = [line for line in (shown.greeting[0], described([shown.headline[0]])) if line]
        self._write(first, words, (44, 40, 36, 32, 28), _WHITE, bold=True)
        if shown.greeting[0]:
            first.text_frame.paragraphs[0].runs[0].font.color.rgb = _FILL
        second.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        self._write(second, [described([line]) for line in shown.lines], _BODY_SIZES, _WHITE)

    def _globe(self, slide: Any, shown: Exhibit, left: float, across: float) -> None:
        """Put the globe of ``shown`` behind the words, ``left`` and ``across`` in inches; what leaves the slide is cropped."""
        assert shown.figure is not None
        below, beside = max(0.0, (across - 7.5) / 2), max(0.0, left + across - 13.333)
        drawn = BytesIO(png(shown.figure, 1600, 1600, 600, ground=None))
        height, top = across - 2 * below, max(0.0, (7.5 - across) / 2)
        image = slide.shapes.add_picture(drawn, Inches(left), Inches(top), Inches(across - beside), Inches(height))
        image.crop_top = image.crop_bottom = below / across
        image.crop_right = beside / across
        image._element.nvPicPr.cNvPr.set("descr", described(shown.headline))
        slide.shapes._spTree.insert(2, image._element)

    def _box(self, slide: Any, box: tuple[float, float, float, float], lines: Sequence[str], sizes: Sequence[int], **look: Any) -> None:
        """Add a text box at ``box`` (left, top, width and height in inches)."""
        self._write(slide.shapes.add_textbox(*(Inches(value) for value in box)), [described([line]) for line in lines], sizes, **look)

    def portrait(self, shown: Exhibit, notes: Sequence[str]) -> None:
        """Add a portrait: names, since when, status, facts and the latest exchange beside the way there."""
        slide = self._slide("words")
        self._globe(slide, shown, 7.3, 7.2)
        self._frame(slide, shown.headline[0], shown.source, notes)
        title, place = slide.shapes.title, slide.placeholders[CONTENT]
        title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        title.left, title.top, title.width, title.height = Inches(0.6), Inches(0.95), Inches(6.6), Inches(0.75)
        place.left, place.top, place.width, place.height = Inches(0.6), Inches(1.75), Inches(6.6), Inches(0.95)
        if shown.name[0]:
            self._box(slide, (0.6, 0.45, 6.6, 0.5), [shown.name[0]], (22, 18, 14), colour=_CITY, bold=True)
        self._write(place, [described([line]) for line in (*shown.lines, shown.status) if line], _BODY_SIZES[2:])
        size = (36,) if max((len(value) for value, _ in shown.facts), default=0) < 9 else (28,)
        for number, (value, label) in enumerate(shown.facts):
            left, top = 0.6 + 3.3 * (number % 2), 2.85 + 1.3 * (number // 2)
            self._box(slide, (left, top, 3.1, 0.7), [value], size, colour=_CITY, bold=True)
            self._box(slide, (left, top + 0.7, 3.1, 0.5), [label], (16, 14, 12, 11, 10), colour=_QUIET)
        if shown.latest:
            self._box(slide, (0.6, 5.55, 6.6, 1.0), [shown.latest], (18, 16, 14, 12))

    def number(self, shown: Exhibit, notes: Sequence[str]) -> None:
        """Add a slide of one large number with its sentence."""
        slide = self._slide("words")
        self._frame(slide, shown.headline[0], shown.source, notes)
        place, title = slide.placeholders[CONTENT], slide.shapes.title
        title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        place.left, place.top, place.width, place.height = Inches(0.6), Inches(0.6), Inches(12.1), Inches(3.9)
        title.left, title.top, title.width, title.height = Inches(0.6), Inches(4.7), Inches(12.1), Inches(1.6)
        place.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._write(place, [shown.number], (220, 180, 140, 110, 88, 66), _CITY, bold=True)

    def chart(self, spec: ChartSpec, shown: Exhibit, notes: Sequence[str]) -> None:
        slide = self._slide("chart")
        self._frame(slide, shown.headline[0], shown.source, notes)
        frame = slide.placeholders[CONTENT].insert_chart(spec.type, spec.data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", described(shown.headline))
        chart = frame.chart
        chart.font.size = Pt(14)
        chart.has_title = False
        chart.has_legend = len({name for name, _ in spec.series}) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        plot = chart.plots[0]
        for number, series in enumerate(plot.series):
            self._colour(series, spec, number)
        if spec.by_category:
            plot.vary_by_categories = False
            plot.has_data_labels = True
            plot.data_labels.font.size = Pt(14)
            for number, colour in enumerate(spec.colours):
                fill = plot.series[0].points[number].format.fill
                fill.solid()
                fill.fore_color.rgb = RGBColor.from_string(colour[1:])
        if all(value >= 0 for _, values in spec.series for value in values if value is not None):
            chart.value_axis.minimum_scale = 0  # office programs would start just below the lowest value
        if step := whole_steps(spec.counts_up_to).get("dtick"):
            chart.value_axis.major_unit = step
        if hasattr(plot, "gap_width"):
            plot.gap_width = 45
        if spec.unit:
            chart.value_axis.has_title = True
            chart.value_axis.axis_title.text_frame.text = spec.unit
            chart.value_axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
        chart.value_axis.tick_labels.number_format = "#,##0.###"
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDE2DB")
        chart.value_axis.format.line.fill.background()
        self._only_once(chart, spec)

    def _colour(self, series: Any, spec: ChartSpec, number: int) -> None:
        colour = RGBColor.from_string(spec.colours[min(number, len(spec.colours) - 1)][1:])
        if "LINE" in str(spec.type):
            series.smooth = False
            if spec.joined:
                series.format.line.color.rgb = colour
                series.format.line.width = Pt(2.25)
            else:
                series.format.line.fill.background()
                series.marker.style, series.marker.size = _MARKS[number % len(_MARKS)], 9
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
            series.marker.format.line.color.rgb = colour
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour

    @staticmethod
    def _only_once(chart: Any, spec: ChartSpec) -> None:
        """Remove repeated names from the legend: a series that continues after a gap has the name of its first part."""
        if not chart.has_legend:
            return
        seen: set[str] = set()
        legend = chart.legend._element
        for number, (name, _) in enumerate(spec.series):
            if name in seen:
                entry = legend.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/chart}legendEntry")
                for tag, value in (("idx", str(number)), ("delete", "1")):
                    child = entry.makeelement(f"{{http://schemas.openxmlformats.org/drawingml/2006/chart}}{tag}")
                    child.set("val", value)
                    entry.append(child)
                legend.insert(1, entry)
            seen.add(name)

    def picture(self, shown: Exhibit, notes: Sequence[str]) -> None:
        slide = self._slide("picture")
        self._frame(slide, shown.headline[0], shown.source, notes)
        assert shown.figure is not None
        place = slide.placeholders[CONTENT]
        # A map goes from edge to edge, below the headline and behind the source.
        box = (Emu(0), Inches(1.3), self.deck.slide_width, Inches(6.2)) if shown.is_map else CONTENT_BOX
        ratio = box[2] / box[3]
        image = place.insert_picture(BytesIO(png(shown.figure, 2200, round(2200 / ratio), 860)))
        image.crop_left = image.crop_right = image.crop_top = image.crop_bottom = 0
        image._element.nvPicPr.cNvPr.set("descr", described(shown.headline))
        if shown.is_map:
            image.left, image.top, image.width, image.height = box
            slide.shapes._spTree.insert(2, image._element)
            slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        if shown.legend:
            words = "    ".join(f"{entry.symbol} {entry.words}" for entry in shown.legend)
            self._box(slide, (0.6, 6.3, 12.1, 0.4), [words], (14, 12, 11, 10), colour=_INK)

    def words(self, title: str, lines: Sequence[str], source: str, notes: Sequence[str] = ()) -> None:
        slide = self._slide("words")
        self._frame(slide, title, source, notes)
        place = slide.placeholders[CONTENT]
        place.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        self._write(place, [described([line]) for line in lines], _BODY_SIZES)

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], source: str) -> None:
        """Add a table; ``shares`` are the relative widths of its columns. Rows that do not fit are left out."""
        widths = [CONTENT_BOX[2] * share / sum(shares) for share in shares]

        def height_of(row: Sequence[str]) -> float:
            size = _TABLE_SIZE * _SAFETY["Regular"]
            cells = zip(row, widths, strict=True)
            return 10 + _TABLE_SIZE * _LINE * max(len(wrapped(cell, size, width / 12700 - 16)) or 1 for cell, width in cells)

        kept: list[Sequence[str]] = []
        used = height_of(head)
        for row in rows:
            if kept and used + height_of(row) > CONTENT_BOX[3] / 12700:
                break
            kept.append(row)
            used += height_of(row)
        slide = self._slide("table")
        self._frame(slide, title, source, ())
        frame = slide.placeholders[CONTENT].insert_table(len(kept) + 1, len(head))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", described([title]))
        for column, width in zip(frame.table.columns, widths, strict=True):
            column.width = Emu(int(width))
        for number, row in enumerate((head, *kept)):
            frame.table.rows[number].height = Pt(height_of(row))
            for cell, words in zip(frame.table.rows[number].cells, row, strict=True):
                cell.text = words
                cell.margin_left = cell.margin_right = Pt(8)
                cell.margin_top = cell.margin_bottom = Pt(3)
                for run in cell.text_frame.paragraphs[0].runs:
                    run.font.size, run.font.bold = Pt(_TABLE_SIZE), number == 0
                    run.font.language_id = MSO_LANGUAGE_ID.GERMAN if self.t.lang == "de" else MSO_LANGUAGE_ID.ENGLISH_UK

    def closing(self, shown: Exhibit, address: str) -> None:
        slide = self._slide("words")
        self._frame(slide, shown.headline[0], "", ())
        place = slide.placeholders[CONTENT]
        place.left, place.top, place.width, place.height = Inches(0.6), Inches(2.2), Inches(6.2), Inches(4)
        self._write(place, [*(described([line]) for line in shown.lines), address], _BODY_SIZES[2:])
        place.text_frame.paragraphs[-1].runs[0].hyperlink.address = address
        code = BytesIO()
        segno.make(address, error="m", micro=False).save(code, kind="png", scale=16, border=3)
        code.seek(0)
        image = slide.shapes.add_picture(code, Inches(7.1), Inches(1.3), Inches(5.6), Inches(5.6))
        image._element.nvPicPr.cNvPr.set("descr", self.t.t("qr.label"))

    def shown(self, slide: Slide, own: Selection, title: str, address: str, languages: Sequence[str], notes: Sequence[str] = ()) -> None:
        """Add ``slide`` as the stage shows it, with its note and ``notes``: as chart, picture, table or text."""
        made = exhibit(slide, own, title, self.facts, languages, "light", self.today, height=None)
        if len(made.headline) > 1 and made.headline[1] != made.headline[0]:
            made = replace(made, headline=(f"{made.headline[0]} / {made.headline[1]}", *made.headline[1:]))
        notes = [note for note in (made.note, *notes) if note]
        spec = chart_of(slide.figure, self.facts, own, self.t)
        if slide.figure == "title":
            self.title(made)
        elif made.kind == "portrait":
            self.portrait(made, notes)
        elif made.kind == "number":
            self.number(made, notes)
        elif made.closing:
            self.closing(made, address)
        elif slide.figure == "latest":
            self.latest(own)
        elif spec is not None:
            self.chart(spec, made, notes)
        elif made.figure is not None:
            self.picture(made, notes)
        else:
            self.words(made.headline[0], made.lines, made.source, notes)

    def latest(self, own: Selection) -> None:
        """Add the latest activities as a table: of the partner of ``own`` if it has one, else of the whole selection."""
        t, city = self.t, own.city
        scoped = replace(own, partners=(city,), relations=(), ended=True) if city else own
        rows = queries.latest_activities(self.facts, scoped, LATEST_AT_MOST)
        title = latest_sentence(self.facts, city, rows, t) if city else t.t("deck.latest")
        if rows.empty:
            self.words(title, [t.t("summary.nothing")], "")
            return
        cells = [(described([t.date(row.date)]), t.label("sector", row.sector), described([row.title])) for row in records(rows)]
        resting = resting_sentence(self.facts, (city, *scoped.partners), t)
        source = f"{resting} {t.t('stage.sources', sources=source_note(self.facts, set(rows['source']), t))}".strip()
        self.table(title, (t.t("sheet.begin"), t.t("table.sector"), t.t("data.title")), cells, (2.2, 2.2, 8), source)

    def bytes(self) -> bytes:
        """Return the deck; equal content gives equal bytes."""
        made, file = BytesIO(), BytesIO()
        _name_notes_master(self.deck)
        self.deck.save(made)
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                content = old.read(name)
                new.writestr(entry, _undated(content) if name.endswith(".xlsx") else content)
        return file.getvalue()


def _name_notes_master(deck: Any) -> None:
    """Name the notes master in the presentation, as Keynote demands and the library does not."""
    part = deck.part
    relation = part.relate_to(part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
    masters = part._element.makeelement(qn("p:notesMasterIdLst"))
    master = masters.makeelement(qn("p:notesMasterId"))
    master.set(qn("r:id"), relation)
    masters.append(master)
    part._element.find(qn("p:sldMasterIdLst")).addnext(masters)


def _undated(workbook: bytes) -> bytes:
    """Return the embedded workbook of a chart without its time of creation."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return file.getvalue()


def view_deck(facts: Dataset, chosen: Selection, texts: Texts, today: str, address: str) -> bytes:
    """Return a deck on the selection: map, exchange by sector and by partner, latest activities, coverage, QR code of ``address``.

    A selection with a topic has a slide with its statistic as well.
    """
    title = CITY.title
    deck = _Deck(facts, texts, today, title)
    own = replace(chosen, city="", interval="five" if chosen.interval == "year" else chosen.interval)
    languages = (texts.lang,)
    opening = exhibit(figure_slide("title"), own, title, facts, languages, "light", today)
    deck.title(replace(opening, lines=(selection_in_words(facts, own, texts), opening.lines[-1])))
    for name in ("map", "activities"):
        deck.shown(figure_slide(name), own, title, address, languages)
    spec = chart_of("partners", facts, own, texts)
    if spec is not None:
        deck.chart(spec, Exhibit((texts.t("deck.by_partner"),), source=texts.t("stage.timeline_source")), [texts.t("timeline.source")])
        deck.latest(own)
    if chosen.topic != "all":
        deck.shown(figure_slide("statistic"), chosen, title, address, languages)
    deck.words(texts.t("deck.basis"), [texts.t("timeline.source"), texts.t("data.licence_text")], "")
    deck.shown(figure_slide("closing"), own, title, address, languages)
    return deck.bytes()


def partner_deck(facts: Dataset, city: str, chosen: Selection, texts: Texts, today: str, address: str) -> bytes:
    """Return a deck on ``city`` for a delegation: greeting, facts, history, exchange, latest activities, QR code of ``address``.

    If the partnership is suspended, dormant or ended, the slide with the facts says so, and nothing is celebrated.
    """
    row, t = facts.partner(city), texts
    name = str(row[f"name_{t.lang}"])
    deck = _Deck(facts, texts, today, name)
    for slide in automatic_slides("partner", replace(chosen, city=city), facts):
        own = selection_shown(slide, replace(chosen, city=city, lang=t.lang), options_of(facts))
        own = replace(own, interval="five") if slide.figure == "activities" else own
        deck.shown(slide, own, name, address, (t.lang,), (str(row[f"note_{t.lang}"]),) if slide.figure == "portrait" else ())
        if slide.figure == "map" and city not in facts.tally["partner"].to_numpy():
            deck.words(t.t("deck.basis"), [t.t("timeline.source"), t.t("data.licence_text")], "")
    return deck.bytes()


def story_deck(facts: Dataset, story: Story, texts: Texts, today: str, address: str, bilingual: bool = False) -> bytes:
    """Return a deck with one slide per slide of ``story``, whose notes become speaker notes.

    If ``bilingual``, headlines are in both languages.
    """
    title = str(getattr(story.title, texts.lang))
    deck = _Deck(facts, texts, today, title)
    languages = (texts.lang, "en" if texts.lang == "de" else "de") if bilingual else (texts.lang,)
    for slide in story.slides:
        deck.shown(slide, selection_of(slide, options_of(facts), texts.lang), title, address, languages)
    return deck.bytes()
