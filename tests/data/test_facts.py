"""Kinds of error that a review found in the tables: none of them may come back, in any row."""

import re
from datetime import date
from itertools import combinations
from urllib.parse import urlsplit

import pytest

from data.copies import host_of
from data.dataset import TABLES_DIRECTORY
from data.schema import TABLES
from data.validation import read_tables
from data.vocabulary import EXCHANGE_KINDS

#: Letters that set off the words of a title, and the shortest noun that tells a delivery from others.
_NOUN = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{7,}")
_DELIVERY_DAYS = 45
#: Words of a German title that say that something lies ahead.
_AHEAD = re.compile(r"angekündigt|geplant|vorgesehen|erwartet|ausgeschrieben|^Ausschreibung für")
#: What evidence says if it knows an event only from its announcement, and what it says if another source knows more.
_ANNOUNCED = re.compile(r"\bannounc(es|ed|ement)\b", re.IGNORECASE)
_CONFIRMED = re.compile(r"\bconfirms?\b|\bconfirmed\b|\ba later one\b|\bhad announced\b|\bdate = announcement\b", re.IGNORECASE)
#: Rows whose evidence says in other words that a report names the event, and only its day or its title comes from the announcement.
_READ = {"pune-2018-04", "suseong-gu-2019-02", "nancy-2020-04", "rijeka-2022-02"}

#: Rows whose source appeared shortly before the event, of which something later or the text itself tells that it was held.
_FORETOLD = {
    "eu-urban-mobility-partnership-2016-01",
    "halle-2010-08",
    "halle-2012-03",
    "halle-2012-13",
    "halle-2022-02",
    "halle-2022-05",
    "halle-2023-02",
    "nancy-2014-15",
    "nancy-2023-07",
    "nancy-2023-08",
    "strasbourg-2014-01",
    "suseong-gu-2019-01",
    "suseong-gu-2019-02",
    "temeswar-2012-11",
    "temeswar-2018-03",
    "unesco-media-arts-2026-03",
}
_LONGEST_TITLE = 90


@pytest.fixture(scope="module")
def cells():
    """Return the tables as text."""
    return read_tables(TABLES_DIRECTORY)


@pytest.fixture(scope="module")
def held(cells):
    """Return the activities that count as exchange."""
    activities = cells["activities"]
    return activities[(activities["status"] == "held") & activities["kind"].isin(EXCHANGE_KINDS)]


# Sources


def test_every_source_has_a_title_and_no_two_of_one_publisher_share_it(cells):
    sources = cells["sources"]
    assert list(sources.loc[sources["title"] == "", "id"]) == []
    shared = sources[sources.duplicated(["publisher", "title"], keep=False)]
    assert shared[["id", "title"]].to_dict("records") == []


def test_no_publisher_is_the_name_of_a_host(cells):
    rows = cells["sources"]
    wrong = [
        (row.id, row.publisher)
        for row in rows.itertuples()
        if row.publisher.casefold().removeprefix("www.") == host_of(row.url) or re.fullmatch(r"[\w-]+(\.[\w-]+)+", row.publisher)
    ]
    assert wrong == []


def test_a_file_of_the_council_is_one_source(cells):
    files = cells["sources"]["url"].str.extract(r"/(\d{8})\.pdf$")[0].dropna()
    assert list(files[files.duplicated()]) == []


def test_what_the_city_newspaper_prints_is_not_filed_under_the_council(cells):
    sources = cells["sources"]
    printed = sources["url"].str.contains("stadtzeitung", case=False) | sources["title"].str.startswith("StadtZeitung")
    assert set(sources.loc[printed & sources["url"].str.contains("karlsruhe.de"), "publisher"]) <= {
        "Stadt Karlsruhe, Presseamt",
        "Stadt Karlsruhe",
    }


def test_a_document_of_the_council_has_a_title_of_the_city(cells):
    sources = cells["sources"]
    council = sources[sources["url"].str.contains("/oparl/")]
    assert list(council.loc[~council["title"].str.startswith("Stadt Karlsruhe, "), "id"]) == []
    assert set(council["publisher"]) == {"Stadt Karlsruhe, Ratsinformationssystem"}


def test_how_a_text_was_read_is_told_in_the_note_not_in_the_title(cells):
    titles = cells["sources"]["title"]
    assert [title for title in titles if re.search("github|mirror|feed", title, re.IGNORECASE)] == []


def test_what_a_source_is_is_told_in_the_note_not_in_the_title(cells):
    remark = re.compile(
        r"\((koreanisch|russisch|englisch|Video|Archiv|Zahl|Presse(?!echo)|auch |R package|[\w-]+\.[a-z]{2,3}\)|[A-Z-]+-[A-Z]+\))|Kopie"
        r"|\b(web ?site|webseite|internetseite|homepage|seite zu|page (of|on|about))\b",
        re.IGNORECASE,
    )
    assert [title for title in cells["sources"]["title"] if remark.search(title)] == []


