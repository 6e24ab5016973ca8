"""Build what a slide shows (headline, figure or text, source) from the figures of the pages, for stage, decks and embedding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.exhibits.exchange import bands_chart, documented_exchange_chart, documented_source, statistic_chart, with_topic_sectors
from components.exhibits.networks import member_rows, members_map_figure
from components.exhibits.portrait import of_partner, portrait, portrait_globe
from components.figures.comparison import sector_matrix, sector_profiles, towns_by_distance, towns_over_time
from components.figures.ground_map import ground_map
from components.figures.map_views import view_of
from components.figures.networks import legend as members_legend
from components.figures.networks import shared_partners
from components.figures.palette import KIND_SYMBOLS, PALETTES, Theme
from components.figures.partner import count_bars, status_lane
from components.figures.point_map import point_map
from components.figures.timelines import partner_multiples
from components.figures.world_map import RESTING, world_map
from components.words.anniversaries import anniversary_name
from components.words.comparison import beginnings_sentence, farthest_sentence, focus_sentence, matrix_sentence, towns_sentence
from components.words.exchange import with_unfinished
from components.words.map import map_headline
from components.words.networks import members_sentence
from components.words.networks import networks_headline as network_headline
from components.words.partner import began_sentence, latest_sentence, sectors_sentence, way_sentence
from components.words.phrases import (
    amount_text,
    as_of_text,
    in_sectors,
    names_with_status,
    partner_name,
    relation_since,
    resting_sentence,
    sector_names,
    source_note,
)
from components.words.texts import Texts
from data import comparison, networks, queries, timelines
from data.anniversaries import anniversaries, greatest_coming
from data.dataset import Dataset
from data.geodesy import distance_km
from data.selection import Selection
from data.stories import Slide, Story
from data.vocabulary import FIGURES, RELATION_KINDS

#: Height of a figure in pixels before the stage enlarges it to the height of the screen (see stage/style.py).
FIGURE_HEIGHT: Final = 345
#: Largest number of anniversaries or activities on a slide, so that the last row of the audience can read them.
LINES_AT_MOST: Final = 4
#: Number of years after which a slide says of which year its newest value is.
_OLD: Final = 2

#: Stands in a legend for the dashed grey of relations that are not active.
RESTING_SYMBOL: Final = "– –"

_OF_EXCHANGE: Final = ("activities", "sectors", "latest")
_OF_A_PARTNER: Final = ("title", "portrait", "history", "map", "activities", "sectors", "latest")
_OF_A_PAGE: Final = {"networks": ("members", "shared"), "anniversaries": ("anniversaries",)}
_OF_COMPARISON: Final = {"matrix": ("matrix",), "partners": ("compared", "profiles"), "cities": ("towns", "distances")}


#: Figures about the partner of the selection alone.
_OF_ONE_PARTNER: Final = ("history", "sectors", "latest")
#: How a slide is set: what takes its screen.
Kind = Literal["title", "portrait", "number", "map", "chart", "words", "closing"]


class LegendEntry(NamedTuple):
    """A symbol of a map, what it means, and its colour, empty if symbols of this kind have several."""

    symbol: str
    words: str
    colour: str = ""


@dataclass(frozen=True)
class Exhibit:
    """The content of a slide, ready to be drawn.

    ``headline`` has one line per language, the viewer's first. ``figure`` is None on slides of text, whose ``lines`` are plain text;
    ``rows`` are the same as days with their titles, if they have days. On a title slide and on a portrait the figure is a globe without
    words. ``names`` are those of the partners on a map, ``legend`` its symbols; it ``grows`` if it plays through the
    years. ``greeting`` is a word and its language. ``number`` is the one a slide is about. A portrait has ``name``, the partner's name in
    its own script with its language, ``status``, which is empty if the relation is active, ``facts``, values with their labels, and the
    ``latest`` exchange.
    """

    headline: tuple[str, ...]
    figure: go.Figure | None = None
    kind: Kind = "words"
    grows: bool = False
    names: tuple[str, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    greeting: tuple[str, str] = ("", "")
    name: tuple[str, str] = ("", "")
    status: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    latest: str = ""
    number: str = ""
    source: str = ""
    note: str = ""

    @property
    def is_map(self) -> bool:
        """Return whether the figure is a map with names."""
        return self.kind == "map"

    @property
    def closing(self) -> bool:
        """Return whether the slide shows the QR code of the view."""
        return self.kind == "closing"


@dataclass(frozen=True)
class _Maker:
    """The data and settings from which the slides of one viewer are built."""

    facts: Dataset
    texts: Texts
    theme: Theme
    today: str
    languages: tuple[str, ...]
    height: int | None

    def words(self, selection: Selection) -> list[tuple[Texts, Selection]]:
        """Return the texts and ``selection`` in each language of the headline."""
        return [(Texts(lang), replace(selection, lang=lang)) for lang in self.languages]


def figure_slide(shown: str, **selection: str | int | list[str | int]) -> Slide:
    """Return a slide that shows the figure ``shown`` with its own headline, for ``selection``."""
    return Slide.model_validate({"figure": shown, "selection": selection})


def automatic_slides(page: str, selection: Selection, dataset: Dataset) -> tuple[Slide, ...]:
    """Return the slides for what a viewer sees on ``page``: its figures, then the QR code of the view.

    On a partner's page they present the partner, without exchange if none is documented. A slide without a selection of its own takes the
    viewer's.
    """
    city = selection.city or dataset.partner_ids[0]
    if page == "partner":
        found = dataset.exchange[dataset.exchange["partner"] == city]
        row = dataset.partner(city)
        more: dict[str, dict[str, str | int]] = {"map": {"view": view_of(row["lat"], row["lon"])}}
        if len(found):
            more["activities"] = {"from": int(found["year"].min())}
        shown = [one for one in _OF_A_PARTNER if len(found) or one not in _OF_EXCHANGE]
        own = [figure_slide(one, city=city, partner=city, ended="yes", **more.get(one, {})) for one in shown]
        return (*own, figure_slide("closing"))
    if page == "exchange":
        shown = [selection.form if selection.form in ("bands", "cumulative") else "activities"]
        shown += ["statistic"] if selection.topic != "all" else []
    elif page in _OF_A_PAGE:
        shown = list(_OF_A_PAGE[page])
    elif page == "comparison":
        shown = list(_OF_COMPARISON[selection.aspect])
    else:
        shown = ["map", "activities"]
    return (*(figure_slide(one) for one in shown), figure_slide("closing"))


def standalone_slides(page: str, selection: Selection, dataset: Dataset) -> tuple[Slide, ...]:
    """Return the slides for those figures of ``page`` that can be shown alone, as the viewer sees them."""
    return tuple(slide for slide in automatic_slides(page, selection, dataset) if slide.figure in FIGURES)


def slides_of(story: str, stories: Mapping[str, Story], selection: Selection, dataset: Dataset) -> tuple[Slide, ...]:
    """Return the slides of ``story``, which is the id of one of ``stories`` or of a page."""
    return stories[story].slides if story in stories else automatic_slides(story, selection, dataset)


def exhibit(
    slide: Slide,
    selection: Selection,
    title: str,
    dataset: Dataset,
    languages: Sequence[str],
    theme: Theme,
    today: str,
    height: int | None = FIGURE_HEIGHT,
) -> Exhibit:
    """Return the content of ``slide``, ready to be drawn; its source says which partnerships that it names are not active.

    Args:
        slide: the slide of a story or a page.
        selection: the slide's own selection in the viewer's language, or the viewer's if the slide has none.
        title: title of the story, shown on its first slide.
        dataset: the facts.
        languages: languages of the headline, the viewer's first; figures are in the viewer's.
        theme: light or dark.
        today: ISO date from which anniversaries are counted.
        height: height of the figure in pixels, which is then as wide as the stage; None if its container may be as narrow as a phone.
    """
    maker = _Maker(dataset, Texts(languages[0]), theme, today, tuple(languages), height)
    made = _MAKERS[slide.figure](maker, selection, title)
    headline = tuple(getattr(slide.headline, lang) for lang in languages) if slide.headline else made.headline
    note = getattr(slide.note, languages[0]) if slide.note else ""
    kind = "chart" if made.kind == "words" and made.figure is not None else made.kind
    source = made.source
    if made.source and not made.status:
        of_one = (selection.city,) if slide.figure in _OF_ONE_PARTNER else ()
        source = f"{resting_sentence(dataset, (*of_one, *selection.partners), maker.texts)} {source}".strip()
    return replace(made, headline=headline, note=note, kind=kind, source=source)


def _title(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    t, facts, chosen = maker.texts, maker.facts, Selection(*maker.facts.years)
    own = of_partner(chosen, selection.city) if selection.city else chosen
    globe = ground_map(queries.connections(facts, own)[1], maker.theme, on_green=True)
    as_of = as_of_text(maker.facts, t)
    if not selection.city:
        return Exhibit((title,), globe, "title", lines=(t.t("stage.subtitle"), as_of))
    row = maker.facts.partner(selection.city)
    return Exhibit((title,), globe, "title", lines=(_relation(row, t), as_of), greeting=(row["greeting"], row["language"]))


def _relation(row: Mapping[str, Any], t: Texts) -> str:
    """Return the kind of relation, since when, and its status unless it is active."""
    since = relation_since(row["kind"], row["since"], t)
    return since if row["status"] == "active" else t.t("stage.resting", relation=since, status=t.label("status", row["status"]))


def _portrait(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, city = maker.facts, maker.texts, selection.city
    row = facts.partner(city)
    shown = portrait(facts, city, Selection(*facts.years, lang=t.lang), maker.today)
    day, latest = shown.latest
    return Exhibit(
        tuple(str(row[f"name_{words.lang}"]) for words, _ in maker.words(selection)),
        portrait_globe(facts, city, maker.theme),
        "portrait",
        lines=(shown.relation,),
        name=shown.own_name,
        status=shown.status,
        facts=shown.facts,
        latest=t.t("stage.latest_one", date=day, title=latest) if latest else "",
        source=t.t("stage.sources", sources=source_note(facts, set(shown.sources), t)) if shown.sources else t.t("stage.timeline_source"),
    )


def _number(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    """Return the latest value of an indicator with one partner or, without an indicator, the number of documented activities."""
    facts, t = maker.facts, maker.texts
    if selection.indicator:
        shown = _statistic(maker, selection, title)
        chart = statistic_chart(facts, with_topic_sectors(selection), maker.theme, maker.height)
        if chart.frame.empty or chart.frame["label"].nunique() > 1:
            return shown
        value = amount_text(float(chart.frame.iloc[-1]["value"]), chart.unit, t)
        return replace(shown, figure=None, kind="number", number=value)
    found = queries.tally(facts, selection)
    count = queries.count_events(found)
    if not count:
        return _activities(maker, selection, title)
    first, partners = int(found["year"].min()), found["partner"].nunique()
    headline = []
    for words, own in maker.words(selection):
        about = f" {in_sectors(own, words)}" if own.sectors else ""
        who = partner_name(facts, found["partner"].iloc[0], words) if partners == 1 else words.n("stage.partners", partners)
        headline.append(words.n("stage.counted", count, about=about, who=who, year=first))
    return Exhibit(tuple(headline), kind="number", number=t.number(count), source=_reports(maker, selection))


def _map(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    _, shown, figures = queries.connections(maker.facts, selection)
    figure = world_map(shown, selection.view, selection.sector, maker.texts, maker.theme, tall=maker.height is not None)
    if len(shown) == 1 and selection.partners and not selection.sectors:
        # Portrait and bars give the number of activities; the map of one partner shows the way.
        (row,) = shown.to_dict("records")
        way = round(distance_km(row["lat"], row["lon"]))
        headline = tuple(way_sentence(maker.facts, row["id"], t.number(way), t) for t, _ in maker.words(selection))
    else:
        headline = tuple(
            map_headline(own, figures, queries.connections(maker.facts, own)[1], t, maker.facts) for t, own in maker.words(selection)
        )
    t, kinds = maker.texts, set(shown["kind"])
    legend = [LegendEntry(KIND_SYMBOLS[kind][1], t.label("relation", kind)) for kind in RELATION_KINDS if kind in kinds]
    if shown["status"].isin(RESTING).any():
        legend.append(LegendEntry(RESTING_SYMBOL, t.t("stage.legend_resting")))
    names = tuple(sorted(shown["name"]))
    return Exhibit(headline, figure, "map", names=names, legend=tuple(legend), source=maker.texts.t("stage.map_source"))


def _growth(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    return replace(_map(maker, selection, title), grows=True)


def _reports(maker: _Maker, selection: Selection) -> str:
    """Return the source of counted activities; it names the city's complete list only if the list has activities of ``selection``."""
    counted = queries.listed(queries.tally(maker.facts, selection), selection)
    return maker.texts.t("stage.timeline_source" if queries.has_city_list(counted) else "stage.reports_source")


