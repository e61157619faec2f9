from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Role, User


class AlreadyDismissed(ActionRefused):
    code = "already_dismissed"
    text = _("This person has already left.")


@transaction.atomic
def dismiss_person(*, actor: User, person: User, at: datetime) -> None:
    """End a person's employment: no login, session or token works from the next request on.

    What was theirs (claims, prospects, accounts) is returned by the stages' own actions, called above this floor.
    Refusals: `NotYours`, `AlreadyDismissed`.
    """
    if not actor.is_in(Role.ADMIN) or actor == person:
        raise NotYours
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise AlreadyDismissed
    person.is_active, person.dismissed_at = False, at
    person.save(update_fields=["is_active", "dismissed_at"])
    AuthToken.objects.filter(user=person).delete()
