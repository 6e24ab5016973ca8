"""The sessions that may upload: those to which the page offers it at present."""

from typing import Final

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

_offered: Final[set[str]] = set()


def offer_upload(may: bool) -> None:
    """Let the present session upload, or no longer: pages call this where the field for a file is drawn or left out."""
    context = get_script_run_ctx()
    if context is None:
        return
    if not may:
        _offered.discard(context.session_id)
        return
    if runtime.exists():
        # Sessions end without a word; a live one whose browser was away draws the page again.
        _offered.difference_update([session for session in _offered.copy() if not runtime.get_instance().is_active_session(session)])
    _offered.add(context.session_id)


def may_upload(session: str) -> bool:
    """Return whether the session with the id ``session`` may upload a file now."""
    return session in _offered
