"""Reads of forbidden numbers and of the files that bring them."""

from django.db.models import QuerySet

from callcenter.models import NumbersFile
from salesorg.clients.models import DoNotCall
from salesorg.lib.phones import keyed_hash, normalise_phone

DUE = [NumbersFile.Status.QUEUED, NumbersFile.Status.RUNNING]


def do_not_call(
    search: str = "", region: str = "", *, reason: str = "", expiring: bool = False
) -> QuerySet[DoNotCall]:
    """Return forbidden numbers, newest first; `search` is one number in any spelling, found exactly or not at all.

    `reason`: with exactly this one; `expiring`: those with a last day, the soonest first. Each order has its index.
    """
    listed = DoNotCall.objects.select_related("added_by")
    if search.strip():
        phone = normalise_phone(search, region)
        return listed.filter(phone_hash=keyed_hash(phone)) if phone else listed.none()
    if reason:
        listed = listed.filter(reason=reason)
    return listed.filter(expires_on__isnull=False).order_by("expires_on", "id") if expiring else listed


def numbers_files() -> QuerySet[NumbersFile]:
    """Return the files of numbers, newest first."""
    return NumbersFile.objects.select_related("created_by")


def due_numbers_files() -> QuerySet[NumbersFile]:
    """Return the files that are to be read or gone on with, oldest first."""
    return NumbersFile.objects.filter(status__in=DUE).order_by("created_at")
