from django.db import transaction

from salesorg.lib.refusals import NotYours
from salesorg.people.actions.change_password import set_password
from salesorg.people.models import Role, User


@transaction.atomic
def reset_password(*, actor: User, person: User, new: str) -> User:
    """Give somebody who forgot the password a new one; their sessions and tokens end.

    Administrators only. Refusals: `NotYours`, `PasswordTooWeak`.
    """
    if not actor.is_in(Role.ADMIN):
        raise NotYours
    return set_password(User.objects.select_for_update().get(pk=person.pk), new)
