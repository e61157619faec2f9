from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter.actions.carry_recycling_on import BATCH, finish, return_batch
from callcenter.models import CallList, Recycling
from callcenter.recycling import checked_reasons, how_many
from salesorg.lib.background import run_after_commit
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User


class NothingToRecycle(ActionRefused):
    code = "nothing_to_recycle"
    text = _("None of these leads can come back.")


class RecyclingUnderWay(ActionRefused):
    code = "recycling_under_way"
    text = _("Leads of this list are just coming back. Wait until that is done.")


@transaction.atomic
def recycle_leads(
    *, actor: User, call_list: CallList, reasons: Collection[str], older_than_days: int, at: datetime
) -> Recycling:
    """Put leads closed for these reasons and not called for so many days back into the queue, their attempts afresh.

    A few come back at once, many in batches in the background. Calls made in all stay counted. What may not come back is
    left out (callcenter/recycling.py). Refusals: `NotYours`, `ReasonsWrong`, `NothingToRecycle`, `RecyclingUnderWay`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    wanted, before = checked_reasons(reasons), at - timedelta(days=max(older_than_days, 0))
    with refusing("recycling_one_open_per_list", RecyclingUnderWay), transaction.atomic():
        made = Recycling.objects.create(
            call_list=call_list, reasons=wanted, before=before, asked_by=actor, asked_at=at
        )
    found = how_many(call_list, wanted, before)
    if not found:
        raise NothingToRecycle
    if found > BATCH:
        run_after_commit("callcenter.tasks.carry_recycling", made.pk)
        return made
    return_batch(made, at)
    finish(made, at)
    return made
