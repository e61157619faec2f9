from datetime import datetime
from decimal import Decimal

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, Team, User


class NameTaken(ActionRefused):
    code = "username_taken"
    text = _("Somebody already logs in with this name.")


class ExtensionTaken(ActionRefused):
    code = "extension_taken"
    text = _("Somebody who works here already has this extension.")


class PasswordTooWeak(ActionRefused):
    code = "password_too_weak"


@transaction.atomic
def hire_person(
    *,
    actor: User | None,
    at: datetime,
    username: str,
    name: str,
    role: Role,
    password: str,
    language: str = "en",
    time_zone: str = "UTC",
    team: Team | None = None,
    email: str = "",
    capacity: Decimal | None = None,
    extension: str = "",
    may_export: bool = False,
) -> User:
    """Employ a person in one role and return them.

    `actor` is the administrator, or None from the command line; `extension` the person's number within the telephone exchange;
    `may_export`: tables may be taken out as files. Refusals: `NotYours`, `NameTaken`, `ExtensionTaken`, `PasswordTooWeak`.
    """
    if actor is not None and not actor.is_in(Role.ADMIN):
        raise NotYours
    person = User(
        username=username.lower(), name=name, role=role, language=language, time_zone=time_zone, team=team,
        email=email, capacity=capacity, extension=extension, may_export=may_export, hired_at=at,
    )  # fmt: skip
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(error.messages)) from error
    person.set_password(password)
    taken = refusing("user_extension_has_one_person", ExtensionTaken)
    with refusing("people_user_username_key", NameTaken), taken, transaction.atomic():
        person.save()
    return person
