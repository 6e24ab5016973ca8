"""Define the CSS that the theme cannot express. The server sends it within the page, so that nothing is drawn without it."""

from collections.abc import Iterator
from typing import Final

import streamlit as st

from components.exports import portrait
from components.figures.map_views import ASPECT, PHONE_ASPECT, TALL
from components.figures.palette import PALETTES
from components.session.viewer import theme
from data.city import CITY

#: Of the two colours in ``light-dark()`` the browser uses the one of the theme it shows.
_QUIET: Final = f"light-dark({PALETTES['light'].quiet_text}, {PALETTES['dark'].quiet_text})"
_INK: Final = f"light-dark({PALETTES['light'].text}, {PALETTES['dark'].text})"
_GROUND: Final = f"light-dark({PALETTES['light'].ground}, {PALETTES['dark'].ground})"
_LINK: Final = f"light-dark({CITY.colours.light.link}, {CITY.colours.dark.link})"
#: The line below a row of a table.
_HAIR: Final = f"color-mix(in srgb, {_INK} 15%, transparent)"
#: The buttons of a choice, each with a border of its own.
_PARTED: Final = """
  column-gap: 0.25rem;
  > button { margin: 0; border-radius: 999px; }
  > button[aria-checked="false"] { border-color: color-mix(in srgb, currentColor 25%, transparent) !important; }
"""
#: Paper: what is read, without what is clicked; tables wrapped instead of scrolled; charts made smaller as a whole (scripts/paper.js).
_PAPER: Final = """
@page { margin: 14mm 12mm; }
@media print {
  body, [data-testid="stApp"] { color-scheme: light !important; }
  html, body, #root *:not(.st-key-stage, .st-key-stage *) { background-color: transparent !important; box-shadow: none !important; }
  :is(
    [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stSkipToContent"], [data-testid="stButton"],
    [data-testid="stButtonGroup"], [data-testid="stPopover"], [data-testid="stPopoverBody"], [data-testid="stSlider"],
    [data-testid="stSelectbox"], [data-testid="stMultiSelect"], [data-testid="stCheckbox"], [data-testid="stTextInput"],
    [data-testid="stNumberInput"], [data-testid="stDateInput"], [data-testid="stDownloadButton"], [data-testid="stFileUploader"],
    [data-testid="stPageLink"], [data-testid="stLinkButton"], [data-testid="stTextArea"], [data-testid="stForm"],
    [data-testid="stPagination"],
    .st-key-filter-bar, .copy-button, .modebar-container, #announcement, #no-connection
  ) { display: none !important; }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; min-width: 0; }
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) { flex-wrap: wrap; gap: 1rem; }
  [data-testid="stColumn"] { flex: 1 1 100% !important; min-width: 100% !important; }
  .st-key-headline { min-height: 0 !important; }
  [data-testid="stRadio"] label > :not(:has(p)) { display: none !important; }
  :has(> [data-paper]) { container-type: inline-size; }
  [data-paper] {
    width: var(--drawn) !important; min-width: var(--drawn) !important; max-width: none !important;
    zoom: min(1, tan(atan2(100cqw, var(--drawn))));
  }
  [data-paper], tr, li, [data-testid="stMetric"] { break-inside: avoid; }
  :is(h1, h2, h3, h4, thead), [data-testid="stElementContainer"]:has(> [data-testid="stHeading"]),
  [data-testid="stLayoutWrapper"]:has(> [data-testid="stHorizontalBlock"] > * > [data-testid="stHeading"]) { break-after: avoid; }
  :is([data-testid="stElementContainer"], [data-testid="stLayoutWrapper"]):has(table) { break-inside: auto !important; }
  .table, .table * { overflow: visible !important; }
  table { display: table !important; width: 100% !important; min-width: 0 !important; }
  .table.table :is(td, th, td *, th *) { white-space: normal !important; font-size: 8pt !important; hyphens: auto; }
  .st-key-data-table-frame :is(td, th, td *, th *) { font-size: 6pt !important; overflow-wrap: anywhere; }
  .st-key-data-table-frame :is(td, th):first-child { min-width: 4.5rem !important; }
  :is(td, th) { padding: 0.2rem 0.35rem !important; }
  a[href^="http"]:not(td a)::after { content: " (" attr(href) ")"; font-size: 0.85em; overflow-wrap: anywhere; }
  .st-key-footer::after { content: var(--address, ""); font-size: 0.875rem; overflow-wrap: anywhere; }
}
"""
#: The CSS rules of every page.
SHEET: Final = f"""
/* Instead of a page that does not come. */
:is(#no-connection, #lost-preview) {{
  position: fixed; inset: 0 0 auto; z-index: 2000000; padding: 1rem max(1.5rem, calc(50% - 22rem)); color: {_INK}; background: {_GROUND};
  border-bottom: 2px solid {_INK}; font: 1rem/1.5 "Source Sans", sans-serif; color-scheme: light dark; p {{ margin: 0.4rem 0; }}
  a {{ margin-right: 1rem; color: inherit; }}
}}
/* Instead of a page that another program has changed. */
#page-changed {{
  position: fixed; inset: 0; z-index: 2000001; overflow: auto; padding: 3rem max(1.5rem, calc(50% - 22rem)); color: {_INK};
  background: {_GROUND}; font: 1rem/1.5 "Source Sans", sans-serif; p {{ margin: 0.4rem 0 1.5rem; }}
  button {{ border: 1px solid currentColor; padding-inline: 1rem; }}
}}
/* Captions are quieter than text, yet keep a contrast of 4.5 to 1 (the framework's own fall short of it). */
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ color: {_QUIET}; opacity: 1; }}
@media (min-width: 1000px) {{ [data-testid="stMainBlockContainer"] {{ padding-left: 3rem; padding-right: 3rem; }} }}
/* The tools stand a little closer, so that a number of active filters moves none of them to a second row. */
.st-key-filter-tools, .st-key-filter-tools [data-testid="stHorizontalBlock"] {{ gap: 0.625rem; }}
/* Room for a headline of two lines, so that a shorter one moves nothing below it. */
@media (min-width: 1000px) {{ .st-key-headline {{ min-height: 5.2rem; justify-content: end; }} }}
/* The map keeps one shape at every width, and shows the set of names made for that width. */
.st-key-map-frame, .st-key-network-map-frame, .st-key-towns-frame {{ container-type: inline-size; }}
/* The browser measures a chart's place twice, and a fraction of a pixel more the second time has the whole chart drawn again. */
[data-testid="stFullScreenFrame"]:has(> [data-testid="stPlotlyChart"]) {{ width: round(down, 100%, 1px) !important; }}
.st-key-towns-map, .st-key-embedded-map {{ aspect-ratio: {ASPECT}; }}
/* The other maps are drawn taller than their place, which shows the middle; only what is said of a point may stand out of it. */
:is(.st-key-map, .st-key-network-map) {{
  --aspect: {ASPECT}; --hidden: calc({TALL / 2:.0f}px - 50cqw / var(--aspect));
  aspect-ratio: var(--aspect); flex: none !important; height: auto !important; overflow: clip; overflow-clip-margin: 6rem;
  > [data-testid="stFullScreenFrame"] {{
    position: absolute; top: calc(50% - {TALL / 2:.0f}px); height: {TALL}px; pointer-events: none;
  }}
  .main-svg:first-of-type {{ clip-path: inset(var(--hidden) 0); }}
}}
@container (max-width: 599px) {{ :is(.st-key-map, .st-key-network-map) {{ --aspect: {PHONE_ASPECT}; }} }}
/* All seven sectors and the tools, with a number of active filters, fit into one row of 1440 pixels in German too. */
.st-key-filter-sectors button {{ padding-inline: 0.65rem; }}
/* The icons of all sectors are of one size and as far from their words, the coloured ones too, which are part of the text. */
.st-key-filter-sectors button span:has(> span > [data-testid="stIconMaterial"]) {{ gap: 0.3rem; }}
.st-key-filter-sectors button p:has(> span) {{ display: flex; align-items: center; gap: 0.3rem; }}
.st-key-filter-sectors button p > span {{ font-size: 1rem; line-height: 1; }}
/* A choice that takes several rows has buttons of their own: joined ones would end a row with half a border. */
@media (max-width: 640px) {{
  :is(.st-key-choice-aspect, .st-key-choice-topic, .st-key-choice-form, .st-key-choice-part) [role="radiogroup"] {{ {_PARTED} }}
}}
.st-key-choice-scale [role="radiogroup"] {{ {_PARTED} }}
/* The button beside the sectors is as high as they are. */
.st-key-further-filters button {{ min-height: 2rem; }}
/* An icon in a text stays with its word: as a box of its own, a line could end behind it in spite of a no-break space. */
[data-testid="stMarkdownContainer"] :is(p, li) span[role="img"][translate="no"] {{ display: inline !important; }}
/* Land fades out towards the edge of a flat map; names and what is said of a point are above. The globe has an ocean and ends by itself;
   Plotly puts an empty layer for maps into every chart. */
:has(> .geolayer > *):not(:has(.ocean)) ~ .gl-container {{
  position: absolute; inset: var(--hidden, 0) 0; box-shadow: inset 0 0 0.75rem 0.5rem {_GROUND}; pointer-events: none;
}}
/* Marks stand close on a phone: there the large ones are smaller, and their numbers left to the list below. */
.st-key-anniversaries {{ container-type: inline-size; }}
@container (max-width: 640px) {{ .st-key-anniversaries .scatterlayer > .trace:nth-child(even) {{ display: none; }} }}
@container (min-width: 641px) {{ .st-key-anniversaries .scatterlayer > .trace:nth-child(odd) {{ display: none; }} }}
/* The last six traces of the bands are their words, alternately for narrow and for wide containers. */
:is(.st-key-bands, .st-key-embedded-bands) {{
  container-type: inline-size;
  .xy .scatterlayer > .trace:nth-last-child(-n+6) {{
    @container (max-width: 599px) {{ &:nth-last-child(odd) {{ display: none; }} }}
    @container (min-width: 600px) {{ &:nth-last-child(even) {{ display: none; }} }}
  }}
}}
.greeting {{ font-size: 1.35rem; margin: 0; }}
@container (max-width: 599px) {{ .scattergeo:nth-last-child(1) {{ display: none; }} }}
@container (min-width: 600px) {{ .scattergeo:nth-last-child(2) {{ display: none; }} }}
/* Rows that carry names have a set for each width too. */
.st-key-network-lanes {{ container-type: inline-size; }}
@container (max-width: 470px) {{ .st-key-network-lanes .scatterlayer > .trace:nth-last-child(1) {{ display: none; }} }}
@container (min-width: 471px) {{ .st-key-network-lanes .scatterlayer > .trace:nth-last-child(2) {{ display: none; }} }}
.symbols {{ display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; font-size: 0.875rem; color: {_QUIET}; }}
.symbols .home {{ display: inline-block; width: 0.7em; height: 0.7em; border: 1.5px solid currentColor; border-radius: 50%; }}
.st-key-year p {{ font-size: 1.75rem; font-weight: 650; font-variant-numeric: tabular-nums; }}
@media (max-width: 640px) {{ h1 {{ font-size: 1.35rem !important; }} }}
/* A partner's portrait; below it the steps of the relation and the numbers of activities. */
{portrait.STYLE}
.st-key-portrait h1, #first-view[data-page="partner"] h1 {{ font-size: 3.2rem !important; line-height: 1.1; padding: 0.5rem 0; }}
@media (max-width: 640px) {{
  .st-key-portrait h1, #first-view[data-page="partner"] h1 {{ font-size: 2.2rem !important; padding: 0.25rem 0; }}
  /* One row to choose the partner: the neighbours are known by their arrows; their names stay for whoever listens. */
  .st-key-picker {{ flex-wrap: nowrap !important; gap: 0.25rem !important; }}
  .st-key-picker > .st-key-profile-city {{ flex: 1 1 0 !important; min-width: 0 !important; width: 0 !important; }}
  .st-key-picker button p {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
}}
@media (min-width: 1000px) {{ .st-key-history ul {{ columns: 2; column-gap: 3rem; }} }}
.st-key-history li {{ break-inside: avoid; margin-block: 0 0.5rem; }}
.bars {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 3rem; align-items: start; }}
.bars h2 {{ font-size: 1.3rem; font-weight: 650; line-height: 1.2; padding: 0 0 0.75rem; margin: 0; }}
.bars dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 0.75rem; margin: 0; padding: 0; font-size: 0.875rem; }}
.bars div {{ display: contents; }}
.bars dt {{ font-weight: 400; margin: 0; }}
.bars dd {{ display: flex; align-items: center; gap: 0.4rem; margin: 0; padding-right: 2.5rem; }}
.bars i {{ display: block; flex: none; height: 1.05rem; min-width: 2px; outline: 1px solid transparent; print-color-adjust: exact; }}
.bars b {{ font-weight: 400; font-variant-numeric: tabular-nums; }}
/* A preview says so wherever the viewer has scrolled to. */
.st-key-preview-banner {{ position: sticky; top: 3.75rem; z-index: 99; background: {_GROUND}; border-radius: 0.5rem; }}
/* The key figures stand in twos on a phone too, and are read in the order they belong in. */
.st-key-key-figures {{ display: grid; grid-template-columns: 1fr 1fr; }}
/* That nothing was found is said as calmly as the rest. */
[data-testid="stAlertContentInfo"] {{ color: {_INK}; }}
/* A figure's name takes two lines rather than lose its end. */
[data-testid="stMetricLabel"] p {{ white-space: normal; overflow: visible; }}
/* So does what can be picked from a list; the field of what is picked has one, and shows that there is more. */
[role="listbox"] [role="option"] {{ height: auto; min-height: 2.5rem; align-content: center; }}
[role="listbox"] [role="option"] [data-item-hl] {{
  white-space: normal; overflow: visible; height: auto; line-height: 1.25; padding-block: 0.3rem;
}}
input[role="combobox"] {{ text-overflow: ellipsis; }}
/* On a phone long tables scroll sideways instead of growing as tall as their narrowest column makes them. */
@media (max-width: 1000px) {{ .st-key-network-table table {{ min-width: 75rem; }} }}
@media (max-width: 640px) {{ .st-key-data-remarks table {{ min-width: 44rem; }} }}
/* What is chosen stands in the ground's colour on the city's, which the framework writes in white on any green. */
[data-testid="stMultiSelectTagsContainer"] [role="group"] * {{ color: {_GROUND}; }}
/* The tables of the data are read like a spreadsheet: a row is a line. */
.st-key-data-table-frame :is(td, th, td *, th *) {{ white-space: nowrap !important; max-width: none !important; }}
/* What is not celebrated is said quietly, many days beside each other where there is room. */
.st-key-not-celebrated :is(p, li) {{ color: {_QUIET}; font-size: 0.875rem; }}
.st-key-not-celebrated ul {{ columns: 24rem; column-gap: 2rem; }}
.st-key-not-celebrated li {{ break-inside: avoid; margin-block: 0 0.2rem; }}
/* Columns that stand below each other on a phone are no further apart than the rest. */
@media (max-width: 640px) {{ [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {{ row-gap: 1rem; }} }}
/* On a phone the menu of a chart stands beside the switch above it, where it covers nothing. */
@media (max-width: 640px) {{
  [data-testid="stLayoutWrapper"]:has([data-testid="stButtonGroup"]) + [data-testid="stElementContainer"]:has(.modebar-btn) {{
    &, .js-plotly-plot {{ overflow: clip visible !important; }}
    .modebar-container {{ top: -2.75rem !important; }}
  }}
}}
/* A link at the foot takes two lines rather than lose its end, and so does the title of a story on its buttons. */
.st-key-footer [data-testid="stPageLink"] p,
.st-key-stories button :is([data-testid="stMarkdownContainer"], p) {{ white-space: normal; overflow: visible; }}
/* The title of a story stands beside its buttons, which carry it for whoever listens. */
.st-key-stories button p span {{
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}}
/* The buttons of our own look like their neighbours. */
.copy-button {{
  font: inherit; font-size: 0.875rem; color: inherit; background: none; border: 0; border-radius: 999px;
  padding: 0.25rem 0.5rem; min-height: 2.5rem; white-space: nowrap; cursor: pointer;
}}
/* The menu of a chart has no ground of its own and the colour of captions, also where there is no pointer and it always shows. */
.js-plotly-plot .modebar-group {{ background: none !important; }}
.js-plotly-plot .modebar-btn path {{ fill: {_QUIET} !important; }}
.js-plotly-plot .modebar-btn:is(:hover, :focus-visible) path {{ fill: {_INK} !important; }}
/* A word among the symbols of a chart's menu. */
.js-plotly-plot .svg-button {{ font: 600 11px/16px inherit; color: {_QUIET}; }}
.copy-button:hover {{ text-decoration: underline; }}
.copy-button:focus-visible {{ outline: 2px solid currentColor; outline-offset: 1px; }}
/* Beside the words of their neighbours these two are known by their symbols; their names stay for whoever listens. */
.st-key-qr [data-testid="stPopoverButton"] div[aria-hidden], .st-key-take-away [data-testid="stPopoverButton"] div[aria-hidden] {{
  display: none;
}}
.st-key-present p, :is(.st-key-qr, .st-key-take-away) button p {{
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}}
/* The menu to take away is as wide as its rows of buttons. */
[data-testid="stPopoverBody"]:has(.st-key-take-deck) {{ min-width: min(44rem, 92vw); }}
/* Tables (widgets/table.py). In one of few columns a cell takes one line where there is room. */
.table {{
  overflow-x: auto; font-size: 0.875rem; line-height: 1.5; font-variant-numeric: tabular-nums;
  table {{ width: 100%; margin: 0; border-collapse: separate; border-spacing: 0; }}
  :is(th, td) {{
    max-width: 25rem; padding: 0.25rem 0.5rem 0.25rem 0.25rem; border: 0; border-bottom: 1px solid {_HAIR};
    text-align: left; font-weight: 400;
  }}
  tr > :last-child {{ padding-right: 0.25rem; }}
  thead th {{ color: {_QUIET}; }}
  a {{ color: {_LINK}; }}
  &:not(:has(td:nth-child(4))) :is(th, td) {{ max-width: 36rem; }}
  .icon {{ font-family: "Material Symbols Rounded"; user-select: none; vertical-align: bottom; white-space: nowrap; }}
}}
/* A speaker reads from a distance. */
.st-key-speaker p {{ font-size: 1.25rem; }}
.speaker-clock span {{ margin-right: 2rem; }}
.said-aloud {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
/* Where the viewer's own colours replace ours, what is chosen is known by its border. */
@media (forced-colors: active) {{
  :is([aria-pressed="true"], [aria-checked="true"], [aria-selected="true"], [aria-current="page"]),
  [data-testid="stPaginationPageActive"], [data-testid="stRadio"] label:has(input:checked) {{
    outline: 3px solid Highlight; outline-offset: -3px; text-decoration: underline;
  }}
  :focus-visible, label:has(input:focus-visible), div:has(> div > input[type="range"]:focus-visible) {{
    outline: 3px dashed CanvasText !important; outline-offset: 2px !important;
  }}
  /* What the framework draws with grounds alone: the way of a switch and its knob, the way of a slider and its thumbs. */
  [data-testid="stCheckbox"] label > span + div {{ outline: 2px solid ButtonText; outline-offset: 1px; }}
  [data-testid="stCheckbox"] label > span + div > div {{ background: ButtonText !important; }}
  [data-testid="stCheckbox"] label:has(input:checked) > span + div {{ background: Highlight !important; }}
  [data-testid="stCheckbox"] label > span + div, [data-testid="stCheckbox"] label > span + div *,
  [data-testid="stSlider"] [role="group"] * {{
    forced-color-adjust: none;
  }}
  [data-testid="stSlider"] :is(p, div) {{ color: CanvasText !important; }}
  [data-testid="stSlider"] [role="group"] > div > div:first-child {{ background: ButtonText !important; }}
  [data-testid="stSlider"] div:has(> div > input[type="range"]) {{ background: Highlight !important; outline: 2px solid ButtonText; }}
  [role="progressbar"] * {{ forced-color-adjust: none; }}
  .geolayer :is(.land, .countries, .choroplethlayer) path {{ stroke: CanvasText !important; stroke-opacity: 0.4 !important; }}
}}
/* The framework marks a link to a page that has the focus with a ground alone, as it does the page that is shown. */
@media (forced-colors: none) {{
  [data-testid="stTopNavLink"]:focus-visible, [data-testid="stPageLink-NavLink"]:focus-visible {{
    outline: 2px solid currentColor !important; outline-offset: -2px;
  }}
}}
/* The page itself takes the focus to be scrolled by key. */
[data-testid="stMain"]:focus-visible {{ outline: 2px solid currentColor !important; outline-offset: -2px; }}
/* Play is motion: whoever asked for less gets the slider alone. */
@media (prefers-reduced-motion: reduce) {{ .st-key-play {{ display: none; }} }}
{_PAPER}"""


