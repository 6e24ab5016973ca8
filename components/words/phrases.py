"""Put single values and rows of the data into words for several pages: names, sources, amounts, relations, population."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from components.words.texts import Texts
from data.dataset import Dataset
from data.queries import provenance, sector_counts
from data.ranking import leading_sectors
from data.schema import TABLES
from data.selection import Selection
from data.statistics import Indicator
from data.vocabulary import SECTORS


def escaped(text: str) -> str:
    """Return ``text`` escaped so that Markdown shows it unchanged: *15. Mai* would otherwise begin a list, *:a:* become an emoji."""
    marked = re.sub(r"([\\`*_\[\]<>$~|#]|:(?=\w))", r"\\\1", text)
    return re.sub(r"^(\d+)\.(?=\s)", r"\1\\.", marked)


def as_of_text(facts: Dataset, texts: Texts) -> str:
    """Return as of when the data are: the newest activity, the newest year of the statistics, and the day of the last check.

    What is not there is not named.
    """
    known = "data.as_of" if facts.newest_statistics else "data.as_of_activities" if len(facts.activities) else "data.as_of_checked"
    return texts.t(known, activities=texts.date(facts.as_of), statistics=facts.newest_statistics, checked=texts.date(facts.checked))


def partner_name(dataset: Dataset, partner: str, texts: Texts) -> str:
    """Return the name of the partner with the id ``partner``."""
    return str(dataset.partner(partner)[f"name_{texts.lang}"])


def name_with_status(dataset: Dataset, partner: str, texts: Texts, then: str = "") -> str:
    """Return the name of the partner with the id ``partner``, followed by the status of its partnership unless that is active.

    ``then`` is the status in the year that is shown; if it was another, the words say that the status is today's.
    """
    row = dataset.partner(partner)
    name, status = str(row[f"name_{texts.lang}"]), row["status"]
    if status == "active":
        return name
    word = texts.label("status", status)
    return f"{name} ({texts.t('relation.today', status=word) if then and then != status else word})"


def resting_sentence(dataset: Dataset, partners: Iterable[str], texts: Texts) -> str:
    """Return the status of each of ``partners`` whose partnership is not active, one sentence each."""
    rows = [dataset.partner(one) for one in dict.fromkeys(partners) if one]
    resting = [(row[f"name_{texts.lang}"], texts.label("status", row["status"])) for row in rows if row["status"] != "active"]
    return " ".join(texts.t("first.status", name=name, status=status) for name, status in resting)


def partners_by_name(dataset: Dataset, texts: Texts) -> list[str]:
    """Return the ids of all partners, sorted by their names."""
    names = partner_names(dataset, texts)
    return sorted(names, key=names.__getitem__)


def partner_names(dataset: Dataset, texts: Texts) -> dict[str, str]:
    """Return the name of every partner by id."""
    return {row["id"]: str(row[f"name_{texts.lang}"]) for row in dataset.partner_rows}


def names_with_status(dataset: Dataset, texts: Texts) -> dict[str, str]:
    """Return :func:`name_with_status` of every partner by id, for tables and charts that name all of them side by side."""
    return {row["id"]: name_with_status(dataset, row["id"], texts) for row in dataset.partner_rows}


def sector_names(texts: Texts) -> dict[str, str]:
    """Return the label of every sector by id."""
    return {sector: texts.label("sector", sector) for sector in SECTORS}


def in_sectors(selection: Selection, texts: Texts) -> str:
    """Return the chosen sectors as part of a sentence, *im Bereich Kultur*; at least one must be chosen."""
    sectors = texts.listing([texts.label("sector_in", sector) for sector in selection.sectors])
    return texts.n("sectors.in", len(selection.sectors), sectors=sectors)


def most_in_sectors(found: pd.DataFrame, texts: Texts) -> str:
    """Return in which sectors ``found`` has the most events, as the end of a sentence; empty if there is one sector or no clear first."""
    counts, first = sector_counts(found), leading_sectors(found)
    if len(counts) < 2 or not first:
        return ""
    sectors = texts.listing([texts.label("sector_in", sector) for sector in first])
    return texts.n("summary.most_in", len(first), sectors=sectors, most=texts.number(max(counts.values())))


def source_link(row: Any, texts: Texts) -> str:
    """Return the source of ``row`` as Markdown: publisher, date and grade, linked only if that is allowed.

    ``row`` is one of ``queries.with_sources``. The grade is omitted if it is unknown or *official*.
    """
    name = texts.t("source.dated", publisher=row.publisher, date=texts.date(row.published)) if row.published else row.publisher
    name = escaped(name)
    graded = "" if row.grade in ("", "official") else f" ({texts.label('grade', row.grade)})"
    return f"[{name}]({row.link.replace(')', '%29').replace(' ', '%20')}){graded}" if row.link else f"{name}{graded}"


def source_line(row: Any, texts: Texts) -> str:
    """Return the source of ``row`` (one of ``queries.with_sources``) as small Markdown text that begins with *Quelle:*."""
    return f":small[{texts.t('source.label')}: {source_link(row, texts)}]"


def value_text(value: float, texts: Texts) -> str:
    """Return a value with as many decimals as its size needs: none if whole or from 100 on, one from 10 on, else two."""
    return texts.number(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1 if abs(value) >= 10 else 2)


def amount_text(value: float, unit: str, texts: Texts) -> str:
    """Return a value and its unit; an amount of money has no line break in it.

    From ten thousand million on it is given in thousand millions: *3.030,9 Mrd. US$*.
    """
    if abs(value) >= 1e10:
        words = texts.t("number.billion", value=texts.number(value / 1e9, 1), unit=unit)
    else:
        words = f"{value_text(value, texts)} {unit}"
    return words.replace(" ", "\N{NO-BREAK SPACE}") if re.search("[€$£]", unit) else words


def time_text(meta: Indicator, year: int, texts: Texts) -> str:
    """Return the time of a value that the indicator stores under ``year``: *2014*, or for a total over several years *2014 bis 2019*."""
    if meta.total_of is None:
        return str(year)
    first, last = meta.total_of
    return texts.t("years.range", first=first, last=last)


def relation_since(kind: str, since: str, texts: Texts, within: bool = False) -> str:
    """Return the kind of relation and, if known, since when: *Partnerschaft seit 1960*; ``within`` a sentence as it is written there."""
    word = texts.label("relation_in" if within else "relation", kind)
    return texts.t("relation.since", kind=word, date=texts.date(since)) if since else word


def source_note(dataset: Dataset, ids: set[str], texts: Texts) -> str:
    """Return the publishers of the sources ``ids``, each once, with the latest date of publication if one is known."""
    known, latest = provenance(dataset), dict[str, str]()
    for publisher, date in (known[name] for name in ids if name in known):
        latest[publisher] = max(date, latest.get(publisher, ""))
    return "; ".join(escaped(f"{name} ({texts.date(date)})" if date else name) for name, date in sorted(latest.items()))


def local_names(row: dict[str, Any], texts: Texts) -> str:
    """Return the partner's local, English and German names, each once, without the one used in the language of ``texts``."""
    shown = row[f"name_{texts.lang}"]
    others = dict.fromkeys(str(row[f"name_{other}"]) for other in ("local", "en", "de"))
    return " · ".join(name for name in others if name != shown)


def missing_text(message: str, texts: Texts) -> str:
    """Return ``message``, which says what is not entered yet and, by name, into which sheets of the workbook it goes."""
    return texts.t(message, **{table: texts.label("table_name", table) for table in TABLES})


def approximate_points(facts: Dataset, texts: Texts) -> str:
    """Return which partners are only marked near their place, and what their points are; empty if every point is exact."""
    rows = [row for row in facts.partner_rows if row["coordinates_approximate"]]
    return " ".join(
        texts.t("about.approximate", name=escaped(row[f"name_{texts.lang}"]), note=escaped(row[f"coordinates_note_{texts.lang}"]))
        for row in rows
    )


def population_text(row: dict[str, Any], dataset: Dataset, texts: Texts) -> str:
    """Return the population of a partner with its year and publisher, as far as they are known; empty if the population is not."""
    if pd.isna(row["population"]):
        return ""
    number = texts.number(int(row["population"]))
    source, _ = provenance(dataset).get(row["population_source"], ("", ""))
    year = row["population_year"]
    named = texts.t("card.population_year", number=number, year=year) if not pd.isna(year) else number
    return texts.t("card.population_source", population=named, source=source) if source else named
