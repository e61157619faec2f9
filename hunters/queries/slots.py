"""Free time of the hunters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from hunters.fair_slots import HunterTime, Period, fair_slots, starts_within
from hunters.models import Meeting
from salesorg.people.models import Absence, Role, User
from salesorg.people.queries import organisation, people_in

FARTHEST = timedelta(days=92)
OCCUPIES = (Meeting.State.SCHEDULED, Meeting.State.HELD)


@dataclass(frozen=True)
class Slot:
    """A time at which one hunter could meet somebody (aware, UTC)."""

    hunter: User
    starts_at: datetime
    ends_at: datetime


def free_slots(
    *, start: datetime, end: datetime, minutes: int, at: datetime, hunter: User | None = None
) -> list[Slot]:
    """Return the free slots of `minutes` between `start` (not before `at`) and `end`, by start, the fairest first in each.

    Working hours and holidays are the organisation's; `hunter` narrows to one person. Slots begin on the half hour.
    Looks at most 92 days ahead. Three queries whatever the number of hunters. Source: product.md 4.1.
    """
    start, end = max(start, at), min(end, at + FARTHEST)
    if end <= start or minutes <= 0:
        return []
    people = {person.pk: person for person in _hunters_with_turn(start, end, at, hunter)}
    busy = _busy(people, start, end)
    times = [_time_of(person, busy[pk]) for pk, person in people.items()]
    length = timedelta(minutes=minutes)
    found = fair_slots(organisation().working_week, times, start, end, length)
    return [Slot(people[pk], starts, starts + length) for pk, starts in found]


def open_starts(
    *, start: datetime, end: datetime, minutes: int, at: datetime, hunter: User | None = None
) -> dict[datetime, User]:
    """Return every start at which somebody is free, in order, with the hunter whose turn it is then; else as `free_slots`."""
    first: dict[datetime, User] = {}
    start, end = max(start, at), min(end, at + FARTHEST)
    if end <= start or minutes <= 0:
        return first
    people = {person.pk: person for person in _hunters_with_turn(start, end, at, hunter)}
    busy = _busy(people, start, end)
    times = sorted((_time_of(person, busy[pk]) for pk, person in people.items()), key=lambda time: time.turn)
    length = timedelta(minutes=minutes)
    for day, moment in starts_within(organisation().working_week, start, end, length):
        # The first who is free: with fifty hunters hardly anybody else is asked.
        found = next((time for time in times if time.is_free(day, moment, moment + length)), None)
        if found is not None:
            first[moment] = people[found.hunter_id]
    return first


def fairest_hunters(*, starts_at: datetime, ends_at: datetime, at: datetime) -> list[User]:
    """Return the hunters who are present and without a meeting in [starts_at, ends_at), whose turn it is first."""
    people = {person.pk: person for person in _hunters_with_turn(starts_at, ends_at, at, None)}
    busy = _busy(people, starts_at, ends_at)
    times = sorted((_time_of(person, busy[pk]) for pk, person in people.items()), key=lambda time: time.turn)
    day = starts_at.astimezone(organisation().zone).date()
    return [people[time.hunter_id] for time in times if time.is_free(day, starts_at, ends_at)]


def is_present(hunter: User, starts_at: datetime) -> bool:
    """Whether the person is employed and not absent on the organisation's day of `starts_at`."""
    day = starts_at.astimezone(organisation().zone).date()
    away = Absence.objects.filter(person=hunter, starts_on__lte=day, ends_on__gte=day)
    return hunter.is_active and not away.exists()


def in_working_hours(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the whole time lies in the organisation's working hours of one day."""
    week = organisation().working_week
    day = starts_at.astimezone(week.zone).date()
    opens, closes = week.bounds(day)
    return week.works_on(day) and opens <= starts_at and ends_at <= closes


def default_horizon(at: datetime) -> datetime:
    """Until when slots are offered if nobody asks for more: the organisation's meeting horizon from `at`."""
    return at + timedelta(days=organisation().meeting_horizon_days)


def _hunters_with_turn(start: datetime, end: datetime, at: datetime, hunter: User | None) -> QuerySet[User]:
    """Hunters with the number of their upcoming meetings, the last one given to them and their absences."""
    own = Meeting.objects.filter(hunter=OuterRef("pk"))
    upcoming = own.filter(state=Meeting.State.SCHEDULED, starts_at__gte=at).order_by().values("hunter")
    # A day's margin on both sides: an absence is a local day, the bounds are instants.
    away = Absence.objects.filter(
        person=OuterRef("pk"), starts_on__lte=(end + timedelta(days=1)).date(),
        ends_on__gte=(start - timedelta(days=1)).date(),
    )  # fmt: skip
    people = people_in(Role.HUNTER) if hunter is None else User.objects.filter(pk=hunter.pk, is_active=True)
    return people.annotate(
        upcoming=Coalesce(
            Subquery(upcoming.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
        last_given_at=Subquery(
            own.exclude(state=Meeting.State.WITHDRAWN).order_by("-booked_at").values("booked_at")[:1]
        ),
        away=ArraySubquery(away.values(days=JSONObject(first=F("starts_on"), last=F("ends_on")))),
    )


def _busy(hunters: Iterable[int], start: datetime, end: datetime) -> dict[int, list[Period]]:
    meetings = Meeting.objects.filter(
        hunter__in=list(hunters), state__in=OCCUPIES, starts_at__lt=end, ends_at__gt=start,
        # Bounds the index scan: no meeting lasts longer than a day.
        starts_at__gt=start - timedelta(days=1),
    )  # fmt: skip
    periods: dict[int, list[Period]] = defaultdict(list)
    for hunter_id, starts, ends in meetings.order_by("starts_at").values_list(
        "hunter", "starts_at", "ends_at"
    ):
        periods[hunter_id].append((starts.astimezone(UTC), ends.astimezone(UTC)))
    return periods


def _time_of(person: User, busy: list[Period]) -> HunterTime:
    away = [(date.fromisoformat(days["first"]), date.fromisoformat(days["last"])) for days in person.away]  # type: ignore[attr-defined]
    return HunterTime(person.pk, person.upcoming, person.last_given_at, busy, away)  # type: ignore[attr-defined]
