"""The tally counts what the rows count under every filter, and does not grow with repeated rows."""

import random
from dataclasses import replace

import pandas as pd
import pytest

from data import queries, timelines
from data.tally import TALLY_COLUMNS, tallied
from data.vocabulary import INTERVALS, RELATION_KINDS, SECTORS


def views(options, selection):
    """Yield the default view, each single sector and partner, and random views."""
    yield selection
    yield from (replace(selection, sectors=(sector,)) for sector in SECTORS)
    yield from (replace(selection, partners=(partner,)) for partner in options.partners)
    dice = random.Random(1955)
    for _ in range(30):
        first, last = sorted(dice.choices(range(options.years[0], options.years[1] + 1), k=2))
        yield replace(
            selection,
            first_year=first,
            last_year=last,
            sectors=tuple(dice.sample(SECTORS, dice.randint(0, 4))),
            partners=tuple(dice.sample(options.partners, dice.randint(0, 5))),
            relations=tuple(dice.sample(RELATION_KINDS, dice.randint(0, 2))),
            ended=dice.random() < 0.5,
        )


def test_every_count_equals_that_of_the_rows(facts, options, selection):
    for view in views(options, selection):
        rows, tally = queries.exchanges(facts, view), queries.tally(facts, view)
        for some, few in ((rows, tally), (queries.without_city_list(rows), queries.without_city_list(tally))):
            assert queries.count_events(few) == queries.count_events(some), view
            assert queries.partner_counts(few) == queries.partner_counts(some), view
            assert queries.sector_counts(few) == queries.sector_counts(some), view
            for interval in INTERVALS:
                for by in ("sector", "partner"):
                    pd.testing.assert_frame_equal(timelines.counts(few, interval, by), timelines.counts(some, interval, by))
        shown = queries.relations(facts, view, rows)
        pd.testing.assert_frame_equal(queries.relations(facts, view, tally), shown)
        assert queries.key_figures(shown, tally) == queries.key_figures(shown, rows)


@pytest.mark.parametrize("copies", [2, 7])
def test_copies_of_the_same_activities_weigh_more_and_take_no_more_rows(facts, copies):
    exchange = facts.exchange
    alone = exchange["event"] == ""
    several = pd.concat(
        [exchange.assign(event=exchange["event"].where(alone, exchange["event"] + f"-{copy}")) for copy in range(copies)],
        ignore_index=True,
    )
    folded, one = tallied(several), tallied(exchange)
    assert len(folded) == len(one)
    assert list(folded.columns) == TALLY_COLUMNS
    assert queries.count_events(folded) == copies * queries.count_events(one) == queries.count_events(several)


def test_an_event_with_partners_stays_one_whichever_partner_is_kept():
    rows = pd.DataFrame(
        [
            ("made-up-1", "both", "a", "culture"),
            ("made-up-2", "both", "b", "culture"),
            ("made-up-3", "also", "a", "culture"),
            ("made-up-4", "also", "b", "culture"),
            ("made-up-5", "", "a", "culture"),
        ],
        columns=["id", "event", "partner", "sector"],
    ).assign(kind="concert", year=2000, collection="", date="2000", weight=1)
    tally = tallied(rows)
    assert len(tally) == 3
    assert queries.count_events(tally) == queries.count_events(rows) == 3
    assert queries.count_events(tally[tally["partner"] == "b"]) == 2
    assert queries.partner_counts(tally) == {"a": 3, "b": 2}
