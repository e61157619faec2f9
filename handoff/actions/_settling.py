"""What both answers to a dispute have in common."""

from datetime import datetime

from handoff import verbs
from handoff.models import Accrual, Dispute
from handoff.notifications import tell_of_dispute
from handoff.refusals import AnswerMissing, DisputeSettled
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in


def open_one(actor: User, dispute: Dispute, answer: str) -> Dispute:
    """Lock the dispute and return it, if `actor` may answer it so. Refusals: `NotYours`, `AnswerMissing`, `DisputeSettled`."""
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    if not answer.strip():
        raise AnswerMissing
    # Two clerks answering at once wait for each other here.
    found = (
        Dispute.objects.select_for_update(of=("self",))
        .select_related("accrual__beneficiary", "opened_by").get(pk=dispute.pk)
    )  # fmt: skip
    if found.state != Dispute.State.OPEN:
        raise DisputeSettled
    return found


def settle(
    actor: User, dispute: Dispute, state: str, answer: str, at: datetime, correction: Accrual | None = None
) -> Dispute:
    """Write the answer down; who contested the line and the rest of finance are told."""
    dispute.state, dispute.answer, dispute.correction = state, answer.strip(), correction
    dispute.answered_by, dispute.answered_at = actor, at
    dispute.save(update_fields=["state", "answer", "correction", "answered_by", "answered_at"])
    record_activity(
        company=None, actor=actor, verb=verbs.DISPUTE_ANSWERED, at=at, dispute=dispute.pk, line=dispute.accrual_id,
        state=state, correction=correction.pk if correction else None,
    )  # fmt: skip
    colleagues = people_in(Role.FINANCE).exclude(pk=actor.pk)
    tell_of_dispute([dispute.opened_by], f"dispute_{state}", dispute, at)
    tell_of_dispute(colleagues, f"dispute_{state}_by_colleague", dispute, at)
    return dispute
