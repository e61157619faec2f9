from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.models import Accrual, CommissionPlan
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def follow_currency(*, actor: User | None, currency: str, at: datetime) -> int:
    """Give the plans by which nobody was promised or paid anything the organisation's new currency; return how many.

    A step of the change of settings. Plans in use keep theirs: their payments in the new currency go by a rate.
    """
    plans = CommissionPlan.objects.filter(agreements__isnull=True).exclude(currency=currency)
    plans = plans.exclude(pk__in=Accrual.objects.filter(plan__isnull=False).values("plan"))
    ids = list(plans.values_list("pk", flat=True))
    if ids:
        CommissionPlan.objects.filter(pk__in=ids).update(currency=currency)
        record_activity(
            company=None, actor=actor, verb=verbs.PLAN_CURRENCY, at=at, plans=ids, currency=currency
        )
    return len(ids)
