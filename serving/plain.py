"""Serve pages that need neither script nor session: the one for missing pages, and the imprint."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from starlette.responses import HTMLResponse

from components.figures.palette import PALETTES
from components.words.legal import legal_text
from components.words.texts import Texts
from data.city import CITY
from data.vocabulary import LANGUAGES

#: Path of the imprint without script.
IMPRINT: Final = "/imprint"
#: All tables in one file.
DATA: Final = "/api/v1/package.zip"
LINK: Final = f"light-dark({CITY.colours.light.link}, {CITY.colours.dark.link})"
_STYLE: Final = (
    "body { font: 1.1rem/1.6 'Source Sans', 'Source Sans Pro', sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; "
    f"color-scheme: light dark; color: light-dark({PALETTES['light'].text}, {PALETTES['dark'].text}); "
    f"background: light-dark({PALETTES['light'].ground}, {PALETTES['dark'].ground}); }} a {{ color: {LINK}; }}"
)


def without_session(t: Texts) -> list[tuple[str, str]]:
    """Return what is available without script or session, as words and URL: the data and the imprint."""
    return [(t.t("plain.data"), DATA), (t.t("footer.imprint"), link_in(IMPRINT, t.lang))]


def links(targets: Iterable[tuple[str, str]]) -> list[str]:
    """Return links to ``targets``, given as words and URL."""
    return [f'<a href="{escape(address)}">{escape(words)}</a>' for words, address in targets]


def link_in(path: str, lang: str) -> str:
    """Return the URL of ``path`` in the language ``lang``."""
    return f"{path}?lang={lang}" if lang != LANGUAGES[0] else path


def _document(title: str, body: str, lang: str, status: int = 200) -> HTMLResponse:
    name = escape(CITY.title)
    head = f'<meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><style>{_STYLE}</style>'
    page = f"<title>{escape(title)} – {name}</title></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    html = f'<!doctype html><html lang="{lang}" translate="no" class="notranslate"><head>{head}{page}'
    return HTMLResponse(html, status, {"cache-control": "no-cache"})


def missing(pages: Iterable[str], lang: str) -> HTMLResponse:
    """Return the response for a URL without a page, with links to ``pages``, the data and the imprint."""
    t = Texts(lang)
    ways = links([(t.t(f"page.{page}"), link_in("/" if page == "map" else f"/{page}", lang)) for page in pages] + without_session(t))
    return _document(t.t("plain.missing"), f"<p>{escape(t.t('plain.ways'))}</p><ul>{_items(ways)}</ul>", lang, 404)


def imprint(lang: str) -> HTMLResponse:
    """Return the imprint as a page of its own."""
    t = Texts(lang)
    home = links([(t.t("page.map"), link_in("/", lang))])[0]
    return _document(t.t("about.imprint.title"), f"{_html(legal_text('imprint', t))}<p>{home}</p>", lang)


def _items(parts: Iterable[str]) -> str:
    return "".join(f"<li>{part}</li>" for part in parts)


def _html(markdown: str) -> str:
    """Return Markdown with paragraphs, lists and bold words only as HTML, everything else escaped."""
    parts = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = [_inline(line.removeprefix("- ")) for line in block.splitlines()]
        parts.append(f"<ul>{_items(lines)}</ul>" if block.startswith("- ") else f"<p>{' '.join(lines)}</p>")
    return "".join(parts)


def _inline(line: str) -> str:
    bold = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"<strong>\1</strong>", escape(line, quote=False))
    return re.sub(r"\\([\\`*_\[\]$~|#:.]|&lt;|&gt;)", r"\1", bold)
