from datetime import datetime
from decimal import Decimal

from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.dashboards import verbs
from salesorg.dashboards.actions.change_person import record_export_right
from salesorg.people.actions import hire_person
from salesorg.people.models import Role, Team, User
from salesorg.people.queries import organisation


@transaction.atomic
def employ_person(
    *, actor: User, at: datetime, username: str, name: str, role: Role, password: str, language: str,
    team: Team | None = None, email: str = "", capacity: Decimal | None = None, extension: str = "",
    may_export: bool = False,
) -> User:  # fmt: skip
    """Hire a person into the organisation's own time zone and record who did. Refusals: those of `hire_person`."""
    person = hire_person(
        actor=actor, at=at, username=username, name=name, role=role, password=password, language=language,
        time_zone=organisation().time_zone, team=team, email=email, capacity=capacity,
        extension=extension, may_export=may_export,
    )  # fmt: skip
    record_activity(
        company=None, actor=actor, verb=verbs.PERSON_HIRED, at=at, person=person.pk, role=str(role)
    )
    if may_export:
        record_export_right(actor=actor, person=person, at=at)
    return person
