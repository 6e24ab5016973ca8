"""Write PDF documents (tagged, PDF/UA-1): the two-page brief on a partner, and the report on the selection."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import plotly.graph_objects as go
import segno

from components.exhibits.exchange import documented_exchange_chart, statistic_chart, with_topic_sectors
from components.exports.pictures.picture import MM_A_PIXEL, described, svg
from components.exports.sheets import selection_in_words
from components.exports.typesetting import typeset
from components.figures.map_views import view_of
from components.figures.palette import PALETTES
from components.figures.partner import count_bars, status_lane
from components.figures.world_map import world_map
from components.words.anniversaries import anniversary_name
from components.words.letters import printable
from components.words.map import map_headline
from components.words.partner import began_sentence, partner_summary
from components.words.phrases import amount_text, as_of_text, partner_names, population_text, relation_since, sector_names
from components.words.texts import Texts
from data import queries
from data.anniversaries import anniversaries
from data.city import CITY
from data.dataset import Dataset
from data.geodesy import distance_km
from data.records import records
from data.selection import Selection
from data.statistics import latest_of_country

#: Numbers of latest activities, country statistics and institutions to try in a brief, largest first, until it fits its pages.
_FILLINGS: Final = ((14, 10, 12), (11, 8, 10), (9, 6, 8), (7, 5, 6), (5, 3, 4), (3, 2, 0))
BRIEF_PAGES: Final = 2
LISTED_AT_MOST: Final = 60
#: Widths in millimetres: of the text, and of the small map in a brief.
_WIDE, _NARROW = 174.0, 62.0
#: Height of the statistics chart in a report, in millimetres.
_STATISTIC: Final = 80.0
#: Height in millimetres that the figures on the first page of a brief could take if it had no text; height in millimetres and number of
#: characters of a line of text.
_ROOM, _LINE, _LETTERS = 176.0, 4.4, 62


class _Notes:
    """Number the sources of a document in the order in which they are first cited."""

    def __init__(self, facts: Dataset, texts: Texts) -> None:
        self.facts, self.t, self.ids = facts, texts, list[str]()

    def number(self, source: str) -> str:
        if not source:
            return ""
        if source not in self.ids:
            self.ids.append(source)
        return f"[{self.ids.index(source) + 1}]"

    def lines(self) -> list[str]:
        rows = self.facts.sources.set_index("id")
        lines = []
        for source in self.ids:
            row = rows.loc[source]
            dated = f" ({self.t.date(row['published'])})" if row["published"] else ""
            grade = f", {self.t.label('grade', row['grade'])}" if row["grade"] else ""
            lines.append(f"{row['publisher']}{dated}{grade}")
        return lines


def _figure(figure: go.Figure, alt: str, width: float, height: float, title: str = "") -> dict[str, str]:
    return {"svg": svg(figure, width, height).decode(), "alt": described([alt]), "title": title}


def _code(address: str, texts: Texts) -> dict[str, str]:
    file = BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", border=2, xmldecl=False, light="#ffffff")
    return {"svg": file.getvalue().decode(), "alt": texts.t("qr.label")}


def _printable(part: Any) -> Any:
    """Return ``part`` of a document's data with the letters replaced that no font has; pictures and URLs have none."""
    if isinstance(part, dict):
        return {name: value if name in ("svg", "address") else _printable(value) for name, value in part.items()}
    return [_printable(one) for one in part] if isinstance(part, (list, tuple)) else printable(part) if isinstance(part, str) else part


def _pdf(template: str, data: dict[str, Any]) -> tuple[bytes, int]:
    """Return the document that ``template`` makes of ``data``, and its number of pages."""
    shown = _printable(data)
    if shown != data:
        shown["coverage"] += f" {data['replaced']}"
    made = typeset(template, shown, data["today"])
    return made, _pages(made)


def _pages(document: bytes) -> int:
    """Return the number of pages: the largest ``/Count``, which the root of the page tree or its array of kids holds uncompressed."""
    counts = [int(count) for count in re.findall(rb"/Count (\d+)", document)]
    return max(counts, default=0)


def _common(facts: Dataset, texts: Texts, today: str, address: str, title: str) -> dict[str, Any]:
    t = texts
    return {
        "title": title,
        "lang": t.lang,
        "today": today,
        "author": CITY.title,
        "colour": PALETTES["light"].city,
        "foot": f"{CITY.title} · {as_of_text(facts, t)}",
        "coverage": described([t.t("timeline.source")]),
        "replaced": t.t("dossier.replaced"),
        "sources_title": t.t("dossier.sources"),
        "address": address,
        "address_words": t.t("dossier.address"),
        "code": _code(address, t),
        "facts_head": [t.t("sheet.topic"), t.t("sheet.remark")],
    }


