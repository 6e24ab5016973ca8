"""A second button in the menu of every chart: the same picture as SVG. Plotly's own menu saves in one format only."""

from typing import Final

import streamlit as st

from components.inline_script import script_element
from components.texts import Texts

#: The button appears as its neighbour does, by pointer or by keyboard, and lends that neighbour's work another format.
SCRIPT: Final = """
window.svgWord = document.currentScript.dataset.word;
if (!window.svgButtons) {
  window.svgButtons = true;
  const offer = (event) => {
    const chart = event.target.closest?.(".js-plotly-plot");
    const png = chart?.querySelector(".modebar-btn");
    if (!png || chart.querySelector(".svg-button")) return;
    const svg = png.cloneNode(false);
    svg.classList.add("svg-button");
    svg.dataset.title = svg.ariaLabel = window.svgWord;
    svg.textContent = "SVG";
    svg.addEventListener("click", () => {
      const options = chart._context.toImageButtonOptions, before = { ...options };
      Object.assign(options, { format: "svg", scale: 1 });
      png.click();
      Object.assign(options, before);
    });
    png.after(svg);
  };
  addEventListener("mouseover", offer);
  addEventListener("focusin", offer);
}
"""


def svg_buttons(texts: Texts) -> None:
    """Let the menu of every chart on the page save it as SVG too."""
    st.html(script_element(SCRIPT, word=texts.t("picture.svg")), unsafe_allow_javascript=True)
