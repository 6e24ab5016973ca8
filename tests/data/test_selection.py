"""Selection and URL: each gives the other back."""

import random
from dataclasses import fields, replace
from itertools import permutations
from urllib.parse import parse_qs, urlencode

import pytest

from data.selection import PARAMETERS, QUERY_LENGTH, Options, Selection, changed, foreign, mended, parse, to_params
from data.vocabulary import (
    ACTIVITY_KINDS,
    CITY_LIST_CHOICES,
    CONFIDENCES,
    FORMS,
    INTERVALS,
    LANGUAGES,
    ORDERS,
    RELATION_KINDS,
    SCALES,
    SECTORS,
    SOURCE_GRADES,
    TOPICS,
    VIEWS,
)

#: The parameters themselves, as they stand in links that were sent out: renaming one breaks old links.
PUBLISHED = {
    "lang",
    "sector",
    "partner",
    "relation",
    "from",
    "to",
    "view",
    "city",
    "ended",
    "topic",
    "interval",
    "form",
    "list",
    "indicator",
    "scale",
    "q",
    "kind",
    "confidence",
    "grade",
    "order",
    "entry",
    "counted",
    "aspect",
    "measure",
    "compare",
    "network",
    "occasions",
    "today",
    "story",
    "slide",
    "loop",
    "bilingual",
    "room",
    "speaker",
    "figure",
    "part",
    "table",
}
#: All but the search, which takes any words.
CLOSED = sorted(PUBLISHED - {"q", "today", "slide", "room"})
NASTY = [
    "",
    " ",
    "%00",
    "\0",
    "９９９９",
    "١٩٩٠",
    "1e3",
    "-1",
    "+2000",
    "2000.0",
    "2_00",
    "0x7d0",
    "02000",
    "1954",
    "99999",
    "null",
    "None",
    "nan",
    "true",
    "Nancy",
    "NANCY",
    "nancy ",
    "nancy,halle",
    "../../etc/passwd",
    "'; DROP TABLE partners; --",
    "1 OR 1=1",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{values}",
    "\u202enancy",
    "🌍",
    "x" * 100_000,
]


def query(text: str) -> dict[str, list[str]]:
    return parse_qs(text, keep_blank_values=True)


def some_selection(chance: random.Random, options: Options) -> Selection:
    """Return a valid selection in the form :func:`parse` gives it: choices in order, all of them being none."""

    def some(options: tuple[str, ...]) -> tuple[str, ...]:
        chosen = tuple(option for option in options if chance.random() < 0.4)
        return () if len(chosen) == len(options) else chosen

    first, last = sorted(chance.choices(range(options.years[0], options.years[1] + 1), k=2))
    return Selection(
        first_year=first,
        last_year=last,
        lang=chance.choice(LANGUAGES),
        sectors=some(SECTORS),
        partners=some(options.partners),
        relations=some(RELATION_KINDS),
        view=chance.choice(VIEWS),
        city=chance.choice(("", *options.partners)),
        ended=chance.random() < 0.5,
        topic=chance.choice(TOPICS),
        interval=chance.choice(tuple(INTERVALS)),
        form=chance.choice(FORMS),
        city_list=chance.choice(CITY_LIST_CHOICES),
        indicator=chance.choice(("", *options.indicators)),
        scale=chance.choice(SCALES),
        query=chance.choice(("", "Chor", "Fußball & Theater", "100 % / 50+", "Вінниця", "a=b&c=d#e", "x" * QUERY_LENGTH)),
        kinds=some(ACTIVITY_KINDS),
        confidence=chance.choice(("", *CONFIDENCES)),
        grade=chance.choice(("", *SOURCE_GRADES)),
        order=chance.choice(ORDERS),
        entry=chance.choice(("", *sorted(options.entries))),
    )


def test_the_parameters_are_those_of_links_already_sent():
    assert set(PARAMETERS.values()) == PUBLISHED
    assert {field.name for field in fields(Selection)} == set(PARAMETERS)


def test_a_bare_address_is_the_default_view(options, selection):
    assert parse({}, options) == (selection, ())
    assert (selection.first_year, selection.last_year) == options.years
    assert (selection.lang, selection.view, selection.filtered, selection.ended) == ("de", "world", False, False)


def test_defaults_are_left_out_of_a_link(options, selection):
    assert to_params(selection, options) == {}


def test_a_link_holds_only_what_differs_from_the_default(options, select):
    assert to_params(select(sectors=("culture", "sport"), ended=True, last_year=2000), options) == {
        "sector": ["culture", "sport"],
        "to": ["2000"],
        "ended": ["yes"],
    }


@pytest.mark.parametrize("seed", range(100))
def test_a_link_gives_back_the_view_it_was_made_from(options, seed):
    chosen = some_selection(random.Random(seed), options)
    address = urlencode(to_params(chosen, options), doseq=True)
    assert parse(query(address), options) == (chosen, ())


