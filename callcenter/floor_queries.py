"""The floor of the call centre right now: who calls, who is idle, what today brought against the norm, what alarms."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractHour
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.floor import Floor, HourBar
from callcenter.floor_alarms import floor_alarms, with_alarms
from callcenter.floor_lists import lists_now
from callcenter.floor_people import (
    ABSENT,
    BUSY,
    IDLE,
    NOT_STARTED,
    ON_BREAK,
    RINGING,
    TALKING,
    WRAP_UP,
    Caller,
    Figures,
    Staffing,
)
from callcenter.funnel import BOOKED
from callcenter.models import Break, Call, Claim
from callcenter.work_day import WorkDay, work_day
from salesorg.people.models import Absence, Organisation, Role
from salesorg.people.queries import organisation, people_in

Row = dict[str, Any]


def floor_at(at: datetime, settings: Organisation | None = None) -> Floor:
    """Return the floor at `at`: four queries, whatever the number of people and calls, and four more each twenty
    seconds for the state of the lists."""
    settings = settings or organisation()
    day = work_day(settings, at)
    people = list(_people(day))
    rows = _calls(day, settings)
    claims = _claims(at, min((row["first_claim"] for row in rows), default=None))
    figures, last_calls = _summed(rows), _last_calls(rows)
    callers = [
        with_alarms(
            _caller(person, day, figures[person.pk], claims.get(person.pk, {}), last_calls.get(person.pk)),
            day=day, idle_minutes=settings.idle_alarm_minutes, wrap_up_minutes=settings.wrap_up_alarm_minutes,
        )
        for person in people
        if person.role == Role.CALL_MANAGER
    ]  # fmt: skip
    lists = lists_now(settings, at)
    admins = [person for person in people if person.role == Role.CALL_CENTER_ADMIN]
    return Floor(
        at=at, day=day, callers=callers, staffing=_staffing(people, settings), lists=lists,
        alarms=floor_alarms(
            callers, lists=lists, day=day, has_admin=any(not one.is_away for one in admins),
            last_sign=_latest(*(row["last"] for row in rows), *(row["last"] for row in claims.values())),
        ),
        by_hour=_by_hour(rows, callers, day),
        figures=sum((caller.figures for caller in callers), Figures()),
    )  # fmt: skip


def _people(day: WorkDay) -> QuerySet[Any]:
    """The callers and their administrators, with today's absence and their latest break of today."""
    absences = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=day.day, ends_on__gte=day.day)
    breaks = Break.objects.filter(
        person=OuterRef("pk"), started_at__gte=day.starts, started_at__lte=day.at
    ).order_by("-started_at")
    return people_in(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN).annotate(
        is_away=Exists(absences),
        break_from=Subquery(breaks.values("started_at")[:1]),
        break_to=Subquery(breaks.values("ended_at")[:1]),
        break_reason=Subquery(breaks.values("reason")[:1]),
    )


def _calls(day: WorkDay, settings: Organisation) -> list[Row]:
    """Today's calls by person and clock hour; `first_claim` is where today's claims begin."""
    lately = Q(at__gt=day.at - timedelta(hours=1))
    booked = Q(disposition__books=True) & BOOKED
    today = Call.objects.filter(at__gte=day.starts, at__lte=day.at).order_by()
    # «reached» is a column of the call too: the counts go under names of their own.
    rows = (
        today.annotate(hour=ExtractHour("at", tzinfo=settings.zone))
        .values("manager", "hour")
        .annotate(
            n_calls=Count("manager"), n_reached=Count("manager", filter=Q(reached=True)),
            n_booked=Count("manager", filter=booked), n_hour_calls=Count("manager", filter=lately),
            n_hour_reached=Count("manager", filter=lately & Q(reached=True)),
            n_hour_booked=Count("manager", filter=lately & booked), last=Max("at"), first_claim=Min("claim"),
        )
    )  # fmt: skip
    return cast(list[Row], list(rows))


def _claims(at: datetime, first: int | None) -> dict[int, Row]:
    """Each person's lead in hand, and when the first and last one of today was.

    Today's claims are found by their ids, which grow: there is no index by time, because each costs at every claim. So a
    lead that was given back before anybody's first call of the day is not seen.
    """
    open_now = Q(ended_at__isnull=True, expires_at__gt=at)
    since = open_now | Q(pk__gte=first, started_at__lte=at) if first else open_now
    rows = Claim.objects.filter(since).order_by().values("manager").annotate(
        first=Min("started_at"), last=Max("ended_at"), taken=Max("started_at", filter=open_now),
        answered=Max("answered_at", filter=open_now), hung_up=Max("hung_up_at", filter=open_now),
    )  # fmt: skip
    return {row["manager"]: row for row in cast(list[Row], list(rows))}


def _caller(person: Any, day: WorkDay, figures: Figures, claim: Row, last_call: datetime | None) -> Caller:
    expected = day.norm_by_now
    if claim.get("taken"):
        phase, began = _phase(claim)
        return Caller(person, BUSY, began, phase, figures=figures, expected=expected)
    if person.is_away:
        return Caller(person, ABSENT, None, figures=figures)
    if person.break_from and not person.break_to:
        return Caller(
            person,
            ON_BREAK,
            person.break_from,
            reason=person.break_reason,
            figures=figures,
            expected=expected,
        )
    since = _latest(last_call, claim.get("last"), person.break_to) or claim.get("first")
    return Caller(person, IDLE if since else NOT_STARTED, since, figures=figures, expected=expected)


def _phase(claim: Row) -> tuple[str, datetime]:
    if claim["hung_up"]:
        return WRAP_UP, claim["hung_up"]
    return (TALKING, claim["answered"]) if claim["answered"] else (RINGING, claim["taken"])


def _summed(rows: Iterable[Row]) -> defaultdict[int, Figures]:
    sums: defaultdict[int, Figures] = defaultdict(Figures)
    for row in rows:
        sums[row["manager"]] += _figures(row)
    return sums


def _figures(row: Row) -> Figures:
    return Figures(**{name: row[f"n_{name}"] for name in Figures.__dataclass_fields__})


def _last_calls(rows: Iterable[Row]) -> dict[int, datetime]:
    last: dict[int, datetime] = {}
    for row in rows:
        last[row["manager"]] = max(row["last"], last.get(row["manager"], row["last"]))
    return last


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _by_hour(rows: Iterable[Row], callers: Sequence[Caller], day: WorkDay) -> list[HourBar]:
    """The clock hours of the working day, and those in which somebody called outside of it."""
    known = {caller.person.pk for caller in callers}
    sums: dict[int, Figures] = defaultdict(Figures)
    for row in rows:
        if row["manager"] in known:
            sums[row["hour"]] += _figures(row)
    present = sum(caller.state != ABSENT for caller in callers)
    return [
        HourBar(
            hour, sums[hour].calls, sums[hour].reached, sums[hour].booked,
            round(day.norm_an_hour * day.share_of_hour(hour) * present),
        )
        for hour in sorted({*day.hours, *sums})
    ]  # fmt: skip


def _staffing(people: Sequence[Any], settings: Organisation) -> Staffing:
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
    present = sum(not person.is_away for person in callers)
    if present < norm or all(person.is_away for person in admins):
        return Staffing("amber", [_("Somebody is away today and the norm of the call centre is not met.")])
    return Staffing("green")
