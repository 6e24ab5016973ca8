"""Chronicle queries: the record is complete, the search tolerates typing errors only, filters and links return what they say."""

from itertools import pairwise

import pytest

from data.chronicle import ENTRY_COLUMNS, entries, folded, index, record, search
from data.vocabulary import ACTIVITY_KINDS, CONFIDENCES, SECTORS, SOURCE_GRADES

STATUS_KINDS = {"signing", "suspension", "council_decision", "statement"}


def hits_of(facts, query):
    found = search(facts, query)
    return None if found is None else set(record(facts)["id"].loc[sorted(found)])


def groups(rows):
    """Return what counts as one entry each: the event, or the id where there is none."""
    return set(rows["event"].where(rows["event"] != "", rows["id"]))


def not_ended(facts, rows):
    return rows[~rows["partner"].isin([row["id"] for row in facts.partner_rows if row["status"] == "ended"])]


# The record


def test_the_record_holds_every_activity_once_and_unchanged(facts):
    rows = record(facts).set_index("id")
    assert not rows.index.duplicated().any()
    activities = facts.activities.set_index("id")
    assert set(activities.index) <= set(rows.index)
    columns = [name for name in ENTRY_COLUMNS if name not in ("id", "counted")]
    assert set(rows.index[rows["counted"]]) == set(facts.exchange["id"])
    assert rows.loc[activities.index, columns].astype(str).equals(activities[columns].astype(str))


def test_the_record_adds_exactly_the_steps_that_no_activity_tells(facts):
    told = {(row.partner, row.date) for row in facts.activities.itertuples() if row.kind in STATUS_KINDS}
    steps = facts.relation_steps
    missing = {step.id for step in steps.itertuples() if not step.activity and (step.partner, step.date) not in told}
    assert set(record(facts)["id"]) - set(facts.activities["id"]) == missing
    assert {"van-2019-dormancy", "kampala-2023-end", "nagpur-2018-cooperation", "all-2026-report"} <= missing
    twice = steps[steps["activity"] != ""]
    assert len(twice) == 9
    for step in twice.itertuples():  # the activity tells the same event: within a day, a month or a year of it
        date = facts.activities.set_index("id").at[step.activity, "date"]
        assert date[: len(step.date)][:7] == step.date[: len(date)][:7]
    assert {"halle-1987-twinning", "krasnodar-2022-suspension", "nancy-1975-certificate"}.isdisjoint(missing)


def test_an_added_step_has_the_words_of_the_steps_and_a_kind_of_the_chronicle(facts):
    rows = record(facts).set_index("id")
    added = rows[~rows.index.isin(facts.activities["id"])]
    steps = facts.relation_steps.set_index("id").loc[added.index]
    for column in ("date", "partner", "title_de", "title_en", "source"):
        assert list(added[column]) == list(steps[column])
    assert list(added["year"]) == [int(date[:4]) for date in steps["date"]]
    assert set(added["sector"]) == {"civic"}
    assert set(added["status"]) == {"held"}
    assert added.loc["van-2019-dormancy", "kind"] == "suspension"
    assert added.loc["nagpur-2018-cooperation", "kind"] == "signing"
    assert added.loc["krasnodar-2025-report", "kind"] == "council_decision"
    assert added.loc["all-2026-report", "scope"] == "all"
    assert set(rows["kind"]) <= set(ACTIVITY_KINDS)


def test_the_record_runs_from_the_first_day_to_the_last(facts):
    rows = record(facts)
    assert list(zip(rows["date"], rows["id"], strict=True)) == sorted(zip(rows["date"], rows["id"], strict=True))
    assert rows.iloc[0]["id"] == "nancy-1955-01"


# The search

