"""What the department pays: a plan for all three stages from the first day, and a next one that is announced."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from handoff.actions import follow_currency, publish_plan
from handoff.draft_plan import DraftPlan
from salesorg.dashboards.demo.stage import Stage

TIERS = ((0, Decimal("0.03")), (12, Decimal("0.02")))
# A held meeting in the currency of the country.
MEETING_PAY = {"USD": Decimal("25.00"), "RUB": Decimal("1500.00")}
HIGHEST_MONTH = {"USD": Decimal("3000.00"), "RUB": Decimal("200000.00")}


def agree_on_pay(stage: Stage, day: date, at: datetime) -> None:
    """The head of sales publishes the plan by which everybody works from the first day on."""
    currency = stage.organisation.currency
    follow_currency(actor=None, currency=currency, at=at)
    publish_plan(
        actor=stage.person("sue"), draft=_plan(stage, ("All three stages", "Все три ступени"), day), at=at
    )


def announce_next(stage: Stage) -> None:
    """A version that comes into force on the first of the month after next, with a cap by month."""
    today = stage.now.astimezone(stage.zone).date()
    month = (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    draft = _plan(stage, ("With a monthly limit", "С месячным пределом"), month, capped=True)
    publish_plan(actor=stage.person("sue"), draft=draft, at=stage.now)


def _plan(stage: Stage, names: tuple[str, str], day: date, capped: bool = False) -> DraftPlan:
    currency = stage.organisation.currency
    return DraftPlan(
        name=names[stage.scenery.language == "ru"], from_day=day, currency=currency,
        bonus_rate=Decimal("0.10"), cross_sell_rate=Decimal("0.05"), tiers=TIERS, duration_months=36,
        cap_per_month=HIGHEST_MONTH[currency] if capped else None,
        meeting_pay=MEETING_PAY[currency], repeat_rate=Decimal("0.01"),
    )  # fmt: skip
