from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from callcenter.claim_lock import lock_claim
from callcenter.giving_back import give_back, return_lead
from callcenter.models import Claim, Lead
from hunters.queries import failed_meeting_ids
from salesorg.clients.models import Ownership
from salesorg.people.queries import organisation

AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """How many leads came back into the queue, and why."""

    expired: int = 0
    callbacks: int = 0
    meetings: int = 0

    def __bool__(self) -> bool:
        return bool(self.expired or self.callbacks or self.meetings)


def sweep_claims(*, at: datetime) -> Swept:
    """Return to the queue, due at `at`: leads of claims that ran out, callbacks whose grace is over, failed meetings.

    Each lead in a transaction of its own that locks and re-reads it: run twice or beside a late disposition, one of them
    decides and the other finds nothing to do. Source: product.md 4.1 and 4.2.
    """
    overdue = Claim.objects.filter(ended_at__isnull=True, expires_at__lte=at).order_by("expires_at")
    expired = sum(expire_claim(claim=pk, at=at) for pk in overdue.values_list("pk", flat=True)[:AT_ONCE])
    due = return_what_is_due(at=at)
    return Swept(expired, due.callbacks, due.meetings)


def return_what_is_due(*, at: datetime, limit: int = AT_ONCE) -> Swept:
    """The part of the sweep that the queue does by itself when nothing else is due, should no sweep be running."""
    return Swept(callbacks=_return_callbacks(at, limit), meetings=_return_failed_meetings(at, limit))


@transaction.atomic
def expire_claim(*, claim: int, at: datetime) -> bool:
    """End the claim if it has run out by `at` and give its lead back; return whether it was so."""
    held = lock_claim(claim)
    if held is None or held.ended_at is not None or held.expires_at > at:
        return False
    give_back(held=held, ending=Claim.Ending.EXPIRED, actor=None, at=at)
    return True


def _return_callbacks(at: datetime, limit: int) -> int:
    """A promised call belongs to who promised it, then to anyone."""
    grace = timedelta(minutes=organisation().callback_grace_minutes)
    late = Q(state=Lead.State.CALLBACK, due_at__lte=at - grace)
    return sum(
        return_lead(lead=pk, still=late, reason="callback_overdue", actor=None, at=at)
        for pk in _ids(late, limit)
    )


def _return_failed_meetings(at: datetime, limit: int) -> int:
    """A prospect who did not come, or a cancelled meeting: the hunter's time is over, ours begins again."""
    owned = Ownership.objects.current().filter(company=OuterRef("company"))
    let_go = Lead.objects.filter(~Exists(owned), state=Lead.State.BOOKED).values_list("meeting", flat=True)
    failed = Q(state=Lead.State.BOOKED, meeting__in=failed_meeting_ids(pk for pk in let_go if pk))
    return sum(
        return_lead(lead=pk, still=failed, reason="meeting_failed", actor=None, at=at, afresh=True)
        for pk in _ids(failed, limit)
    )


def _ids(which: Q, limit: int) -> list[int]:
    return list(Lead.objects.filter(which).order_by("due_at").values_list("pk", flat=True)[:limit])
