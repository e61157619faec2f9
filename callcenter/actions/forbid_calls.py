from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

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
from salesorg.people.queries import local_day

DO_NOT_CALL = "do_not_call"
Why = tuple[str, date | None]


class NoNumbers(ActionRefused):
    code = "no_numbers"
    text = _("There is no valid phone number to add.")


class ExpiryPassed(ActionRefused):
    code = "expiry_passed"
    text = _("The day on which it may be called again has already come.")


@dataclass(frozen=True)
class Forbidden:
    """How many `numbers` are newly on do-not-call, and how many leads that `closed`."""

    numbers: int
    closed: int


@transaction.atomic
def forbid_calls(
    *, actor: User | None, phones: Iterable[str], reason: str, at: datetime, expires_on: date | None = None
) -> Forbidden:
    """Put E.164 numbers on do-not-call (until `expires_on`, if named) and close every lead that has no other number.

    Leads that wait or have a callback are closed with one activity each; a lead in somebody's hand is not torn away
    (its call ends it, and the queue offers no forbidden number), one with a booked meeting stays the hunter's.
    By the administrator, or a call manager on a company's own wish. Refusals: `NotYours`, `NoNumbers`, `ExpiryPassed`.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN, Role.CALL_MANAGER):
        raise NotYours
    wanted = set(phones)
    if not wanted:
        raise NoNumbers
    refuse_past_expiry(expires_on, at)
    return forbid(actor=actor, asked={(reason, expires_on): wanted}, at=at)


def refuse_past_expiry(expires_on: date | None, at: datetime) -> None:
    """Refuse a last day that is over with `ExpiryPassed`."""
    if expires_on is not None and expires_on <= local_day(at):
        raise ExpiryPassed


def forbid(*, actor: User | None, asked: Mapping[Why, Collection[str]], at: datetime) -> Forbidden:
    """The step: numbers by (reason, first day on which they may be called again). Needs a transaction."""
    phones = {phone for some in asked.values() for phone in some}
    # Companies first, in the order of their ids: the one order of locks in the house.
    companies = list(
        Company.objects.locked()
        .filter(
            pk__in=ContactPoint.objects.filter(
                kind="phone", value_hash__in=[keyed_hash(phone) for phone in phones]
            ).values("company")
        )
        .order_by("pk")
    )
    added = sum(
        add_to_do_not_call(actor=actor, phones=some, reason=reason, expires_on=expires_on, at=at)
        for (reason, expires_on), some in asked.items()
    )
    return Forbidden(numbers=added, closed=_close_leads(companies, actor, at))


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
