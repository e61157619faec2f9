from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from salesorg.clients.models import Company
from salesorg.lib.money import ZERO, to_cents
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales.models import Product, Sale, SaleLine


class NoLines(ActionRefused):
    code = "no_lines"
    text = _("A sale needs at least one line with an amount.")


@dataclass(frozen=True)
class LineInput:
    """One line of a sale as it comes in: `price` per unit in the organisation's currency, `discount` in per cent."""

    product: Product
    quantity: Decimal
    price: Decimal
    discount: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        """Quantity x price less discount, to 0.01 half up."""
        return to_cents(self.quantity * self.price * (100 - self.discount) / 100)


def record_sale(
    *,
    company: Company,
    seller: User,
    kind: Sale.Kind,
    lines: Sequence[LineInput],
    at: datetime,
    note: str = "",
) -> Sale:
    """Write a sale with its lines in the organisation's currency; a step of a stage's action, never called from a page.

    The caller holds the company's lock and records the activity. Refusal: `NoLines`.
    """
    amount = sum((line.amount for line in lines), ZERO)
    if amount <= 0:
        raise NoLines
    sale = Sale.objects.create(
        number=_next_number(at), company=company, seller=seller, kind=kind, amount=amount,
        currency=organisation().currency, sold_at=at, note=note,
    )  # fmt: skip
    SaleLine.objects.bulk_create(
        SaleLine(sale=sale, product=line.product, quantity=line.quantity, price=line.price,
                 discount=line.discount, amount=line.amount)
        for line in lines
    )  # fmt: skip
    return sale


def _next_number(at: datetime) -> str:
    """A sequence, so that two sales at once need not wait for each other; a gap after a rollback is harmless."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('sales_sale_number')")
        return f"S-{at.year}-{cursor.fetchone()[0]:06d}"
