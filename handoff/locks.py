"""The one order of locks: the company first, then what is decided about it."""

from handoff.models import Handoff
from salesorg.clients.models import Company


def lock_handoff(handoff: Handoff) -> Handoff:
    """Lock the client of `handoff` and return the handoff as it is now, with its people."""
    Company.objects.locked().get(pk=handoff.company_id)
    return Handoff.objects.select_related("company", "sale", "hunter", "farmer").get(pk=handoff.pk)