def _documented(maker: _Maker, selection: Selection, form: str) -> Exhibit:
    charts = [
        documented_exchange_chart(maker.facts, replace(with_topic_sectors(own), form=form), maker.theme)
        for _, own in maker.words(selection)
    ]
    source = ""
    if charts[0].figure:
        source = documented_source(_reports(maker, with_topic_sectors(selection)), charts[0], selection, maker.facts)
    return Exhibit(tuple(chart.sentence for chart in charts), charts[0].figure, source=source)


def _bands(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    charts = [bands_chart(maker.facts, with_topic_sectors(own), maker.theme, maker.height) for _, own in maker.words(selection)]
    return Exhibit(tuple(chart.sentence for chart in charts), charts[0].figure, source=charts[0].source)


def _activities(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    return _documented(maker, selection, "sectors")


def _cumulative(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    return _documented(maker, selection, "cumulative")


def _sectors(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    own = replace(selection, partners=(selection.city,), relations=(), ended=True)
    found = queries.exchanges(maker.facts, own)
    counts = queries.sector_counts(found)
    if not counts:
        return _latest(maker, selection, title)
    headline = tuple(sectors_sentence(maker.facts, selection.city, found, words) for words, _ in maker.words(selection))
    figure = count_bars(counts, sector_names(t), dict(PALETTES[maker.theme].sectors), t, maker.theme, maker.height)
    return Exhibit(headline, figure, source=_reports(maker, own))


def _statistic(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    charts = [statistic_chart(maker.facts, with_topic_sectors(own), maker.theme, maker.height) for _, own in maker.words(selection)]
    headline = tuple(chart.sentence for chart in charts)
    if charts[0].figure is None:
        return Exhibit(headline)
    t, level = maker.texts, maker.texts.label("geography", charts[0].meta.geography)
    sources = source_note(maker.facts, set(charts[0].frame["source"]), t)
    source, newest = t.t("stage.statistic_source", level=level, sources=sources), int(charts[0].frame["year"].max())
    if newest < int(maker.today[:4]) - _OLD:
        source = f"{t.t('stage.newest', year=newest)} {source}"
    return Exhibit(headline, charts[0].figure, source=source)


def _history(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    steps = queries.status_history(facts, selection.city, selection.lang)
    if steps.empty:
        return _latest(maker, selection, title)
    few = steps[steps["kind"] != "report"]  # which changed nothing
    # On a large time axis a few marks are lost; their titles say more.
    in_words = maker.height is not None and 0 < len(few) <= LINES_AT_MOST
    steps = few if in_words else steps
    headline = tuple(began_sentence(facts, selection.city, steps.iloc[0]["date"], words) for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(steps["source"]), t))
    if in_words:
        rows = _rows(steps, t)
        return Exhibit(headline, lines=_lines(rows, t), rows=rows, source=source)
    return Exhibit(headline, status_lane(steps, facts.years[1], t, maker.theme), source=source)


def _rows(dated: pd.DataFrame, t: Texts) -> tuple[tuple[str, str], ...]:
    return tuple((t.date(row.date), str(row.title)) for row in dated.itertuples())


def _lines(rows: Sequence[tuple[str, str]], t: Texts) -> tuple[str, ...]:
    return tuple(t.t("stage.line", date=day, title=title) for day, title in rows)


def _latest(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    own = replace(selection, partners=(selection.city,), relations=(), ended=True)
    latest = queries.latest_activities(facts, own, LINES_AT_MOST)
    headline = tuple(latest_sentence(facts, selection.city, latest, words) for words, _ in maker.words(selection))
    if latest.empty:
        return Exhibit(headline, lines=(t.t("summary.nothing"),))
    rows = _rows(latest, t)
    return Exhibit(
        headline, lines=_lines(rows, t), rows=rows, source=t.t("stage.sources", sources=source_note(facts, set(latest["source"]), t))
    )


def _anniversaries(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    rows = anniversaries(facts, selection, maker.today)
    following = greatest_coming(rows, maker.today)
    first = next(following.itertuples(), None)
    important = following.sort_values("on", kind="stable").head(LINES_AT_MOST)
    headline = tuple(
        words.t("stage.anniversaries", name=anniversary_name(first, facts, words), date=words.date(first.on))
        if first
        else words.t("anniversaries.none")
        for words, _ in maker.words(selection)
    )
    named = tuple((t.date(row.on), anniversary_name(row, facts, t)) for row in important.itertuples())
    return Exhibit(
        headline, lines=_lines(named, t), rows=named, source=t.t("stage.sources", sources=source_note(facts, set(important["source"]), t))
    )


def _matrix(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    cells = comparison.matrix(facts, selection)
    headline = tuple(matrix_sentence(cells, selection.measure, facts, words) for words, _ in maker.words(selection))
    names, sectors = names_with_status(facts, t), sector_names(t)
    figure = sector_matrix(cells, selection.measure, names, sectors, t, maker.theme, on_stage=maker.height is not None)
    return Exhibit(headline, figure, source=_reports(maker, selection))


def _side_by_side(maker: _Maker, selection: Selection) -> Selection:
    partners = comparison.compared(maker.facts, selection)
    return replace(with_topic_sectors(selection), partners=partners, relations=(), ended=True)


def _compared(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, own = maker.facts, maker.texts, _side_by_side(maker, selection)
    found, span = queries.tally(facts, own), (own.first_year, own.last_year)
    headline = tuple(beginnings_sentence(found, own.partners, words.years(*span), facts, words) for words, _ in maker.words(selection))
    counts = timelines.counts(found, "five", "partner")
    if counts.empty:
        return Exhibit(headline, lines=(t.t("timeline.none", years=t.years(own.first_year, own.last_year)),))
    names, years = names_with_status(facts, t), (own.first_year, own.last_year)
    figure = partner_multiples(counts, "five", years, names, t, maker.theme, maker.height, order=own.partners)
    return Exhibit(headline, figure, source=with_unfinished(_reports(maker, own), own.last_year, "five", facts.checked_year, t))


def _profiles(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, own = maker.facts, maker.texts, _side_by_side(maker, selection)
    found, span = queries.tally(facts, own), (own.first_year, own.last_year)
    headline = tuple(focus_sentence(found, own.partners, words.years(*span), facts, words) for words, _ in maker.words(selection))
    cells = comparison.matrix(facts, own)
    figure = sector_profiles(cells, names_with_status(facts, t), sector_names(t), t, maker.theme, maker.height)
    return Exhibit(headline, figure, source=_reports(maker, own))


def _towns(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    towns = comparison.twin_towns(facts)
    headline = tuple(towns_sentence(towns, words) for words, _ in maker.words(selection))
    figure = towns_over_time(
        comparison.twin_towns_over_time(facts, facts.years[1]), comparison.undated_towns(facts), t, maker.theme, maker.height
    )
    undated = t.n("towns.undated", int((towns["since"] == 0).sum()))
    return Exhibit(headline, figure, source=f"{undated} {t.t('stage.sources', sources=source_note(facts, set(towns['source']), t))}")


def _distances(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    towns = comparison.twin_towns(facts)
    homes = [home for home in comparison.home_cities(facts) if home in set(towns["home"])]
    headline = tuple(farthest_sentence(towns, words) for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(towns["source"]), t))
    return Exhibit(headline, towns_by_distance(towns, homes, t, maker.theme), source=source)


def towns_map(facts: Dataset, view: str, t: Texts, theme: Theme) -> go.Figure:
    """Return the map of the twin towns of all cities compared; it fills its container."""
    towns = comparison.twin_towns(facts)
    points = towns.assign(
        ours=towns["home"] == comparison.HOME,
        hover=[f"<b>{row.town}</b>, {t.country(row.country)}<br>{row.home}" for row in towns.itertuples()],
    )
    return point_map(points, view, (t.t("towns.others"), t.t("towns.ours")), t, theme)


def _towns_map(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    headline = tuple(words.t("towns.map") for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(comparison.twin_towns(facts)["source"]), t))
    return Exhibit(headline, towns_map(facts, selection.view, t, maker.theme), "map", source=f"{source} {t.t('profile.map_source')}")


def _members(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    rows = networks.networks(facts, selection)
    listed = set(rows.loc[rows["known"] > 0, "id"])
    if not listed:
        return Exhibit(
            tuple(network_headline(rows, facts, words) for words, _ in maker.words(selection)), lines=(t.t("networks.no_lists"),)
        )
    network = selection.network if selection.network in listed else ""
    headline = tuple(
        members_sentence(
            member_rows(facts, own, named := networks.networks(facts, own), network, words),
            named,
            network,
            names_with_status(facts, words),
            words,
        )
        for words, own in maker.words(selection)
    )
    cities = networks.members(facts, selection, network)
    sources = source_note(facts, set(cities.loc[cities["network"].isin(listed), "source"]), t)
    figure = members_map_figure(facts, selection, network, maker.theme, tall=maker.height is not None)
    drawn = rows[rows["id"] == network] if network else rows[rows["id"].isin(listed)]
    entries = tuple(LegendEntry(mark, word, colour) for colour, mark, word in members_legend(drawn, sector_names(t), t, maker.theme))
    return Exhibit(headline, figure, "map", legend=entries, source=t.t("stage.sources", sources=sources))


def _shared(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    shared = networks.second_degree(facts, selection)
    if shared.empty:
        return Exhibit(tuple(words.t("networks.second_none") for words, _ in maker.words(selection)))
    homes = list(dict.fromkeys(shared["home"]))
    headline = tuple(
        words.n(
            "networks.second",
            len(homes),
            partners=words.listing(sorted({names_with_status(facts, words)[partner] for partner in shared["partner"]})),
            homes=words.listing(homes),
        )
        for words, _ in maker.words(selection)
    )
    figure = shared_partners(shared, names_with_status(facts, t), t, maker.theme)
    return Exhibit(headline, figure, source=t.t("stage.sources", sources=source_note(facts, set(shared["source"]), t)))


def _closing(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    lines = (t.t("stage.scan"), as_of_text(maker.facts, t))
    headline = tuple(words.t("stage.thanks") for words, _ in maker.words(selection))
    return Exhibit(headline, kind="closing", lines=lines)


_MAKERS: Final[dict[str, Callable[[_Maker, Selection, str], Exhibit]]] = {
    "title": _title,
    "portrait": _portrait,
    "number": _number,
    "map": _map,
    "growth": _growth,
    "bands": _bands,
    "activities": _activities,
    "cumulative": _cumulative,
    "sectors": _sectors,
    "statistic": _statistic,
    "history": _history,
    "latest": _latest,
    "anniversaries": _anniversaries,
    "matrix": _matrix,
    "compared": _compared,
    "profiles": _profiles,
    "towns": _towns,
    "distances": _distances,
    "towns-map": _towns_map,
    "members": _members,
    "shared": _shared,
    "closing": _closing,
}
