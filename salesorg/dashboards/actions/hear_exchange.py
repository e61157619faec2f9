from datetime import datetime

from callcenter.actions import record_phone_event
from callcenter.phone_event import PhoneEvent, line_of
from salesorg.clients.models import Company
from salesorg.dashboards.actions.announce_call import announce_call


def hear_exchange(*, event: PhoneEvent, at: datetime) -> Company | None:
    """Keep an event of the telephone exchange, and tell whoever waits for the company that rings.

    Returns the company of which somebody was told, or None. Each of the two is a transaction that may be repeated: an exchange
    that got no answer says it again. Refuses nothing.
    """
    record_phone_event(event=event, at=at)
    if event.kind != "ringing" or not event.inbound:
        return None
    return announce_call(phone=line_of(event.phone), call_id=event.call_id, at=at)
