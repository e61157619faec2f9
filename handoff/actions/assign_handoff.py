from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from farmers.actions import move_account
from farmers.queries import FarmerChoice, farmer_for
from handoff import verbs
from handoff.locks import lock_handoff
from handoff.models import Handoff
from handoff.notifications import tell
from handoff.queries import returned_by
from handoff.refusals import AlreadyAccepted, NotAFarmer, ReasonMissing, SameFarmer
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation

AGAINST_THE_RULE = _(
    "The rule passes this farmer over: absent, full or overloaded, or has returned the client. Say in a few words why."
)
ASSIGNERS = (Role.FARMERS_HEAD, Role.SALES_HEAD)


@transaction.atomic
def assign_handoff(
    *, actor: User, handoff: Handoff, farmer: User, at: datetime, reason: str = "", asks_why: bool = True
) -> Handoff:
    """The head gives a handoff that is not accepted yet to `farmer`, with the account; the clock starts anew.

    Brief and promises stay; the introduction has to be made again, because the client meets somebody else.
    By the head of the client department (or of sales, who keeps the queue where there is none). Who takes a client away
    from the farmer it is offered to says why; so does who gives it, against the rule, to one who is absent, full or
    overloaded, or who returned it (not with `asks_why` off: other programs give out of the queue without a word, as they
    always could). What the rule would have chosen now is kept beside the head's choice.
    Refusals: `NotYours`, `AlreadyAccepted`, `NotAFarmer`, `SameFarmer`, `ReasonMissing`.
    """
    if not actor.is_in(*ASSIGNERS):
        raise NotYours
    handoff = lock_handoff(handoff)
    if handoff.state == Handoff.State.ACCEPTED:
        raise AlreadyAccepted
    farmer = User.objects.get(pk=farmer.pk)
    if not (farmer.is_active and farmer.is_in(Role.FARMER, Role.FARMERS_HEAD)):
        raise NotAFarmer
    if handoff.farmer_id == farmer.pk:
        raise SameFarmer
    before, reason = handoff.farmer_id, reason.strip()[:500]
    rule = farmer_for(company=handoff.company, at=at)
    if not reason and before is not None:
        raise ReasonMissing
    if asks_why and not reason and _passed_over(farmer, handoff, rule):
        raise ReasonMissing(AGAINST_THE_RULE)
    move_account(actor=actor, company=handoff.company, farmer=farmer, at=at, reason=verbs.HANDOFF_ASSIGNED)
    return offer_anew(actor=actor, handoff=handoff, farmer=farmer, why=rule.why, reason=reason, at=at)


def _passed_over(farmer: User, handoff: Handoff, rule: FarmerChoice) -> bool:
    """Whether the rule has something against this very farmer."""
    if farmer == rule.farmer:
        return False
    hindered = any(load.farmer.pk == farmer.pk and load.hindrance for load in rule.loads)
    return hindered or returned_by(handoff) == farmer.pk


def offer_anew(
    *, actor: User, handoff: Handoff, farmer: User, why: dict[str, Any], reason: str, at: datetime
) -> Handoff:
    """Begin a locked handoff anew with `farmer`, who has the account by now, and tell both sides.

    `why`: what the rule says of everybody; the head's own word is kept beside it.
    """
    before = handoff.farmer_id
    given = {"id": farmer.pk, "name": farmer.name, "by": actor.name, "reason": reason, "at": at.isoformat()}
    handoff.choice = {**why, "given": given}
    _offer(handoff, farmer, at)
    record_activity(
        company=handoff.company_id, actor=actor, verb=verbs.HANDOFF_ASSIGNED, at=at,
        handoff=handoff.pk, farmer=farmer.pk, before=before, reason=reason,
    )  # fmt: skip
    tell([farmer], "handoff_offered", handoff, at)
    tell([handoff.hunter], "handoff_assigned", handoff, at, farmer=farmer.name)
    return handoff


def _offer(handoff: Handoff, farmer: User, at: datetime) -> None:
    org = organisation()
    handoff.state, handoff.farmer = Handoff.State.OFFERED, farmer
    handoff.due_at = org.working_week.add_hours(at, org.handoff_hours)
    handoff.introduction_arranged, handoff.introduced_how, handoff.contacts_given = False, "", False
    handoff.reaction = handoff.reaction_note = ""
    handoff.introduced_at = handoff.reminded_at = handoff.escalated_at = None
    handoff.save(
        update_fields=["state", "farmer", "due_at", "choice", "introduction_arranged", "introduced_how", "contacts_given",
                       "reaction", "reaction_note", "introduced_at", "reminded_at", "escalated_at"]
    )  # fmt: skip
