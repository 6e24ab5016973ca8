"""Find the indicators of a topic and return their series, split at breaks and missing years and never mixing city and country."""

import re
from dataclasses import dataclass

import pandas as pd

from data.cache import cached, cached_views
from data.dataset import Dataset
from data.queries import localized, partners_chosen, segments
from data.selection import Selection
from data.vocabulary import HOME_COUNTRY, SOURCE_GRADES

#: US dollars per unit: the tables give the gross domestic product in US dollars, so only series in that currency can be related to it.
_GDP_UNIT_FACTORS = {"usd": 1.0, "usd_million": 1e6}
_GERMANY = "Germany"
#: Suffix of the id of an indicator whose values are totals of the years in the suffix.
_TOTAL = re.compile(r"_cumulative_(\d{4})_(\d{4})$", re.ASCII)

#: Indicators that come first in each topic: those closest to its question, in the newest official series.
FEATURED = (
    "foreign_residents_by_nationality",
    "de_exports_to_partner_eur",
    "bw_exports_to_partner_eur",
    "de_imports_from_partner_eur",
    "guest_arrivals_foreign",
    "students_from_country_in_germany_isced6_7",
    "summer_interns_from_partner",
)

SERIES_COLUMNS = ["series", "label", "country", "partner", "direction", "place", "year", "value", "provisional", "segment", "source"]


@dataclass(frozen=True)
class Indicator:
    """One indicator in the language of the selection; ``breaks`` are the years in which its definition changed.

    ``preferred`` marks the series to use if several measure the same. If each value is the total of several years, ``total_of`` is the
    first and the last of them, and the tables store the value under the first year (counting rule 7).
    """

    id: str
    label: str
    definition: str
    unit: str
    unit_label: str
    sector: str
    geography: str
    chart: str
    caveat: str
    preferred: bool
    breaks: tuple[int, ...]
    total_of: tuple[int, int] | None


@cached_views(1024)
def indicator(dataset: Dataset, name: str, lang: str) -> Indicator:
    """Return the indicator with the id ``name``.

    Raises:
        KeyError: there is no such indicator.
    """
    rows = dataset.indicators[dataset.indicators["id"] == name]
    if rows.empty:
        raise KeyError(name)
    row = localized(rows.rename(columns={"unit": "unit_id"}), lang).iloc[0]
    return Indicator(
        id=name,
        label=row["label"],
        definition=row["definition"],
        unit=row["unit_id"],
        unit_label=row["unit"],
        sector=row["sector"],
        geography=row["geography"],
        chart=row["chart"],
        caveat=row["caveat"],
        preferred=bool(row["preferred"]),
        breaks=tuple(int(year) for year in row["breaks"].split()),
        total_of=(int(total[1]), int(total[2])) if (total := _TOTAL.search(name)) else None,
    )


@cached_views(64)
def indicators_of(dataset: Dataset, topic: str, years: tuple[int, int] | None = None) -> tuple[str, ...]:
    """Return the ids of the indicators of a topic: featured ones first, single figures last.

    ``topic`` is a sector; *civic* and all sectors but economy and education belong to ``"culture"`` here, because the page has three
    topics and residents, migration and naturalisation show who lives together. With ``years``, only indicators that have values in
    these years (first and last, inclusive) are returned.
    """
    sectors = (
        [topic]
        if topic in ("economy", "education")
        else [s for s in set(dataset.indicators["sector"]) if s not in ("economy", "education")]
    )
    rows = dataset.indicators[dataset.indicators["sector"].isin(sectors)]
    if years:
        seen = dataset.observations[dataset.observations["year"].between(*years)]["indicator"]
        rows = rows[rows["id"].isin(seen)]
    counts = dataset.observations["indicator"].value_counts()
    rank = rows["chart"].map({"line": 0, "bar": 1, "number": 2})
    first = (rows["sector"] != topic).astype(int)
    featured = rows["id"].map({name: place for place, name in enumerate(FEATURED)}).fillna(len(FEATURED))
    few = -rows["id"].map(counts).fillna(0)
    order = rows.assign(featured=featured, rank=rank, first=first, later=~rows["preferred"], few=few)
    return tuple(order.sort_values(["featured", "rank", "later", "first", "few", "id"])["id"])


