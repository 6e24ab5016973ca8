"""Define the ids that tables and URLs may contain; the labels are in ``locales/``."""

from typing import Final

from data.city import CITY

LANGUAGES: Final = ("de", "en")
VIEWS: Final = CITY.views

HOME_COUNTRY: Final = CITY.country

SECTORS: Final = ("culture", "economy", "education", "civic", "sport", "environment", "humanitarian")

RELATION_KINDS: Final = ("twinning", "project", "climate", "cooperation")
STATUSES: Final = ("active", "suspended", "dormant", "ended")

#: Kinds of step that begin a relation; the other kinds change or confirm it.
BEGINNINGS: Final = ("friendship", "twinning", "project", "climate", "cooperation")
#: Kinds of steps after which contacts rest.
STOPS: Final = ("suspension", "dormancy", "end")
STEP_KINDS: Final = (
    *BEGINNINGS,
    "certificate",
    "renewal",
    "trilateral",
    "decision",
    "suspension",
    "dormancy",
    "end",
    "report",
)

#: Activities in which people or institutions meet, learn, trade or help. These count as exchange.
EXCHANGE_KINDS: Final = (
    "delegation",
    "project",
    "internship",
    "conference",
    "school_exchange",
    "concert",
    "festival",
    "exhibition",
    "signing",
    "aid",
    "anniversary",
    "youth_exchange",
    "competition",
    "student_exchange",
    "performance",
    "award",
    "trade_fair",
    "citizen_trip",
)
#: History, not exchange: shown in the chronicle and in status lanes, never counted (counting rule 2). *association* is the foundation or
#: the end of an association.
HISTORY_KINDS: Final = ("cancellation", "suspension", "statement", "council_decision", "network", "association")
ACTIVITY_KINDS: Final = EXCHANGE_KINDS + HISTORY_KINDS

#: The only kinds whose participants are people exchanged, so that they may be summed as a lower bound (counting rule 4).
SUMMABLE_KINDS: Final = ("school_exchange", "student_exchange", "youth_exchange", "internship")

#: Kinds of twinning as the comparable cities list them.
BENCHMARK_KINDS: Final = ("twinning", "friendship", "twinning_ended", "cooperation", "project", "climate")

#: Ids of the units of indicators; each indicator says in both languages how a person reads its unit.
UNITS: Final = (
    "activities",
    "beds",
    "cities",
    "clubs",
    "companies",
    "consultations",
    "contacts",
    "count",
    "countries",
    "deals",
    "delegations",
    "dem",
    "devices",
    "edition",
    "eur",
    "eur_million",
    "eur_per_year",
    "events",
    "gbp_million",
    "items",
    "km",
    "mattresses",
    "meetings",
    "metres",
    "nights",
    "participation_number",
    "partnerships",
    "percent",
    "persons",
    "places",
    "projects",
    "schools",
    "sqm",
    "stations",
    "terminals",
    "tonnes",
    "transports",
    "trips",
    "trucks",
    "usd",
    "usd_million",
    "vehicles",
    "visits",
)

#: Licences of sources: what the research found, in its words, and the usual open ones.
LICENCES: Final = (
    "CC BY 3.0",
    "CC BY-SA 3.0",
    "CC BY-SA 4.0",
    "CC0 1.0",
    "dl-de/by-2-0",
    "dl-de/zero-2-0",
    "ODbL 1.0",
    "CC BY 4.0",
    "CC BY 4.0 for the 360info files (LICENCE.md); underlying UNESCO UIS data: UIS terms, check before reuse",
    "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0), © Statistisches Bundesamt (Destatis)",
    "Destatis: dl-de/by-2-0 (GENESIS-Online, check); no licence file in the repository",
    "European Commission open data (licence of the repository not stated)",
    "European Commission open data; aggregation: repository licence not stated",
    "European Commission statistics; R package asymmetry GPL (>= 3)",
    "Eurostat re-use policy (CC BY 4.0)",
    "Eurostat: CC BY 4.0 (Commission reuse policy); no licence file in the repository",
    "Licence Ouverte / Open Licence 2.0 (check on data.gouv.fr)",
    "not stated (single figure cited)",
    "not stated in the repository; WITS / UN Comtrade terms of use apply",
    "packaging ODC-PDDL-1.0; World Bank open data CC BY 4.0",
    "press / official release (facts cited; no open-data licence stated)",
    "repository data CC BY 4.0 per its README; TRADHIST: see CEPII",
    "UN DESA: CC BY 3.0 IGO (stated for the 2019 edition; check for 2020); the repository itself carries CC BY-NC logo files",
    "UN DESA: CC BY 3.0 IGO (stated for the 2019 edition; check for 2024)",
    "Vervielfältigung und Verbreitung, auch auszugsweise, mit Quellenangabe gestattet (© Statistisches Landesamt Baden-Württemberg)",
    "© Statistisches Bundesamt (Destatis), 2025; GENESIS-Online dl-de/by-2-0 (check)",
    "© Statistisches Bundesamt (Destatis), 2026; Datenlizenz Deutschland – Namensnennung – 2.0 (as stated in the repository README)",
)

INSTITUTION_KINDS: Final = ("school", "university", "culture", "club", "health", "business")
ACTIVITY_STATUSES: Final = ("held", "announced", "unconfirmed")
CONFIDENCES: Final = ("high", "medium")
SOURCE_GRADES: Final = ("official", "press_or_club", "secondary")

#: Choices on the exchange page.
TOPICS: Final = ("all", "culture", "economy", "education")
INTERVALS: Final = {"year": 1, "five": 5, "decade": 10}
FORMS: Final = ("bands", "sectors", "cumulative", "partners", "programmes")
#: Sectors that are compared if none is chosen: those in which the city wants its partnerships to work.
BAND_SECTORS: Final = ("culture", "economy", "education")
CITY_LIST_CHOICES: Final = ("with", "without")
SCALES: Final = ("linear", "log", "index", "capita", "gdp")

#: Choices on the comparison page: its three parts and what a cell of the matrix shows.
ASPECTS: Final = ("matrix", "partners", "cities")
MEASURES: Final = ("count", "since")
#: Maximum number of partners side by side.
COMPARED_AT_MOST: Final = 4

#: Pages whose current view the stage can present.
PRESENTED_PAGES: Final = ("map", "exchange", "partner", "chronicle", "comparison", "networks", "anniversaries")
#: Figures that can be embedded in another site or downloaded as a picture.
FIGURES: Final = (
    *("map", "bands", "activities", "cumulative", "statistic", "history", "sectors", "anniversaries"),
    *("matrix", "compared", "profiles", "towns", "distances", "members", "shared"),
)
#: Parts of the data page.
PARTS: Final = ("tables", "sources", "completeness", "doubts", "licences", "upkeep")
#: Choices for the seconds per slide in a loop.
LOOP_SECONDS: Final = ("8", "12", "20", "40")

#: Anniversaries that are shown: the major ones, or every fifth year of everything.
OCCASION_CHOICES: Final = ("major", "all")

#: Sort orders of the chronicle.
ORDERS: Final = ("newest", "oldest")
