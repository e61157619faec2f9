from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.models import Handoff
from handoff.notifications import tell
from handoff.queries import handoffs_to_remind
from handoff.turn import turn_of
from salesorg.clients.actions import record_activity
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in


def remind_due(*, at: datetime, limit: int = 500) -> int:
    """Remind whose turn it is, once per offer, of handoffs whose clock runs out within the organisation's hours of
    reminder (working time); return how many were reminded.

    What is late already is no more reminded of but escalated (`escalate_late`), so a job that stood still for days causes no
    storm. Safe twice and in parallel: the conditional UPDATE lets exactly one worker have a handoff.
    """
    told = 0
    for pk in list(handoffs_to_remind(at).values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            if handoffs_to_remind(at).filter(pk=pk).update(reminded_at=at):
                _remind(Handoff.objects.select_related("company", "hunter", "farmer").get(pk=pk), at)
                told += 1
    return told


def _remind(handoff: Handoff, at: datetime) -> None:
    whose = turn_of(handoff.state, []).whose
    people = list(_people(handoff, whose))
    record_activity(
        company=handoff.company_id, actor=None, verb=verbs.HANDOFF_REMINDED, at=at,
        handoff=handoff.pk, whose=whose, due_at=handoff.due_at.isoformat(),
    )  # fmt: skip
    tell(people, f"handoff_reminder_{whose}", handoff, at)


def _people(handoff: Handoff, whose: str) -> Iterable[User]:
    """Whose turn it is; for a hunter who has left, the head of hunters."""
    if whose == "farmer" and handoff.farmer is not None:
        return [handoff.farmer]
    if whose == "hunter":
        return [handoff.hunter] if handoff.hunter.is_active else people_in(Role.HUNTERS_HEAD)
    return list(people_in(Role.FARMERS_HEAD)) or people_in(Role.SALES_HEAD)
