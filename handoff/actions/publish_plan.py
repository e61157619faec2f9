from dataclasses import asdict
from datetime import datetime, time, timedelta

from django.db import transaction

from handoff import verbs
from handoff.draft_plan import DraftPlan
from handoff.models import CommissionPlan, TrailingTier
from handoff.refusals import PlanDayTaken, PlanInThePast
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def publish_plan(*, actor: User, draft: DraftPlan, at: datetime) -> CommissionPlan:
    """Make a new version of the commission plan, in force from the beginning of a local day, or from now if it is today.

    First sales, repeat sales and held meetings from then on are paid by it; agreements that exist keep theirs. Head of
    sales only. Refusals: `NotYours`, `PlanInThePast`, `PlanDayTaken`, those of `DraftPlan.checked`.
    """
    if not actor.is_in(Role.SALES_HEAD):
        raise NotYours
    draft.checked()
    zone = organisation().zone
    begins = datetime.combine(draft.from_day, time(), zone)
    if draft.from_day < at.astimezone(zone).date():
        raise PlanInThePast
    # Two versions for one day: the second waits at the oldest plan, and then sees the first.
    CommissionPlan.objects.select_for_update(no_key=True).order_by("pk").first()
    ends = datetime.combine(draft.from_day + timedelta(days=1), time(), zone)
    if CommissionPlan.objects.filter(in_force_from__gte=begins, in_force_from__lt=ends).exists():
        raise PlanDayTaken
    fields = {name: value for name, value in asdict(draft).items() if name not in ("from_day", "tiers")}
    plan = CommissionPlan.objects.create(in_force_from=max(begins, at), **fields)
    TrailingTier.objects.bulk_create(
        TrailingTier(plan=plan, from_month=month, rate=rate) for month, rate in sorted(draft.tiers)
    )
    record_activity(
        company=None, actor=actor, verb=verbs.PLAN_PUBLISHED, at=at,
        plan=plan.pk, name=plan.name, in_force_from=plan.in_force_from.isoformat(),
    )  # fmt: skip
    return plan
