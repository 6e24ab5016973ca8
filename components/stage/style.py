"""Define the CSS of the stage: one screen without a scroll bar, text readable from the last row, figures enlarged as a whole."""

from typing import Final

import streamlit as st

from components.exhibits.exhibit import FIGURE_HEIGHT
from components.figures.map_views import ASPECT, PHONE_ASPECT, TALL
from components.figures.palette import CITY_FILL, PALETTES, TITLE_GROUND

#: Width in pixels for which maps are drawn before they are enlarged: their names of 13 pixels become 28 on a screen of 1920.
MAP_WIDTH: Final = 890
#: Least width in pixels for which a chart is drawn before it is enlarged.
CHART_WIDTH: Final = 560

#: Without a connection ``.stage-lost`` is shown instead of the framework's dialog, which must not stand on the wall.
_OUTAGE: Final = """
[data-testid="stApp"][data-test-connection-state="CONNECTED"] .stage-lost { display: none; }
.stale-element, [data-stale="true"] { opacity: 1 !important; }
body:has([data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])) [data-testid="stDialog"] { display: none !important; }
"""
_SPEAKER: Final = """
.speaker-number { font-size: 3rem; font-weight: 700; line-height: 1; margin: 0; }
.stage-lost { font-weight: 650; }
.st-key-speaker-map { container-type: inline-size; }
"""
_RULES: Final = (
    _OUTAGE
    + """
/* Lengths of the stage; registered, so that the quotient of two of them is a number: tan(atan2(a, b)). */
@property --figure-height { syntax: "\\3c length>"; inherits: true; initial-value: HEIGHTpx; }
@property --figure-width { syntax: "\\3c length>"; inherits: true; initial-value: MAP_WIDTHpx; }
@property --map-width { syntax: "\\3c length>"; inherits: true; initial-value: MAP_WIDTHpx; }
[data-testid="stHeader"], .st-key-footer { display: none; }
[data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none; }
[data-testid="stMain"] { overflow: hidden; }
.stVerticalBlock:has(> * > .st-key-stage) { gap: 0; }
.st-key-stage {
  --side: 3.2vw; --top: 2.6vh; --foot: 5.2vh; --letters: min(2.9vw, 5.4vh); --lines: 2; --second: 0px;
  flex: none; position: relative; height: 100vh !important; min-height: 100vh; overflow: clip; gap: 0; flex-wrap: nowrap;
  overscroll-behavior: none; touch-action: pan-y; background: GROUND;
}
.st-key-stage:has(.st-key-stage-head-brief) { --lines: 1; }
.st-key-stage:has(.st-key-stage-head-long) { --letters: min(2.05vw, 4vh); }
.st-key-stage:has([class*="st-key-stage-head-both"]) { --letters: min(2.3vw, 4.4vh); --second: calc(2 * 1.25 * min(1.55vw, 3vh)); }
.st-key-stage:has(.st-key-stage-head-both-brief) { --lines: 1; --second: calc(1.4 * min(1.55vw, 3vh)); }
.st-key-stage:has(.st-key-stage-source-long) { --foot: 7.8vh; }
.st-key-stage {
  --head: calc(var(--top) + var(--lines) * 1.18 * var(--letters) + var(--second) + 1.2vh);
  --figure-height: calc(100vh - var(--head) - var(--foot)); --figure-width: calc(100vw - 2 * var(--side));
  --enlarged: max(1, min(tan(atan2(var(--figure-height), HEIGHTpx)), tan(atan2(var(--figure-width), CHART_WIDTHpx))));
  --map-width: min(100vw, ASPECT * (110vh - var(--head))); --map-enlarged: max(1, tan(atan2(var(--map-width), MAP_WIDTHpx)));
  --aspect: ASPECT;
}
[class*="st-key-stage-as-"] { position: absolute !important; inset: 0; gap: 0 !important; }
[class*="st-key-stage-head-"] { padding: var(--top) var(--side) 0; gap: 0 !important; z-index: 2; }
.st-key-stage h1 { font-size: var(--letters) !important; line-height: 1.18; padding: 0; font-weight: 650; text-wrap: balance; }
.stage-second { font-size: min(1.55vw, 3vh); line-height: 1.25; color: QUIET; margin: 0.2vh 0 0; }
.st-key-stage-body { gap: 0 !important; }
/* The framework takes back the space below a text, which would let the next line slip under it. */
.st-key-stage [data-testid="stMarkdownContainer"] { margin-bottom: 0 !important; }
/* A chart: drawn in its own scale and enlarged as a whole, lines, letters and marks alike. The framework measures the frame of a chart
   after it is enlarged: the frame is made smaller by as much, and the chart reaches beyond it. */
.st-key-stage-as-chart .st-key-stage-figure-room {
  position: absolute; top: var(--head); left: var(--side); width: var(--figure-width) !important;
  height: calc(HEIGHTpx * var(--enlarged)) !important;
}
.st-key-stage-figure { transform-origin: 0 0; }
.st-key-stage-as-chart .st-key-stage-figure { --width: calc(var(--figure-width) / var(--enlarged)); --factor: var(--enlarged);
  --own: HEIGHTpx; }
.st-key-stage-as-map .st-key-stage-figure { --width: calc(var(--map-width) / var(--map-enlarged)); --factor: var(--map-enlarged);
  --own: TALLpx; }
.st-key-stage-figure { transform: scale(var(--factor)); width: var(--width) !important; height: var(--own) !important; }
.st-key-stage-figure [data-testid="stFullScreenFrame"] {
  width: round(down, calc(var(--width) / var(--factor)), 1px) !important; height: calc(var(--own) / var(--factor)) !important;
    overflow: visible;
}
.st-key-stage-figure .stPlotlyChart { height: calc(var(--own) / var(--factor)) !important; overflow: visible; }
.st-key-stage-figure .js-plotly-plot { width: var(--width) !important; overflow: visible !important; }
.st-key-stage-figure .stElementContainer, .st-key-stage-figure .stVerticalBlock { overflow: visible; }
/* A map fills the screen: drawn taller than it is, its middle stands between headline and source. */
.st-key-stage-as-map .st-key-stage-figure-room {
  position: absolute; inset: 0; width: auto !important; height: 100vh !important; overflow: clip; container-type: inline-size;
}
.st-key-stage-as-map .st-key-stage-figure {
  position: absolute; left: calc((100vw - var(--map-width)) / 2); container-type: inline-size;
  top: calc(
    var(--head) + max(0px, (100vh - var(--head) - var(--foot) - var(--map-width) / ASPECT) / 2) + var(--map-width) / ASPECT / 2
    - TALLpx / 2 * var(--map-enlarged)
  );
--half: calc(var(--width) / var(--aspect) / 2);
  mask-image: linear-gradient(
    transparent calc(50% - var(--half)), #000 calc(50% - var(--half) + 8px), #000 calc(50% + var(--half) - 8px), transparent calc(50% +
      var(--half))
  );
}
.st-key-stage-as-map .stLayoutWrapper, .st-key-stage-as-map [data-testid="stLayoutWrapper"] { position: static; }
.st-key-stage-as-map :is([class*="st-key-stage-head-"], .st-key-stage-row) { text-shadow: 0 0 0.3em GROUND, 0 0 0.6em GROUND; }
.st-key-stage-as-map::before {
  content: ""; position: absolute; inset: 0; z-index: 1; pointer-events: none;
  background: linear-gradient(GROUND calc(var(--head) - 4vh), transparent var(--head), transparent 90vh, GROUND 97vh);
}
.st-key-stage-growth { position: absolute; left: var(--side); bottom: calc(var(--foot) + 6vh); z-index: 2; }
.st-key-stage-year-now p { font-size: min(4.6vw, 8vh); line-height: 1; font-weight: 650; font-variant-numeric: tabular-nums; }
.stage-names { display: none; }
.stage-legend {
  position: absolute; left: var(--side); bottom: var(--foot); z-index: 2; margin: 0; font-size: max(14px, min(1.46vw, 2.8vh));
    line-height: 1.3;
  color: QUIET; text-shadow: 0 0 0.3em GROUND, 0 0 0.6em GROUND; display: flex; flex-wrap: wrap; gap: 0 1.5em;
    max-width: calc(100vw - 2 * var(--side));
}
.stage-legend b { color: INK; font-weight: 400; }
.st-key-stage-as-map .stElementContainer:has(.stage-legend), .st-key-stage-as-map .stHtml:has(.stage-legend) {
  position: static !important; }
/* A title: words on the city's colour, the globe at the edge. */
.st-key-stage:has(.st-key-stage-as-title) { background: linear-gradient(135deg, GROUND_FROM, GROUND_TO); --globe: min(128vh, 74vw); }
.st-key-stage-as-title, .st-key-stage-as-title :is(h1, p, span) { color: #fff !important; }
.st-key-stage-globe-room { clip-path: circle(50%); position: absolute; width: var(--globe) !important; height: var(--globe) !important;
  overflow: visible; }
.st-key-stage-globe-room :is([data-testid="stLayoutWrapper"], .stVerticalBlock, .stElementContainer, .stPlotlyChart, .stFullScreenFrame) {
  width: 100% !important; height: 100% !important;
}
.st-key-stage-globe { pointer-events: none; }
.st-key-stage-as-title .st-key-stage-globe-room { right: calc(var(--globe) * -0.24); top: calc(50vh - var(--globe) / 2); }
.st-key-stage-as-title :is([class*="st-key-stage-head-"], .st-key-stage-body) { width: 50vw !important; z-index: 2; }
.st-key-stage-as-title, .st-key-stage-as-number { justify-content: center; }
.st-key-stage-as-title { --letters: min(4.1vw, 8vh); }
.st-key-stage-as-title h1 { line-height: 1.12; }
.st-key-stage-as-title .st-key-stage-body { padding: 3.4vh var(--side) 8vh; }
/* Short lines, so that no arc of the globe runs through small words. */
.st-key-stage-as-title .st-key-stage-lines p { font-size: min(1.9vw, 3.6vh); line-height: 1.4; margin: 0; opacity: 0.92; max-width: 37vw;
  text-wrap: balance; }
.st-key-stage .greeting { font-size: min(6.4vw, 12vh); line-height: 1.15; font-weight: 650; color: CITY_FILL !important;
  margin: 0 0 1.2vh; }
/* A portrait: names, three facts, the latest exchange; the way there beside them. */
.st-key-stage:has(.st-key-stage-as-portrait) { --globe: min(84vh, 40vw); }
.st-key-stage-as-portrait .st-key-stage-globe-room { right: var(--side); top: calc(48vh - var(--globe) / 2); }
.st-key-stage-as-portrait { --letters: min(4.6vw, 9vh); justify-content: center; }
.st-key-stage-as-portrait :is([class*="st-key-stage-head-"], .st-key-stage-body) { width: 58vw !important; z-index: 2; }
.st-key-stage-as-portrait .st-key-stage-body { padding: 1vh var(--side) 6vh; }
.stage-name { font-size: min(3vw, 5.8vh); line-height: 1.2; color: CITY; font-weight: 600; margin: 0; }
.st-key-stage-as-portrait .st-key-stage-lines { gap: 0 !important; }
.st-key-stage-as-portrait .st-key-stage-lines p { font-size: min(1.7vw, 3.3vh); line-height: 1.35; margin: 0; text-wrap: balance; }
.st-key-stage-latest { max-width: 46vw; }
/* The edge of a flat map, which a globe has before its borders have come. */
.st-key-stage-globe .gl-container { box-shadow: none !important; }
.st-key-stage-latest p { font-size: min(1.7vw, 3.3vh); line-height: 1.35; margin: 0; text-wrap: balance; }
.stage-status {
  display: inline-block; font-size: min(1.7vw, 3.3vh); font-weight: 650; line-height: 1.2; margin: 1vh 0 0; padding: 0.2em 0.6em;
    border: 2px solid INK;
  border-radius: 0.4em;
}
.stage-facts { display: grid; grid-template-columns: auto auto; justify-content: start; gap: 3vh 4vw; padding: 0 !important;
  margin: 3vh 0 4vh; }
.stage-facts div { display: flex; flex-direction: column-reverse; justify-content: flex-end; max-width: 24vw; }
.stage-facts dd { font-size: min(4.2vw, 8vh); line-height: 1.1; font-weight: 650; margin: 0; color: CITY; white-space: nowrap; }
.stage-facts dt { font-size: max(min(1.46vw, 2.8vh), 14px); line-height: 1.25; color: QUIET; font-weight: 400; text-wrap: balance; }
/* One large number. */
.stage-number {
  font-size: min(46vh, 30vw, calc(150vw / var(--signs))); line-height: 1; font-weight: 700; color: CITY; margin: 0 0 2vh;
    letter-spacing: -0.02em;
  font-variant-numeric: tabular-nums; white-space: nowrap;
}
.st-key-stage-as-number { --letters: min(3.2vw, 6vh); padding-bottom: var(--foot); }
.st-key-stage-as-number h1 { max-width: 80vw; }
/* Lines of words, each with its day. */
.st-key-stage-as-words .st-key-stage-body { padding: 4vh var(--side) var(--foot); gap: 0 !important; }
.stage-rows { margin: 0; padding: 0 !important; }
.stage-rows div { border-top: 2px solid LAND; padding: 2vh 0 1.2vh; min-height: 17vh; }
.stage-rows dt { font-size: max(min(1.6vw, 3vh), 14px); line-height: 1.3; color: CITY; font-weight: 600; }
.stage-rows dd { font-size: min(2.8vw, 5vh); line-height: 1.2; margin: 0.3vh 0 0; text-wrap: balance; }
.st-key-stage-as-words .st-key-stage-lines p { font-size: min(2.3vw, 4.5vh); line-height: 1.35; max-width: 80vw; }
.st-key-stage-as-words { --letters: min(3.4vw, 6.4vh); }
/* The end: a code that is scanned from the tenth row. */
.st-key-stage-as-closing { --code: min(76vh, 46vw); --letters: min(5.4vw, 10vh); justify-content: center; }
.st-key-stage-as-closing :is([class*="st-key-stage-head-"], .st-key-stage-lines) {
  width: calc(100vw - var(--code) - 3 * var(--side)) !important; }
.st-key-stage-as-closing .st-key-stage-lines { padding: 2vh 0 var(--foot) var(--side); gap: 0 !important; }
.st-key-stage-as-closing .st-key-stage-lines p { font-size: min(2.1vw, 4vh); line-height: 1.4; margin: 0 0 1vh; text-wrap: balance; }
.st-key-stage-as-closing .qr-code { position: absolute; right: var(--side); top: calc(47vh - var(--code) / 2); width: var(--code); }
.st-key-stage-as-closing [data-testid="stCaptionContainer"] {
  position: absolute; right: var(--side); top: calc(48vh + var(--code) / 2); width: var(--code); text-align: center;
}
.st-key-stage-as-closing [data-testid="stCaptionContainer"] p { font-size: max(12px, min(1.2vw, 2.3vh)) !important; }
.qr-code { display: block; background: #fff; width: min(26vw, 46vh, 340px); }
:is(.st-key-stage-as-closing, .st-key-stage-foot) :is([data-testid="stElementContainer"], [data-testid="stHtml"],
  [data-testid="stLayoutWrapper"]) {
  position: static !important;
}
/* Source, number and progress stay quiet; the buttons stand above them for as long as somebody asks for them. */
.st-key-stage-foot { position: absolute; inset: auto 0 0; z-index: 3; gap: 0 !important; padding: 0 var(--side) 1.4vh;
  width: auto !important; }
.st-key-stage-source p { font-size: max(12px, min(0.85vw, 1.7vh)) !important; line-height: 1.3; }
.stage-count { font-size: max(14px, min(1.46vw, 2.8vh)); line-height: 1; font-variant-numeric: tabular-nums; white-space: nowrap;
  color: QUIET; }
.stage-progress {
  position: absolute; inset: auto 0 0; width: 100%; height: 4px; appearance: none; border: 0; background: LAND; display: block;
}
.stage-progress::-webkit-progress-bar { background: LAND; }
.stage-progress::-webkit-progress-value { background: CITY; }
.stage-progress::-moz-progress-bar { background: CITY; }
.st-key-stage-as-title .stage-progress, .st-key-stage-as-title .stage-progress::-webkit-progress-bar { background: transparent; }
.st-key-stage-as-title .stage-progress::-webkit-progress-value { background: CITY_FILL; }
.st-key-stage-as-title .stage-progress::-moz-progress-bar { background: CITY_FILL; }
[data-testid="stElementContainer"]:has(.stage-count) { margin-left: auto; }
.st-key-stage-foot [data-testid="stLayoutWrapper"]:has(> .st-key-stage-tools) { position: absolute !important; right: var(--side);
  bottom: calc(var(--foot) + 0.4vh); width: auto; z-index: 4; }
.st-key-stage-tools {
  flex-wrap: wrap; background: GROUND; border: 1px solid LAND; border-radius: 0.75rem; padding: 0.4rem; transition: opacity 0.2s;
}
.st-key-stage-as-title .st-key-stage-tools :is(p, span) { color: inherit !important; }
.st-key-stage-tools button { min-height: 44px; min-width: 44px; font-size: 1rem; color: INK; }
.stage-still, .stage-still * { cursor: none !important; }
.stage-still :is(.st-key-stage-tools, .st-key-stage-play) { opacity: 0; }
.stage-no-full #stage-full { display: none; }
body:not(.stage-sleeps) .stage-wake-note { display: none; }
#stage-letters[aria-pressed="true"]::before { content: "✓\\00a0"; }
#stage-letters { white-space: normal; text-align: left; }
#stage-cover { position: fixed; inset: 0; z-index: 1000000; display: none; cursor: none; }
.stage-black #stage-cover { display: block; background: #000; }
.stage-white #stage-cover { display: block; background: #fff; }
/* A lost connection is told by a quiet word in the corner, and the slide stays. */
.stage-lost {
  position: fixed; right: 3.2vw; bottom: 7vh; z-index: 5; margin: 0; padding: 0.3em 0.7em; font-size: max(14px, min(1.46vw, 2.8vh));
  color: INK; background: GROUND; border: 1px solid QUIET; border-radius: 0.4em;
}
@media (max-aspect-ratio: 3/2) { .st-key-stage:has(.st-key-stage-head-long) { --lines: 3; } }
/* On a phone on its side a slide fits the screen as on a projector, so a chart may have to be made smaller. */
@media (min-width: 600px) and (min-height: 320px) and (max-height: 479px) and (orientation: landscape) {
  /* A map stands whole between headline and legend, as long as it is wide enough for its names. */
  .st-key-stage { --foot: 40px; --map-width: min(100vw, max(640px, ASPECT * (100vh - var(--head))));
    --enlarged: min(tan(atan2(var(--figure-height), HEIGHTpx)), tan(atan2(var(--figure-width), CHART_WIDTHpx))); }
  .st-key-stage:has(.st-key-stage-source-long) { --foot: 54px; }
  .st-key-stage-source p { font-size: 11px !important; }
  .stage-legend { font-size: 12px; }
  .st-key-stage-growth { bottom: auto; top: var(--head); }
  .st-key-stage-as-words .st-key-stage-body { padding-top: 1vh; }
  .st-key-stage-as-words { --letters: 1.15rem; }
  .stage-rows div { padding: 1.4vh 0 0.8vh; } .stage-rows dt { font-size: 12px; } .stage-rows dd { font-size: 1rem; }
}
/* Phones upright, and screens at 400 %: a page that scrolls, with figures as the pages show them and every name in words. */
@media (max-width: 599px), (max-height: 319px), (max-width: 759px) and (orientation: portrait) {
  [data-testid="stMain"] { overflow: auto; }
  .st-key-stage { --side: 1rem; --top: 1rem; --letters: 1.35rem !important; height: auto !important; overflow: clip visible;
    --map-width: calc(100vw - 2rem); }
  [class*="st-key-stage-as-"] { position: relative !important; inset: auto; min-height: 100vh; --letters: 1.5rem !important; }
  .st-key-stage :is(.stElementContainer, [data-testid="stLayoutWrapper"], .stVerticalBlock) { flex-shrink: 0 !important; }
  .st-key-stage .st-key-stage-figure-room { flex: none !important; }
  .st-key-stage .st-key-stage-figure-room, .st-key-stage .st-key-stage-as-map .st-key-stage-figure-room {
    position: relative; inset: auto; left: var(--side); width: calc(100vw - 2 * var(--side)) !important; margin: 1rem 0;
  }
  .st-key-stage-as-map .st-key-stage-figure-room { height: calc(var(--map-width) / var(--aspect)) !important; }
  .st-key-stage-as-map .st-key-stage-figure { left: 0; top: calc(var(--map-width) / var(--aspect) / 2 - TALLpx / 2 * var(--map-enlarged)); }
  .st-key-stage-as-map::before { display: none; }
  .st-key-stage-as-chart .st-key-stage-figure-room { top: 0; }
  .stage-names { display: block; padding: 0 1rem; font-size: 1rem; }
  .st-key-stage-growth, .stage-legend { position: static; padding: 0 1rem; }
  .stage-legend { font-size: 1rem; max-width: none; }
  .st-key-stage-as-portrait .st-key-stage-body, .st-key-stage-as-title .st-key-stage-body { padding: 1rem; gap: 0.5rem !important; }
  .st-key-stage-as-closing .st-key-stage-lines { padding: 0.5rem 1rem; }
  .st-key-stage-as-title :is([class*="st-key-stage-head-"], .st-key-stage-body),
  .st-key-stage-as-portrait :is([class*="st-key-stage-head-"], .st-key-stage-body),
  .st-key-stage-as-closing :is([class*="st-key-stage-head-"], .st-key-stage-lines) { width: 100% !important; }
  .st-key-stage-as-title .st-key-stage-globe-room { top: auto; bottom: 1rem; }
  .st-key-stage-as-portrait .st-key-stage-globe-room { display: none; }
  .st-key-stage .greeting { font-size: 2.2rem; }
  .stage-name { font-size: 1.25rem; }
  .st-key-stage .st-key-stage-lines p { font-size: 1.1rem !important; max-width: none; }
  .st-key-stage-latest { max-width: none; } .st-key-stage-latest p, .stage-status { font-size: 1.1rem; }
  .stage-facts { gap: 1rem 2rem; } .stage-facts div { max-width: none; } .stage-facts dd { font-size: 1.8rem; } .stage-facts dt {
    font-size: 1rem; }
  .stage-rows div { min-height: 0; } .stage-rows dd { font-size: 1.2rem; } .stage-rows dt { font-size: 1rem; }
  .stage-number { font-size: min(6rem, calc(150vw / var(--signs))); }
  .st-key-stage-as-closing .qr-code { position: static; width: min(100vw - 2rem, 100vh - 2rem, 24rem); margin: 1rem; }
  .st-key-stage-as-closing [data-testid="stCaptionContainer"] { position: static; width: auto; padding: 0 1rem; text-align: left; }
  .st-key-stage-foot { position: static; padding: 1rem; margin-top: auto; gap: 0.75rem !important; }
  .st-key-stage-foot [data-testid="stLayoutWrapper"]:has(> .st-key-stage-tools) { position: static !important; }
  .stage-progress { position: fixed; }
  .stage-still .st-key-stage-tools, .stage-still .st-key-stage-play { opacity: 1; }
}
/* A map this narrow shows the names that are placed for a phone, on a map that is higher. */
@media (max-width: 631px) and (orientation: portrait), (max-width: 599px) { .st-key-stage { --aspect: PHONE_SHAPE; } }
@media (prefers-reduced-motion: reduce) { .st-key-stage-tools { transition: none; } }
@media (forced-colors: active) {
  .stage-progress { forced-color-adjust: none; height: 8px; background: Canvas !important; border-top: 1px solid CanvasText; }
  .stage-progress::-webkit-progress-bar { background: Canvas !important; }
  .stage-progress::-webkit-progress-value { background: Highlight !important; }
  .stage-progress::-moz-progress-bar { background: Highlight !important; }
}
/* A slide on paper is a page; what is drawn is made as large as its place there. */
@page { size: A4 landscape; margin: 0; }
@media print {
  :is(.st-key-stage-tools, .st-key-stage-play, .stage-progress, .stage-lost, #stage-cover) { display: none !important; }
  html, body, #root, [data-testid="stApp"] { height: 99.5vh !important; overflow: hidden !important; }
  .st-key-stage { --foot: 9vh !important; height: 100vh !important; }
  .st-key-stage :is(.stPlotlyChart, [data-testid="stFullScreenFrame"], .stElementContainer) {
    overflow: visible !important; max-width: none !important;
  }
  .st-key-stage .js-plotly-plot { width: var(--drawn) !important; max-width: none !important; }
  .st-key-stage-as-map .st-key-stage-figure { mask-image: none; clip-path: inset(calc(50% - var(--half)) 0); }
  .st-key-stage-as-map::before { display: none; }
  .st-key-stage * { text-shadow: none !important; }
  .st-key-stage-figure .js-plotly-plot { zoom: tan(atan2(var(--width), var(--drawn))); }
  .st-key-stage-globe .js-plotly-plot { zoom: tan(atan2(var(--globe), var(--drawn))); }
}
"""
)


