"""Entries of the chronicle: dates at their precision, all partners, links only where linking is allowed."""

import re

import pytest

from components.words.phrases import escaped
from data.chronicle import entries
from tests.components.panels.test_chronicle import lines, turn, visit


def on_all_pages(app):
    """Return the lines of all entries that ``app`` finds, as ``lines`` those of one page."""
    found = {}
    for page in range(1, app.get("pagination")[0].proto.num_pages + 1):
        found |= lines(turn(app, page))
    return found


@pytest.mark.parametrize(
    ("entry", "lang", "when"),
    [
        ("nancy-1955-01", "de", "1955"),
        ("nancy-1957-02", "de", "September 1957"),
        ("nancy-1957-02", "en", "September 1957"),
        ("nancy-1957-01", "de", "20. Mai 1957"),
        ("nancy-1957-01", "en", "20 May 1957"),
        ("nancy-1955-02", "de", "10. April 1955 – 11. April 1955"),
        ("temeswar-1995-01", "de", "1995 – 2000"),
        ("krasnodar-2004-02", "de", "1. August 2004 – 2006"),
        ("nancy-1973-01", "de", "August 1973"),
    ],
)
def test_dates_stand_at_their_precision(entry, lang, when):
    first = lines(visit(entry=entry, lang=lang))[entry][0]
    assert first.startswith(f"**{escaped(when)}** · ")


def test_no_month_is_shown_as_a_day(facts, select):
    app = visit(**{"from": "2014", "to": "2014"})
    rows = entries(facts, select(first_year=2014, last_year=2014)).set_index("id")
    found = on_all_pages(app)
    assert set(found) == set(rows.index)
    precise = {name: bool(re.match(r"\*\*\d+\\?\. ", entry[0])) for name, entry in found.items()}
    assert precise == {name: len(date) == 10 for name, date in rows["date"].items()}
    months = [name for name, date in rows["date"].items() if date == "2014-11"]
    assert months
    assert all(found[name][0].startswith("**November 2014") for name in months)


def test_all_partners_of_an_event_are_named():
    (entry,) = lines(visit(q="Regatta", **{"from": "2012", "to": "2012"})).values()
    assert all(name in entry[0] for name in ("Halle (Saale)", "Nancy", "Nottingham", "Temeswar"))


def test_networks_and_what_concerns_all_are_named():
    assert lines(visit(entry="iclei-1993-01"))["iclei-1993-01"][0].split(" · ")[1].startswith("ICLEI")
    assert lines(visit(entry="all-2000-01"))["all-2000-01"][0].endswith("Alle Partner")


def test_what_was_only_announced_or_inferred_is_marked():
    announced = lines(visit(entry="nancy-2026-04"))["nancy-2026-04"][1]
    assert ":gray-badge[nur angekündigt]" in announced
    inferred = lines(visit(entry="nancy-1969-03"))["nancy-1969-03"][1]
    assert ":gray-badge[Datum erschlossen]" in inferred
    assert "badge" not in lines(visit(entry="nancy-1955-01"))["nancy-1955-01"][1]


def test_only_sources_that_may_be_linked_are_links(facts, select):
    app = visit(grade="secondary")
    rows = entries(facts, select(grade="secondary")).set_index("id")
    found = on_all_pages(app)
    assert set(found) == set(rows.index)
    linkable = facts.sources.set_index("id")["linkable"]
    barred = [name for name, row in rows.iterrows() if not linkable[row["source"]]]
    assert barred
    for name, entry in found.items():
        assert escaped(rows.at[name, "publisher"]) in entry[2]
        addresses = re.findall(r"\]\((http[^)]*)\)", entry[2])
        assert len(addresses) == bool(rows.at[name, "link"])
        assert not (addresses and name in barred)
        assert "(Sekundärquelle)" in entry[2]


def test_official_sources_are_linked():
    entry = lines(visit(entry="pune-2026-02"))["pune-2026-02"][2]
    assert re.search(r"Quelle: \[Stadt Karlsruhe, 10\\?\. Februar 2026\]\(https://www\.karlsruhe\.de/", entry)
    assert "Sekundärquelle" not in entry
