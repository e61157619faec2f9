"""Phones and mails of a prospect: masked until somebody who has it in hand asks, and then the look is recorded."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from salesorg.clients.actions import reveal_contacts
from salesorg.clients.models import Company, ContactPoint
from salesorg.clients.queries import companies_visible_to
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, person


@dataclass(frozen=True)
class Contacts:
    """What a page shows of a company's contacts: `full` only in the answer to a recorded look."""

    company: Company
    points: list[ContactPoint]
    may_reveal: bool
    full: bool = False


def contacts_of(viewer: User, company: Company) -> Contacts:
    """Return the masked contacts, and whether the viewer has the company in hand and may ask for more."""
    points = list(company.contact_points.select_related("person"))
    return Contacts(company, points, Company.objects.contactable_by(viewer).filter(pk=company.pk).exists())


@for_roles(Role.HUNTER, Role.HUNTERS_HEAD)
@require_POST
def reveal(request: HttpRequest, company_id: int) -> HttpResponse:
    """Show the contacts of one's own prospect in full; each look is recorded and counted."""
    visible = companies_visible_to(person(request))
    company = get_object_or_404(visible & Company.objects.contactable_by(person(request)), pk=company_id)

    def effect() -> dict[str, int]:
        # The numbers themselves stay out of the answer: it is kept with the form's key.
        reveal_contacts(actor=person(request), company=company, at=timezone.now())
        return {"id": company.pk}

    act_once(request, "reveal_contacts", effect)
    points = list(company.contact_points.select_related("person"))
    contacts = Contacts(company, points, may_reveal=True, full=True)
    page = (
        "hunters/_contacts.html" if request.headers.get("HX-Request") == "true" else "hunters/contacts.html"
    )
    return render(request, page, {"contacts": contacts, "company": company})
