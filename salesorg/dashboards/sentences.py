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
    calls.CALL_CORRECTED: Sentence(
        _("Result of the call corrected: %(disposition)s"), "arrow-back-up", "azure"
    ),
    calls.LEAD_CLOSED: Sentence(_("Not called any more: %(reason)s"), "phone-off", "secondary"),
    calls.LEAD_RETURNED: Sentence(_("Back in the queue of the call centre"), "arrow-back-up", "yellow"),
    calls.LEAD_CALLED_IN: Sentence(_("They called us"), "phone-incoming", "azure"),
    calls.CALLBACK_MOVED: Sentence(_("Callback moved to %(callback_at)s"), "calendar-time", "yellow"),
    calls.CALLBACK_GIVEN_UP: Sentence(_("Callback left to the others"), "arrow-back-up", "yellow"),
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
    passing.HANDOFF_REMINDED: Sentence(_("Reminder: to be accepted by %(due_at)s"), "bell", "yellow"),
    passing.CLIENT_LANGUAGE_SET: Sentence(
        _("Language of the client: %(was)s → %(language)s"), "language", "secondary"
    ),
    passing.LETTER_WRITTEN: Sentence(_("Letter introducing %(farmer)s"), "mail-forward", "azure"),
    passing.LETTER_TEMPLATE_CHANGED: Sentence(
        _("Letter of introduction changed: %(language)s"), "mail-cog", "blue"
    ),
    passing.STATEMENT_CLOSED: Sentence(
        _("Statement %(number)s closed: %(total)s"), "file-check", "secondary"
    ),
    passing.MONTH_CLOSED: Sentence(
        _("Commissions of %(month)s closed: %(statements)s statements"), "lock", "purple"
    ),
    passing.COMMISSION_CORRECTED: Sentence(
        _("Commission corrected by %(amount)s %(currency)s: %(reason)s"), "adjustments", "yellow"
    ),
    passing.DISPUTE_OPENED: Sentence(_("A commission line is contested"), "message-question", "yellow"),
    passing.DISPUTE_ANSWERED: Sentence(
        _("A contested commission line is answered"), "message-check", "green"
    ),
    passing.STATEMENT_PAID: Sentence(_("Statement %(number)s paid: %(total)s"), "cash", "green"),
    passing.AGREEMENT_ENDED: Sentence(_("The commission agreement has ended"), "coins", "secondary"),
    passing.PLAN_PUBLISHED: Sentence(_("Commission plan «%(name)s» published"), "coins", "blue"),
    passing.PLAN_WITHDRAWN: Sentence(_("Commission plan «%(name)s» withdrawn"), "coins", "yellow"),
    passing.PLAN_CURRENCY: Sentence(_("Unused commission plans are in %(currency)s now"), "coins"),
    passing.EXCHANGE_RATE_RECORDED: Sentence(
        _("Exchange rate %(pair)s from %(from_day)s: %(rate)s"), "arrows-exchange"
    ),
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
    calls.LEADS_RECYCLED: Sentence(
        _("Call list «%(name)s»: %(returned)s closed leads put back into the queue"), "recycle", "yellow"
    ),
    calls.COMPANIES_MERGED: Sentence(_("Merged with its duplicate «%(name)s»"), "arrows-join", "purple"),
    calls.MERGE_UNDONE: Sentence(_("Merge with «%(name)s» undone"), "arrows-split-2", "yellow"),
    calls.DUPLICATE_KEPT_APART: Sentence(
        _("«%(first)s» and «%(second)s» are two companies"), "arrows-split-2"
    ),
    calls.DUPLICATE_REOPENED: Sentence(
        _("«%(first)s» and «%(second)s» are to be decided again"), "arrow-back-up"
    ),
    calls.NUMBERS_IMPORTED: Sentence(
        _("File of forbidden numbers read: %(added)s added"), "phone-off", "blue"
    ),
    calls.NUMBERS_LIFTED: Sentence(_("%(numbers)s forbidden numbers ran out"), "phone", "secondary"),
    calls.SCRIPT_PUBLISHED: Sentence(_("Script published, version %(version)s"), "script", "blue"),
    calls.SCORECARD_SAVED: Sentence(_("Scorecard «%(name)s» saved"), "checklist", "blue"),
    calls.SCORECARD_USED: Sentence(_("Calls are reviewed by the scorecard «%(name)s»"), "checklist", "green"),
    calls.SCORECARD_REMOVED: Sentence(_("Scorecard «%(name)s» removed"), "checklist", "yellow"),
    calls.REVIEWS_PICKED: Sentence(
        _("Calls picked for review: %(samples)s samples, %(booked)s booked"), "headphones", "secondary"
    ),
    calls.REVIEW_CHOSEN: Sentence(_("Call of %(manager)s chosen for review"), "headphones", "secondary"),
    calls.REVIEW_MADE: Sentence(_("Call of %(manager)s reviewed"), "headphones", "blue"),
    calls.REVIEW_CHANGED: Sentence(_("Review of a call of %(manager)s changed"), "headphones", "yellow"),
    calls.REVIEW_ANSWERED: Sentence(_("%(manager)s answered a review"), "message-2", "secondary"),
    calls.REVIEW_ANSWER_READ: Sentence(_("Answer of %(manager)s to a review read"), "message-2", "secondary"),
    calls.SCRIPT_CREATED: Sentence(_("Script «%(name)s» created"), "script-plus", "blue"),
    calls.SCRIPT_DRAFTED: Sentence(_("Draft of script «%(name)s» saved"), "pencil", "secondary"),
    calls.SCRIPT_DRAFT_DISCARDED: Sentence(_("Draft of script «%(name)s» discarded"), "script-x", "yellow"),
    calls.SCRIPT_RENAMED: Sentence(_("Script «%(was)s» renamed to «%(name)s»"), "pencil", "blue"),
    calls.SCRIPT_RETIRED: Sentence(_("Script «%(name)s» taken out of use"), "archive", "yellow"),
    calls.SCRIPT_TEST_STARTED: Sentence(
        _("Script «%(name)s»: version %(version)s tested with %(share)s %% of leads"), "flask", "blue"
    ),
    calls.SCRIPT_SHARE_CHANGED: Sentence(
        _("Script «%(name)s»: share of version %(version)s %(was)s → %(now)s %%"), "flask", "yellow"
    ),
    calls.SCRIPT_CHALLENGER_PROMOTED: Sentence(
        _("Script «%(name)s»: version %(version)s won the test and is published"), "trophy", "green"
    ),
    calls.SCRIPT_CHALLENGER_DROPPED: Sentence(
        _("Script «%(name)s»: version %(version)s dropped after the test"), "flask-off", "yellow"
    ),
    money.PAYMENT_RECORDED: Sentence(_("Payment received: %(amount)s for %(sale)s"), "cash", "green"),
    money.PAYMENT_REFUNDED: Sentence(_("Refunded: %(amount)s"), "cash-off", "red"),
    money.PAYMENT_MOVED: Sentence(
        _("Payment of %(amount)s moved from %(from_sale)s to %(sale)s"), "arrows-exchange", "yellow"
    ),
    money.BANK_STATEMENT_UPLOADED: Sentence(_("Bank statement uploaded"), "building-bank", "blue"),
    money.BANK_STATEMENT_READ: Sentence(_("Bank statement read, lines: %(lines)s"), "building-bank", "green"),
    money.BANK_STATEMENT_FAILED: Sentence(_("Bank statement not read to its end"), "file-x", "red"),
    money.BANK_LINE_IGNORED: Sentence(_("Line of the bank put aside"), "ban"),
    money.BANK_LINE_RESTORED: Sentence(_("Line of the bank taken back"), "arrow-back-up"),
    department.CLIENT_CALLED: Sentence(
        _("The client called; %(farmer)s was told"), "phone-incoming", "azure"
    ),
    department.PERSON_HIRED: Sentence(_("%(person)s hired as %(role)s"), "user-plus", "green"),
    department.ROLE_CHANGED: Sentence(_("%(person)s: %(was)s → %(role)s"), "arrows-exchange", "yellow"),
    department.PERSON_DISMISSED: Sentence(_("%(person)s dismissed"), "door-exit", "red"),
    department.EXPORT_ALLOWED: Sentence(
        _("%(person)s may take tables out as files"), "file-export", "yellow"
    ),
    department.EXPORT_FORBIDDEN: Sentence(
        _("%(person)s may take tables out as files no more"), "file-off", "secondary"
    ),
    department.SETTINGS_CHANGED: Sentence(_("Settings changed: %(now)s"), "settings", "blue"),
    farming.SERVICE_LEVEL_CHANGED: Sentence(_("Service level %(level)s: %(now)s"), "stairs", "blue"),
}