def test_a_written_link_gives_exactly_that_view(options, select):
    chosen, dropped = parse(query("lang=en&sector=education&partner=nancy&from=1990&to=2020"), options)
    assert chosen == select(lang="en", sectors=("education",), partners=("nancy",), first_year=1990, last_year=2020)
    assert dropped == ()


def test_the_order_of_the_parameters_does_not_matter(options):
    parts = ("lang=en", "sector=sport", "sector=culture", "partner=nancy", "from=1990")
    views = {parse(query("&".join(order)), options)[0] for order in permutations(parts)}
    assert len(views) == 1
    assert views.pop().sectors == ("culture", "sport")


@pytest.mark.parametrize(
    ("field", "parameter", "choices"),
    [
        ("sectors", "sector", SECTORS),
        ("relations", "relation", RELATION_KINDS),
        ("kinds", "kind", ACTIVITY_KINDS),
        ("partners", "partner", None),
    ],
)
def test_all_chosen_is_the_same_as_none_chosen(options, selection, field, parameter, choices):
    every = list(choices or options.partners)
    assert parse({parameter: every}, options) == (selection, ())
    assert getattr(parse({parameter: every[1:]}, options)[0], field) == tuple(every[1:])


def test_a_choice_named_twice_counts_once(options):
    assert parse(query("sector=sport&sector=sport"), options)[0].sectors == ("sport",)


def test_of_a_single_parameter_given_twice_the_last_holds(options):
    chosen, dropped = parse(query("from=1990&from=2000&lang=en&lang=de&view=globe&view=europe"), options)
    assert (chosen.first_year, chosen.lang, chosen.view) == (2000, "de", "europe")
    assert dropped == ()


def test_unknown_values_are_dropped_and_told_and_the_known_ones_kept(options, select):
    chosen, dropped = parse(query("sector=sport&sector=Kultur&partner=paris&from=1990&to=3000"), options)
    assert chosen == select(sectors=("sport",), first_year=1990)
    assert set(dropped) == {"sector=Kultur", "partner=paris", "to=3000"}


@pytest.mark.parametrize("parameter", CLOSED)
def test_rubbish_in_a_parameter_changes_nothing_and_is_told(options, selection, parameter):
    for value in NASTY:
        assert parse({parameter: [value]}, options) == (selection, (f"{parameter}={value}",)), ascii(value)


@pytest.mark.parametrize("parameter", CLOSED)
def test_rubbish_repeated_a_hundred_times_changes_nothing(options, selection, parameter):
    assert parse({parameter: ["rubbish"] * 100}, options)[0] == selection


def test_rubbish_in_every_parameter_at_once_changes_nothing(options, selection):
    chosen, dropped = parse(dict.fromkeys(CLOSED, NASTY), options)
    assert chosen == selection
    assert len(dropped) == len(CLOSED) * len(NASTY)


@pytest.mark.parametrize("words", ["Chor", "Fußball & Theater", "'; DROP TABLE partners; --", "<script>alert(1)</script>", "{{7*7}}", "🌍"])
def test_the_search_takes_any_words_as_they_are(options, select, words):
    assert parse({"q": [words]}, options) == (select(query=words), ())


@pytest.mark.parametrize("words", ["\0", "two\nlines", "\u202enancy", "\ud800", "x" * (QUERY_LENGTH + 1)], ids=ascii)
def test_a_search_of_unprintable_or_too_many_signs_is_dropped_and_told(options, selection, words):
    assert parse({"q": [words]}, options) == (selection, (f"q={words}",))


def test_blanks_around_a_search_are_left_out(options, select):
    assert parse({"q": ["  Chor "]}, options) == (select(query="Chor"), ())


def test_parameters_of_others_are_left_alone(options, selection):
    assert parse(query("embed=true&utm_source=mail"), options) == (selection, ())


@pytest.mark.parametrize("address", ["from=2020&to=1990", "to=1990&from=2020"])
def test_years_the_wrong_way_round_give_all_years_and_are_told(options, selection, address):
    assert parse(query(address), options) == (selection, ("from=2020", "to=1990"))


@pytest.mark.parametrize("year", [1955, 1990, 2026])
def test_a_single_year_may_be_chosen(options, select, year):
    assert parse(query(f"from={year}&to={year}"), options) == (select(first_year=year, last_year=year), ())


@pytest.mark.parametrize("value", ["no", "1", "true", "YES"])
def test_ended_relations_are_shown_only_on_a_yes(options, value):
    assert parse({"ended": [value]}, options)[0].ended is False
    assert parse({"ended": ["yes"]}, options)[0].ended is True


def test_sector_names_the_only_one_chosen(select):
    assert select(sectors=("sport",)).sector == "sport"
    assert select().sector == select(sectors=("culture", "sport")).sector == ""


@pytest.mark.parametrize("changes", [{"sectors": ("sport",)}, {"partners": ("nancy",)}, {"relations": ("project",)}])
def test_a_view_is_filtered_by_sectors_partners_or_relations(select, changes):
    assert select(**changes).filtered
    assert not select(first_year=1990, city="nancy", lang="en").filtered


