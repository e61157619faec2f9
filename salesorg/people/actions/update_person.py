from decimal import Decimal

from django.db import transaction

from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, Team, User


@transaction.atomic
def update_person(
    *, actor: User, person: User, name: str, email: str, team: Team | None, capacity: Decimal | None,
    segments: list[str],
) -> User:  # fmt: skip
    """Change what is written about a person; not the role, which is `change_role`'s. Refusal: `NotYours`.

    `capacity` in load points (None: the organisation's default), `segments` a farmer serves (empty: all).
    """
    if not actor.is_in(Role.ADMIN):
        raise NotYours
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name, person.email, person.team = name, email, team
    person.capacity, person.segments = capacity, segments
    person.save(update_fields=["name", "email", "team", "capacity", "segments"])
    return person
