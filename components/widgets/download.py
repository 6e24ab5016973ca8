"""Draw a download button that makes its file only when it is clicked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from components.exports.file_names import file_name
from components.session.viewer import texts, today
from data.selection import Selection

_TYPES: Final = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Offer:
    """A file that a click makes.

    ``kind`` describes its content in the file name. ``make`` returns its bytes and must not read the session. ``narrowed`` is false if
    the file holds everything, whatever is selected.
    """

    key: str
    label: str
    kind: str
    ending: str
    make: Callable[[], bytes]
    narrowed: bool = True


def download_button(
    offer: Offer, chosen: Selection, icon: str | None = ":material/download:", weight: Literal["secondary", "tertiary"] = "secondary"
) -> None:
    """Draw the button that makes ``offer`` when it is clicked; the file name contains the filters of ``chosen``.

    ``weight`` is how much it stands out, as in ``st.download_button``.
    """
    st.download_button(
        offer.label,
        data=offer.make,
        file_name=file_name(offer.kind, chosen if offer.narrowed else None, texts(), today(), offer.ending),
        mime=_TYPES[offer.ending],
        key=f"take-{offer.key}",
        icon=icon,
        type=weight,
        on_click="ignore",
    )