def _latest(facts: Dataset, chosen: Selection, notes: _Notes, texts: Texts, most: int) -> list[list[str]]:
    rows = queries.latest_activities(facts, chosen, most)
    return [[texts.date(row.date), texts.label("sector", row.sector), row.title, notes.number(row.source)] for row in records(rows)]


def partner_dossier(facts: Dataset, city: str, chosen: Selection, texts: Texts, today: str, address: str) -> bytes:
    """Return the brief on ``city`` for a delegation as a two-page PDF; equal input gives equal bytes.

    If the partnership is suspended, dormant or ended, the first line says so, and its anniversaries are left out.

    Args:
        facts: the dataset.
        city: id of the partner.
        chosen: the viewer's selection; its sectors and years restrict what is counted.
        texts: interface texts in the language of the document.
        today: ISO date of the document, from which anniversaries are counted.
        address: URL of the partner's page.
    """
    t, row, lang = texts, facts.partner(city), texts.lang
    own = replace(chosen, partners=(city,), relations=(), ended=True, lang=lang, city=city)
    found = queries.exchanges(facts, own)
    everyone = replace(own, sectors=(), first_year=facts.years[0], last_year=facts.years[1])
    shown = queries.relations(facts, everyone, queries.exchanges(facts, everyone))
    view = view_of(row["lat"], row["lon"])
    name, status = str(row[f"name_{lang}"]), "" if row["status"] == "active" else f" – {t.label('status', row['status'])}"
    steps = queries.status_history(facts, city, texts.lang)
    counts = queries.sector_counts(found)
    summary = described([partner_summary(facts, city, found, t)])
    heights = (14 + 7.5 * steps["kind"].nunique() if len(steps) else 0, 8 + 5.4 * len(counts) if counts else 0, 58 if counts else 0)
    room = _ROOM - _LINE * (len(str(row[f"note_{lang}"])) + len(summary)) / _LETTERS
    history, sectors, years = (height * min(1, room / (sum(heights) or 1)) for height in heights)
    figures = []
    if len(steps):
        lane = status_lane(steps, facts.years[1], t, "light")
        title = began_sentence(facts, city, steps, t)
        figures.append(_figure(lane, title, _WIDE, history, title))
    if counts:
        bars = count_bars(counts, sector_names(t), dict(PALETTES["light"].sectors), t, "light")
        title = t.t("dossier.sectors")
        figures.append(_figure(bars, f"{title}: {_read(counts, t)}", _WIDE, sectors, title))
        begun = replace(own, interval="five", form="sectors", first_year=max(own.first_year, int(found["year"].min())))
        chart = documented_exchange_chart(facts, with_topic_sectors(begun), "light")
        if chart.figure is not None:
            figures.append(_figure(chart.figure, chart.sentence, _WIDE, years, described([chart.sentence])))
    common = _common(facts, t, today, address, name) | {
        "greeting": row["greeting"],
        "greeting_lang": row["language"].split("-")[0],
        "relation": f"{relation_since(row['kind'], row['since'], t)}{status}",
        "note": str(row[f"note_{lang}"]),
        "summary": summary,
        "map": _figure(world_map(shown, view, "", t, "light"), t.t("dossier.map", name=name), _NARROW, _NARROW / 2),
        "figures": figures,
        "latest_title": t.t("card.latest"),
        "latest_head": [t.t("sheet.begin"), t.t("table.sector"), t.t("data.title"), t.t("dossier.note")],
        "nothing": t.t("summary.nothing"),
    }
    for latest, statistics, institutions in _FILLINGS:
        notes = _Notes(facts, t)
        data = common | {
            "facts": _partner_facts(facts, row, found, notes, t),
            "latest": _latest(facts, own, notes, t, latest),
            "sections": [
                *_coming(facts, own, today, notes, t),
                *_country(facts, row, notes, t, statistics),
                *_named(facts, found, t, institutions),
            ],
        }
        made, pages = _pdf("dossier", data | {"sources": notes.lines()})
        if pages <= BRIEF_PAGES:
            break
    return made


def _read(counts: dict[str, int], texts: Texts) -> str:
    return texts.listing([f"{texts.label('sector', sector)} {texts.number(n)}" for sector, n in counts.items()])


def _partner_facts(facts: Dataset, row: dict[str, Any], found: Any, notes: _Notes, texts: Texts) -> list[list[str]]:
    t, population = texts, population_text(row, facts, texts)
    return [
        [t.t("table.country"), t.country(row["country"])],
        *([[t.t("compared.population"), f"{population} {notes.number(row['population_source'])}"]] if population else []),
        [t.t("table.distance"), t.t("table.km", km=t.number(distance_km(row["lat"], row["lon"])))],
        [t.t("table.status"), t.label("status", row["status"])],
        [t.t("table.exchanges"), t.number(queries.count_events(found))],
    ]


def _section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], text: str = "") -> dict[str, Any]:
    return {"title": title, "head": list(head), "rows": [list(row) for row in rows], "widths": list(widths), "text": described([text])}


