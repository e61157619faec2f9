"""Who may see which meeting and deal."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from salesorg.people.models import Role, User

if TYPE_CHECKING:
    from hunters.models import Deal, Meeting  # noqa: F401 - named in quotes

SEES_ALL = (Role.HUNTERS_HEAD, Role.SALES_HEAD)
# What the hunters know of: neither on hold with the call centre, nor sent back to it.
PASSED_ON = Q(on_hold=False) & ~Q(state="withdrawn")


class MeetingAccess(models.QuerySet["Meeting"]):
    def visible_to(self, person: User) -> Self:
        """Hunters see their own meetings and their head all, once they are passed on; the head of sales and the
        call-centre administrator all; a call manager those they booked.
        """
        if person.role in (Role.SALES_HEAD, Role.CALL_CENTER_ADMIN):
            return self
        if person.role == Role.CALL_MANAGER:
            return self.filter(booked_by=person)
        if person.role == Role.HUNTERS_HEAD:
            return self.filter(PASSED_ON)
        return self.filter(PASSED_ON, hunter=person) if person.role == Role.HUNTER else self.none()

    def held_by(self, person: User) -> Self:
        """Meetings whose outcome this person may record or which they may move: their own, or any for the head."""
        return self if person.role == Role.HUNTERS_HEAD else self.filter(Q(hunter=person))


class DealAccess(models.QuerySet["Deal"]):
    def visible_to(self, person: User) -> Self:
        """Hunters see their own deals, their head and the head of sales all; others none."""
        if person.role in SEES_ALL:
            return self
        return self.filter(hunter=person) if person.role == Role.HUNTER else self.none()

    def workable_by(self, person: User) -> Self:
        """Deals this person may move, win and lose: their own, or any for the head of hunters."""
        return self if person.role == Role.HUNTERS_HEAD else self.filter(Q(hunter=person))
