"""Build what a slide shows (headline, figure or text, source) from the figures of the pages, for stage, decks and embedding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import plotly.graph_objects as go

from components.exhibits.exchange import documented_exchange_chart, statistic_chart, with_topic_sectors
from components.exhibits.networks import member_rows, members_map_figure
from components.figures.comparison import sector_matrix, sector_profiles, towns_by_distance, towns_over_time
from components.figures.map_views import view_of
from components.figures.networks import shared_partners
from components.figures.palette import PALETTES, Theme
from components.figures.partner import count_bars, status_lane
from components.figures.timelines import partner_multiples
from components.figures.world_map import world_map
from components.words.anniversaries import anniversary_name
from components.words.comparison import farthest_sentence, matrix_sentence, towns_sentence
from components.words.map import map_headline
from components.words.networks import members_sentence
from components.words.networks import networks_headline as network_headline
from components.words.partner import sectors_sentence
from components.words.phrases import partner_name, partner_names, relation_since, sector_names, source_note
from components.words.texts import Texts
from data import comparison, networks, queries, timelines
from data.anniversaries import anniversaries
from data.dataset import Dataset
from data.selection import Selection
from data.stories import Slide, Story
from data.vocabulary import FIGURES

#: Height of a figure in pixels of the stage's own scale, in which the screen is 890 pixels wide (see stage/style.py).
FIGURE_HEIGHT: Final = 332
#: Largest number of anniversaries or activities on a slide, so that the last row of the audience can read them.
LINES_AT_MOST: Final = 4

_OF_EXCHANGE: Final = ("activities", "sectors", "latest")
_OF_A_PARTNER: Final = ("title", "history", "map", "activities", "sectors", "latest")
_OF_A_PAGE: Final = {"networks": ("members", "shared"), "anniversaries": ("anniversaries",)}
_OF_COMPARISON: Final = {"matrix": ("matrix",), "partners": ("compared", "profiles"), "cities": ("towns", "distances")}


@dataclass(frozen=True)
class Exhibit:
    """The content of a slide, ready to be drawn.

    ``headline`` has one line per language, the viewer's first. ``figure`` is None on slides of text, whose ``lines`` are plain text.
    ``is_map`` is true if the figure is a map, ``grows`` if the map plays through the years. ``greeting`` is a word and its language. A
    slide that is ``closing`` shows the QR code of the view.
    """

    headline: tuple[str, ...]
    figure: go.Figure | None = None
    is_map: bool = False
    grows: bool = False
    lines: tuple[str, ...] = ()
    greeting: tuple[str, str] = ("", "")
    source: str = ""
    note: str = ""
    closing: bool = False


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
        shown = ["cumulative" if selection.form == "cumulative" else "activities"]
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
    """Return the content of ``slide``, ready to be drawn.

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
    return replace(made, headline=headline, note=note)


