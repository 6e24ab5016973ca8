"""Headline of the map for every shape of selection; its numbers come from the facts."""

import random
from dataclasses import replace

import pytest

from components.words.map import map_headline
from components.words.texts import Texts
from data.queries import count_events, exchanges, key_figures, relations
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


def test_it_says_with_whom_there_was_exchange_and_counts_no_activities(ask, facts):
    sentence, n, met = ask()
    first, partners, countries = facts.years[0], len(met), met["country"].nunique()
    assert sentence == f"Karlsruhe hat sich seit {first} mit {partners} Partnern in {countries} Ländern ausgetauscht"
    assert ask(lang="en")[0] == f"Karlsruhe has had exchanges with {partners} partners in {countries} countries since {first}"
    assert str(n) not in sentence


def test_nobody_comes_first(ask, facts):
    for changes in ({}, {"sectors": ("economy",)}, {"sectors": ("humanitarian",)}, {"last_year": 2015}):
        sentence, _, met = ask(**changes)
        assert len(met) > 1
        assert not [name for name in met["name"] if name in sentence]


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
    sentence, _, met = ask(lang=lang, sectors=sectors)
    partners, countries = len(met), met["country"].nunique()
    first = first_year(facts, facts.exchange["sector"].isin(sectors))
    if lang == "de":
        expected = f"Karlsruhe hat sich seit {first} {about} mit {partners} Partnern in {countries} Ländern ausgetauscht"
    else:
        expected = f"Karlsruhe has had exchanges with {partners} partners in {countries} countries {about} since {first}"
    assert sentence == expected


def test_a_single_partner_is_named(ask, facts):
    sentence, _, _ = ask(partners=("temeswar",))
    first = first_year(facts, facts.exchange["partner"] == "temeswar")
    assert first > facts.years[0]
    assert sentence == f"Karlsruhe hat sich seit {first} mit Temeswar ausgetauscht"
    assert ask(partners=("temeswar",), lang="en")[0] == f"Karlsruhe has had exchanges with Timișoara since {first}"


def test_limited_years_are_named(ask):
    sentence, _, _ = ask(lang="en", sectors=("education",), partners=("nancy",), first_year=1990, last_year=2020)
    assert sentence == "Karlsruhe had exchanges with Nancy in education from 1990 to 2020"
    sentence, _, met = ask(first_year=2000, last_year=2010)
    told = f"mit {len(met)} Partnern in {met['country'].nunique()} Ländern"
    assert sentence == f"Karlsruhe hat sich von 2000 bis 2010 {told} ausgetauscht"


def test_two_partners_in_one_country_are_told_apart_from_two_countries(ask, facts):
    sentence, _, met = ask(partners=("pune", "nagpur"))
    assert set(met["id"]) == {"pune", "nagpur"}
    first = first_year(facts, facts.exchange["partner"].isin(["pune", "nagpur"]))
    assert sentence == f"Karlsruhe hat sich seit {first} mit 2 Partnern in 1 Land ausgetauscht"
    assert "2 partners in 1 country since" in ask(partners=("pune", "nagpur"), lang="en")[0]


def test_no_exchange_is_said_of_whom(ask, facts):
    sentence, n, met = ask(partners=("pune",), sectors=("sport",))
    assert (n, len(met)) == (0, 0)
    first, last = facts.years
    assert sentence == f"Mit Pune ist von {first} bis {last} im Bereich Sport kein Austausch belegt"
    english = ask(partners=("pune",), sectors=("sport",), lang="en")[0]
    assert english == f"No exchange with Pune in sport is documented from {first} to {last}"
    quiet = {"sectors": ("environment",), "partners": ("nancy", "nottingham"), "first_year": 1970, "last_year": 1971}
    assert ask(**quiet)[0] == "Mit 2 Partnern in 2 Ländern ist von 1970 bis 1971 im Bereich Umwelt kein Austausch belegt"
    assert ask(lang="en", **quiet)[0] == "No exchange with 2 partners in 2 countries in environment is documented from 1970 to 1971"


def test_no_relation_is_said_of_the_last_year(ask):
    none = {"relations": ("climate",), "last_year": 2000}
    assert ask(**none)[0] == "Bis 2000 gibt es keine Verbindung, die zu dieser Auswahl passt."
    assert ask(lang="en", **none)[0] == "No partnership up to 2000 matches this selection."


def test_an_activity_with_several_partners_counts_once(ask, facts):
    _, n, met = ask()
    assert n < met["exchanges"].sum()


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
