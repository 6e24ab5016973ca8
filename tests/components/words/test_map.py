"""Headline of the map for every shape of selection; its numbers come from the facts."""

import random
from dataclasses import replace

import pandas as pd
import pytest

from components.words.map import map_headline
from components.words.texts import Texts
from data.queries import KeyFigures, count_events, exchanges, key_figures, relations
from data.vocabulary import LANGUAGES, RELATION_KINDS, SECTORS


@pytest.fixture
def ask(facts, select):
    """Return a function: the sentence of a selection, the number of its events, and its partners with exchange."""

    def of(**changes):
        chosen = select(**changes)
        found = exchanges(facts, chosen)
        shown = relations(facts, chosen, found)
        sentence = map_headline(chosen, key_figures(shown, found), shown, Texts(chosen.lang), facts)
        return sentence, count_events(found), shown[shown["exchanges"] > 0]

    return of


def test_by_default_it_counts_activities_partners_and_countries(ask, facts):
    sentence, n, met = ask()
    first, partners, countries = facts.years[0], len(met), met["country"].nunique()
    assert sentence.partition(";")[0] == f"{n} dokumentierte Aktivitäten mit {partners} Partnern in {countries} Ländern seit {first}"
    english = ask(lang="en")[0].partition(";")[0]
    assert english == f"{n} documented activities with {partners} partners in {countries} countries since {first}"


def test_who_comes_first_only_by_the_citys_complete_list_is_not_named(ask):
    sentence, _, met = ask(last_year=2015)
    active = met[~met["resting"]].set_index("name")
    assert active["exchanges"].idxmax() != active["unlisted"].idxmax(), "the list of 2011 to 2014 decides who comes first"
    assert ";" not in sentence
    humanitarian, _, met = ask(sectors=("humanitarian",))
    assert humanitarian.endswith(f"; die meisten mit {met.iloc[0]['name']} ({met.iloc[0]['exchanges']})")


def test_a_resting_relation_is_no_leader_and_the_superlative_names_its_group(ask):
    sentence, _, met = ask(sectors=("economy",))
    assert met.iloc[0]["resting"]
    first = met[~met["resting"]].iloc[0]
    assert sentence.endswith(f"; unter den aktiven Partnern die meisten mit {first['name']} ({first['exchanges']})")
    assert f"; among active partners, most with {first['name']}" in ask(sectors=("economy",), lang="en")[0]
    past, _, met = ask(sectors=("economy",), last_year=2010)
    assert met.iloc[0]["id"] == "krasnodar"
    assert "Krasnodar" not in past, "not of years in which the partnership was active either"


def first_year(facts, which):
    return int(facts.exchange.loc[which, "year"].min())


@pytest.mark.parametrize(
    ("lang", "sectors", "about"),
    [
        ("de", ("culture",), "im Bereich Kultur"),
        ("en", ("culture",), "in culture"),
        ("de", ("culture", "education"), "in den Bereichen Kultur und Bildung"),
        ("en", ("culture", "education"), "in culture and education"),
        ("de", ("culture", "economy", "education"), "in den Bereichen Kultur, Wirtschaft und Bildung"),
        ("en", ("culture", "economy", "education"), "in culture, economy and education"),
    ],
)
def test_it_names_the_sectors_chosen(ask, facts, lang, sectors, about):
    sentence, n, met = ask(lang=lang, sectors=sectors)
    partners, countries = len(met), met["country"].nunique()
    first = first_year(facts, facts.exchange["sector"].isin(sectors))
    if lang == "de":
        expected = f"{n} dokumentierte Aktivitäten {about} mit {partners} Partnern in {countries} Ländern seit {first}"
    else:
        expected = f"{n} documented activities {about} with {partners} partners in {countries} countries since {first}"
    assert sentence.partition(";")[0] == expected


def test_a_single_partner_is_named_and_compared_with_nobody(ask, facts):
    sentence, n, _ = ask(partners=("temeswar",))
    first = first_year(facts, facts.exchange["partner"] == "temeswar")
    assert first > facts.years[0]
    assert sentence == f"{n} dokumentierte Aktivitäten mit Temeswar seit {first}"
    sentence, n, _ = ask(partners=("temeswar",), lang="en")
    assert sentence == f"{n} documented activities with Timișoara since {first}"


