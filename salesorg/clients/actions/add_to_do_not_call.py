from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from salesorg.lib.phones import keyed_hash
from salesorg.people.models import User

# Whoever asked for ever is not let go by an earlier entry that runs out: of two the longer one holds.
_ADD = """
INSERT INTO clients_donotcall (phone, phone_hash, reason, added_by_id, added_at, expires_on)
SELECT phone, hash, %(reason)s, %(by)s, %(at)s, %(expires_on)s
FROM unnest(%(phones)s::text[], %(hashes)s::text[]) AS given (phone, hash)
ON CONFLICT (phone_hash) DO UPDATE
    SET reason = EXCLUDED.reason, added_by_id = EXCLUDED.added_by_id, added_at = EXCLUDED.added_at,
        expires_on = EXCLUDED.expires_on
    WHERE clients_donotcall.expires_on < COALESCE(EXCLUDED.expires_on, 'infinity')
RETURNING (xmax = 0)
"""


def add_to_do_not_call(
    *, actor: User | None, phones: Iterable[str], reason: str, at: datetime, expires_on: date | None = None
) -> int:
    """Put E.164 numbers on do-not-call, until the day `expires_on` or for ever. Returns how many were not on it before.

    A number already there stays as it is, unless this holds it longer. Which leads this closes is the call centre's matter
    (`callcenter.actions.forbid_calls`).
    """
    # In one order: two that forbid the same numbers wait for each other and never crosswise.
    given = sorted({keyed_hash(phone): phone for phone in phones}.items())
    if not given:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            {
                "phones": [phone for _hash, phone in given], "hashes": [hashed for hashed, _phone in given],
                "reason": reason, "by": actor.pk if actor else None, "at": at, "expires_on": expires_on,
            },
        )  # fmt: skip
        return sum(new for (new,) in cursor.fetchall())
