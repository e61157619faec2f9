"""Who may see which sale and payment."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from salesorg.people.models import Role, User

if TYPE_CHECKING:
    from salesorg.sales.models import BankLine, Payment, Sale  # noqa: F401 - mypy reads the strings

SEES_ALL = (Role.SALES_HEAD, Role.HUNTERS_HEAD, Role.FARMERS_HEAD, Role.FINANCE)


class SaleAccess(models.QuerySet["Sale"]):
    def visible_to(self, person: User) -> Self:
        """Heads and finance see every sale; hunters and farmers their own and those of companies they own now."""
        if person.role in SEES_ALL:
            return self
        if person.role in (Role.HUNTER, Role.FARMER):
            own = Q(company__ownerships__owner=person, company__ownerships__ended_at__isnull=True)
            return self.filter(Q(seller=person) | own).distinct()
        return self.none()


class PaymentAccess(models.QuerySet["Payment"]):
    def visible_to(self, person: User) -> Self:
        """Finance and heads see every payment; nobody else lists payments (hunters read their accruals)."""
        return self if person.role in SEES_ALL else self.none()


SEES_BANK = (Role.FINANCE, Role.SALES_HEAD)


class BankLineAccess(models.QuerySet["BankLine"]):
    def visible_to(self, person: User) -> Self:
        """Finance and the head of sales see what stands on the account; nobody else does."""
        return self if person.role in SEES_BANK else self.none()
