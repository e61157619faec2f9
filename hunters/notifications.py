"""Sentences of this stage's notices: kind -> text with named placeholders filled from the notice's data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICE_TEXTS: dict[str, Promise] = {
    "meeting_given": _("New meeting with %(company)s, %(when)s"),
    "meeting_moved": _("The meeting with %(company)s was moved to %(when)s"),
    "meeting_held": _("Your meeting with %(company)s was held"),
    "meeting_no_show": _("%(company)s did not come to the meeting you booked"),
    "meeting_cancelled": _("The meeting with %(company)s was cancelled"),
    "prospect_given": _("%(company)s is now your prospect"),
    "prospect_taken": _("%(company)s was given to %(hunter)s"),
    "prospects_returned": _("Prospects of %(person)s came back to you: %(count)s"),
    "cross_sell_opened": _("%(hunter)s opened a cross-sell deal with your client %(company)s"),
    "cross_sell_made": _("%(hunter)s sold to your client %(company)s: %(sale)s"),
}
