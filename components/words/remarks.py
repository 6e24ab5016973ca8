"""Write the link *Something wrong?*, which opens a mail about an entry, a figure or a partner to whoever maintains the data."""

import os
import re
from typing import Final
from urllib.parse import quote

from components.words.texts import Texts

#: Longest source that is quoted, because mail programs cut links of more than about 2,000 characters.
_SOURCE_LENGTH: Final = 300
_BREAK: Final = "\r\n"


def contact() -> str:
    """Return the address for questions on the data, empty if none is configured."""
    return os.environ.get("DATA_CONTACT_EMAIL", "").strip() or os.environ.get("OPERATOR_EMAIL", "").strip()


def _plain(markdown: str) -> str:
    """Return the text that ``markdown``, a source line of ours, shows."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r":small\[(.*)\]", r"\1", text)
    return re.sub(r"\\(.)", r"\1", text)


def remark_link(about: str, address: str, source: str, texts: Texts) -> str:
    """Return the Markdown link that opens a mail; empty if no address is configured.

    Args:
        about: id of the entry, the figure or the partner.
        address: URL of the view.
        source: its source as Markdown or text; empty if there is none.
        texts: language of the mail.
    """
    to = contact()
    if not to:
        return ""
    # The line of a page may begin with the same word.
    named = _plain(source).removeprefix(f"{texts.t('source.label')}: ")
    shown = named if len(named) <= _SOURCE_LENGTH else f"{named[:_SOURCE_LENGTH]}…"
    lines = [texts.t("remark.what"), "", "", texts.t("remark.about", about=about), texts.t("remark.view", address=address)]
    lines += [texts.t("remark.source", source=shown)] if shown else []
    # RFC 6068 asks for CRLF between lines.
    words = f"subject={quote(texts.t('remark.subject', about=about), safe='')}&body={quote(_BREAK.join(lines), safe='')}"
    return f"[{texts.t('remark.label')}](mailto:{quote(to, safe='@')}?{words})"
