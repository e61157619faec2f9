"""What every stage does with a company: the listing is the feature list."""

from salesorg.clients.actions.add_to_do_not_call import add_to_do_not_call
from salesorg.clients.actions.change_owner import change_owner, end_ownership
from salesorg.clients.actions.look_up_phone import look_up_phone
from salesorg.clients.actions.record_activity import record_activity
from salesorg.clients.actions.reveal_contacts import reveal_contacts

__all__ = [
    "add_to_do_not_call",
    "change_owner",
    "end_ownership",
    "look_up_phone",
    "record_activity",
    "reveal_contacts",
]
