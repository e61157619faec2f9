"""An own callback, locked; and the reason that changing a promise asks for."""

from django.utils.translation import gettext_lazy as _

from callcenter.models import Lead
from callcenter.refusals import AnswerNeeded, CallbackNotYours
from salesorg.clients.models import Company
from salesorg.people.models import User


def lock_own_callback(lead: int, *, of: User, reason: str) -> Lead:
    """Lock company and lead and return the lead (with its list) if it is an open callback of this person.

    Refusals: `CallbackNotYours`, also when there is no such lead; `AnswerNeeded` without a reason.
    """
    Company.objects.locked().filter(lead=lead).first()
    mine = Lead.objects.filter(pk=lead, state=Lead.State.CALLBACK, callback_owner=of)
    found = mine.select_related("call_list").select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise CallbackNotYours
    if not reason.strip():
        raise AnswerNeeded("reason", _("Say why; whoever calls next will read it."))
    return found
