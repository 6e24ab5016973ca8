"""Write anniversaries as a calendar file (``.ics``, RFC 5545)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pandas as pd
from icalendar import Alarm, Calendar, Event

from components.words.anniversaries import anniversary_name
from components.words.texts import Texts
from data.anniversaries import group_of
from data.dataset import Dataset

#: How long before an anniversary its reminders appear; a major anniversary has an additional, earlier one.
LEAD: Final = (timedelta(weeks=26), timedelta(weeks=4))
LEAD_OF_A_MAJOR: Final = (timedelta(weeks=52), *LEAD)
DOMAIN: Final = "karlsruhe-weltweit-vernetzt"


def span(on: str) -> tuple[date, date]:
    """Return the first day of an ISO date of any precision (day, month or year), and the day after its last."""
    year, month, day = (int(part) for part in [*on.split("-"), "0", "0"][:3])
    if not month:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if not day:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, day), date(year, month, day) + timedelta(days=1)


def anniversary_calendar(rows: pd.DataFrame, dataset: Dataset, texts: Texts) -> bytes:
    """Return the celebrated anniversaries among ``rows`` as an ``.ics`` file in the language of ``texts``.

    ``rows`` is what ``anniversaries.anniversaries`` returns. Every event lasts whole days, blocks no time and has reminders. If only the
    month or the year of the occasion is known, the event spans that month or year, because no single day in it would be right. UIDs depend
    only on occasion and number of years, and the timestamp only on the date of the data, so that importing a newer file updates the events
    of an older one.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{DOMAIN}//{texts.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", texts.t("calendar.name"))
    for row in rows[rows["celebrated"]].itertuples():
        calendar.add_component(_event(row, dataset, texts))
    return bytes(calendar.to_ical())


def _event(row: Any, dataset: Dataset, texts: Texts) -> Event:
    name = anniversary_name(row, dataset, texts)
    first, after = span(row.on)
    event = Event()
    event.add("uid", f"{row.id}@{DOMAIN}")
    event.add("dtstamp", datetime.combine(date.fromisoformat(dataset.as_of), datetime.min.time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("summary", name)
    sources = dataset.sources.set_index("id")
    event.add(
        "description",
        "\n".join(
            [
                texts.t("calendar.occasion", date=texts.date(row.date), title=getattr(row, f"title_{texts.lang}")),
                *([] if len(row.on) == 10 else [texts.t("calendar.no_day", date=texts.date(row.on))]),
                f"{texts.t('source.label')}: {sources.at[row.source, 'publisher']}",
            ]
        ),
    )
    event.add("categories", [texts.label("occasion_group", group_of(row.kind))])
    event.add("transp", "TRANSPARENT")
    for lead in LEAD_OF_A_MAJOR if row.major else LEAD:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -lead)
        alarm.add("description", name)
        event.add_component(alarm)
    return event