# What concerns no company and is no money: it stands in the record of the department.
DEPARTMENT = (
    *department.ALL, farming.SERVICE_LEVEL_CHANGED, passing.LETTER_TEMPLATE_CHANGED, calls.LIST_CREATED,
    calls.LIST_CHANGED, calls.IMPORT_STARTED, passing.PLAN_PUBLISHED, passing.PLAN_WITHDRAWN, passing.PLAN_CURRENCY,
    passing.EXCHANGE_RATE_RECORDED,
    calls.IMPORT_DONE, calls.IMPORT_FAILED, calls.IMPORT_REVERTED, calls.SCRIPT_PUBLISHED,
    calls.LEADS_RECYCLED, calls.DUPLICATE_KEPT_APART, calls.DUPLICATE_REOPENED, calls.NUMBERS_IMPORTED, calls.NUMBERS_LIFTED,
    calls.SCORECARD_SAVED, calls.SCORECARD_USED, calls.SCORECARD_REMOVED, calls.REVIEW_CHANGED,
    calls.SCRIPT_CREATED, calls.SCRIPT_DRAFTED, calls.SCRIPT_DRAFT_DISCARDED, calls.SCRIPT_RENAMED, calls.SCRIPT_RETIRED,
    calls.SCRIPT_TEST_STARTED, calls.SCRIPT_SHARE_CHANGED, calls.SCRIPT_CHALLENGER_PROMOTED,
    calls.SCRIPT_CHALLENGER_DROPPED,
)  # fmt: skip

# Codes of all stages as words; a code means the same wherever it stands.
CODES: dict[str, str | Promise] = {
    **DISPOSITIONS, **CLOSED_REASONS, **REFUSAL_REASONS, **dict(Role.choices),
    "claim_released": _("released"), "claim_expired": _("not finished in time"),
    "callback_overdue": _("the promised callback was not made"), "meeting_failed": _("the meeting did not take place"),
    "owner_left": _("who promised it has left"), "recycled": _("called anew by the administrator"),
    "meeting_sent_back": _("the meeting was sent back"),
    passing.HANDOFF_ASSIGNED: _("assigned to this client manager at the handoff"),
    passing.HANDOFF_RETURNED: _("the handoff was returned"),
    "portfolio_returned": _("the client manager has left"),
    "call": _("call"), "meeting": _("meeting"), "visit": _("visit"), "message": _("message answered"),
    "person": _("in person"), "phone": _("by telephone"), "video": _("by video"),
    "qualified": _("Qualified"), "proposal": _("Proposal"), "negotiation": _("Negotiation"), "agreed": _("Agreed"),
}  # fmt: skip
