from django.db import transaction

from salesorg.lib.refusals import NotYours
from salesorg.people.models import Absence, User


@transaction.atomic
def cancel_absence(*, actor: User, absence: Absence) -> None:
    """Take a planned absence back. Refusal: `NotYours`."""
    if not User.objects.planned_by(actor).filter(pk=absence.person_id).exists():
        raise NotYours
    absence.delete()
