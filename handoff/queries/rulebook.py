"""What the engine goes by, read once for many agreements."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from handoff import commission
from handoff.models import CommissionPlan, ExchangeRate
from handoff.replay import Paid, Rulebook
from salesorg.people.models import Organisation, Role
from salesorg.people.queries import organisation
from salesorg.sales.models import Payment

FACTS = ("pk", "origin", "amount", "currency", "paid_at", "sale__sold_at", "sale__kind", "sale__seller_id",
         "sale__seller__role")  # fmt: skip


def rulebook(org: Organisation | None = None) -> Rulebook:
    """All plans, their versions and all rates of exchange: three queries."""
    org = org or organisation()
    plans = list(CommissionPlan.objects.prefetch_related("tiers").order_by("in_force_from"))
    return Rulebook(
        zone=org.zone,
        plans={plan.pk: terms_of(plan, org.vat_rate) for plan in plans},
        versions=[(plan.in_force_from, plan.pk) for plan in plans],
        rates=_rates(),
    )


def terms_of(plan: CommissionPlan, vat_rate: Decimal) -> commission.Terms:
    """Return a plan as the pure engine takes it; `vat_rate` (the organisation's) counts if the plan is net of VAT."""
    return commission.Terms(
        bonus=plan.bonus_rate,
        cross_sell=plan.cross_sell_rate,
        tiers=[(tier.from_month, tier.rate) for tier in plan.tiers.all()],
        duration=plan.duration_months,
        cap=plan.cap,
        cap_per_month=plan.cap_per_month,
        vat_rate=vat_rate if plan.net_of_vat else commission.NOTHING,
        repeat=plan.repeat_rate,
        meeting=plan.meeting_pay,
        currency=plan.currency,
    )


def exchange_rates() -> QuerySet[ExchangeRate]:
    """All rates of exchange, newest day first; their pages are guarded by role."""
    return ExchangeRate.objects.select_related("recorded_by").order_by("-from_day", "currency", "into")


def _rates() -> dict[tuple[str, str], tuple[list[date], list[Decimal]]]:
    found: dict[tuple[str, str], tuple[list[date], list[Decimal]]] = defaultdict(lambda: ([], []))
    rows = ExchangeRate.objects.order_by("from_day").values_list("currency", "into", "from_day", "rate")
    for currency, into, day, rate in rows:
        days, rates = found[currency, into]
        days.append(day)
        rates.append(rate)
    return dict(found)


def facts_of(payments: QuerySet[Payment], *more: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows for `paid_from`: bare values, for a payment is only read; `more` columns stand behind them."""
    rows = payments.annotate(origin=Coalesce(F("refund_of_id"), F("pk")))
    return rows.values_list(*FACTS, *more)


def paid_from(row: tuple[Any, ...]) -> Paid:
    """One row of `facts_of`. Who sold a repeat sale and is a farmer earns by it."""
    pk, origin, amount, currency, paid_at, sold_at, kind, seller, role = row[: len(FACTS)]
    return Paid(pk, origin, amount, currency, paid_at, sold_at, kind, seller, role == Role.FARMER)
