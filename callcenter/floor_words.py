"""Words, icons and colours of the wallboard: a state is never told by its colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.models import Break


@dataclass(frozen=True)
class Sign:
    """How a state or an alarm looks."""

    word: str | Promise
    icon: str
    colour: str


STATES = {
    "talking": Sign(_("Talking"), "phone-call", "green"),
    "ringing": Sign(_("Dialling"), "phone-outgoing", "azure"),
    "wrap_up": Sign(_("Wrap-up"), "pencil", "yellow"),
    "idle": Sign(pgettext_lazy("call manager", "Idle"), "zzz", "orange"),
    # Idle, but nobody expects a call at this hour.
    "off": Sign(_("Outside working hours"), "moon", "secondary"),
    "break": Sign(_("On a break"), "coffee", "purple"),
    "absent": Sign(_("Away today"), "beach", "secondary"),
    "not_started": Sign(pgettext_lazy("call manager", "Not started"), "clock-off", "secondary"),
}

ALARMS = {
    "no_admin": Sign(_("No administrator is here: output falls threefold"), "user-off", "red"),
    "nobody_calling": Sign(_("Nobody calls although leads are due"), "phone-off", "red"),
    "nothing_due": Sign(_("No lead is due: there is nobody to call"), "list-search", "yellow"),
    "idle": Sign(_("Idle too long"), "zzz", "red"),
    "wrap_up": Sign(_("Wrap-up too long"), "pencil-off", "red"),
    "not_started": Sign(_("Has not started"), "clock-exclamation", "yellow"),
    "below_norm": Sign(_("Below the norm"), "trending-down", "yellow"),
}


def break_word(reason: str) -> str:
    """Return the words for the reason of a break."""
    return str(dict(Break.Reason.choices).get(reason, reason))
