"""Build what a slide shows (headline, figure or text, source) from the figures of the pages, for stage, decks and embedding."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from components.exhibits import comparison_slides, partner_slides
from components.exhibits.exchange import bands_chart, documented_exchange_chart, documented_source, statistic_chart, with_topic_sectors
from components.exhibits.exhibit import FIGURE_HEIGHT, LINES_AT_MOST, RESTING_SYMBOL, Exhibit, LegendEntry, Make, Maker, dated_lines
from components.figures.map_views import view_of
from components.figures.palette import KIND_SYMBOLS, Theme
from components.figures.world_map import RESTING, world_map
from components.words.anniversaries import anniversary_name
from components.words.map import map_headline
from components.words.partner import way_sentence
from components.words.phrases import amount_text, as_of_text, in_sectors, name_with_status, partner_name, resting_sentence, source_note
from components.words.texts import Texts
from data import queries
from data.anniversaries import anniversaries, greatest_coming
from data.dataset import Dataset
from data.geodesy import distance_km
from data.records import records
from data.selection import Selection
from data.stories import Slide, Story
from data.vocabulary import FIGURES, RELATION_KINDS

#: Number of years after which a slide says of which year its newest value is.
_OLD: Final = 2

_OF_EXCHANGE: Final = ("activities", "sectors", "latest")
_OF_A_PARTNER: Final = ("title", "portrait", "history", "map", "activities", "sectors", "latest")
_OF_A_PAGE: Final = {"networks": ("members", "shared"), "anniversaries": ("anniversaries",)}
_OF_COMPARISON: Final = {"matrix": ("matrix",), "partners": ("compared", "profiles"), "cities": ("towns", "distances")}
#: Figures about the partner of the selection alone.
_OF_ONE_PARTNER: Final = ("history", "sectors", "latest")


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
    maker = Maker(dataset, Texts(languages[0]), theme, today, tuple(languages), height)
    made = _MAKERS[slide.figure](maker, selection, title)
    headline = tuple(getattr(slide.headline, lang) for lang in languages) if slide.headline else made.headline
    note = getattr(slide.note, languages[0]) if slide.note else ""
    kind = "chart" if made.kind == "words" and made.figure is not None else made.kind
    source = made.source
    if made.source and not made.status:
        of_one = (selection.city,) if slide.figure in _OF_ONE_PARTNER else ()
        source = f"{resting_sentence(dataset, (*of_one, *selection.partners), maker.texts)} {source}".strip()
    return replace(made, headline=headline, note=note, kind=kind, source=source)


def _number(maker: Maker, selection: Selection, title: str) -> Exhibit:
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
    return Exhibit(tuple(headline), kind="number", number=t.number(count), source=maker.reports(selection))


def _map(maker: Maker, selection: Selection, title: str) -> Exhibit:
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
    names = tuple(sorted(name_with_status(maker.facts, row.id, t, row.status) for row in records(shown)))
    return Exhibit(headline, figure, "map", names=names, legend=tuple(legend), source=maker.texts.t("stage.map_source"))


def _growth(maker: Maker, selection: Selection, title: str) -> Exhibit:
    return replace(_map(maker, selection, title), grows=True)


def _documented(maker: Maker, selection: Selection, form: str) -> Exhibit:
    charts = [
        documented_exchange_chart(maker.facts, replace(with_topic_sectors(own), form=form), maker.theme)
        for _, own in maker.words(selection)
    ]
    source = ""
    if charts[0].figure:
        source = documented_source(maker.reports(with_topic_sectors(selection)), charts[0], selection, maker.facts)
    return Exhibit(tuple(chart.sentence for chart in charts), charts[0].figure, source=source)


def _bands(maker: Maker, selection: Selection, title: str) -> Exhibit:
    charts = [bands_chart(maker.facts, with_topic_sectors(own), maker.theme, maker.height) for _, own in maker.words(selection)]
    return Exhibit(tuple(chart.sentence for chart in charts), charts[0].figure, source=charts[0].source)


def _activities(maker: Maker, selection: Selection, title: str) -> Exhibit:
    return _documented(maker, selection, "sectors")


def _cumulative(maker: Maker, selection: Selection, title: str) -> Exhibit:
    return _documented(maker, selection, "cumulative")


def _statistic(maker: Maker, selection: Selection, title: str) -> Exhibit:
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


def _anniversaries(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    rows = anniversaries(facts, selection, maker.today)
    following = greatest_coming(rows, maker.today)
    first = next(records(following), None)
    important = following.sort_values("on", kind="stable").head(LINES_AT_MOST)
    headline = tuple(
        words.t("stage.anniversaries", name=anniversary_name(first, facts, words), date=words.date(first.on))
        if first
        else words.t("anniversaries.none")
        for words, _ in maker.words(selection)
    )
    named = tuple((t.date(row.on), anniversary_name(row, facts, t)) for row in records(important))
    return Exhibit(
        headline,
        lines=dated_lines(named, t),
        rows=named,
        source=t.t("stage.sources", sources=source_note(facts, set(important["source"]), t)),
    )


def _closing(maker: Maker, selection: Selection, title: str) -> Exhibit:
    t = maker.texts
    lines = (t.t("stage.scan"), as_of_text(maker.facts, t))
    headline = tuple(words.t("stage.thanks") for words, _ in maker.words(selection))
    return Exhibit(headline, kind="closing", lines=lines)


_MAKERS: Final[dict[str, Make]] = {
    **partner_slides.MAKERS,
    **comparison_slides.MAKERS,
    "number": _number,
    "map": _map,
    "growth": _growth,
    "bands": _bands,
    "activities": _activities,
    "cumulative": _cumulative,
    "statistic": _statistic,
    "anniversaries": _anniversaries,
    "closing": _closing,
}
