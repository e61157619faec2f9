"""Which closed leads may come back into the queue: one condition for the preview, for the doing and for its tests.

Never: merged ones, clients, companies with an owner, those without a number that may be called, those called as often in
all as the list allows. Who was closed for «do not call» comes back only when none of the numbers is forbidden any more.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from callcenter.labels import CLOSED_REASONS, DISPOSITIONS, MERGED
from callcenter.models import CallList, Recycling
from salesorg.lib.api import COUNT_CAP
from salesorg.lib.refusals import ActionRefused

# A merge is taken back by its own undoing.
NEVER = {MERGED}

MAY_COME_BACK = """
    lead.state = 'closed' AND lead.closed_reason = ANY (%(reasons)s)
    AND (lead.last_call_at IS NULL OR lead.last_call_at < %(before)s)
    AND (list.calls_in_all IS NULL OR lead.calls_made < list.calls_in_all)
    AND company.merged_into_id IS NULL AND company.status <> 'client'
    AND NOT EXISTS (SELECT FROM clients_ownership WHERE company_id = company.id AND ended_at IS NULL)
    AND EXISTS (
        SELECT FROM clients_contactpoint phone
        WHERE phone.company_id = company.id AND phone.kind = 'phone' AND NOT phone.is_wrong
            AND NOT EXISTS (SELECT FROM clients_donotcall WHERE phone_hash = phone.value_hash))
    AND (lead.closed_reason <> 'do_not_call' OR NOT EXISTS (
        SELECT FROM clients_contactpoint phone JOIN clients_donotcall forbidden ON forbidden.phone_hash = phone.value_hash
        WHERE phone.company_id = company.id AND phone.kind = 'phone'))
"""
FROM = """
    FROM callcenter_lead lead
    JOIN clients_company company ON company.id = lead.company_id
    JOIN callcenter_calllist list ON list.id = lead.call_list_id
    WHERE lead.call_list_id = %(call_list)s AND
"""


class ReasonsWrong(ActionRefused):
    code = "recycle_reasons_wrong"
    text = _(
        "Choose which closed leads are to come back. Merged ones come back only when their merge is undone."
    )


def checked_reasons(reasons: Collection[str]) -> list[str]:
    """Return the reasons, each once. Refuses with `ReasonsWrong` what is no reason for closing, and none at all."""
    wanted = sorted(set(reasons))
    if not wanted or not set(wanted) <= {*CLOSED_REASONS, *DISPOSITIONS} - NEVER:
        raise ReasonsWrong
    return wanted


def how_many(call_list: CallList, reasons: Collection[str], before: datetime) -> int:
    """Return how many leads would come back, counted to 10,001 at most."""
    sql = f"SELECT count(*) FROM (SELECT {FROM} {MAY_COME_BACK} LIMIT {COUNT_CAP}) AS found"  # noqa: S608 - constants
    with connection.cursor() as cursor:
        cursor.execute(sql, asked(call_list.pk, list(reasons), before))
        return int(cursor.fetchone()[0])


def asked(call_list: int, reasons: list[str], before: datetime) -> dict[str, Any]:
    """The parameters of `MAY_COME_BACK` and `FROM`."""
    return {"call_list": call_list, "reasons": reasons, "before": before}


def due_recyclings() -> Any:
    """Return the recyclings that are to be gone on with, oldest first."""
    return Recycling.objects.filter(finished_at__isnull=True).order_by("asked_at")
