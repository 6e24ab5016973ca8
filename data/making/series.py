"""Turn the researched figures (research/series.csv) into two tables: indicators and observations.

The research file repeats label, unit and publisher on every row and uses one indicator name for things that
are counted differently. Here each indicator is one thing in one unit, its wording stands once (curated in
indicators.csv beside this module, otherwise derived), and rows that say the same thing twice are dropped.
No value is changed. A pair of values that no rule below explains stops the build instead of being guessed at.
"""

import re
from pathlib import Path

import pandas as pd

from data.making.wording import UNITS, note_in_both
from data.source_ids import source_id

CURATED = Path(__file__).with_name("indicators.csv")

INDICATOR_COLUMNS = [
    "id",
    "label_de",
    "label_en",
    "definition_de",
    "definition_en",
    "unit",
    "unit_de",
    "unit_en",
    "sector",
    "geography",
    "preferred",
    "chart",
    "breaks",
    "caveat_de",
    "caveat_en",
    "origin",
]
OBSERVATION_COLUMNS = [
    "id",
    "indicator",
    "from_place",
    "to_place",
    "partner",
    "country",
    "geography",
    "year",
    "value",
    "provisional",
    "source",
    "note_de",
    "note_en",
]
SOURCE_COLUMNS = ["id", "url", "publisher", "licence", "linkable", "note"]

# Rows that belong to another indicator than their research name says: (research name, condition, new id).
# The condition is a pandas query ("" = all rows). Splits keep different definitions apart, the others join
# one thing that several researchers named differently.
MOVES = (
    ("foreign_residents", "year in ['2010', '2012', '2013']", "foreign_residents_ka_total_city_register"),
    ("foreign_residents", "year == '2014'", "foreign_residents_ka_total_state_office"),
    ("foreign_residents", "year == '2016'", "foreign_residents_without_lea"),
    ("foreign_residents", "year in ['2020', '2021']", "foreign_residents_with_lea"),
    ("foreign_residents", "year >= '2023'", "foreign_residents_azr_city_paper"),
    (
        "foreign_residents_by_nationality",
        "year == '2014' and note.str.contains('Landesamt')",
        "foreign_residents_ka_by_citizenship_state_office",
    ),
    ("foreign_residents_ka_by_citizenship", "year == '2014'", "foreign_residents_ka_by_citizenship_state_office"),
    ("foreign_residents_ka_by_citizenship", "year != '2014'", "foreign_residents_by_nationality"),
    ("population", "year < '1930'", "population_historical"),
    ("erasmus_study_and_traineeship_students", "note.str.contains('training/volunteering')", "erasmus_funded_mobility_2014"),
    ("vehicles_donated_fire", "note.str.contains('cumulative')", "vehicles_donated_fire_cumulative"),
    ("bw_foreign_students", "note.str.contains('SUMMER')", "bw_foreign_students_summer_semester"),
    ("kit_foreign_students", "", "kit_students_international"),
    ("kit_foreign_students_share", "", "kit_students_international_share"),
    ("kit_non_eu_new_enrolments", "", "kit_new_non_eu_students"),
    ("internship_students", "", "summer_interns_from_partner"),
    ("summer_interns", "", "summer_interns_from_partner"),
    ("tourism_arrivals_ka_foreign", "", "guest_arrivals_foreign"),
)

# Corrections, never of a value: a figure for a whole country or for several cities is not one city's.
CORRECTIONS = (
    ("aid_tonnes_association", "", {"partner": "", "country_iso2": "UA"}),
    ("aid_trucks_association", "", {"partner": "", "country_iso2": "UA"}),
    ("indian_care_trainees", "", {"partner": "", "country_iso2": "IN"}),
    ("european_school_pupils_india", "", {"partner": "", "country_iso2": "IN", "to_place": "Karlsruhe"}),
    ("youconf_participants", "", {"partner": ""}),
    ("city_grant_club_office", "", {"unit": "EUR per year"}),
)

# Rows that are no value of a series, with the reason the report gives.
LEFT_OUT = (
    ("exhibition_artists", "year == '2022'", "two different events under one key: kept as activities"),
    ("reading_audience", "year == '2022'", "two different events under one key: kept as activities"),
    ("friendship_club_visit_participants", "year == '2011' and value == '25'", "same trip, other number: the official list (24) is kept"),
    ("guest_arrivals_foreign", "year == '2017' and value == '152000'", "same figure, rounded by the press: the holding's report is kept"),
)

