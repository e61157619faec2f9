from datetime import datetime

from callcenter.look_up import LeadFound
from callcenter.models import Lead
from callcenter.refusals import NoNumber
from salesorg.clients.actions import look_up_phone
from salesorg.clients.models import Company
from salesorg.lib.phones import normalise_phone
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


def find_by_number(*, actor: User, number: str, at: datetime) -> LeadFound:
    """Return the lead that has exactly this number, in any spelling of the organisation's country.

    Of a client only that it is one: the call centre has no clients. Counts against the day's quota of looks, found or not.
    Source: product.md 3. Refusals, nothing counted: `NotYours`, `NoNumber`, `QuotaSpent`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    phone = normalise_phone(number, organisation().country)
    if phone is None:
        raise NoNumber
    company = look_up_phone(actor=actor, phone=phone, at=at)
    if company is None:
        return LeadFound(None)
    if company.status == Company.Status.CLIENT:
        return LeadFound(None, is_client=True)
    return LeadFound(Lead.objects.filter(company=company).values_list("pk", flat=True).first())