#: Dates in the address of a page or the title of an issue: year, month, day as far as it names them.
_DATED = [
    r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>0[1-9]|1[0-2])(?:[/-](?P<day>0[1-9]|[12]\d|3[01]))?/",
    r"/(?P<day>0[1-9]|[12]\d|3[01])-(?P<month>0[1-9]|1[0-2])-(?P<year>(?:19|20)\d{2})-",
    r"/Monatshefte/(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])",
    r"nachrichten-(?P<year>20\d{2})-(?P<month>\d{2})/",
    r"/jahr(?P<year>20\d{2})/|/Pressemitteilungen/(?P<same>20\d{2})\d{3}$|/pi_(?P<press>20\d{2})_",
]
#: A copy that appeared a day later than the report it prints, whose date the row has.
_LATER_COPIES = {"s4cc59b3786"}


def test_a_date_in_the_address_of_a_source_is_its_date(cells):
    wrong = []
    for row in cells["sources"].itertuples():
        for pattern in _DATED:
            if not row.url.startswith("http") or "web.archive.org" in row.url or not (found := re.search(pattern, row.url)):
                continue
            parts = found.groupdict()
            year = next(filter(None, (parts.get(name) for name in ("year", "same", "press"))))
            told = "-".join(filter(None, (year, parts.get("month"), parts.get("day"))))
            if not row.published or not (row.published.startswith(told) or told.startswith(row.published)):
                wrong.append((row.id, told, row.published))
            break
    assert {row for row, *_ in wrong} == _LATER_COPIES, wrong


@pytest.mark.parametrize("table", TABLES)
def test_an_id_of_the_council_system_is_not_told_as_the_number_of_a_paper(cells, table):
    frame = cells[table]
    texts = [column for column in frame if column.startswith(("title", "note", "label", "definition", "caveat"))]
    numbered = re.compile(r"(?:Vorlage|Anfrage|Antrag|[Pp]aper|[Mm]otion)(?: Nr\.| no\.)? \d{5}\b(?!/)")
    assert [cell for column in texts for cell in frame[column] if numbered.search(cell)] == []


def test_hosts_are_in_lower_case(cells):
    hosts = cells["sources"]["url"].map(lambda url: urlsplit(url).netloc)
    assert list(hosts[hosts != hosts.str.lower()]) == []


def test_titles_have_typographic_quotation_marks(cells):
    titles = [cells[table][f"title_{lang}"] for table in ("activities", "relation_steps") for lang in ("de", "en")]
    assert [title for column in titles for title in column if re.search("[\"']", title)] == []


# Activities


def test_what_lies_ahead_is_not_told_as_held(held):
    told = [
        (row.id, row.title_de)
        for row in held.itertuples()
        if _AHEAD.search(row.title_de) or (_ANNOUNCED.search(row.evidence) and not _CONFIRMED.search(row.evidence) and row.id not in _READ)
    ]
    assert told == []


def test_what_is_told_as_held_is_not_older_than_its_source(cells, held):
    """A source dated before the event announces it, or is a page of many dates that has the date of another entry."""
    published = held["source"].map(cells["sources"].set_index("id")["published"])
    older = {
        row.id
        for row, told in zip(held.itertuples(), published, strict=True)
        if told and told[: min(len(told), len(row.date))] < row.date[: min(len(told), len(row.date))]
    }
    assert older == _FORETOLD


def test_the_summer_internship_of_a_year_is_one_event(held):
    interns = held[
        (held["kind"] == "internship")
        & held["title_de"].str.contains(r"Sommerprakti|Praktikum in Karlsruhe|Praktikum bei der Stadt", regex=True)
    ]
    for year, rows in interns[interns["partner"] != ""].groupby(interns["date"].str[:4]):
        if rows["partner"].nunique() > 1:
            assert rows["event"].nunique() == 1, year
            assert rows["event"].ne("").all(), year


def test_one_event_under_several_partners_has_one_event_id(held):
    """Rows of one source, of one kind, on the same days are one event, unless their titles tell two."""
    dated = held[(held["partner"] != "") & (held["date"].str.len() == 10)]
    for key, rows in dated.groupby(["date", "end_date", "kind", "source"]):
        if rows["partner"].nunique() > 1:
            assert set(rows["event"]) != {""}, key
            assert rows["event"].nunique() == 1, key


def _day(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])


def test_departure_and_arrival_of_a_delivery_are_one_event(held):
    aid = held[(held["kind"] == "aid") & (held["date"].str.len() >= 7)]
    for _, rows in aid.groupby("partner"):
        for one, other in combinations(rows.itertuples(), 2):
            near = abs((_day(one.date) - _day(other.date)).days) <= _DELIVERY_DAYS
            shared = set(_NOUN.findall(one.title_de)) & set(_NOUN.findall(other.title_de)) - {
                "Karlsruhe",
                "Winnyzja",
                "Temeswar",
                "Krasnodar",
            }
            if near and shared:
                assert one.event, (one.id, other.id, shared)
                assert one.event == other.event, (one.id, other.id, shared)


