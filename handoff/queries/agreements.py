"""Reads about commission plans and agreements, and what a sale would pay."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from handoff import commission
from handoff.models import Agreement, CommissionPlan
from handoff.queries.rulebook import terms_of
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.people.queries import organisation


def agreements_visible_to(person: User) -> QuerySet[Agreement]:
    """Return the agreements this person may see, newest first."""
    return Agreement.objects.visible_to(person).select_related("company", "sale", "hunter", "plan")


def agreement_of(company: Company) -> Agreement | None:
    """Return the commission agreement of a client, or None before its first sale."""
    return Agreement.objects.filter(company=company).select_related("hunter", "plan", "sale").first()


def plan_in_force(at: datetime) -> CommissionPlan | None:
    """Return the commission plan by which a first sale at `at` is paid."""
    return CommissionPlan.objects.filter(in_force_from__lte=at).prefetch_related("tiers").first()


def what_it_would_pay(*, hunter: User, amount: Decimal, at: datetime) -> dict[str, Any]:
    """What a first sale of `amount` (organisation's currency) at `at` would pay its hunter, by the plan in force.

    `bonus` at once (payable on acceptance), `trailing_first_year` if the client buys as much again in the first year,
    `cross_sell` for as much of another product; Decimals to 0.01, with the rates used and the `currency`.
    """
    org = organisation()
    plan = plan_in_force(at)
    if plan is None:
        nothing = commission.Terms(commission.NOTHING, commission.NOTHING, [])
        return {
            **commission.what_it_would_pay(nothing, amount),
            "bonus_rate": commission.NOTHING,
            "trailing_rate": commission.NOTHING,
            "currency": org.currency,
        }
    terms = terms_of(plan, org.vat_rate)
    return {
        **commission.what_it_would_pay(terms, amount),
        "bonus_rate": terms.bonus,
        "trailing_rate": terms.trailing(0),
        "currency": org.currency,
    }
