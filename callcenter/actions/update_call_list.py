from datetime import datetime
from typing import Unpack

from django.db import transaction

from callcenter import verbs
from callcenter.actions.create_call_list import ListNameTaken
from callcenter.list_settings import ListSettings, columns_of, refuse_what_cannot_be, set_related
from callcenter.models import CallList
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.models import Role, User


@transaction.atomic
def update_call_list(
    *, actor: User, call_list: CallList, at: datetime, **changes: Unpack[ListSettings]
) -> CallList:
    """Change a list's settings; the queue follows at once, leads in hand are not taken back.

    Refusals: `NotYours`, `ListNameTaken`, those of a setting that cannot be (callcenter/list_settings.py).
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    # Two administrators are one after the other, or `is_assigned` would follow only one of them.
    call_list = CallList.objects.select_for_update().get(pk=call_list.pk)
    changed = {
        name: value for name, value in columns_of(changes).items() if getattr(call_list, name) != value
    }
    for name, value in changed.items():
        setattr(call_list, name, value)
    refuse_what_cannot_be(call_list)
    if changed:
        with refusing("callcenter_calllist_name_key", ListNameTaken), transaction.atomic():
            call_list.save(update_fields=list(changed))
    told = sorted([*changed, *set_related(call_list, changes)])
    if told:
        record_activity(
            company=None, actor=actor, verb=verbs.LIST_CHANGED, at=at, call_list=call_list.pk, name=call_list.name,
            changed=told,
        )  # fmt: skip
    return call_list
