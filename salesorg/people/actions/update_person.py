from decimal import Decimal

from django.db import transaction

from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.actions.hire_person import ExtensionTaken
from salesorg.people.models import Role, Team, User


@transaction.atomic
def update_person(
    *, actor: User, person: User, name: str, email: str, team: Team | None, capacity: Decimal | None,
    segments: list[str], regions: list[str], languages: list[str], extension: str, may_export: bool,
) -> User:  # fmt: skip
    """Change what is written about a person; not the role, which is `change_role`'s. Refusals: `NotYours`, `ExtensionTaken`.

    `capacity` in load points (None: the organisation's default), `segments`, `regions` and `languages` a farmer serves
    (empty: all), `extension` the number within the telephone exchange (empty: none), `may_export`: tables may be taken out as files.
    """
    if not actor.is_in(Role.ADMIN):
        raise NotYours
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name, person.email, person.team = name, email, team
    person.capacity, person.segments = capacity, segments
    person.regions, person.languages = regions, languages
    person.extension, person.may_export = extension, may_export
    changed = [
        "name",
        "email",
        "team",
        "capacity",
        "segments",
        "regions",
        "languages",
        "extension",
        "may_export",
    ]
    with refusing("user_extension_has_one_person", ExtensionTaken), transaction.atomic():
        person.save(update_fields=changed)
    return person
