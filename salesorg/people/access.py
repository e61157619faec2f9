"""Who may see and plan which people."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salesorg.people.roles import Role

if TYPE_CHECKING:
    from salesorg.people.models import Notice, User  # noqa: F401 - named in quotes

SEES_ALL = (Role.ADMIN, Role.SALES_HEAD)
# The heads of the stages and whose working days they plan.
LEADS = {
    Role.CALL_CENTER_ADMIN: Role.CALL_MANAGER,
    Role.HUNTERS_HEAD: Role.HUNTER,
    Role.FARMERS_HEAD: Role.FARMER,
}


class PeopleAccess(models.QuerySet["User"]):
    def visible_to(self, person: "User") -> Self:
        """The administrator and the head of sales see everybody, a head the own people, everybody themselves."""
        if person.role in SEES_ALL:
            return self
        themselves = models.Q(pk=person.pk)
        led = LEADS.get(Role(person.role))
        return self.filter(themselves | models.Q(role=led)) if led else self.filter(themselves)

    def planned_by(self, person: "User") -> Self:
        """People whose absences this person plans: the own people, for the administrator and head of sales all."""
        if person.role in SEES_ALL:
            return self
        led = LEADS.get(Role(person.role))
        return self.filter(role=led) if led else self.none()


class NoticeAccess(models.QuerySet["Notice"]):
    def visible_to(self, person: "User") -> Self:
        """Everybody their own and nobody another's."""
        return self.filter(person=person)