def _pairs(dark: object, light: object) -> Iterator[tuple[str, str]]:
    """Yield every colour of the dark theme with the one that has its place in the light theme."""
    if isinstance(dark, str) and isinstance(light, str):
        yield dark, light
    elif isinstance(dark, dict) and isinstance(light, dict):
        for name in dark:
            yield from _pairs(dark[name], light[name])
    elif isinstance(dark, tuple) and isinstance(light, tuple):
        for one, other in zip(dark, light, strict=True):
            yield from _pairs(one, other)


def _dark_on_paper() -> str:
    """Return the CSS that prints a page of the dark theme as one of the light theme, its drawn figures included."""
    rules: dict[tuple[str, str], str] = {}
    for dark, light in _pairs(vars(PALETTES["dark"]), vars(PALETTES["light"])):
        if dark.startswith("#"):
            drawn = ", ".join(str(int(dark[place : place + 2], 16)) for place in (1, 3, 5))
            rules |= {
                (kind, drawn): f'svg :is([style*="{kind}: rgb({drawn})"], [{kind}="rgb({drawn})"]) {{ {kind}: {light} !important; }}'
                for kind in ("fill", "stroke")
            }
    ink = PALETTES["light"].text
    words = f"[data-testid=stMain] *:not(.st-key-stage *, svg, svg *) {{ color: {ink} !important; border-color: currentColor; }}"
    matrix = ".hm image { filter: invert(1) hue-rotate(180deg); }"
    return f"@media print {{ {words} {matrix} {' '.join(rules.values())} }}"


_DARK_ON_PAPER: Final = _dark_on_paper()


def apply_style() -> None:
    """Set the viewer's theme as ``color-scheme`` of the body: the framework sets it on an element that does not contain the menus."""
    st.html(f"<style>body {{ color-scheme: {theme()}; }}{_DARK_ON_PAPER if theme() == 'dark' else ''}</style>")
