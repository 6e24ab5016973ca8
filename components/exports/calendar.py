"""Write anniversaries as a calendar file (``.ics``, RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import pandas as pd
from icalendar import Alarm, Calendar, Event

from components.words.anniversaries import anniversary_name
from components.words.texts import Texts
from data.anniversaries import group_of
from data.city import CITY
from data.dataset import Dataset
from data.records import records

#: How long before an anniversary its reminders appear; a major anniversary has an additional, earlier one.
LEAD: Final = (timedelta(weeks=26), timedelta(weeks=4))
LEAD_OF_A_MAJOR: Final = (timedelta(weeks=52), *LEAD)
#: Reminders count from midnight, when an all-day event begins; this moves them to nine in the morning.
MORNING: Final = timedelta(hours=9)
DOMAIN: Final = CITY.id


def first_day(on: str) -> date:
    """Return the first day of an ISO date of any precision (day, month or year)."""
    year, month, day = (int(part) for part in [*on.split("-"), "1", "1"][:3])
    return date(year, month, day)


def anniversary_calendar(rows: pd.DataFrame, dataset: Dataset, texts: Texts, today: str = "") -> bytes:
    """Return the celebrated anniversaries among ``rows`` as an ``.ics`` file in the language of ``texts``.

    ``rows`` is what ``anniversaries.anniversaries`` returns. Every event is one whole day and blocks no time. If only the month or the year
    of the occasion is known, the event is on the first day of it and its title says so, because calendars would fill every day of a longer
    one. Reminders that would be due before ``today`` are left out.

    A newer file updates the events of an older one: UIDs depend only on occasion and number of years. SEQUENCE is the number of the
    published version and LAST-MODIFIED when it was published (for the tables of the repository 0 and the date of the data), because the
    tables do not know when a single row changed. DTSTAMP is ``today``, the day on which the file is made.

    Args:
        rows: the anniversaries.
        dataset: the dataset that they come from.
        texts: interface texts in the language of the file.
        today: ISO day on which the file is made; empty for the current day.
    """
    day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    calendar = Calendar()
    calendar.add("prodid", f"-//{DOMAIN}//{texts.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", texts.t("calendar.name"))
    for row in records(rows[rows["celebrated"]]):
        calendar.add_component(_event(row, dataset, texts, day))
    return bytes(calendar.to_ical())


def _modified(dataset: Dataset) -> datetime:
    return datetime.fromisoformat(dataset.published or dataset.as_of).replace(tzinfo=UTC, microsecond=0)


def _event(row: Any, dataset: Dataset, texts: Texts, today: date) -> Event:
    name = anniversary_name(row, dataset, texts)
    first, exact = first_day(row.on), len(row.on) == len("2027-09-21")
    title = name if exact else texts.t("calendar.vague", name=name, date=texts.date(row.on))
    event = Event()
    event.add("uid", f"{row.id}@{DOMAIN}")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("last-modified", _modified(dataset))
    event.add("sequence", dataset.version)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("summary", title)
    sources = dataset.sources.set_index("id")
    event.add(
        "description",
        "\n".join(
            [
                texts.t("calendar.occasion", date=texts.date(row.date), title=getattr(row, f"title_{texts.lang}")),
                *([] if exact else [texts.t("calendar.no_day", date=texts.date(row.on))]),
                f"{texts.t('source.label')}: {sources.at[row.source, 'publisher']}",
            ]
        ),
    )
    event.add("categories", [texts.label("occasion_group", group_of(row.kind))])
    event.add("transp", "TRANSPARENT")
    for lead in LEAD_OF_A_MAJOR if row.major else LEAD:
        if first - lead < today:
            continue
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", MORNING - lead)
        alarm.add("description", title)
        event.add_component(alarm)
    return event