def test_a_selection_cannot_be_changed_in_place(selection):
    with pytest.raises(AttributeError):
        selection.lang = "en"
    assert replace(selection, lang="en") != selection


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2028-02-29", True),
        ("2027-02-29", False),
        ("20280229", False),
        ("2028-W01-1", False),
        ("", False),
        ("0001-01-01", False),
        ("9999-12-31", False),
    ],
)
def test_today_is_an_iso_day(options, text, taken):
    selection, dropped = parse({"today": [text]}, options)
    assert selection.today == (text if taken else "")
    assert dropped == (() if taken else (f"today={text}",))


def test_at_most_four_partners_are_compared_in_the_order_of_the_link(options):
    asked = [*reversed(options.partners), "paris", options.partners[-1]]
    selection, dropped = parse({"compare": asked}, options)
    assert selection.compared == tuple(reversed(options.partners))[:4]
    assert "compare=paris" in dropped
    assert parse(to_params(selection, options), options)[0] == selection


@pytest.mark.parametrize(
    ("changes", "fields_then"),
    [
        ({"sectors": ["economy", "culture"]}, {"sectors": ("culture", "economy")}),
        ({"sectors": list(reversed(SECTORS))}, {"sectors": ()}),
        ({"sectors": []}, {"sectors": ()}),
        ({"city": "nancy"}, {"city": "nancy"}),
        ({"city": None}, {"city": ""}),
        ({"compared": ["nancy", "halle"]}, {"compared": ("nancy", "halle")}),
        ({"ended": True, "query": "Wörter"}, {"ended": True, "query": "Wörter"}),
        ({"first_year": 1990, "last_year": 2000}, {"first_year": 1990, "last_year": 2000}),
    ],
)
def test_a_change_comes_as_a_link_would_write_it(options, select, changes, fields_then):
    assert changed(select(), changes, options) == select(**fields_then)


@pytest.mark.parametrize(
    "changes", [{"city": "Nancy (FR)"}, {"sectors": ["culture", "Kultur"]}, {"lang": "fr"}, {"compared": ["Straßburg"]}]
)
def test_what_cannot_be_chosen_is_no_change(options, select, changes):
    assert changed(select(), {"query": "Wörter"} | changes, options) is None


def test_every_field_can_be_changed_to_its_default(options, select):
    other = select(sectors=("sport",), city="nancy", ended=True, form="partners", query="Wörter", slide=3)
    assert changed(other, vars(select()), options) == select()


@pytest.mark.parametrize(
    "damaged",
    [
        "sector=culture&amp;partner=nancy&amp;lang=en",
        "sector=culture&amp;amp;partner=nancy&amp%3Blang=en",
        "SECTOR=culture&Partner=nancy&LANG=EN",
        "sector%3Dculture&partner%3Dnancy&lang%3Den",
        "sector%3Dculture%26partner%3Dnancy%26lang%3Den",
        "sector=culture%26partner%3Dnancy%26amp%3Blang%3Den",
        "sector=3Dculture&partner=3Dnancy&lang=3Den",
        "lang=en&sector=culture&partner=nancy.",
        "lang=en&sector=culture&partner=nancy).",
        "lang=en&sector=culture,&partner=Nancy%20",
        "lang=en&sector=Culture&partner=nancy%E2%80%9D",
    ],
)
def test_a_link_that_a_mail_client_has_damaged_is_read_as_it_was_meant(options, select, damaged):
    meant = mended(query(damaged), options)
    assert parse(meant, options) == (select(lang="en", sectors=("culture",), partners=("nancy",)), ())
    assert foreign(query(damaged)) == {}


@pytest.mark.parametrize(
    ("damaged", "dropped"),
    [
        ("partner=atlantis.", ("partner=atlantis.",)),
        ("PARTNER=atlantis", ("partner=atlantis",)),
        ("amp;sector=kultur", ("sector=kultur",)),
        ("partner%3Datlantis", ("partner=atlantis",)),
        ("sector=culture%26partner%3Datlantis", ("partner=atlantis",)),
        ("from=19550", ("from=19550",)),
        ("from=1955.5", ("from=1955.5",)),
        ("partner=na%3Dncy", ("partner=na=ncy",)),
    ],
)
def test_what_is_not_certain_is_dropped_and_told(options, damaged, dropped):
    assert parse(mended(query(damaged), options), options)[1] == dropped


def test_a_search_text_and_what_is_not_ours_stay_as_they_are(options):
    params = query("q=Was%20nun%26wie%3D3D.&utm_source=X.&amp;utm_medium=Y&a%3Db")
    assert mended(params, options) == params
    assert foreign(params) == {name: values for name, values in params.items() if name != "q"}


@pytest.mark.parametrize("seed", range(20))
def test_a_sound_link_is_not_changed(options, seed):
    params = to_params(some_selection(random.Random(seed), options), options)
    assert mended(params, options) == params
