"""The figures above the pages of pay."""

from datetime import datetime
from typing import Any

from django.db.models import Sum

from handoff.access import SEES_ALL_MONEY
from handoff.models import CommissionMonth
from handoff.months import month_of
from handoff.queries.ledger import commissions_owed
from salesorg.lib.money import ZERO
from salesorg.people.models import Organisation, Role, User


def pay_figures(viewer: User, org: Organisation, at: datetime) -> dict[str, Any]:
    """What is owed to `viewer` (to everybody, for those who see all), and what this month has brought. Kept sums only."""
    month, everybody = month_of(at, org.zone), viewer.is_in(*SEES_ALL_MONEY)
    posted = CommissionMonth.objects.visible_to(viewer).filter(month=month, currency=org.currency)
    return {
        "owed": commissions_owed(None if everybody else viewer),
        "this_month": posted.aggregate(total=Sum("amount"))["total"] or ZERO,
        "month": month,
        "currency": org.currency,
        "everybody": everybody,
        "closes": viewer.is_in(Role.FINANCE),
    }