def test_partners_that_share_the_first_place_are_all_named_unless_that_says_nothing(select, facts):
    def said(numbers, lang="de"):
        names = list("ABCDE")[: len(numbers)]
        shown = pd.DataFrame({"name": names, "country": "Z", "exchanges": numbers, "unlisted": numbers, "resting": False})
        figures = KeyFigures(active=0, countries=0, exchanges=sum(numbers), first_year=2000)
        return map_headline(select(), figures, shown, Texts(lang), facts).partition("; ")[2]

    assert said([5, 3, 0]) == "die meisten mit A (5)"
    assert said([5, 5, 3]) == "die meisten mit A und B (je 5)"
    assert said([5, 5, 3], "en") == "most with A and B (5 each)"
    assert said([5, 5]) == said([1, 1, 1, 1, 0]) == ""


def test_limited_years_are_named(ask):
    sentence, n, _ = ask(lang="en", sectors=("education",), partners=("nancy",), first_year=1990, last_year=2020)
    assert sentence == f"{n} documented activities in education with Nancy from 1990 to 2020"
    sentence, n, met = ask(first_year=2000, last_year=2010)
    told = f"{n} dokumentierte Aktivitäten mit {len(met)} Partnern in {met['country'].nunique()} Ländern von 2000 bis 2010"
    assert sentence.partition(";")[0] == told


def test_one_activity_is_singular(ask, facts):
    nancy = facts.exchange[facts.exchange["partner"] == "nancy"]
    year = next(year for year, n in nancy["year"].value_counts().sort_index().items() if n == 1)
    chosen = {"partners": ("nancy",), "first_year": year, "last_year": year}
    assert ask(**chosen)[0] == f"1 dokumentierte Aktivität mit Nancy im Jahr {year}"
    assert ask(lang="en", **chosen)[0] == f"1 documented activity with Nancy in {year}"


def test_two_partners_in_one_country_are_told_apart_from_two_countries(ask, facts):
    sentence, n, met = ask(partners=("pune", "nagpur"))
    assert set(met["id"]) == {"pune", "nagpur"}
    first = first_year(facts, facts.exchange["partner"].isin(["pune", "nagpur"]))
    assert sentence == f"{n} dokumentierte Aktivitäten mit 2 Partnern in 1 Land seit {first}"  # one of them rests, so nobody leads
    assert ask(partners=("pune", "nagpur"), lang="en")[0].startswith(f"{n} documented activities with 2 partners in 1 country since")


def test_no_exchange_is_said_of_whom(ask, facts):
    sentence, n, met = ask(partners=("pune",), sectors=("sport",))
    assert (n, len(met)) == (0, 0)
    assert sentence == f"Keine dokumentierte Aktivität im Bereich Sport mit Pune seit {facts.years[0]}"
    english = ask(partners=("pune",), sectors=("sport",), lang="en")[0]
    assert english == f"No documented activity in sport with Pune since {facts.years[0]}"
    quiet = {"sectors": ("environment",), "partners": ("nancy", "nottingham"), "first_year": 1970, "last_year": 1971}
    assert ask(**quiet)[0] == "Keine dokumentierte Aktivität im Bereich Umwelt mit 2 Partnern in 2 Ländern von 1970 bis 1971"
    assert ask(lang="en", **quiet)[0] == "No documented activity in environment with 2 partners in 2 countries from 1970 to 1971"


def test_no_relation_is_said_of_the_last_year(ask):
    none = {"relations": ("climate",), "last_year": 2000}
    assert ask(**none)[0] == "Bis 2000 gibt es keine Verbindung, die zu dieser Auswahl passt."
    assert ask(lang="en", **none)[0] == "No partnership up to 2000 matches this selection."


def test_an_activity_with_several_partners_counts_once(ask, facts):
    _, n, met = ask()
    assert n < met["exchanges"].sum()
    assert str(n) in ask()[0].split()[0]


def test_any_selection_gives_one_sentence_without_a_gap(ask, facts, select):
    dice = random.Random(1955)

    def some(options):
        return tuple(option for option in options if dice.random() < 0.3)

    for _ in range(150):
        first, last = sorted(dice.randint(*facts.years) for _ in range(2))
        chosen = replace(
            select(),
            lang=dice.choice(LANGUAGES),
            sectors=some(SECTORS),
            partners=some(facts.partner_ids),
            relations=some(RELATION_KINDS),
            first_year=first,
            last_year=last,
            ended=dice.random() < 0.5,
        )
        sentence, n, met = ask(**{name: getattr(chosen, name) for name in chosen.__dataclass_fields__})
        assert sentence == sentence.strip()
        assert "  " not in sentence
        assert not set("{}") & set(sentence)
        assert bool(n) == bool(len(met)), chosen
