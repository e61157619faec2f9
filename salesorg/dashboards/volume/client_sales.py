"""What clients bought: deal, first sale, handoff, agreement, payment and its line in the ledger."""

from decimal import Decimal

from salesorg.dashboards.volume.client_plan import Clients
from salesorg.lib.copying import DAY, copy_rows, stamp
from salesorg.lib.money import to_cents


def copy_client_sales(made: Clients, part: range) -> None:
    copy_rows(
        "sales.Sale", ["id", "number", "company_id", "seller_id", "amount", "sold_at"],
        (
            (made.pk("sales.Sale", i), f"B-{made.pk('sales.Sale', i):09d}", made.pk("clients.Company", i), made.hunter(i),
             made.amount(i), stamp(made.sold(i)))
            for i in part
        ),
        kind="first", currency=made.ground.currency,
    )  # fmt: skip
    copy_rows(
        "sales.SaleLine", ["sale_id", "quantity", "amount"],
        ((made.pk("sales.Sale", i), made.amount(i) / 1000, made.amount(i)) for i in part),
        product_id=made.ground.product, price=Decimal("1000.00"),
    )  # fmt: skip


def copy_client_deals(made: Clients, part: range) -> None:
    copy_rows(
        "hunters.Deal",
        ["id", "company_id", "hunter_id", "meeting_id", "amount", "next_step_on", "opened_at", "last_contact_at", "closed_at",
         "sale_id"],
        (
            (made.pk("hunters.Deal", i), made.pk("clients.Company", i), made.hunter(i), made.pk("hunters.Meeting", i),
             made.amount(i), stamp(made.sold(i))[:10], stamp(made.meets(i) + 5400), stamp(made.sold(i)), stamp(made.sold(i)),
             made.pk("sales.Sale", i))
            for i in part
        ),
        state="won", stage_id=made.stage, next_step="Sign",
    )  # fmt: skip


def copy_client_handoffs(made: Clients, part: range) -> None:
    copy_rows(
        "handoff.Handoff",
        ["id", "company_id", "sale_id", "hunter_id", "farmer_id", "opened_at", "due_at", "introduced_at", "accepted_at"],
        (
            (made.pk("handoff.Handoff", i), made.pk("clients.Company", i), made.pk("sales.Sale", i), made.hunter(i),
             made.farmer(i), stamp(made.sold(i)), stamp(made.sold(i) + 4 * DAY), stamp(made.sold(i) + DAY),
             stamp(made.sold(i) + DAY + 3600))
            for i in part
        ),
        state="accepted", introduced_how="meeting", introduction_arranged=True, contacts_given=True,
    )  # fmt: skip
    copy_rows(
        "handoff.Agreement", ["id", "company_id", "sale_id", "hunter_id", "opened_at"],
        (
            (made.pk("handoff.Agreement", i), made.pk("clients.Company", i), made.pk("sales.Sale", i), made.hunter(i),
             stamp(made.sold(i)))
            for i in part
        ),
        plan_id=made.ground.plan,
    )  # fmt: skip


def copy_client_money(made: Clients, part: range) -> None:
    """The first sale is paid in full, and its bonus stands in the ledger."""
    paid = [(made.pk("sales.Payment", i), i, stamp(made.sold(i) + 10 * DAY)) for i in part]
    copy_rows(
        "sales.Payment", ["id", "sale_id", "amount", "paid_at", "external_id", "recorded_at"],
        ((pk, made.pk("sales.Sale", i), made.amount(i), at, f"bench-{pk}", at) for pk, i, at in paid),
        currency=made.ground.currency,
    )  # fmt: skip
    rate = made.ground.bonus_rate
    copy_rows(
        "handoff.Accrual", ["agreement_id", "beneficiary_id", "payment_id", "amount", "posted_at"],
        (
            (made.pk("handoff.Agreement", i), made.hunter(i), pk, to_cents(rate * made.amount(i)), at)
            for pk, i, at in paid
        ),
        kind="bonus", rate=rate, currency=made.ground.currency,
    )  # fmt: skip