def _title(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    if not selection.city:
        return Exhibit((title,), lines=(t.t("stage.subtitle"), t.t("stage.as_of", date=t.date(maker.facts.as_of))))
    row = maker.facts.partner(selection.city)
    lines = (relation_since(row["kind"], row["since"], t), t.t("stage.as_of", date=t.date(maker.facts.as_of)))
    return Exhibit((title,), lines=lines, greeting=(row["greeting"], row["language"]))


def _map(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    _, shown, figures = queries.connections(maker.facts, selection)
    figure = world_map(shown, selection.view, selection.sector, maker.texts, maker.theme)
    headline = tuple(
        map_headline(own, figures, queries.connections(maker.facts, own)[1], t, maker.facts.years) for t, own in maker.words(selection)
    )
    return Exhibit(headline, figure, is_map=True, source=maker.texts.t("stage.map_source"))


def _growth(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    return replace(_map(maker, selection, title), grows=True)


def _documented(maker: _Maker, selection: Selection, form: str) -> Exhibit:
    charts = [
        documented_exchange_chart(maker.facts, replace(with_topic_sectors(own), form=form), maker.theme)
        for _, own in maker.words(selection)
    ]
    source = maker.texts.t("stage.timeline_source") if charts[0].figure else ""
    return Exhibit(tuple(chart.sentence for chart in charts), charts[0].figure, source=source)


def _activities(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    return _documented(maker, selection, "sectors")


def _cumulative(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    return _documented(maker, selection, "cumulative")


def _sectors(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    found = queries.exchanges(maker.facts, replace(selection, partners=(selection.city,), relations=(), ended=True))
    counts = queries.sector_counts(found)
    if not counts:
        return _latest(maker, selection, title)
    headline = tuple(sectors_sentence(maker.facts, selection.city, found, words) for words, _ in maker.words(selection))
    figure = count_bars(counts, sector_names(t), dict(PALETTES[maker.theme].sectors), t, maker.theme, maker.height)
    return Exhibit(headline, figure, source=t.t("stage.timeline_source"))


def _statistic(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    charts = [statistic_chart(maker.facts, with_topic_sectors(own), maker.theme, maker.height) for _, own in maker.words(selection)]
    headline = tuple(chart.sentence for chart in charts)
    if charts[0].figure is None:
        return Exhibit(headline)
    t, level = maker.texts, maker.texts.label("geography", charts[0].meta.geography)
    sources = source_note(maker.facts, set(charts[0].frame["source"]), t)
    return Exhibit(headline, charts[0].figure, source=t.t("stage.statistic_source", level=level, sources=sources))


def _history(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    steps = queries.status_history(maker.facts, selection, selection.city)
    if steps.empty:
        return _latest(maker, selection, title)
    headline = tuple(
        words.t("stage.history", name=partner_name(maker.facts, selection.city, words), year=steps.iloc[0]["date"][:4])
        for words, _ in maker.words(selection)
    )
    figure = status_lane(steps, maker.facts.years[1], maker.texts, maker.theme)
    return Exhibit(
        headline,
        figure,
        source=maker.texts.t("profile.history_source", sources=source_note(maker.facts, set(steps["source"]), maker.texts)),
    )


def _latest(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    own = replace(selection, partners=(selection.city,), relations=(), ended=True)
    headline = tuple(words.t("stage.latest", name=partner_name(facts, selection.city, words)) for words, _ in maker.words(selection))
    latest = queries.latest_activities(facts, own, LINES_AT_MOST)
    if latest.empty:
        return Exhibit(headline, lines=(t.t("summary.nothing"),))
    lines = tuple(t.t("stage.line", date=t.date(row.date), title=row.title) for row in latest.itertuples())
    return Exhibit(headline, lines=lines, source=t.t("stage.sources", sources=source_note(facts, set(latest["source"]), t)))


def _anniversaries(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    rows = anniversaries(facts, selection, maker.today)
    ahead = rows[rows["celebrated"] & (rows["on"] >= maker.today)]
    important = ahead[ahead["major"]].head(LINES_AT_MOST)
    headline = tuple(words.n("stage.anniversaries", len(important)) for words, _ in maker.words(selection))
    lines = tuple(t.t("stage.line", date=t.date(row.on), title=anniversary_name(row, facts, t)) for row in important.itertuples())
    return Exhibit(headline, lines=lines, source=t.t("stage.sources", sources=source_note(facts, set(important["source"]), t)))


def _matrix(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    cells = comparison.matrix(facts, selection)
    headline = tuple(matrix_sentence(cells, selection.measure, facts, words) for words, _ in maker.words(selection))
    figure = sector_matrix(cells, selection.measure, partner_names(facts, t), sector_names(t), t, maker.theme)
    return Exhibit(headline, figure, source=t.t("stage.timeline_source"))


def _side_by_side(maker: _Maker, selection: Selection) -> Selection:
    partners = comparison.compared(maker.facts, selection)
    return replace(with_topic_sectors(selection), partners=partners, relations=(), ended=True)


def _compared(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, own = maker.facts, maker.texts, _side_by_side(maker, selection)
    headline = tuple(
        words.t("stage.compared", partners=words.listing([partner_names(facts, words)[partner] for partner in own.partners]))
        for words, _ in maker.words(selection)
    )
    counts = timelines.counts(queries.tally(facts, own), "five", "partner")
    if counts.empty:
        return Exhibit(headline, lines=(t.t("timeline.none", years=t.years(own.first_year, own.last_year)),))
    names, years = partner_names(facts, t), (own.first_year, own.last_year)
    figure = partner_multiples(counts, "five", years, names, t, maker.theme, maker.height, order=own.partners)
    return Exhibit(headline, figure, source=t.t("stage.timeline_source"))


def _profiles(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, own = maker.facts, maker.texts, _side_by_side(maker, selection)
    headline = tuple(
        words.t("stage.profiles", partners=words.listing([partner_names(facts, words)[partner] for partner in own.partners]))
        for words, _ in maker.words(selection)
    )
    cells = comparison.matrix(facts, own)
    figure = sector_profiles(cells, partner_names(facts, t), sector_names(t), t, maker.theme, maker.height)
    return Exhibit(headline, figure, source=t.t("stage.timeline_source"))


def _towns(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    towns = comparison.twin_towns(facts)
    headline = tuple(towns_sentence(towns, words) for words, _ in maker.words(selection))
    figure = towns_over_time(comparison.twin_towns_over_time(facts, facts.years[1]), t, maker.theme)
    undated = t.n("towns.undated", int((towns["since"] == 0).sum()))
    return Exhibit(headline, figure, source=f"{undated} {t.t('stage.sources', sources=source_note(facts, set(towns['source']), t))}")


def _distances(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    towns = comparison.twin_towns(facts)
    homes = [home for home in comparison.home_cities(facts) if home in set(towns["home"])]
    headline = tuple(farthest_sentence(towns, words) for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(towns["source"]), t))
    return Exhibit(headline, towns_by_distance(towns, homes, t, maker.theme), source=source)


def _members(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    rows = networks.networks(facts, selection)
    listed = set(rows.loc[rows["known"] > 0, "id"])
    if not listed:
        return Exhibit(tuple(network_headline(rows, words) for words, _ in maker.words(selection)), lines=(t.t("networks.no_lists"),))
    network = selection.network if selection.network in listed else ""
    headline = tuple(
        members_sentence(
            member_rows(facts, own, named := networks.networks(facts, own), network, words),
            named,
            network,
            partner_names(facts, words),
            words,
        )
        for words, own in maker.words(selection)
    )
    cities = networks.members(facts, selection, network)
    sources = source_note(facts, set(cities.loc[cities["network"].isin(listed), "source"]), t)
    figure = members_map_figure(facts, selection, network, maker.theme)
    return Exhibit(headline, figure, is_map=True, source=t.t("stage.sources", sources=sources))


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
            partners=words.listing(sorted({partner_names(facts, words)[partner] for partner in shared["partner"]})),
            homes=words.listing(homes),
        )
        for words, _ in maker.words(selection)
    )
    figure = shared_partners(shared, partner_names(facts, t), t, maker.theme)
    return Exhibit(headline, figure, source=t.t("stage.sources", sources=source_note(facts, set(shared["source"]), t)))


def _closing(maker: _Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    lines = (t.t("stage.scan"), t.t("stage.as_of", date=t.date(maker.facts.as_of)))
    headline = tuple(words.t("stage.thanks") for words, _ in maker.words(selection))
    return Exhibit(headline, lines=lines, closing=True)


_MAKERS: Final[dict[str, Callable[[_Maker, Selection, str], Exhibit]]] = {
    "title": _title,
    "map": _map,
    "growth": _growth,
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
    "members": _members,
    "shared": _shared,
    "closing": _closing,
}
