"""Reads about handoffs."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from farmers.queries import department_head
from handoff import verbs
from handoff.access import HandoffAccess
from handoff.models import Accrual, Handoff, HandoffPromise
from salesorg.clients.models import Activity
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation, people_in, people_present

QUEUE = (Handoff.State.UNASSIGNED, Handoff.State.RETURNED)


def handoffs_visible_to(person: User) -> QuerySet[Handoff]:
    """Return the handoffs this person may see, those whose clock runs out first at the head."""
    return Handoff.objects.visible_to(person).select_related("company", "sale", "hunter", "farmer")


def with_bonus(handoffs: QuerySet[Handoff]) -> QuerySet[Handoff]:
    """Add the agreement's plan and `bonus_posted`, the bonus of the payments so far; for those who may see the money."""
    posted = (
        Accrual.objects.filter(agreement__company=OuterRef("company"), kind=Accrual.Kind.BONUS).order_by()
        .values("agreement").annotate(total=Sum("amount")).values("total")
    )  # fmt: skip
    return handoffs.select_related("company__agreement__plan").annotate(
        bonus_posted=Coalesce(Subquery(posted), Value(Decimal("0.00")))
    )


def late_handoffs(at: datetime) -> QuerySet[Handoff]:
    """Return the handoffs whose clock ran out before `at` without acceptance, longest overdue first."""
    return (
        Handoff.objects.exclude(state=Handoff.State.ACCEPTED).filter(due_at__lt=at).order_by("due_at", "id")
    )


def handoffs_to_remind(at: datetime) -> QuerySet[Handoff]:
    """Return the handoffs that run out within the hours of reminder, are not late and were not reminded of in this offer."""
    org = organisation()
    until = org.working_week.add_hours(at, org.handoff_reminder_hours)
    waiting = Handoff.objects.exclude(state=Handoff.State.ACCEPTED).filter(reminded_at__isnull=True)
    return waiting.filter(due_at__gte=at, due_at__lte=until).order_by("due_at", "id")


def with_promises(handoffs: QuerySet[Handoff]) -> QuerySet[Handoff]:
    """Add `promises_written`: whether the hunter's promises stand on the account."""
    return handoffs.annotate(promises_written=Exists(HandoffPromise.objects.filter(handoff=OuterRef("pk"))))


def passed_promises(handoff: Handoff) -> QuerySet[HandoffPromise]:
    """Return what the hunter promised and passed on, with the promises as they stand now, in the order of writing."""
    return handoff.passed_promises.select_related("promise__made_by")


def returned_by(handoff: Handoff) -> int | None:
    """Who returned this handoff last, while it waits in the queue; None if nobody did."""
    if handoff.state != Handoff.State.RETURNED:
        return None
    returns = Activity.objects.filter(company=handoff.company_id, verb=verbs.HANDOFF_RETURNED)
    last = returns.order_by("-at", "-pk").values_list("data", flat=True).first()
    return last.get("farmer") if last else None


def count_open(handoffs: HandoffAccess | QuerySet[Handoff], at: datetime) -> dict[str, int]:
    """Return how many of `handoffs` are `open`, `late` and in the `queue` of the head, in one query."""
    return handoffs.exclude(state=Handoff.State.ACCEPTED).aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_at__lt=at)),
        queue=Count("pk", filter=Q(state__in=QUEUE)),
    )


def head_who_takes(at: datetime) -> User | None:
    """Who keeps a client that no farmer can take: the head of the client department, else the head of sales, else None."""
    head = department_head(at=at)
    return head or people_present(Role.SALES_HEAD, at=at).first() or people_in(Role.SALES_HEAD).first()
