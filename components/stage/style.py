"""Define the CSS of the stage: one screen without a scroll bar, text readable from the last row, figures enlarged as a whole."""

from typing import Final

import streamlit as st

from components.exhibits.slides import FIGURE_HEIGHT
from components.figures.map_views import ASPECT
from components.figures.palette import PALETTES
from components.session.viewer import theme

#: Screen width in pixels of the stage's own scale. Figures are drawn for it and enlarged by screen width / SCREEN_WIDTH.
SCREEN_WIDTH: Final = 890
#: Screen widths, in pixels, at which the enlargement of figures increases.
_STEPS: Final = (600, 760, 960, 1120, 1280, 1360, 1440, 1600, 1760, 1920, 2240, 2560, 3200, 3840)

_RULES: Final = """
[data-testid="stHeader"], .st-key-footer { display: none; }
[data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none; }
[data-testid="stMain"] { overflow: hidden; }
.stVerticalBlock:has(> * > .st-key-stage) { gap: 0; }
.st-key-stage {
  flex: none; height: 100vh !important; min-height: 100vh; padding: 2.2vw 3.2vw 1.2vw; overflow: hidden; gap: 0.6vw; flex-wrap: nowrap;
}
.st-key-stage h1 { font-size: min(2.9vw, 6.2vh) !important; line-height: 1.2; padding: 0; }
.st-key-stage-opening h1 { font-size: min(4.4vw, 9vh) !important; }
.st-key-stage-long h1 { font-size: min(2.3vw, 4.9vh) !important; }
.stage-second { font-size: min(1.7vw, 3.6vh); color: QUIET; margin: 0.4vw 0 0; }
:has(> .st-key-stage-body) { flex: 1 1 auto !important; min-height: 0; }
.st-key-stage-body { height: 100% !important; overflow: hidden; justify-content: center; }
.st-key-stage-lines p { font-size: min(2.1vw, 4.4vh); line-height: 1.45; margin-bottom: 1.1vw; max-width: 84vw; }
.st-key-stage .greeting { font-size: min(4.4vw, 9vh); font-weight: 650; color: CITY; margin: 0 0 2vw; }
.st-key-stage-foot { flex: 0 0 auto; }
.st-key-stage-source p { font-size: max(12px, min(0.85vw, 1.9vh)) !important; line-height: 1.35; }
.st-key-stage-tools { flex-wrap: wrap; }
.st-key-stage-tools button { min-height: 44px; min-width: 44px; font-size: 1rem; }
.stage-count { font-size: max(14px, 0.95vw); font-variant-numeric: tabular-nums; white-space: nowrap; }
.stage-progress { display: block; width: 100%; height: 4px; appearance: none; border: 0; background: LAND; border-radius: 2px; }
.stage-progress::-webkit-progress-bar { background: LAND; border-radius: 2px; }
.stage-progress::-webkit-progress-value { background: CITY; border-radius: 2px; }
.stage-progress::-moz-progress-bar { background: CITY; }
.qr-code { display: block; background: #fff; width: min(26vw, 46vh, 340px); }
.st-key-stage .qr-code { width: min(24vw, 40vh); }
.st-key-stage-year-now p { font-size: min(2.4vw, 5vh); font-weight: 650; font-variant-numeric: tabular-nums; }
/* The figure is drawn in the stage's own scale and enlarged as a whole: lines, letters and marks alike. The framework measures
   the frame of a chart after it is enlarged: the frame is made smaller by as much, and the chart reaches beyond it. */
.st-key-stage-figure {
  --width: calc(93.6vw / var(--enlarged)); transform-origin: 0 0; transform: scale(var(--enlarged)); width: var(--width) !important;
}
.st-key-stage-figure:has(.st-key-stage-figure-map) {
  --width: MAP_WIDTHpx; margin-left: calc((93.6vw - MAP_WIDTHpx * var(--enlarged)) / 2);
}
.st-key-stage-figure [data-testid="stFullScreenFrame"] {
  width: calc(var(--width) / var(--enlarged)) !important; height: calc(HEIGHTpx / var(--enlarged)) !important; overflow: visible;
}
.st-key-stage-figure .stPlotlyChart { height: calc(HEIGHTpx / var(--enlarged)) !important; overflow: visible; }
.st-key-stage-figure .js-plotly-plot { width: var(--width) !important; overflow: visible !important; }
.st-key-stage-figure .stElementContainer, .st-key-stage-figure .stVerticalBlock { overflow: visible; }
.st-key-stage-figure-room { flex: none; height: calc(HEIGHTpx * var(--enlarged)) !important; overflow: hidden; }
.st-key-stage-figure-map { container-type: inline-size; }
#stage-blank { position: fixed; inset: 0; background: #000; z-index: 1000000; display: none; }
.stage-blank #stage-blank { display: block; }
@media (max-width: 759px), (max-height: 479px) {
  .st-key-stage { height: auto; min-height: 100vh; overflow: visible; padding: 1rem; }
  [data-testid="stMain"] { overflow: auto; }
  .st-key-stage h1 { font-size: 1.35rem !important; }
  .st-key-stage-lines p { font-size: 1.1rem; max-width: none; }
}
"""


def _enlarged() -> str:
    """Return the rules that enlarge figures by the screen's width or, if it is wider than 16:9 (from 1.8:1), by its height."""
    scale = {width: f"{{ :root {{ --enlarged: {width / SCREEN_WIDTH:.4f}; }} }}" for width in _STEPS}
    by_width = [f"@media (min-width: {width}px) {rule}" for width, rule in scale.items()]
    wide = "(min-aspect-ratio: 1800/1000)"
    by_height = [f"@media {wide} and (min-height: {width * 9 // 16}px) {rule}" for width, rule in scale.items()]
    lowest = f"@media {wide} {scale[_STEPS[0]]}"
    return "\n".join([":root { --enlarged: 1; }", *by_width, lowest, *by_height])


def apply_stage_style() -> None:
    """Add the CSS of the stage to the page."""
    palette = PALETTES[theme()]
    rules = _RULES.replace("QUIET", palette.quiet_text).replace("CITY", palette.city).replace("LAND", palette.land)
    rules = rules.replace("HEIGHTpx", f"{FIGURE_HEIGHT}px").replace("MAP_WIDTHpx", f"{FIGURE_HEIGHT * ASPECT:.0f}px")
    st.html(f"<style>{_enlarged()}\n{rules}</style>")
