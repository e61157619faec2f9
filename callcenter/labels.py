"""Words for what the database keeps as codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DISPOSITIONS: dict[str, Promise] = {
    "meeting_booked": _("Meeting booked"),
    "callback": _("Call back later"),
    "no_answer": _("No answer"),
    "busy": _("Busy"),
    "voicemail": _("Voicemail"),
    "gatekeeper": _("Gatekeeper"),
    "not_interested": _("Not interested"),
    "not_a_fit": _("Not a fit"),
    "wrong_number": _("Wrong number"),
    "do_not_call": _("Do not call"),
}

# Why somebody is not interested; the code is kept with the call, so that reports can count it.
REFUSAL_REASONS: dict[str, Promise] = {
    "has_supplier": _("Has a supplier"),
    "too_expensive": _("Too expensive"),
    "no_need": _("No need for it"),
    "not_now": _("Not now"),
    "bad_experience": _("Bad experience with us"),
    "other": _("Other"),
}

MERGED = "merged"
CLOSED_REASONS: dict[str, Promise] = {
    "max_attempts": _("Called as often as the list allows"),
    "calls_in_all": _("Called as often in all as the list allows"),
    "merged": _("Merged into another company"),
    "no_number": _("No number left to call"),
    "owned": _("Already with a hunter or farmer"),
    "not_interested": _("Not interested"),
    "not_a_fit": _("Not a fit"),
    "wrong_number": _("Wrong number"),
    "do_not_call": _("Do not call"),
}


def disposition_label(code: str) -> str:
    """Return the disposition's name in the reader's language; one that a department added shows its code."""
    return str(DISPOSITIONS.get(code, code))


def reason_label(reason: str) -> str:
    """Return the words for a reason's code; a reason in somebody's own words is shown as it is."""
    return str(REFUSAL_REASONS.get(reason, reason))
