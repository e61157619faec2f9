"""Figures of the hunters: one's own, the team's, and how they grade the call centre's bookings."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from hunters.models import Deal, Meeting
from hunters.queries.deals import rotting_deals
from salesorg.lib.money import ZERO
from salesorg.people.models import Absence, Role, User
from salesorg.people.queries import people_in


@dataclass(frozen=True)
class Figures:
    """What became of meetings and deals since a moment; revenue in the organisation's currency."""

    held: int
    no_show: int
    won: int
    revenue: Decimal

    @property
    def no_show_rate(self) -> Decimal | None:
        """No-shows by all meetings that were held or missed; None while there was none."""
        met = self.held + self.no_show
        return Decimal(self.no_show) / met if met else None


@dataclass(frozen=True)
class BookedBy:
    """What became of the meetings one person booked, and how the hunters graded them."""

    person: User
    booked: int
    held: int
    no_show: int
    cancelled: int
    on_target: int
    off_target: int


def month_start(at: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the month (in the organisation's `zone`) in which `at` lies."""
    local = at.astimezone(zone)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def figures(person: User, since: datetime, until: datetime) -> Figures:
    """Return held and missed meetings and won deals of [since, until) among what `person` may see. Two queries."""
    met = (
        Meeting.objects.visible_to(person)
        .filter(starts_at__gte=since, starts_at__lt=until)
        .aggregate(held=Count("pk", filter=Q(state="held")), no_show=Count("pk", filter=Q(state="no_show")))
    )
    sold = (
        Deal.objects.visible_to(person)
        .filter(state=Deal.State.WON, closed_at__gte=since, closed_at__lt=until)
        .aggregate(won=Count("pk"), revenue=Coalesce(Sum("sale__amount"), ZERO))
    )
    return Figures(**met, **sold)


def booked_by_figures(start: datetime, end: datetime) -> list[BookedBy]:
    """Return, for meetings booked in [start, end), what became of them per person who booked; most bookings first.

    What was sent back before the hunter got it is no booking.

    For the call centre's administrator: the hunters grade the call centre's work.
    """
    counted = (
        User.objects.filter(meetings_booked__booked_at__gte=start, meetings_booked__booked_at__lt=end)
        .annotate(
            booked=Count("meetings_booked", filter=~Q(meetings_booked__state="withdrawn")), **_outcomes()
        )
        .order_by("-booked", "name", "pk")
    )
    names = ("booked", "held", "no_show", "cancelled", "on_target", "off_target")
    return [BookedBy(person, **{name: getattr(person, name) for name in names}) for person in counted]


def _outcomes() -> dict[str, Count]:
    def those(**condition: object) -> Count:
        return Count(
            "meetings_booked", filter=Q(**{f"meetings_booked__{name}": v for name, v in condition.items()})
        )

    return {
        "held": those(state="held"), "no_show": those(state="no_show"), "cancelled": those(state="cancelled"),
        "on_target": those(on_target=True), "off_target": those(on_target=False),
    }  # fmt: skip


def hunter_loads(at: datetime, zone: ZoneInfo) -> QuerySet[User]:
    """Return the hunters with `upcoming`, `owed`, `open_deals`, `rotting` and `away_until`, for their head. One query."""
    scheduled = Meeting.objects.filter(hunter=OuterRef("pk"), state=Meeting.State.SCHEDULED, on_hold=False)
    head = User(role=Role.HUNTERS_HEAD)
    today: date = at.astimezone(zone).date()
    away = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    return people_in(Role.HUNTER).annotate(
        upcoming=_number_of(scheduled.filter(ends_at__gt=at)),
        owed=_number_of(scheduled.filter(ends_at__lte=at)),
        open_deals=_number_of(Deal.objects.filter(hunter=OuterRef("pk"), state=Deal.State.OPEN)),
        rotting=_number_of(rotting_deals(head, at).filter(hunter=OuterRef("pk")).select_related(None)),
        away_until=Subquery(away.values("ends_on")[:1]),
    )


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("hunter").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
