from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.models import CommissionPlan
from handoff.refusals import PlanInUse
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def withdraw_plan(*, actor: User, plan: CommissionPlan, at: datetime) -> None:
    """Take back a version that is not in force yet and by which nobody was promised anything. Head of sales only.

    Refusals: `NotYours`, `PlanInUse` (also where it is gone already).
    """
    if not actor.is_in(Role.SALES_HEAD):
        raise NotYours
    # For update, not for a non-key update: a first sale that is just agreeing on this plan must be through first.
    found = CommissionPlan.objects.select_for_update().filter(pk=plan.pk, in_force_from__gt=at).first()
    if found is None or found.agreements.exists():
        raise PlanInUse
    record_activity(
        company=None, actor=actor, verb=verbs.PLAN_WITHDRAWN, at=at,
        plan=found.pk, name=found.name, in_force_from=found.in_force_from.isoformat(),
    )  # fmt: skip
    found.delete()
