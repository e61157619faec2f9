"""What every verb of every stage reads like, and what codes mean. `%(name)s` comes from the activity's data."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import callcenter.verbs as calls
import farmers.verbs as farming
import handoff.verbs as passing
import hunters.verbs as hunting
import salesorg.dashboards.verbs as department
import salesorg.sales.verbs as money
from callcenter.labels import CLOSED_REASONS, DISPOSITIONS, REFUSAL_REASONS
from salesorg.people.models import Role


@dataclass(frozen=True)
class Sentence:
    """A sentence with its mark on the timeline."""

    text: str | Promise
    icon: str
    color: str = "secondary"


SENTENCES: dict[str, Sentence] = {
    calls.CALL_LOGGED: Sentence(_("Called: %(disposition)s"), "phone", "azure"),
    calls.LEAD_CLOSED: Sentence(_("Not called any more: %(reason)s"), "phone-off", "secondary"),
    calls.LEAD_RETURNED: Sentence(_("Back in the queue of the call centre"), "arrow-back-up", "yellow"),
    hunting.MEETING_BOOKED: Sentence(
        _("Meeting booked with %(hunter)s for %(starts_at)s"), "calendar-plus", "blue"
    ),
    hunting.MEETING_ON_HOLD: Sentence(_("Meeting booked, waiting for the audit"), "calendar-pause", "yellow"),
    hunting.MEETING_WITHDRAWN: Sentence(_("Meeting sent back to the call manager"), "arrow-back-up"),
    hunting.MEETING_INVITED: Sentence(_("Invitation by e-mail"), "mail-forward", "azure"),
    hunting.MEETING_MOVED: Sentence(_("Meeting moved to %(starts_at)s"), "calendar-time", "yellow"),
    hunting.MEETING_HELD: Sentence(_("Meeting held"), "calendar-check", "green"),
    hunting.MEETING_NO_SHOW: Sentence(_("Nobody came to the meeting"), "calendar-x", "red"),
    hunting.MEETING_CANCELLED: Sentence(_("Meeting cancelled"), "calendar-off", "secondary"),
    hunting.DEAL_OPENED: Sentence(_("Deal opened"), "target-arrow", "blue"),
    hunting.DEAL_MOVED: Sentence(_("Deal moved to «%(stage)s»"), "layout-kanban", "blue"),
    hunting.DEAL_STEP_PLANNED: Sentence(_("Next step planned for %(next_step_on)s"), "calendar-due", "azure"),
    hunting.DEAL_CONTACTED: Sentence(_("Contact about the deal"), "message", "azure"),
    hunting.DEAL_LOST: Sentence(_("Deal lost"), "thumb-down", "red"),
    hunting.DEAL_CONTINUED: Sentence(_("The deal goes on as cross-sell"), "arrow-forward", "blue"),
    hunting.FIRST_SALE_MADE: Sentence(_("First sale %(sale)s: %(amount)s"), "filled/star", "green"),
    hunting.CROSS_SELL_MADE: Sentence(_("Cross-sell %(sale)s: %(amount)s"), "shopping-cart-plus", "green"),
    hunting.PROSPECT_REASSIGNED: Sentence(
        _("Another hunter is responsible: %(hunter)s"), "user-share", "yellow"
    ),
    hunting.PROSPECT_RETURNED: Sentence(_("Given back to the head of hunters"), "arrow-back-up", "yellow"),
    passing.HANDOFF_OPENED: Sentence(
        _("Handed over to the client department: %(keeper)s"), "arrows-exchange", "purple"
    ),
    passing.HANDOFF_BRIEFED: Sentence(_("Handoff prepared"), "checklist", "purple"),
    passing.FARMER_INTRODUCED: Sentence(_("%(farmer)s introduced to the client"), "friends", "purple"),
    passing.HANDOFF_ACCEPTED: Sentence(_("Handoff accepted"), "circle-check", "green"),
    passing.HANDOFF_RETURNED: Sentence(_("Handoff returned by %(farmer)s"), "arrow-back-up", "red"),
    passing.HANDOFF_ASSIGNED: Sentence(_("Handoff assigned to %(farmer)s"), "user-check", "purple"),
    passing.HANDOFF_LATE: Sentence(_("Handoff late: not accepted by %(due_at)s"), "alarm", "red"),
    passing.STATEMENT_CLOSED: Sentence(
        _("Statement %(number)s closed: %(total)s"), "file-check", "secondary"
    ),
    passing.STATEMENT_PAID: Sentence(_("Statement %(number)s paid: %(total)s"), "cash", "green"),
    farming.ACCOUNT_OPENED: Sentence(_("In the care of %(farmer)s"), "briefcase", "green"),
    farming.ACCOUNT_MOVED: Sentence(_("Moved from %(before)s to %(farmer)s"), "user-share", "yellow"),
    farming.SERVICE_LEVEL_SET: Sentence(_("Service level %(before)s → %(level)s"), "stairs", "secondary"),
    farming.TOUCH_LOGGED: Sentence(_("Contact with the client: %(kind)s"), "message-2", "green"),
    farming.TOUCH_ATTEMPTED: Sentence(_("Tried to reach the client: %(kind)s"), "message-off", "secondary"),
    farming.PROMISE_MADE: Sentence(_("Promised by %(due_on)s"), "flag", "blue"),
    farming.PROMISE_KEPT: Sentence(_("Promise kept"), "flag-check", "green"),
    farming.PROMISE_BROKEN: Sentence(_("Promise broken"), "flag-x", "red"),
    farming.REQUEST_REGISTERED: Sentence(_("The client asked for something"), "inbox", "yellow"),
    farming.REQUEST_ANSWERED: Sentence(_("Request answered"), "mail-check", "green"),
    farming.REPEAT_SALE: Sentence(_("Repeat sale %(sale)s: %(amount)s"), "shopping-cart", "green"),
    farming.NEGLECTED: Sentence(_("Neglected: no contact in time"), "alert-triangle", "red"),
    farming.LOST: Sentence(_("Lost: no contact for too long"), "heart-broken", "red"),
    calls.LIST_CREATED: Sentence(_("Call list «%(name)s» created"), "list-details", "blue"),
    calls.LIST_CHANGED: Sentence(_("Call list «%(name)s» changed: %(changed)s"), "list-details", "yellow"),
    calls.IMPORT_STARTED: Sentence(_("Import started: %(rows)s rows"), "file-import", "blue"),
    calls.IMPORT_DONE: Sentence(
        _("Import done: %(created)s created, %(duplicates)s duplicates, %(rejected)s rejected"),
        "file-check",
        "green",
    ),
    calls.IMPORT_FAILED: Sentence(_("Import failed"), "file-x", "red"),
    calls.IMPORT_REVERTED: Sentence(
        _("Import taken back: %(removed)s leads removed"), "arrow-back-up", "yellow"
    ),
    calls.SCRIPT_PUBLISHED: Sentence(_("Script published, version %(version)s"), "script", "blue"),
    money.PAYMENT_RECORDED: Sentence(_("Payment received: %(amount)s for %(sale)s"), "cash", "green"),
    money.PAYMENT_REFUNDED: Sentence(_("Refunded: %(amount)s"), "cash-off", "red"),
    department.CLIENT_CALLED: Sentence(
        _("The client called; %(farmer)s was told"), "phone-incoming", "azure"
    ),
    department.PERSON_HIRED: Sentence(_("%(person)s hired as %(role)s"), "user-plus", "green"),
    department.ROLE_CHANGED: Sentence(_("%(person)s: %(was)s → %(role)s"), "arrows-exchange", "yellow"),
    department.PERSON_DISMISSED: Sentence(_("%(person)s dismissed"), "door-exit", "red"),
    department.SETTINGS_CHANGED: Sentence(_("Settings changed: %(now)s"), "settings", "blue"),
    farming.SERVICE_LEVEL_CHANGED: Sentence(_("Service level %(level)s: %(now)s"), "stairs", "blue"),
}

# What concerns no company and is no money: it stands in the record of the department.
DEPARTMENT = (
    *department.ALL, farming.SERVICE_LEVEL_CHANGED, calls.LIST_CREATED, calls.LIST_CHANGED, calls.IMPORT_STARTED,
    calls.IMPORT_DONE, calls.IMPORT_FAILED, calls.IMPORT_REVERTED, calls.SCRIPT_PUBLISHED,
)  # fmt: skip

# Codes of all stages as words; a code means the same wherever it stands.
CODES: dict[str, str | Promise] = {
    **DISPOSITIONS, **CLOSED_REASONS, **REFUSAL_REASONS, **dict(Role.choices),
    "claim_released": _("released"), "claim_expired": _("not finished in time"),
    "callback_overdue": _("the promised callback was not made"), "meeting_failed": _("the meeting did not take place"),
    "owner_left": _("who promised it has left"), "meeting_sent_back": _("the meeting was sent back"),
    "call": _("call"), "meeting": _("meeting"), "visit": _("visit"), "message": _("message answered"),
    "person": _("in person"), "phone": _("by telephone"), "video": _("by video"),
    "qualified": _("Qualified"), "proposal": _("Proposal"), "negotiation": _("Negotiation"), "agreed": _("Agreed"),
}  # fmt: skip
