from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from callcenter.actions._empty_hand import refuse_with_a_lead_in_hand
from callcenter.models import Break, Claim
from callcenter.refusals import ClaimHeld
from salesorg.lib.refusals import ActionRefused, NotYours, constraint_of, refusing
from salesorg.people.models import Role, User


class AlreadyOnBreak(ActionRefused):
    code = "already_on_break"
    text = _("You are on a break already.")


class UnknownReason(ActionRefused):
    code = "unknown_reason"
    text = _("Say what the break is for.")


def start_break(*, actor: User, reason: str, at: datetime) -> Break:
    """Begin a break of the call manager (`reason`: a code of `Break.Reason`) and return it. Source: product.md 4.1.

    Refusals, nothing changed: `NotYours`, `ClaimHeld` (a lead in hand is finished first), `AlreadyOnBreak`,
    `UnknownReason`. No activity: the row itself is the record.
    """
    if not actor.is_in(Role.CALL_MANAGER):
        raise NotYours
    if reason not in Break.Reason.values:
        raise UnknownReason
    try:
        with refusing("break_one_open_per_person", AlreadyOnBreak), transaction.atomic():
            refuse_with_a_lead_in_hand(actor, at)
            return Break.objects.create(person=actor, reason=reason, started_at=at)
    except IntegrityError as error:
        if constraint_of(error) != "break_not_with_a_lead":
            raise
    # The other tab took a lead meanwhile.
    raise ClaimHeld(Claim.objects.get(manager=actor, ended_at__isnull=True).pk)
