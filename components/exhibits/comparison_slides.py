"""Slides that compare: partners and sectors, partners side by side, the twin towns of other cities, and networks."""

from dataclasses import replace
from typing import Final

import plotly.graph_objects as go

from components.exhibits.exchange import with_topic_sectors
from components.exhibits.exhibit import Exhibit, LegendEntry, Make, Maker
from components.exhibits.networks import member_rows, members_map_figure
from components.figures.comparison import sector_matrix, sector_profiles, towns_by_distance, towns_over_time
from components.figures.networks import legend as members_legend
from components.figures.networks import shared_partners
from components.figures.palette import Theme
from components.figures.point_map import point_map
from components.figures.timelines import partner_multiples
from components.words.comparison import beginnings_sentence, farthest_sentence, focus_sentence, matrix_sentence, towns_sentence
from components.words.exchange import with_unfinished
from components.words.networks import members_sentence
from components.words.networks import networks_headline as network_headline
from components.words.phrases import names_with_status, sector_names, source_note
from components.words.texts import Texts
from data import comparison, networks, queries, timelines
from data.cache import cached_views
from data.dataset import Dataset
from data.records import records
from data.selection import Selection


def _matrix(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    cells = comparison.matrix(facts, selection)
    headline = tuple(matrix_sentence(cells, selection.measure, facts, words) for words, _ in maker.words(selection))
    names, sectors = names_with_status(facts, t), sector_names(t)
    figure = sector_matrix(cells, selection.measure, names, sectors, t, maker.theme, on_stage=maker.height is not None)
    return Exhibit(headline, figure, source=maker.reports(selection))


def _side_by_side(maker: Maker, selection: Selection) -> Selection:
    partners = comparison.compared(maker.facts, selection)
    return replace(with_topic_sectors(selection), partners=partners, relations=(), ended=True)


def _compared(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, own = maker.facts, maker.texts, _side_by_side(maker, selection)
    found, span = queries.tally(facts, own), (own.first_year, own.last_year)
    headline = tuple(beginnings_sentence(found, own.partners, words.years(*span), facts, words) for words, _ in maker.words(selection))
    counts = timelines.counts(found, "five", "partner")
    if counts.empty:
        return Exhibit(headline, lines=(t.t("timeline.none", years=t.years(own.first_year, own.last_year)),))
    names, years = names_with_status(facts, t), (own.first_year, own.last_year)
    figure = partner_multiples(counts, "five", years, names, t, maker.theme, maker.height, order=own.partners)
    return Exhibit(headline, figure, source=with_unfinished(maker.reports(own), own.last_year, "five", facts.checked_year, t))


def _profiles(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t, own = maker.facts, maker.texts, _side_by_side(maker, selection)
    found, span = queries.tally(facts, own), (own.first_year, own.last_year)
    headline = tuple(focus_sentence(found, own.partners, words.years(*span), facts, words) for words, _ in maker.words(selection))
    cells = comparison.matrix(facts, own)
    figure = sector_profiles(cells, names_with_status(facts, t), sector_names(t), t, maker.theme, maker.height)
    return Exhibit(headline, figure, source=maker.reports(own))


def _towns(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    towns = comparison.twin_towns(facts)
    headline = tuple(towns_sentence(towns, words) for words, _ in maker.words(selection))
    figure = towns_over_time(
        comparison.twin_towns_over_time(facts, facts.years[1]), comparison.undated_towns(facts), t, maker.theme, maker.height
    )
    undated = t.n("towns.undated", int((towns["since"] == 0).sum()))
    return Exhibit(headline, figure, source=f"{undated} {t.t('stage.sources', sources=source_note(facts, set(towns['source']), t))}")


def _distances(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    towns = comparison.twin_towns(facts)
    homes = [home for home in comparison.home_cities(facts) if home in set(towns["home"])]
    headline = tuple(farthest_sentence(towns, words) for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(towns["source"]), t))
    return Exhibit(headline, towns_by_distance(towns, homes, t, maker.theme), source=source)


@cached_views(16)
def towns_map(facts: Dataset, view: str, t: Texts, theme: Theme) -> go.Figure:
    """Return the map of the twin towns of all cities compared; it fills its container."""
    towns = comparison.twin_towns(facts)
    points = towns.assign(
        ours=towns["home"] == comparison.HOME,
        hover=[f"<b>{row.town}</b>, {t.country(row.country)}<br>{row.home}" for row in records(towns)],
    )
    return point_map(points, view, (t.t("towns.others"), t.t("towns.ours")), t, theme)


def _towns_map(maker: Maker, selection: Selection, title: str) -> Exhibit:
    facts, t = maker.facts, maker.texts
    headline = tuple(words.t("towns.map") for words, _ in maker.words(selection))
    source = t.t("stage.sources", sources=source_note(facts, set(comparison.twin_towns(facts)["source"]), t))
    return Exhibit(headline, towns_map(facts, selection.view, t, maker.theme), "map", source=f"{source} {t.t('profile.map_source')}")


def _members(maker: Maker, selection: Selection, title: str) -> Exhibit:
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


def _shared(maker: Maker, selection: Selection, title: str) -> Exhibit:
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


#: The slides that compare by the id of their figure.
MAKERS: Final[dict[str, Make]] = {
    "matrix": _matrix,
    "compared": _compared,
    "profiles": _profiles,
    "towns": _towns,
    "distances": _distances,
    "towns-map": _towns_map,
    "members": _members,
    "shared": _shared,
}
