"""What happened with a meeting or deal, as its page tells it."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hunters import verbs
from hunters.stage_names import KNOWN
from salesorg.clients.models import Activity

# verb -> sentence, icon, colour
SENTENCES: dict[str, tuple[Promise, str, str]] = {
    verbs.MEETING_BOOKED: (_("Meeting booked"), "calendar-plus", "blue"),
    verbs.MEETING_ON_HOLD: (_("Meeting booked, waiting for the audit"), "calendar-pause", "yellow"),
    verbs.MEETING_WITHDRAWN: (_("Meeting sent back to the call manager"), "arrow-back-up", "secondary"),
    verbs.MEETING_INVITED: (_("Invitation by e-mail"), "mail-forward", "azure"),
    verbs.MEETING_MOVED: (_("Meeting rescheduled"), "calendar-time", "yellow"),
    verbs.MEETING_HELD: (_("Meeting held"), "calendar-check", "green"),
    verbs.MEETING_NO_SHOW: (_("No-show"), "calendar-x", "red"),
    verbs.MEETING_CANCELLED: (_("Meeting cancelled"), "calendar-off", "secondary"),
    verbs.DEAL_OPENED: (_("Deal opened"), "target-arrow", "blue"),
    verbs.DEAL_MOVED: (_("Deal moved: %(stage)s"), "layout-kanban", "blue"),
    verbs.DEAL_STEP_PLANNED: (_("Next step planned"), "calendar-due", "azure"),
    verbs.DEAL_CONTACTED: (_("Contact"), "message", "green"),
    verbs.DEAL_LOST: (_("Deal lost"), "thumb-down", "red"),
    verbs.DEAL_CONTINUED: (_("Goes on as a cross-sell"), "arrow-forward", "blue"),
    verbs.FIRST_SALE_MADE: (_("First sale %(sale)s"), "confetti", "green"),
    verbs.CROSS_SELL_MADE: (_("Cross-sell %(sale)s"), "shopping-cart-plus", "green"),
    verbs.PROSPECT_REASSIGNED: (_("Given to another hunter"), "user-share", "yellow"),
    verbs.PROSPECT_RETURNED: (_("Came back to the head of hunters"), "arrow-back-up", "yellow"),
}


def told(activities: Iterable[Activity]) -> list[dict[str, Any]]:
    """Return activities of this stage as events for `{% timeline %}`."""
    return [_event(row, *SENTENCES[row.verb]) for row in activities if row.verb in SENTENCES]


def _event(row: Activity, text: Promise, icon: str, color: str) -> dict[str, Any]:
    facts = {
        "sale": row.data.get("sale", ""),
        "stage": KNOWN.get(row.data.get("stage", ""), row.data.get("stage", "")),
    }
    return {
        "at": row.at, "title": str(text) % facts, "icon": icon, "color": color,
        "who": row.actor.name if row.actor else "", "text": row.data.get("note") or row.data.get("reason") or "",
    }  # fmt: skip
