"""Every read of the queue and the lists has its index: told by the planner when it may not read whole tables."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from salesorg.people.models import User
from salesorg.sales.bank_candidates import GIVEN_BACK, OWING_AMOUNTS, OWING_OF_PAYERS
from salesorg.sales.bank_queries import lines_visible_to, neighbours, waiting_lines
from salesorg.sales.filters import BankLineFilter, PaymentFilter
from salesorg.sales.models import BankLine, Payment

pytestmark = pytest.mark.django_db


def plan_of(sql: str, params: object = (), *, bitmaps: bool = False) -> str:
    """`bitmaps`: only those, as an empty table is read by any index at the same cost."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_indexscan = {'off' if bitmaps else 'on'}")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def plan(rows: QuerySet[Any], *, bitmaps: bool = False) -> str:
    return plan_of(*rows.query.sql_with_params(), bitmaps=bitmaps)


def test_the_queue_and_the_lists(finn: User, at: datetime) -> None:
    assert "bank_line_waiting" in plan(waiting_lines(finn)[:25])
    for asked in ({}, {"state": "ignored"}):
        assert "Sort" not in plan(BankLineFilter(asked, lines_visible_to(finn)).qs[:50])
    of_one = plan(BankLineFilter({"statement": "1"}, lines_visible_to(finn)).qs.order_by("number"))
    assert "bank_line_read_once" in of_one or "bank_line_in_statement" in of_one
    every = BankLine.objects.order_by()
    for search, index in (("7707083893", "bank_line_of_payer"), ("Ромашка", "bank_line_payer_part")):
        assert index in plan(BankLineFilter({"search": search}, every).qs, bitmaps=True)
    both = plan(BankLineFilter({"search": "12,50"}, every).qs, bitmaps=True)
    assert ("bank_line_of_amount" in both, "bank_line_payer_part" in both) == (True, True)
    assert neighbours(waiting_lines(finn), BankLine(pk=1, day=at.date())) == (None, None)


def test_what_is_owed(finn: User) -> None:
    with connection.cursor() as cursor:  # over no rows any index of what is owed costs the same
        cursor.execute("DROP INDEX sale_owing_oldest")
        cursor.execute("SAVEPOINT others")
        cursor.execute("DROP INDEX sale_owing_of_company")
        assert "sale_owing_by_amount" in plan_of(OWING_AMOUNTS, [[1], ["RUB"], 6])
        cursor.execute("ROLLBACK TO SAVEPOINT others")
    found = plan_of(OWING_OF_PAYERS, [["7707083893"], ["ромашка"], 20, 60])
    assert all(index in found for index in ("sale_owing_of_company", "company_by_name_key"))
    assert "Seq Scan" not in found
    assert "Seq Scan" not in plan_of(GIVEN_BACK, [["S-2026-000001"], ["P-1"], 20, ["7707083893"]])


def test_a_payment_that_is_searched_for(finn: User) -> None:
    """Each way has its own index; over no rows one way alone tells which."""
    bare = Payment.objects.order_by()
    for way, index in (
        ({"external_id__iexact": "pp-7"}, "payment_by_external_id"), ({"amount__in": [5, -5]}, "payment_of_amount"),
    ):  # fmt: skip
        assert index in plan(bare.filter(**way), bitmaps=True)
    found = PaymentFilter({"search": "1250"}, Payment.objects.visible_to(finn).order_by()).qs
    assert "Seq Scan" not in plan(found)
