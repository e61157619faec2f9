"""Who may see which account."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salesorg.people.models import Role, User

if TYPE_CHECKING:
    from farmers.models import Account  # noqa: F401 - named in quotes

SEES_ALL = (Role.FARMERS_HEAD, Role.SALES_HEAD, Role.FINANCE)
# Who can hold an account; the head of sales keeps the queue only where the client department has no head.
KEEPERS = (Role.FARMER, Role.FARMERS_HEAD, Role.SALES_HEAD)


class AccountAccess(models.QuerySet["Account"]):
    def visible_to(self, person: User) -> Self:
        """Farmers see their own portfolio; their head, the head of sales and finance every account. Others none."""
        if person.role in SEES_ALL:
            return self
        return self.filter(farmer=person) if person.role == Role.FARMER else self.none()

    def servable_by(self, person: User) -> Self:
        """Accounts this person may log touches, promises, requests and sales on, or pass on as a head."""
        if person.role == Role.FARMERS_HEAD:
            return self
        return self.filter(farmer=person) if person.role in KEEPERS else self.none()
