from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from farmers import verbs
from farmers.models import ServiceLevel
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User


class LimitsDoNotGrow(ActionRefused):
    code = "service_level_limits"
    text = _(
        "The touch interval must be shorter than the neglect limit, and that shorter than the limit of loss."
    )


# Every account of the level moves by the difference, whatever its last touch was: no touch is read.
SHIFT = """
    UPDATE farmers_account SET neglected_from = neglected_from + %s, lost_from = lost_from + %s
    WHERE service_level_id = %s AND closed_at IS NULL
"""


@transaction.atomic
def change_service_level(
    *, actor: User, level: ServiceLevel, touch_days: int, neglect_days: int, lost_days: int, answer_hours: int,
    weight: Decimal, at: datetime,
) -> ServiceLevel:  # fmt: skip
    """Change a level's numbers (days, working hours, load points); its accounts follow, flags with the next sweep.

    Touches that are planned already stay planned. Heads and the administrator. Refusals: `NotYours`, `LimitsDoNotGrow`.
    """
    if not actor.is_in(Role.FARMERS_HEAD, Role.SALES_HEAD, Role.ADMIN):
        raise NotYours
    level = ServiceLevel.objects.select_for_update(no_key=True).get(pk=level.pk)
    before = _numbers(level)
    shift = (neglect_days - level.neglect_days, lost_days - level.lost_days)
    level.touch_days, level.neglect_days, level.lost_days = touch_days, neglect_days, lost_days
    level.answer_hours, level.weight = answer_hours, weight
    with refusing("service_level_limits_grow", LimitsDoNotGrow), transaction.atomic():
        level.save()
    if any(shift):
        with connection.cursor() as cursor:
            cursor.execute(SHIFT, [*shift, level.pk])
    record_activity(
        company=None, actor=actor, verb=verbs.SERVICE_LEVEL_CHANGED, at=at,
        level=level.code, was=before, now=_numbers(level),
    )  # fmt: skip
    return level


def _numbers(level: ServiceLevel) -> dict[str, Any]:
    names = ("touch_days", "neglect_days", "lost_days", "answer_hours", "weight")
    return {name: str(getattr(level, name)) for name in names}
