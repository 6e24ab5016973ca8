"""Build the PowerPoint template of the decks: 16:9, the city's colours, placeholders for title, content and source.

Placeholders make slides behave as users expect when they paste one into another deck or change the master. If a logo is permitted one day,
it belongs on the master.
"""

import re
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches

from components.figures.palette import PALETTES

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
#: Index of the placeholders for content and for the source, the same on every layout but the title's.
CONTENT, SOURCE = 1, 13
#: Name of each layout, and the kind of its content as the attribute ``type`` of its placeholder.
LAYOUTS: Final = {"chart": "chart", "table": "tbl", "picture": "pic", "words": "body"}
_MARGIN: Final = Inches(0.6)
_TITLE: Final = (_MARGIN, Inches(0.45), WIDTH - 2 * _MARGIN, Inches(1.15))
CONTENT_BOX: Final = (_MARGIN, Inches(1.75), WIDTH - 2 * _MARGIN, Inches(4.85))
_SOURCE_BOX: Final = (_MARGIN, Inches(6.72), Inches(11.0), Inches(0.55))
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def _place(element: Any, box: tuple[int, int, int, int]) -> None:
    """Set the position and size of a shape to ``box``: left, top, width and height in EMU."""
    properties = element.find(f"{_P}spPr")
    for old in properties.findall(f"{_A}xfrm"):
        properties.remove(old)
    frame = etree.SubElement(properties, f"{_A}xfrm")
    properties.insert(0, frame)
    etree.SubElement(frame, f"{_A}off", x=str(int(box[0])), y=str(int(box[1])))
    etree.SubElement(frame, f"{_A}ext", cx=str(int(box[2])), cy=str(int(box[3])))


def _recoloured(theme: bytes) -> bytes:
    palette = PALETTES["light"]
    colours = [palette.city, *(palette.sectors[one] for one in ("culture", "economy", "education", "civic", "sport"))]
    for number, colour in enumerate(colours, 1):
        slot = f"<a:accent{number}>.*?</a:accent{number}>"
        theme = re.sub(
            slot.encode(), f'<a:accent{number}><a:srgbClr val="{colour[1:]}"/></a:accent{number}>'.encode(), theme, flags=re.DOTALL
        )
    return theme


def _ph(element: Any) -> Any:
    return element.find(f".//{_P}nvPr/{_P}ph")


def _make_layout(layout: Any, name: str, kind: str) -> None:
    """Reduce ``layout`` to title and slide number, and add a placeholder for content of ``kind`` and one for the source."""
    layout.name = name
    tree = layout.shapes._spTree
    body = None
    for element in list(tree.findall(f"{_P}sp")):
        mark = _ph(element)
        if mark is None or mark.get("type") in ("title", "sldNum"):
            continue
        if body is None and mark.get("type") in (None, "body", "pic", "obj"):
            body = element
            continue
        tree.remove(element)
    for old in tree.findall(f"{_P}pic") + tree.findall(f"{_P}graphicFrame"):
        tree.remove(old)
    assert body is not None, "every layout of the framework has a place for content"
    mark = _ph(body)
    mark.set("type", kind)
    mark.set("idx", str(CONTENT))
    mark.attrib.pop("sz", None)
    _place(body, CONTENT_BOX)
    source = deepcopy(body)
    mark = _ph(source)
    mark.set("type", "body")
    mark.set("idx", str(SOURCE))
    source.find(f".//{_P}cNvPr").set("id", "90")
    source.find(f".//{_P}cNvPr").set("name", "Source")
    _place(source, _SOURCE_BOX)
    tree.append(source)
    for element in tree.findall(f"{_P}sp"):
        if _ph(element) is not None and _ph(element).get("type") == "title":
            _place(element, _TITLE)


@cache
def _template() -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.part._element.sldSz.attrib.pop("type", None)  # the library's template is of 4:3
    master = deck.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _recoloured(theme.blob)
    factor = WIDTH / Inches(10)
    for slide in (master, *deck.slide_layouts):
        for shape in slide.placeholders:
            if shape.element.find(f"{_P}spPr/{_A}xfrm") is not None:
                shape.left, shape.width = Emu(int(shape.left * factor)), Emu(int(shape.width * factor))
    for shape in master.placeholders:
        if shape.placeholder_format.type is not None and "TITLE" in str(shape.placeholder_format.type):
            _place(shape.element, _TITLE)
        if "SLIDE_NUMBER" in str(shape.placeholder_format.type):
            _place(shape.element, (WIDTH - _MARGIN - Inches(1), Inches(6.85), Inches(1), Inches(0.3)))
    for old, (name, kind) in zip((1, 3, 8, 7), LAYOUTS.items(), strict=True):
        _make_layout(deck.slide_layouts[old], name, kind)
    deck.slide_layouts[0].name = "title"
    used = {"title", *LAYOUTS}
    for layout in list(deck.slide_layouts):
        if layout.name not in used:
            deck.slide_layouts.remove(layout)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def new_deck() -> Any:
    """Return an empty deck with the layouts *title*, *chart*, *table*, *picture* and *words*."""
    return Presentation(BytesIO(_template()))
