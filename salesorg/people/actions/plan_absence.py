from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Absence, Role, User


class AlreadyAbsent(ActionRefused):
    code = "already_absent"
    text = _("These days overlap an absence that is already planned.")


HEADS = (Role.ADMIN, Role.SALES_HEAD, Role.CALL_CENTER_ADMIN, Role.HUNTERS_HEAD, Role.FARMERS_HEAD)


@transaction.atomic
def plan_absence(
    *, actor: User, person: User, starts_on: date, ends_on: date, reason: str = Absence.Reason.VACATION,
    deputy: User | None = None,
) -> Absence:  # fmt: skip
    """Record whole days (both included) on which `person` is away. Refusals: `NotYours`, `AlreadyAbsent`."""
    if not actor.is_in(*HEADS):
        raise NotYours
    with refusing("absence_not_overlapping", AlreadyAbsent), transaction.atomic():
        return Absence.objects.create(
            person=person, starts_on=starts_on, ends_on=ends_on, reason=reason, deputy=deputy
        )
