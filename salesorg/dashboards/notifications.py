"""Sentences of the roof's notices: kind -> text with named placeholders filled from the notice's data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICE_TEXTS: dict[str, Promise | str] = {
    "client_is_calling": _("%(company)s is calling."),
    "invariant_broken": _(
        "%(count)s rows break an invariant (%(view)s). Have somebody technical look at it today."
    ),
}
