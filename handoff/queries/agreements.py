"""Reads about commission plans and agreements, and what a sale would pay."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from handoff import commission
from handoff.models import Agreement, CommissionPlan, Earning
from handoff.queries.rulebook import terms_of
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.people.queries import organisation

OWN = F("bonus") + F("trailing") + F("cross_sell")


def agreements_visible_to(person: User) -> QuerySet[Agreement]:
    """Return the agreements this person may see, newest first, with what each `earned` its own hunter (capped kinds)."""
    found = Agreement.objects.visible_to(person).select_related("company", "sale", "hunter", "plan")
    return _with_earned(found).prefetch_related("plan__tiers")


def agreements_of(hunter: User) -> QuerySet[Agreement]:
    """Return the agreements that pay this hunter, newest first, with what each has `earned`."""
    return _with_earned(Agreement.objects.filter(hunter=hunter).select_related("company", "sale"))


def _with_earned(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    own = Earning.objects.filter(
        agreement=OuterRef("pk"), beneficiary=OuterRef("hunter"), currency=OuterRef("plan__currency")
    )
    sum_of = {
        name: Coalesce(Subquery(own.order_by().annotate(s=by).values("s")[:1]), Value(Decimal("0.00")))
        for name, by in (
            ("earned", OWN), ("bonus", F("bonus")), ("trailing", F("trailing")), ("cross_sell", F("cross_sell")),
        )
    }  # fmt: skip
    return agreements.annotate(**sum_of)


def agreement_of(company: Company) -> Agreement | None:
    """Return the commission agreement of a client, or None before its first sale."""
    return Agreement.objects.filter(company=company).select_related("hunter", "plan", "sale").first()


def plan_in_force(at: datetime) -> CommissionPlan | None:
    """Return the commission plan by which a first sale at `at` is paid."""
    return CommissionPlan.objects.filter(in_force_from__lte=at).prefetch_related("tiers").first()


def plans() -> QuerySet[CommissionPlan]:
    """Return all versions, newest first, each with whether it is `used`; their pages are guarded by role."""
    agreed = Agreement.objects.filter(plan=OuterRef("pk"))
    return CommissionPlan.objects.prefetch_related("tiers").annotate(used=Exists(agreed))


def pays_other_stages(at: datetime) -> tuple[bool, bool]:
    """Whether any plan that has begun pays call managers for held meetings, and farmers for repeat sales. One query."""
    found = CommissionPlan.objects.filter(in_force_from__lte=at).order_by()
    sums = found.aggregate(meetings=Max("meeting_pay"), repeats=Max("repeat_rate"))
    return bool(sums["meetings"]), bool(sums["repeats"])


def what_it_would_pay(
    *, hunter: User, amount: Decimal, at: datetime, yearly: Decimal | None = None
) -> dict[str, Any]:
    """What a first sale of `amount` (organisation's currency) at `at` would pay its hunter, by the plan in force.

    `bonus` at once (payable on acceptance), `trailing_first_year` if the client buys as much again in the first year,
    `cross_sell` for as much of another product; `trailing_12_months` if it buys for `yearly` (default: `amount`) in
    twelve equal parts; Decimals to 0.01, with the rates used and the `currency`.
    """
    org = organisation()
    plan = plan_in_force(at)
    terms = (
        commission.Terms(commission.NOTHING, commission.NOTHING, [])
        if plan is None
        else terms_of(plan, org.vat_rate)
    )
    yearly = amount if yearly is None else yearly
    return {
        **commission.what_it_would_pay(terms, amount),
        "trailing_12_months": commission.trailing_of_a_year(terms, amount, yearly),
        "yearly": yearly,
        "bonus_rate": terms.bonus,
        "trailing_rate": terms.trailing(0),
        "currency": org.currency,
    }
