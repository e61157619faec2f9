"""What the panel «meeting booked» is drawn from: the grid of free times by the client's clock, and the form around it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from callcenter.call_forms import BookingForm
from callcenter.claim_card import ClaimCard
from callcenter.slot_grid import slot_grids
from hunters.civil_hours import CivilHours
from hunters.queries import open_starts
from salesorg.lib.mail import mail_is_set_up
from salesorg.people.models import Organisation
from salesorg.people.queries import organisation

SOON = timedelta(minutes=30)
# Twenty days are what anybody looks through on the telephone.
MOST_GRIDS = 4
PLACE_LENGTH = 250
KEPT = ("hunter", "all_hours", "minutes", "contact", "where", "place", "video_link", "invite", "email")


def booking_context(card: ClaimCard, data: Any, at: datetime, filled: Any) -> dict[str, Any]:
    """The form (bound to `filled`, or showing again what `data` holds) and what is free now: seven queries with the request's, however many hunters."""
    own = organisation()
    known = {name: data[name] for name in KEPT if name in data}
    place = place_of(card.company)
    initial = {
        "contact": card.contact or "", "place": place, "minutes": own.meeting_minutes, "where": "place",
        "invite": str(card.emails[0]["id"]) if card.emails else "new", **known,
    }  # fmt: skip
    form = BookingForm(filled, usual_minutes=own.meeting_minutes, emails=card.emails, initial=initial)
    times = _times(card, form, initial, own, at, data.get("slot", ""))
    first = (
        next((slot.value for day in times["grid"].days for slot in day.slots), "") if times["grid"] else ""
    )
    return {
        **times, "form": form,
        # Not when only the hunter or the length was changed: whoever stands in that field stays there.
        "focus": "" if "minutes" in data else first,
        "may_choose": own.call_managers_choose_hunter, "mail_is_set_up": mail_is_set_up(),
        "here": timezone.get_current_timezone_name(),
    }  # fmt: skip


def place_of(company: dict[str, Any]) -> str:
    """Return the company's address as a place to meet, with its city if that is not named in it; empty if unknown."""
    address, city = company["address"].strip(), company["city"].strip()
    named = not city or city.casefold() in address.casefold()
    return (address if named or not address else f"{address}, {city}")[:PLACE_LENGTH]


def _times(
    card: ClaimCard, form: BookingForm, asked: dict[str, Any], own: Organisation, at: datetime, chosen: str
) -> dict[str, Any]:
    """The grids of free times: those at which one meets by the client's clock, or all of them if that is asked for."""
    length = timedelta(minutes=form.minutes_named(asked["minutes"]))
    hours = CivilHours(card.zone, own.meetings_from, own.meetings_to)
    names = _free(form, asked, own, at)
    civil = {start: name for start, name in names.items() if hours.hold(start, length)}
    # Who chose an early or late hour before, because the client likes it, sees it again.
    chose_other = any(start.isoformat() == chosen for start in names.keys() - civil.keys())
    every_hour = bool(asked.get("all_hours")) or chose_other
    shown = names if every_hour else civil
    grids = slot_grids(shown, card.zone, timezone.get_current_timezone(), chosen)[:MOST_GRIDS]
    return {
        "chosen": chosen, "grid": grids[0] if grids else None, "later": grids[1:],
        "later_open": any(grid.holds_choice for grid in grids[1:]),
        "hours": hours, "every_hour": every_hour, "other_hours": len(names) > len(civil),
    }  # fmt: skip


def _free(form: BookingForm, asked: dict[str, Any], own: Organisation, at: datetime) -> dict[datetime, str]:
    """Every start at which somebody is free, with the name of who would go."""
    hunter = form.hunter_named(asked.get("hunter")) if own.call_managers_choose_hunter else None
    minutes = form.minutes_named(asked["minutes"])
    end = at + timedelta(days=own.meeting_horizon_days)
    free = open_starts(start=at + SOON, end=end, minutes=minutes, at=at, hunter=hunter)
    return {start: person.name for start, person in free.items()}
