"""Plans for tests, made by the action."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handoff.actions import publish_plan
from handoff.draft_plan import DraftPlan
from handoff.models import CommissionPlan
from salesorg.people.models import User

TIERS = ((0, Decimal("0.03")), (12, Decimal("0.02")))


def draft(day: date, **fields: Any) -> DraftPlan:
    """The default plan of product.md 6, with what is named otherwise."""
    default: dict[str, Any] = {
        "name": "Second", "currency": "USD", "bonus_rate": Decimal("0.10"), "cross_sell_rate": Decimal("0.05"),
        "tiers": TIERS, "duration_months": 36,
    }  # fmt: skip
    return DraftPlan(from_day=day, **(default | fields))


def publish(sue: User, at: datetime, **fields: Any) -> CommissionPlan:
    """A version in force from `at` on."""
    return publish_plan(actor=sue, draft=draft(at.date(), **fields), at=at)
