from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from callcenter import verbs
from callcenter.list_counts import forget_counts
from callcenter.models import Recycling
from callcenter.recycling import FROM, MAY_COME_BACK, asked
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company

BATCH = 2000

_CHOSEN = f"SELECT company.id {FROM} {MAY_COME_BACK} LIMIT {BATCH}"
# Judged again under the companies' locks: what was forbidden, sold or merged meanwhile stays where it is.
_RETURN = f"""
WITH back AS (
    UPDATE callcenter_lead SET state = 'waiting', closed_reason = '', attempts = 0, tried_parts = '[]', urgent = false,
        callback_owner_id = NULL, due_at = %(at)s
    WHERE id IN (SELECT lead.id {FROM} {MAY_COME_BACK} AND company.id = ANY (%(companies)s))
    RETURNING id, company_id
), told AS (
    INSERT INTO clients_activity (company_id, actor_id, verb, at, data)
    SELECT company_id, %(actor)s, %(verb)s, %(at)s, jsonb_build_object('lead', id, 'reason', 'recycled') FROM back
)
SELECT count(*) FROM back
"""  # noqa: S608 - constants only


def carry_recycling_on(*, recycling: Recycling, at: datetime) -> Recycling:
    """Bring a recycling to its end, batch by batch; return it as it then is.

    Each batch is one transaction that holds the recycling's row and then its companies: killed anywhere it is gone on
    with, and two workers at once only take turns. Short ones, because the queue and the callers wait for these rows.
    """
    while _next_batch(recycling.pk, at):
        pass
    recycling.refresh_from_db()
    return recycling


@transaction.atomic
def _next_batch(pk: int, at: datetime) -> bool:
    found = Recycling.objects.select_for_update(no_key=True).filter(pk=pk, finished_at__isnull=True).first()
    if found is None:
        return False
    if not return_batch(found, at):
        finish(found, at)
        return False
    return True


def return_batch(recycling: Recycling, at: datetime) -> int:
    """Return up to `BATCH` leads to the queue, due at `at`, each with its activity; return how many."""
    which = asked(recycling.call_list_id, recycling.reasons, recycling.before)
    with connection.cursor() as cursor:
        cursor.execute(_CHOSEN, which)
        companies = [pk for (pk,) in cursor.fetchall()]
        list(Company.objects.locked().filter(pk__in=companies).order_by("pk").values_list("pk"))
        told = {"at": at, "companies": companies, "actor": recycling.asked_by_id, "verb": verbs.LEAD_RETURNED}
        cursor.execute(_RETURN, which | told)
        returned = int(cursor.fetchone()[0])
    Recycling.objects.filter(pk=recycling.pk).update(returned=F("returned") + returned)
    return returned


def finish(recycling: Recycling, at: datetime) -> None:
    """Say once what came back."""
    Recycling.objects.filter(pk=recycling.pk).update(finished_at=at)
    recycling.refresh_from_db()
    transaction.on_commit(partial(forget_counts, recycling.call_list_id))
    record_activity(
        company=None, actor=recycling.asked_by, verb=verbs.LEADS_RECYCLED, at=at, call_list=recycling.call_list_id,
        name=recycling.call_list.name, returned=recycling.returned, reasons=recycling.reasons,
    )  # fmt: skip
