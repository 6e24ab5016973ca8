"""Report what the tables contain and lack: rows by search words, completeness, doubts, sources by grade and licence."""

from typing import Final

import pandas as pd

from data.dataset import Dataset
from data.queries import count_events
from data.vocabulary import SOURCE_GRADES

#: Columns for the maintenance of the data, never shown on a page (see data/README.md).
UNSHOWN: Final = ("evidence", "participants_note", "origin")
#: Tables whose rows cite a source in the column ``source``.
_CITING: Final = (
    *("activities", "relation_steps", "observations", "networks", "network_members", "benchmark_twinnings", "partner_sources"),
)
#: Length of an ISO date with a month, and of one with a day.
_MONTH, _DAY = 7, 10


def shown_table(dataset: Dataset, table: str) -> pd.DataFrame:
    """Return the columns of ``table`` that a page may show, in file order; ``sources`` also without ``note``.

    The URL of a source that may not be linked is empty.
    """
    frame: pd.DataFrame = getattr(dataset, table)
    derived = ["year", "exchange"] if table == "activities" else []
    kept = frame.drop(columns=[name for name in (*UNSHOWN, *derived) if name in frame])
    if table != "sources":
        return kept
    return kept.drop(columns="note").assign(url=kept["url"].where(kept["linkable"], ""))


def found_rows(frame: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the rows of ``frame`` in which each of ``words`` occurs in some cell; case makes no difference."""
    if not words.strip():
        return frame
    letters = frame.astype("string").fillna("").agg("\u0000".join, axis=1).str.casefold()
    kept = pd.Series(True, index=frame.index)
    for word in words.casefold().split():
        kept &= letters.str.contains(word, regex=False)
    return frame[kept]


def by_decade(dataset: Dataset, group: str) -> pd.DataFrame:
    """Return the documented exchange by ``group`` (``"partner"`` or ``"sector"``) and decade.

    Returns:
        Index: the values of ``group`` that have exchange, sorted; columns: first years of the decades from the first to the last year;
        values: number of events, 0 if none is documented.
    """
    first, last = dataset.years
    decades = range(first // 10 * 10, last + 1, 10)
    found = dataset.exchange.assign(decade=dataset.exchange["year"] // 10 * 10)
    once = found[(found["event"] == "") | ~found.duplicated(["event", group, "decade"])]
    counts = once.groupby([group, "decade"]).size().unstack(fill_value=0)
    return counts.reindex(columns=decades, fill_value=0)


def completeness(dataset: Dataset) -> pd.DataFrame:
    """Return how well the exchange with each partner is documented, one row per partner in table order.

    Returns:
        Columns ``partner``, ``n`` (events), ``first`` and ``last`` (years, 0 if none), ``dated`` (share of rows whose day is known),
        ``official`` (share of rows whose source is official) and ``sources`` (number of different sources).
    """
    grades = dataset.sources.set_index("id")["grade"]
    rows = []
    for partner in dataset.partner_ids:
        own = dataset.exchange[dataset.exchange["partner"] == partner]
        rows.append(
            {
                "partner": partner,
                "n": count_events(own),
                "first": int(own["year"].min()) if len(own) else 0,
                "last": int(own["year"].max()) if len(own) else 0,
                "dated": float((own["date"].str.len() == _DAY).mean()) if len(own) else 0.0,
                "official": float((own["source"].map(grades) == "official").mean()) if len(own) else 0.0,
                "sources": own["source"].nunique(),
            }
        )
    return pd.DataFrame(rows)


def doubts(dataset: Dataset) -> dict[str, int]:
    """Return the number of uncertain or incomplete rows by kind of doubt; kinds without rows are included."""
    activities, observations = dataset.activities, dataset.observations
    length = activities["date"].str.len()
    return {
        "announced": int((activities["status"] != "held").sum()),
        "inferred": int((activities["confidence"] == "medium").sum()),
        "year_only": int((length < _MONTH).sum()),
        "month_only": int((length == _MONTH).sum()),
        "provisional": int(observations["provisional"].sum()),
        "approximate": int(dataset.partners["coordinates_approximate"].sum()),
        "undated_twinnings": int(dataset.benchmark_twinnings["since_year"].isna().sum()),
        "without_list": len(set(dataset.networks["id"]) - set(dataset.network_members["network"])),
    }


def remarks(dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return the remarks of the tables on contradictions and definitions, in ``lang``.

    Returns:
        Columns ``partner`` (empty for all), ``about`` (``"step"``, ``"population"`` or ``"coordinates"``), ``date``, ``subject``
        (the step in one sentence, else empty), ``remark`` and ``source``; by partner in table order.
    """
    steps = dataset.relation_steps
    rows = [
        {"partner": row["partner"], "about": "step", "date": row["date"], "subject": row[f"title_{lang}"]}
        | {"remark": row[f"note_{lang}"], "source": row["source"]}
        for row in steps[steps[f"note_{lang}"] != ""].to_dict("records")
    ]
    for about in ("population", "coordinates"):
        noted = dataset.partners[dataset.partners[f"{about}_note_{lang}"] != ""]
        rows += [
            {"partner": row["id"], "about": about, "date": "", "subject": ""}
            | {"remark": row[f"{about}_note_{lang}"], "source": row[f"{about}_source"]}
            for row in noted.to_dict("records")
        ]
    order = {partner: place for place, partner in enumerate(("", *dataset.partner_ids))}
    found = pd.DataFrame(rows, columns=["partner", "about", "date", "subject", "remark", "source"])
    return found.sort_values("partner", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


def citations(dataset: Dataset) -> pd.Series:
    """Return how many rows of all tables cite each source, by id of the source; 0 for a source that no row cites."""
    columns = [getattr(dataset, table)["source"] for table in _CITING]
    columns += [dataset.partners["population_source"], dataset.partners["coordinates_source"]]
    counts = pd.concat(columns).value_counts()
    return dataset.sources["id"].map(counts).fillna(0).astype(int).set_axis(dataset.sources["id"])


def sources_by_grade(dataset: Dataset) -> pd.DataFrame:
    """Return columns ``grade`` (empty if ungraded), ``n`` (sources) and ``cited`` (rows that cite them), in vocabulary order."""
    cited = citations(dataset)
    rows = dataset.sources.assign(cited=dataset.sources["id"].map(cited)).groupby("grade")["cited"].agg(n="size", cited="sum")
    return rows.reindex([*SOURCE_GRADES, ""], fill_value=0).rename_axis("grade").reset_index()


def lacking(dataset: Dataset) -> dict[str, int]:
    """Return how many sources have no title, publisher, date, page that may be linked, or grade, by column."""
    sources = dataset.sources
    empty = {column: int((sources[column] == "").sum()) for column in ("title", "publisher", "published", "grade")}
    return empty | {"linkable": int((~sources["linkable"]).sum())}


def licences(dataset: Dataset) -> pd.DataFrame:
    """Return columns ``licence`` as stated (empty if none) and ``n`` (sources), most sources first."""
    return dataset.sources["licence"].value_counts().rename_axis("licence").rename("n").reset_index()
