from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.actions.close_first_sale import Won, close_as_won, close_first_sale
from hunters.actions.open_deal import tell_farmer
from hunters.locking import lock_deal
from hunters.models import Deal
from salesorg.clients.actions import record_activity
from salesorg.clients.queries import current_owner
from salesorg.people.models import User
from salesorg.sales.actions import LineInput, record_sale
from salesorg.sales.models import Sale


@transaction.atomic
def win_deal(*, actor: User, deal: Deal, lines: Sequence[LineInput], note: str, at: datetime) -> Won:
    """Win a deal: the first sale of a prospect, or a cross-sell to a handed-over client, as the deal was opened.

    A deal that was on its way to the first sale never turns into a cross-sell by itself when somebody else was faster:
    that is refused. `lines` in the organisation's currency. Refusals: those of `close_first_sale`.
    """
    if not Deal.objects.filter(pk=deal.pk, cross_sell=True).exists():
        return close_first_sale(actor=actor, deal=deal, lines=lines, note=note, at=at)
    deal = lock_deal(actor=actor, deal=deal)
    sale = record_sale(
        company=deal.company, seller=deal.hunter, kind=Sale.Kind.CROSS_SELL, lines=lines, at=at, note=note
    )
    close_as_won(deal, sale, at)
    record_activity(
        company=deal.company, actor=actor, verb=verbs.CROSS_SELL_MADE, at=at,
        deal=deal.pk, sale=sale.number, amount=str(sale.amount), currency=sale.currency, note=note,
    )  # fmt: skip
    if owner := current_owner(deal.company):
        tell_farmer(deal, owner.owner, "cross_sell_made", at, sale=sale.number)
    return Won(sale)
