from datetime import datetime
from typing import Any

from django.db import transaction

from handoff.actions import follow_currency
from salesorg.clients.actions import record_activity
from salesorg.dashboards import verbs
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def change_settings(*, actor: User, changes: dict[str, Any], at: datetime) -> Organisation:
    """Write `changes` (field -> checked value) into the organisation's settings and record what was and what is.

    A change that changes nothing records nothing. The administrator and the head of sales only. Refusal: `NotYours`.
    """
    if not actor.is_in(Role.ADMIN, Role.SALES_HEAD):
        raise NotYours
    found = Organisation.objects.select_for_update().get(pk=organisation().pk)
    changed = {name: value for name, value in changes.items() if getattr(found, name) != value}
    if not changed:
        return found
    was = {name: str(getattr(found, name)) for name in changed}
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    record_activity(
        company=None, actor=actor, verb=verbs.SETTINGS_CHANGED, at=at, was=was,
        now={name: str(value) for name, value in changed.items()},
    )  # fmt: skip
    if "currency" in changed:
        follow_currency(actor=actor, currency=found.currency, at=at)
    return found
