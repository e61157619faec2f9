"""The one place where a correction becomes a line of the ledger."""

from datetime import datetime
from decimal import Decimal

from handoff import verbs
from handoff.models import Accrual
from handoff.notifications import tell_of_pay
from handoff.refusals import NothingToCorrect, ReasonMissing
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


def post_correction(
    *, actor: User, person: User, line: Accrual | None, amount: Decimal, currency: str, reason: str, at: datetime
) -> Accrual:  # fmt: skip
    """Post a signed line with its reason now, so that it goes into the open month; the person is told.

    Refusals: `NotYours` for whoever is not finance, `ReasonMissing`, `NothingToCorrect` for zero.
    """
    reason = reason.strip()
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    if not reason:
        raise ReasonMissing
    if not amount:
        raise NothingToCorrect
    made = Accrual.objects.create(
        beneficiary=person, kind=Accrual.Kind.CORRECTION, corrects=line, amount=amount, currency=currency,
        agreement_id=line.agreement_id if line else None, rate=Decimal("0.0000"), reason=reason, recorded_by=actor,
        posted_at=at,
    )  # fmt: skip
    record_activity(
        company=None, actor=actor, verb=verbs.COMMISSION_CORRECTED, at=at, line=made.pk,
        corrects=line.pk if line else None, person=person.pk, amount=str(amount), currency=currency, reason=reason,
    )  # fmt: skip
    tell_of_pay([person], "commission_corrected", made, at, reason=reason)
    return made
