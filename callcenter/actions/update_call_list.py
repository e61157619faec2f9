from datetime import datetime, time
from typing import TypedDict, Unpack

from django.db import transaction

from callcenter import verbs
from callcenter.actions.create_call_list import ListNameTaken, WindowClosed
from callcenter.models import CallList, Script
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.models import Role, User


class ListChanges(TypedDict, total=False):
    """What of a list can change; what is left out stays."""

    name: str
    script: Script | None
    priority: int
    region: str
    calling_from: time
    calling_to: time
    calling_days: list[int]
    max_attempts: int
    paused: bool


@transaction.atomic
def update_call_list(
    *, actor: User, call_list: CallList, at: datetime, **changes: Unpack[ListChanges]
) -> CallList:
    """Change a list's settings; the queue follows at once, leads in hand are not taken back.

    Refusals: `NotYours`, `ListNameTaken`, `WindowClosed`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    call_list = CallList.objects.select_for_update().get(pk=call_list.pk)
    changed = {name: value for name, value in changes.items() if getattr(call_list, name) != value}
    if not changed:
        return call_list
    for name, value in changed.items():
        setattr(call_list, name, value)
    if (
        call_list.calling_to <= call_list.calling_from
        or not call_list.calling_days
        or call_list.max_attempts < 1
    ):
        raise WindowClosed
    with refusing("callcenter_calllist_name_key", ListNameTaken), transaction.atomic():
        call_list.save(update_fields=list(changed))
    record_activity(
        company=None, actor=actor, verb=verbs.LIST_CHANGED, at=at, call_list=call_list.pk, name=call_list.name,
        changed=sorted(changed),
    )  # fmt: skip
    return call_list
