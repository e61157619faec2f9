from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.models import Handoff
from handoff.notifications import tell
from handoff.queries import late_handoffs
from salesorg.clients.actions import record_activity
from salesorg.people.models import Role
from salesorg.people.queries import people_in


def escalate_late(*, at: datetime, limit: int = 500) -> int:
    """Tell the heads of both departments, once, of every handoff whose clock ran out before `at`; return how many.

    Safe twice and in parallel: the conditional UPDATE lets exactly one worker have a handoff. Heads of sales are told
    only where a department has no head.
    """
    due = late_handoffs(at).filter(escalated_at__isnull=True).values_list("pk", flat=True)[:limit]
    heads = list(people_in(Role.FARMERS_HEAD, Role.HUNTERS_HEAD)) or list(people_in(Role.SALES_HEAD))
    told = 0
    for pk in list(due):
        with transaction.atomic():
            if late_handoffs(at).filter(pk=pk, escalated_at__isnull=True).update(escalated_at=at):
                handoff = Handoff.objects.select_related("company", "hunter", "farmer").get(pk=pk)
                record_activity(
                    company=handoff.company_id, actor=None, verb=verbs.HANDOFF_LATE, at=at,
                    handoff=pk, state=handoff.state, due_at=handoff.due_at.isoformat(),
                )  # fmt: skip
                tell(heads, "handoff_late", handoff, at)
                told += 1
    return told
