"""Calendar file, read by an independent parser: all-day events, stable UIDs, reminders ahead, no suspended partners."""

from datetime import date, timedelta

import pytest
import vobject

from components.exports.calendar import anniversary_calendar, span
from components.words.texts import Texts
from data.anniversaries import anniversaries
from data.vocabulary import LANGUAGES

TODAY = "2026-11-25"


@pytest.fixture
def rows(facts, select):
    return anniversaries(facts, select(occasions="all"), TODAY)


def events(data: bytes) -> dict[str, vobject.base.Component]:
    calendar = vobject.readOne(data.decode())
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value
    return {event.uid.value: event for event in calendar.vevent_list}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_celebrated_anniversary_is_one_event(facts, rows, lang):
    found = events(anniversary_calendar(rows, facts, Texts(lang)))
    celebrated = rows[rows["celebrated"]]
    assert set(found) == {f"{name}@karlsruhe-weltweit-vernetzt" for name in celebrated["id"]}
    assert "Krasnodar" not in " ".join(event.summary.value for event in found.values())


def test_events_last_whole_days_and_exactly_as_long_as_the_date_is_vague(facts, rows):
    found = events(anniversary_calendar(rows, facts, Texts("de")))
    for row in rows[rows["celebrated"]].itertuples():
        event = found[f"{row.id}@karlsruhe-weltweit-vernetzt"]
        first, after = event.dtstart.value, event.dtend.value
        assert type(first) is type(after) is date
        assert first.isoformat().startswith(row.on)
        assert (after - timedelta(days=1)).isoformat().startswith(row.on)
        assert not (first - timedelta(days=1)).isoformat().startswith(row.on)
        assert not after.isoformat().startswith(row.on)
        assert event.transp.value == "TRANSPARENT"
        leads = sorted(alarm.trigger.value for alarm in event.valarm_list)
        assert leads == sorted(-timedelta(weeks=weeks) for weeks in ((52, 26, 4) if row.major else (26, 4)))


def test_a_second_import_updates_the_first(facts, select, rows):
    """Half a year later the same anniversaries carry the same UIDs, whatever the language."""
    earlier = set(events(anniversary_calendar(rows, facts, Texts("de"))))
    later = anniversaries(facts, select(occasions="all"), "2027-05-25")
    both = earlier & set(events(anniversary_calendar(later, facts, Texts("en"))))
    assert len(both) > 80
    assert anniversary_calendar(rows, facts, Texts("de")) == anniversary_calendar(rows, facts, Texts("de"))


def test_text_is_escaped_folded_and_read_back_whole(facts, rows):
    found = events(anniversary_calendar(rows, facts, Texts("de")))
    assert found["halle-1987-twinning-40@karlsruhe-weltweit-vernetzt"].summary.value == "40 Jahre Städtepartnerschaft mit Halle (Saale)"
    nancy = found["nancy-1955-twinning-75@karlsruhe-weltweit-vernetzt"]
    assert "Der genaue Tag ist nicht bekannt: 2030." in nancy.description.value
    data = anniversary_calendar(rows, facts, Texts("de"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("on", "days"), [("2030", 365), ("2028", 366), ("2028-02", 29), ("2027-12", 31), ("2027-09-21", 1), ("2028-02-29", 1)]
)
def test_a_span_covers_its_day_month_or_year(on, days):
    first, after = span(on)
    assert (after - first).days == days
    assert first.isoformat().startswith(on)
