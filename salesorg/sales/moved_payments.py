"""Where a payment stands that was recorded for one sale and moved to another."""

from collections.abc import Iterable

from django.core.paginator import Page
from django.db import connection

from salesorg.sales.models import BankLine, Payment

STANDS_NOW = """
    WITH RECURSIVE way AS (
        SELECT moved.refund_of_id AS first, moved.moved_to_id AS last
        FROM sales_payment moved WHERE moved.refund_of_id = ANY(%s) AND moved.moved_to_id IS NOT NULL
        UNION ALL
        SELECT way.first, moved.moved_to_id
        FROM way JOIN sales_payment moved ON moved.refund_of_id = way.last AND moved.moved_to_id IS NOT NULL
    )
    SELECT first, max(last) FROM way GROUP BY first
"""


def stands_now(payments: Iterable[int]) -> dict[int, Payment]:
    """Return, for those of these payments (ids) that were moved, the payment that each became in the end, with its sale
    and company. Two queries, one where none was moved: a payment is moved once, what it became may be moved on."""
    asked = sorted(set(payments))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STANDS_NOW, [asked])
        last: dict[int, int] = dict(cursor.fetchall())
    found = Payment.objects.select_related("sale__company").in_bulk(list(last.values())) if last else {}
    return {first: found[pk] for first, pk in last.items()}


def tell_moved(page: Page[BankLine]) -> Page[BankLine]:
    """Return the page with `moved` filled in for every line whose payment stands with another sale now."""
    found = stands_now(line.payment_id for line in page.object_list if line.payment_id is not None)
    for line in page.object_list:
        line.moved = found.get(line.payment_id or 0)
    return page
