"""The client's calendar entry of a meeting. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText


@dataclass(frozen=True)
class Entry:
    """What a calendar is told; `cancelled` takes the event off it. Times are aware instants."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    where: str
    organiser: str
    organiser_name: str
    attendee: str = ""
    attendee_name: str = ""
    url: str = ""
    cancelled: bool = False


def invitation_file(entry: Entry, *, at: datetime) -> str:
    """Return the iCalendar text: a REQUEST that a calendar answers, a CANCEL, or without an attendee a PUBLISH.

    Times stand in UTC: right in every zone and over every change of the clocks, whatever the reader's rules are.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//salesorg//invitations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "REQUEST" if entry.attendee else "PUBLISH")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.where:
        event.add("location", entry.where)
    if entry.url:
        event.add("url", entry.url)
    event.add("organizer", _person(entry.organiser, entry.organiser_name))
    if entry.attendee:
        guest = _person(entry.attendee, entry.attendee_name)
        guest.params["ROLE"], guest.params["RSVP"] = vText("REQ-PARTICIPANT"), vText("TRUE")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        event.add("attendee", guest)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _person(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    if name:
        # A quote cannot be written in a parameter.
        found.params["CN"] = vText(name.replace('"', "'"))
    return found
