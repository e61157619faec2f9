"""Who may see which company."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

from salesorg.people.models import Role, User

if TYPE_CHECKING:
    from salesorg.clients.models import Company  # noqa: F401 - named in quotes

SEES_ALL = (Role.SALES_HEAD, Role.HUNTERS_HEAD, Role.FARMERS_HEAD, Role.FINANCE)


class CompanyAccess(models.QuerySet["Company"]):
    def visible_to(self, person: User) -> Self:
        """Heads and finance see every company; the call-centre administrator those that are not clients;
        hunters and farmers those they own or once owned; call managers and administrators none here
        (the lead in hand is seen through its claim). Source: product.md 3.
        """
        if person.role in SEES_ALL:
            return self
        if person.role == Role.CALL_CENTER_ADMIN:
            return self.exclude(status="client")
        if person.role in (Role.HUNTER, Role.FARMER):
            return self.filter(Exists(self.model.owned_by(person, OuterRef("pk"))))
        return self.none()

    def contactable_by(self, person: User) -> Self:
        """Companies whose phones and mails this person may read in full: those in their own hands now."""
        return self.filter(Exists(self.model.owned_by(person, OuterRef("pk")).current()))
