"""Runs inside the instance that is being killed: what the run begins with, and what must be true after it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

PASSWORD = "salesorg-demo"  # noqa: S105 - of an instance that lives for minutes
HUNTERS, FARMERS = 5, 10
PRICE = Decimal("1234.56")
# Each sentence of guarantees.md as the rows that would break it, among the companies that were to be sold to.
BROKEN = {
    "sold to, but not exactly one first sale": """SELECT company_id FROM sales_sale WHERE company_id = ANY(%(sold)s) AND kind = 'first'
        GROUP BY company_id HAVING count(*) <> 1
        UNION ALL SELECT unnest(%(sold)s) EXCEPT SELECT company_id FROM sales_sale WHERE kind = 'first'""",
    "sold to, but not exactly one handoff": """SELECT one FROM unnest(%(sold)s) one
        WHERE (SELECT count(*) FROM handoff_handoff WHERE company_id = one) <> 1""",
    "not exactly one owner now, a farmer": """SELECT one FROM unnest(%(sold)s) one
        WHERE (SELECT count(*) FROM clients_ownership o JOIN people_user u ON u.id = o.owner_id
               WHERE o.company_id = one AND o.ended_at IS NULL AND u.role = 'farmer' AND o.stage = 'farming') <> 1""",
    "not exactly one agreement, naming the seller": """SELECT one FROM unnest(%(sold)s) one
        WHERE (SELECT count(*) FROM handoff_agreement g JOIN sales_sale s ON s.id = g.sale_id
               WHERE g.company_id = one AND g.hunter_id = s.seller_id) <> 1""",
    "won deal without its sale, or a sale without its deal": """SELECT d.company_id FROM hunters_deal d
        FULL JOIN sales_sale s ON s.id = d.sale_id WHERE (d.state = 'won') IS DISTINCT FROM (s.id IS NOT NULL)""",
    "payment without exactly one line of the ledger": """SELECT p.id FROM sales_payment p
        WHERE (SELECT count(*) FROM handoff_accrual a WHERE a.payment_id = p.id AND a.kind = 'bonus') <> 1""",
    "line that is not a tenth of its payment": """SELECT a.id FROM handoff_accrual a JOIN sales_payment p ON p.id = a.payment_id
        WHERE a.amount <> round(p.amount / 10, 2)""",
}


def fill(sales: int, into: str) -> None:
    """People, a product, and `sales` prospects, each with an open deal; writes {hunter: [deals]} to the file `into`."""
    from salesorg.people.models import Organisation, Role, User
    from salesorg.sales.models import Product

    Organisation.objects.get_or_create()
    for name, role in [("finn", Role.FINANCE), ("fern", Role.FARMERS_HEAD), ("hera", Role.HUNTERS_HEAD)]:
        User.objects.create_user(name, PASSWORD, name=name, role=role)
    for number in range(FARMERS):
        User.objects.create_user(
            f"farmer{number}", PASSWORD, name=f"Farmer {number}", role=Role.FARMER, capacity=99_999
        )
    hunters = [
        User.objects.create_user(f"hunter{number}", PASSWORD, name=f"Hunter {number}", role=Role.HUNTER)
        for number in range(HUNTERS)
    ]
    Product.objects.create(sku="ONE", name="One", price=PRICE)
    deals = prospects(sales, hunters)
    Path(into).write_text(json.dumps({"product": Product.objects.get().pk, "deals": deals}))


def prospects(count: int, hunters: Sequence[Any]) -> list[dict[str, Any]]:
    """Companies that the hunters met and are about to sell to."""
    from hunters.models import Deal, DealStage
    from salesorg.clients.models import Company, Ownership

    now = timezone.now()
    companies = Company.objects.bulk_create(
        Company(name=f"Prospect {n}", search_key=f"prospect {n}", status="prospect", created_at=now) for n in range(count)
    )  # fmt: skip
    owner = {company.pk: hunters[n % len(hunters)] for n, company in enumerate(companies)}
    begun = now - timedelta(days=10)
    Ownership.objects.bulk_create(
        Ownership(
            company=company, owner=owner[company.pk], stage="hunting", started_at=begun, reason="booked"
        )
        for company in companies
    )
    stage = DealStage.objects.order_by("position")[0]
    deals = Deal.objects.bulk_create(
        Deal(company=company, hunter=owner[company.pk], stage=stage, next_step="Sign", next_step_on=now.date(),
             opened_at=begun, last_contact_at=now)
        for company in companies
    )  # fmt: skip
    return [{"deal": deal.pk, "company": deal.company_id, "hunter": deal.hunter.username} for deal in deals]


def verify(told: str, into: str) -> None:
    """Compare the database with what the callers were told (the file `told`); write the findings to the file `into`."""
    from salesorg.dashboards.invariants import breaches
    from salesorg.sales.models import Payment, Sale

    seen = json.loads(Path(told).read_text())
    sales = set(Sale.objects.values_list("number", flat=True))
    payments = list(Payment.objects.values_list("external_id", flat=True))
    found: dict[str, int] = {
        "success that a caller saw, not in the database": len(set(seen["sales"]) - sales),
        "payment that a caller saw, not in the database": len(set(seen["payments"]) - set(payments)),
        "prospect that could not be sold to": len(seen["companies"]) - len(sales),
        "rows of check_invariants": len(breaches()),
    }
    with connection.cursor() as cursor:
        for sentence, broken in BROKEN.items():
            cursor.execute(f"SELECT count(*) FROM ({broken}) broken", {"sold": seen["companies"]})
            found[sentence] = cursor.fetchone()[0]
    Path(into).write_text(json.dumps(found))
