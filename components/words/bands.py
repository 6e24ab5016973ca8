"""Write what exchange by sector says: the headline, one sentence per band, the names of its two rows, and what else there is."""

from typing import Final

from components.words.exchange import exchange_sentence
from components.words.phrases import amount_text, in_sectors, partner_name
from components.words.texts import Texts
from data import statistics
from data.bands import Band, Bands, Official
from data.city import CITY, OfficialSeries
from data.dataset import Dataset
from data.selection import Selection

#: Ends the first clause of a band's sentence; wide charts begin a line after it.
CLAUSE_END: Final = ";"


def bands_headline(shown: Bands, selection: Selection, dataset: Dataset, texts: Texts) -> str:
    """Return with how many partners, at least one, there is documented exchange in the sectors of the bands, which ``selection`` names.

    No number of activities is named and no year is ranked: how many are known depends on the sources (counting rule 1).
    """
    # Without a choice of years the exchange begins when it is documented, not with the axis of another sector.
    begun = min(band.since for band in shown.bands if band.since)
    first = begun if selection.first_year == dataset.years[0] else selection.first_year
    where, years = in_sectors(selection, texts), texts.years(first, selection.last_year)
    return exchange_sentence(shown.partners, selection, where, years, dataset, texts)


def band_sentence(band: Band, selection: Selection, dataset: Dataset, texts: Texts) -> str:
    """Return the sentence of one band: with how many partners and since when there is exchange, and what the official series says.

    *Since* is left out if the viewer has cut off earlier years. Both parts are true of the world and not of the sources: that exchange
    is documented proves that there was some, and the series is complete in its years.
    """
    parts = [_exchange(band, selection, dataset, texts)]
    if band.official:
        parts.append(official_text(band.official, dataset, texts))
    return f"{CLAUSE_END} ".join(parts) + "."


def _exchange(band: Band, selection: Selection, dataset: Dataset, texts: Texts) -> str:
    if not band.since:
        return texts.t("bands.no_exchange")
    since = texts.t("bands.since", year=band.since) if selection.first_year == dataset.years[0] else ""
    if len(selection.partners) == 1:
        return texts.t("bands.exchange_with", name=partner_name(dataset, selection.partners[0], texts)) + since
    return texts.n("bands.exchange", band.partners) + since


def official_text(official: Official, dataset: Dataset, texts: Texts) -> str:
    """Return the last value of an official series in a clause, and how it has changed since the first year of the same definition."""
    last = official.values[-1]
    unit = statistics.indicator(dataset, official.indicator, texts.lang).unit_label
    value = _money(last.value, unit, texts) if _is_money(unit) else texts.number(last.value)
    told = _words(official).told.text(texts.lang).format(year=last.year, value=value, **_countries(official, texts))
    first = next(one for one in official.values if one.segment == last.segment)
    percent = round(100 * abs(last.value / first.value - 1)) if first.value > 0 else 0
    if not percent:
        return told
    form = "bands.more" if last.value > first.value else "bands.less"
    return told + texts.t(form, percent=texts.number(percent), year=first.year)


def _is_money(unit: str) -> bool:
    return "€" in unit


def _money(value: float, unit: str, texts: Texts) -> str:
    """Return an amount in its ``unit``, which is *million €*; from a thousand on in thousand millions."""
    if value < 1000:
        return amount_text(value, unit, texts)
    return texts.t("number.billion", value=texts.number(value / 1000, 1), unit="€").replace(" ", "\N{NO-BREAK SPACE}")


def _countries(official: Official, texts: Texts) -> dict[str, str]:
    """Return the countries of a series as the end of a movement into them and as its origin."""
    if len(official.countries) == 1:
        name = texts.country(official.countries[0])
        return {"into": texts.t("bands.into_one", country=name), "origin": texts.t("bands.origin_one", country=name)}
    number = len(official.countries)
    return {"into": texts.t("bands.into", n=texts.number(number)), "origin": texts.t("bands.origin", n=texts.number(number))}


def _words(official: Official) -> OfficialSeries:
    return next(series for series in CITY.official_series.values() if series.indicator == official.indicator)


def official_label(official: Official, texts: Texts) -> str:
    """Return the name of an official series and its unit in a few words, short enough for a line on a phone."""
    return _words(official).label.text(texts.lang)


def others_text(shown: Bands, texts: Texts) -> str:
    """Return in one line which other sectors have activities and where they are shown; empty if there are none."""
    if not shown.others:
        return ""
    sectors = texts.listing([texts.label("sector_in", sector) for sector in shown.others])
    return texts.n("bands.others", shown.elsewhere, sectors=sectors, form=texts.label("form", "sectors"))
