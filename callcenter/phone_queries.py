"""Reads for whoever listens to the telephone exchange."""

from callcenter.models import Lead
from salesorg.clients.models import Company
from salesorg.people.models import User


def callback_owner_of(company: Company) -> User | None:
    """Return the call manager who promised this company a callback, or None."""
    promised = Lead.objects.filter(company=company, state=Lead.State.CALLBACK, callback_owner__is_active=True)
    found = promised.select_related("callback_owner").first()
    return found.callback_owner if found else None
