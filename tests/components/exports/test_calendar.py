"""Calendar file, read by an independent parser: all-day events, stable UIDs, reminders ahead, no suspended partners."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from icalendar import Calendar

from components.exports.calendar import MORNING, anniversary_calendar, first_day
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


def test_every_event_is_one_whole_day_and_a_vague_one_says_so(facts, rows):
    found = events(anniversary_calendar(rows, facts, Texts("de"), TODAY))
    celebrated = rows[rows["celebrated"]]
    assert set(celebrated["on"].str.len()) == {4, 7, 10}
    for row in celebrated.itertuples():
        event = found[f"{row.id}@karlsruhe-weltweit-vernetzt"]
        first, after = event.dtstart.value, event.dtend.value
        assert type(first) is type(after) is date
        assert first == first_day(row.on)
        assert after - first == timedelta(days=1)
        assert ("Tag nicht bekannt" in event.summary.value) == (len(row.on) < 10)
        assert event.transp.value == "TRANSPARENT"


@pytest.mark.parametrize("today", [TODAY, "2028-02-29", "2036-11-25"])
def test_no_reminder_is_due_before_the_file_was_made(facts, rows, today):
    found = events(anniversary_calendar(rows, facts, Texts("de"), today))
    reminded = 0
    for row in rows[rows["celebrated"]].itertuples():
        event = found[f"{row.id}@karlsruhe-weltweit-vernetzt"]
        leads = [timedelta(weeks=weeks) for weeks in ((52, 26, 4) if row.major else (26, 4))]
        due = [MORNING - lead for lead in leads if (event.dtstart.value - lead).isoformat() >= today]
        alarms = getattr(event, "valarm_list", [])
        assert [alarm.trigger.value for alarm in alarms] == due
        reminded += len(due)
    assert reminded or today == "2036-11-25"


def test_a_published_change_raises_the_sequence_and_keeps_the_uid(facts, rows):
    """Outlook and Google keep the older of two events with one UID unless the sequence or the stamp is higher."""
    newer = replace(facts, version=7, published="2026-11-24T09:30:00+00:00")
    before = events(anniversary_calendar(rows, facts, Texts("de"), TODAY))
    after = events(anniversary_calendar(rows.assign(title_de="Neuer Titel"), newer, Texts("de"), "2026-11-26"))
    assert set(before) == set(after)
    for uid, event in after.items():
        assert (int(before[uid].sequence.value), int(event.sequence.value)) == (0, 7)
        assert before[uid].last_modified.value == datetime.fromisoformat(facts.as_of).replace(tzinfo=UTC)
        assert event.last_modified.value == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        assert before[uid].dtstamp.value < event.dtstamp.value
        assert "Neuer Titel" in event.description.value


def test_the_file_is_published_and_reads_without_errors(facts, rows):
    calendar = Calendar.from_ical(anniversary_calendar(rows, facts, Texts("en"), TODAY))
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["CALSCALE"] == "GREGORIAN"
    assert not calendar.errors
    assert not any(event.errors for event in calendar.events)
    for event in calendar.events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "LAST-MODIFIED", "SEQUENCE"} <= set(event)


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
    assert nancy.summary.value == "75 Jahre Städtepartnerschaft mit Nancy (Tag nicht bekannt: 2030)"
    assert "Der genaue Tag ist nicht bekannt: 2030." in nancy.description.value
    data = anniversary_calendar(rows, facts, Texts("de"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(("on", "first"), [("2030", "2030-01-01"), ("2028-02", "2028-02-01"), ("2028-02-29", "2028-02-29")])
def test_a_vague_date_begins_on_its_first_day(on, first):
    assert first_day(on).isoformat() == first
