from collections.abc import Iterable
from datetime import datetime

from salesorg.clients.models import DoNotCall
from salesorg.lib.phones import keyed_hash
from salesorg.people.models import User


def add_to_do_not_call(*, actor: User | None, phones: Iterable[str], reason: str, at: datetime) -> int:
    """Put E.164 numbers on do-not-call; a number already there stays as it is. Returns how many were asked for.

    Which leads this closes is the call centre's matter (`callcenter.actions.forbid_calls`).
    """
    rows = [
        DoNotCall(phone=phone, phone_hash=keyed_hash(phone), reason=reason, added_by=actor, added_at=at)
        for phone in phones
    ]
    DoNotCall.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