#: Query, an id that must be among the hits, an id that must not be (or empty).
QUERIES = [
    ("Temesvar", "temeswar-1995-01", "halle-1986-01"),
    ("Timisoara", "temeswar-1990-01", "halle-1986-01"),
    ("Timișoara", "temeswar-1990-01", "halle-1986-01"),
    ("TEMESWAR", "temeswar-1990-01", "rijeka-1991-01"),
    ("Winniza", "winnyzja-2022-01", "nancy-1955-01"),
    ("Вінниця", "winnyzja-2022-01", "krasnodar-1979-01"),
    ("Краснодар", "krasnodar-1979-01", "winnyzja-2022-01"),
    ("수성구", "suseong-gu-2006-01", "nancy-1955-01"),
    ("नागपूर", "nagpur-2018-cooperation", "pune-2012-01"),
    ("पुणे", "pune-2014-01", "nagpur-2018-01"),
    ("Adapazari", "sakarya-2015-01", "van-2016-01"),
    ("Nottingam", "nottingham-1969-01", "nancy-1969-01"),
    ("Hallle", "halle-1987-04", "nancy-1987-01"),
    ("universität", "krasnodar-1994-01", "krasnodar-1991-01"),
    ("Universitaet", "krasnodar-1994-01", "krasnodar-1991-01"),
    ("UNIVERSITÄT", "halle-2026-02", "halle-2026-01"),
    ("Strassenbahn", "temeswar-1995-01", "nottingham-2004-02"),
    ("Straßenbahnen", "temeswar-1995-01", "nottingham-2014-11"),
    ("jugenorchester", "nottingham-1985-01", "nottingham-1994-01"),
    ("kristkindlesmarkt", "all-2000-01", "temeswar-1998-01"),
    ("gürteltier", "halle-2005-01", "halle-2002-01"),
    ("guerteltier", "halle-2005-01", "halle-2002-01"),
    ("fuer", "magistrale-fuer-europa-1990-01", "nancy-1955-01"),
    ("armadillo", "halle-2005-01", "halle-2002-01"),
    ("Pfannkuchenrenen", "nottingham-1980-01", "nottingham-1980-02"),
    ("Staedtefreundschaft", "krasnodar-1992-01", "temeswar-1992-02"),
    ("Nancy Garten", "nancy-2002-01", "nancy-1955-01"),
    ("handschlag nancy", "nancy-1955-01", "nottingham-1969-01"),
    ("1955", "nancy-1955-02", "nancy-2005-06"),
    ("halle 1987", "halle-1987-04", "halle-1986-01"),
    ("Klima-Bündnis", "klima-buendnis-2010-01", "iclei-1993-01"),
    ("mayors for peace", "mayors-for-peace-2014-01", "rgre-2000-01"),
    ("  (Blutspender!)  ", "nancy-1957-01", "nancy-1955-01"),
    ("bus", "winnyzja-2025-09", "krasnodar-2004-01"),
]


@pytest.mark.parametrize(("query", "among", "never"), QUERIES, ids=[query for query, _, _ in QUERIES])
def test_a_query_finds_what_it_means_and_not_what_it_does_not(facts, query, among, never):
    known = set(record(facts)["id"])
    assert {among, never} <= known
    found = hits_of(facts, query)
    assert among in found
    assert never not in found


@pytest.mark.parametrize("query", ["xyzzyqwert", "Nany", "Orgl", "nancy xyzzyqwert", "1954", "Nuttenghim"])
def test_what_is_nowhere_written_or_too_far_off_finds_nothing(facts, query):
    assert hits_of(facts, query) == set()


@pytest.mark.parametrize("query", ["", "   ", "!!! ???", "…", "„“", "-–—", "*%$#"])
def test_punctuation_alone_restricts_nothing(facts, select, query):
    assert search(facts, query) is None
    assert len(entries(facts, select(query=query))) == len(entries(facts, select()))


def test_more_words_narrow(facts):
    assert hits_of(facts, "nancy garten") == hits_of(facts, "nancy") & hits_of(facts, "garten")
    assert hits_of(facts, "garten nancy") == hits_of(facts, "nancy garten")
    assert 0 < len(hits_of(facts, "nancy garten")) < len(hits_of(facts, "nancy"))


def test_a_year_finds_the_entries_of_that_year_and_those_whose_title_names_it(facts):
    rows = record(facts)
    found = hits_of(facts, "2020")
    assert set(rows[rows["year"] == 2020]["id"]) <= found
    others = rows[rows["id"].isin(found) & (rows["year"] != 2020)]
    assert len(others)
    assert all("2020" in row.title_de + row.title_en for row in others.itertuples())


def test_letters_and_marks_make_no_difference():
    assert folded("Straße") == folded("STRASSE") == "strasse"
    assert folded("Timișoara") == "timisoara"
    assert folded("Łódź") == "lodz"
    assert folded("Müller") == "muller"


