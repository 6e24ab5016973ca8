"""Recognise pages that no public page may link to: mirrors, spam, reprints, document dumps, test servers and short links.

A source on such a page is named by what it copies, has the grade *secondary*, is not linkable, and no number may cite it.
"""

import re
from typing import Final
from urllib.parse import urlsplit

#: Why a page is refused.
REASONS: Final = ("mirror", "spam", "reprint", "documents", "test_server", "short_link")
#: Hosts that are refused, each with all hosts below it, and why.
HOSTS: Final[dict[str, str]] = {
    "24ds.org": "spam",
    "academicnewsletter.sufe.edu.cn": "reprint",
    "bit.ly": "short_link",
    "de.nearbywiki.org": "mirror",
    "dewiki.de": "mirror",
    "dnhewrhegkli.shop": "mirror",
    "docplayer.org": "documents",
    "docslib.org": "documents",
    "dokumen123.com": "mirror",
    "dpaq.de": "short_link",
    "elo-forum.net": "reprint",
    "europesays.com": "reprint",
    "expydoc.com": "documents",
    "fact-index.com": "mirror",
    "fastly.net": "mirror",
    "gequo-travel.de": "spam",
    "kode.co.kr": "test_server",
    "kollo.kr": "reprint",
    "magicjackinstallation.com": "spam",
    "oficialmedia.com": "reprint",
    "pdfslide.tips": "documents",
    "piipe.de": "test_server",
    "pubt.io": "reprint",
    "qeeebo.com": "spam",
    "sagapedia.com": "mirror",
    "scribd.com": "documents",
    "slideshare.net": "documents",
    "studylibde.com": "documents",
    "supportluno.com": "spam",
    "tinyurl.com": "short_link",
    "video2dn.com": "mirror",
    "webseiten.cc": "test_server",
    "wikide.org": "mirror",
    "worddisk.com": "mirror",
    "yumpu.com": "documents",
}
#: Patterns of hosts that are refused without being listed, and why.
PATTERNS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"(^|\.)(test|staging|preview)[.-]|[.-](test|staging|preview)\."), "test_server"),
    (re.compile(r"(^|\.)\w*dev\.[^.]+\."), "test_server"),
    (re.compile(r"\.wiki$"), "mirror"),
    (re.compile(r"wiki.*\.(shop|top|xyz|info)$"), "mirror"),
    (re.compile(r"^(localhost|\d+\.\d+\.\d+\.\d+)$"), "test_server"),
)


def host_of(url: str) -> str:
    """Return the host of ``url`` in lower case, without ``www.`` and without a dot at its end; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""


def refusal(url: str) -> str:
    """Return which of ``REASONS`` keeps public pages from linking to ``url``; empty if none does."""
    host = host_of(url)
    listed = next((reason for name, reason in HOSTS.items() if host == name or host.endswith(f".{name}")), "")
    return listed or next((reason for pattern, reason in PATTERNS if pattern.search(host)), "")
