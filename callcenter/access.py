"""Who may see which lead, call and list."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salesorg.people.models import Role, User

if TYPE_CHECKING:
    from callcenter.models import Call, Lead, Review  # noqa: F401 - named in quotes

SEES_ALL = (Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


class LeadAccess(models.QuerySet["Lead"]):
    def visible_to(self, person: User) -> Self:
        """The administrator and the head of sales see all leads; a call manager the one in hand and own callbacks."""
        if person.role in SEES_ALL:
            return self
        if person.role != Role.CALL_MANAGER:
            return self.none()
        in_hand = models.Q(claims__manager=person, claims__ended_at__isnull=True)
        return self.filter(in_hand | models.Q(callback_owner=person)).distinct()


class CallAccess(models.QuerySet["Call"]):
    def visible_to(self, person: User) -> Self:
        """The administrator and the head of sales see all calls; a call manager their own."""
        if person.role in SEES_ALL:
            return self
        return self.filter(manager=person) if person.role == Role.CALL_MANAGER else self.none()


class ReviewAccess(models.QuerySet["Review"]):
    def visible_to(self, person: User) -> Self:
        """The administrator and the head of sales see all; a call manager those made of own calls, never what is picked."""
        if person.role in SEES_ALL:
            return self
        own = self.filter(manager=person, reviewed_at__isnull=False)
        return own if person.role == Role.CALL_MANAGER else self.none()
