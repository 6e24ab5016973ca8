"""Build what a page shows first (headline, sentence, figure, table), without Streamlit and with the sentences of the page itself.

The server puts it into the HTML, so that it is there before a session has begun, without a script, and in previews of links.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.exhibits.exchange import bands_chart, bands_table, documented_exchange_chart, documented_source, with_topic_sectors
from components.exhibits.exhibit import Exhibit
from components.exhibits.map import map_figure
from components.exhibits.networks import member_rows, members_map_figure
from components.exhibits.portrait import Portrait, portrait
from components.exhibits.slides import exhibit, figure_slide
from components.figures.anniversaries import anniversary_chart
from components.figures.density import density_strip
from components.figures.map_views import view_of
from components.figures.palette import Theme
from components.words.anniversaries import anniversaries_headline, anniversaries_sentence, anniversary_name
from components.words.chronicle import found_sentence
from components.words.data import data_headline
from components.words.map import map_headline
from components.words.networks import members_sentence, networks_headline
from components.words.phrases import as_of_text, missing_text, names_with_status, relation_since, resting_sentence, sector_names
from components.words.texts import Texts
from data import comparison, networks, queries, timelines
from data.anniversaries import anniversaries, coming
from data.chronicle import entries
from data.dataset import Dataset
from data.records import records
from data.selection import Selection

#: Largest number of rows in the table of a first view.
ROWS_AT_MOST: Final = 40
#: Fields of a selection that change nothing in a first view; those of a presentation among them.
_IDLE: Final = ("loop", "bilingual", "room", "speaker", "slide", "figure", "part", "table", "indicator", "scale")

Draw = Callable[[Theme], go.Figure]


@dataclass(frozen=True)
class FirstView:
    """What a page shows first, as plain text.

    ``headline`` is the page's own heading and ``sentence`` that of its first figure; the sentence is empty if the heading is the figure's.
    ``figure`` draws the first figure in a theme and is None if the page has none. ``lines`` follow the heading. ``table`` has the numbers
    of the figure in words. ``status`` names the partners of the view whose partnership is not active, with their status. ``portrait`` is
    the partner's on its page, which then begins with it instead of lines and figure.
    """

    title: str
    headline: str
    sentence: str = ""
    figure: Draw | None = None
    is_map: bool = False
    lines: tuple[str, ...] = ()
    table: pd.DataFrame | None = None
    source: str = ""
    status: str = ""
    portrait: Portrait | None = None

    @property
    def label(self) -> str:
        """Return the text alternative of the figure: its sentence."""
        return self.sentence or self.headline

    @property
    def description(self) -> str:
        """Return the view in one or two sentences, for previews of links."""
        # The status comes early, because previews cut long descriptions.
        said = (self.label, *self.lines[:1], self.status, *self.lines[1:])
        return " ".join(part if part[-1:] in ".!?" else f"{part}." for part in said if part)


@dataclass(frozen=True)
class _View:
    facts: Dataset
    chosen: Selection
    today: str

    @property
    def texts(self) -> Texts:
        return Texts(self.chosen.lang)


def essential(chosen: Selection) -> Selection:
    """Return ``chosen`` with defaults for everything that changes nothing in a first view, so that equal views have one key."""
    default = Selection(chosen.first_year, chosen.last_year)
    return replace(chosen, **{name: getattr(default, name) for name in _IDLE})


def first_view(page: str, facts: Dataset, chosen: Selection, today: str) -> FirstView:
    """Return what ``page``, a path of ``pages.PAGES``, shows first for ``chosen``.

    ``today`` is the ISO day from which anniversaries are counted, unless ``chosen`` names one.
    """
    view = _View(facts, chosen, chosen.today or today)
    return replace(_PAGES[page](view), title=view.texts.t(f"page.{page}"), status=_status(view, page))


def _status(view: _View, page: str) -> str:
    """Return the status of each partner that ``view`` names and whose partnership is not active."""
    t, chosen = view.texts, view.chosen
    named = [*chosen.partners, chosen.city, *(chosen.compared if page == "comparison" else ())]
    if page == "partner":
        return ""  # said with the kind of the partnership
    return resting_sentence(view.facts, named, t)


def _map(view: _View) -> FirstView:
    facts, chosen, t = view.facts, view.chosen, view.texts
    _, shown, figures = queries.connections(facts, chosen)
    return FirstView(
        "",
        map_headline(chosen, figures, shown, t, facts),
        figure=lambda theme: map_figure(facts, chosen, theme),
        is_map=True,
        table=_relations(shown, t),
        source=t.t("stage.map_source"),
    )


def _relations(shown: pd.DataFrame, t: Texts) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t.t("table.partner"): shown["name"],
            t.t("table.country"): shown["country"].map(t.country),
            t.t("table.relation"): [relation_since(row.kind, row.since, t) for row in records(shown)],
            t.t("table.status"): shown["status"].map(lambda status: t.label("status", status)),
            t.t("table.exchanges"): shown["exchanges"].map(t.number),
        }
    )


def _exchange(view: _View) -> FirstView:
    facts, t = view.facts, view.texts
    own = with_topic_sectors(view.chosen)
    if not facts.has_course:
        return FirstView("", t.t("exchange.title"), lines=(missing_text("exchange.missing", t).replace("*", ""),))
    if own.form == "bands":
        shown = bands_chart(facts, own, "light")
        if shown.figure is None:
            return FirstView("", t.t("exchange.title"), shown.sentence, lines=tuple(filter(None, (shown.others,))))
        return FirstView(
            "",
            t.t("exchange.title"),
            shown.sentence,
            lambda theme: _drawn(bands_chart(facts, own, theme).figure),
            lines=tuple(filter(None, (*shown.lines, shown.others))),
            table=bands_table(shown, t),
            source=f"{shown.source} {shown.reading}",
        )
    chart = documented_exchange_chart(facts, own, "light")
    if chart.figure is None:
        return FirstView("", t.t("exchange.title"), chart.sentence)
    by, words = ("partner", names_with_status(facts, t)) if own.form == "partners" else ("sector", sector_names(t))
    counts = chart.frame if own.form in ("sectors", "partners") else timelines.counts(queries.tally(facts, own), "five", by)
    return FirstView(
        "",
        t.t("exchange.title"),
        chart.sentence,
        lambda theme: _drawn(documented_exchange_chart(facts, own, theme).figure),
        table=_counts(counts, by, words, t),
        source=documented_source(t.t("stage.timeline_source"), chart, own, facts),
    )


def _drawn(figure: go.Figure | None) -> go.Figure:
    assert figure is not None
    return figure


def _counts(counts: pd.DataFrame, by: str, words: dict[str, str], t: Texts) -> pd.DataFrame:
    """Return ``counts`` (from ``timelines.counts``) with one row per interval, the latest first."""
    order = [name for name in words if name in set(counts[by])]
    wide = counts.pivot_table(index="start", columns=by, values="n", fill_value=0)[order]
    table = wide.map(t.number).rename(columns=words)
    table.insert(0, t.t("table.years"), [str(start) for start in table.index])
    return table.iloc[::-1]


def _partner(view: _View) -> FirstView:
    facts, t = view.facts, view.texts
    city = view.chosen.city or facts.partner_ids[0]
    row = facts.partner(city)
    first, last = facts.years
    own = replace(view.chosen, partners=(city,), relations=(), ended=True, sectors=(), first_year=first, last_year=last)
    own = replace(own, view=view_of(row["lat"], row["lon"]))
    latest = queries.latest_activities(facts, replace(view.chosen, partners=(city,), relations=(), ended=True), 5)
    table = pd.DataFrame({t.t("table.date"): latest["date"].map(t.date), t.t("table.title"): latest["title"]})
    status = "" if row["status"] == "active" else f" · {t.label('status', row['status'])}"
    lines = (relation_since(row["kind"], row["since"], t) + status, str(row[f"note_{t.lang}"]))
    return FirstView(
        "",
        str(row[f"name_{t.lang}"]),
        figure=lambda theme: map_figure(facts, own, theme),
        is_map=True,
        lines=tuple(filter(None, lines)),
        table=table,
        source=t.t("stage.map_source"),
        portrait=portrait(facts, city, view.chosen, view.today),
    )


def _chronicle(view: _View) -> FirstView:
    t, chosen = view.texts, view.chosen
    rows = entries(view.facts, chosen)
    shown = rows.head(ROWS_AT_MOST)
    table = pd.DataFrame({t.t("table.date"): shown["date"].map(t.date), t.t("table.title"): shown["title"]})
    if chosen.entry:
        return FirstView("", t.t("page.chronicle"), table=table, lines=tuple(shown["title"]))
    sentence = found_sentence(rows, chosen, t)
    if rows.empty:
        return FirstView("", t.t("page.chronicle"), sentence)
    counts = rows["year"].value_counts().sort_index()
    years = (chosen.first_year, chosen.last_year)
    return FirstView("", t.t("page.chronicle"), sentence, lambda theme: density_strip(counts, years, t, theme), table=table)


def _comparison(view: _View) -> FirstView:
    facts, chosen, t = view.facts, view.chosen, view.texts
    slide = figure_slide({"matrix": "matrix", "partners": "compared", "cities": "towns"}[chosen.aspect])

    def shown(theme: Theme) -> Exhibit:
        return exhibit(slide, chosen, "", facts, (t.lang,), theme, view.today, height=None)

    made = shown("light")
    if chosen.aspect == "partners":
        # The page begins with a table of facts; its first chart is below the first screen.
        return FirstView("", t.t("page.comparison"), made.headline[0], lines=made.lines)
    table = _cells(view) if chosen.aspect == "matrix" else _towns(view)
    return FirstView(
        "", t.t("page.comparison"), made.headline[0], lambda theme: _drawn(shown(theme).figure), table=table, source=made.source
    )


def _cells(view: _View) -> pd.DataFrame:
    t, cells = view.texts, comparison.matrix(view.facts, view.chosen)
    names, sectors = names_with_status(view.facts, t), sector_names(t)
    wide = cells.pivot_table(index="partner", columns="sector", values="n", fill_value=0, sort=False)
    table = wide.map(t.number).rename(columns=sectors)
    table.insert(0, t.t("table.partner"), [names[str(partner)] for partner in table.index])
    return table


def _towns(view: _View) -> pd.DataFrame:
    t, towns = view.texts, comparison.twin_towns(view.facts)
    numbers = towns["home"].value_counts()
    return pd.DataFrame({t.t("towns.home"): numbers.index, t.t("towns.number_head"): numbers.map(t.number).to_list()})


def _networks(view: _View) -> FirstView:
    facts, chosen, t = view.facts, view.chosen, view.texts
    rows = networks.networks(facts, chosen)
    headline, listed = networks_headline(rows, facts, t), set(rows.loc[rows["known"] > 0, "id"])
    table = pd.DataFrame(
        {
            t.t("networks.network"): rows["name"],
            t.t("networks.theme"): rows["sector"].map(lambda sector: t.label("sector", sector)),
            t.t("networks.since"): rows["since"].map(lambda year: str(year) if year else t.t("table.unknown")),
        }
    )
    if not listed:
        how = (missing_text("networks.empty_how", t).replace("*", ""),) if facts.networks.empty else ()
        return FirstView("", headline, lines=how, table=table)
    network = chosen.network if chosen.network in listed else ""
    sentence = members_sentence(member_rows(facts, chosen, rows, network, t), rows, network, names_with_status(facts, t), t)
    return FirstView(
        "",
        headline,
        sentence,
        lambda theme: members_map_figure(facts, chosen, network, theme, tall=True),
        is_map=True,
        table=table,
        source=t.t("stage.map_source"),
    )


def _anniversaries(view: _View) -> FirstView:
    facts, t = view.facts, view.texts
    rows = anniversaries(facts, view.chosen, view.today)
    headline = anniversaries_headline(rows, view.today, facts, t)
    if rows.empty:
        return FirstView("", headline)
    ahead = coming(rows, view.today).head(ROWS_AT_MOST)
    names = [anniversary_name(row, facts, t) for row in records(ahead)]
    return FirstView(
        "",
        headline,
        anniversaries_sentence(rows, view.today, t),
        lambda theme: anniversary_chart(rows, view.today, facts, t, theme),
        table=pd.DataFrame({t.t("table.date"): ahead["on"].map(t.date), t.t("table.anniversary"): names}),
        source=as_of_text(facts, t),
    )


def _stage(view: _View) -> FirstView:
    return FirstView("", view.texts.t("stage.title"), lines=(view.texts.t("stage.how").replace("**", ""),))


def _data(view: _View) -> FirstView:
    return FirstView("", data_headline(view.facts, view.texts))


def _about(view: _View) -> FirstView:
    t = view.texts
    return FirstView("", t.t("about.title"), lines=(t.t("about.purpose", as_of=as_of_text(view.facts, t)),))


def _embed(view: _View) -> FirstView:
    chosen = view.chosen if view.chosen.city else replace(view.chosen, city=view.facts.partner_ids[0])
    slide = figure_slide(chosen.figure or "map")

    def shown(theme: Theme) -> Exhibit:
        return exhibit(slide, chosen, "", view.facts, (chosen.lang,), theme, view.today, height=None)

    made = shown("light")
    draw = (lambda theme: _drawn(shown(theme).figure)) if made.figure is not None else None
    return FirstView("", made.headline[0], figure=draw, is_map=made.is_map, lines=made.lines, source=made.source)


_PAGES: Final[dict[str, Callable[[_View], FirstView]]] = {
    "map": _map,
    "exchange": _exchange,
    "partner": _partner,
    "chronicle": _chronicle,
    "comparison": _comparison,
    "networks": _networks,
    "anniversaries": _anniversaries,
    "stage": _stage,
    "data": _data,
    "about": _about,
    "embed": _embed,
}