# Names of places that the source spells in capitals of its own and without umlauts, as they are spelt.
SPELT = {
    "Hochschule Fuer Musik Karlsruhe": "Hochschule für Musik Karlsruhe",
    "Hochschule Karlsruhe-Technik Und Wirtschaft": "Hochschule Karlsruhe – Technik und Wirtschaft",
    "Karlshochschule Gemeinnützige Gmbh": "Karlshochschule gemeinnützige GmbH",
    "Karlsruher Institut Fuer Technologie": "Karlsruher Institut für Technologie",
    "Paedagogische Hochschule Karlsruhe": "Pädagogische Hochschule Karlsruhe",
    "Staatliche Akademie Der Bildenden Künste Karlsruhe": "Staatliche Akademie der Bildenden Künste Karlsruhe",
    "Staatliche Hochschule Fur Gestaltung Karlsruhe": "Staatliche Hochschule für Gestaltung Karlsruhe",
}

# The publishers' own pages for figures read in a copy: only addresses that stand in the research files.
PUBLISHER_PAGES = (
    ("listenzcc/World-trade-data-I", "https://wits.worldbank.org/data/public/cp/wits_en_trade_summary_allcountries_allyears.zip"),
    ("X80110/migration-visualization", "https://www.un.org/development/desa/pd/content/international-migrant-stock"),
    ("360-info/report-global-education", "https://databrowser.uis.unesco.org/resources/bulk"),
    ("com-480-data-visualization/datavis-project-2022-why-axis", "https://data.europa.eu/data/datasets/erasmus-mobility-raw-data"),
)