def test_an_exact_word_is_never_stretched_to_one_spelt_nearly_so(facts):
    """Of every word of the record: only entries with a word that holds it are found, though others lie near."""
    rows = index(facts).rows
    tempted = 0
    for word in sorted(rows)[::9]:
        if len(word) < 5 or not word.isalpha():
            continue
        holders = set().union(*(rows[known] for known in rows if word in known))
        near = set().union(*(rows[known] for known in rows if abs(len(known) - len(word)) < 2 and _one_off(word, known)), set())
        tempted += bool(near - holders)
        assert search(facts, word) == holders, word
    assert tempted > 5


def _one_off(word, known):
    """Return whether one letter set right makes ``word`` of ``known``."""
    if len(word) == len(known):
        return sum(a != b for a, b in zip(word, known, strict=True)) == 1
    longer, shorter = (word, known) if len(word) > len(known) else (known, word)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


@pytest.mark.parametrize(
    ("query", "meant", "found"),
    [
        ("orgl", "krasnodar-2004-03", False),
        ("konzrt", "krasnodar-2009-01", True),
        ("konzxt", "krasnodar-2009-01", False),
        ("konrt", "krasnodar-2009-01", False),
        ("blutspendr", "nancy-1957-01", True),
        ("blutsender", "nancy-1957-01", True),
        ("blatspendxr", "nancy-1957-01", True),
        ("blatspxndxr", "nancy-1957-01", False),
    ],
)
def test_one_error_is_forgiven_from_five_letters_on_and_two_from_seven(facts, query, meant, found):
    assert (meant in hits_of(facts, query)) is found


# Filters


def test_without_a_choice_every_entry_is_there_but_those_of_ended_relations(facts, select):
    assert groups(entries(facts, select())) == groups(not_ended(facts, record(facts)))
    assert not any("kampala" in partners for partners in entries(facts, select())["partners"])
    shown = entries(facts, select(ended=True))
    assert groups(shown) == groups(record(facts))
    assert "kampala-2023-end" in set(shown["id"])


def test_an_ended_relation_is_shown_where_its_partner_is_chosen(facts, select):
    shown = entries(facts, select(partners=("kampala",)))
    assert set(shown["id"]) == set(record(facts).loc[lambda rows: rows["partner"] == "kampala", "id"])
    assert len(shown) > 1


@pytest.mark.parametrize(
    ("column", "field", "values", "many"),
    [
        ("sector", "sectors", SECTORS, True),
        ("kind", "kinds", ACTIVITY_KINDS, True),
        ("confidence", "confidence", CONFIDENCES, False),
    ],
)
def test_a_filter_keeps_what_it_names_and_all_of_it(facts, select, column, field, values, many):
    rows = not_ended(facts, record(facts))
    for value in values:
        shown = entries(facts, select(**{field: (value,) if many else value}))
        assert set(shown[column]) == {value}
        assert groups(shown) == groups(rows[rows[column] == value])


def test_several_kinds_and_sectors_add_up_and_two_filters_narrow(facts, select):
    rows = not_ended(facts, record(facts))
    shown = entries(facts, select(kinds=("concert", "exhibition"), sectors=("culture", "education")))
    kept = rows[rows["kind"].isin(["concert", "exhibition"]) & rows["sector"].isin(["culture", "education"])]
    assert groups(shown) == groups(kept)
    assert set(shown["kind"]) == {"concert", "exhibition"}


@pytest.mark.parametrize("grade", SOURCE_GRADES)
def test_a_grade_keeps_the_entries_of_such_sources(facts, select, grade):
    grades = facts.sources.set_index("id")["grade"]
    rows = not_ended(facts, record(facts))
    shown = entries(facts, select(grade=grade))
    assert set(shown["grade"]) == {grade}
    assert groups(shown) == groups(rows[rows["source"].map(grades) == grade])


def test_years_are_inclusive(facts, select):
    rows = not_ended(facts, record(facts))
    shown = entries(facts, select(first_year=1997, last_year=2000))
    assert groups(shown) == groups(rows[rows["year"].between(1997, 2000)])
    assert {1997, 2000} <= set(shown["year"])
    assert set(entries(facts, select(first_year=1955, last_year=1955))["id"]) == {"nancy-1955-01", "nancy-1955-02", "nancy-1955-03"}


