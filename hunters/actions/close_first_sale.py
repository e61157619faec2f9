from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from handoff.actions import hand_off_company
from hunters import verbs
from hunters.locking import lock_deal
from hunters.models import Deal
from hunters.refusals import AlreadyClient
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.lib.refusals import refusing
from salesorg.people.models import User
from salesorg.sales.actions import LineInput, record_sale
from salesorg.sales.models import Sale


@dataclass(frozen=True)
class Won:
    """What winning a deal made: the sale, and at a company's first one also its handoff and the hunter's agreement."""

    sale: Sale
    # handoff.Handoff and handoff.Agreement: that stage's models are its own, so their types are not named here.
    handoff: Any = None
    agreement: Any = None


@transaction.atomic
def close_first_sale(*, actor: User, deal: Deal, lines: Sequence[LineInput], note: str, at: datetime) -> Won:
    """Win the deal that turns a prospect into a client: the only door there is.

    In one transaction: the sale, the client, the handoff, the farmer's account and the hunter's agreement. `lines` in the
    organisation's currency. Refusals: `NotYours`, `DealClosed`, `AlreadyClient`, `NoLines`, and those of
    `hand_off_company`. Source: product.md 4.2, «First sale».
    """
    deal = lock_deal(actor=actor, deal=deal)
    # Two hunters, or two tabs, at once: the second waited at the company's lock and reads here what the first has made.
    if deal.company.status == Company.Status.CLIENT:
        raise AlreadyClient
    with refusing("sale_one_first_per_company", AlreadyClient), transaction.atomic():
        sale = record_sale(
            company=deal.company, seller=deal.hunter, kind=Sale.Kind.FIRST, lines=lines, at=at, note=note
        )
    handed = hand_off_company(actor=actor, company=deal.company, sale=sale, at=at)
    close_as_won(deal, sale, at)
    record_activity(
        company=deal.company, actor=actor, verb=verbs.FIRST_SALE_MADE, at=at,
        deal=deal.pk, sale=sale.number, amount=str(sale.amount), currency=sale.currency, note=note,
    )  # fmt: skip
    return Won(sale, handed.handoff, handed.agreement)


def close_as_won(deal: Deal, sale: Sale, at: datetime) -> None:
    """Close a locked deal with its sale; the estimate gives way to what was sold for."""
    deal.state, deal.closed_at, deal.sale, deal.amount = Deal.State.WON, at, sale, sale.amount
    deal.save(update_fields=["state", "closed_at", "sale", "amount"])