def _coming(facts: Dataset, own: Selection, today: str, notes: _Notes, texts: Texts) -> list[dict[str, Any]]:
    t, rows = texts, anniversaries(facts, replace(own, occasions="all"), today)
    ahead = rows[rows["celebrated"] & (rows["on"] >= today[:4])].head(4)
    if ahead.empty:
        return []
    listed = [[t.date(row.on), anniversary_name(row, facts, t), notes.number(row.source)] for row in records(ahead)]
    return [_section(t.t("page.anniversaries"), (t.t("sheet.begin"), t.t("sheet.topic"), t.t("dossier.note")), listed, (3, 11.6, 0.9))]


def _country(facts: Dataset, row: dict[str, Any], notes: _Notes, texts: Texts, most: int) -> list[dict[str, Any]]:
    t = texts
    figures = latest_of_country(facts, row["country"], t.lang).head(most)
    if figures.empty:
        return []
    country = t.country(row["country"])
    listed = [
        [line.label, str(line.year), amount_text(line.value, line.unit, t), notes.number(str(line.source))] for line in records(figures)
    ]
    head = (t.t("statistics.indicator"), t.t("table.year"), t.t("table.latest_value"), t.t("dossier.note"))
    note = t.t("profile.country_note", country=country, name=row[f"name_{t.lang}"])
    return [_section(t.t("profile.country", country=country), head, listed, (8.6, 1.6, 4, 0.9), note)]


def _named(facts: Dataset, found: Any, texts: Texts, most: int) -> list[dict[str, Any]]:
    named = queries.institutions(facts, found, texts.lang).head(most)
    if named.empty:
        return []
    words = texts.listing([f"{row.name} ({texts.number(row.activities)})" for row in records(named)])
    return [_section(texts.t("dossier.institutions"), (), (), (), words)]


def report(facts: Dataset, chosen: Selection, texts: Texts, today: str, address: str) -> bytes:
    """Return the report on ``chosen`` as PDF: headline, key figures, map, exchange over time, partners, latest activities, sources.

    A selection with a topic has a statistic as well. The report lists at most ``LISTED_AT_MOST`` activities and states how many there are.
    Equal input gives equal bytes.
    """
    t = texts
    _, shown, figures = queries.connections(facts, chosen)
    sentence = map_headline(chosen, figures, shown, t, facts)
    notes = _Notes(facts, t)
    parts = [_figure(world_map(shown, chosen.view, chosen.sector, t, "light"), sentence, _WIDE, _WIDE / 2, t.t("page.map"))]
    for form in ("sectors", "partners"):
        chart = documented_exchange_chart(facts, replace(with_topic_sectors(chosen), form=form), "light")
        if chart.figure is not None:
            # The limit leaves space for the table of all partners on the same page.
            height = 78.0 if form == "sectors" else min(186.0, float(chart.figure.layout.height) * MM_A_PIXEL)
            title = described([chart.sentence]) if form == "sectors" else t.t("dossier.partners")
            parts.append(_figure(chart.figure, chart.sentence, _WIDE, height, title))
    if chosen.topic != "all":
        told = statistic_chart(facts, with_topic_sectors(chosen), "light", round(_STATISTIC / MM_A_PIXEL))
        if told.figure is not None:
            parts.append(_figure(told.figure, told.sentence, _WIDE, _STATISTIC, described([told.sentence])))
            for source in dict.fromkeys(told.frame["source"]):
                notes.number(str(source))
    names = partner_names(facts, t)
    rows = queries.exchanges(facts, chosen)
    latest = _latest(facts, chosen, notes, t, LISTED_AT_MOST)
    partners = [
        [names[row.id], t.label("relation", row.kind), t.label("status", row.status), t.number(row.exchanges)] for row in records(shown)
    ]
    sections = [
        _section(
            t.t("dossier.partners"),
            (t.t("table.partner"), t.t("table.relation"), t.t("table.status"), t.t("table.exchanges")),
            partners,
            (5, 4, 3, 2),
        ),
        _section(
            t.t("card.latest"),
            (t.t("sheet.begin"), t.t("table.sector"), t.t("data.title"), t.t("dossier.note")),
            latest,
            (3, 2.6, 9, 0.9),
            t.t("dossier.listed", n=t.number(len(latest)), all=t.number(len(rows))),
        ),
    ]
    data = _common(facts, t, today, address, t.t("dossier.report")) | {
        "headline": described([sentence]),
        "selection": selection_in_words(facts, chosen, t),
        "facts": [
            [t.t("dossier.active"), t.number(figures.active)],
            [t.t("dossier.countries"), t.number(figures.countries)],
            [t.t("table.exchanges"), t.number(figures.exchanges)],
        ],
        "figures": parts,
        "sections": sections,
        "sources": notes.lines(),
    }
    return _pdf("report", data)[0]
