"""Who may see which handoff, agreement and ledger line."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from salesorg.people.models import Role, User

if TYPE_CHECKING:  # mypy reads the strings
    from handoff.models import (  # noqa: F401
        Accrual,
        Agreement,
        CommissionMonth,
        Dispute,
        Earning,
        Handoff,
        PayableMonth,
        Statement,
    )

SEES_ALL_HANDOFFS = (Role.FARMERS_HEAD, Role.HUNTERS_HEAD, Role.SALES_HEAD)
SEES_ALL_MONEY = (Role.FINANCE, Role.SALES_HEAD)
# Whom the plan may pay: who books, who sells, who keeps (a head may sell, and keep a client that no farmer could take).
EARNS = (Role.CALL_MANAGER, Role.HUNTER, Role.HUNTERS_HEAD, Role.FARMER, Role.FARMERS_HEAD)
SEES_PAY = (*EARNS, *SEES_ALL_MONEY)


class HandoffAccess(models.QuerySet["Handoff"]):
    def visible_to(self, person: User) -> Self:
        """Heads see all; a hunter those of own first sales; a farmer those offered to or taken by them."""
        if person.role in SEES_ALL_HANDOFFS:
            return self
        if person.role == Role.HUNTER:
            return self.filter(hunter=person)
        return self.filter(farmer=person) if person.role == Role.FARMER else self.none()


class AgreementAccess(models.QuerySet["Agreement"]):
    def visible_to(self, person: User) -> Self:
        """Finance and the head of sales see all; everybody else only agreements that pay them."""
        return self if person.role in SEES_ALL_MONEY else self.filter(hunter=person)


class AccrualAccess(models.QuerySet["Accrual"]):
    def visible_to(self, person: User) -> Self:
        """Finance and the head of sales see every line; everybody else only their own."""
        return self if person.role in SEES_ALL_MONEY else self.filter(beneficiary=person)


class EarningAccess(models.QuerySet["Earning"]):
    def visible_to(self, person: User) -> Self:
        """Like the lines they are made of."""
        return self if person.role in SEES_ALL_MONEY else self.filter(beneficiary=person)


class PayableAccess(models.QuerySet["PayableMonth"]):
    def visible_to(self, person: User) -> Self:
        """Like the lines they are made of."""
        return self if person.role in SEES_ALL_MONEY else self.filter(beneficiary=person)


class StatementAccess(models.QuerySet["Statement"]):
    def visible_to(self, person: User) -> Self:
        """Finance and the head of sales see every statement; everybody else only their own."""
        return self if person.role in SEES_ALL_MONEY else self.filter(Q(person=person))


class CommissionMonthAccess(models.QuerySet["CommissionMonth"]):
    def visible_to(self, person: User) -> Self:
        """Like the lines they are made of."""
        return self if person.role in SEES_ALL_MONEY else self.filter(beneficiary=person)


class DisputeAccess(models.QuerySet["Dispute"]):
    def visible_to(self, person: User) -> Self:
        """Finance and the head of sales see every dispute; everybody else only their own."""
        return self if person.role in SEES_ALL_MONEY else self.filter(opened_by=person)
