"""A month of payments for the benchmark of commissions, by one statement of SQL, and the bare SQL of what they earn."""

from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection

SALES = """
    INSERT INTO sales_sale (number, company_id, seller_id, kind, amount, currency, sold_at, note)
    SELECT 'R-' || g.id, g.company_id, a.farmer_id, 'repeat', 1000000, s.currency, now() - interval '20 days', ''
    FROM handoff_agreement g JOIN sales_sale s ON s.id = g.sale_id JOIN farmers_account a ON a.company_id = g.company_id
"""
# Payments of every size, dealt out over the clients in turn; every twentieth is given back in part.
PAYMENTS = """
    WITH dealt AS (SELECT id, currency, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number
                   FROM sales_sale WHERE kind = 'repeat'),
    made AS (
        INSERT INTO sales_payment (sale_id, amount, currency, paid_at, external_id, recorded_at)
        SELECT dealt.id, 10 + (n * 7919 %% 900000) / 100.0, dealt.currency, now() - interval '1 second' * (n %% 3600),
               %(name)s || n, now()
        FROM generate_series(0, %(count)s - 1) n JOIN dealt ON dealt.place = n %% dealt.number
        RETURNING id, sale_id, amount, currency, external_id
    )
    INSERT INTO sales_payment (sale_id, refund_of_id, amount, currency, paid_at, external_id, recorded_at)
    SELECT sale_id, id, -round(amount / 3, 2), currency, now(), 'refund ' || external_id, now() FROM made WHERE id %% 20 = 0
"""
# The rule of product.md 6 for later payments, written once more: rate of the tier by age, rounded after the refunds.
EARNED = """
    SELECT hunter_id, sum(round(rate * received, 2)) FROM (
        SELECT g.hunter_id, coalesce(p.refund_of_id, p.id) AS origin, sum(p.amount) AS received, max(tier.rate) AS rate
        FROM sales_payment p JOIN sales_sale s ON s.id = p.sale_id AND s.kind = 'repeat'
        JOIN handoff_agreement g ON g.company_id = s.company_id
        JOIN sales_payment o ON o.id = coalesce(p.refund_of_id, p.id)
        JOIN sales_sale first ON first.id = g.sale_id
        CROSS JOIN LATERAL (
            SELECT t.rate FROM handoff_trailingtier t
            WHERE t.plan_id = g.plan_id AND t.from_month <= (
                SELECT extract(year FROM a) * 12 + extract(month FROM a) FROM age(
                    (o.paid_at AT TIME ZONE %(zone)s)::date, (first.sold_at AT TIME ZONE %(zone)s)::date) a)
            ORDER BY t.from_month DESC LIMIT 1
        ) tier
        WHERE p.external_id LIKE %(like)s
        GROUP BY 1, 2
    ) payments GROUP BY 1
"""


def fill(agreements: int) -> None:
    """Clients with accepted handoffs, agreements and paid bonuses, and a repeat sale for each."""
    call_command("bulk_load", leads=0, clients=agreements, calls=0, touches=0, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(SALES)
        cursor.execute("VACUUM (ANALYZE)")


def pay_in(name: str, count: int) -> int:
    """So many payments of the last hour, and the refunds of some; return how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(PAYMENTS, {"name": name, "count": count})
        refunds = cursor.rowcount
        cursor.execute("VACUUM (ANALYZE) sales_payment")
    return count + int(refunds)


def earned_by_sql(name: str, zone: str) -> dict[int, Decimal]:
    """What these payments earn each hunter."""
    return dict(_rows(EARNED, {"like": f"%{name}%", "zone": zone}))


def in_statements(month: Any) -> dict[int, Decimal]:
    """What the statements of a month hold, from their lines."""
    return dict(_rows("""
        SELECT s.person_id, sum(a.amount) FROM handoff_statement s JOIN handoff_statementline l ON l.statement_id = s.id
        JOIN handoff_accrual a ON a.id = l.accrual_id WHERE s.month = %(month)s GROUP BY 1""", {"month": month}))  # fmt: skip


def sums_by_sql() -> dict[int, Decimal]:
    """What each person's lines that stand in no statement come to: the bare sums of a closing."""
    return dict(_rows("""
        SELECT a.beneficiary_id, sum(a.amount) FROM handoff_accrual a
        WHERE NOT EXISTS (SELECT FROM handoff_statementline l WHERE l.accrual_id = a.id) GROUP BY 1""", {}))  # fmt: skip


def _rows(sql: str, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