def test_the_foundation_or_the_end_of_an_association_is_not_exchange(held):
    club = r"Freundeskreis|Freundschaftsgesellschaft|Freundschaftsverein|Friendship Club|Gemeinschaft Karlsruhe|Interessengruppe"
    founded = r"gegründet|löst sich auf|Auflösung"
    told = held[held["title_de"].str.contains(club, regex=True) & held["title_de"].str.contains(founded, regex=True)]
    assert list(told["id"]) == []


def test_a_trip_of_citizens_has_that_kind(cells):
    activities = cells["activities"]
    trips = activities["title_de"].str.contains(
        r"Bürgerreise|Bürgerfahrt|Jedermannfahrt|Jahresreise des Freundeskreises|Freundeskreis reist|Freundeskreises reisen", regex=True
    )
    wrong = activities[trips & activities["kind"].isin(EXCHANGE_KINDS) & (activities["kind"] != "citizen_trip")]
    assert wrong[["id", "title_de"]].to_dict("records") == []


@pytest.mark.parametrize("table", TABLES)
def test_an_anniversary_is_not_called_a_jubilee_in_english(cells, table):
    frame = cells[table]
    assert [cell for column in frame if column.endswith("_en") for cell in frame[column] if re.search("jubilee", cell, re.IGNORECASE)] == []


def test_twin_cities_are_joined_by_a_dash(cells):
    names = "Karlsruhe|Temeswar|Halle|Nancy|Nottingham|Krasnodar|Winnyzja|Rijeka|Timișoara|Vinnytsia|Pune"
    joined = re.compile(rf"(?<!Freundeskreis )(?<!association )\b({names})-({names})\b(?! Friendship)")
    assert [title for column in ("title_de", "title_en") for title in cells["activities"][column] if joined.search(title)] == []


def test_titles_are_short(cells):
    titles = [cells[table][f"title_{lang}"] for table in ("activities", "relation_steps") for lang in ("de", "en")]
    assert [title for column in titles for title in column if len(title) > _LONGEST_TITLE] == []


def test_a_thing_has_one_name(cells):
    german = re.compile(r"\bOB\b|\bRat(?! der Gemeinden)\b|\bRatstreffen|Dreier-|[Tt]rilateral")
    english = re.compile(r"[Tt]hree-way|[Tt]rinational|[Ff]riends’ association|^Council(?! of Europe| delegation)\b|^Committee\b")
    found = [
        text
        for table in ("activities", "relation_steps")
        for column, names in (("title_de", german), ("title_en", english))
        for text in cells[table][column]
        if names.search(text)
    ]
    assert found == []


def test_a_name_in_quotation_marks_has_them_in_both_languages(cells):
    activities = cells["activities"]
    differing = activities["title_de"].str.count("„") != activities["title_en"].str.count("“")
    assert list(activities.loc[differing, "id"]) == []


# English


def test_english_texts_have_typographic_quotes_and_no_words_carried_over_from_german(cells):
    carried = re.compile(r"[\"']|\bpercent\b|\bjubilee|\bencounters\b|friendship circle|(?:city|\dth|\dst|\dnd) birthday")
    found = [
        (table, text)
        for table, rows in cells.items()
        for name in rows
        if name.endswith("_en")
        for text in rows[name]
        if carried.search(text)
    ]
    assert found == []


def test_a_page_of_search_results_is_not_linked(cells):
    sources = cells["sources"]
    asked = sources["url"].str.contains(r"[?&](?:q|query|search|suche)=", regex=True)
    assert asked.any()
    assert set(sources.loc[asked, "linkable"]) == {"no"}


# Partners


def test_every_population_has_a_year_and_a_source_that_is_not_a_gazetteer(cells):
    partners = cells["partners"]
    publisher = cells["sources"].set_index("id")["publisher"]
    assert list(partners.loc[partners["population_year"] == "", "id"]) == []
    assert list(partners.loc[partners["population_source"].map(publisher).isin(["GeoNames", ""]), "id"]) == []
    assert partners["population_note_de"].ne("").all()


def test_the_population_of_a_metropolitan_municipality_is_that_of_its_whole_area(cells):
    partners = cells["partners"].set_index("id")
    for partner in ("sakarya", "van"):
        assert int(partners.at[partner, "population"]) > 1_000_000
        assert "Großstadtgemeinde" in partners.at[partner, "population_note_de"]


# The city


def test_what_the_council_decided_is_told_as_decided(cells):
    steps = cells["relation_steps"].set_index("id")
    activities = cells["activities"].set_index("id")
    assert steps.at["all-2026-report", "date"] == "2026-03-31"
    assert "45" in steps.at["all-2026-decision", "vote_de"]
    for decided in (steps.loc["all-2025-decision"], activities.loc["all-2025-02"], activities.loc["efus-defus-2025-01"]):
        assert decided["date"] == "2025-12-16"
        assert not re.search("berät|beraten|angekündigt", decided["title_de"])
