"""Sentences of this stage's notices: kind -> text with named placeholders filled from the notice's data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICE_TEXTS: dict[str, Promise] = {
    "import_done": _("Import of %(file)s is done: %(created)s new leads."),
    "import_failed": _("Import of %(file)s stopped: the file is damaged. %(created)s leads were created."),
    "audit_waiting": _("A meeting with %(company)s waits for your look before the hunter gets it."),
    "meeting_sent_back": _("The meeting with %(company)s was sent back to you: %(reason)s Call them again."),
}
