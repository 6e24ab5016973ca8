"""Write what is new as an Atom feed (RFC 4287), and the addresses under which feed readers and calendars subscribe to a selection."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

import pandas as pd

from components.exports.calendar import DOMAIN, first_day
from components.exports.sheets import selection_in_words
from components.words.chronicle import who
from components.words.texts import Texts
from data.chronicle import entries
from data.city import CITY
from data.dataset import Dataset
from data.options import options_of
from data.records import records
from data.selection import FILTERS, Selection, to_params

#: Path below which the API serves both feeds.
API: Final = "/api/v1/"
NEWS, CALENDAR = "news.atom", "anniversary-calendar.ics"
#: Fields of a selection that each feed heeds beside the years: the filters of the chronicle and those of the anniversaries page.
FIELDS: Final = {
    NEWS: ("lang", *sorted(FILTERS - {"first_year", "last_year"})),
    CALENDAR: ("lang", "partners", "relations", "occasions"),
}
#: Number of entries of a feed.
ENTRIES: Final = 50
_ATOM: Final = "http://www.w3.org/2005/Atom"


def feed_path(name: str, chosen: Selection, dataset: Dataset) -> str:
    """Return the path and query of the feed ``name``, a key of ``FIELDS``, with those filters of ``chosen`` that it heeds.

    A year that is the default is left out, so that a subscription goes on with the data.
    """
    query = urlencode(to_params(chosen.only(*FIELDS[name]), options_of(dataset)), doseq=True)
    return f"{API}{name}{'?' if query else ''}{query}"


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    added = Xml.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    added.text = text or None
    return added


def _moment(iso: str) -> str:
    """Return the beginning of an ISO date of any precision as a time."""
    return f"{first_day(iso).isoformat()}T00:00:00Z"


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"{DOMAIN}/{name}").urn


def news_feed(dataset: Dataset, chosen: Selection, texts: Texts, today: str, site: str) -> bytes:
    """Return the newest entries of the chronicle in ``chosen`` up to ``today`` (ISO day) as an Atom feed.

    ``site`` is the address of the dashboard with a slash at its end; without a host the links are relative to that of the feed. Ids depend
    on the entries alone, and an entry is dated by its activity, so that a reader shows each once.
    """
    t = texts
    found = entries(dataset, chosen)
    until = pd.Series([date <= today[: len(date)] for date in found["date"]], index=found.index, dtype=bool)
    rows = found[until].sort_values("date", ascending=False, kind="stable").head(ENTRIES)
    Xml.register_namespace("", _ATOM)
    feed = Xml.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": t.lang})
    path = feed_path(NEWS, chosen, dataset)
    _add(feed, "id", _urn(path))
    _add(feed, "title", t.t("feed.title"))
    if words := selection_in_words(dataset, chosen, t):
        _add(feed, "subtitle", words)
    _add(feed, "updated", max([_moment(dataset.checked), *(_moment(date) for date in rows["date"])]))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{site.rstrip('/')}{path}")
    language = {"lang": t.lang} if t.lang != "de" else {}
    _add(feed, "link", rel="alternate", type="text/html", href=f"{site}chronicle{'?' if language else ''}{urlencode(language)}")
    author = _add(feed, "author")
    _add(author, "name", CITY.title)
    for row in records(rows):
        _entry(feed, row, dataset, t, site, language)
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: Xml.Element, row: Any, dataset: Dataset, t: Texts, site: str, language: dict[str, str]) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _urn(f"entry/{row.id}"))
    _add(entry, "title", row.title)
    _add(entry, "updated", _moment(row.date))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{site}chronicle?{urlencode({'entry': row.id} | language)}")
    if row.link:
        _add(entry, "link", rel="related", href=row.link)
    _add(entry, "category", term=row.sector, label=t.label("sector", row.sector))
    ends = "" if pd.isna(row.end_date) or not row.end_date else f" – {t.date(row.end_date)}"
    source = t.t("source.dated", publisher=row.publisher, date=t.date(row.published)) if row.published else row.publisher
    status = "" if row.status == "held" else f" · {t.label('held', row.status)}"
    lines = f"{t.date(row.date)}{ends} · {who(row, dataset, t)} · {t.label('kind', row.kind)}{status}. {t.t('source.label')}: {source}"
    _add(entry, "summary", lines, type="text")
