from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.models import Accrual, Dispute
from handoff.notifications import tell_of_dispute
from handoff.refusals import AlreadyDisputed, NotYourLine, ReasonMissing
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import refusing
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in


@transaction.atomic
def open_dispute(*, actor: User, line: Accrual, text: str, at: datetime) -> Dispute:
    """Contest a ledger line that is one's own, in words; finance is told. The line stays where it is meanwhile.

    Refusals: `NotYourLine`, `ReasonMissing`, `AlreadyDisputed` while an earlier one of the line is open.
    """
    text = text.strip()
    if line.beneficiary_id != actor.pk:
        raise NotYourLine
    if not text:
        raise ReasonMissing
    with refusing("dispute_one_open_per_line", AlreadyDisputed), transaction.atomic():
        dispute = Dispute.objects.create(accrual=line, opened_by=actor, opened_at=at, text=text)
    record_activity(
        company=None, actor=actor, verb=verbs.DISPUTE_OPENED, at=at, dispute=dispute.pk, line=line.pk
    )
    tell_of_dispute(people_in(Role.FINANCE), "dispute_opened", dispute, at)
    return dispute
