"""Turn the researched figures (research/series.csv) into two tables: indicators and observations.

The research file repeats label, unit and publisher on every row and uses one indicator name for things that
are counted differently. Here each indicator is one thing in one unit, its wording stands once (curated in
indicators.csv beside this module, otherwise derived), and rows that say the same thing twice are dropped.
No value is changed. A pair of values that no rule below explains stops the build instead of being guessed at.
"""

import re
from pathlib import Path

import pandas as pd

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

UNITS = {  # unit in the research file: (id, German, English)
    "persons": ("persons", "Personen", "people"),
    "pupils": ("persons", "Personen", "people"),  # one value: pupils of a school counted as persons elsewhere
    "EUR million": ("eur_million", "Mio. €", "million €"),
    "USD million": ("usd_million", "Mio. US-$", "million US$"),
    "GBP million": ("gbp_million", "Mio. £", "million £"),
    "EUR": ("eur", "€", "€"),
    "EUR per year": ("eur_per_year", "€ im Jahr", "€ per year"),
    "USD": ("usd", "US-$", "US$"),
    "DEM": ("dem", "DM", "Deutschmarks"),
    "percent": ("percent", "%", "%"),
    "count": ("count", "Anzahl", "number"),
    "edition": ("edition", "Nummer der Runde", "edition number"),
    "participation no.": ("participation_number", "Nummer der Teilnahme", "participation number"),
    "activities": ("activities", "Aktivitäten", "activities"),
    "nights": ("nights", "Übernachtungen", "nights"),
    "visits": ("visits", "Besuche", "visits"),
    "projects": ("projects", "Projekte", "projects"),
    "companies": ("companies", "Unternehmen", "companies"),
    "partnerships": ("partnerships", "Partnerschaften", "partnerships"),
    "vehicles": ("vehicles", "Fahrzeuge", "vehicles"),
    "tonnes": ("tonnes", "Tonnen", "tonnes"),
    "transports": ("transports", "Transporte", "transports"),
    "countries": ("countries", "Länder", "countries"),
    "km": ("km", "km", "km"),
    "metres": ("metres", "m", "m"),
    "sqm": ("sqm", "m²", "m²"),
    "consultations": ("consultations", "Beratungen", "consultations"),
    "trucks": ("trucks", "Lastwagen", "trucks"),
    "places": ("places", "Plätze", "places"),
    "events": ("events", "Veranstaltungen", "events"),
    "items": ("items", "Stück", "items"),
    "cities": ("cities", "Städte", "cities"),
    "clubs": ("clubs", "Vereine", "clubs"),
    "schools": ("schools", "Schulen", "schools"),
    "deals": ("deals", "Geschäftsabschlüsse", "deals"),
    "terminals": ("terminals", "Geräte", "terminals"),
    "stations": ("stations", "Stationen", "stations"),
    "beds": ("beds", "Betten", "beds"),
    "contacts": ("contacts", "Kontakte", "contacts"),
    "trips": ("trips", "Reisen", "trips"),
    "delegations": ("delegations", "Delegationen", "delegations"),
    "mattresses": ("mattresses", "Matratzen", "mattresses"),
    "devices": ("devices", "Geräte", "devices"),
    "meetings": ("meetings", "Begegnungen", "meetings"),
}

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

# The publishers' own pages for figures read in a copy: only addresses that stand in the research files.
PUBLISHER_PAGES = (
    ("listenzcc/World-trade-data-I", "https://wits.worldbank.org/data/public/cp/wits_en_trade_summary_allcountries_allyears.zip"),
    ("X80110/migration-visualization", "https://www.un.org/development/desa/pd/content/international-migrant-stock"),
    ("360-info/report-global-education", "https://databrowser.uis.unesco.org/resources/bulk"),
    ("com-480-data-visualization/datavis-project-2022-why-axis", "https://data.europa.eu/data/datasets/erasmus-mobility-raw-data"),
)

