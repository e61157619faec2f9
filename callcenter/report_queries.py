"""Reports of the call centre: the calls of a period, split as asked, and what became of them.

Counted as in funnel.py: calls from the covering index by time, meetings and first sales joined from the few calls that
booked one; by cohort of the calls (product.md 6). Totals are sums of the rows, and these are all the calls there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from django.db.models import Count, DateTimeField, F, Func, Q, QuerySet, Sum

from callcenter.access import SEES_ALL
from callcenter.funnel import BOOKED, FIRST, call_list_names
from callcenter.labels import disposition_label
from callcenter.models import Call, Disposition, ScriptVersion
from callcenter.report_rows import ReportRow, added
from callcenter.report_sums import folded_until, kept_sums
from salesorg.lib.period import Period
from salesorg.people.models import Absence, Organisation, User

By = Literal["person", "list", "version", "hour", "disposition"]
SPLITS: tuple[By, ...] = get_args(By)
KEYS = {
    "person": "manager_id", "list": "call_list_id", "version": "script_version_id", "disposition": "disposition_id",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which calls: of a period, and if named of one person, list or script."""

    period: Period
    person: int | None = None
    call_list: int | None = None
    script: int | None = None


@dataclass(frozen=True)
class Report:
    """Its rows, in no order yet, and their total."""

    by: By
    rows: list[ReportRow]
    total: ReportRow


def report(viewer: User, asked: Asked, *, by: By, settings: Organisation, at: datetime) -> Report:
    """Return the report that `viewer` may see (a call manager's own calls only). Three to five queries.

    By hour and by list, of all or of one list, the calls come from kept sums as far as these reach.
    """
    start, end = asked.period.bounds(settings.zone)
    calls = calls_asked(viewer, asked)
    rows: dict[Any, ReportRow] = {}
    since = start
    if by in ("hour", "list") and viewer.role in SEES_ALL and not (asked.person or asked.script):
        since = min(max(folded_until() or start, start), end)
        for found in kept_sums(
            start, since, call_list=asked.call_list, by_hour=by == "hour", zone=settings.zone
        ):
            _add(rows, found)
    made = calls.filter(at__gte=since, at__lt=end)
    for found in _grouped(made, by, settings, calls=Count("*"), reached=_those(reached=True),
                          talk_sum=Sum("talk_seconds"), talk_n=Count("talk_seconds"),
                          wrap_sum=Sum("wrap_up_seconds"), wrap_n=Count("wrap_up_seconds")):  # fmt: skip
        _add(rows, found)
    # A meeting is booked at the moment of its call: the meetings' own index finds the few calls that matter.
    booked = calls.filter(BOOKED, meeting__booked_at__gte=start, meeting__booked_at__lt=end)
    for found in _grouped(booked, by, settings, booked=Count("*"), held=_those(meeting__state="held"),
                          no_show=_those(meeting__state="no_show"), first_sales=Count("manager_id", filter=FIRST)):  # fmt: skip
        _add(rows, found)
    days = _working_days(asked.period, settings, at)
    whole = sum(days.values(), Decimal(0))
    _name(list(rows.values()), by, days)
    return Report(by, list(rows.values()), added(None, "", list(rows.values()), whole))


def calls_asked(viewer: User, asked: Asked) -> QuerySet[Call]:
    """Return the calls of one's access and of the filters, of any time."""
    calls = Call.objects.visible_to(viewer).order_by()
    if asked.person:
        calls = calls.filter(manager=asked.person)
    if asked.call_list:
        calls = calls.filter(call_list=asked.call_list)
    if asked.script:
        calls = calls.filter(script_version__script=asked.script)
    return calls


def _those(**condition: object) -> Count:
    # A column that the covering index holds: counting the primary key would read the table.
    return Count("manager_id", filter=Q(**condition))


class _Quarter(Func):
    """The quarter of an hour in which a time falls: plain arithmetic, where a local hour costs a look at the zone's table
    for every call. All zones of the world begin their hours at one of the quarters."""

    template = "date_bin('15 minutes', %(expressions)s, '2000-01-01 00:00:00+00')"
    output_field = DateTimeField()


def _grouped(
    found: QuerySet[Call], by: By, settings: Organisation, /, **counts: Count | Sum
) -> Iterable[dict[str, Any]]:
    """Yield the counts of each key, once per key (per quarter of an hour, if by hour)."""
    key = _Quarter("at") if by == "hour" else F(KEYS[by])
    rows = found.annotate(key=key).values("key").annotate(**{f"n_{name}": n for name, n in counts.items()})
    for row in cast(Iterable[dict[str, Any]], rows):
        named = row["key"].astimezone(settings.zone).hour if by == "hour" else row["key"]
        yield {"key": named, **{name: row[f"n_{name}"] or 0 for name in counts}}


def _add(rows: dict[Any, ReportRow], found: dict[str, Any]) -> None:
    row = rows.setdefault(found["key"], ReportRow(found["key"]))
    for name, count in found.items():
        if name != "key":
            setattr(row, name, getattr(row, name) + count)


def _working_days(period: Period, settings: Organisation, at: datetime) -> dict[date, Decimal]:
    """Working hours of each day of the period until now."""
    week, days = settings.working_week, {}
    day, last = period.first, min(period.last, at.astimezone(settings.zone).date())
    while day <= last:
        if week.works_on(day):
            opens, closes = week.bounds(day)
            passed = min(closes, at) - opens
            days[day] = max(Decimal(passed.total_seconds()) / 3600, Decimal(0))
        day += timedelta(days=1)
    return days


def _name(rows: list[ReportRow], by: By, days: dict[date, Decimal]) -> None:
    """Give every row its name and the working hours that its calls are divided by."""
    if by == "person":
        return _name_people(rows, days)
    names = _names(rows, by)
    for row in rows:
        row.name = f"{row.key:02d}:00" if by == "hour" else names.get(row.key, "—")
        # The same hour comes once a day.
        row.hours = Decimal(len(days)) if by == "hour" else sum(days.values(), Decimal(0))
    return None


def _names(rows: list[ReportRow], by: By) -> dict[int, str]:
    ids = [row.key for row in rows if row.key is not None]
    if by == "list":
        return call_list_names(ids)
    if by == "version":
        return version_names(ids)
    if by == "disposition":
        codes = Disposition.objects.filter(pk__in=ids).values_list("pk", "code")
        return {pk: disposition_label(code) for pk, code in codes}
    return {}


def version_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these script versions."""
    found = ScriptVersion.objects.filter(pk__in=list(ids)).values_list("pk", "script__name", "number")
    return {pk: f"{name}, v{number}" for pk, name, number in found}


def _name_people(rows: list[ReportRow], days: dict[date, Decimal]) -> None:
    """A person's working hours are those of the days on which they were employed and not absent."""
    people = {one.pk: one for one in User.objects.filter(pk__in=[row.key for row in rows])}
    away: dict[int, set[date]] = {}
    if days:
        first, last = min(days), max(days)
        absences = Absence.objects.filter(person__in=people, starts_on__lte=last, ends_on__gte=first)
        for one in absences:
            missed = {day for day in days if one.starts_on <= day <= one.ends_on}
            away.setdefault(one.person_id, set()).update(missed)
    for row in rows:
        person = people[row.key]
        row.name = person.name
        row.hours = sum(
            (
                hours
                for day, hours in days.items()
                if day not in away.get(row.key, ()) and _employed(person, day)
            ),
            Decimal(0),
        )


def _employed(person: User, day: date) -> bool:
    hired, left = person.hired_at, person.dismissed_at
    return (hired is None or hired.date() <= day) and (left is None or day <= left.date())
