"""A plan's terms in words, and where an agreement stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from handoff.models import Agreement, CommissionPlan
from handoff.queries import terms_of
from handoff.terms_in_time import Standing, standing
from salesorg.lib.money import ZERO
from salesorg.people.models import Organisation

IN_FORCE, COMING, PAST = "in_force", "coming", "past"
STATES = {
    IN_FORCE: (_("In force"), "green"),
    COMING: (_("Coming"), "blue"),
    PAST: (_("Replaced"), "secondary"),
}


@dataclass(frozen=True)
class Tier:
    """Months of the client's age, both ends counted; `last` empty: for ever."""

    first: int
    last: int | None
    rate: Decimal


@dataclass(frozen=True)
class Version:
    """A plan with the time in which it is the one in force."""

    plan: CommissionPlan
    until: datetime | None
    state: str

    @property
    def label(self) -> Any:
        return STATES[self.state][0]

    @property
    def color(self) -> str:
        return STATES[self.state][1]

    @property
    def from_the_beginning(self) -> bool:
        """The plan that came with the installation has no day on which it began."""
        return self.plan.in_force_from.year <= 2000

    @property
    def tiers(self) -> list[Tier]:
        return tiers_of(self.plan)

    @property
    def may_go(self) -> bool:
        """Whether it may still be withdrawn."""
        return self.state == COMING and not getattr(self.plan, "used", True)


def versions(newest_first: Iterable[CommissionPlan], at: datetime) -> list[Version]:
    """Return the plans with their times; each holds until the next begins."""
    found: list[Version] = []
    until: datetime | None = None
    for plan in newest_first:
        begun, over = plan.in_force_from <= at, until is not None and until <= at
        found.append(Version(plan, until, COMING if not begun else PAST if over else IN_FORCE))
        until = plan.in_force_from
    return found


def tiers_of(plan: CommissionPlan) -> list[Tier]:
    """The trailing rates as spans of months, as far as the duration lets them count."""
    rows = [
        tier
        for tier in plan.tiers.all()
        if plan.duration_months is None or tier.from_month < plan.duration_months
    ]
    ends = [row.from_month for row in rows[1:]] + [plan.duration_months]
    return [
        Tier(row.from_month, None if end is None else end - 1, row.rate)
        for row, end in zip(rows, ends, strict=True)
    ]


@dataclass(frozen=True)
class Standings:
    """An agreement as it stands today. It comes from `agreements_visible_to`."""

    agreement: Agreement
    now: Standing
    cap_left: Decimal | None

    @property
    def goes_on(self) -> bool:
        return self.agreement.ended_at is None

    @property
    def ran_out(self) -> bool:
        """Whether the trailing time is over, though the agreement still pays cross-sell."""
        return self.goes_on and not self.now.rate and self.now.next_day is None


def standings_of(agreements: Iterable[Agreement], org: Organisation, today: date) -> list[Standings]:
    """Work out where each agreement stands."""
    found = []
    for agreement in agreements:
        terms = terms_of(agreement.plan, org.vat_rate)
        first_sale = agreement.sale.sold_at.astimezone(org.zone).date()
        left = None if terms.cap is None else max(ZERO, terms.cap - agreement.earned)  # type: ignore[attr-defined]
        found.append(Standings(agreement, standing(terms, first_sale, today), left))
    return found
