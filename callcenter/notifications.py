"""Sentences of this stage's notices: kind -> text with named placeholders filled from the notice's data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICE_TEXTS: dict[str, Promise] = {
    "import_done": _("Import of %(file)s is done: %(created)s new leads."),
    "import_failed": _("Import of %(file)s stopped: the file is damaged. %(created)s leads were created."),
    "review_made": _("Your call to %(company)s was reviewed: %(score)s of 100."),
    "review_changed": _("The review of your call to %(company)s was changed: %(score)s of 100."),
    "review_answered": _("%(person)s answered the review of the call to %(company)s."),
    "lead_is_calling": _("%(company)s is calling: you promised to call back."),
    "audit_waiting": _("A meeting with %(company)s waits for your look before the hunter gets it."),
    "meeting_sent_back": _("The meeting with %(company)s was sent back to you: %(reason)s Call them again."),
}
