from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from hunters import verbs
from hunters.links import company_url
from hunters.locking import checked_step
from hunters.models import Deal, DealStage
from hunters.refusals import AmountNegative, InOtherHands, NotAProspect
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company, Ownership
from salesorg.clients.queries import companies_visible_to, current_owner
from salesorg.lib.money import ZERO
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User


@transaction.atomic
def open_deal(
    *,
    actor: User,
    company: Company,
    next_step: str,
    next_step_on: date | None,
    at: datetime,
    title: str = "",
    amount: Decimal = ZERO,
    hunter: User | None = None,
) -> Deal:
    """Open a deal with one's own prospect, or a cross-sell with a handed-over client that was once in one's hands.

    The client stays its farmer's, who is told. The head of hunters opens a deal for any `hunter` (for a prospect: its
    owner). `amount` is an estimate in the organisation's currency. Refusals: `NotYours`, `InOtherHands`,
    `NotAProspect`, `StepMissing`, `StepInThePast`, `AmountNegative`. Source: product.md 4.4, «Cross-sell».
    """
    company = Company.objects.locked().get(pk=company.pk)
    owner = current_owner(company)
    whose = _whose(actor, company, owner, hunter)
    step, on = checked_step(next_step, next_step_on, at)
    if amount < 0:
        raise AmountNegative
    deal = Deal.objects.create(
        company=company, hunter=whose, title=title.strip()[:200], amount=amount, next_step=step, next_step_on=on,
        cross_sell=company.status == Company.Status.CLIENT, stage=DealStage.objects.order_by("position")[0],
        opened_at=at, last_contact_at=at,
    )  # fmt: skip
    record_activity(
        company=company, actor=actor, verb=verbs.DEAL_OPENED, at=at,
        deal=deal.pk, hunter=whose.pk, cross_sell=deal.cross_sell, amount=str(amount),
    )  # fmt: skip
    if deal.cross_sell and owner is not None:
        tell_farmer(deal, owner.owner, "cross_sell_opened", at)
    return deal


def tell_farmer(deal: Deal, farmer: User, kind: str, at: datetime, **data: str) -> None:
    """Tell the farmer of a client what a hunter does there; the account stays the farmer's."""
    facts = {"company": deal.company.name, "hunter": deal.hunter.name, **data}
    url = company_url(deal.company)
    notify(people=[farmer], key=f"deal:{deal.pk}:{kind}", kind=kind, at=at, url=url, data=facts)


def _whose(actor: User, company: Company, owner: Ownership | None, hunter: User | None) -> User:
    if not actor.is_in(Role.HUNTER, Role.HUNTERS_HEAD) or (
        actor.is_in(Role.HUNTER) and hunter not in (None, actor)
    ):
        raise NotYours
    if company.status == Company.Status.CLIENT:
        if not companies_visible_to(actor).filter(pk=company.pk).exists():
            raise InOtherHands
        return hunter or actor
    if owner is None:
        raise NotAProspect
    if (hunter or (actor if actor.is_in(Role.HUNTER) else owner.owner)) != owner.owner:
        raise InOtherHands
    return owner.owner
