"""Write the sentences on networks of cities: memberships, known members, and the headline of the member map."""

from collections import Counter
from typing import Any

import pandas as pd

from components.words.texts import Texts
from data.dataset import Dataset
from data.ranking import leaders
from data.records import records
from data.vocabulary import HOME_COUNTRY


def networks_headline(rows: pd.DataFrame, facts: Dataset, texts: Texts) -> str:
    """Return the headline on ``rows`` (from ``networks.networks``): how many networks, the longest membership, the largest network."""
    if rows.empty:
        return texts.t("networks.none" if len(facts.networks) else "networks.empty")
    current = [row for row in records(rows) if not row.until]
    if not current:
        return texts.t("networks.headline_ended")
    if len(current) == 1:
        (row,) = current
        only = "networks.headline_only" if row.since else "networks.headline_only_undated"
        return texts.n("networks.headline", 1, first=texts.t(only, name=row.name, year=row.since), largest="")
    since = {row.name: row.since for row in current if row.since}
    members = {row.name: row.members for row in current if row.members}
    longest, biggest = leaders({name: -year for name, year in since.items()}), leaders(members)
    first = largest = ""
    if longest:
        first = texts.t("networks.headline_first", name=texts.listing(longest), year=since[longest[0]])
    if biggest:
        number = texts.number(members[biggest[0]])
        largest = texts.n("networks.headline_largest", len(biggest), name=texts.listing(biggest), members=number)
    return texts.n("networks.headline", len(current), first=first, largest=largest)


def known_members(row: Any, names: dict[str, str], texts: Texts) -> str:
    """Return in sentences which members of a network are known: how many of how many, and which of them are our partners.

    ``row`` is one of ``networks.networks``; ``names`` are the partners' names by id.
    """
    if not row.known:
        return texts.t("networks.no_list")
    numbers = {"known": texts.number(row.known), "total": texts.number(row.members)}
    if not row.members:
        sentence = texts.t("networks.known_some", known=numbers["known"])
    elif row.known >= row.members:
        sentence = texts.t("networks.known_all", total=numbers["total"])
    else:
        sentence = texts.t("networks.known_of", **numbers)
    if not row.partners:
        return f"{sentence} {texts.t('networks.without')}"
    return f"{sentence} {texts.n('networks.with', len(row.partners), partners=texts.listing([names[one] for one in row.partners]))}"


def members_sentence(places: pd.DataFrame, rows: pd.DataFrame, network: str, names: dict[str, str], texts: Texts) -> str:
    """Return the headline of the member map: with how many other members the city is connected, and which of them are our partners.

    ``places`` and ``rows`` are what ``networks.places`` and ``networks.networks`` return; an empty ``network`` means all of them. ``names``
    are the partners' names by id.
    """
    if network:
        row = next(row for row in records(rows) if row.id == network)
        # The numbers include the city, so Germany is one of the countries.
        countries = texts.n("map.headline.countries", len({*places["country"], HOME_COUNTRY}))
        form = "networks.map_complete" if 0 < row.members <= row.known else "networks.map_of" if row.members else "networks.map_some"
        sentence = texts.n(form, (row.members or row.known) - 1, name=row.name, countries=countries)
    else:
        form, countries = "networks.map_all", texts.n("map.headline.countries", len(set(places["country"])))
        listed = sum(known > 0 for known in rows["known"].tolist())
        sentence = texts.n(form, len(places), networks=texts.number(listed), countries=countries)
    ours = sorted(names[partner] for partner in places["partner"].tolist() if partner)
    if ours:
        return sentence + texts.n("networks.map_partners", len(ours), partners=texts.listing(ours))
    # Of a list that is not complete nobody knows that a partner is missing.
    return sentence + (texts.t("networks.map_no_partners") if form == "networks.map_complete" else "")


def memberships_sentence(rows: pd.DataFrame, texts: Texts) -> str:
    """Return when most memberships in ``rows`` (from ``networks.networks``) began, how many are undated, and how many have ended."""
    dated = [year for year in rows["since"].tolist() if year]
    if not dated:
        return texts.t("networks.lanes_none")
    decades = Counter(year // 10 for year in dated)
    # Of several decades with as many memberships, the latest.
    decade = max(decades, key=lambda one: (decades[one], one))
    those = [year for year in dated if year // 10 == decade]
    sentence = texts.n("networks.lanes_most", len(those), years=texts.years(min(those), max(those)))
    undated, ended = len(rows) - len(dated), sum(year > 0 for year in rows["until"].tolist())
    if undated:
        sentence += texts.n("networks.lanes_unknown", undated)
    return sentence + (texts.n("networks.lanes_ended", ended) if ended else "")
