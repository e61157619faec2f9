from datetime import datetime
from typing import Any

from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.dashboards import verbs
from salesorg.people.actions import update_person
from salesorg.people.models import User


@transaction.atomic
def change_person(*, actor: User, person: User, at: datetime, may_export: bool, **written: Any) -> User:
    """Change what is written about a person and, as that is a key to the client base, record who gave or took the right to
    take tables out as files. `written` and refusals: those of `update_person`.
    """
    might = person.may_export
    changed = update_person(actor=actor, person=person, may_export=may_export, **written)
    if might != may_export:
        record_export_right(actor=actor, person=changed, at=at)
    return changed


def record_export_right(*, actor: User, person: User, at: datetime) -> None:
    """Write down that the person may take tables out as files from now on, or no more."""
    verb = verbs.EXPORT_ALLOWED if person.may_export else verbs.EXPORT_FORBIDDEN
    record_activity(company=None, actor=actor, verb=verb, at=at, person=person.pk)
