from datetime import datetime

from django.utils.translation import gettext_lazy as _

from salesorg.clients.models import Company, Ownership
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User


class HandoffInThePast(ActionRefused):
    code = "owner_changed_since"
    text = _("This company has changed hands meanwhile. Reload the page.")


def change_owner(
    *, company: Company, owner: User, stage: Ownership.Stage, at: datetime, reason: str
) -> Ownership:
    """End the current period and begin a new one at `at`. The caller holds the company's lock.

    Refuses with `HandoffInThePast` when the current period began after `at`.
    """
    end_ownership(company=company, at=at)
    return Ownership.objects.create(company=company, owner=owner, stage=stage, started_at=at, reason=reason)


def end_ownership(*, company: Company, at: datetime) -> int:
    """End the current period of `company`, if any; return how many ended (0 or 1)."""
    current = Ownership.objects.filter(company=company, ended_at__isnull=True)
    if current.filter(started_at__gt=at).exists():
        raise HandoffInThePast
    return current.update(ended_at=at)