YEAR = r"(\d{4}(?:/\d{2})?)"
ROUNDED = (
    r"[Rr]ounded( figure as published)?( in the source| by the source)?( to hundreds)?( \('[^']*'\))?"
    r"(, mostly provisional|, seven weeks|, 39 evenings|, plus 16 percent.*)?"
)
# Parts of a note that add something to a single value, in both languages. A part that is not listed is left
# out: an English note must not stand on a German page, and what holds for all values stands in the caveat.
PHRASES = tuple(
    (re.compile(pattern), german, english)
    for pattern, german, english in (
        (r"(?:Winter semester|Wintersemester) " + YEAR + r".*", r"Wintersemester \1", r"winter semester \1"),
        (r"SUMMER semester (\d{4}).*", r"Sommersemester \1", r"summer semester \1"),
        (
            r"(?:Academic year|Eurostat year \d+ = academic year|.*start of academic year) " + YEAR + r"(, study.*|, trainee.*)?",
            r"Studienjahr \1",
            r"academic year \1",
        ),
        (r"Academic year " + YEAR + r", (?:'rund.*|rounded.*)", r"Studienjahr \1, gerundet", r"academic year \1, rounded"),
        (
            r"Academic year " + YEAR + r", enrolment not yet fully closed",
            r"Studienjahr \1, Einschreibung noch offen",
            r"academic year \1, enrolment not yet closed",
        ),
        (r"Reference date (\d{4})-09-30", r"Stichtag 30. September \1", r"reference date 30 September \1"),
        (r"[Rr]ounded to multiples of 5( by.*)?", "auf 5 gerundet", "rounded to multiples of 5"),
        (r"Base: before census 2011", "Grundlage: vor dem Zensus 2011", "base: before the 2011 census"),
        (r"Base: census (\d{4})", r"Grundlage: Zensus \1", r"base: \1 census"),
        (r"Register cleaned in 2004: break", "Register 2004 bereinigt", "register cleaned in 2004"),
        (
            r"First years after independence.*",
            "zu niedrig: Menschen mit sowjetischem oder jugoslawischem Pass sind hier noch nicht gezählt",
            "too low: holders of Soviet or Yugoslav passports are not counted here yet",
        ),
        (
            r"Includes people with temporary protection",
            "einschließlich Menschen mit vorübergehendem Schutz",
            "includes people with temporary protection",
        ),
        (
            r"The register was West German before unification.*",
            "Gebiet der Zahl nicht angegeben, wohl Westdeutschland",
            "territory not stated, probably West Germany",
        ),
        (
            r"(Reporter|Partner) is named 'Germany' also for years before 1991.*",
            "Gebiet vor 1991 nicht angegeben",
            "territory before 1991 not stated",
        ),
        (r"COVID-19 year", "Jahr der Corona-Pandemie", "year of the COVID-19 pandemic"),
        (r"(cancelled because of the pandemic|small pandemic edition)", "Corona-Pandemie", "COVID-19 pandemic"),
        (
            r"Jump of 52 % in 2012.*|Before the 2012 break.*|Eurostat flag b.*",
            "2010 und 2011 nicht mit späteren Jahren vergleichbar",
            "2010 and 2011 not comparable with later years",
        ),
        (
            r"(Visible break between 2017|Visible level shift in 2018|Break in series).*",
            "ab 2018 nicht mit früheren Jahren vergleichbar",
            "from 2018 not comparable with earlier years",
        ),
        (
            r"Check Destatis notes on comparability.*",
            "ab 2016 nur eingeschränkt mit früheren Jahren vergleichbar",
            "from 2016 only partly comparable with earlier years",
        ),
        (
            r"entries of late 2014 were still plans|late-2014 entries were plans",
            "Einträge für Ende 2014 waren noch geplant",
            "entries for late 2014 were still plans",
        ),
        (r"50th transport announced.*", "angekündigt", "announced"),
        (r"persons invited", "eingeladen", "invited"),
        (r"savings proposal.*", "Vorschlag, Beschluss nicht bekannt", "proposal, decision not known"),
        (r"estimate for the 2026/2027 budget", "Schätzung", "estimate"),
        (r"may include expected events", "vielleicht mit erwarteten Messen", "may include expected events"),
        (r"user-written forum source", "Angabe aus einem Forum", "from a forum"),
        (r"all countries, not partner cities only", "alle Länder", "all countries"),
        (r"France in general, not Nancy only", "ganz Frankreich", "France in general"),
        (r".*international (work|ones).* a part", "nur zum Teil international", "only partly international"),
        (r"planned, not confirmed", "geplant, nicht bestätigt", "planned, not confirmed"),
        (r"plan for spring 2015", "Planung für Frühjahr 2015", "plan for spring 2015"),
        (r"Ansatz \(plan\).*", "Ansatz im Haushalt", "budget plan"),
        (r"plan", "Planwert", "planned figure"),
        (r"motion on the 2024/25 budget", "Antrag zum Haushalt 2024/25", "motion on the 2024/25 budget"),
        (r"the administration advised rejection", "von der Verwaltung zur Ablehnung empfohlen", "the administration advised rejection"),
        (r"page undated|[Yy]ear inferred.*|Year not written.*|Jahr nicht genannt.*", "Jahr erschlossen", "year inferred"),
        (ROUNDED, "gerundet", "rounded"),
        (r"Werte offenbar gerundet|gerundet|historischer Rundwert|Rounded \(1\..*", "gerundet", "rounded"),
        (
            r"(?:ca\.|rund|etwa),.*|about|approx|ca|circa.*|about \d[\d,]*|approximate figure in source"
            r"|.*, about( \d+)?|[Ss]ource says '.*'|Stated as (?:'knapp|about).*",
            "ungefähr",
            "approximate",
        ),
        (
            r"(?:source says )?(?:[Mm]ore than|over) ([\d.,]+)(?: (?:euros|cyclists|t over).*|, .*)?",
            "laut Quelle mehr als diese Zahl",
            "more than this, says the source",
        ),
        (r"End of (\d{4})(?:, rounded.*)", r"Ende \1, gerundet", r"end of \1, rounded"),
        (r"(?:31 Dec |31\.12\.)(\d{4}).*|(?:Jahresende|Hauptwohnsitz, Jahresende).*", "Stand Jahresende", "as of the end of the year"),
        (
            r"Published June 2013, reference date not stated.*",
            "veröffentlicht im Juni 2013, Stichtag nicht genannt",
            "published in June 2013, reference date not stated",
        ),
        (r"Stand 30\.06\.2025.*", "Stand 30. Juni 2025", "as of 30 June 2025"),
        (r"Basis der Pflegequote.*", "Grundlage der Zahl nicht genannt", "basis of the figure not stated"),
        (r"Volkszählung.*", "Volkszählung", "census"),
        (r"Vorlage 2022/0667 nennt 5\.635", "eine andere Vorlage nennt 5.635", "another council paper says 5,635"),
        (
            r"eine spätere Vorlage \(2024/0524\) nennt 290\.850 ohne LEA",
            "eine spätere Vorlage nennt 290.850",
            "a later council paper says 290,850",
        ),
        (
            r"Fließtext des Berichts.*",
            "Tabelle und Text des Berichts weichen bei den Übernachtungen voneinander ab",
            "table and text of the report differ on overnight stays",
        ),
        (r"whole of Ukraine.*", "ganze Ukraine, nicht nur Winnyzja", "whole of Ukraine, not only Vinnytsia"),
        (
            r"whole region with Germany.*",
            "ganze Region mit Deutschland, nicht nur Karlsruhe",
            "whole region with Germany, not only Karlsruhe",
        ),
        (r"two twin cities together.*", "zwei Partnerstädte zusammen", "two twin cities together"),
        (r"Karlsruhe, Nancy and Krasnodar together", "Karlsruhe, Nancy und Krasnodar zusammen", "Karlsruhe, Nancy and Krasnodar together"),
        (r"India in general", "Indien insgesamt", "India in general"),
        (r"both orchestras", "beide Orchester zusammen", "both orchestras together"),
        (r"only groups with a stated size", "nur Gruppen mit genannter Größe", "only groups with a stated size"),
        (r"one exchange only.*|Lessing-Gymnasium only", "nur ein Austausch", "one exchange only"),
        (r"single projects, not a complete yearly total", "einzelne Vorhaben, keine Jahressumme", "single projects, not a yearly total"),
        (
            r"[Cc]umulative.*|since the start of the cooperation|sum of 2014 to 2023.*|2015 to 2025|2014 to 2023",
            "Summe über mehrere Jahre",
            "total of several years",
        ),
        (r"First half of 2019 only.*", "nur erstes Halbjahr", "first half-year only"),
        (r"Only June to December 2015.*", "nur Juni bis Dezember, davor geschlossen", "June to December only"),
        (r"Extrapolated by the organiser.*", "vom Veranstalter hochgerechnet", "extrapolated by the organiser"),
        (r"Karlsruhe to Nottingham", "Reise von Karlsruhe nach Nottingham", "trip from Karlsruhe to Nottingham"),
        (r"Nottingham to Karlsruhe", "Reise von Nottingham nach Karlsruhe", "trip from Nottingham to Karlsruhe"),
        (r"the association itself gives 25", "der Verein nennt 25", "the association says 25"),
        (r"press reports give 9 for this year", "die Presse nennt 9", "the press says 9"),
        (r"from (Karlsruhe|Nottingham)", r"aus \1", r"from \1"),
        (r"plus (two|one) from Lublin", "ohne Gäste aus Lublin", "without guests from Lublin"),
        (r"another source says 55", "eine andere Quelle nennt 55", "another source says 55"),
        (
            r"official list dates the 50th transport.*",
            "Jahr nach der Liste der Stadt, der Verein nennt 2012",
            "year from the city's list, the association says 2012",
        ),
        (r"First flash estimate", "erste Schätzung", "first estimate"),
    )
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
    out["source"] = out["source_url"].map(source_id)
    notes = out["note"].map(_note)
    out["note_de"], out["note_en"] = notes.str[0], notes.str[1]
    return out[OBSERVATION_COLUMNS].astype("str")


def _note(text: str) -> tuple[str, str]:
    """Return what a note adds to its value, in German and English: only the parts that PHRASES knows."""
    parts = [part.strip(" .") for part in re.split(r"; |\. |, (?=year inferred)", text)]
    found: list[tuple[str, str]] = []
    for part in parts:
        for pattern, german, english in PHRASES:
            if match := pattern.fullmatch(part):
                pair = (match.expand(german), match.expand(english))
                if pair not in found:
                    found.append(pair)
                break
    return "; ".join(german for german, _ in found), "; ".join(english for _, english in found)


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
    else:
        # Where the research gives no publisher, the host names the source; nothing is invented.
        host = re.sub(r"^https?://(www\.)?([^/:]+).*", r"\2", address.lower())
        publisher = publisher or ("Stadt Karlsruhe" if f".{host}".endswith(".karlsruhe.de") else host)
    values = (source_id(address), url, publisher, licence, linkable, note)
    return dict(zip(SOURCE_COLUMNS, values, strict=True))
