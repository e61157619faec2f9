"""The pipeline's stages in the viewer's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KNOWN: dict[str, Promise] = {
    "qualified": _("Qualified"),
    "proposal": _("Proposal"),
    "negotiation": _("Negotiation"),
    "agreed": _("Agreed"),
}


def stage_label(code: str, name: str) -> str | Promise:
    """Return the translated name of a stage that the product brings, else the name the department gave it."""
    return KNOWN.get(code, name)
