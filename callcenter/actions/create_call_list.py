from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.actions.ensure_default_script import ensure_default_script
from callcenter.list_settings import (
    ListSettings,
    SettingRefused,
    WindowClosed,
    columns_of,
    refuse_what_cannot_be,
    set_related,
)
from callcenter.models import CallList
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation

__all__ = ["ListNameTaken", "WindowClosed", "create_call_list"]


class ListNameTaken(SettingRefused):
    code, field = "list_name_taken", "name"
    text = _("There is already a call list of this name.")


@transaction.atomic
def create_call_list(*, actor: User | None, at: datetime, **settings: Unpack[ListSettings]) -> CallList:
    """Open an empty call list. `calling_from`/`calling_to` are in each company's local time, `calling_days` ISO weekdays.

    `region` is the country assumed for phones without a code and the one whose holidays count, the organisation's by
    default. Without a `script` the list gets the first there is, or the default one. `actor` is None from the command line.
    Refusals: `NotYours`, `ListNameTaken`, those of a setting that cannot be (callcenter/list_settings.py).
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    made = CallList(created_by=actor, created_at=at, **columns_of(settings))
    made.script = made.script or ensure_default_script(at=at)
    made.region = (settings.get("region") or organisation().country).upper()
    refuse_what_cannot_be(made)
    with refusing("callcenter_calllist_name_key", ListNameTaken), transaction.atomic():
        made.save()
    set_related(made, settings)
    record_activity(
        company=None, actor=actor, verb=verbs.LIST_CREATED, at=at, call_list=made.pk, name=made.name
    )
    return made
