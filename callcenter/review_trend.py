"""How good the calls of each person are: by week, by criterion, against the floor; and how much of the plan was reviewed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from callcenter.models import Review, ReviewMark
from callcenter.review_sampling import GRACE, samples_due, week_at
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import people_in

WEEKS = 12
WEAK = Decimal("0.1")


@dataclass(frozen=True)
class WeekScore:
    """One local week from its Monday: how many reviews, their average score (None without any), how many failed."""

    monday: date
    reviewed: int = 0
    average: Decimal | None = None
    failed: int = 0


@dataclass(frozen=True)
class PersonTrend:
    """One person's reviews over the weeks; `planned` samples and how many of them were `sampled` (reviewed)."""

    person: User
    weeks: list[WeekScore]
    reviewed: int
    average: Decimal | None
    failed: int
    planned: int
    sampled: int

    @property
    def failed_share(self) -> Decimal | None:
        return Decimal(self.failed) / self.reviewed if self.reviewed else None

    @property
    def coverage(self) -> Decimal | None:
        """Share of the planned samples that were reviewed; None while none was planned."""
        return Decimal(self.sampled) / self.planned if self.planned else None

    @property
    def change(self) -> Decimal | None:
        """Points by which the newer half of the weeks is better than the older one; None if one of them is empty."""
        half = len(self.weeks) // 2
        older, newer = average_of(self.weeks[:half]), average_of(self.weeks[half:])
        return None if older is None or newer is None else newer - older


@dataclass(frozen=True)
class CriterionTrend:
    """How far one criterion was met, as a share of 1: by this person in `n` reviews, and by the `floor` if that is told."""

    text: str
    instant_fail: bool
    n: int
    met: Decimal
    floor: Decimal | None

    @property
    def behind(self) -> Decimal:
        """By how much the person lies behind the floor (negative when ahead); without a floor, behind all met."""
        return (1 if self.floor is None else self.floor) - self.met

    @property
    def is_weak(self) -> bool:
        """Whether the person should train this: a tenth or more behind the floor."""
        return self.floor is not None and self.behind >= WEAK


def average_of(weeks: Iterable[WeekScore]) -> Decimal | None:
    """Return the average score over some weeks, each review counting once."""
    counted = [(week.average * week.reviewed, week.reviewed) for week in weeks if week.average is not None]
    n = sum(reviewed for _, reviewed in counted)
    return sum((points for points, _ in counted), Decimal(0)) / n if n else None


def mondays(at: datetime, settings: Organisation) -> list[date]:
    """Return the Mondays of the weeks a trend shows, the oldest first."""
    today = at.astimezone(settings.zone).date()
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def floor_trend(at: datetime, settings: Organisation) -> list[PersonTrend]:
    """Return the trend of every call manager now employed, by name: three queries, whatever the number of people."""
    return _trends(list(people_in(Role.CALL_MANAGER)), at, settings)


def trend_of(person: User, at: datetime, settings: Organisation) -> PersonTrend:
    """Return one person's trend."""
    return _trends([person], at, settings)[0]


def floor_weeks(at: datetime, settings: Organisation) -> list[WeekScore]:
    """Return the same weeks of the whole floor: what a person's line is compared with."""
    days = mondays(at, settings)
    return _weeks(_by_week(_since(days[0], settings), settings, [])[None], days)


def criteria_of(
    person: User, at: datetime, settings: Organisation, *, with_floor: bool
) -> list[CriterionTrend]:
    """Return every criterion of the weeks' reviews of this person, the weakest first; `with_floor` beside the average.

    A call manager is not told the floor: among two people it would tell the other's marks. One query.
    """
    reviews = _since(mondays(at, settings)[0], settings)
    marks = ReviewMark.objects.filter(review__in=reviews if with_floor else reviews.filter(manager=person))
    own = Q(review__manager=person)
    rows = (
        marks.order_by()
        .values("text", "instant_fail")
        .annotate(
            n=Count("pk", filter=own), own=Sum("met", filter=own), all_n=Count("pk"), all_met=Sum("met")
        )
    )
    found = [
        CriterionTrend(
            row["text"], row["instant_fail"], row["n"], met=_share(row["own"], row["n"]),
            floor=_share(row["all_met"], row["all_n"]) if with_floor else None,
        )
        for row in rows
        if row["n"]
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.behind, one.text))


def _share(met: int, n: int) -> Decimal:
    return Decimal(met) / (2 * n)


def _trends(people: list[User], at: datetime, settings: Organisation) -> list[PersonTrend]:
    days = mondays(at, settings)
    since = _since(days[0], settings).filter(manager__in=people)
    by_week = _by_week(since, settings, ["manager_id"])
    # A sample is taken in its own week, the last of it within the grace.
    sampled = since.filter(picked=Review.Picked.SAMPLE, picked_at__gte=_midnight(days[0], settings) + GRACE)
    done = dict(sampled.order_by().values_list("manager_id").annotate(n=Count("pk")))
    return [
        _trend(
            person,
            _weeks(by_week[person.pk], days),
            _planned(person, days, settings, at),
            done.get(person.pk, 0),
        )
        for person in people
    ]


def _trend(person: User, weeks: list[WeekScore], planned: int, sampled: int) -> PersonTrend:
    reviewed, failed = sum(week.reviewed for week in weeks), sum(week.failed for week in weeks)
    return PersonTrend(person, weeks, reviewed, average_of(weeks), failed, planned, sampled)


def _planned(person: User, days: list[date], settings: Organisation, at: datetime) -> int:
    """Samples that the rule asks for since the person was hired: whole weeks, and of the present one what is due."""
    week = week_at(at, settings.working_week)
    now, hired = week.start.date(), person.hired_at
    began = hired.astimezone(settings.zone).date() if hired else days[0]
    past = sum(monday < now and monday + timedelta(days=7) > began for monday in days)
    return past * settings.reviews_per_week + samples_due(settings.reviews_per_week, week)


def _since(monday: date, settings: Organisation) -> QuerySet[Review]:
    return Review.objects.filter(reviewed_at__gte=_midnight(monday, settings))


def _midnight(day: date, settings: Organisation) -> datetime:
    return datetime.combine(day, time(0), settings.zone)


def _by_week(
    reviews: QuerySet[Review], settings: Organisation, keys: list[str]
) -> dict[Any, dict[date, WeekScore]]:
    weeks = reviews.order_by().annotate(week=TruncWeek("reviewed_at", tzinfo=settings.zone))
    rows = weeks.values(*keys, "week").annotate(
        n=Count("pk"), points=Sum("score"), lost=Count("pk", filter=Q(failed=True))
    )
    found: dict[Any, dict[date, WeekScore]] = defaultdict(dict)
    for row in rows:
        monday = row["week"].date()
        average = Decimal(row["points"]) / row["n"]
        found[row[keys[0]] if keys else None][monday] = WeekScore(monday, row["n"], average, row["lost"])
    return found


def _weeks(found: dict[date, WeekScore], days: list[date]) -> list[WeekScore]:
    return [found.get(monday, WeekScore(monday)) for monday in days]
