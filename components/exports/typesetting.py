"""Set documents with Typst as tagged PDF (PDF/UA-1).

Text reaches Typst as data, never as markup, so that nothing in a table can act as an instruction.
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from components.words.letters import FONTS, fallback_fonts

TEMPLATES: Final = Path(__file__).parent / "typst"


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS), str(fallback_fonts())])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts)


def typeset(template: str, data: dict[str, Any], day: str) -> bytes:
    """Return the document that ``template`` makes of ``data``, dated with the ISO date ``day``; equal input gives equal bytes."""
    made = _compiler().compile(
        str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(day).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made