def make_series(research: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables (indicators, observations) made from the research folder, all columns as text."""
    rows, _ = _sorted_out(_read(research / "series.csv"))
    known = set(_read(research / "partners.csv")["id"])
    rows["partner"] = rows["partner"].replace({"timisoara": "temeswar", "all": ""})
    if unknown := set(rows["partner"]) - known - {""}:
        raise ValueError(f"partners without an entry in partners.csv: {sorted(unknown)}")
    curated = _read(CURATED).set_index("id")
    if idle := set(curated.index) - set(rows["indicator"]):
        raise ValueError(f"curated indicators without values: {sorted(idle)}")
    indicators = pd.DataFrame(
        [_indicator(name, group, curated) for name, group in rows.groupby("indicator", sort=True)],
        columns=INDICATOR_COLUMNS,
    )
    return indicators.astype("str"), _observations(rows)


def series_sources(research: Path) -> pd.DataFrame:
    """Return one row per address a figure was read at; `id` is made from that address, not from the link."""
    rows = _read(research / "series.csv")
    sources = [_source(address, group) for address, group in rows.groupby("source_url", sort=True)]
    return pd.DataFrame(sources, columns=SOURCE_COLUMNS).astype("str")


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def _chosen(rows: pd.DataFrame, name: str, condition: str) -> pd.Index:
    """Return the labels of an indicator's rows that meet a condition."""
    own = rows[rows["indicator"] == name]
    return own.query(condition, engine="python").index if condition else own.index


def _sorted_out(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that become observations and those left out, with the column `reason`."""
    rows = rows.assign(research=rows["indicator"], provisional=_provisional(rows["note"]), reason="")
    moved = [(_chosen(rows, name, condition), target) for name, condition, target in MOVES]
    for labels, target in moved:  # all chosen before any is moved, so that no row moves twice
        rows.loc[labels, "indicator"] = target
    for name, condition, values in CORRECTIONS:
        rows.loc[_chosen(rows, name, condition), list(values)] = list(values.values())
    for name, condition, reason in LEFT_OUT:
        rows.loc[_chosen(rows, name, condition), "reason"] = reason

    key = ["indicator", "from_place", "to_place", "partner", "country_iso2", "year"]
    same = rows[rows["reason"] == ""].copy()
    # Joined research names fill from_place differently ("", "World", a country): it cannot tell rows apart.
    same.loc[same["indicator"].isin({target for *_, target in MOVES}), "from_place"] = ""
    # The first row stays: the one that had this name from the start, then the one from the city's own page.
    city = same["source_url"].str.contains("karlsruhe.de", regex=False)
    same["rank"] = (same["indicator"] != same["research"]) * 2 + (~city).astype("int")
    same = same.sort_values("rank", kind="stable")
    for _, group in same[same.duplicated(key, keep=False)].groupby(key):
        if group["value"].nunique() > 1:
            raise ValueError(f"two values for one thing, add a rule: {group[[*key, 'value']].to_dict()}")
        kept = group.index[0]
        if "yes" in set(group["provisional"]):
            rows.loc[kept, "provisional"] = "yes"
        for label in group.index[1:]:
            alike = group.loc[label, "source_url"] == group.loc[kept, "source_url"]
            rows.loc[label, "reason"] = "same value, same source" if alike else "same value, second source"
    return rows[rows["reason"] == ""].copy(), rows[rows["reason"] != ""].copy()


def _provisional(notes: pd.Series) -> pd.Series:
    # A final result that "replaces the provisional 12.3" is final.
    text = notes.str.replace(r"Replaces the provisional", "", regex=True)
    return text.str.contains(r"provisional|preliminary|vorläufig|flash estimate", case=False).map({True: "yes", False: "no"})


def _indicator(name: str, group: pd.DataFrame, curated: pd.DataFrame) -> dict[str, str]:
    """Return one row of the table of indicators: the curated wording, and what follows from the values."""
    units, places = {UNITS[unit] for unit in group["unit"]}, set(group["geography"])
    if len(units) != 1 or len(places) != 1:
        raise ValueError(f"{name}: more than one unit or level, split it: {units} {places}")
    unit, unit_de, unit_en = units.pop()
    given = curated.loc[name].to_dict() if name in curated.index else {}
    labels = group[["indicator_label_de", "indicator_label_en"]].drop_duplicates()
    if labels["indicator_label_de"].nunique() > 1 and not given.get("label_de"):
        raise ValueError(f"{name}: several labels, curate one: {labels.values.tolist()}")
    label_de, label_en = (given.get(f"label_{lang}") or labels.iloc[0][f"indicator_label_{lang}"] for lang in ("de", "en"))
    return {
        "id": name,
        "label_de": label_de,
        "label_en": label_en,
        "definition_de": given.get("definition_de") or label_de,
        "definition_en": given.get("definition_en") or label_en,
        "unit": unit,
        "unit_de": unit_de,
        "unit_en": unit_en,
        "sector": group["sector"].mode().iloc[0],  # where rows have two sectors: the more frequent one
        "geography": places.pop(),
        "preferred": given.get("preferred") or "no",
        "chart": given.get("chart") or ("number" if len(group) == 1 else "bar"),
        "breaks": given.get("breaks", ""),
        "caveat_de": given.get("caveat_de", ""),
        "caveat_en": given.get("caveat_en", ""),
        "origin": " ".join(sorted(set(group["origin"]))),
    }


def _observations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the table of observations; neither order nor ids depend on the order of the research file."""
    out = rows.rename(columns={"country_iso2": "country"})
    order = ["indicator", "partner", "country", "year", "from_place", "to_place", "value", "source_url"]
    out = out.sort_values(order).reset_index(drop=True)
    place = out["partner"].where(out["partner"] != "", out["country"].str.lower())
    base = out["indicator"] + "-" + place.where(place != "", "x") + "-" + out["year"]
    number = base.groupby(base).cumcount() + 1
    out["id"] = base.where(number == 1, base + "-" + number.astype("str"))
    plain = out["value"].str.fullmatch(r"-?\d+(\.\d+)?") & out["year"].str.fullmatch(r"\d{4}")
    if not plain.all():
        raise ValueError("a value or a year is not a plain number")
    out[["from_place", "to_place"]] = out[["from_place", "to_place"]].replace(SPELT)
    out["source"] = out["source_url"].map(source_id)
    notes = out["note"].map(note_in_both)
    out["note_de"], out["note_en"] = notes.str[0], notes.str[1]
    return out[OBSERVATION_COLUMNS].astype("str")


def _source(address: str, group: pd.DataFrame) -> dict[str, str]:
    """Return one source. A copy on GitHub is never the link: the publisher's page is, where one is known."""
    # Researchers described one address at different length: the longest description is taken.
    publisher, licence = (max(sorted(set(group[name])), key=len) for name in ("publisher", "licence"))
    linkable, url, note = "no" if "no" in set(group["linkable"]) else "yes", address, ""
    if address.startswith("github:"):
        publisher = re.sub(r", via (github:\S+|datahub\.io core data)", "", publisher)
        original = re.search(r"original: (https://[^\s,)]+)", address)
        known = next((page for part, page in PUBLISHER_PAGES if part in address), "")
        page = original[1] if original else known
        url, linkable, note = page or address, "yes" if page else "no", address
    values = (source_id(address), url, publisher, licence, linkable, note)
    return dict(zip(SOURCE_COLUMNS, values, strict=True))
