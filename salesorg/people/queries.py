"""Reads about people and settings."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Func, QuerySet

from salesorg.people.models import Absence, Export, Notice, Organisation, Role, User


def organisation() -> Organisation:
    """Return the settings of this installation, made with the defaults on first use.

    Read from the database each time (0.2 ms): a norm that was just changed must hold at once in every process.
    """
    found = Organisation.objects.first()
    return found or Organisation.objects.get_or_create(only_one=True)[0]


def settings_and_now() -> tuple[Organisation, datetime]:
    """Return the settings and the database's clock, in one look, for who needs both."""
    clock: Any = Func(function="clock_timestamp", output_field=DateTimeField())
    found = Organisation.objects.annotate(now=clock).first()
    return (found, found.now) if found else (organisation(), database_now())


def people_in(*roles: Role) -> QuerySet[User]:
    """Return the people now employed in `roles`, by name."""
    found: QuerySet[User] = User.objects.in_role(*roles)
    return found


def people_present(*roles: Role, at: datetime) -> QuerySet[User]:
    """Return the people of `roles` who are not absent on the day of `at`."""
    found: QuerySet[User] = User.objects.in_role(*roles).present_at(at)
    return found


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these people, employed or not."""
    return dict(User.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def absent_on(day: date) -> QuerySet[Absence]:
    """Return the absences that hold on a local day."""
    return Absence.objects.filter(starts_on__lte=day, ends_on__gte=day, person__is_active=True)


def local_day(at: datetime) -> date:
    """Return the organisation's local day at an instant: what «today» means everywhere."""
    return at.astimezone(organisation().zone).date()


def unread_notices(person: User) -> QuerySet[Notice]:
    """Return what `person` has not read yet, newest first."""
    return Notice.objects.filter(person=person, read_at__isnull=True)


def exports() -> QuerySet[Export]:
    """Return what was taken out as a file and by whom, newest first (its page is guarded by role)."""
    return Export.objects.select_related("author")


def database_now() -> datetime:
    """Return the database's clock: leases are decided by it, whatever a web server's own clock says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]
