from datetime import datetime

from django.db import transaction

from salesorg.clients.actions.reveal_contacts import count_look, looks_of_the_day
from salesorg.clients.models import Company, Reveal
from salesorg.clients.queries import company_by_phone
from salesorg.people.models import User


@transaction.atomic
def look_up_phone(*, actor: User, phone: str, at: datetime) -> Company | None:
    """Return the company with exactly this E.164 number, locked, or None; the look-up counts against the day's quota.

    It counts when nothing is found as well, or guessing numbers would be free. Refusal: `QuotaSpent`.
    """
    found = company_by_phone(phone, "")
    company = Company.objects.locked().get(pk=found.pk) if found else None
    count_look(looks_of_the_day(actor, at), Reveal(person=actor, company=company, is_look_up=True, at=at))
    return company
