"""Reads for whoever listens to the telephone exchange, or plays it."""

from dataclasses import dataclass

from callcenter.models import Claim, Lead
from salesorg.clients.models import Company, ContactPoint
from salesorg.people.models import Role, User


@dataclass(frozen=True)
class Line:
    """Who has which claim in hand, and the number to dial."""

    claim: int
    username: str
    extension: str
    phone: str


def callback_owner_of(company: Company) -> User | None:
    """Return the call manager who promised this company a callback, or None."""
    promised = Lead.objects.filter(company=company, state=Lead.State.CALLBACK, callback_owner__is_active=True)
    found = promised.select_related("callback_owner").first()
    return found.callback_owner if found else None


def open_lines() -> list[Line]:
    """Return what call managers have in hand now, with the first number of each company."""
    claims = Claim.objects.filter(ended_at__isnull=True).order_by("pk")
    rows = claims.values_list("pk", "manager__username", "manager__extension", "lead__company")
    points = ContactPoint.objects.filter(company__in=[row[3] for row in rows], kind="phone", is_wrong=False)
    first = dict(points.order_by("-pk").values_list("company", "value"))
    return [Line(claim, who, own, first[of]) for claim, who, own, of in rows if of in first]


def demo_callers(names: list[str]) -> list[User]:
    """Return the call managers of these user names; without any, those of the demo department (by their addresses)."""
    callers = User.objects.in_role(Role.CALL_MANAGER).order_by("pk")
    chosen = callers.filter(username__in=names) if names else callers.filter(email__endswith="@demo.example")
    return list(chosen)
