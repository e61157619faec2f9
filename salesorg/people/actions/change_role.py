from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.actions.dismiss_person import AlreadyDismissed
from salesorg.people.models import Role, User


class SameRole(ActionRefused):
    code = "same_role"
    text = _("This person already has this role.")


@transaction.atomic
def change_role(*, actor: User, person: User, role: Role, at: datetime) -> User:
    """Give a person another role; every session (bound to the role) and token ends with the next request.

    What was theirs in the old role is returned by the stages' own actions, called above this floor.
    Refusals: `NotYours` (also for oneself: no administrator locks the department out), `AlreadyDismissed`, `SameRole`.
    """
    if not actor.is_in(Role.ADMIN) or actor == person:
        raise NotYours
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise AlreadyDismissed
    if person.role == role:
        raise SameRole
    person.role = role
    person.save(update_fields=["role"])
    AuthToken.objects.filter(user=person).delete()
    return person
