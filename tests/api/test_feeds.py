"""Feeds: valid Atom and calendars of a selection, at addresses that stay, found from the page and refused as the other files."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.parameters import names_for
from api.routes import OpenData
from components.exports.feeds import CALENDAR, ENTRIES, NEWS, feed_path, news_feed
from components.words.texts import Texts
from data.chronicle import entries
from data.options import options_of
from data.selection import FILTERS, PARAMETERS, Selection
from data.vocabulary import LANGUAGES
from tests.visiting import real_facts

FACTS = real_facts()
SITE = "https://welt.example.org"
CLIENT = TestClient(Starlette(routes=OpenData(lambda: FACTS, SITE).routes()))
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(**params) -> Xml.Element:
    answer = CLIENT.get(f"/api/v1/{NEWS}", params=params)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return Xml.fromstring(answer.content)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_feed_has_what_atom_requires(lang):
    news = feed(lang=lang, partner="nancy")
    for element in (news, *news.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert element.find("a:id", ATOM).text.startswith("urn:uuid:")
        assert datetime.fromisoformat(element.find("a:updated", ATOM).text).tzinfo
    assert news.find("a:author/a:name", ATOM).text
    (own,) = news.findall("a:link[@rel='self']", ATOM)
    assert CLIENT.get(own.get("href")).content == Xml.tostring(news, encoding="utf-8", xml_declaration=True)
    ids = [entry.text for entry in news.findall("a:entry/a:id", ATOM)]
    assert len(ids) == len(set(ids)) > 10


def test_the_feed_holds_the_newest_entries_of_the_filters_with_links_that_open_them():
    news = feed(partner="nancy", sector="culture", kind="concert", lang="en")
    chosen = Selection(*FACTS.years, lang="en", partners=("nancy",), sectors=("culture",), kinds=("concert",))
    rows = entries(FACTS, chosen).sort_values("date", ascending=False, kind="stable").head(ENTRIES)
    links = [link.get("href") for link in news.findall("a:entry/a:link[@rel='alternate']", ATOM)]
    assert links == [f"{SITE}/chronicle?entry={entry}&lang=en" for entry in rows["id"]]
    assert [title.text for title in news.findall("a:entry/a:title", ATOM)] == list(rows["title"])
    assert all("Source: " in summary.text for summary in news.findall("a:entry/a:summary", ATOM))


def test_what_is_announced_for_later_is_not_new_yet():
    chosen = Selection(*FACTS.years)
    news = Xml.fromstring(news_feed(FACTS, chosen, Texts("de"), "1999-06-30", "/"))
    updated = [each.text for each in news.findall("a:entry/a:updated", ATOM)]
    assert max(updated) <= "1999-06-30T00:00:00Z"
    assert len(updated) == ENTRIES


def test_an_entry_keeps_its_id_whatever_the_filters_are():
    every, one = (dict(zip(_texts(news, "title"), _texts(news, "id"), strict=True)) for news in (feed(), feed(q="Winnyzja")))
    common = every.keys() & one.keys()
    assert common
    assert all(every[title] == one[title] for title in common)


def _texts(news: Xml.Element, name: str) -> list[str]:
    return [each.text for each in news.findall(f"a:entry/a:{name}", ATOM)]


def test_the_calendar_can_be_subscribed_per_partner_and_for_all_anniversaries():
    answer = CLIENT.get(f"/api/v1/{CALENDAR}", params={"partner": "nancy", "occasions": "all"})
    assert answer.headers["content-type"].startswith("text/calendar")
    every = Calendar.from_ical(CLIENT.get(f"/api/v1/{CALENDAR}", params={"occasions": "all"}).content).events
    own = Calendar.from_ical(answer.content).events
    assert 0 < len(own) < len(every)
    assert {event["uid"] for event in own} < {event["uid"] for event in every}


@pytest.mark.parametrize(
    ("name", "params", "wrong"),
    [
        (NEWS, {"q": "a\tb"}, "q"),
        (NEWS, {"kind": "konzert"}, "kind"),
        (NEWS, {"occasions": "all"}, "occasions"),
        (CALENDAR, {"sector": "culture"}, "sector"),
        (CALENDAR, {"occasions": "none"}, "occasions"),
    ],
)
def test_what_a_feed_does_not_know_is_refused_and_named(name, params, wrong):
    answer = CLIENT.get(f"/api/v1/{name}", params=params)
    assert (answer.status_code, answer.json()["error"]["parameter"]) == (400, wrong)
    assert answer.json()["error"]["allowed"]


@pytest.mark.parametrize("name", [NEWS, CALENDAR])
def test_the_address_of_a_view_has_its_filters_alone_and_no_year_that_ages(name):
    options = options_of(FACTS)
    full = Selection(*FACTS.years, lang="en", partners=("nancy",), sectors=("culture",), view="europe", city="halle", occasions="all")
    asked = parse_qs(urlsplit(feed_path(name, full, FACTS)).query)
    assert asked == {"lang": ["en"], "partner": ["nancy"]} | ({"sector": ["culture"]} if name == NEWS else {"occasions": ["all"]})
    assert CLIENT.get(feed_path(name, full, FACTS)).status_code == 200
    assert feed_path(name, Selection.default(options), FACTS) == f"/api/v1/{name}"


def test_every_filter_of_the_chronicle_is_one_of_the_feed():
    assert {PARAMETERS[each] for each in FILTERS} | {"lang"} == set(names_for(NEWS, FACTS))
