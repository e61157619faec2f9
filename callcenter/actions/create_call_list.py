from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.actions.ensure_default_script import ensure_default_script
from callcenter.models import CallList, Script
from callcenter.models.call_list import weekdays
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


class ListNameTaken(ActionRefused):
    code = "list_name_taken"
    text = _("There is already a call list of this name.")


class WindowClosed(ActionRefused):
    code = "calling_window_closed"
    text = _("Calling must end later than it begins, on at least one day, with at least one attempt.")


@transaction.atomic
def create_call_list(
    *, actor: User | None, name: str, at: datetime, script: Script | None = None, priority: int = 0, region: str = "",
    calling_from: time = time(9), calling_to: time = time(18), calling_days: Sequence[int] | None = None,
    max_attempts: int = 6, paused: bool = False,
) -> CallList:  # fmt: skip
    """Open an empty call list. `calling_from`/`calling_to` are in each company's local time, `calling_days` ISO weekdays.

    `region` is the country assumed for phones without a code, the organisation's by default. Without a `script` the
    list gets the first there is, or the default one. `actor` is None from the command line.
    Refusals: `NotYours`, `ListNameTaken`, `WindowClosed`.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    days = sorted(set(weekdays() if calling_days is None else calling_days))
    if calling_to <= calling_from or not days or max_attempts < 1:
        raise WindowClosed
    with refusing("callcenter_calllist_name_key", ListNameTaken), transaction.atomic():
        made = CallList.objects.create(
            name=name.strip(), script=script or ensure_default_script(at=at), priority=priority,
            region=(region or organisation().country).upper(), calling_from=calling_from, calling_to=calling_to,
            calling_days=days, max_attempts=max_attempts, paused=paused, created_by=actor, created_at=at,
        )  # fmt: skip
    record_activity(
        company=None, actor=actor, verb=verbs.LIST_CREATED, at=at, call_list=made.pk, name=made.name
    )
    return made
