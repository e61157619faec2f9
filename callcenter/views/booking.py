"""What the panel «meeting booked» is drawn from: the grid of free times by the client's clock, and the form around it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from callcenter.call_forms import BookingForm
from callcenter.claim_card import ClaimCard
from callcenter.slot_grid import SlotGrid, slot_grids
from hunters.queries import open_starts
from salesorg.lib.mail import mail_is_set_up
from salesorg.people.models import Organisation
from salesorg.people.queries import organisation

SOON = timedelta(minutes=30)
# Twenty days are what anybody looks through on the telephone.
MOST_GRIDS = 4
KEPT = ("hunter", "minutes", "contact", "where", "place", "video_link", "invite", "email")


def booking_context(card: ClaimCard, data: Any, at: datetime, filled: Any) -> dict[str, Any]:
    """The form (bound to `filled`, or showing again what `data` holds) and what is free now: seven queries with the request's, however many hunters."""
    own = organisation()
    known = {name: data[name] for name in KEPT if name in data}
    initial = {
        "contact": card.contact or "", "place": card.company["address"], "minutes": own.meeting_minutes,
        "where": "place" if card.company["address"] else "video",
        "invite": str(card.emails[0]["id"]) if card.emails else "new", **known,
    }  # fmt: skip
    form = BookingForm(filled, usual_minutes=own.meeting_minutes, emails=card.emails, initial=initial)
    chosen = data.get("slot", "")
    grids = _grids(card, form, initial, own, at, chosen)
    first = next((slot.value for grid in grids[:1] for day in grid.days for slot in day.slots), "")
    return {
        "form": form, "chosen": chosen, "grid": grids[0] if grids else None, "later": grids[1:],
        "later_open": any(grid.holds_choice for grid in grids[1:]),
        # Not when only the hunter or the length was changed: whoever stands in that field stays there.
        "focus": "" if "minutes" in data else first,
        "may_choose": own.call_managers_choose_hunter, "mail_is_set_up": mail_is_set_up(),
        "here": timezone.get_current_timezone_name(),
    }  # fmt: skip


def _grids(
    card: ClaimCard, form: BookingForm, asked: dict[str, Any], own: Organisation, at: datetime, chosen: str
) -> list[SlotGrid]:
    hunter = form.hunter_named(asked.get("hunter")) if own.call_managers_choose_hunter else None
    minutes = form.minutes_named(asked["minutes"])
    end = at + timedelta(days=own.meeting_horizon_days)
    free = open_starts(start=at + SOON, end=end, minutes=minutes, at=at, hunter=hunter)
    names = {start: person.name for start, person in free.items()}
    return slot_grids(names, card.zone, timezone.get_current_timezone(), chosen)[:MOST_GRIDS]
