"""Put the first view of a page into its HTML, and serve its pictures: what a visitor sees before a session has begun.

The view is the one that the URL names. It stands in front of the framework's page until that has drawn the same heading and figure (see
``scripts/first_view.js``), and it stays if there is no session or no script.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from html import escape
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Final
from urllib.parse import parse_qs, urlencode

import plotly.graph_objects as go
import streamlit as st
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from components.exhibits.first_view import ROWS_AT_MOST, FirstView, essential, first_view
from components.exhibits.map import map_figure
from components.exports.feeds import NEWS, feed_path
from components.exports.html_table import html_table
from components.exports.pictures import inline_map
from components.exports.pictures.picture import MM_A_PIXEL, PictureWords, described, picture, svg
from components.exports.portrait import globe_html, portrait_html
from components.figures.palette import PALETTES, Theme
from components.words.texts import Texts
from data.cache import ByteCache, cached
from data.city import CITY
from data.dataset import Dataset
from data.options import options_of
from data.selection import Selection, mended, parse, to_params
from data.vocabulary import LANGUAGES
from serving.charts import CHARTS
from serving.plain import LINK, link_in, links, without_session

NAME: Final = CITY.title
#: Path below which the pictures are.
PICTURES: Final = "/picture/"
#: Number of bytes of a query string that are read; the longest link of ours is shorter.
_QUERY: Final = 2000
#: Largest number of views and pictures in memory, and their size in bytes.
_VIEWS, _VIEW_BYTES = 256, 12 * 1024 * 1024
_DRAWN, _DRAWN_BYTES = 256, 16 * 1024 * 1024
#: Largest number of new views that are being made or wait for it, and seconds that a request waits for its view; a view takes some 0.1 s.
#: Then, and beyond that number, requests get the page without it. A view that was begun is made all the same, for the next request.
_MAKING: Final = 2
_PATIENCE: Final = 0.5
#: Largest number of requests that wait for a new picture; further ones get 503.
_WAITING_PICTURES: Final = 8
#: Seconds between two views that are made in advance.
_PAUSE: Final = 0.3
#: Width and height in pixels of a picture in a link preview.
LINK_PICTURE: Final = (1200, 630)
#: Widths of the main column for which charts are drawn, with the widest viewport for each, in pixels.
_COLUMNS: Final = ((358, 640), (788, 1000), (1344, 1700), (1824, 0))
_THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
_LOCALES: Final = {"de": "de_DE", "en": "en_GB"}
_KEEP: Final = "public, max-age=3600"
_GROUND: Final = f"light-dark({PALETTES['light'].ground}, {PALETTES['dark'].ground})"
_INK: Final = f"light-dark({PALETTES['light'].text}, {PALETTES['dark'].text})"
_QUIET: Final = f"light-dark({PALETTES['light'].quiet_text}, {PALETTES['dark'].quiet_text})"
_FILES: Final = Path(st.__file__).parent / "static" / "static"
_FONT: Final = next(_FILES.glob("media/SourceSansVF-Upright.*.woff2")).name
#: The framework requests the script that draws charts only with the first chart, so the page does so first: a page with a figure runs it
#: while the session begins, any other page fetches it for the next one.
CHARTS_EARLY: Final = f'import("{CHARTS}").catch(() => undefined);'
_CHARTS_LATER: Final = f'<link rel="prefetch" as="script" crossorigin href="{CHARTS}" />'
#: Where heading and figure stand in pixels on wide, medium and narrow screens: top of the heading, space before the sentence or figure,
#: and space between the two. They are those of the page itself, with its filters and switches, or of the page in one form.
_PLACES: Final = {
    "map": ((140, 140, 310), (54, 56, 112), (0, 0, 0)),
    "exchange": ((140, 188, 310), (103, 136, 248), (16, 64, 64)),
    "exchange-bands": ((140, 188, 310), (55, 88, 160), (16, 64, 64)),
    "partner": ((196, 236, 358), (0, 0, 16), (0, 0, 0)),
    "chronicle": ((140, 188, 310), (126, 210, 420), (16, 16, 16)),
    "comparison": ((140, 188, 310), (103, 103, 132), (16, 16, 64)),
    "networks": ((140, 140, 310), (123, 172, 216), (64, 72, 63)),
    "anniversaries": ((140, 188, 310), (111, 111, 104), (16, 16, 64)),
    "data": ((140, 140, 310), (16, 16, 16), (16, 16, 16)),
    "about": ((140, 188, 310), (16, 16, 16), (16, 16, 16)),
    "stage": ((140, 188, 310), (0, 0, 0), (16, 16, 16)),
}
#: The viewports of ``_PLACES`` as media queries.
_SCREENS: Final = ("(min-width: 1000px)", "(min-width: 641px) and (max-width: 999.9px)", "(max-width: 640px)")


def _placing() -> str:
    rules = []
    for screen, media in enumerate(_SCREENS):
        of_pages = "".join(
            f"#first-view[data-place={place}]{{--top:{top[screen]}px;--gap:{gap[screen]}px;--between:{between[screen]}px}}"
            for place, (top, gap, between) in _PLACES.items()
        )
        rules.append(f"@media {media}{{{of_pages}}}")
    return "".join(rules)


#: Style of the first view. The framework's page is hidden, not removed, while the first view is in front of it.
STYLE: Final = (
    f"""