def test_a_partner_keeps_its_own_entries_and_not_those_of_all_or_of_networks(facts, select):
    shown = entries(facts, select(partners=("rijeka",)))
    assert set(shown["partners"]) == {("rijeka",)}
    assert groups(shown) == groups(record(facts).loc[lambda rows: rows["partner"] == "rijeka"])
    assert "all-2000-01" in set(entries(facts, select())["id"])
    assert "iclei-1993-01" in set(entries(facts, select())["id"])


def test_a_kind_of_relation_keeps_its_partners(facts, select):
    shown = entries(facts, select(relations=("climate",)))
    assert set(shown["partners"]) == {("san-miguel-de-los-bancos",)}


def test_filters_and_query_narrow_each_other(facts, select):
    shown = entries(facts, select(query="Jugendorchester", partners=("nottingham",), first_year=2000))
    assert len(shown)
    assert set(shown["id"]) <= hits_of(facts, "Jugendorchester")
    assert "nottingham-1985-01" not in set(shown["id"])
    assert all(row.partners == ("nottingham",) and row.year >= 2000 for row in shown.itertuples())


@pytest.mark.parametrize(
    "changes", [{"partners": ("van",), "last_year": 1999}, {"query": "xyzzyqwert"}, {"entry": "unknown"}, {"kinds": ("x",)}]
)
def test_what_is_unknown_gives_nothing(facts, select, changes):
    shown = entries(facts, select(**changes))
    assert shown.empty
    assert {"title", "partners", "link", "publisher"} <= set(shown.columns)


# Order, events, links


def test_the_order_is_newest_first_or_its_reverse(facts, select):
    newest, oldest = entries(facts, select()), entries(facts, select(order="oldest"))
    assert all(one >= other for one, other in pairwise(newest["date"]))
    assert list(newest["id"]) == list(oldest["id"])[::-1]
    assert oldest.iloc[0]["id"] == "nancy-1955-01"


def test_one_event_is_one_row_with_all_its_partners(facts, select):
    rows = record(facts)
    shown = entries(facts, select())
    events = shown[shown["event"] != ""]
    assert not events["event"].duplicated().any()
    assert len(events) > 20
    for row in events.itertuples():
        own = rows[rows["event"] == row.event]
        assert set(row.partners) == set(own["partner"]) - {""}
        assert len(row.partners) == len(set(row.partners))
    assert set(shown.set_index("event").at["shared-02", "partners"]) == {"halle", "nancy", "nottingham", "temeswar"}


def test_titles_come_in_the_language_of_the_selection(facts, select):
    by_id = record(facts).set_index("id")
    for lang in ("de", "en"):
        shown = entries(facts, select(lang=lang)).set_index("id")
        assert "title_de" not in shown
        assert list(shown["title"]) == list(by_id.loc[shown.index, f"title_{lang}"])


def test_a_link_to_an_entry_gives_exactly_that_entry_whatever_else_is_chosen(facts, select):
    crossing = {
        "first_year": 1955,
        "last_year": 1956,
        "sectors": ("sport",),
        "partners": ("strasbourg",),
        "relations": ("climate",),
        "query": "xyzzyqwert",
        "kinds": ("citizen_trip",),
        "confidence": "medium",
        "grade": "secondary",
    }
    rows = record(facts)
    added = rows[~rows["id"].isin(facts.activities["id"])]
    wanted = [*rows["id"].iloc[::25], *rows.loc[rows["event"] != "", "id"].iloc[::5], *added["id"], "kampala-2023-end"]
    for name in wanted:
        assert list(entries(facts, select(entry=name, **crossing))["id"]) == [name]


def test_every_entry_names_its_source_and_links_it_only_where_that_is_allowed(facts, select):
    shown = entries(facts, select())
    sources = facts.sources.set_index("id")
    assert (shown["publisher"] != "").all()
    for row in shown.itertuples():
        source = sources.loc[row.source]
        assert row.link in ("", source["url"])
        assert bool(row.link) <= bool(source["linkable"])
    assert (shown["link"] == "").any()
    assert (shown["link"] != "").sum() > 900
