from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from salesorg.lib.refusals import ActionRefused
from salesorg.people.actions.hire_person import PasswordTooWeak
from salesorg.people.models import User


class WrongPassword(ActionRefused):
    code = "wrong_password"
    text = _("The current password is not right.")


@transaction.atomic
def change_password(*, actor: User, current: str, new: str) -> User:
    """Change one's own password; all other sessions and all tokens end. Refusals: `WrongPassword`, `PasswordTooWeak`."""
    if not actor.check_password(current):
        raise WrongPassword
    return set_password(actor, new)


def set_password(person: User, new: str) -> User:
    """Check the strength, save, end the tokens; sessions end by themselves (they are bound to the password)."""
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(error.messages)) from error
    person.set_password(new)
    person.save(update_fields=["password"])
    AuthToken.objects.filter(user=person).delete()
    return person