@cached
def _observations(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Return the observations of each indicator with a column ``series``, in order of series and year."""
    rows = dataset.observations
    names = rows["from_place"] + ">" + rows["to_place"] + ">" + rows["country"] + ">" + rows["partner"]
    ordered = rows.assign(series=names).astype({"year": int}).sort_values(["series", "year"])
    known = dict(iter(ordered.groupby("indicator")))
    return {name: known.get(name, ordered.head(0)) for name in dataset.indicators["id"]}


def series(dataset: Dataset, selection: Selection, name: str) -> pd.DataFrame:
    """Return the observations of the indicator ``name`` in the selected years; each series is one pair of places.

    For an indicator by country, the series of the chosen partners' countries and the city's own are kept; an indicator that has none
    of these countries, such as a total, is returned in full. Country-level values have no partner, because they never belong to one
    city, and the city's own have no country, because they do not belong to Germany (counting rule 9).

    Returns:
        Columns ``SERIES_COLUMNS``: ``series`` names the pair of places; ``label`` is empty and filled by the caller; ``direction``
        is ``"from"`` or ``"to"`` the named country, seen from Germany, or empty; ``place`` is a proper name if country, partner and
        direction do not distinguish the series; ``segment`` numbers the parts a line may connect. In order of series and year.

    Raises:
        KeyError: there is no such indicator.
    """
    return _series(dataset, name, tuple(partners_chosen(dataset, selection)), (selection.first_year, selection.last_year))


@cached_views(256)
def _series(dataset: Dataset, name: str, chosen: tuple[str, ...], years: tuple[int, int]) -> pd.DataFrame:
    rows = _observations(dataset)[name]
    own = (rows["geography"] == "city") & (rows["country"] == HOME_COUNTRY) & (rows["partner"] == "")
    rows = rows.assign(country=rows["country"].mask(own, ""))
    countries = {dataset.partner(partner)["country"] for partner in chosen}
    of_partners = rows["partner"].isin(chosen) | ((rows["partner"] == "") & rows["country"].isin(countries))
    if of_partners.any():
        rows = rows[of_partners | own]
    rows = rows[rows["year"].between(*years)].reset_index(drop=True)
    segment, direction = segments(dataset, name, rows).astype(int), _direction(rows)
    place = _place(rows).mask(direction != "", "")
    return rows.assign(direction=direction, place=place, label="", segment=segment)[SERIES_COLUMNS]


def _direction(rows: pd.DataFrame) -> pd.Series:
    """Return for each flow whether it leaves Germany or comes to it; empty if the indicator does not have flows both ways."""
    outward, inward = rows["from_place"] == _GERMANY, rows["to_place"] == _GERMANY
    if not (outward.any() and inward.any()):
        return pd.Series("", index=rows.index)
    return outward.map({True: "to", False: ""}).mask(inward, "from")


def _place(rows: pd.DataFrame) -> pd.Series:
    """Return the place that distinguishes series of one country and partner, empty if none is needed."""
    is_proper = (rows["to_place"] != "") & ~rows["to_place"].str.startswith("all ")
    by_place = rows["to_place"].where(is_proper, rows["from_place"])
    places = by_place.groupby([rows["country"], rows["partner"]]).transform("nunique")
    return by_place.where((places > 1) & (by_place != _GERMANY), "")


def latest_common_start(frame: pd.DataFrame) -> int | None:
    """Return the first year for which every series of ``frame`` has a value above zero, or None if there is none."""
    positive = frame[frame["value"] > 0]
    common = positive.groupby("year")["series"].nunique() == frame["series"].nunique()
    years = common[common].index
    return int(years.min()) if len(years) else None


def scales_of(dataset: Dataset, meta: Indicator, frame: pd.DataFrame) -> list[str]:
    """Return the scales that allow a fair comparison of ``frame`` (from :func:`series`), the linear one first.

    Log needs positive values. An index needs lines with a common first year and no break, because a level before a break cannot be
    compared with one after it. Per capita and per gross domestic product need figures of a country, the latter in the same currency.
    """
    if meta.chart != "line" or frame.empty:
        return ["linear"]
    scales = ["linear"]
    if (frame["value"] > 0).all():
        scales.append("log")
    if latest_common_start(frame) is not None and not meta.breaks:
        scales.append("index")
    if meta.geography == "country" and (frame["country"] != "").all() and meta.id not in ("population_total", "de_population_end_of_year"):
        scales.append("capita")
        if meta.unit == "usd_million":
            scales.append("gdp")
    return scales


def rescaled(dataset: Dataset, meta: Indicator, frame: pd.DataFrame, scale: str) -> pd.DataFrame:
    """Return ``frame`` with ``value`` converted to ``scale``; rows that cannot be converted are left out.

    *index*: 100 in the first common year. *capita*: per 1,000 inhabitants of the partner country in the same year. *gdp*: per cent of
    its gross domestic product at current prices in the same year. *linear* and *log* leave values unchanged.
    """
    match scale:
        case "index":
            base_year = latest_common_start(frame)
            base = frame[frame["year"] == base_year].set_index("series")["value"]
            return frame.assign(value=frame["value"] / frame["series"].map(base) * 100)[frame["year"] >= base_year]
        case "capita":
            return _per(dataset, frame, "population_total", 1000.0)
        case "gdp":
            return _per(dataset, frame, "gdp_current_usd", _GDP_UNIT_FACTORS[meta.unit] * 100)
        case _:
            return frame


def _per(dataset: Dataset, frame: pd.DataFrame, indicator_id: str, factor: float) -> pd.DataFrame:
    reference = dataset.observations[dataset.observations["indicator"] == indicator_id]
    values = reference.set_index(["country", "year"])["value"]
    keys = pd.MultiIndex.from_frame(frame[["country", "year"]])
    divisor = values.reindex(keys).to_numpy()
    return frame.assign(value=frame["value"] / divisor * factor).dropna(subset=["value"])


@dataclass(frozen=True)
class Reading:
    """What stands out in a set of series: the highest value of the latest comparable year, and the largest change.

    If no year has values of most series, ``highest`` is the highest of their last values; for a single series it is its last value.
    ``leaders`` are all rows with that value.
    """

    first_year: int
    last_year: int
    number_of_series: int
    highest: pd.Series
    leaders: pd.DataFrame
    changed: pd.Series | None
    change_from: int
    change_to: int
    factor: float
    gaps: bool


def read(frame: pd.DataFrame) -> Reading | None:
    """Return what a headline says about ``frame`` (from :func:`series`), or None if it is empty.

    A change is measured only inside the last segment of a series, from its first to its last year.
    """
    if frame.empty:
        return None
    # Compare as many series as possible: use the latest of the years in which the most series have a value. If no year has a value of
    # most series, use the latest value of each.
    known, of_all = frame.groupby("year")["series"].nunique(), frame["series"].nunique()
    if known.max() * 2 > of_all:
        recent = frame[frame["year"] == known[known == known.max()].index.max()]
    else:
        recent = frame.sort_values("year", kind="stable").groupby("series").tail(1)
    highest = recent.loc[recent["value"].idxmax()]
    best: tuple[float, pd.Series, int, int, float] | None = None
    for _, own in frame.groupby("series"):
        stretch = own[own["segment"] == own["segment"].max()]
        first, last = stretch.iloc[0], stretch.iloc[-1]
        if len(stretch) > 2 and first["value"] > 0 and last["value"] > 0:
            factor = float(last["value"] / first["value"])
            strength = max(factor, 1 / factor)
            if best is None or strength > best[0]:
                best = (strength, last, int(first["year"]), int(last["year"]), factor)
    spans = frame.groupby("series")["year"].agg(lambda years: years.max() - years.min() + 1 - len(years))
    return Reading(
        first_year=int(frame["year"].min()),
        last_year=int(frame["year"].max()),
        number_of_series=int(of_all),
        highest=highest,
        leaders=recent[recent["value"] == highest["value"]],
        changed=best[1] if best else None,
        change_from=best[2] if best else 0,
        change_to=best[3] if best else 0,
        factor=best[4] if best else 1.0,
        gaps=bool((spans > 0).any()),
    )


@cached_views(64)
def latest_of_country(dataset: Dataset, country: str, lang: str) -> pd.DataFrame:
    """Return the latest value of each continuous country-level indicator for ``country`` (ISO 3166-1 alpha-2).

    Columns ``label``, ``year``, ``value``, ``unit``, ``provisional``, ``source``; one row per indicator, in the order of
    :func:`indicators_of`. Empty for Germany, because its own totals say nothing about a partner.
    """
    ids = [name for topic in ("economy", "education", "culture") for name in indicators_of(dataset, topic)]
    meta = localized(dataset.indicators.rename(columns={"unit": "unit_id"}), lang).set_index("id")
    wanted = meta[(meta["chart"] == "line") & meta["preferred"] & (meta["geography"] == "country")]
    rows = dataset.observations[(dataset.observations["country"] == country) & dataset.observations["indicator"].isin(wanted.index)]
    rows = rows.head(0) if country == HOME_COUNTRY else rows.sort_values("year").groupby("indicator").tail(1)
    known = set(rows["indicator"])
    rows = rows.set_index("indicator").reindex([name for name in ids if name in known])
    joined = rows.join(wanted[["label", "unit"]])
    return joined[["label", "year", "value", "unit", "provisional", "source"]].astype({"year": int})


def weakest_grade(dataset: Dataset, sources: set[str]) -> str:
    """Return the lowest of ``SOURCE_GRADES`` among ``sources``, empty if none is graded; it is the grade of a figure made from them."""
    grades = dataset.sources.loc[dataset.sources["id"].isin(sources), "grade"]
    return max((grade for grade in grades if grade), key=SOURCE_GRADES.index, default="")
