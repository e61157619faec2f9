"""The floor of the call centre right now: who calls, who is idle, what today brought against the norm."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.models import Call, Claim
from salesorg.people.models import Absence, Organisation, Role, User
from salesorg.people.queries import organisation, people_in

BUSY, IDLE, ABSENT, NOT_STARTED = "busy", "idle", "absent", "not_started"


@dataclass(frozen=True)
class Caller:
    """One call manager: `state` busy (in a call since `since`), idle (since the last call), absent or not_started."""

    person: User
    state: str
    since: datetime | None
    calls: int = 0
    reached: int = 0
    booked: int = 0
    hour_calls: int = 0
    expected: int = 0

    @property
    def on_norm(self) -> bool:
        """Whether the calls of today keep up with the hours that have passed."""
        return self.calls >= self.expected


@dataclass(frozen=True)
class Staffing:
    """The norm of product.md 6: `level` green, amber or red, and why."""

    level: str
    reasons: list[str | Promise] = field(default_factory=list)


@dataclass(frozen=True)
class Floor:
    """Everybody's figures of the local day; `norm_hour` is calls per hour and head, `expected` calls of all by now."""

    at: datetime
    callers: list[Caller]
    staffing: Staffing
    hours: Decimal
    norm_hour: Decimal

    def total(self, name: str) -> int:
        """Sum of one figure over all callers."""
        return sum(getattr(caller, name) for caller in self.callers)

    @property
    def calls(self) -> int:
        return self.total("calls")

    @property
    def reached(self) -> int:
        return self.total("reached")

    @property
    def booked(self) -> int:
        return self.total("booked")

    @property
    def hour_calls(self) -> int:
        return self.total("hour_calls")

    @property
    def expected(self) -> int:
        return self.total("expected")

    @property
    def present(self) -> int:
        """How many are not absent today."""
        return sum(caller.state != ABSENT for caller in self.callers)

    @property
    def busy(self) -> int:
        return sum(caller.state == BUSY for caller in self.callers)

    @property
    def hour_norm(self) -> int:
        """Calls that all who are present should make in an hour."""
        return round(self.norm_hour * self.present)

    @property
    def booked_per_hour(self) -> Decimal | None:
        """Meetings booked per working hour passed today, or None in its first quarter of an hour."""
        return round(self.booked / self.hours, 1) if self.hours >= Decimal("0.25") else None


def floor_at(at: datetime) -> Floor:
    """Return the floor at `at`: four queries, whatever the number of people and calls."""
    settings = organisation()
    hours, day_hours = _hours(settings, at)
    norm_hour = Decimal(settings.calls_per_day_norm) / day_hours
    day = at.astimezone(settings.zone).date()
    absences = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    people = list(people_in(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN).annotate(is_away=Exists(absences)))
    away = {person.pk for person in people if person.is_away}
    busy = dict(
        Claim.objects.filter(ended_at__isnull=True, expires_at__gt=at).values_list("manager", "started_at")
    )
    figures = _figures(settings, at)
    callers = [
        _caller(person, busy, away, figures.get(person.pk, {}), int(norm_hour * hours))
        for person in people
        if person.role == Role.CALL_MANAGER
    ]
    return Floor(at, callers, _staffing(people, away, settings), hours, round(norm_hour, 1))


def _caller(
    person: User, busy: dict[int, datetime], away: set[int], figures: dict[str, Any], expected: int
) -> Caller:
    last = figures.pop("last", None)
    if person.pk in busy:
        return Caller(person, BUSY, busy[person.pk], expected=expected, **figures)
    if person.pk in away:
        return Caller(person, ABSENT, None, **figures)
    return Caller(person, IDLE if last else NOT_STARTED, last, expected=expected, **figures)


def _figures(settings: Organisation, at: datetime) -> dict[int, dict[str, Any]]:
    start = at.astimezone(settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Call.objects.filter(at__gte=start, at__lte=at).order_by()
    rows = today.values("manager").annotate(
        calls=Count("pk"), reached=Count("pk", filter=Q(reached=True)), booked=Count("pk", filter=Q(disposition__books=True)),
        hour_calls=Count("pk", filter=Q(at__gt=at - timedelta(hours=1))), last=Max("at"),
    )  # fmt: skip
    return {row["manager"]: {name: n for name, n in row.items() if name != "manager"} for row in rows}


def _hours(settings: Organisation, at: datetime) -> tuple[Decimal, Decimal]:
    """Working hours passed today and of a whole day; on a free day all of none."""
    week = settings.working_week
    day = at.astimezone(settings.zone).date()
    opens, closes = week.bounds(day)
    whole = Decimal((closes - opens).total_seconds()) / 3600
    if not week.works_on(day):
        return Decimal(0), whole
    passed = Decimal((min(max(at, opens), closes) - opens).total_seconds()) / 3600
    return passed, whole


def _staffing(people: Sequence[User], away: set[int], settings: Organisation) -> Staffing:
    """Product.md 6: green >= 3 call managers and an administrator, amber when one is away today, red below."""
    callers = [person for person in people if person.role == Role.CALL_MANAGER]
    admins = [person for person in people if person.role == Role.CALL_CENTER_ADMIN]
    norm = settings.call_managers_norm
    red: list[str | Promise] = []
    if len(callers) < norm:
        red.append(
            _("%(have)s call managers where the norm is %(norm)s: hire %(missing)s.")
            % {"have": len(callers), "norm": norm, "missing": norm - len(callers)}
        )
    if not admins:
        red.append(_("There is no call-centre administrator: output falls threefold without one."))
    if red:
        return Staffing("red", red)
    present = sum(person.pk not in away for person in callers)
    if present < norm or all(person.pk in away for person in admins):
        return Staffing("amber", [_("Somebody is away today and the norm of the call centre is not met.")])
    return Staffing("green")
