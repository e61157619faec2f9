"""Which closed leads may come back into the queue: one condition for the preview, for the doing and for its tests.

Never: merged ones, clients, companies with an owner, those without a number that may be called, those called as often in
all as the list allows. Who was closed for «do not call» comes back only when none of the numbers is forbidden any more.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
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
# Judging a lead is some look-ups in other tables: of more than that the first ones must do.
LOOKED_AT_MOST = 20_000

_PHONE = "SELECT FROM clients_contactpoint phone WHERE phone.company_id = company.id AND phone.kind = 'phone'"
_FORBIDDEN = "EXISTS (SELECT FROM clients_donotcall WHERE phone_hash = phone.value_hash)"
# Why a closed lead stays away: the first that holds is told. Each is true or false, never unknown.
HINDRANCES = {
    "client": "company.status = 'client'",
    "owned": "EXISTS (SELECT FROM clients_ownership WHERE company_id = company.id AND ended_at IS NULL)",
    "merged": "company.merged_into_id IS NOT NULL",
    "do_not_call": f"lead.closed_reason = 'do_not_call' AND EXISTS ({_PHONE} AND {_FORBIDDEN})",
    "no_number": f"NOT EXISTS ({_PHONE} AND NOT phone.is_wrong AND NOT {_FORBIDDEN})",
    "limit": "coalesce(lead.calls_made >= list.calls_in_all, false)",
    "recent": "coalesce(lead.last_call_at >= %(before)s, false)",
}
CHOSEN = "lead.state = 'closed' AND lead.closed_reason = ANY (%(reasons)s)"
MAY_COME_BACK = CHOSEN + "".join(f" AND NOT ({hindered})" for hindered in HINDRANCES.values())
_VERDICT = " ".join(f"WHEN {hindered} THEN '{why}'" for why, hindered in HINDRANCES.items())
FROM = """
    FROM callcenter_lead lead
    JOIN clients_company company ON company.id = lead.company_id
    JOIN callcenter_calllist list ON list.id = lead.call_list_id
    WHERE lead.call_list_id = %(call_list)s AND
"""


_LOOKED_AT = f"""
    SELECT closed_reason, why, count(*) FROM (
        SELECT lead.closed_reason, CASE {_VERDICT} ELSE '' END AS why {FROM} {CHOSEN} LIMIT {LOOKED_AT_MOST}
    ) AS judged GROUP BY closed_reason, why
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class Outlook:
    """What would come of recycling: `found` leads come back (10,001: more than ten thousand).

    `back`: of which closed reason how many; `staying`: by closed reason and why (a key of `HINDRANCES`) how many stay away.
    Both are of `looked_at` leads, which are all of them unless `whole` is false.
    """

    found: int
    back: dict[str, int]
    staying: dict[str, dict[str, int]]
    looked_at: int

    @property
    def whole(self) -> bool:
        """Whether every lead closed for these reasons was looked at."""
        return self.looked_at < LOOKED_AT_MOST

    @property
    def many(self) -> bool:
        """Whether more than ten thousand come back."""
        return self.found >= COUNT_CAP


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


def outlook(call_list: CallList, reasons: Collection[str], before: datetime) -> Outlook:
    """Return what recycling these would come to, and why the others stay away. One query, two for huge lists."""
    back: dict[str, int] = {}
    staying: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED_AT, asked(call_list.pk, list(reasons), before))
        rows = cursor.fetchall()
    for reason, why, n in rows:
        if why:
            staying[reason][why] = n
        else:
            back[reason] = n
    looked_at = sum(n for *_row, n in rows)
    found = sum(back.values()) if looked_at < LOOKED_AT_MOST else how_many(call_list, reasons, before)
    return Outlook(min(found, COUNT_CAP), back, dict(staying), looked_at)


def asked(call_list: int, reasons: list[str], before: datetime) -> dict[str, Any]:
    """The parameters of `MAY_COME_BACK` and `FROM`."""
    return {"call_list": call_list, "reasons": reasons, "before": before}


def due_recyclings() -> Any:
    """Return the recyclings that are to be gone on with, oldest first."""
    return Recycling.objects.filter(finished_at__isnull=True).order_by("asked_at")
