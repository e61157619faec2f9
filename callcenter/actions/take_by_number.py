from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from callcenter import verbs
from callcenter.actions._empty_hand import refuse_with_a_lead_in_hand
from callcenter.actions.attach_phone_calls import attach_phone_calls
from callcenter.actions.forbid_calls import DO_NOT_CALL
from callcenter.actions.sweep_claims import expire_claim
from callcenter.desk_queries import script_version_for
from callcenter.giving_back import return_lead
from callcenter.look_up import Found, LookUp
from callcenter.models import Break, Claim, Lead
from callcenter.refusals import ClaimHeld, NoNumber, OnBreak
from hunters.queries import failed_meeting_ids
from salesorg.clients.actions import look_up_phone, record_activity
from salesorg.clients.models import Company
from salesorg.clients.queries import current_owner, on_do_not_call
from salesorg.lib.phones import normalise_phone
from salesorg.lib.refusals import NotYours, constraint_of
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


def take_by_number(*, actor: User, number: str, at: datetime) -> LookUp:
    """Look a number up, in any spelling of the organisation's country, and claim its lead whatever the queue says of it.

    Not claimed, and only said whose it is: a lead in a colleague's hand, a company of a hunter or farmer. Never opened:
    do-not-call. Counts against the day's quota of looks, found or not. Source: product.md 3 and 4.1.
    Refusals, nothing changed and nothing counted: `NotYours`, `NoNumber`, `OnBreak`, `ClaimHeld`, `QuotaSpent`.
    """
    if not actor.is_in(Role.CALL_MANAGER):
        raise NotYours
    phone = normalise_phone(number, organisation().country)
    if phone is None:
        raise NoNumber
    try:
        with transaction.atomic():
            return _looked_up(actor, phone, at)
    except IntegrityError as error:
        if constraint_of(error) == "claim_not_on_a_break":
            raise OnBreak from error  # the other tab began it meanwhile
        if constraint_of(error) != "claim_one_open_per_manager":
            raise
    # The other tab took a lead meanwhile.
    raise ClaimHeld(Claim.objects.get(manager=actor, ended_at__isnull=True).pk)


def _looked_up(actor: User, phone: str, at: datetime) -> LookUp:
    refuse_with_a_lead_in_hand(actor, at)
    if Break.objects.filter(person=actor, ended_at__isnull=True).exists():
        raise OnBreak
    company = look_up_phone(actor=actor, phone=phone, at=at)
    owner = current_owner(company) if company else None
    if owner is not None:
        return LookUp(Found.PUT_THROUGH, person=owner.owner)
    lead = _locked_lead(company, at) if company else None
    if on_do_not_call([phone]) or (lead and lead.closed_reason == DO_NOT_CALL):
        return LookUp(Found.DO_NOT_CALL)
    return _taken(actor, lead, at) if lead else LookUp(Found.UNKNOWN)


def _locked_lead(company: Company, at: datetime) -> Lead | None:
    """The company's lead as it is once nobody changes it; what a dead claim or a failed meeting held is free again."""
    lead = _lock(company)
    if lead is None:
        return None
    if lead.state == Lead.State.CLAIMED:
        held = lead.claims.filter(ended_at__isnull=True).values_list("pk", flat=True).first()
        return _lock(company) if held and expire_claim(claim=held, at=at) else lead
    if lead.state == Lead.State.BOOKED and failed_meeting_ids([lead.meeting_id or 0]):
        booked = Q(state=Lead.State.BOOKED)
        return_lead(lead=lead.pk, still=booked, reason="meeting_failed", actor=None, at=at, afresh=True)
        return _lock(company)
    return lead


def _lock(company: Company) -> Lead | None:
    # The queue locks its lead alone and skips a locked one: here one of the two waits, and then reads what the other did.
    found = Lead.objects.select_for_update(of=("self",), no_key=True).filter(company=company)
    return found.select_related("call_list", "meeting__hunter").first()


def _taken(actor: User, lead: Lead, at: datetime) -> LookUp:
    if lead.state == Lead.State.CLAIMED:
        held = lead.claims.select_related("manager").get(ended_at__isnull=True)
        if held.manager == actor:
            raise ClaimHeld(held.pk)  # the other tab took it while this one waited
        return LookUp(Found.IN_HAND, person=held.manager)
    if lead.state == Lead.State.BOOKED and lead.meeting:
        return LookUp(Found.PUT_THROUGH, person=lead.meeting.hunter)
    record_activity(
        company=lead.company_id, actor=actor, verb=verbs.LEAD_CALLED_IN, at=at, lead=lead.pk,
        was=lead.state, closed_reason=lead.closed_reason,
    )  # fmt: skip
    lead.state, lead.closed_reason = Lead.State.CLAIMED, ""
    lead.save(update_fields=["state", "closed_reason"])
    lease = timedelta(minutes=organisation().claim_lease_minutes)
    claim = Claim.objects.create(
        lead=lead, manager=actor, script_version=script_version_for(lead), started_at=at, expires_at=at + lease,
        is_inbound=True, answered_at=at,
    )  # fmt: skip
    # The company that is looked up is on the line already.
    attach_phone_calls(claim=claim.pk, at=at)
    return LookUp(Found.TAKEN, claim=claim.pk)
