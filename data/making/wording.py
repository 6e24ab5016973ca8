"""The words of the research in both languages: units, and what a note adds to its value."""

import re

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


def note_in_both(text: str) -> tuple[str, str]:
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
