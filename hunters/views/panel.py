"""What a company's card shows of this stage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hunters import queries
from hunters.models import Meeting
from salesorg.clients.queries import companies_visible_to
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

MOST = 8


@for_roles(*Role)
@require_safe
def panel(request: HttpRequest, company_id: int) -> HttpResponse:
    """Meetings and deals with the company, as far as the viewer may see them; otherwise nothing."""
    viewer, at = person(request), timezone.now()
    company = companies_visible_to(viewer).filter(pk=company_id).first()
    if company is None:
        return HttpResponse("")
    meetings = list(queries.meetings_on_card(viewer, company)[:MOST])
    deals = list(
        queries.with_rotting(queries.deals_visible_to(viewer).filter(company=company), at).order_by(
            "-opened_at"
        )[:MOST]
    )
    works = viewer.is_in(Role.HUNTER, Role.HUNTERS_HEAD)
    if not meetings and not deals and not works:
        return HttpResponse("")
    context = {
        "company": company, "meetings": meetings, "deals": deals, "org": organisation(), "now": at, "works": works,
        "opens": {one.pk for one in meetings if _may_open(viewer, one)},
        "head": viewer.is_in(Role.HUNTERS_HEAD), "client": company.status == "client",
        "scheduled": any(meeting.state == Meeting.State.SCHEDULED for meeting in meetings),
    }  # fmt: skip
    return render(request, "hunters/_panel.html", context)


def _may_open(viewer: User, meeting: Meeting) -> bool:
    """Whether the meeting's own page opens: to the heads each, to a hunter their own."""
    if viewer.is_in(Role.HUNTERS_HEAD, Role.SALES_HEAD):
        return True
    return viewer.is_in(Role.HUNTER) and meeting.hunter_id == viewer.pk
