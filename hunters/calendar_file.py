"""Meetings as calendar files. Pure: no database, no clock."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from hunters.models import Meeting

STATUS = {
    "scheduled": "CONFIRMED",
    "held": "CONFIRMED",
    "no_show": "CANCELLED",
    "cancelled": "CANCELLED",
    "withdrawn": "CANCELLED",
}


def calendar_file(
    meetings: Iterable["Meeting"], *, at: datetime, link: Callable[["Meeting"], str], name: str = ""
) -> bytes:
    """Return the meetings as an iCalendar file (times in UTC, so right in every zone).

    Company, place or video link and the link to the page; never the brief or anything of a contact: calendars travel.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//salesorg//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_event(meeting, at, link(meeting)))
    return calendar.to_ical()  # type: ignore[no-any-return]


def _event(meeting: "Meeting", at: datetime, link: str) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@salesorg")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", meeting.company.name)
    event.add("status", STATUS[meeting.state])
    # A calendar that knows the event takes the one with the higher number: every move makes the file newer.
    event.add("sequence", getattr(meeting, "moved_times", 0))
    if where := meeting.place or meeting.video_link:
        event.add("location", where)
    event.add("url", link)
    event.add("description", f"{meeting.video_link}\n{link}" if meeting.video_link else link)
    return event
