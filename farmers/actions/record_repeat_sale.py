from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from farmers import verbs
from farmers.in_hand import account_in_hand
from farmers.models import Account
from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.sales.actions import LineInput, record_sale
from salesorg.sales.models import Sale


@transaction.atomic
def record_repeat_sale(
    *, actor: User, account: Account, lines: Sequence[LineInput], note: str, at: datetime
) -> Sale:
    """Record that a client bought again, in the organisation's currency.

    No touch is counted: an order may come by itself, and only contacts keep neglect away (product.md 4.4).
    Refusals: `NotYours`, `NotYourAccount`, `NoLines`.
    """
    account = account_in_hand(actor=actor, account=account)
    sale = record_sale(
        company=account.company, seller=actor, kind=Sale.Kind.REPEAT, lines=lines, at=at, note=note
    )
    record_activity(
        company=account.company, actor=actor, verb=verbs.REPEAT_SALE, at=at,
        account=account.pk, sale=sale.number, amount=str(sale.amount), currency=sale.currency, note=note,
    )  # fmt: skip
    return sale