def apply_speaker_style() -> None:
    """Add the CSS of the presenter view to the page."""
    st.html(f"<style>{_OUTAGE}{_SPEAKER}</style>")


def apply_stage_style() -> None:
    """Add the CSS of the stage to the page."""
    light, dark = PALETTES["light"], PALETTES["dark"]
    words = {
        "GROUND_FROM": f"light-dark({TITLE_GROUND['light'][0]}, {TITLE_GROUND['dark'][0]})",
        "GROUND_TO": f"light-dark({TITLE_GROUND['light'][1]}, {TITLE_GROUND['dark'][1]})",
        "QUIET": f"light-dark({light.quiet_text}, {dark.quiet_text})",
        "CITY": f"light-dark({light.city}, {dark.city})",
        "LAND": f"light-dark({light.land}, {dark.land})",
        "GROUND": f"light-dark({light.ground}, {dark.ground})",
        "INK": f"light-dark({light.text}, {dark.text})",
        "CITY_FILL": CITY_FILL,
        "CHART_WIDTHpx": f"{CHART_WIDTH}px",
        "MAP_WIDTHpx": f"{MAP_WIDTH}px",
        "HEIGHTpx": f"{FIGURE_HEIGHT}px",
        "TALLpx": f"{TALL}px",
        "PHONE_SHAPE": f"{PHONE_ASPECT:g}",
        "ASPECT": f"{ASPECT:g}",
    }
    rules = _RULES
    for word, value in words.items():
        rules = rules.replace(word, value)
    st.html(f"<style>{rules}</style>")