@font-face {{ font-family: "Source Sans"; src: url(/static/media/{_FONT}) format("woff2"); font-weight: 200 900; font-display: optional; }}
body:has(> #first-view) > #root, body:has(> #first-view) > #root * {{ visibility: hidden !important; }}
#first-view {{
  position: fixed; inset: 0; overflow: auto; z-index: 1000; color-scheme: light dark; color: {_INK}; background: {_GROUND};
  font: 1rem/1.6 "Source Sans", sans-serif;
}}
#first-view * {{ box-sizing: border-box; }}
#first-view main {{ padding: var(--top) 1rem 0; }}
#first-view h1, #first-view h2 {{ margin: 0; font-weight: 650; line-height: 1.2; text-wrap: wrap; }}
#first-view h1 {{ font-size: 1.7rem; padding: 1.25rem 0 1rem; }}
#first-view h2 {{ font-size: 1.3rem; padding: 0; margin-top: var(--gap); }}
#first-view figure {{ margin: var(--between) 0 0; }}
#first-view h1 + figure, #first-view figure + figure {{ margin-top: var(--gap); }}
#first-view figure img {{ display: block; width: 100%; object-fit: contain; object-position: 0 0; }}
#first-view .said {{ margin: 0 0 1rem; }}
#first-view .more {{ margin-top: 2rem; color: {_QUIET}; }}
#first-view a {{ color: {LINK}; }}
#first-view nav ul {{ display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0 2rem; padding: 0 1rem; list-style: none; }}
#first-view .table {{ overflow-x: auto; }}
#first-view table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
#first-view caption {{ text-align: start; }}
#first-view :is(th, td) {{ padding: 0.3rem 1rem 0.3rem 0; text-align: start; font-weight: inherit; vertical-align: top; }}
#first-view thead th {{ font-weight: 600; }}
#first-view #no-connection {{ position: static; }}
@media (min-width: 641px) {{
  #first-view[data-page=map] :is(h1, figure) {{ width: calc(70% - 2rem); }}
  #first-view[data-page=networks] :is(h2, figure) {{ width: calc(60% - 2rem); }}
  #first-view[data-page]:not([data-page=map], [data-page=networks], [data-page=partner]) h2 {{ padding-right: 186px; }}
  #first-view[data-page=partner] main {{ position: relative; }}
  #first-view[data-page=partner] :is(h1, .portrait) {{ width: calc(60% - 2rem); }}
  #first-view[data-page=partner] figure {{ position: absolute; top: var(--top); inset-inline: calc(60% + 1.8rem) 1rem; }}
}}
@media (min-width: 1000px) {{
  #first-view main, #first-view nav ul {{ padding-inline: 3rem; }}
  #first-view[data-page=map] h1 {{ display: flex; align-items: end; min-height: 100px; }}
  #first-view[data-page=partner] figure {{ inset-inline: calc(60% + 1.4rem) 3rem; }}
}}
@media (max-width: 640px) {{ #first-view h1 {{ font-size: 1.35rem; }} }}
@media (max-width: 599px) {{ #first-view .on-wide {{ display: none; }} }}
@media (min-width: 600px) {{ #first-view .on-phone {{ display: none; }} }}
{inline_map.STYLE}
""".strip()
    + _placing()
    # Without scripts nothing follows, and the words of ``noscript`` are above.
    + f"""
@media (scripting: none) {{
  body {{ margin: 0; color-scheme: light dark; color: {_INK}; background: {_GROUND}; font: 1rem/1.6 "Source Sans", sans-serif; }}
  noscript {{ display: block; padding: 1rem 1rem 0; }} noscript a {{ color: {LINK}; }} #root {{ display: none; }}
  #first-view[data-place] {{ position: static; --top: 0; --gap: 1rem; --between: 1rem; }}
  #first-view[data-page] main, #first-view nav ul {{ padding-inline: 1rem; }}
}}"""
)


@dataclass(frozen=True)
class Parts:
    """What the HTML of one view is completed with, and a mark that changes with it."""

    head: bytes = b""
    body: bytes = b""
    mark: str = ""


@cached
def _views(facts: Dataset) -> ByteCache[Parts]:
    return ByteCache(_VIEWS, _VIEW_BYTES, lambda parts: len(parts.head) + len(parts.body))


@cached
def _pictures(facts: Dataset) -> ByteCache[bytes]:
    return ByteCache(_DRAWN, _DRAWN_BYTES)


def asked(query: bytes, facts: Dataset) -> Selection:
    """Return the selection that a query string means, read as a session reads it; what is unknown or too long is left out."""
    params: Mapping[str, list[str]] = parse_qs(query[:_QUERY].decode("latin-1"))
    options = options_of(facts)
    return essential(parse(mended(params, options), options)[0])


class FirstViews:
    """The first views of the present data: parts of pages and their pictures, made one at a time and kept."""

    def __init__(self, facts: Callable[[], Dataset], pages: Mapping[str, object], listed: Iterable[str], address: str = "") -> None:
        """Keep where the facts are from.

        Args:
            facts: returns the present facts.
            pages: paths of all pages.
            listed: those that a visitor is led to.
            address: public address of the server; without it the HTML holds no absolute URL, because ``Host`` may be anybody's invention.
        """
        self._facts, self._pages, self._listed, self._address = facts, tuple(pages), tuple(listed), address
        self._one_picture = CapacityLimiter(1)
        self._maker = ThreadPoolExecutor(1, "first view")
        self._making: dict[tuple[object, ...], Future[Parts]] = {}
        self._lock = Lock()

    def routes(self) -> list[Route]:
        """Return the routes of the pictures."""
        forms = {"png": self._link_picture, "svg": self._chart}
        return [Route(f"{PICTURES}{page}.{form}", serve) for page in self._pages for form, serve in forms.items()]

    async def parts(self, scope: Scope) -> Parts:
        """Return the parts of the page that a request asks for; only the link to the feed if that takes too long."""
        facts, today = self._facts(), date.today().isoformat()
        page, chosen = scope["path"].strip("/") or "map", asked(scope["query_string"], facts)
        known = _views(facts).get((page, chosen, today))
        if known is not None:
            return known
        making = self._begun(page, facts, chosen, today, _MAKING)
        if making is not None:
            # Who no longer waits does not end the making: those who ask again would each begin it anew.
            done, _ = await asyncio.wait([asyncio.wrap_future(making)], timeout=_PATIENCE)
            for made in done:
                return made.result()
        return Parts(self._feed(facts, chosen).encode())

    def warm(self) -> None:
        """Make the parts of every page in its default view, in each language, with pauses for those who wait for something else."""
        facts, today = self._facts(), date.today().isoformat()
        for lang in LANGUAGES:
            for page in self._pages:
                sleep(_PAUSE)
                making = self._begun(page, facts, Selection.default(options_of(facts), lang), today)
                if making is not None:
                    making.result()

    def _begun(self, page: str, facts: Dataset, chosen: Selection, today: str, at_most: int | None = None) -> Future[Parts] | None:
        """Return the making of a view, one for all who ask for it; None if it is new and ``at_most`` others are being made."""
        kept, key = _views(facts), (page, chosen, today)

        def make() -> Parts:
            try:
                return kept.made(key, lambda: self._made(page, facts, chosen, today))
            finally:
                with self._lock:
                    del self._making[facts, *key]

        with self._lock:
            if (facts, *key) in self._making:
                return self._making[facts, *key]
            if at_most is not None and len(self._making) >= at_most:
                return None
            self._making[facts, *key] = self._maker.submit(make)
            return self._making[facts, *key]

    def _made(self, page: str, facts: Dataset, chosen: Selection, today: str) -> Parts:
        view = first_view(page, facts, chosen, today)
        head = self._head(page, view, facts, chosen).encode()
        # A presentation and an embedded figure fill the window, and nothing of a page is there.
        body = b"" if page == "embed" or chosen.story else self._body(page, view, facts, chosen).encode()
        if view.figure:
            body += f"<script>{CHARTS_EARLY}</script>".encode()
        else:
            head += _CHARTS_LATER.encode()
        return Parts(head, body, sha256(head + body).hexdigest()[:32])

    def _feed(self, facts: Dataset, chosen: Selection) -> str:
        """Return the link by which feed readers find the feed of a view, which every page has."""
        url, title = escape(self._address + feed_path(NEWS, chosen, facts)), escape(Texts(chosen.lang).t("feed.title"))
        return f'<link rel="alternate" type="application/atom+xml" lang="{chosen.lang}" title="{title}" href="{url}" />'

    def _url(self, page: str, facts: Dataset, chosen: Selection) -> str:
        query = urlencode(to_params(chosen, options_of(facts)), doseq=True)
        return f"/{'' if page == 'map' else page}" + (f"?{query}" if query else "")

    def _picture_url(self, page: str, form: str, facts: Dataset, chosen: Selection, **more: object) -> str:
        query = urlencode(to_params(chosen, options_of(facts)) | more, doseq=True)
        return f"{PICTURES}{page}.{form}" + (f"?{query}" if query else "")

    def _head(self, page: str, view: FirstView, facts: Dataset, chosen: Selection) -> str:
        title, said = f"{view.title} – {NAME}", escape(view.description)
        if view.figure is None or page == "partner":
            title = f"{view.headline} – {NAME}"
        told = {"og:type": "website", "og:site_name": escape(NAME), "og:title": escape(title), "og:description": said}
        told["og:locale"] = _LOCALES[chosen.lang]
        told["twitter:card"] = "summary_large_image" if self._address else "summary"
        further = ""
        if self._address:
            own = escape(self._address + self._url(page, facts, chosen))
            told["og:url"] = own
            told["og:image"] = escape(self._address + self._picture_url(page, "png", facts, chosen))
            told |= {"og:image:width": str(LINK_PICTURE[0]), "og:image:height": str(LINK_PICTURE[1]), "og:image:alt": escape(view.label)}
            ways = {lang: self._url(page, facts, replace(chosen, lang=lang)) for lang in LANGUAGES}
            ways["x-default"] = ways[LANGUAGES[0]]
            further = f'<link rel="canonical" href="{own}" />' + "".join(
                f'<link rel="alternate" hreflang="{lang}" href="{escape(self._address + way)}" />' for lang, way in ways.items()
            )
        kinds = {name: "name" if name.startswith("twitter:") else "property" for name in told}
        metas = "".join(f'<meta {kinds[name]}="{name}" content="{content}" />' for name, content in told.items())
        return f'<meta name="description" content="{said}" />{metas}{further}{self._feed(facts, chosen)}'

    def _body(self, page: str, view: FirstView, facts: Dataset, chosen: Selection) -> str:
        t = Texts(chosen.lang)
        sentence = f"<h2>{escape(view.sentence)}</h2>" if view.sentence else ""
        # A portrait says the first line in its own way, the relation and its status.
        said = (*view.lines, view.status) if view.portrait is None else view.lines[1:]
        lines = "".join(f'<p class="said">{escape(line)}</p>' for line in said if line)
        source = f"<p>{escape(described([view.source]))}</p>" if view.source else ""
        table = "" if view.table is None or view.table.empty else html_table(view.table.head(ROWS_AT_MOST))
        ways = [(t.t(f"page.{other}"), link_in("/" if other == "map" else f"/{other}", t.lang)) for other in self._listed]
        items = "".join(f"<li>{link}</li>" for link in links([*ways, *without_session(t)]))
        # The first view gives way to this, without a figure to the whole page.
        drawn = "" if view.figure is None else ".scattergeo path" if view.is_map else ".js-plotly-plot .main-svg"
        place = page if f"{page}-{chosen.form}" not in _PLACES else f"{page}-{chosen.form}"
        if view.portrait:
            city = chosen.city or facts.partner_ids[0]
            drawn = ".portrait-globe img"
            shown = portrait_html(view.portrait) + globe_html(facts, city, view.portrait.name, view.portrait.way, "light dark", chosen.lang)
            source = f"{lines}{source}"
        else:
            shown = f"{self._figure(page, view, facts, chosen)}{lines}"
        return (
            f'<div id="first-view" data-page="{page}" data-place="{place}" data-drawn="{drawn}"><main><h1>{escape(view.headline)}</h1>'
            f"{sentence}{shown}"
            f'<div class="more">{table}{source}</div></main>'
            f'<nav aria-label="{escape(t.t("framework.pages"))}"><ul>{items}</ul></nav></div>'
        )

    def _figure(self, page: str, view: FirstView, facts: Dataset, chosen: Selection) -> str:
        """Return the figure: a map inline, because that adapts to width and theme; a chart as pictures, of which the browser takes one."""
        if view.figure is None:
            return ""
        if view.is_map:
            html = inline_map.inline_map(view.figure("light"), view.label)
            if page != "map" or chosen != Selection.default(options_of(facts), chosen.lang):
                return f"<figure>{html}</figure>"
            # A phone's visit without parameters begins with Europe (see scripts/phone_view.js).
            europe = inline_map.inline_map(map_figure(facts, replace(chosen, view="europe"), "light"), view.label)
            return f'<figure class="on-wide">{html}</figure><figure class="on-phone">{europe}</figure>'
        height = int(view.figure("light").layout.height)
        sources = []
        for width, widest in _COLUMNS:
            for theme in reversed(_THEMES):
                media = [f"(max-width: {widest}px)"] if widest else []
                media += ["(prefers-color-scheme: dark)"] if theme == "dark" else []
                url = escape(self._picture_url(page, "svg", facts, chosen, width=width, theme=theme))
                if media:
                    sources.append(f'<source media="{" and ".join(media)}" srcset="{url}" />')
                else:
                    image = f'<img src="{url}" alt="{escape(view.label)}" style="height: {height}px" fetchpriority="high" />'
        return f"<figure><picture>{''.join(sources)}{image}</picture></figure>"

    async def _served(self, request: Request, media_type: str, key: tuple[object, ...], make: Callable[[], bytes]) -> Response:
        """Return a picture; 503 if too many others are being drawn, because Matplotlib draws one at a time."""
        kept = _pictures(self._facts())
        body = kept.get(key)
        if body is None:
            if self._one_picture.statistics().tasks_waiting >= _WAITING_PICTURES:
                return Response(status_code=503, headers={"retry-after": "5", "cache-control": "no-store"})
            body = await run_sync(kept.made, key, make, limiter=self._one_picture)
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        return Response(body, media_type=media_type, headers={"cache-control": _KEEP, "etag": etag})

    async def _link_picture(self, request: Request) -> Response:
        facts, today, page = self._facts(), date.today().isoformat(), _page(request)
        chosen = asked(request.scope["query_string"], facts)
        return await self._served(request, "image/png", (page, chosen, today), lambda: link_picture(page, facts, chosen, today))

    async def _chart(self, request: Request) -> Response:
        facts, today, page = self._facts(), date.today().isoformat(), _page(request)
        chosen, asked_width = asked(request.scope["query_string"], facts), request.query_params.get("width", "")
        width = next((width for width, _ in _COLUMNS if str(width) == asked_width), _COLUMNS[2][0])
        theme: Theme = "dark" if request.query_params.get("theme") == "dark" else "light"
        key = (page, chosen, today, width, theme)
        body = await self._served(request, "image/svg+xml", key, lambda: chart(page, facts, chosen, today, width, theme))
        return body if body.body or body.status_code != 200 else Response(status_code=404)


def _page(request: Request) -> str:
    return str(request.url.path).removeprefix(PICTURES).partition(".")[0]


def link_picture(page: str, facts: Dataset, chosen: Selection, today: str) -> bytes:
    """Return the picture of a view for link previews, as PNG: its first figure, else the map, with title and source."""
    view = first_view(page, facts, chosen, today)
    shown = view if view.figure else first_view("map", facts, chosen, today)
    assert shown.figure is not None
    figure = shown.figure("light")
    if shown.is_map:
        # On its page a map is taller than what is seen of it.
        figure = go.Figure(figure, skip_invalid=False)
        figure.layout.height = None
    title = view.headline if page == "partner" or not view.sentence else view.sentence
    if page == "partner" and view.lines:
        title = f"{title}: {view.lines[0]}"
    source = " ".join(filter(None, (view.status, shown.source, NAME)))
    return picture(figure, PictureWords(title, source, view.label), "1.91:1", "png")


def chart(page: str, facts: Dataset, chosen: Selection, today: str, width: int, theme: Theme) -> bytes:
    """Return the first chart of a view as SVG of ``width`` pixels of the page, empty if it has none."""
    view = first_view(page, facts, chosen, today)
    if view.figure is None or view.is_map:
        return b""
    figure = view.figure(theme)
    drawn = svg(figure, width * MM_A_PIXEL, float(figure.layout.height) * MM_A_PIXEL)
    # A tenth of a point is finer than a screen, and takes half of the bytes.
    return re.sub(rb' d="[^"]*"', lambda path: re.sub(rb"(\.\d)\d+", rb"\1", path[0]), drawn)
