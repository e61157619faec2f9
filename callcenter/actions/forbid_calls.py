from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.models import Lead
from salesorg.clients.actions import add_to_do_not_call, record_activity
from salesorg.clients.models import Company, ContactPoint, DoNotCall
from salesorg.lib.phones import keyed_hash
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Role, User

DO_NOT_CALL = "do_not_call"


class NoNumbers(ActionRefused):
    code = "no_numbers"
    text = _("There is no valid phone number to add.")


@dataclass(frozen=True)
class Forbidden:
    """How many `numbers` are newly on do-not-call, and how many leads that `closed`."""

    numbers: int
    closed: int


@transaction.atomic
def forbid_calls(*, actor: User | None, phones: Iterable[str], reason: str, at: datetime) -> Forbidden:
    """Put E.164 numbers on do-not-call and close every lead that has no other number to be called by.

    Leads that wait or have a callback are closed with one activity each; a lead in somebody's hand is not torn away
    (its call ends it, and the queue offers no forbidden number), one with a booked meeting stays the hunter's.
    By the administrator, or a call manager on a company's own wish. Refusals: `NotYours`, `NoNumbers`.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN, Role.CALL_MANAGER):
        raise NotYours
    wanted = {keyed_hash(phone): phone for phone in phones}
    if not wanted:
        raise NoNumbers
    # Companies first, in the order of their ids: the one order of locks in the house.
    companies = list(
        Company.objects.locked()
        .filter(contact_points__kind="phone", contact_points__value_hash__in=wanted)
        .order_by("pk")
    )
    known = set(DoNotCall.objects.filter(phone_hash__in=wanted).values_list("phone_hash", flat=True))
    new = sorted(phone for hashed, phone in wanted.items() if hashed not in known)
    add_to_do_not_call(actor=actor, phones=new, reason=reason, at=at)
    return Forbidden(numbers=len(new), closed=_close_leads(companies, actor, at))


def _close_leads(companies: list[Company], actor: User | None, at: datetime) -> int:
    callable_numbers = ContactPoint.objects.filter(
        ~Exists(DoNotCall.objects.filter(phone_hash=OuterRef("value_hash"))),
        company=OuterRef("company"), kind="phone", is_wrong=False,
    )  # fmt: skip
    leads = (
        Lead.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            ~Exists(callable_numbers),
            company__in=companies,
            state__in=[Lead.State.WAITING, Lead.State.CALLBACK],
        )
        .order_by("pk")
    )
    closed = list(leads)
    for lead in closed:
        record_activity(
            company=lead.company_id,
            actor=actor,
            verb=verbs.LEAD_CLOSED,
            at=at,
            reason=DO_NOT_CALL,
            lead=lead.pk,
        )
    Lead.objects.filter(pk__in=[lead.pk for lead in closed]).update(
        state=Lead.State.CLOSED, closed_reason=DO_NOT_CALL, callback_owner=None
    )
    return len(closed)
