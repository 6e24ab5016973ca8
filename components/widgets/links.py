"""Build the URL under which other people open a view (the public one if it is configured), and draw its QR code."""

import os
from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit

import streamlit as st

from components.exports.qr import is_local, qr_data
from components.session.viewer import options, selection, texts
from components.words.remarks import remark_link
from components.words.texts import Texts
from data.selection import Selection, to_params

#: Parameters of one presentation or embedding, which are not part of the view that a guest opens.
_NOT_SHARED: Final = ("story", "slide", "loop", "bilingual", "room", "speaker", "figure")


def base_address() -> str:
    """Return the URL at which guests find the dashboard: PUBLIC_ADDRESS, else the one this viewer uses, without a slash at the end."""
    here = urlsplit(st.context.url or "http://localhost:8501")
    return os.environ.get("PUBLIC_ADDRESS", "").rstrip("/") or f"{here.scheme}://{here.netloc}"


def address_of(path: str, chosen: Selection) -> str:
    """Return the URL of ``chosen`` on the page ``path``, without the parameters of presentation and embedding."""
    params = {name: values for name, values in to_params(chosen, options()).items() if name not in _NOT_SHARED}
    query = urlencode(params, doseq=True)
    return f"{base_address()}/{path}{'?' if query else ''}{query}"


def remark(about: str, source: str, t: Texts, address: str = "") -> str:
    """Return the link *Something wrong?* about ``about``, whose source is ``source``; empty if no address is configured.

    ``address`` is the URL of the view, by default that of the page with the present selection.
    """
    page = str(st.session_state.get("path", "")).rpartition("/")[2]
    return remark_link(about, address or address_of(page, selection()), source, t)


def with_remark(source: str, about: str, t: Texts, address: str = "") -> str:
    """Return ``source``, a line of Markdown, followed by its :func:`remark`."""
    link = remark(about, source, t, address)
    return f"{source}{' ' if source.endswith('.') else ' · '}{link}" if link else source


def qr_code(address: str) -> None:
    """Draw the QR code of ``address``, with a note if a guest's phone cannot reach it."""
    t = texts()
    st.html(f'<img class="qr-code" alt="{t.t("qr.label")}" src="{escape(qr_data(address))}">')
    if is_local(address):
        st.caption(t.t("qr.local"))


def qr_button(path: str) -> None:
    """Draw the button that shows the QR code of the current view on the page ``path``."""
    t = texts()
    with st.popover(
        t.t("qr.button"), icon=":material/qr_code_2:", key="qr", type="tertiary", help=t.t("qr.label"), on_change="rerun"
    ) as opened:
        if opened.open:
            qr_code(address_of(path, selection()))
