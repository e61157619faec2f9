from datetime import datetime, timedelta

from django.db import connection, transaction

from callcenter.actions.record_phone_event import tell_claim

# By the person: the numbers of a day's calls have no index of their own.
ATTACH = """
UPDATE callcenter_phonecall call SET claim_id = claim.id
FROM callcenter_claim claim JOIN callcenter_lead lead ON lead.id = claim.lead_id
WHERE claim.id = %(claim)s AND claim.ended_at IS NULL
    AND call.person_id = claim.manager_id AND call.started_at > %(since)s
    AND call.direction = 'inbound' AND call.claim_id IS NULL AND call.ended_at IS NULL
    AND call.phone_hash IN (
        SELECT value_hash FROM clients_contactpoint WHERE company_id = lead.company_id AND kind = 'phone')
"""


@transaction.atomic
def attach_phone_calls(*, claim: int, at: datetime) -> int:
    """Give a claim that was just opened by a look-up the call that is already on its holder's line; return how many.

    The company rings, is answered and only then looked up: without this the claim would learn of the talk when it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(ATTACH, {"claim": claim, "since": at - timedelta(hours=2)})
        found: int = cursor.rowcount
    if found:
        tell_claim(claim)
    return found
