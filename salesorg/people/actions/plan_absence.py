from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Absence, User


class AlreadyAbsent(ActionRefused):
    code = "already_absent"
    text = _("These days overlap an absence that is already planned.")


@transaction.atomic
def plan_absence(
    *, actor: User, person: User, starts_on: date, ends_on: date, reason: str = Absence.Reason.VACATION,
    deputy: User | None = None,
) -> Absence:  # fmt: skip
    """Record whole days (both included) on which `person` is away, and who stands in.

    Heads plan the own people, the administrator and the head of sales everybody. Refusals: `NotYours`, `AlreadyAbsent`.
    """
    if not User.objects.planned_by(actor).filter(pk=person.pk).exists():
        raise NotYours
    with refusing("absence_not_overlapping", AlreadyAbsent), transaction.atomic():
        return Absence.objects.create(
            person=person, starts_on=starts_on, ends_on=ends_on, reason=reason, deputy=deputy
        )
