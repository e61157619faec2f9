"""Which agreements end before their time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from farmers.queries import lost_since
from handoff.models import Agreement, CommissionPlan
from salesorg.people.models import Role

# Whoever may still hunt goes on earning by what was hunted; the head of sales runs the hunters where they have no head.
HUNTING = (Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD)
ENDS = CommissionPlan.Policy.ENDS


@dataclass(frozen=True)
class Ending:
    """An agreement that must end: `left_at` (empty: at another desk now) or `lost_since` says from when."""

    agreement: int
    reason: str
    left_at: datetime | None = None
    lost_since: date | None = None


def agreements_ending(only: int | None = None) -> Iterator[Ending]:
    """Yield the agreements that their plan ends and that have not ended, each once; `only`: asks of one agreement."""
    going_on = Agreement.objects.filter(ended_at__isnull=True)
    if only is not None:
        going_on = going_on.filter(pk=only)
    left = going_on.filter(Q(hunter__is_active=False) | ~Q(hunter__role__in=HUNTING), plan__on_leaving=ENDS)
    seen = set()
    for pk, left_at in left.order_by("pk").values_list("pk", "hunter__dismissed_at"):
        seen.add(pk)
        yield Ending(pk, Agreement.EndReason.LEFT, left_at=left_at)
    lost = lost_since(going_on.filter(plan__on_lost_client=ENDS).values("company"))
    agreements = dict(going_on.filter(company__in=lost).values_list("company_id", "pk"))
    for company, since in lost.items():
        if agreements.get(company, 0) not in seen | {0}:
            yield Ending(agreements[company], Agreement.EndReason.LOST, lost_since=since)
